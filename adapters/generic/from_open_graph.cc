// The page as one article: meta tags, visible author and date, main text.
#include <algorithm>

#include "adapters/generic/byline.h"
#include "adapters/generic/main_text.h"
#include "adapters/generic/parts.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kEnoughText = 140;   // bytes, for a page that calls itself an article
constexpr std::size_t kSomeText = 300;     // for one whose address says so
constexpr std::size_t kPlainlyText = 600;  // for one that says nothing about itself
constexpr double kReadsAsArticle = 20;

bool says_article(const PageMetadata& m) {
  const std::string type = m.first("og:type");
  return type == "article" || type == "blog" || type.find(":article") != std::string::npos ||
         type.rfind("article", 0) == 0 ||
         !first_of(m, {"article:published_time", "datepublished", "parsely-pub-date", "article:published",
                       "citation_publication_date"})
              .empty();
}

// The page of one post, as themes mark it.
bool is_single(const Document& document) {
  static const Selector single = Selector::must("body.single, body.single-post, body.postid, body.item-view");
  static const Selector articles = Selector::must("article, .hentry");
  return single.matches(document.body()) || articles.all(document.body()).size() == 1;
}

// /tag/harbour, /author/anna/page/2, /page/3: where blogs list their articles.
bool is_list_path(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(path.size(), slash + 1));
  }
  const auto is_number = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (parts.size() >= 2 && parts[parts.size() - 2] == "page" && is_number(parts.back())) return true;
  if (parts.size() < 2) return false;
  const std::string_view kind = parts[parts.size() - 2];
  return kind == "tag" || kind == "tags" || kind == "category" || kind == "author" || kind == "label";
}

// /2026/03/01/x, /news/three-words-slug, /story/12345.html: the address of one text, not of "about" or "contact".
bool is_permalink(const Url& url) {
  std::string_view path = url.path();
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view last = path.substr(path.rfind('/') + 1);
  const auto hyphens = std::count_if(last.begin(), last.end(), [](char c) { return c == '-' || c == '_'; });
  const auto digits = std::count_if(path.begin(), path.end(), [](char c) { return c >= '0' && c <= '9'; });
  return hyphens >= 2 || digits >= 4;
}

std::string_view without_scheme(std::string_view href) {
  if (const auto at = href.find("://"); at != std::string_view::npos) href.remove_prefix(at + 3);
  if (href.starts_with("www.")) href.remove_prefix(4);
  while (href.ends_with('/')) href.remove_suffix(1);
  return href;
}

// Articles whose headlines lead to other pages are teasers; when the text stands apart from them, the page is no list.
bool has_only_teasers(const HtmlPage& html, const MainText& main) {
  static const Selector articles = Selector::must("article, .hentry");
  static const Selector headline = Selector::must("h1 a[href], h2 a[href], h3 a[href]");
  const auto found = articles.all(html.document.body());
  if (found.empty()) return false;
  if (found.size() == 1 && main.text.size() > 1500) return false;
  const bool apart = std::none_of(found.begin(), found.end(), [&](Node article) {
    return article == main.node || article.contains(main.node) || main.node.contains(article);
  });
  if (main.node && apart && main.text.size() > kPlainlyText) return false;
  const std::string here = canonical_form(html.page.url.href());
  return std::all_of(found.begin(), found.end(), [&](Node article) {
    const Node link = headline.first(article);
    if (!link) return false;
    const std::string to = canonical_form(http_link(link.attr_or("href"), html.page.url));
    const auto leads_to = [&](const std::string& url) { return without_scheme(to) == without_scheme(url); };
    return !to.empty() && !leads_to(here) && !leads_to(html.canonical);
  });
}

void add_open_graph_media(const HtmlPage& html, Post& post) {
  for (const char* type : {"image", "video", "audio"}) {
    const auto [begin, end] = html.metadata.meta.equal_range(std::string("og:") + type);
    for (auto it = begin; it != end && post.media.size() < kMaxPostMedia; ++it) {
      MediaRef media;
      media.url = http_link(it->second, html.page.url);
      media.type = type;
      const auto same = [&](const MediaRef& m) { return m.url == media.url; };
      if (!media.url.empty() && std::none_of(post.media.begin(), post.media.end(), same))
        post.media.push_back(std::move(media));
    }
  }
}

void fill(std::string& to, std::string value) {
  if (to.empty()) to = std::move(value);
}

std::string site_name_of(const PageMetadata& metadata) {
  return first_of(metadata, {"og:site_name", "application-name", "apple-mobile-web-app-title"});
}

