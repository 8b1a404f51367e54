#include "crawler/seeds/link_finder.h"

#include <algorithm>
#include <array>
#include <optional>

#include "crawler/seeds/csv.h"
#include "crawler/seeds/handles.h"
#include "storage/base/domain.h"
#include "storage/base/url.h"

namespace spoor::seeds {
namespace {

using Kind = FoundLink::Kind;

constexpr std::size_t kMaxUrl = 16'384;
constexpr std::size_t kMaxTokens = 2'000;  // words of a text that are looked at

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// Quotation marks and full stops of other scripts end a URL in running text, as white space does.
constexpr std::array<std::string_view, 12> kWideMarks = {"\u3001", "\u3002", "\uFF0C", "\uFF1B", "\uFF08", "\uFF09",
                                                         "\u300D", "\u300F", "\u201C", "\u201D", "\u300B", "\u3000"};

std::size_t end_of_word(std::string_view text) {
  std::size_t end = std::min(text.find_first_of(" \t\r\n\v\f<>\"`"), text.size());
  for (const std::string_view mark : kWideMarks) end = std::min(end, text.substr(0, end).find(mark));
  return std::min(end, text.size());
}

// What a sentence leaves at a link's end.
std::string_view without_tail(std::string_view word, bool in_text) {
  while (!word.empty()) {
    const char last = word.back();
    const auto count = [&](char c) { return std::count(word.begin(), word.end(), c); };
    const bool unbalanced = (last == ')' && count('(') < count(')')) || (last == ']' && count('[') < count(']')) ||
                            (last == '}' && count('{') < count('}'));
    const bool mark =
        last == ',' || last == ';' || last == '\'' || (in_text && (last == '.' || last == '!' || last == ':'));
    if (!unbalanced && !mark) return word;
    word.remove_suffix(1);
  }
  return word;
}

constexpr std::array<std::string_view, 30> kFileEndings = {
    "mp4", "mp3", "avi", "mkv",  "jpg", "jpeg", "png", "gif", "webp", "pdf", "doc", "docx", "xls", "xlsx", "txt",
    "csv", "exe", "dll", "html", "htm", "php",  "js",  "apk", "ipa",  "rar", "dmg", "iso",  "bin", "json", "xml"};

// A name with a dot is a host when its labels are host labels and its last one is no file ending.
bool looks_like_host(std::string_view host) {
  if (host.size() > 253 || host.empty() || host.front() == '.') return false;
  if (host.back() == '.') host.remove_suffix(1);
  std::size_t labels = 0;
  std::string_view last;
  for (std::string_view rest = host;;) {
    const std::size_t dot = rest.find('.');
    last = rest.substr(0, dot);
    if (last.empty() || last.size() > 63 || last.front() == '-' || last.back() == '-') return false;
    if (!std::all_of(last.begin(), last.end(), [](char c) {
          return is_letter(c) || is_digit(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
        })) {
      return false;
    }
    ++labels;
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  if (labels < 2 || last.size() < 2) return false;
  const bool is_tld = std::none_of(last.begin(), last.end(), is_digit) || last.substr(0, 4) == "xn--";
  return is_tld && std::find(kFileEndings.begin(), kFileEndings.end(), lowered(last)) == kFileEndings.end();
}

FoundLink invalid(std::string reason) { return {Kind::invalid, "", std::move(reason), false}; }

FoundLink parsed(Kind kind, std::string_view text, std::string reason) {
  if (text.size() > kMaxUrl) return invalid("the URL is longer than 16,384 bytes");
  const auto url = Url::parse(text);
  if (!url || !url->is_http() || url->host().empty()) return invalid("no valid URL");
  return {kind, url->href(), std::move(reason), false};
}

// "host[:port][/path]" without a scheme.
std::optional<FoundLink> read_without_scheme(std::string_view word) {
  const std::size_t end = std::min(word.find_first_of("/?#"), word.size());
  std::string_view host = word.substr(0, end);
  if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return std::nullopt;
    host = host.substr(0, colon);
  }
  const bool has_path = word.size() > end + 1;
  if (is_ip_address(host) ? !has_path : !looks_like_host(host)) return std::nullopt;
  return parsed(has_path ? Kind::host_path : Kind::host, "https://" + std::string(word),
                "no scheme was given, https assumed");
}

std::size_t scheme_length(std::string_view word) {
  const std::string head = lowered(word.substr(0, 8));
  return head.rfind("https://", 0) == 0 ? 8 : head.rfind("http://", 0) == 0 ? 7 : 0;
}

// A scheme that names a thing we do not fetch. Prose has colons too ("Note: ..."), so only known ones count, or any
// before "//".
std::optional<std::string> other_scheme(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 20) return std::nullopt;
  const std::string name = lowered(word.substr(0, colon));
  if (!is_letter(name[0]) || !std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
      })) {
    return std::nullopt;
  }
  static constexpr std::array<std::string_view, 12> kKnown = {
      "file", "javascript", "ftp", "data", "mailto", "about", "blob", "tel", "sms", "urn", "magnet", "vbscript"};
  const bool known = std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
  return known || word.substr(colon + 1, 2) == "//" ? std::optional(name) : std::nullopt;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); });
}

