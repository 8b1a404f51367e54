// Adapter: what spoor knows about one platform or one forum/blog engine.
//
// An adapter is pure: const functions over values. It has no network, disk, clock or thread in reach; a page goes in,
// records and leads come out, and the same page gives the same records for ever. What was learned about a site is a
// value (Site) that the crawler keeps and hands in.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"
#include "storage/schema/records.h"

namespace spoor::adapters {

// What was learned about a self-hosted site. Stored with every capture, so that a rebuild sees the same.
struct Site {
  std::string software;  // "phpbb", "wordpress", ...; "" = not known
  std::string version;
  std::string base;        // path prefix of the installation, "" or "/forum" (no final slash)
  std::string time_zone;   // "+08:00" when the site states one; "" = unknown
  std::string date_order;  // "dmy", "mdy", "ymd"; "" = unknown
  bool operator==(const Site&) const = default;
};
std::string site_to_json(const Site& site);
Site site_from_json(std::string_view json);  // "" or damaged: an empty Site

// Which page a URL is. `kind` is the adapter's own word for it ("topic", "board", "profile", "feed", "api_posts").
struct Route {
  std::string adapter;
  std::string kind;
  std::map<std::string, std::string> ids;  // captured from the URL: {"topic": "5", "page": "2"}
  std::string canonical;                   // the URL that stands for this page
  // What the page is to a user: decides the default scope of a seed.
  enum class Subject { other, account, thread, post, listing, host, media } subject = Subject::other;
  bool operator==(const Route&) const = default;
};

// Why a lead was given; scope and priority follow from it.
enum class LeadKind {
  next_page,  // the following page of the same listing or thread
  thread,     // a thread or post of its own that a listing shows
  post,       // a single post, permalink
  comments,   // the comments or replies of the page's subject
  account,    // a profile
  listing,    // a board, category, tag, archive
  feed,       // RSS/Atom/JSON feed
  alternate,  // the same content on another surface (API, feed of this post)
  media,      // picture, video, sound, file shown by a post
  avatar,     // picture of an account
  requisite,  // style sheet, icon: only needed to look at the page
  link,       // any other hyperlink
};
std::string_view to_string(LeadKind kind);
std::optional<LeadKind> lead_kind_from(std::string_view text);

struct Lead {
  Url url;
  LeadKind kind = LeadKind::link;
  std::string accept;  // Accept header to send; "" = the default
};

class OpenPage;  // open_page.h

// A page as an adapter sees it. Views are borrowed for the call.
struct Page {
  Url url;
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view body;  // content decoding undone; bytes in the page's own charset
  Timestamp captured_at;
  // The page decoded and parsed, made once by Registry::interpret and shared by the adapters that look at it
  // (immutable). Null: an adapter opens the page itself.
  std::shared_ptr<const OpenPage> opened;
};
// First header of that name, case-insensitive.
std::optional<std::string_view> header(const Page& page, std::string_view name);
// All of that name, in order: `Link` comes several times.
std::vector<std::string_view> headers_named(const Page& page, std::string_view name);

// What a page gave. Bad items become warnings; the rest of the page is kept.
struct Parsed {
  Status status = Status::live;  // of the page's own subject; a wall or a deletion is a status, never a post
  std::string status_raw;        // the page's wording
  bool too_complex = false;      // refused by the HTML guard; the raw page is kept
  std::vector<Post> posts;
  std::vector<Account> accounts;
  std::vector<Thread> threads;
  std::vector<Lead> leads;
  std::vector<std::string> warnings;
};

// How sure recognise() is: two independent markers decide (>= 2).
struct Recognition {
  int markers = 0;
  Site site;
};

struct AdapterInfo {
  std::string name;   // "phpbb"; equals its file's name
  int version = 1;    // raised whenever parse() would give something else
  std::string title;  // "phpBB"
  std::string homepage;
  std::string family;              // forum, blog, video, social, chat, wiki, generic
  std::string software;            // what it puts into Post::software; "" for one-host platforms
  std::vector<std::string> hosts;  // platform hosts ("t.me"); empty for self-hosted software
  std::string needs;               // "", js, login
  std::string checked;             // date the facts were last checked, YYYY-MM-DD
  std::string source;              // where the facts come from
  struct RouteInfo {
    std::string kind;
    std::string example;  // a URL that this route claims
    Route::Subject subject = Route::Subject::other;
    int richness = 50;  // which surface owns a post's content
  };
  std::vector<RouteInfo> routes;
  std::string origin;                 // "built in", or the path of the user's own definition
  std::string digest;                 // SHA-256 of the user's own definition
  std::vector<std::string> look_for;  // one of these stands in the source of every page of the software
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual const AdapterInfo& info() const = 0;

  // Is this URL mine, and what is it? `site` is what is known about its host. For self-hosted software a URL shape only
  // proposes
  // (`showthread.php?tid=` is MyBB or vBulletin): it answers when site.software names it, and when `guess` allows.
  virtual std::optional<Route> route(const Url& url, const Site& site) const = 0;

  // Which software renders this page? nullopt for adapters of one-host platforms. Asked only about pages that hold one
  // of info().look_for.
  virtual std::optional<Recognition> recognise(const Page& page) const = 0;

  // The requests to make for a seed that has this route, best public surface first. Empty = the URL itself.
  virtual std::vector<Lead> start(const Url& url, const Route& route) const = 0;

  // What the page adds to what is known about its site (time zone, version, base, order of dates).
  virtual Site learn(const Page&, Site site) const { return site; }

  // Reads the page. Never throws on any bytes, takes bounded time and memory.
  virtual Parsed parse(const Page& page, const Route& route, const Site& site) const = 0;
};

}  // namespace spoor::adapters
