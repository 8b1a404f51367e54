#include "storage/base/canonical_url.h"

#include <algorithm>

namespace spoor {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

bool begins(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

template <std::size_t N>
bool among(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr std::string_view kSessionNames[] = {
    "phpsessid", "jsessionid",    "oscsid",      "zenid",    "_sid",     "csrf",         "csrfkey",  "csrf_token",
    "_csrf",     "securitytoken", "my_post_key", "_xftoken", "formhash", "transientkey", "_wpnonce",
};

constexpr std::string_view kTrackingNames[] = {
    "fbclid",    "gclid",       "dclid",  "gbraid", "wbraid",  "msclkid",  "yclid",      "_openstat",
    "mc_cid",    "mc_eid",      "igshid", "igsh",   "ref_src", "ref_url",  "spm",        "share_id",
    "trk",       "cmpid",       "ncid",   "_ga",    "_gl",     "vero_id",  "oly_enc_id", "wt_mc",
    "at_medium", "at_campaign", "rcm",    "xtor",   "fromuid", "fromuser", "referrerid",
};

// Old engines (SMF, phpBB 2) also part their parameters by ';'. Each kept part keeps the separator before it.
std::string kept_parameters(std::string_view query) {
  std::string out;
  char separator = '\0';
  for (;;) {
    std::size_t end = query.find_first_of("&;");
    std::string_view part = query.substr(0, end);
    std::size_t equals = part.find('=');
    std::string_view value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    std::string_view name = part.substr(0, equals);
    if (!is_session_parameter(name, value) && !is_tracking_parameter(name)) {
      if (separator != '\0' && !out.empty()) out += separator;
      out += part;
    }
    if (end == std::string_view::npos) return out;
    separator = query[end];
    query.remove_prefix(end + 1);
  }
}

// Java servers put the session into the path: /a;jsessionid=ABC/b.
std::string path_without_session(std::string_view path) {
  constexpr std::string_view kMark = ";jsessionid=";
  std::string folded = lower(path);
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    std::size_t mark = folded.find(kMark, at);
    out += path.substr(at, mark - at);
    if (mark == std::string::npos) break;
    at = std::min(path.size(), path.find_first_of("/;", mark + kMark.size()));
  }
  return out;
}

}  // namespace

bool is_session_parameter(std::string_view name, std::string_view value) {
  std::string folded = lower(name);
  if (among(folded, kSessionNames) || begins(folded, "aspsessionid")) return true;
  // Short names that other sites use for other things: only with a value that looks like a session id.
  if (folded == "s" || folded == "sid") return value.size() >= 16 && is_alphanumeric(value);
  // SMF names the variable anew for each session: hex=<32 hex>.
  return name.size() >= 7 && is_hex(name) && value.size() == 32 && is_hex(value);
}

bool is_tracking_parameter(std::string_view name) {
  std::string folded = lower(name);
  return begins(folded, "utm_") || among(folded, kTrackingNames);
}

Url canonical_url(const Url& url) {
  Url result = url.with_fragment("");
  if (result.path().find(';') != std::string_view::npos) {
    const std::string path = path_without_session(result.path());
    if (path != result.path()) result = result.with_path(path);
  }
  if (!result.has_query()) return result;
  std::string kept = kept_parameters(result.query());
  return kept == result.query() && !kept.empty() ? result : result.with_query(kept);
}

}  // namespace spoor
