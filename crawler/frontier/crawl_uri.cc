#include "crawler/frontier/crawl_uri.h"

#include <limits>

#include <boost/json.hpp>

#include "crawler/frontier/crawl_uri_json.h"
#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::frontier {
namespace {

Error damaged(std::string message) { return {ErrorCode::corruption, std::move(message), "frontier row"}; }

bool read_text(const boost::json::object& object, std::string_view name, std::string& out) {
  const auto* value = object.if_contains(name);
  if (!value) return true;
  if (!value->is_string()) return false;
  out = value->get_string();
  return true;
}

bool read_int(const boost::json::object& object, std::string_view name, int& out) {
  const auto* value = object.if_contains(name);
  if (!value) return true;
  const auto* number = value->if_int64();
  if (!number || *number < 0 || *number > std::numeric_limits<int>::max()) return false;
  out = static_cast<int>(*number);
  return true;
}

bool read_seeds(const boost::json::object& object, std::vector<std::string>& out) {
  const auto* value = object.if_contains("seeds");
  if (!value) return true;
  if (!value->is_array()) return false;
  for (const auto& seed : value->get_array()) {
    if (!seed.is_string()) return false;
    if (out.size() < CrawlUri::kMaxSeeds) out.emplace_back(seed.get_string());
  }
  return true;
}

}  // namespace

std::string CrawlUri::key() const {
  const auto parsed = Url::parse(url);
  std::string identity = method;
  identity.append("\n").append(parsed ? canonical_url(*parsed).href() : url).append("\n").append(accept);
  return sha256_hex(identity);
}

std::string CrawlUri::host_key() const {
  const auto parsed = Url::parse(url);
  return parsed ? parsed->origin() : std::string();
}

boost::json::object to_json(const CrawlUri& uri) {
  const CrawlUri plain;
  boost::json::object object;
  object["url"] = uri.url;
  if (uri.method != plain.method) object["method"] = uri.method;
  if (!uri.accept.empty()) object["accept"] = uri.accept;
  if (!uri.via.empty()) object["via"] = uri.via;
  if (!uri.hop_path.empty()) object["hop_path"] = uri.hop_path;
  if (!uri.lead.empty()) object["lead"] = uri.lead;
  if (!uri.seeds.empty()) object["seeds"] = boost::json::array(uri.seeds.begin(), uri.seeds.end());
  object["priority"] = uri.priority;
  if (uri.attempt != plain.attempt) object["attempt"] = uri.attempt;
  if (uri.redirects != 0) object["redirects"] = uri.redirects;
  if (uri.not_before != Timestamp{}) object["not_before_us"] = uri.not_before.us;
  return object;
}

Result<CrawlUri> crawl_uri_from_json(const boost::json::value& value) {
  if (!value.is_object()) return damaged("a request must be an object");
  const auto& object = value.get_object();
  CrawlUri uri;
  const bool fine = read_text(object, "url", uri.url) && read_text(object, "method", uri.method) &&
                    read_text(object, "accept", uri.accept) && read_text(object, "via", uri.via) &&
                    read_text(object, "hop_path", uri.hop_path) && read_text(object, "lead", uri.lead) &&
                    read_seeds(object, uri.seeds) && read_int(object, "priority", uri.priority) &&
                    read_int(object, "attempt", uri.attempt) && read_int(object, "redirects", uri.redirects);
  if (!fine || uri.url.empty()) return damaged("a request has a field of the wrong type, or no url");
  if (const auto* moment = object.if_contains("not_before_us")) {
    if (!moment->is_int64()) return damaged("not_before_us must be a whole number");
    uri.not_before.us = moment->get_int64();
  }
  return uri;
}

std::string encode(const CrawlUri& uri) { return boost::json::serialize(to_json(uri)); }

Result<CrawlUri> decode(std::string_view text) {
  boost::json::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error) return damaged("no JSON: " + error.message());
  return crawl_uri_from_json(value);
}

}  // namespace spoor::frontier
