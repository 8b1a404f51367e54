// World: who posts what, where and when. Made from a seed number alone: the same options give the same world on any
// machine. It holds the whole timeline from the start; a site shows the part that is public at the simulated time.
//
// People post about their days; an operation posts the same texts, links and pictures under many accounts of many hosts
// within seconds, with the same distinctive errors, and loses accounts to takedowns.
//
// What holds for every world: ids of accounts, threads and entries are unique on their host and rise with time, as
// sequential ids do; an entry quotes and answers only earlier entries of its thread; who writes had joined before;
// walled threads are the last board's and the last board holds nothing else; a thread whose first entry is deleted is
// deleted whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/web/site.h"

namespace spoor::web {

enum class Software { phpbb, discuz, wordpress, blog, video, mastodon, telegram };

struct WorldOptions {
  std::uint64_t seed = 1;
  int hosts = 50;
  int threads_per_host = 20;   // topics, articles, videos, channels' days: what the software has
  int entries_per_thread = 8;  // on average; some have none but the first, some fill several pages
  int accounts_per_host = 30;
  double operation_share = 0.3;                           // of the entries
  Seconds start = 1'760'000'000;                          // 2025-10-09
  Seconds days = 90;                                      // how long the timeline is, in days
  Seconds before = 30 * 86'400;                           // how much of it lies before `start`
  double edited = 0.05, deleted = 0.05, suspended = 0.1;  // shares of entries, entries, the operation's accounts
  double walled = 0.03;                                   // share of threads behind a login
};

struct Segment {
  enum class Kind { text, link, hashtag, mention, picture };
  Kind kind = Kind::text;
  std::string text = {};      // as shown, with '#' and '@'; of a picture its alternative text. No line feeds
  std::string url = {};       // of links and pictures, absolute
  int width = 0, height = 0;  // of pictures
};
// Its text is that of the segments one after the other: spaces between them are in the segments.
using Paragraph = std::vector<Segment>;

struct Version {
  Seconds at = 0;
  std::string title;  // "" where the software has none
  std::vector<Paragraph> paragraphs;
};

struct Account {
  int id = 0;
  std::string handle, name;            // handle: ASCII letters, digits, "._-"; on Discuz!, also Chinese
  std::string bio, location, website;  // "" = not told
  Seconds joined = 0;
  bool operation = false;
  std::optional<Seconds> suspended;
};

struct Entry {
  int id = 0;                          // unique on its host
  int account = 0;                     // index into Host::accounts
  std::optional<int> quotes, answers;  // ids of entries of the same thread
  std::vector<Version> versions;       // the first is the post itself; the others are edits
  std::optional<Seconds> deleted;
  int likes = 0, views = 0;  // at the end of the timeline; sites may grow them from 0
  Seconds created() const { return versions.front().at; }
};

struct Thread {
  int id = 0;
  int board = 0;
  bool walled = false, pinned = false;
  std::vector<std::string> tags;  // without '#'
  std::vector<Entry> entries;     // by time; the first opens the thread
};

struct Host {
  std::string name;  // unique, ends in ".sim", but for www.youtube.com and t.me
  Software software = Software::phpbb;
  std::string language;  // BCP 47: texts and the software's own words
  std::string title;     // what the site calls itself
  int utc_offset_minutes = 0;
  std::vector<std::string> boards;  // at least two; the last one is for members
  std::vector<Account> accounts;    // by id
  std::vector<Thread> threads;      // by id
};

struct World {
  WorldOptions options;
  std::vector<Host> hosts;
};

Seconds first_moment(const WorldOptions& options);  // of the timeline
Seconds last_moment(const WorldOptions& options);

// REQUIRES: hosts > 0, accounts_per_host > 0.
World make_world(const WorldOptions& options);

}  // namespace spoor::web
