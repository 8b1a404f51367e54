#include "adapters/kit/feed_parts.h"

#include <algorithm>

namespace spoor::adapters {

namespace {

bool is_item(std::string_view name) { return name == "item" || name == "entry"; }

std::string format_of(const std::string& root) {
  if (root == "rss") return "rss";
  if (root == "rdf:rdf" || root == "rdf") return "rdf";
  if (root == "feed" || root == "entry") return "atom";
  if (root == "channel") return "rss";
  return "";
}

void take(std::string& to, std::string_view value) {
  if (to.empty()) to = value;
}

void read_feed_link(const XmlElement& link, const Url& base, Feed& feed) {
  const auto href = link.attribute("href");
  if (href.empty()) {
    take(feed.url, resolve_link(link.text, base));
    return;
  }
  const auto rel = link.attribute("rel");
  const std::string url = resolve_link(href, base_of(link, base));
  if (rel == "self")
    take(feed.self, url);
  else if (rel == "next" || rel == "prev-archive")
    take(feed.next_url, url);
  else if (rel.empty() || rel == "alternate")
    take(feed.url, url);
}

void read_feed_child(const XmlElement& e, std::string_view source, const Url& base, Feed& feed) {
  const std::string_view n = e.name;
  if (n == "title")
    take(feed.title, read_title(e, source));
  else if (n == "link")
    read_feed_link(e, base, feed);
  else if (n == "description" || n == "subtitle" || n == "tagline" || n == "info")
    take(feed.description, read_title(e, source));
  else if (n == "language" || n == "dc:language")
    take(feed.lang, trim_space(e.text));
  else if (n == "id")
    take(feed.id, trim_space(e.text));
  else if (n == "generator")
    take(feed.generator, trim_space(e.text).empty() ? e.attribute("uri") : trim_space(e.text));
  else if (n == "admin:generatoragent")
    take(feed.generator, e.attribute("rdf:resource"));
  else if (n == "author")
    add_person(feed.authors, read_atom_person(e, base));
  else if (n == "managingeditor" || n == "dc:creator" || n == "itunes:author" || n == "dc:author" || n == "webmaster")
    add_person(feed.authors, person_of(e.text));
  else if (n.find(':') != std::string_view::npos && feed.extra.size() < kMaxFeedLists) {
    XmlElement holder;
    holder.children.push_back(e);
    read_extras(holder, feed.extra);
  }
}

void add_item(const XmlElement& element, std::string_view source, const Url& base, Feed& feed) {
  if (element.children.empty()) return;
  feed.items.push_back(read_feed_item(element, source, base, feed.format));
}

std::string extra_of(const Feed& feed, std::string_view key) {
  for (const auto& [name, value] : feed.extra) {
    if (name == key) return value;
  }
  return "";
}

// What the feed says only in the words of an extension. "en_US" is "en-US".
void complete(Feed& feed) {
  if (feed.title.empty()) take(feed.title, extra_of(feed, "dc:title"));
  for (const char* key : {"itunes:subtitle", "itunes:summary", "dc:description"}) {
    if (feed.description.empty()) take(feed.description, extra_of(feed, key));
  }
  std::replace(feed.lang.begin(), feed.lang.end(), '_', '-');
}

void inherit(Feed& feed) {
  for (FeedItem& item : feed.items) {
    if (item.authors.empty() && feed.format == "atom") item.authors = feed.authors;
    if (item.lang.empty()) item.lang = feed.lang;
  }
}

}  // namespace

Result<Feed> parse_xml_feed(std::string_view utf8, const Url& url) {
  XmlReader reader(utf8);
  Feed feed;
  Url base = url;
  while (true) {
    const auto event = reader.next();
    if (event == XmlReader::Event::finished) break;
    if (event == XmlReader::Event::end) continue;
    const XmlElement& e = reader.element();
    if (feed.format.empty()) {
      feed.format = format_of(e.name);
      if (feed.format.empty())
        return Error{ErrorCode::invalid_argument, "no feed: the document begins with <" + e.name + ">", url.href()};
      base = base_of(e, base);
      take(feed.lang, e.attribute("xml:lang"));
      if (e.name != "entry") continue;
    }
    if (e.name == "channel" && reader.depth() <= 2) {
      base = base_of(e, base);
      take(feed.lang, e.attribute("xml:lang"));
      if (feed.format == "rdf") take(feed.id, e.attribute("rdf:about"));
      continue;
    }
    if (e.name == "items" && feed.format == "rdf") continue;
    const bool item = is_item(e.name);
    const std::string name = e.name;
    const XmlElement whole = reader.read_whole(item ? name : std::string());
    if (!item) {
      read_feed_child(whole, utf8, base, feed);
    } else if (whole.closed && feed.items.size() < kMaxFeedItems) {
      add_item(whole, utf8, base, feed);
    }
  }
  if (feed.format.empty()) return Error{ErrorCode::invalid_argument, "no feed: no element found", url.href()};
  complete(feed);
  inherit(feed);
  return feed;
}

}  // namespace spoor::adapters
