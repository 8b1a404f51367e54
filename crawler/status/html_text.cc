#include "crawler/status/html_text.h"

#include "storage/base/url.h"

namespace spoor::status {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string safe_link(std::string_view url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) return "";
  const auto parsed = Url::parse(url);
  return parsed ? std::string(parsed->href()) : "";
}

std::string link_to(std::string_view url, std::string_view text) {
  const std::string target = safe_link(url);
  if (target.empty()) return escaped(text);
  return "<a href=\"" + escaped(target) + "\" rel=\"noreferrer noopener\">" + escaped(text) + "</a>";
}

}  // namespace spoor::status
