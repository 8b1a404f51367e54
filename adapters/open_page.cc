#include "adapters/open_page.h"

#include <algorithm>
#include <initializer_list>

#include "adapters/kit/feed.h"

namespace spoor::adapters {
namespace {

std::string_view without_space(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n\f\xEF\xBB\xBF");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

// What says that it is HTML may hold NUL bytes: browsers leave them out.
bool binary(std::string_view body, std::string_view content_type) {
  return body.substr(0, 512).find('\0') != std::string_view::npos &&
         content_type.find("html") == std::string_view::npos;
}

bool utf16(std::string_view body) { return body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF"); }

OpenPage::Kind kind_of(std::string_view text, std::string_view content_type) {
  const std::string_view start = without_space(text);
  if (start.empty()) return OpenPage::Kind::other;
  if (looks_like_feed(text)) return OpenPage::Kind::feed;
  if (start.front() == '{' || start.front() == '[') return OpenPage::Kind::json;
  if (start.front() == '<' || content_type.find("html") != std::string_view::npos) {
    const bool xml = start.starts_with("<?xml") && start.find("<html") == std::string_view::npos;
    return xml && content_type.find("html") == std::string_view::npos ? OpenPage::Kind::other : OpenPage::Kind::html;
  }
  return OpenPage::Kind::other;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> tags) {
  return std::any_of(tags.begin(), tags.end(),
                     [&](std::string_view tag) { return text.find(tag) != std::string_view::npos; });
}

}  // namespace

std::shared_ptr<const OpenPage> OpenPage::open(const Page& page) {
  auto open = std::make_shared<OpenPage>();
  open->base = page.url;
  std::string content_type(header(page, "content-type").value_or(""));
  std::transform(content_type.begin(), content_type.end(), content_type.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  if (binary(page.body, content_type) && !utf16(page.body)) return open;
  Decoded decoded = decode_text(page.body, content_type);
  open->text = std::move(decoded.utf8);
  open->charset = std::move(decoded.charset);
  open->kind = kind_of(open->text, content_type);
  if (open->kind != Kind::html) return open;
  Result<Document> document = Document::parse(open->text);
  if (!document) {
    open->too_complex = true;
    return open;
  }
  open->document = std::move(*document);
  open->metadata = read_metadata(*open->document, page.url);
  if (!open->metadata.base_href.empty()) {
    if (Result<Url> base = Url::parse(open->metadata.base_href, &page.url); base && base->is_http()) open->base = *base;
  }
  return open;
}

Node torn_end(const OpenPage& page) {
  constexpr std::size_t kMostBefore = 4u << 10;   // comments before the first tag
  constexpr std::size_t kMostBehind = 64u << 10;  // scripts and comments behind the end tags
  if (!page.document) return {};
  const std::string_view text = page.text;
  const std::string_view end = text.substr(text.size() - std::min(text.size(), kMostBehind));
  const bool whole = has_any(text.substr(0, kMostBefore), {"<html", "<HTML", "<!DOCTYPE", "<!doctype"});
  if (!whole || has_any(end, {"</html", "</body", "</HTML", "</BODY"})) return {};
  Node last = page.document->body();
  for (std::vector<Node> children = last ? last.children() : std::vector<Node>(); !children.empty();
       children = last.children()) {
    last = children.back();
  }
  return last;
}

std::shared_ptr<const OpenPage> opened(const Page& page) { return page.opened ? page.opened : OpenPage::open(page); }

}  // namespace spoor::adapters
