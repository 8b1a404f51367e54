#include "crawler/pipeline/contacts.h"

#include <boost/json.hpp>

#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

Contact decode(std::string_view host, std::string_view row) {
  Contact contact;
  contact.host = host;
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(row, error);
  const boost::json::array* parts = error ? nullptr : value.if_array();
  if (!parts || parts->size() != 5) return contact;
  auto number = [&](std::size_t i) { return (*parts)[i].is_int64() ? (*parts)[i].get_int64() : 0; };
  contact.requests = number(0);
  contact.bytes = number(1);
  contact.failures = number(2);
  contact.embeds = number(3);
  if ((*parts)[4].is_string()) contact.ip = (*parts)[4].get_string();
  return contact;
}

Result<void> change(kv::Overlay& index, std::string_view run, std::string_view host,
                    const std::function<void(Contact&)>& edit) {
  std::string key = kv::make_key(kv::kContact, {run, host});
  auto row = index.get(key);
  if (!row) return row.error();
  Contact contact = *row ? decode(host, **row) : Contact{};
  edit(contact);
  const boost::json::array parts{contact.requests, contact.bytes, contact.failures, contact.embeds, contact.ip};
  index.put(std::move(key), boost::json::serialize(parts));
  return {};
}

}  // namespace

Result<void> count_contact(kv::Overlay& index, std::string_view run, const Exchange& exchange) {
  return change(index, run, exchange.url.origin(), [&](Contact& contact) {
    ++contact.requests;
    contact.bytes += exchange.bytes_wire;
    if (exchange.facts.lead == "media" || exchange.facts.lead == "avatar") ++contact.embeds;
    contact.ip = exchange.ip;
  });
}

Result<void> count_failed_contact(kv::Overlay& index, std::string_view run, const frontier::CrawlUri& uri,
                                  Outcome outcome) {
  if (outcome == Outcome::robots_denied || outcome == Outcome::scope_denied) return {};
  return change(index, run, uri.host_key(), [](Contact& contact) {
    ++contact.requests;
    ++contact.failures;
  });
}

Result<void> each_contact(const kv::Store& index, std::string_view run,
                          const std::function<void(const Contact&)>& each) {
  const std::string prefix = kv::make_prefix(kv::kContact, {run});
  return index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    each(decode(kv::key_parts(key).back(), value));
    return true;
  });
}

}  // namespace spoor::pipeline
