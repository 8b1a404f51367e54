#include "adapters/site/read_content.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {
namespace {

constexpr std::size_t kMaxList = 1000;

bool below_any(Node node, Node top, const std::vector<Selector>& selectors) {
  for (; node && !(node == top); node = node.parent()) {
    if (std::any_of(selectors.begin(), selectors.end(), [&](const Selector& s) { return s.matches(node); }))
      return true;
  }
  return false;
}

std::optional<std::int64_t> pixels(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number <= 0 || end == text.data()) return std::nullopt;
  return number;
}

void add_link(LinkRef link, Post& post) {
  const bool known =
      std::any_of(post.links.begin(), post.links.end(), [&](const LinkRef& l) { return l.url == link.url; });
  if (!known && post.links.size() < kMaxList) post.links.push_back(std::move(link));
}

void add_media(MediaRef media, Post& post) {
  if (media.url.empty() || post.media.size() >= kMaxList) return;
  const bool known =
      std::any_of(post.media.begin(), post.media.end(), [&](const MediaRef& m) { return m.url == media.url; });
  if (!known) post.media.push_back(std::move(media));
}

bool url_end(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// URLs that stand in the text without being links.
void add_written_urls(const ReadContext& context, Post& post) {
  const std::string_view text = post.text;
  for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 4)) {
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with("http://") && !rest.starts_with("https://")) continue;
    std::size_t length = 0;
    while (length < rest.size() && length < 2000 && !url_end(rest[length])) ++length;
    std::string_view raw = rest.substr(0, length);
    while (!raw.empty() && std::string_view(".,;:!?)]}'*").find(raw.back()) != std::string_view::npos) {
      if (raw.back() == ')' && raw.find('(') != std::string_view::npos) break;
      raw.remove_suffix(1);
    }
    const std::string url = context.resolve(raw);
    if (url.empty() || raw.size() < 11) continue;
    // An anchor's shortened text ("http://a.b/c...") is no URL of its own.
    const bool shown = std::any_of(post.links.begin(), post.links.end(), [&](const LinkRef& link) {
      return link.text.find(raw) != std::string::npos || link.url_raw == raw;
    });
    if (!shown) add_link({std::string(raw), url, std::string(raw), ""}, post);
  }
}

void read_images(const Content& content, Node node, const ReadContext& context, Post& post) {
  static const Selector kMedia = Selector::must("img, video, audio, video source, audio source");
  for (const Node found : kMedia.all(node)) {
    if (found.has_class("emoji") || found.has_class("wp-smiley") || found.has_class("emojione")) continue;
    if (below_any(found, node, content.not_media) || below_any(found, node, content.leave_out)) continue;
    MediaRef media;
    for (const std::string& name : content.image_attributes) {
      if (const std::string_view value = found.attr_or(name); !value.empty()) {
        media.url = context.resolve(value);
        if (!media.url.empty()) break;
      }
    }
    const bool image = found.tag() == "img";
    const bool source = found.tag() == "source";
    if (!image && media.url.empty()) media.url = context.resolve(found.attr_or("src"));
    const Node holder = source ? found.parent() : found;
    media.type = image ? "image" : std::string(holder.tag() == "audio" ? "audio" : "video");
    media.alt = squeeze(found.attr_or("alt"));
    media.mime = source ? std::string(found.attr_or("type")) : std::string();
    media.width = pixels(found.attr_or("width"));
    media.height = pixels(found.attr_or("height"));
    const bool pixel = media.width && media.height && *media.width <= 2 && *media.height <= 2;
    if (!pixel) add_media(std::move(media), post);
  }
}

std::string field_text(const ListBlock& block, std::string_view name, const ReadContext& context, const Item& item) {
  for (const auto& [field, value] : block.fields) {
    if (field != name) continue;
    const std::optional<Found> found = read_value(value, context, item, {});
    return found ? found->text : std::string();
  }
  return {};
}

std::vector<Item> items_of(const ListBlock& block, const Item& item) {
  std::vector<Item> items;
  const Node scope = block.in_content ? item.content : item.node;
  if (!block.css) {
    if (item.json == nullptr) return items;
    for (const boost::json::value* value : json_all(*item.json, block.each)) {
      items.push_back(item);
      items.back().json = value;
      if (items.size() >= kMaxList) break;
    }
  } else if (scope) {
    for (const Node node : block.css->all(scope)) {
      items.push_back(item);
      items.back().node = node;
      if (items.size() >= kMaxList) break;
    }
  }
  return items;
}

}  // namespace

void read_content(const Content& content, Node node, const ReadContext& context, Post& post) {
  post.text = text_of(node, content.leave_out);
  post.html = html_of(node);
  for (const Node anchor : content.links.all(node)) {
    const std::string_view raw = anchor.attr_or("href");
    if (raw.empty() || raw.front() == '#' || below_any(anchor, node, content.leave_out)) continue;
    LinkRef link{std::string(raw), context.resolve(raw), line_of(anchor), std::string(anchor.attr_or("rel"))};
    if (!content.link_url.empty()) {
      Item item;
      item.node = anchor;
      const std::optional<Found> led = read_value(content.link_url, context, item, {});
      const std::string url = led ? context.resolve(led->text) : std::string();
      if (!url.empty()) link.url = url;
    }
    if (!link.url.empty()) add_link(std::move(link), post);
  }
  add_written_urls(context, post);
  read_images(content, node, context, post);
}

void read_plain(std::string text, const ReadContext& context, Post& post) {
  post.text = std::move(text);
  add_written_urls(context, post);
}

void read_lists(const RecordBlock& block, const ReadContext& context, const Item& item, Post& post) {
  for (const ListBlock& list : block.media) {
    for (const Item& found : items_of(list, item)) {
      MediaRef media;
      media.url = context.resolve(field_text(list, "url", context, found));
      media.type = field_text(list, "type", context, found);
      media.mime = field_text(list, "mime", context, found);
      media.alt = field_text(list, "alt", context, found);
      media.width = pixels(field_text(list, "width", context, found));
      media.height = pixels(field_text(list, "height", context, found));
      media.duration_ms = pixels(field_text(list, "duration_ms", context, found));
      add_media(std::move(media), post);
    }
  }
  for (const ListBlock& list : block.links) {
    for (const Item& found : items_of(list, item)) {
      const std::string raw = field_text(list, "url", context, found);
      LinkRef link{raw, context.resolve(raw), field_text(list, "text", context, found),
                   field_text(list, "rel", context, found)};
      if (!link.url.empty()) add_link(std::move(link), post);
    }
  }
  for (const ListBlock& list : block.mentions) {
    for (const Item& found : items_of(list, item)) {
      Mention mention{field_text(list, "handle", context, found), field_text(list, "native_id", context, found),
                      context.resolve(field_text(list, "url", context, found))};
      const bool known = std::find(post.mentions.begin(), post.mentions.end(), mention) != post.mentions.end();
      const bool empty = mention.handle.empty() && mention.native_id.empty() && mention.url.empty();
      if (!known && !empty && post.mentions.size() < kMaxList) post.mentions.push_back(std::move(mention));
    }
  }
}

}  // namespace spoor::adapters
