// Post store: revisions, observations and tombstones of posts, accounts and threads, as rows of the index.
//
// Nothing is overwritten. Every (key, surface) has its own line of revisions, so that only like is compared with like:
// a feed's excerpt never "edits" the topic page's text. A reader gets the merged view: the richest surface owns the
// content, the others fill what it lacks. All functions are deterministic in the order of application; what is read
// does not depend on the order in which different surfaces were applied.
//
// The status of the merged view is that of the newest word on the object: a tombstone newer than every live sighting
// makes it deleted or suspended, with the last content kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/base/result.h"
#include "storage/kv/store.h"
#include "storage/schema/json.h"
#include "storage/schema/records.h"

namespace spoor {

// What one capture said, after normalising: the input of apply().
struct Sighting {
  Timestamp seen_at;
  int http_status = 0;
  Provenance prov;    // locator is taken from each record
  int richness = 50;  // of the surface, 0-100: the highest one owns the content (ties: the surface's name)
  std::vector<Post> posts;
  std::vector<Account> accounts;
  std::vector<Thread> threads;
  // State of the page's own subject when the page shows no content ("deleted", "login_required", ...).
  // Proven states (deleted, suspended) make a tombstone of a known post; the others are only observed.
  struct Subject {
    std::string key;  // post, account or thread key; "" = nothing to observe
    Status status = Status::unknown;
    std::string status_raw;
  };
  std::vector<Subject> subjects;
};

// Normalises the records of the sighting, then, for each (of repeats inside one sighting the fullest counts):
// one observation; and a revision when the surface shows other content than last time. A record that is not live and
// has no content (a placeholder) is taken for a Subject if its object is known.
// corruption: a row of the index is damaged; rebuild the index.
//
// What a sighting did to a record.
struct Touched {
  enum class What {
    seen,      // as before, or only counts and status
    created,   // no surface had shown it before
    added,     // known, and this surface shows it for the first time
    edited,    // other content than last time on this surface
    restored,  // content again after a tombstone
    reread,    // other content because the adapter has changed
    gone,      // a new tombstone
    absent     // a state without content, and without proof
  };
  std::string key;
  What what = What::seen;
  // Of created posts: where it is, whose, and when it was published if that is known.
  std::string url, author;
  std::optional<Timestamp> published;
};
// In order, each record once.
Result<std::vector<Touched>> apply(kv::Overlay& index, Sighting sighting);

struct StoreTotals {
  std::int64_t posts = 0, accounts = 0, threads = 0, revisions = 0, observations = 0, tombstones = 0, captures = 0;
};
// Counts keys (of tombstones: the rows' first byte), without reading records: the check on every walk.
Result<StoreTotals> totals(const kv::Store& index);

// Walks the merged records in key order. The object is the exported JSON of schema v1.
enum class View { latest, history };  // history adds observation and revision records after each object's own
struct Filter {
  std::optional<Timestamp> since, until;  // by published time; by seen_at where none is known. since <= t < until
  std::string platform, software;         // "" = any
  std::string account;                    // handle (with or without @), native id or account key
  std::vector<std::string> kinds;         // post kinds; "account", "thread", "capture" ask for these records;
                                          // none: every post, account and thread
  View view = View::latest;
};
// Constant memory. `each` returns false to stop. Captures pass the filter by time only. In the history, observations of
// keys that no record is known for come last, unless the filter asks for more than times.
// Revisions that only an older adapter could make (superseded.h) follow those of their object.
Result<void> walk(const kv::Store& index, const Filter& filter,
                  const std::function<bool(const boost::json::object& record)>& each);

// One merged record as exported; nullopt when no surface ever showed the object.
Result<std::optional<boost::json::object>> record_of(const kv::Store& index, const std::string& key);

// What a walk came past, filtered out or not. After a whole walk `seen` equals totals() of an unchanged store.
struct WalkCounts {
  StoreTotals seen;             // revisions and observations: only where the view shows them
  std::int64_t unreadable = 0;  // capture rows that are no capture record; never written
};
Result<WalkCounts> walk_counted(const kv::Store& index, const Filter& filter,
                                const std::function<bool(const boost::json::object& record)>& each);

// The same records as the text of their JSON, the same to the byte as serialising each object: most stand in the index
// like that and are not read at all.
Result<WalkCounts> walk_texts(const kv::Store& index, const Filter& filter,
                              const std::function<bool(std::string_view kind, std::string_view record)>& each);

}  // namespace spoor
