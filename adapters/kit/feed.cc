#include "adapters/kit/feed.h"

#include <algorithm>

#include "adapters/kit/feed_parts.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kSniffed = 4096;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The document from its first element on, or what is left of it.
std::string_view from_root(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  for (int pieces = 0; pieces < 32; ++pieces) {
    text = trim_space(text);
    const bool comment = text.substr(0, 4) == "<!--";
    if (!comment && text.substr(0, 2) != "<?" && text.substr(0, 2) != "<!") return text;
    const std::string_view mark = comment ? "-->" : text[1] == '?' ? "?>" : ">";
    auto end = text.find(mark);
    if (!comment && text[1] == '!' && text.substr(0, end).find('[') != std::string_view::npos) end = text.find("]>");
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + mark.size());
    if (!text.empty() && text.front() == '>') text.remove_prefix(1);
  }
  return text;
}

bool begins_with_feed_root(std::string_view text) {
  std::string start(text.substr(0, 64));
  std::transform(start.begin(), start.end(), start.begin(), lower);
  const std::string_view view = start;
  const auto end = std::min(view.find_first_of(" \t\r\n>/"), view.size());
  std::string_view name = view.substr(0, end);
  if (name.empty() || name.front() != '<') return false;
  name.remove_prefix(1);
  if (const auto colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  return name == "rss" || name == "feed" || name == "rdf" || name == "channel" || name == "entry";
}

bool begins_like_json(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  text = trim_space(text.substr(0, kSniffed));
  return !text.empty() && text.front() == '{';
}

}  // namespace

bool looks_like_feed(std::string_view utf8) {
  if (begins_like_json(utf8)) {
    // The version is the first member by custom, the last in a few generators.
    const auto head = utf8.substr(0, kSniffed);
    const auto tail = utf8.size() > kSniffed ? utf8.substr(utf8.size() - std::min<std::size_t>(utf8.size(), 1024))
                                             : std::string_view{};
    const auto names_it = [](std::string_view part) {
      return part.find("jsonfeed.org/version/") != std::string_view::npos ||
             part.find("jsonfeed.org\\/version\\/") != std::string_view::npos;
    };
    return names_it(head) || names_it(tail);
  }
  return begins_with_feed_root(from_root(utf8));
}

Result<Feed> parse_feed(std::string_view utf8, const Url& url) {
  if (begins_like_json(utf8)) return parse_json_feed(utf8, url);
  const std::string_view document = from_root(utf8);
  if (!begins_with_feed_root(document)) return Error{ErrorCode::invalid_argument, "no feed", url.href()};
  return parse_xml_feed(document, url);
}

}  // namespace spoor::adapters
