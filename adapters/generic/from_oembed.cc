#include <boost/json.hpp>

#include "adapters/generic/parts.h"
#include "adapters/kit/counts.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "storage/base/canonical_url.h"

namespace spoor::adapters {

namespace {

std::optional<std::int64_t> pixels(const boost::json::value& answer, std::string_view name) {
  const std::string text = json_text(json_at(answer, std::string(name))).value_or("");
  const auto count = parse_count(text);
  return count && !text.empty() ? std::optional(count->value) : std::nullopt;
}

void add_media(const boost::json::value& answer, const std::string& prefix, const Url& base, Post& post) {
  MediaRef media;
  media.url = http_link(json_text(json_at(answer, prefix + "url")).value_or(""), base);
  if (media.url.empty()) return;
  media.type = "image";
  const std::string size = prefix.empty() ? "" : "thumbnail_";
  media.width = pixels(answer, size + "width");
  media.height = pixels(answer, size + "height");
  post.media.push_back(std::move(media));
}

}  // namespace

bool post_from_oembed(std::string_view utf8, const Page& page, Parsed& parsed) {
  if (utf8.size() > 1u << 20) return false;
  const auto answer = parse_json(utf8);
  if (!answer || !answer->is_object()) return false;
  const auto text = [&](const char* name) { return json_text(json_at(*answer, name)).value_or(""); };
  const std::string type = text("type");
  if (!text("version").starts_with("1.") && !text("version").starts_with('1')) return false;
  if (type != "photo" && type != "video" && type != "link" && type != "rich") return false;
  // The request names the page that the answer is about.
  const auto asked = query_value(page.url.query(), "url");
  const auto about = Url::parse(asked.value_or(""), &page.url);
  if (!asked || !about || !about->is_http()) return false;
  Post post = new_post(*about, type == "video" ? PostKind::video : type == "photo" ? PostKind::image : PostKind::post);
  post.url = about->href();
  post.url_canonical = canonical_url(*about).href();
  post.title = squeeze(text("title"));
  post.author.display_name = squeeze(text("author_name"));
  post.author.url = http_link(text("author_url"), *about);
  post.html = text("html");
  post.text = text_of_fragment(post.html);
  post.text_truncated = true;  // what is meant to be shown elsewhere
  if (const std::string site = squeeze(text("provider_name")); !site.empty()) post.extra["site_name"] = site;
  if (type == "photo") add_media(*answer, "", *about, post);
  add_media(*answer, "thumbnail_", *about, post);
  parsed.posts.push_back(std::move(post));
  return true;
}

}  // namespace spoor::adapters
