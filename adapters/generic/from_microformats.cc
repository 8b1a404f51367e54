#include <boost/json.hpp>

#include "adapters/generic/byline.h"
#include "adapters/generic/parts.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

namespace json = boost::json;

// A property's first value as text: a string, {value}, or a nested item's value.
std::string property(const json::value& item, const std::string& name) {
  const auto* value = json_at(item, "properties." + name + "[0]");
  if (auto text = json_text(value)) return trim(*text);
  return value ? trim(json_text(json_at(*value, "value")).value_or("")) : "";
}

std::string property_link(const json::value& item, const std::string& name, const Url& base) {
  const auto* value = json_at(item, "properties." + name + "[0]");
  if (value == nullptr) return "";
  if (auto nested = json_text(json_at(*value, "properties.url[0]"))) return http_link(*nested, base);
  return http_link(property(item, name), base);
}

AuthorRef author_of(const json::value& item, const Url& base) {
  AuthorRef author;
  const auto* card = json_at(item, "properties.author[0]");
  if (card == nullptr) return author;
  if (card->is_string()) {
    author.display_name = name_in(property(item, "author"));
    return author;
  }
  author.display_name = name_in(property(*card, "name"));
  author.handle = property(*card, "nickname");
  author.url = property_link(*card, "url", base);
  author.avatar_url = property_link(*card, "photo", base);
  return author;
}

bool is_type(const json::value& item, std::string_view type) {
  for (const auto* t : json_all(item, "type[*]")) {
    if (json_text(t) == type) return true;
  }
  return false;
}

void entries(const json::value& item, int depth, std::vector<const json::value*>& found) {
  if (depth > 8 || found.size() >= kMaxPosts) return;
  if (is_type(item, "h-entry")) {
    found.push_back(&item);
    return;
  }
  for (const auto* child : json_all(item, "children[*]")) entries(*child, depth + 1, found);
}

Post post_of(const json::value& entry, const HtmlPage& html, const DateContext& dates) {
  const Url& base = html.page.url;
  Post post = new_post(base, PostKind::post);
  post.url = property_link(entry, "url", base);
  if (post.url.empty()) post.url = property_link(entry, "uid", base);
  post.author = author_of(entry, base);
  post.html = json_text(json_at(entry, "properties.content[0].html")).value_or("");
  post.text = property(entry, "content");
  if (post.text.empty()) {
    post.text = property(entry, "summary");
    post.text_truncated = !post.text.empty();
  }
  const std::string name = property(entry, "name");
  const bool titled =
      !name.empty() && name.size() < 300 && squeeze(post.text).compare(0, name.size(), squeeze(name)) != 0;
  if (titled) {
    post.title = name;
    post.kind = PostKind::article;
  }
  post.published = stated_time(property(entry, "published"), dates);
  post.edited = stated_time(property(entry, "updated"), dates);
  post.reply_to.url = property_link(entry, "in-reply-to", base);
  post.repost_of.url = property_link(entry, "repost-of", base);
  post.quote_of.url = property_link(entry, "quotation-of", base);
  if (!post.reply_to.url.empty())
    post.kind = PostKind::reply;
  else if (!post.repost_of.url.empty())
    post.kind = PostKind::repost;
  else if (!post.quote_of.url.empty())
    post.kind = PostKind::quote;
  for (const auto* tag : json_all(entry, "properties.category[*]")) {
    const auto text = json_text(tag).value_or("");
    if (!text.empty() && text.size() < 200 && post.hashtags.size() < 200) post.hashtags.push_back(text);
  }
  for (const char* type : {"photo", "video", "audio"}) {
    for (const auto* value : json_all(entry, std::string("properties.") + type + "[*]")) {
      const auto* address = value->is_object() ? json_at(*value, "value") : value;
      MediaRef media;
      media.url = http_link(json_text(address).value_or(""), base);
      media.type = type == std::string_view("photo") ? "image" : type;
      if (value->is_object()) media.alt = json_text(json_at(*value, "alt")).value_or("");
      if (!media.url.empty() && post.media.size() < kMaxPostMedia) post.media.push_back(std::move(media));
    }
  }
  return post;
}

}  // namespace

std::optional<std::size_t> posts_from_microformats(const HtmlPage& html, Parsed& parsed) {
  const json::value root = read_microformats(html.document, html.page.url);
  std::vector<const json::value*> found;
  for (const auto* item : json_all(root, "items[*]")) entries(*item, 0, found);
  const DateContext dates = date_context(html.page, html.lang);
  std::optional<std::size_t> subject;
  for (const auto* entry : found) {
    Post post = post_of(*entry, html, dates);
    const bool alone = found.size() == 1;
    if (post.url.empty() && alone) post.url = html.page.url.href();
    if (post.url.empty() || (post.text.empty() && post.media.empty() && post.title.empty())) continue;
    if (!same_site(post.url, html.page.url.href())) continue;
    post.url_canonical = canonical_form(post.url);
    const bool own = alone || post.url_canonical == html.canonical;
    if (!own && post.text.empty()) continue;
    if (own && !subject) {
      subject = parsed.posts.size();
      post.url_canonical = html.canonical;
    }
    parsed.posts.push_back(std::move(post));
  }
  return subject;
}

}  // namespace spoor::adapters
