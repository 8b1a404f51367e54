#include "crawler/authoring/masking.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace spoor::authoring {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// How long a value must be at least to be a secret under this name: of a field, variable or parameter whose value lets
// somebody act as the visitor. 0: the name is of no secret.
std::size_t secret_length(std::string_view name) {
  static constexpr std::array kSession = {"sid", "s", "sessionid", "phpsessid", "jsessionid", "sessid"};
  static constexpr std::array kPart = {
      "csrf",    "xsrf",   "nonce",      "post_key", "securitytoken", "auth_token", "xftoken",      "accesstoken",
      "api_key", "apikey", "form_token", "session_", "password",      "secret",     "authenticity", "access_token"};
  const std::string word = lowered(name);
  const auto is = [&word](const char* other) { return word == other; };
  const auto has = [&word](const char* part) { return word.find(part) != std::string::npos; };
  if (std::any_of(kSession.begin(), kSession.end(), is)) return 16;
  return std::any_of(kPart.begin(), kPart.end(), has) || word == "token" || word == "formhash" ? 6 : 0;
}

bool is_value_char(char c) { return is_word(c) || c == '-' || c == '+' || c == '.' || c == '%' || c == '|'; }

// Mixed enough to be a token and not a word.
bool looks_random(std::string_view value) {
  return value.size() >= 16 || std::any_of(value.begin(), value.end(), is_digit);
}

std::size_t end_of(std::string_view text, std::size_t at, bool (*belongs)(char)) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

// `name="VALUE"` and its like in URLs, scripts, JSON: where VALUE lies when `name` ends at `at`.
std::optional<std::pair<std::size_t, std::size_t>> assigned_value(std::string_view text, std::size_t at) {
  const std::size_t limit = std::min(text.size(), at + 8);
  bool assigned = false;
  while (at < limit) {
    const char c = text[at];
    if (c == '=' || c == ':') {
      assigned = true;
    } else if (c != ' ' && c != '"' && c != '\'' && c != '\\') {
      break;
    }
    ++at;
  }
  if (!assigned) return std::nullopt;
  return std::pair{at, end_of(text, at, is_value_char)};
}

// `<input name="token" value="VALUE">` and `<meta name="csrf-token" content="VALUE">`: the value of a tag whose name
// attribute holds a secret's name that begins at `name_at`.
std::optional<std::pair<std::size_t, std::size_t>> tag_value(std::string_view text, std::size_t name_at) {
  const std::size_t from = name_at > 300 ? name_at - 300 : 0;
  const std::size_t before = text.substr(from, name_at - from).rfind('<');
  const std::size_t after = text.substr(name_at, 1000).find('>');
  if (before == std::string_view::npos || after == std::string_view::npos) return std::nullopt;
  const std::size_t open = from + before, close = name_at + after;
  const std::string_view tag = text.substr(open, close - open);
  for (std::string_view attribute : {" value=", " content="}) {
    const std::size_t found = tag.find(attribute);
    if (found == std::string_view::npos) continue;
    std::size_t at = open + found + attribute.size();
    if (at < close && (text[at] == '"' || text[at] == '\'')) ++at;
    return std::pair{at, end_of(text, at, is_value_char)};
  }
  return std::nullopt;
}

void mask_secrets(std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = end_of(text, at, [](char c) { return is_word(c) || c == '-'; });
    const std::string_view all = text;
    const std::size_t least = end - at <= 40 ? secret_length(all.substr(at, end - at)) : 0;
    if (least > 0) {
      auto value = assigned_value(text, end);
      if (!value || value->first == value->second) value = tag_value(text, at);
      const std::size_t length = value ? value->second - value->first : 0;
      if (length >= least && looks_random(all.substr(value->first, length))) {
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(value->first),
                  text.begin() + static_cast<std::ptrdiff_t>(value->second), '0');
      }
    }
    at = end;
  }
}

bool is_mail_char(char c) { return is_word(c) || c == '.' || c == '+' || c == '-'; }

