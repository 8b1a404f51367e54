#include "adapters/generic/generic_adapter.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/generic/parts.h"
#include "adapters/generic/walls.h"
#include "adapters/kit/feed.h"
#include "adapters/kit/fold.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "adapters/open_page.h"
#include "storage/base/canonical_url.h"

namespace spoor::adapters {

namespace {

AdapterInfo make_info() {
  AdapterInfo info;
  info.name = "generic";
  info.version = 3;
  info.title = "Any other page";
  info.family = "generic";
  info.checked = "2026-08-22";
  info.source = "generic dossier: feeds, schema.org, microformats2, OpenGraph, readability";
  info.routes = {
      {"host", "https://example.org/", Route::Subject::host, 20},
      {"feed", "https://example.org/feed/", Route::Subject::listing, 40},
      {"sitemap", "https://example.org/sitemap.xml", Route::Subject::listing, 10},
      {"page", "https://example.org/2026/03/01/a-page", Route::Subject::other, 30},
  };
  info.origin = "built in";
  return info;
}

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return path.ends_with(end); });
}

bool is_feed_url(const Url& url) {
  if (ends_with_any(url.path(), {"/feed", "/feed/", "/rss", "/rss/", "/atom.xml", "/feed.xml", "/rss.xml", "/index.xml",
                                 "/feed.json", "/index.rdf", "/atom", "/atom/", ".rss", ".atom", ".rdf",
                                 "/feeds/posts/default", "/rss2", "/rss2/", "-feed.xml"})) {
    return true;
  }
  return query_value(url.query(), "feed").has_value() || query_value(url.query(), "format") == "rss" ||
         query_value(url.query(), "format") == "atom";
}

bool is_sitemap_url(const Url& url) {
  const auto slash = url.path().rfind('/');
  const std::string_view name = slash == std::string_view::npos ? url.path() : url.path().substr(slash + 1);
  return name.find("sitemap") != std::string_view::npos && ends_with_any(name, {".xml", ".xml.gz"});
}

std::optional<Status> status_of_code(int code) {
  if (code == 404) return Status::not_found;
  if (code == 410) return Status::deleted;
  if (code == 401) return Status::login_required;
  if (code == 403) return Status::blocked;
  if (code == 429) return Status::rate_limited;
  if (code == 451) return Status::geo_blocked;
  if (code >= 400) return Status::unknown;
  return std::nullopt;
}

// "text/html" of a Content-Type, lower case.
std::string media_type(const Page& page) {
  std::string type(header(page, "content-type").value_or(""));
  type = trim(std::string_view(type).substr(0, type.find(';')));
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return type;
}

bool is_binary_type(const std::string& type) {
  for (const std::string_view prefix : {"image/", "video/", "audio/", "font/"}) {
    if (type.compare(0, prefix.size(), prefix) == 0) return type != "image/svg+xml";
  }
  return type == "application/pdf" || type == "application/zip" || type == "application/octet-stream" ||
         type == "application/gzip" || type == "application/javascript" || type == "text/javascript" ||
         type == "text/css";
}

bool looks_like_html(const std::string& type, std::string_view text) {
  if (type.find("html") != std::string::npos) return true;
  if (!type.empty() && type != "text/plain" && type.find("xml") == std::string::npos) return false;
  const std::string_view head = text.substr(0, 1024);
  for (const std::string_view mark : {"<!DOCTYPE html", "<!doctype html", "<html", "<HTML", "<head", "<body"}) {
    if (head.find(mark) != std::string_view::npos) return type != "text/plain";
  }
  return false;
}

// {"error": {"code": 404}}, {"status": 404, "message": ...}: an API that says why it gives nothing.
void read_json_error(std::string_view text, Parsed& parsed) {
  if (text.size() > 64u << 10) return;
  const auto root = parse_json(text);
  if (!root || !root->is_object()) return;
  for (const char* path :
       {"error.code", "error.status", "errors[0].status", "errors[0].code", "status", "code", "statusCode", "error"}) {
    const auto* value = json_at(*root, path);
    const std::string code = json_text(value).value_or("");
    if (code.size() != 3 || code.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto status = status_of_code(std::stoi(code))) {
      parsed.status = *status;
      parsed.status_raw = std::string(path) + ": " + code;
      return;
    }
  }
}

std::string page_language(const PageMetadata& metadata) {
  std::string lang = metadata.lang.empty() ? metadata.first("og:locale") : metadata.lang;
  std::replace(lang.begin(), lang.end(), '_', '-');
  return lang.size() <= 20 ? lang : "";
}

// Titles, or parts of titles between separators, of pages that say that there is nothing.
constexpr std::string_view kNothingHere[] = {
    "404",       "404 not found",       "404 error",  "error 404",  "404 page not found", "page not found",
    "not found", "страница не найдена", "页面不存在", "找不到页面", "找不到頁面"};

bool says_nothing_here(std::string_view part) {
  const std::string words = squeeze(fold(part));
  return std::any_of(std::begin(kNothingHere), std::end(kNothingHere),
                     [&](std::string_view phrase) { return words == fold(phrase); });
}

