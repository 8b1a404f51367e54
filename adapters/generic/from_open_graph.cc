// The page as one article: meta tags, visible author and date, main text.
#include <algorithm>

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

std::string first_of(const PageMetadata& m, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = trim(m.first(name)); !value.empty()) return value;
  }
  return "";
}

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

// Articles whose headlines lead to other pages are teasers.
bool has_only_teasers(const HtmlPage& html) {
  static const Selector articles = Selector::must("article, .hentry");
  static const Selector headline = Selector::must("h1 a[href], h2 a[href], h3 a[href]");
  const auto found = articles.all(html.document.body());
  if (found.empty()) return false;
  const std::string here = canonical_form(html.page.url.href());
  return std::all_of(found.begin(), found.end(), [&](Node article) {
    const Node link = headline.first(article);
    if (!link) return false;
    const std::string to = canonical_form(http_link(link.attr_or("href"), html.page.url));
    return !to.empty() && to != here && to != html.canonical;
  });
}

// "Headline | Site name", "Headline - Site name": what the site repeats on every page is cut off.
std::string title_of(const HtmlPage& html) {
  static const Selector headings = Selector::must("h1");
  std::string title = first_of(html.metadata, {"og:title", "twitter:title", "dc.title", "citation_title", "title"});
  const auto h1 = headings.all(html.document.body());
  const std::string heading = h1.size() == 1 ? line_of(h1.front()) : "";
  if (title.empty()) title = squeeze(html.metadata.title);
  if (title.empty()) return heading;
  if (!heading.empty() && heading.size() >= 8 && title.size() > heading.size() &&
      title.compare(0, heading.size(), heading) == 0)
    return heading;
  const std::string site = html.metadata.first("og:site_name");
  for (const std::string_view separator : {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB ", " :: "}) {
    const auto at = title.rfind(separator);
    if (at == std::string::npos || at < 8) continue;
    const std::string tail = title.substr(at + separator.size());
    if ((!site.empty() && tail == site) || (tail.size() < at / 2 && separator == " | ")) return title.substr(0, at);
  }
  return title;
}

AuthorRef author_of(const HtmlPage& html) {
  AuthorRef author;
  const Url& url = html.page.url;
  for (const char* name :
       {"author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
        "citation_author", "byl", "article:author_name", "shareaholic:article_author_name"}) {
    const std::string value = squeeze(html.metadata.first(name));
    if (value.empty() || value.size() > 120) continue;
    if (value.find("://") != std::string::npos) {
      if (author.url.empty()) author.url = http_link(value, url);
    } else if (author.display_name.empty()) {
      author.display_name = value;
    }
  }
  if (!author.display_name.empty()) return author;
  static const Selector bylines = Selector::must(
      "[rel~=author], [itemprop~=author] [itemprop=name], [itemprop~=author], .author .fn, .byline .author, "
      ".author-name, .authorname, "
      ".post-author a, .entry-author, .byline-name, .author a, .byline a, .author, .byline");
  for (const Node node : bylines.all(html.document.body())) {
    std::string name = line_of(node);
    for (const std::string_view lead : {"By ", "by ", "BY ", "Von ", "Por ", "Par "}) {
      if (name.compare(0, lead.size(), lead) == 0) name.erase(0, lead.size());
    }
    if (name.empty() || name.size() > 80 || name.find('\n') != std::string::npos) continue;
    author.display_name = name;
    if (node.tag() == "a") author.url = http_link(node.attr_or("href"), url);
    break;
  }
  return author;
}

// /2026/03/01/slug, /2026-03-01-slug: a day is stated
std::optional<StatedTime> date_of_path(std::string_view path, const DateContext& context) {
  for (std::size_t i = 0; i + 11 <= path.size(); ++i) {
    if (path[i] != '/' || path.substr(i + 1, 2) < "19" || path.substr(i + 1, 2) > "20") continue;
    std::string day(path.substr(i + 1, 10));
    if ((day[4] != '/' && day[4] != '-') || day[7] != day[4]) continue;
    day[4] = day[7] = '-';
    if (i + 11 < path.size() && path[i + 11] >= '0' && path[i + 11] <= '9') continue;
    auto stated = parse_machine_date(day, context);
    if (stated && stated->precision == Precision::day) {
      stated->source = TimeSource::id;
      stated->raw = path.substr(i, 11);
      return stated;
    }
  }
  return std::nullopt;
}

bool plausible(const std::optional<StatedTime>& stated, const DateContext& context) {
  return stated && to_civil(stated->utc).year >= 1995 &&
         stated->utc.us <= context.captured_at.us + 2 * 86'400'000'000LL;
}

std::optional<StatedTime> visible_date(const HtmlPage& html, const DateContext& context) {
  static const Selector times = Selector::must(
      "time[pubdate], time[itemprop~=datePublished], [itemprop~=datePublished], time.published, "
      "abbr.published, time.entry-date, article time[datetime], time[datetime]");
  int tries = 0;
  for (const Node node : times.all(html.document.body())) {
    if (++tries > 20) break;
    for (const char* name : {"datetime", "content", "title"}) {
      auto stated = stated_time(node.attr_or(name), context);
      if (plausible(stated, context)) return stated;
    }
    auto stated = stated_time(line_of(node), context);
    if (plausible(stated, context)) return stated;
  }
  static const Selector dated = Selector::must(
      "[class*=date i], [class*=time i], [class*=publish i], [class*=meta i], [class*=byline i], [class*=posted i], "
      "[class*=info i], "
      "[id*=date i], [id*=time i]");
  tries = 0;
  for (const Node node : dated.all(html.document.body())) {
    if (++tries > 60) break;
    const std::string text = line_of(node);
    if (text.size() < 6 || text.size() > 120) continue;
    auto stated = parse_date(text, context);
    if (plausible(stated, context) && stated->precision != Precision::month && stated->precision != Precision::year &&
        stated->precision != Precision::relative) {
      return stated;
    }
  }
  return std::nullopt;
}

std::optional<StatedTime> published_of(const HtmlPage& html) {
  const DateContext context = date_context(html.page, html.lang);
  for (const char* name : {"article:published_time",
                           "og:article:published_time",
                           "datepublished",
                           "og:published_time",
                           "article:published",
                           "parsely-pub-date",
                           "sailthru.date",
                           "dc.date.issued",
                           "dc.date",
                           "dcterms.created",
                           "dcterms.date",
                           "pubdate",
                           "publishdate",
                           "publish_date",
                           "publication_date",
                           "date",
                           "cxenseparse:recs:publishtime",
                           "shareaholic:article_published_time",
                           "citation_publication_date",
                           "citation_date",
                           "video:release_date",
                           "datecreated",
                           "dcterms.issued",
                           "displaydate",
                           "article.published",
                           "bt:pubdate"}) {
    auto stated = stated_time(html.metadata.first(name), context);
    if (plausible(stated, context)) return stated;
  }
  auto from_path = date_of_path(html.page.url.path(), context);
  auto visible = visible_date(html, context);
  // A visible time of the day that the path names is the better reading of it.
  if (from_path && visible && std::abs(from_path->utc.us - visible->utc.us) > 2 * 86'400'000'000LL) return from_path;
  return visible ? visible : from_path;
}

std::optional<StatedTime> edited_of(const HtmlPage& html) {
  const DateContext context = date_context(html.page, html.lang);
  for (const char* name :
       {"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"}) {
    auto stated = stated_time(html.metadata.first(name), context);
    if (plausible(stated, context)) return stated;
  }
  return std::nullopt;
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

void fill_meta(const HtmlPage& html, Post& post) {
  fill(post.title, title_of(html));
  if (post.author.empty()) {
    const std::string avatar = post.author.avatar_url;
    post.author = author_of(html);
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
  if (type == "website") return main.prose > (permalink ? 1 : 3) * kReadsAsArticle;
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
  if (!video && !says_article(html.metadata) && (is_list_path(url.path()) || has_only_teasers(html)))
    return std::nullopt;
  const MainText main = find_main_text(html.document);
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
