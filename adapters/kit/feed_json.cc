#include <boost/json.hpp>

#include "adapters/kit/feed_parts.h"
#include "adapters/kit/json_path.h"

namespace spoor::adapters {

namespace {

namespace json = boost::json;

std::string text_at(const json::value& value, std::string_view path) {
  return json_text(json_at(value, path)).value_or("");
}

std::string first_text(const json::value& value, std::initializer_list<std::string_view> paths) {
  for (const auto path : paths) {
    if (auto text = text_at(value, path); !text.empty()) return text;
  }
  return "";
}

std::string link_at(const json::value& value, std::string_view path, const Url& base) {
  return resolve_link(text_at(value, path), base);
}

std::vector<FeedPerson> people_of(const json::value& value, const Url& base) {
  std::vector<FeedPerson> people;
  const auto add = [&](const json::value& v) {
    FeedPerson person;
    person.name = text_at(v, "name");
    person.url = link_at(v, "url", base);
    person.avatar = link_at(v, "avatar", base);
    add_person(people, std::move(person));
  };
  for (const auto* v : json_all(value, "authors[*]")) add(*v);
  if (people.empty()) {
    if (const auto* author = json_at(value, "author")) add(*author);
  }
  return people;
}

void add_picture(const std::string& url, FeedItem& item) {
  if (url.empty()) return;
  FeedEnclosure e;
  e.url = url;
  e.type = "image";
  item.media.push_back(std::move(e));
}

FeedItem item_of(const json::value& value, const Url& base) {
  FeedItem item;
  item.id = text_at(value, "id");
  item.url = link_at(value, "url", base);
  item.title = text_at(value, "title");
  item.html = text_at(value, "content_html");
  item.text = text_at(value, "content_text");
  item.summary_html = text_at(value, "summary");
  item.published = text_at(value, "date_published");
  item.updated = text_at(value, "date_modified");
  item.lang = text_at(value, "language");
  item.authors = people_of(value, base);
  for (const auto* tag : json_all(value, "tags[*]")) add_tag(item.tags, json_text(tag).value_or(""));
  add_picture(link_at(value, "image", base), item);
  add_picture(link_at(value, "banner_image", base), item);
  for (const auto* attachment : json_all(value, "attachments[*]")) {
    if (item.media.size() >= kMaxFeedLists) break;
    FeedEnclosure e;
    e.url = link_at(*attachment, "url", base);
    e.type = text_at(*attachment, "mime_type");
    e.alt = text_at(*attachment, "title");
    e.duration = text_at(*attachment, "duration_in_seconds");
    if (!e.url.empty()) item.media.push_back(std::move(e));
  }
  if (auto external = link_at(value, "external_url", base); !external.empty()) {
    if (item.url.empty()) item.url = external;
    item.extra.emplace_back("external_url", std::move(external));
  }
  item.id_is_permalink = item.id.substr(0, 7) == "http://" || item.id.substr(0, 8) == "https://";
  if (item.url.empty() && item.id_is_permalink) item.url = item.id;
  if (item.published.empty()) item.published = item.updated;
  return item;
}

}  // namespace

Result<Feed> parse_json_feed(std::string_view utf8, const Url& url) {
  const auto root = parse_json(utf8);
  if (!root) return root.error();
  const std::string version = text_at(*root, "version");
  if (version.find("jsonfeed.org/version/") == std::string::npos) {
    return Error{ErrorCode::invalid_argument, "no feed: JSON without a jsonfeed.org version", url.href()};
  }
  Feed feed;
  feed.format = "json";
  feed.title = text_at(*root, "title");
  feed.url = link_at(*root, "home_page_url", url);
  feed.self = link_at(*root, "feed_url", url);
  feed.description = text_at(*root, "description");
  feed.lang = text_at(*root, "language");
  feed.next_url = link_at(*root, "next_url", url);
  feed.generator = first_text(*root, {"generator", "_generator"});
  feed.authors = people_of(*root, url);
  for (const auto* item : json_all(*root, "items[*]")) {
    if (feed.items.size() >= kMaxFeedItems) break;
    if (!item->is_object()) continue;
    feed.items.push_back(item_of(*item, url));
    if (feed.items.back().authors.empty()) feed.items.back().authors = feed.authors;
    if (feed.items.back().lang.empty()) feed.items.back().lang = feed.lang;
  }
  return feed;
}

}  // namespace spoor::adapters
