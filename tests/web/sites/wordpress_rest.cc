#include "tests/web/sites/wordpress_rest.h"

#include <algorithm>
#include <cstdio>

#include <boost/json.hpp>

#include "tests/web/shown.h"
#include "tests/web/sites/wordpress_text.h"
#include "tests/web/sites/wordpress_truth.h"

namespace spoor::web::wordpress {
namespace {

namespace json = boost::json;

// As PHP writes it: slashes and everything beyond ASCII escaped.
std::string php_json(const json::value& value) {
  std::string out;
  const std::string text = json::serialize(value);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '/') {
      out += "\\/";
      continue;
    }
    if (byte < 0x80) {
      out += text[i];
      continue;
    }
    const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    std::uint32_t code = byte & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) code = code << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    char unit[16];
    if (code >= 0x10000) {
      code -= 0x10000;
      std::snprintf(unit, sizeof unit, "\\u%04x\\u%04x", 0xD800U + (code >> 10U), 0xDC00U + (code & 0x3FFU));
    } else {
      std::snprintf(unit, sizeof unit, "\\u%04x", code);
    }
    out += unit;
    i += size - 1;
  }
  return out;
}

SiteAnswer answer_of(const Blog& blog, const json::value& value, int status = 200) {
  SiteAnswer answer;
  answer.status = status;
  answer.content_type = "application/json; charset=UTF-8";
  answer.headers = {{"X-Robots-Tag", "noindex"},
                    {"Link", "<" + base_of(blog.host()) + "/wp-json/>; rel=\"https://api.w.org/\""},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"}};
  answer.body = php_json(value);
  return answer;
}

SiteAnswer error(const Blog& blog, int status, const char* code, const char* message) {
  return answer_of(blog, {{"code", code}, {"message", message}, {"data", {{"status", status}}}}, status);
}

class Rest {
 public:
  Rest(const Blog& blog, Seconds now)
      : blog_(blog), host_(blog.host()), words_(words_of(host_)), now_(now), api_(base_of(host_) + "/wp-json/wp/v2/") {}

  SiteAnswer index() const {
    return answer_of(blog_,
                     {{"name", host_.title},
                      {"description", host_.title},
                      {"url", base_of(host_)},
                      {"home", base_of(host_)},
                      {"gmt_offset", host_.utc_offset_minutes / 60},
                      {"timezone_string", ""},
                      {"namespaces", json::array{"oembed/1.0", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1"}},
                      {"authentication", json::array()},
                      {"routes", routes()}});
  }

  json::object post(const Thread& thread, bool embed) const {
    const Entry& entry = Blog::post_of(thread);
    const Version& version = version_at(entry, now_);
    const bool locked = blog_.is_protected(thread);
    const std::string id = std::to_string(entry.id);
    bool cut = false;
    std::string content = locked ? "" : content_html(words_, version.paragraphs, Form::page);
    std::string summary =
        locked ? "" : "<p>" + encoded(excerpt(words_, version.paragraphs, cut)) + (cut ? " [&hellip;]" : "") + "</p>\n";
    json::array tags;
    for (std::size_t i = 0; i < thread.tags.size(); ++i) tags.emplace_back(tag_id(thread.tags[i]));
    json::object out = {{"id", entry.id},
                        {"date", local(entry.created())},
                        {"date_gmt", gmt(entry.created())},
                        {"guid", {{"rendered", base_of(host_) + "/?p=" + id}}},
                        {"modified", local(version.at)},
                        {"modified_gmt", gmt(version.at)},
                        {"slug", slug_of(entry.versions.front().title)},
                        {"status", "publish"},
                        {"type", "post"},
                        {"link", blog_.permalink(thread)},
                        {"title",
                         {{"rendered", encoded((locked ? std::string(words_.protected_title) : "") +
                                               texturized(words_, version.title))}}},
                        {"content", {{"rendered", content}, {"protected", locked}}},
                        {"excerpt", {{"rendered", summary}, {"protected", locked}}},
                        {"author", blog_.author(entry).id},
                        {"featured_media", 0},
                        {"comment_status", "open"},
                        {"ping_status", "open"},
                        {"sticky", thread.pinned},
                        {"template", ""},
                        {"format", "standard"},
                        {"meta", json::array()},
                        {"categories", json::array{thread.board + 2}},
                        {"tags", tags},
                        {"_links", links("posts/" + id, "posts", "users/" + std::to_string(blog_.author(entry).id),
                                         "comments?post=" + id)}};
    if (embed) {
      json::array terms;
      for (const std::string& tag : thread.tags) terms.push_back(term(tag_id(tag), tag, "post_tag", "tag"));
      out["_embedded"] = {{"author", json::array{user(blog_.author(entry))}},
                          {"wp:term", json::array{json::array{category(thread.board)}, terms}}};
    }
    return out;
  }

  json::object comment(const Thread& thread, const Entry& entry) const {
    const Account& author = blog_.author(entry);
    const std::string id = std::to_string(entry.id), post_id = std::to_string(Blog::post_of(thread).id);
    return {{"id", entry.id},
            {"post", Blog::post_of(thread).id},
            {"parent", blog_.parent(thread, entry, now_).value_or(0)},
            {"author", blog_.is_user(author) ? author.id : 0},
            {"author_name", author.name},
            {"author_url", author.website},
            {"date", local(entry.created())},
            {"date_gmt", gmt(entry.created())},
            {"content", {{"rendered", content_html(words_, version_at(entry, now_).paragraphs, Form::comment)}}},
            {"link", blog_.comment_url(thread, entry, now_)},
            {"status", "approved"},
            {"type", "comment"},
            {"author_avatar_urls", avatars(author)},
            {"meta", json::array()},
            {"_links", links("comments/" + id, "comments", "users/" + std::to_string(author.id), "posts/" + post_id)}};
  }

  json::object user(const Account& account) const {
    const std::string id = std::to_string(account.id);
    return {{"id", account.id},
            {"name", account.name},
            {"url", account.website},
            {"description", account.bio},
            {"link", base_of(host_) + "/author/" + blog_.nicename(account) + "/"},
            {"slug", blog_.nicename(account)},
            {"avatar_urls", avatars(account)},
            {"meta", json::array()},
            {"_links",
             {{"self", json::array{{{"href", api_ + "users/" + id}}}},
              {"collection", json::array{{{"href", api_ + "users"}}}}}}};
  }

  json::object category(int board) const {
    return term(board + 2, host_.boards[static_cast<std::size_t>(board)], "category", "category");
  }

  json::object term(int id, const std::string& name, const char* taxonomy, const char* path) const {
    return {{"id", id},
            {"link", base_of(host_) + "/" + path + "/" + slug_of(name) + "/"},
            {"name", name},
            {"slug", slug_of(name)},
            {"taxonomy", taxonomy}};
  }

  int tag_id(const std::string& tag) const {
    std::uint32_t sum = 7;
    for (const char c : tag) sum = sum * 31 + static_cast<unsigned char>(c);
    return 1000 + static_cast<int>(sum % 9000);
  }

 private:
  std::string gmt(Seconds at) const { return iso_time(at).substr(0, 19); }
  std::string local(Seconds at) const { return iso_time(at, host_.utc_offset_minutes).substr(0, 19); }

  json::object avatars(const Account& account) const {
    return {{"24", gravatar(account, 24)}, {"48", gravatar(account, 48)}, {"96", gravatar(account, 96)}};
  }

  json::object links(const std::string& self, const std::string& collection, const std::string& author,
                     const std::string& other) const {
    return {{"self", json::array{{{"href", api_ + self}}}},
            {"collection", json::array{{{"href", api_ + collection}}}},
            {"about", json::array{{{"href", api_ + "types/post"}}}},
            {"author", json::array{{{"embeddable", true}, {"href", api_ + author}}}},
            {"replies", json::array{{{"embeddable", true}, {"href", api_ + other}}}},
            {"curies", json::array{{{"name", "wp"}, {"href", "https://api.w.org/{rel}"}, {"templated", true}}}}};
  }

  json::object routes() const {
    json::object out;
    for (const char* name :
         {"posts", "pages", "media", "comments", "users", "categories", "tags", "search", "types", "statuses"}) {
      const std::string path = std::string("/wp/v2/") + name;
      out[path] = {
          {"namespace", "wp/v2"},
          {"methods", json::array{"GET", "POST"}},
          {"endpoints",
           json::array{
               {{"methods", json::array{"GET"}},
                {"args",
                 {{"page", {{"type", "integer"}, {"default", 1}, {"minimum", 1}, {"required", false}}},
                  {"per_page",
                   {{"type", "integer"}, {"default", 10}, {"minimum", 1}, {"maximum", 100}, {"required", false}}}}}}}},
          {"_links", {{"self", json::array{{{"href", base_of(host_) + "/wp-json" + path}}}}}}};
    }
    return out;
  }

  const Blog& blog_;
  const Host& host_;
  const Words& words_;
  Seconds now_;
  std::string api_;
};

// The items of the page that was asked for, with the totals and the links to its neighbours.
SiteAnswer page_of(const Blog& blog, const Query& query, json::array items) {
  const auto total = static_cast<int>(items.size());
  const int per_page = std::clamp(query.number("per_page").value_or(10), 1, 100),
            page = query.number("page").value_or(1);
  const int pages = (total + per_page - 1) / per_page;
  if (page < 1 || (page > 1 && page > pages)) {
    return error(blog, 400, "rest_post_invalid_page_number",
                 "The page number requested is larger than the number of pages available.");
  }
  json::array shown;
  for (int i = (page - 1) * per_page; i < std::min(total, page * per_page); ++i) {
    shown.push_back(std::move(items[static_cast<std::size_t>(i)]));
  }
  SiteAnswer answer = answer_of(blog, std::move(shown));
  answer.headers.emplace_back("X-WP-Total", std::to_string(total));
  answer.headers.emplace_back("X-WP-TotalPages", std::to_string(pages));
  const auto link = [&](int to) {
    std::string url =
        base_of(blog.host()) + query.path() + "?per_page=" + std::to_string(per_page) + "&page=" + std::to_string(to);
    for (const char* name : {"post", "order", "_embed"}) {
      if (query.has(name)) url += std::string("&") + name + "=" + query.get(name);
    }
    return "<" + url + ">";
  };
  std::string header;
  if (page > 1) header += link(page - 1) + "; rel=\"prev\"";
  if (page < pages) header += (header.empty() ? "" : ", ") + link(page + 1) + "; rel=\"next\"";
  for (auto& [name, value] : answer.headers) {  // in the place of the one that leads to the interface
    if (name == "Link" && !header.empty()) value = header;
  }
  return answer;
}

SiteAnswer comments(const Blog& blog, const Rest& rest, const Query& query, Seconds now) {
  struct Found {
    const Thread* thread;
    const Entry* comment;
  };
  std::vector<Found> found;
  for (const Thread* thread : blog.posts(now)) {
    if (query.has("post") && query.number("post") != Blog::post_of(*thread).id) continue;
    for (const Entry* comment : blog.comments(*thread, now)) found.push_back({thread, comment});
  }
  const bool up = query.get("order") == "asc";
  std::sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
    return up ? a.comment->id < b.comment->id : a.comment->id > b.comment->id;
  });
  json::array items;
  for (const Found& each : found) items.push_back(rest.comment(*each.thread, *each.comment));
  return page_of(blog, query, std::move(items));
}

}  // namespace

