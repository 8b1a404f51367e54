#include "adapters/kit/feed_parts.h"

namespace spoor::adapters {

namespace {

void take(std::string& to, std::string_view value) {
  if (to.empty()) to = value;
}

bool is_html_type(std::string_view type) { return type.empty() || type.find("html") != std::string_view::npos; }

void read_link(const XmlElement& link, const Url& base, FeedItem& item) {
  const auto href = link.attribute("href");
  const auto rel = link.attribute("rel");
  const auto type = link.attribute("type");
  if (href.empty()) {  // RSS
    const auto text = trim_space(link.text);
    if (item.url.empty() && !text.empty()) item.url = resolve_link(text, base);
    return;
  }
  const std::string url = resolve_link(href, base_of(link, base));
  if (rel.empty() || rel == "alternate") {
    if (item.url.empty() || (rel == "alternate" && type == "text/html")) item.url = url;
  } else if (rel == "enclosure") {
    if (item.media.size() >= kMaxFeedLists) return;
    FeedEnclosure e;
    e.url = url;
    e.type = type;
    e.alt = link.attribute("title");
    item.media.push_back(std::move(e));
  } else if (rel == "replies") {
    take(item.comment_count, link.attribute("thr:count"));
    take(is_html_type(type) ? item.comments_url : item.comments_feed, url);
  }
}

void read_enclosure(const XmlElement& element, const Url& base, FeedItem& item) {
  FeedEnclosure e;
  e.url = resolve_link(element.attribute("url", element.attribute("href")), base);
  e.type = element.attribute("type");
  if (!e.url.empty() && item.media.size() < kMaxFeedLists) item.media.push_back(std::move(e));
}

void read_guid(const XmlElement& element, FeedItem& item) {
  take(item.id, trim_space(element.text));
  const auto stated = element.attribute("ispermalink");
  item.id_is_permalink = !(stated == "false" || stated == "False" || stated == "FALSE" || stated == "0") &&
                         (item.id.substr(0, 7) == "http://" || item.id.substr(0, 8) == "https://");
}

void read_geo(const XmlElement& element, FeedItem& item) {
  // kept as an extra, "georss:point" with "lat lon"
  if (item.extra.size() < kMaxFeedLists)
    item.extra.emplace_back(element.written, std::string(trim_space(element.text)));
}

struct Bodies {
  std::string content, encoded, xhtml, description, summary;
  bool content_is_html = true, summary_is_html = true;
};

// "The beginning of the story [&hellip;]", with or without a closing tag and a link behind it.
bool ends_in_ellipsis(std::string_view html) {
  const std::string_view tail = html.substr(html.size() - std::min<std::size_t>(html.size(), 300));
  for (const std::string_view mark : {"\xE2\x80\xA6", "&hellip;", "&#8230;", "...", "[\xE2\x80\xA6]"}) {
    const auto at = tail.rfind(mark);
    if (at == std::string_view::npos) continue;
    std::string_view rest = tail.substr(at + mark.size());
    while (!rest.empty() && (rest.front() == ']' || rest.front() == ')' || rest.front() == ' ' || rest.front() == '\n'))
      rest.remove_prefix(1);
    if (rest.empty() || rest.front() == '<') return true;
  }
  return false;
}

void settle_bodies(Bodies& b, FeedItem& item) {
  for (std::string* html : {&b.encoded, &b.content, &b.xhtml}) {
    if (!item.html.empty() || html->empty()) continue;
    (html == &b.content && !b.content_is_html ? item.text : item.html) = std::move(*html);
  }
  if (!b.description.empty()) {
    const bool only = item.html.empty() && item.text.empty();
    item.is_excerpt = only && ends_in_ellipsis(b.description);
    (only ? item.html : item.summary_html) = std::move(b.description);
  }
  if (!b.summary.empty()) {
    if (item.html.empty() && item.text.empty()) {
      item.is_excerpt = true;
      (b.summary_is_html ? item.html : item.text) = std::move(b.summary);
    } else {
      take(item.summary_html, b.summary);
    }
  }
}

void read_category(const XmlElement& element, FeedItem& item) {
  std::string_view label = element.attribute("label");
  if (label.empty()) label = element.attribute("term");
  add_tag(item.tags, label.empty() ? std::string_view(element.text) : label);
}

// True when the name was one of people, dates and links.
bool read_meta(const XmlElement& e, const Url& base, FeedItem& item) {
  const std::string_view n = e.name;
  const auto text = trim_space(e.text);
  if (n == "link")
    read_link(e, base, item);
  else if (n == "guid" || n == "id")
    n == "guid" ? read_guid(e, item) : take(item.id, text);
  else if (n == "enclosure")
    read_enclosure(e, base, item);
  else if (n == "author" || n == "dc:creator" || n == "itunes:author" || n == "dc:author") {
    add_person(item.authors, n == "author" ? read_atom_person(e, base) : person_of(e.text));
  } else if (n == "pubdate" || n == "published" || n == "issued" || n == "dc:date" || n == "dcterms:issued" ||
             n == "dcterms:created" || n == "created" || n == "dc:issued") {
    take(item.published, text);
  } else if (n == "updated" || n == "modified" || n == "dcterms:modified" || n == "lastmod" || n == "dc:modified") {
    take(item.updated, text);
  } else if (n == "category")
    read_category(e, item);
  else if (n == "dc:subject" || n == "media:category")
    add_tag(item.tags, e.text);
  else if (n == "itunes:category") {
    add_tag(item.tags, e.attribute("text"));
    for (const XmlElement& inner : e.children) add_tag(item.tags, inner.attribute("text"));
  } else if (n == "dc:language" || n == "language")
    take(item.lang, text);
  else if (n == "comments")
    take(item.comments_url, resolve_link(text, base));
  else if (n == "wfw:commentrss")
    take(item.comments_feed, resolve_link(text, base));
  else if (n == "slash:comments" || n == "thr:total")
    take(item.comment_count, text);
  else if (n == "thr:in-reply-to") {
    take(item.reply_to_id, e.attribute("ref"));
    take(item.reply_to_url, resolve_link(e.attribute("href"), base));
  } else if (n == "point" || n == "geo:point")
    read_geo(e, item);
  else
    return false;
  return true;
}

}  // namespace

FeedItem read_feed_item(const XmlElement& element, std::string_view source, const Url& outer,
                        const std::string& format) {
  FeedItem item;
  const Url base = base_of(element, outer);
  item.lang = element.attribute("xml:lang");
  Bodies bodies;
  std::string other_title;
  for (const XmlElement& e : element.children) {
    if (read_meta(e, base, item)) continue;
    if (e.name == "title")
      take(item.title, read_title(e, source));
    else if (e.name == "media:title" || e.name == "dc:title" || e.name == "itunes:title")
      take(other_title, read_title(e, source));
    else if (e.name == "content:encoded")
      bodies.encoded = read_content(e, source, bodies.content_is_html), bodies.content_is_html = true;
    else if (e.name == "content") {
      if (bodies.content.empty()) bodies.content = read_content(e, source, bodies.content_is_html);
    } else if (e.name == "xhtml:body" || e.name == "body" || e.name == "yandex:full-text" ||
               e.name == "turbo:content") {
      bool is_html = true;
      take(bodies.xhtml, read_content(e, source, is_html));
    } else if (e.name == "description" || e.name == "fullitem" || e.name == "dc:description") {
      bool is_html = true;
      take(bodies.description, read_content(e, source, is_html));
    } else if (e.name == "summary" || e.name == "abstract" || (e.name == "itunes:summary" && bodies.summary.empty())) {
      bodies.summary = read_content(e, source, bodies.summary_is_html);
    }
  }
  take(item.title, other_title);
  settle_bodies(bodies, item);
  read_media_rss(element, base, item.media);
  read_extras(element, item.extra);
  for (const auto& [key, value] : item.extra) {
    if (key == "feedburner:origLink") item.url = resolve_link(value, base);
  }
  if (format == "rdf" || item.id.empty()) take(item.id, element.attribute("rdf:about"));
  if (item.url.empty() && item.id_is_permalink) item.url = item.id;
  if (item.published.empty()) item.published = item.updated;
  return item;
}

}  // namespace spoor::adapters