void fill_meta(const HtmlPage& html, Post& post) {
  post.title = post.title.empty() ? title_of(html) : headline_of(html, post.title);
  if (post.author.empty() || (post.author.native_id.empty() && is_site_name(html, post.author.display_name))) {
    const std::string avatar = post.author.avatar_url;
    if (AuthorRef author = author_of(html); !author.empty() || post.author.empty()) post.author = std::move(author);
    fill(post.author.avatar_url, avatar);
  }
  if (!post.published) post.published = published_of(html);
  if (!post.edited) post.edited = edited_of(html);
  if (post.edited && post.published && post.edited->utc.us <= post.published->utc.us) post.edited.reset();
  if (post.lang.empty() && !html.lang.empty()) {
    post.lang = html.lang;
    post.lang_source = "platform";
  }
  if (post.hashtags.empty()) {
    const auto [begin, end] = html.metadata.meta.equal_range("article:tag");
    for (auto it = begin; it != end && post.hashtags.size() < 200; ++it) post.hashtags.push_back(it->second);
  }
  fill(post.source_app, html.metadata.first("generator"));
  for (const auto& [name, value] :
       {std::pair("site_name", site_name_of(html.metadata)),
        std::pair("description", first_of(html.metadata, {"og:description", "dc.description", "dcterms.description",
                                                          "twitter:description", "description"}))}) {
    if (!value.empty()) post.extra.emplace(name, value);
  }
  add_open_graph_media(html, post);
}

bool ends_in_ellipsis(std::string_view text) {
  return text.ends_with("...") || text.ends_with("\xE2\x80\xA6") || text.ends_with("[...]");
}

// Machine data often holds a teaser only, or the block with its share buttons; the page's main text is cleaner. It
// gives way to a machine text of which it is a small part.
bool main_text_is_better(const MainText& main, const Post& post) {
  if (!main.node) return false;
  return ends_in_ellipsis(post.text) || main.text.size() * 10 >= post.text.size() * 7;
}

void fill_text(const HtmlPage& html, const MainText& main, Post& post) {
  if (main_text_is_better(main, post)) {
    post.text = main.text;
    post.html = html_of(main.node);
  }
  if (main.node) read_embedded(main.node, html.page.url, post);
  if (post.text.empty()) {
    post.text = first_of(html.metadata, {"og:description", "description", "twitter:description"});
    post.text_truncated = !post.text.empty();
  }
}

// What calls itself an article needs little text; what says nothing must read like one, or have an address like one.
bool has_enough(const HtmlPage& html, const MainText& main, bool article) {
  const std::string type = html.metadata.first("og:type");
  if (article) return main.text.size() >= kEnoughText || !html.metadata.first("og:description").empty();
  if (type == "profile" || type == "product" || main.text.size() < kSomeText) return false;
  const bool permalink = is_permalink(html.page.url);
  if (type == "website") return main.prose > (permalink ? 0.25 : 3) * kReadsAsArticle;
  return permalink || (main.text.size() >= kPlainlyText && main.prose > kReadsAsArticle);
}

}  // namespace

void complete_from_page(const HtmlPage& html, Post& post) {
  const bool prose = post.kind == PostKind::article || post.kind == PostKind::post || post.kind == PostKind::thread;
  if (prose) fill_text(html, find_main_text(html.document), post);
  fill_meta(html, post);
}

std::optional<Post> post_from_page(const HtmlPage& html) {
  const Url& url = html.page.url;
  const std::string type = html.metadata.first("og:type");
  const bool article = says_article(html.metadata) || (!is_root(url) && is_single(html.document));
  const bool video = type.rfind("video", 0) == 0;
  if (is_root(url) && !article) return std::nullopt;
  const MainText main = find_main_text(html.document);
  if (!video && !says_article(html.metadata) && (is_list_path(url.path()) || has_only_teasers(html, main)))
    return std::nullopt;
  if (!video && !has_enough(html, main, article)) return std::nullopt;
  Post post = new_post(url, video ? PostKind::video : PostKind::article);
  post.url = url.href();
  post.url_canonical = html.canonical;
  if (!video)
    fill_text(html, main, post);
  else
    post.text = first_of(html.metadata, {"og:description", "description"});
  fill_meta(html, post);
  if (post.text.empty() && post.media.empty()) return std::nullopt;
  if (post.title.empty()) post.kind = PostKind::post;
  return post;
}

}  // namespace spoor::adapters