SiteAnswer rest_answer(const Blog& blog, const Query& query, Seconds now) {
  if (!blog.look().rest) {
    return error(blog, 401, "rest_not_logged_in", "DRA: Only authenticated users can access the REST API.");
  }
  const Rest rest(blog, now);
  std::string path = query.path();
  while (!path.empty() && path.back() == '/') path.pop_back();
  if (path == "/wp-json") return rest.index();
  const auto below = after_prefix(path, "/wp-json/wp/v2/");
  if (!below) return error(blog, 404, "rest_no_route", "No route was found matching the URL and request method.");
  const std::string_view name = below->substr(0, below->find('/'));
  constexpr int kNone = -1;
  const int id = below->size() > name.size() ? whole_number(below->substr(name.size() + 1)).value_or(kNone) : kNone;
  json::array items;
  if (name == "posts" && id != kNone) {
    const Thread* thread = blog.post(id, now);
    if (!thread) return error(blog, 404, "rest_post_invalid_id", "Invalid post ID.");
    return answer_of(blog, rest.post(*thread, query.has("_embed")));
  }
  if (name == "users" && id != kNone) {
    for (const Account* account : blog.authors(now)) {
      if (account->id == id) return answer_of(blog, rest.user(*account));
    }
    return error(blog, 401, "rest_user_cannot_view", "Sorry, you are not allowed to list users.");
  }
  if (name == "posts") {
    for (const Thread* thread : blog.posts(now)) items.push_back(rest.post(*thread, query.has("_embed")));
  } else if (name == "comments") {
    return comments(blog, rest, query, now);
  } else if (name == "users") {
    for (const Account* account : blog.authors(now)) items.push_back(rest.user(*account));
  } else if (name == "categories") {
    for (std::size_t b = 0; b < blog.host().boards.size(); ++b) items.push_back(rest.category(static_cast<int>(b)));
  } else if (name != "pages" && name != "media" && name != "tags" && name != "search") {
    return error(blog, 404, "rest_no_route", "No route was found matching the URL and request method.");
  }
  return page_of(blog, query, std::move(items));
}

}  // namespace spoor::web::wordpress
