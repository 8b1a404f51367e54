// What the readers of feeds share. Internal to the folder.
#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/feed.h"
#include "adapters/kit/xml.h"

namespace spoor::adapters {

inline constexpr std::size_t kMaxFeedItems = 20'000;
inline constexpr std::size_t kMaxFeedLists = 256;  // tags, media, authors, extras of one item

// `text` resolved against `base`; as written when it is no URL.
std::string resolve_link(std::string_view text, const Url& base);
// A title: markup stripped, references decoded, one line.
std::string plain_line(std::string_view text);
// "jo@example.org (Jo Doe)", "Jo Doe <jo@example.org>", or a name alone.
FeedPerson person_of(std::string_view text);
void add_person(std::vector<FeedPerson>& people, FeedPerson person);
void add_tag(std::vector<std::string>& tags, std::string_view tag);

Result<Feed> parse_xml_feed(std::string_view utf8, const Url& url);
Result<Feed> parse_json_feed(std::string_view utf8, const Url& url);

// Reads one <item> or <entry>. `base` is the xml:base in force, `format` the feed's.
FeedItem read_feed_item(const XmlElement& item, std::string_view source, const Url& base, const std::string& format);
FeedPerson read_atom_person(const XmlElement& element, const Url& base);
// Content of an Atom text construct or an RSS element: HTML where it is HTML; `is_html` says which.
std::string read_content(const XmlElement& element, std::string_view source, bool& is_html);
std::string read_title(const XmlElement& element, std::string_view source);
// base changed by the element's xml:base.
Url base_of(const XmlElement& element, const Url& base);
// Pictures, films, sound of Media RSS under `element`.
void read_media_rss(const XmlElement& element, const Url& base, std::vector<FeedEnclosure>& media);
// Elements of other namespaces as key and value pairs.
void read_extras(const XmlElement& element, std::vector<std::pair<std::string, std::string>>& extra);

}  // namespace spoor::adapters
