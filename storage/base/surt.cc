#include "storage/base/surt.h"

#include <algorithm>
#include <vector>

#include "storage/base/domain.h"
#include "storage/base/url.h"

namespace spoor {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_digit(c) || is_alpha(c); }

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Decodes until nothing changes. Every round but the last shortens the text, nested escapes need few of them.
std::string decoded(std::string text) {
  constexpr int kRounds = 64;
  for (int i = 0; i < kRounds; ++i) {
    std::string once = percent_decode(text);
    if (once == text) break;
    text = std::move(once);
  }
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    if (c > 0x20 && c < 0x7f && c != '#' && c != '%') {
      out += static_cast<char>(c);
    } else {
      append_percent_encoded(out, c);
    }
  }
  return out;
}

std::size_t scheme_length(std::string_view url) {
  std::size_t end = 0;
  while (end < url.size() && (is_alpha(url[end]) || (end > 0 && (is_digit(url[end]) || url[end] == '+' ||
                                                                 url[end] == '.' || url[end] == '-'))))
    ++end;
  return end > 0 && end < url.size() && url[end] == ':' ? end : 0;
}

std::size_t http_prefix(std::string_view url) {
  std::string head = lower(std::string(url.substr(0, 8)));
  if (head.compare(0, 7, "http://") == 0) return 7;
  return head == "https://" ? 8 : 0;
}

// What the URL parser makes of a host that is not plain: IDNA, numbers. Its own text when the parser refuses it.
std::string parsed_host(const std::string& host) {
  auto url = Url::parse("http://" + percent_encode_component(host) + "/");
  return url ? std::string(url->host()) : escaped(host);
}

std::string clean_host(std::string_view raw, bool strip_www) {
  if (!raw.empty() && raw.front() == '[' && raw.back() == ']') return lower(std::string(raw));
  std::string host = decoded(std::string(raw));
  for (std::size_t at; (at = host.find("..")) != std::string::npos;) host.erase(at, 1);
  while (!host.empty() && host.front() == '.') host.erase(0, 1);
  while (!host.empty() && host.back() == '.') host.pop_back();
  bool plain = std::all_of(host.begin(), host.end(),
                           [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
  bool number = std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
  host = plain && !number ? lower(host) : parsed_host(host);
  if (!strip_www || host.compare(0, 3, "www") != 0) return host;
  std::size_t digits = 3;
  while (digits < host.size() && is_digit(host[digits])) ++digits;
  if (digits < host.size() && host[digits] == '.') host.erase(0, digits + 1);
  return host;
}

std::string reversed_host(const std::string& host) {
  if (!host.empty() && host.front() == '[') return host.substr(1, host.size() - 2);
  std::vector<std::string> labels = split(host, '.');
  std::string out;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    if (!out.empty()) out += ',';
    out += *label;
  }
  return out;
}

std::string resolved_path(const std::string& path) {
  std::vector<std::string> kept;
  std::vector<std::string> segments = split(path, '/');
  bool folder = path.empty() || segments.back().empty() || segments.back() == "." || segments.back() == "..";
  for (std::string& segment : segments) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(std::move(segment));
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (const std::string& segment : kept) out += '/' + segment;
  return folder || out.empty() ? out + '/' : out;
}

// "(24 alphanumerics)", or one or more "X(24 alphanumerics)" inside brackets: ASP.NET's session in the path.
bool is_asp_session(std::string_view segment) {
  constexpr std::size_t kId = 24;
  if (segment.size() < 2 || segment.front() != '(' || segment.back() != ')') return false;
  auto all = [](std::string_view text) { return std::all_of(text.begin(), text.end(), is_alphanumeric); };
  std::string_view inner = segment.substr(1, segment.size() - 2);
  if (inner.size() == kId && all(inner)) return true;
  if (inner.empty()) return false;
  while (!inner.empty()) {
    if (inner.size() < kId + 3 || !is_alpha(inner[0]) || inner[1] != '(' || inner[kId + 2] != ')') return false;
    if (!all(inner.substr(2, kId))) return false;
    inner.remove_prefix(kId + 3);
  }
  return true;
}

std::string without_asp_session(const std::string& path) {
  std::size_t page = path.find(".aspx");
  if (page == std::string::npos) return path;
  std::vector<std::string> segments = split(path, '/');
  for (std::size_t i = segments.size(); i-- > 0;) {
    if (!is_asp_session(segments[i])) continue;
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  std::string out;
  for (std::size_t i = 0; i < segments.size(); ++i) out += (i > 0 ? "/" : "") + segments[i];
  return out;
}

// The length of a session parameter at `at` (name and value), 0 if there is none. `query` is in lower case.
std::size_t session_at(std::string_view query, std::size_t at, std::string_view name) {
  auto run = [&](std::size_t from, std::size_t wanted, bool (*fits)(char)) {
    std::size_t end = from;
    while (end < query.size() && end - from < wanted && fits(query[end])) ++end;
    return end - from == wanted;
  };
  auto closed = [&](std::size_t end) { return end == query.size() || query[end] == '&'; };
  if (query.compare(at, name.size(), name) != 0) return 0;
  std::size_t end = at + name.size();
  if (name == "aspsessionid") {
    if (!run(end, 8, is_alpha) || end + 8 >= query.size() || query[end + 8] != '=' || !run(end + 9, 24, is_alpha))
      return 0;
    return closed(end + 33) ? end + 33 - at : 0;
  }
  if (name == "cfid=") {
    std::size_t next = query.find('&', end);
    constexpr std::string_view kToken = "&cftoken=";
    if (next == end || next == std::string_view::npos || query.compare(next, kToken.size(), kToken) != 0) return 0;
    std::size_t last = std::min(query.size(), query.find('&', next + kToken.size()));
    return last > next + kToken.size() ? last - at : 0;
  }
  return run(end, 32, is_alphanumeric) && closed(end + 32) ? end + 32 - at : 0;
}

// Each name once, its last place; the '&' after it goes with it.
std::string without_session(std::string query) {
  for (std::string_view name : {"jsessionid=", "phpsessid=", "sid=", "aspsessionid", "cfid="}) {
    for (std::size_t at = query.rfind(name); at != std::string::npos; at = query.rfind(name, at - 1)) {
      std::size_t length = session_at(query, at, name);
      if (length > 0) {
        if (at + length < query.size()) ++length;
        query.erase(at, length);
        break;
      }
      if (at == 0) break;
    }
  }
  return query;
}

std::string clean_query(std::string_view raw) {
  std::string query = without_session(lower(escaped(decoded(std::string(raw)))));
  std::vector<std::pair<std::string, std::optional<std::string>>> pairs;
  for (const std::string& part : split(query, '&')) {
    std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      pairs.emplace_back(part, std::nullopt);
    } else {
      pairs.emplace_back(part.substr(0, equals), part.substr(equals + 1));
    }
  }
  std::stable_sort(pairs.begin(), pairs.end());
  std::string out;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i > 0) out += '&';
    out += pairs[i].first;
    if (pairs[i].second) out += '=' + *pairs[i].second;
  }
  return out;
}

