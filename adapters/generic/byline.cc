#include "adapters/generic/byline.h"

#include <algorithm>
#include <vector>

#include "adapters/kit/fold.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

bool same_words(std::string_view a, std::string_view b) { return squeeze(fold(a)) == squeeze(fold(b)); }

bool is_in_comments(Node node) {
  for (int depth = 0; node && depth < 12; node = node.parent(), ++depth) {
    for (const char* name : {"class", "id"}) {
      const auto value = node.attr_or(name);
      if (value.find("omment") != std::string_view::npos && node.tag() != "body") return true;
    }
  }
  return false;
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

// A short line beside the headline that is a date.
std::optional<StatedTime> date_near_headline(const HtmlPage& html, const DateContext& context) {
  static const Selector h1 = Selector::must("h1");
  static const Selector lines =
      Selector::must("p, div, span, li, td, em, small, strong, b, i, h2, h3, h4, h5, h6, dd, dt");
  Node around = h1.first(html.document.body());
  for (int level = 0; around && level < 4; ++level) {
    around = around.parent();
    if (!around) break;
    int tries = 0;
    for (const Node node : lines.all(around)) {
      if (++tries > 80) break;
      if (node.children().size() > 6) continue;
      const std::string text = line_of(node);
      if (text.size() < 6 || text.size() > 60 || text.find_first_of("0123456789") == std::string::npos) continue;
      auto stated = parse_date(text, context);
      const bool exact = stated && (stated->precision == Precision::day || stated->precision == Precision::minute ||
                                    stated->precision == Precision::second);
      if (exact && plausible(stated, context)) return stated;
    }
  }
  return std::nullopt;
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
  return date_near_headline(html, context);
}

}  // namespace

std::string first_of(const PageMetadata& m, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = trim(m.first(name)); !value.empty()) return value;
  }
  return "";
}

std::string headline_of(const HtmlPage& html, std::string title) {
  static const Selector headings = Selector::must("h1, h2");
  const std::string site = html.metadata.first("og:site_name");
  std::vector<std::string> shown;
  int first_level = 0;
  for (const Node node : headings.all(html.document.body())) {
    if (shown.size() >= 40) break;
    first_level += node.tag() == "h1";
    if (std::string text = line_of(node); text.size() >= 4) shown.push_back(std::move(text));
  }
  if (title.empty()) {
    static const Selector h1 = Selector::must("h1");
    return first_level == 1 ? line_of(h1.first(html.document.body())) : "";
  }
  for (const std::string_view separator : {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB ", " \xC2\xAB ",
                                           " :: ", " : ", ": ", " / ", "-", "_", "|"}) {
    const auto first = title.find(separator), last = title.rfind(separator);
    if (first == std::string::npos) continue;
    const std::string before = title.substr(0, last), after = title.substr(first + separator.size());
    for (const std::string& heading : shown) {
      if (same_words(heading, before) && before.size() >= 4) return before;
    }
    const bool strong = separator == " | " || separator == " :: " || separator == " - " || separator == " \xC2\xBB ";
    for (const std::string& heading : shown) {
      if (strong && same_words(heading, after) && after.size() >= title.size() / 3) return after;
    }
    const std::string tail = title.substr(last + separator.size());
    if (last < 8) continue;
    if ((!site.empty() && tail == site) || (tail.size() < last / 2 && separator == " | ")) return before;
  }
  return title;
}

std::string title_of(const HtmlPage& html) {
  std::string title = first_of(html.metadata, {"og:title", "twitter:title", "dc.title", "citation_title", "title"});
  if (title.empty()) title = squeeze(html.metadata.title);
  return headline_of(html, std::move(title));
}

std::string name_in(std::string text) {
  text = squeeze(text);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view lead : {"by ",
                                        "von ",
                                        "von:",
                                        "by:",
                                        "artikel von:",
                                        "veröffentlicht von ",
                                        "erstellt von ",
                                        "por ",
                                        "par ",
                                        "di ",
                                        "door ",
                                        "av ",
                                        "od ",
                                        "posted by ",
                                        "written by ",
                                        "published by ",
                                        "author:",
                                        "autor:",
                                        "auteur:",
                                        "autorin:",
                                        "interview:",
                                        "text:",
                                        "geschrieben von ",
                                        "ein beitrag von ",
                                        "автор:",
                                        "作者：",
                                        "作者:"}) {
      if (text.size() <= lead.size() || squeeze(fold(text.substr(0, lead.size()))) != trim(lead)) continue;
      text = trim(std::string_view(text).substr(lead.size()));
      again = true;
    }
  }
  for (const std::string_view end :
       {" | ", " \xC2\xBB ", " \xE2\x80\xA2 ", " \xC2\xB7 ", " am ", " on ", " \xE2\x80\x93 ", " - ", "  "}) {
    if (const auto at = text.find(end); at != std::string::npos && at > 2) text.resize(at);
  }
  // A date behind the name.
  if (const auto digit = text.find_first_of("0123456789");
      digit != std::string::npos && digit > 3 && text[digit - 1] == ' ') {
    std::string before = trim(std::string_view(text).substr(0, digit));
    const auto comma = before.rfind(' ');
    if (before.ends_with(',') && comma != std::string::npos) before.resize(comma);
    text = before;
  }
  while (!text.empty() && (text.back() == ',' || text.back() == ':' || text.back() == ';')) text.pop_back();
  return trim(text);
}

AuthorRef visible_author(const HtmlPage& html) {
  static const Selector sure = Selector::must(
      "[rel~=author], [itemprop~=author] [itemprop=name], [itemprop~=author], .author .fn, .byline .author, .vcard "
      ".fn, "
      ".author-name, .authorname, .post-author a, .entry-author, .byline-name, .author a, .byline a, .author, .byline");
  static const Selector likely = Selector::must(
      "a[href*='/author/'], a[href*='/autor/'], a[href*='/autoren/'], a[href*='/auteur/'], [class*=author i], "
      "[class*=autor i], [class*=byline i], [class*=writer i], [id*=author i]");
  for (const Selector* selector : {&sure, &likely}) {
    int tries = 0;
    for (const Node node : selector->all(html.document.body())) {
      if (++tries > 40) break;
      const std::string line = line_of(node);
      if (line.size() > 120 || is_in_comments(node)) continue;
      AuthorRef author;
      author.display_name = name_in(line);
      const std::string& name = author.display_name;
      if (name.size() < 2 || name.size() > 80 || name.find('@') != std::string::npos || is_site_name(html, name))
        continue;
      if (std::count(name.begin(), name.end(), ' ') > 6) continue;
      if (node.tag() == "a") author.url = http_link(node.attr_or("href"), html.page.url);
      return author;
    }
  }
  return {};
}

bool is_site_name(const HtmlPage& html, std::string_view name) {
  const std::string plain = squeeze(fold(name));
  const std::string site = squeeze(fold(html.metadata.first("og:site_name")));
  if (!site.empty() && plain == site) return true;
  std::string_view host = html.page.url.host();
  if (host.starts_with("www.")) host.remove_prefix(4);
  return plain == host || plain == html.page.url.host() || plain == "admin" || plain == "redaktion" ||
         plain == "no author";
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
      author.display_name = name_in(value);
    }
  }
  if (!author.display_name.empty() && !is_site_name(html, author.display_name)) return author;
  if (AuthorRef shown = visible_author(html); !shown.display_name.empty()) return shown;
  return author;
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

}  // namespace spoor::adapters