// Where a domain that begins at `at` ends; `at` when it is none.
std::size_t domain_end(std::string_view text, std::size_t at) {
  std::size_t end = end_of(text, at, [](char c) { return is_word(c) || c == '-' || c == '.'; });
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  const std::size_t dot = text.substr(at, end - at).rfind('.');
  if (dot == std::string_view::npos || end - at - dot < 3) return at;
  const std::string_view top = text.substr(at + dot + 1, end - at - dot - 1);
  return std::all_of(top.begin(), top.end(), is_letter) ? end : at;
}

// A handle of the fediverse looks like a mail address: @name@host, acct:name@host, "acct":"name@host".
bool is_fediverse(std::string_view text, std::size_t begin) {
  const std::string_view before = text.substr(begin > 12 ? begin - 12 : 0, begin > 12 ? 12 : begin);
  return before.ends_with('@') || before.ends_with("/@") || before.find("acct") != std::string_view::npos;
}

std::string mask_mail(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > copied && at - begin < 64 && is_mail_char(text[begin - 1])) --begin;
    const std::size_t end = domain_end(text, at + 1);
    if (begin == at || end == at + 1 || is_fediverse(text, begin)) continue;
    out.append(text, copied, begin - copied);
    out += "somebody@example.org";
    copied = end;
  }
  out.append(text, copied);
  return out;
}

bool is_address(int family, const std::string& word) {
  unsigned char bytes[16];
  return inet_pton(family, word.c_str(), bytes) == 1;
}

// Addresses of people, that is: not this machine's, and not the numbers of a version.
std::string mask_addresses(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts = is_hex(text[at]) || text[at] == ':';
    if (!starts) {
      out += text[at++];
      continue;
    }
    std::size_t end = end_of(text, at, [](char c) { return is_word(c) || c == '.' || c == ':' || c == '-'; });
    std::size_t whole = end;
    while (whole > at && (text[whole - 1] == '.' || text[whole - 1] == '-')) --whole;
    const std::string word(text.substr(at, whole - at));
    const bool loopback = word.starts_with("127.") || word.starts_with("0.");
    if (word.size() <= 15 && std::count(word.begin(), word.end(), '.') == 3 && is_address(AF_INET, word) && !loopback) {
      out += "192.0.2.1";
    } else if (word.size() <= 39 && std::count(word.begin(), word.end(), ':') >= 4 && is_address(AF_INET6, word)) {
      out += "2001:db8::1";
    } else {
      out += word;
    }
    out.append(text, whole, end - whole);
    at = end;
  }
  return out;
}

bool says_what_the_page_is(std::string_view name) {
  static constexpr std::array kKept = {"content-type",     "content-language", "link",
                                       "location",         "server",           "x-generator",
                                       "x-pingback",       "x-powered-by",     "x-robots-tag",
                                       "last-modified",    "retry-after",      "cf-mitigated",
                                       "www-authenticate", "x-frame-options",  "content-disposition"};
  const std::string word = lowered(name);
  return std::find(kKept.begin(), kKept.end(), word) != kKept.end() || word.starts_with("x-discourse") ||
         word.starts_with("x-nodebb") || word.starts_with("x-drupal");
}

}  // namespace

std::string mask_text(std::string_view text) {
  std::string masked = mask_addresses(mask_mail(text));
  mask_secrets(masked);
  return masked;
}

std::vector<std::pair<std::string, std::string>> mask_headers(
    const std::vector<std::pair<std::string, std::string>>& headers) {
  std::vector<std::pair<std::string, std::string>> kept;
  for (const auto& [name, value] : headers) {
    const std::string word = lowered(name);
    if (word == "set-cookie") {
      kept.emplace_back(word, value.substr(0, value.find('=')) + "=masked");
    } else if (says_what_the_page_is(word)) {
      kept.emplace_back(word, mask_text(value));
    }
  }
  return kept;
}

}  // namespace spoor::authoring
