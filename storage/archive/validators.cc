#include "storage/archive/validators.h"

#include <algorithm>

#include "storage/archive/index_rows.h"
#include "storage/base/digest.h"
#include "storage/kv/keys.h"

namespace spoor {
namespace {

constexpr std::size_t kMaxValidatorBytes = 512;

bool is_name(std::string_view text, std::string_view lower_name) {
  return text.size() == lower_name.size() &&
         std::equal(text.begin(), text.end(), lower_name.begin(), [](char c, char wanted) {
           return (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) == wanted;
         });
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

// Calls `each` with the name and value of every header line of an HTTP/1.1 head.
template <class Each>
void each_header(std::string_view head, const Each& each) {
  head.remove_prefix(std::min(head.size(), head.find('\n')));
  while (!head.empty()) {
    head.remove_prefix(1);  // the line end before
    const std::string_view line = head.substr(0, head.find('\n'));
    if (const auto colon = line.find(':'); colon != line.npos)
      each(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    head.remove_prefix(line.size());
  }
}

bool can_be_sent(std::string_view value) {
  return value.size() <= kMaxValidatorBytes &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

Manner manner_of(const Exchange& exchange) {
  Manner manner;
  each_header(exchange.request_head, [&](std::string_view name, std::string_view value) {
    if (is_name(name, "accept")) manner.accept = value;
    if (is_name(name, "accept-language")) manner.accept_language = value;
    if (is_name(name, "user-agent")) manner.user_agent = value;
  });
  return manner;
}

AskedFor asked_for(const Url& url, const Manner& manner) {
  std::string text(trimmed(manner.accept));
  text.append("\n").append(trimmed(manner.accept_language)).append("\n").append(trimmed(manner.user_agent));
  return {url.href(), sha256_hex(text).substr(0, 16)};
}

AskedFor asked_for(const Exchange& exchange) { return asked_for(exchange.url, manner_of(exchange)); }

Validators validators_of(std::string_view response_head) {
  Validators found;
  each_header(response_head, [&](std::string_view name, std::string_view value) {
    if (is_name(name, "etag") && found.etag.empty() && can_be_sent(value)) found.etag = value;
    if (is_name(name, "last-modified") && found.last_modified.empty() && can_be_sent(value))
      found.last_modified = value;
  });
  return found;
}

Result<Validators> find_validators(const kv::Store& index, const AskedFor& asked) {
  auto row = index.get(latest_row_key(asked));
  if (!row) return row.error();
  const auto reference = *row ? reference_from(**row) : std::nullopt;
  return reference ? reference->validators : Validators();
}

std::string latest_row_key(const AskedFor& asked) { return kv::make_key(kv::kLatest, {asked.url, asked.manner}); }

}  // namespace spoor