// What a text without a link is, where that can be told.
std::string what_it_is(std::string_view text) {
  if (text.empty()) return "empty";
  if (is_hex(text)) {
    if (text.size() == 32) return "an MD5 hash, not a page";
    if (text.size() == 40) return "a SHA-1 hash, not a page";
    if (text.size() == 64) return "a SHA-256 hash, not a page";
  }
  if (is_ip_address(text)) return "an IP address, not a page";
  if (text.find(' ') == std::string_view::npos) {
    const std::size_t at = text.find('@');
    if (at != std::string_view::npos && at > 0 && looks_like_host(text.substr(at + 1)))
      return "an e-mail address, not a page";
    if (at == 0) return "a handle without its platform; write for example x:@name";
  }
  return "text without a link";
}

// The text as one word, with an optional note in brackets behind it: "example[.]com (hosted a spoof)".
std::string_view word_before_note(std::string_view text) {
  const std::size_t end = end_of_word(text);
  const std::string_view rest = trim(text.substr(end));
  const bool is_note =
      rest.empty() || ((rest.front() == '(' || rest.front() == '[') && (rest.back() == ')' || rest.back() == ']'));
  return is_note ? text.substr(0, end) : std::string_view();
}

std::optional<FoundLink> read_whole(std::string_view word) {
  if (word.empty()) return std::nullopt;
  if (scheme_length(word) > 0) return parsed(Kind::url, without_tail(word, false), "");
  if (const auto handle = read_handle(word)) {
    return handle->url.empty() ? invalid(handle->reason) : parsed(Kind::handle, handle->url, "");
  }
  if (const auto scheme = other_scheme(word)) return invalid("the scheme " + *scheme + ": is not fetched");
  if (word.substr(0, 2) == "//")
    return parsed(Kind::url, "https:" + std::string(word), "no scheme was given, https assumed");
  return read_without_scheme(without_tail(word, false));
}

// A scheme may stand anywhere in a word ("(https://..."); a host with a path must begin it.
std::optional<FoundLink> read_in_text(std::string_view word) {
  for (std::size_t at = 0; (at = word.find_first_of("hH", at)) != std::string_view::npos; ++at) {
    if ((at == 0 || !is_letter(word[at - 1])) && scheme_length(word.substr(at)) > 0) {
      return parsed(Kind::url, without_tail(word.substr(at), true), "");
    }
  }
  while (!word.empty() && std::string_view("([{'*-").find(word.front()) != std::string_view::npos)
    word.remove_prefix(1);
  word = without_tail(word, true);
  const std::size_t slash = word.find('/');
  const bool is_www = lowered(word.substr(0, 4)) == "www.";
  if (!is_www && (slash == std::string_view::npos || slash + 1 >= word.size())) return std::nullopt;
  return read_without_scheme(word);
}

}  // namespace

FoundLink find_link(std::string_view text) {
  const std::string plain = refang(trim(text));
  if (plain.find('\0') != std::string::npos) return invalid("NUL bytes in the text");
  const std::string_view word = word_before_note(plain);
  if (auto whole = read_whole(word)) {
    whole->in_text = word.size() != plain.size();
    return *whole;
  }
  std::optional<FoundLink> damaged;
  std::string_view rest = plain;
  for (std::size_t words = 0; !rest.empty() && words < kMaxTokens; ++words) {
    const std::size_t end = end_of_word(rest);
    if (auto found = read_in_text(rest.substr(0, end))) {
      found->in_text = true;
      if (found->is_link()) return *found;
      if (!damaged) damaged = std::move(found);
    }
    rest.remove_prefix(std::min(rest.size(), std::max<std::size_t>(end, 1)));
  }
  if (damaged) return *damaged;
  return {Kind::none, "", what_it_is(plain), false};
}

}  // namespace spoor::seeds