std::string prepared(std::string_view raw) {
  auto white = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!raw.empty() && white(raw.front())) raw.remove_prefix(1);
  while (!raw.empty() && white(raw.back())) raw.remove_suffix(1);
  std::string url;
  for (char c : raw)
    if (c != '\t' && c != '\r' && c != '\n') url += c;
  if (scheme_length(url) == 0) url.insert(0, "http://");
  std::size_t at = 0;
  while (http_prefix(std::string_view(url).substr(at)) > 0 &&
         http_prefix(std::string_view(url).substr(at + http_prefix(std::string_view(url).substr(at)))) > 0)
    at += http_prefix(std::string_view(url).substr(at));
  return url.substr(at);
}

std::string clean_port(const std::string& scheme, std::string_view port) {
  bool standard = (scheme == "http" && port == "80") || (scheme == "https" && port == "443");
  return port.empty() || standard ? std::string() : ':' + std::string(port);
}

// "host:port" -> host and port.
std::pair<std::string_view, std::string_view> host_and_port(std::string_view authority) {
  std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) authority.remove_prefix(at + 1);
  std::size_t colon = authority.rfind(':');
  std::size_t bracket = authority.rfind(']');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return {authority, {}};
  return {authority.substr(0, colon), authority.substr(colon + 1)};
}

std::string without_final_slash(std::string path) {
  if (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

std::string surt(std::string_view raw) {
  if (raw.empty()) return "-";
  if (raw.substr(0, 8) == "filedesc") return std::string(raw);
  std::string url = prepared(raw);
  std::string scheme = lower(url.substr(0, scheme_length(url)));
  std::string_view rest = std::string_view(url).substr(scheme.size() + 1);
  rest = rest.substr(0, rest.find('#'));
  std::size_t mark = rest.find('?');
  std::string_view query = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
  rest = rest.substr(0, mark);

  std::string key;
  if (rest.substr(0, 2) == "//") {
    rest.remove_prefix(2);
    std::size_t slash = rest.find('/');
    auto [host, port] = host_and_port(rest.substr(0, slash));
    std::string path = slash == std::string_view::npos ? std::string() : std::string(rest.substr(slash));
    path = lower(escaped(resolved_path(decoded(path))));
    key = reversed_host(clean_host(host, scheme != "dns")) + clean_port(scheme, port) + ')' +
          without_final_slash(without_asp_session(path));
  } else {
    key = scheme + ':' + without_final_slash(lower(escaped(decoded(std::string(rest)))));
  }
  std::string parameters = clean_query(query);
  return parameters.empty() ? key : key + '?' + parameters;
}

}  // namespace spoor
