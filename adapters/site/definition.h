// Definition: one platform or one forum/blog software as checked data, read from a YAML file (load.h). The language is
// described in adapters/LANGUAGE.md; everything here has been compiled and checked, so that an adapter made of it
// cannot fail later.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/kit/selector.h"
#include "adapters/site/fields.h"
#include "adapters/site/pattern.h"
#include "adapters/site/url_template.h"

namespace spoor::adapters {

// One change of a value, in the order written.
struct Step {
  enum class Kind {
    match,
    query,
    url_part,
    strip_prefix,
    strip_suffix,
    before,
    after,
    lower,
    replace,
    map,
    add,
    times,
    is,
    contains,
    fill,
    id_time,
    untag,
    resolve,
    unless_field,
    differs,
    lacks,
    drop,
    decode,
    encode
  };
  Kind kind = Kind::lower;
  std::string text;
  std::optional<Pattern> pattern;
  std::vector<std::pair<std::string, std::string>> pairs;  // map, replace
  std::vector<std::string> texts;                          // contains, lacks, differs, drop
  std::int64_t number = 0;                                 // add, times; id_time: shift
  std::int64_t epoch_ms = 0;                               // id_time
  bool hex = false;                                        // id_time: the first 8 digits are hexadecimal unix seconds
};

// Where a value comes from, with its steps. The first alternative that gives a non-empty value wins.
struct Alternative {
  enum class Source { css, json, feed, meta, constant, route, header, index, url, status, field, source };
  enum class Get { text, line, html, own, attribute };
  Source source = Source::constant;
  std::string parts;            // json: the texts at this path below each value are one text
  std::string name;             // JSON path, feed field, meta name, constant, route id, header name
  std::optional<Selector> css;  // absent: the item itself
  Get get = Get::line;
  std::vector<std::string> attributes;  // the first that is not empty
  std::vector<Selector> without;
  bool whole_page = false;              // look in the page, not in the item
  bool in_content = false;              // look in the item's content (HTML inside JSON or a feed)
  std::optional<Selector> closest;      // start at the item's nearest ancestor of that form
  std::optional<Selector> previous;     // start at the nearest sibling of that form before the item
  std::string table;                    // json: start at the record of this table ...
  std::vector<Alternative> key;         // ... that has this key
  std::vector<Alternative> when;        // only if this gives something
  std::vector<Alternative> unless;      // only if this gives nothing
  std::vector<Alternative> other_than;  // only what differs from this
  std::vector<Step> steps;
};
using Value = std::vector<Alternative>;

// The body of a post: gives text, html, links and media at once.
struct Content {
  Value source;                     // css: the node; json/feed: a string of HTML
  bool plain = false;               // the source is text, not HTML
  bool join = false;                // all values of the source are its paragraphs
  std::vector<Selector> leave_out;  // quotes, edit notes: not in text and links; html keeps them
  std::vector<Selector> not_media;  // smilies, avatars, badges
  std::vector<std::string> image_attributes = {"src"};
  Selector links = Selector::must("a[href]");
  Value link_url;  // where a link really leads, read in the anchor; nothing: its href
};

// A list inside a post: media, links, mentions.
struct ListBlock {
  std::string each;  // CSS selector or JSON path
  std::optional<Selector> css;
  bool in_content = false;  // css: elements of the post's content (HTML inside JSON or a feed)
  std::vector<std::pair<std::string, Value>> fields;
};

struct RecordField {
  std::string name;
  Value value;
  FieldSlot slot;
  bool asked_for = false;  // by a later field of the record
};

struct RecordBlock {
  std::string each;  // "" = the page itself (HTML, JSON) or every item (feed)
  std::optional<Selector> css;
  std::vector<RecordField> fields;
  std::optional<Content> content;
  std::vector<ListBlock> media, links, mentions;
  Value only;            // when given: records for which it is empty are left out
  Value first_position;  // position of the page's first post; posts count on from it
};

struct LeadBlock {
  LeadKind kind = LeadKind::link;
  Alternative value;                // css or json; every match
  std::optional<std::string> fill;  // instead of a source: a URL built from the route's ids
  Value when;                       // with fill: only if this gives something
  std::string accept;
};

struct StatusMarker {
  Status status = Status::unknown;
  std::vector<int> http;
  std::optional<Selector> css;
  std::string json;
  std::vector<std::string> texts;  // any of them, in the selected node or JSON value
  bool go_on = false;              // records are read all the same
};

// Where JSON stands in a page that is not JSON itself: in an element or its attribute, or behind a literal text.
struct DataSource {
  std::optional<Selector> css;
  std::string attribute, after;
  std::vector<std::string> each_after;  // behind each of these texts, wherever it stands: all of it as one array
};

// Records of a JSON page that others name by an id: users of posts, JSON:API's `included`.
struct Table {
  std::string each;  // path from the root
  std::string key;   // path in a record
};

struct PageBlock {
  enum class Type { html, json, feed } type = Type::html;
  std::vector<DataSource> data;  // the first that gives JSON is what json values read
  std::map<std::string, Table> tables;
  std::vector<std::string> unwrap;  // paths of strings that are JSON themselves
  std::vector<StatusMarker> status;
  std::vector<RecordBlock> posts, accounts, threads;
  std::vector<LeadBlock> leads;
};

struct StartRequest {
  std::string url;  // template below the base
  LeadKind kind = LeadKind::alternate;
  std::string accept;
};

struct RouteRule {
  std::string kind;
  Route::Subject subject = Route::Subject::other;
  std::string example;
  std::vector<UrlTemplate> urls;
  // Templates: the first whose path has a value for every hole. None: the URL without session and tracking parameters.
  std::vector<std::string> canonical;
  int richness = 50;
  std::string accept;
  std::string page;  // key into pages
  std::vector<StartRequest> start;
};

struct Marker {
  std::optional<Selector> css;
  std::string text;                               // of the node: contained
  std::string header, cookie, generator, source;  // source: literal text in the page's source
};

struct Recognise {
  std::vector<Marker> markers;
  Value version, base, time_zone;
  std::string default_time_zone, default_date_order;
  std::optional<Selector> dates;  // where a page shows dates of the site's own: they may tell their order
};

struct Definition {
  AdapterInfo info;
  std::string platform;               // one-host platforms: the word in Post::platform
  std::string time_zone, date_order;  // of platforms on known hosts: "+09:00"; "ymd"
  std::vector<Pattern> hosts;
  std::optional<Recognise> recognise;
  std::vector<RouteRule> routes;
  std::map<std::string, PageBlock> pages;
  std::vector<StatusMarker> status;  // for every page
  std::vector<LeadBlock> leads;      // for every HTML page
};

// What is wrong with a definition, and where (line and column from 1; 0 = the file as a whole).
struct Mistake {
  std::string file;
  int line = 0, column = 0;
  std::string message;
  std::string text() const;  // "file:line:column: message"
};

}  // namespace spoor::adapters