// A page that answers 200 and says that there is nothing.
bool is_soft_404(const HtmlPage& html) {
  std::string title = html.metadata.title;
  for (std::string_view dash : {"–", "—", "·", "•", "»", "«"}) {
    for (std::size_t at = 0; (at = title.find(dash, at)) != std::string::npos;) title.replace(at, dash.size(), "|");
  }
  bool says = false;
  for (std::size_t begin = 0; begin <= title.size() && !says;) {
    const std::size_t end = std::min(title.find_first_of("|-:!.", begin), title.size());
    says = says_nothing_here(std::string_view(title).substr(begin, end - begin));
    begin = end + 1;
  }
  return says && line_of(html.document.body()).size() < 3000;
}

class GenericAdapter final : public Adapter {
 public:
  const AdapterInfo& info() const override { return info_; }

  std::optional<Route> route(const Url& url, const Site&) const override {
    if (!url.is_http()) return std::nullopt;
    Route route;
    route.adapter = info_.name;
    route.canonical = canonical_url(url).href();
    if (is_root(url)) {
      route.kind = "host";
      route.subject = Route::Subject::host;
    } else if (is_sitemap_url(url)) {
      route.kind = "sitemap";
      route.subject = Route::Subject::listing;
    } else if (is_feed_url(url)) {
      route.kind = "feed";
      route.subject = Route::Subject::listing;
    } else {
      route.kind = "page";
    }
    return route;
  }

  std::optional<Recognition> recognise(const Page&) const override { return std::nullopt; }

  std::vector<Lead> start(const Url&, const Route&) const override { return {}; }

  Parsed parse(const Page& page, const Route&, const Site&) const override {
    Parsed parsed;
    try {
      read(page, parsed);
    } catch (const std::exception& e) {
      parsed.warnings.push_back(std::string("generic: ") + e.what());
    }
    return parsed;
  }

 private:
  static void read(const Page& page, Parsed& parsed) {
    if (const auto wall = recognise_wall(page)) {
      parsed.status = wall->status;
      parsed.status_raw = wall->raw;
      return;
    }
    if (const auto status = status_of_code(page.status)) {
      parsed.status = *status;
      parsed.status_raw = "HTTP " + std::to_string(page.status);
      return;
    }
    const std::string type = media_type(page);
    if (page.status / 100 == 3 || page.body.empty()) return;
    if (const auto sitemap = unpacked_sitemap(page.body)) return leads_from_sitemap(*sitemap, page, parsed);
    if (is_binary_type(type)) return;
    const auto open = opened(page);
    if (looks_like_feed(open->text)) {
      posts_from_feed(open->text, page, parsed);
      leads_of_posts(page, parsed);
    } else if (looks_like_sitemap(open->text)) {
      leads_from_sitemap(open->text, page, parsed);
    } else if (open->too_complex) {
      parsed.too_complex = true;
      parsed.warnings.emplace_back("too complex to be parsed");
    } else if (open->document) {
      if (looks_like_html(type, open->text)) read_html(page, *open->document, open->metadata, parsed);
    } else if (post_from_oembed(open->text, page, parsed)) {
      leads_of_posts(page, parsed);
    } else {
      read_json_error(open->text, parsed);
    }
  }

  static void read_html(const Page& page, const Document& document, const PageMetadata& metadata, Parsed& parsed) {
    HtmlPage html{page, document, metadata, "", ""};
    html.canonical = canonical_of(html.metadata, page.url);
    html.lang = page_language(html.metadata);
    if (is_login_page(html)) {
      parsed.status = Status::login_required;
      parsed.status_raw = "password form";
      return;
    }
    if (is_soft_404(html)) {
      parsed.status = Status::not_found;
      parsed.status_raw = squeeze(html.metadata.title);
      return;
    }
    posts_from_html(html, parsed);
    leads_from_html(html, parsed);
    leads_of_posts(page, parsed);
  }

  static void posts_from_html(const HtmlPage& html, Parsed& parsed) {
    auto subject = posts_from_schema_org(read_schema_org(html.document, html.page.url), html, parsed);
    if (!subject && parsed.posts.empty()) subject = posts_from_microformats(html, parsed);
    if (subject) {
      Post& post = parsed.posts[*subject];
      complete_from_page(html, post);
      if (post.status != Status::live) {
        parsed.status = post.status;
        parsed.status_raw = post.status_raw;
      }
    } else if (parsed.posts.empty() && parsed.accounts.empty()) {
      auto post = post_from_page(html);
      if (!post) return;
      parsed.posts.push_back(std::move(*post));
      subject = 0;
    }
    if (!subject) return;
    const std::string url = parsed.posts[*subject].url_canonical;
    comments_from_html(html, url, parsed);
  }

  AdapterInfo info_ = make_info();
};

}  // namespace

std::unique_ptr<Adapter> make_generic_adapter() { return std::make_unique<GenericAdapter>(); }

}  // namespace spoor::adapters
