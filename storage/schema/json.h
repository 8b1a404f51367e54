// Records to and from the JSON of schema v1. Field order is fixed, so equal records give equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/base/result.h"
#include "storage/schema/records.h"

namespace spoor {

inline constexpr std::string_view kSchemaVersion = "spoor/1.0";

// The head every exported record has (schema 3.1).
struct RecordHead {
  std::string key, rev;
  Timestamp seen_at;
  std::vector<Provenance> prov;
};

boost::json::object to_json(const RecordHead& head, const Post& post);
boost::json::object to_json(const RecordHead& head, const Account& account);
boost::json::object to_json(const RecordHead& head, const Thread& thread);
// The same as text, several times faster than by way of the object.
std::string to_json_text(const RecordHead& head, const Post& post);
std::string to_json_text(const RecordHead& head, const Account& account);
std::string to_json_text(const RecordHead& head, const Thread& thread);

// The inverse, for stored rows: fields unknown to this version are ignored; a missing required field or a wrong
// type is `corruption`. parse(to_json(x)) == x.
Result<Post> post_from_json(const boost::json::object& object);
Result<Account> account_from_json(const boost::json::object& object);
Result<Thread> thread_from_json(const boost::json::object& object);
Result<RecordHead> head_from_json(const boost::json::object& object);

// What one capture said about the state of a known object (schema 3.6).
struct Observation {
  std::string target;  // post, account or thread key
  Timestamp observed_at;
  Status status = Status::live;
  std::string status_raw;
  int http_status = 0;  // 0: not known
  Counts counts;
  std::string rev_seen;  // "" when no content was visible
  Provenance prov;
  bool operator==(const Observation&) const = default;
};
boost::json::object to_json(const Observation& observation);
std::string to_row_text(const Observation& observation);  // less what its row's key and its capture's row hold
Result<Observation> observation_from_json(const boost::json::object& object);

// One step in a surface's line of revisions (schema 3.7). Key "r:<target>:<surface>:<n>".
enum class RevisionReason { first, edited, extractor_changed, deleted, suspended, restored };
std::string_view to_string(RevisionReason);
std::optional<RevisionReason> revision_reason_from(std::string_view);
struct Revision {
  std::string target, rev, prev_rev;  // rev of a tombstone: "tombstone:<status>"
  std::string surface;                // "<adapter>/<route kind>": revs are compared within it only
  std::int64_t number = 0;            // place in the surface's line, from 0
  RevisionReason reason = RevisionReason::first;
  std::vector<std::string> change;  // field names, for edited and extractor_changed
  Timestamp seen_at;
  std::optional<Timestamp> last_seen_prev;                  // last sighting of prev_rev
  std::optional<Timestamp> first_missing_at, last_live_at;  // of a tombstone
  std::string status_raw;                                   // of a tombstone: the page's wording
  Provenance prov;
  bool operator==(const Revision&) const = default;
};
boost::json::object to_json(const Revision& revision);
// Less what its row's key holds, and the record it introduced where it has one.
std::string to_row_text(const Revision& revision, bool has_record);
Result<Revision> revision_from_json(const boost::json::object& object);

// The content of an exported post, account or thread: the object whose JCS form hashes to its rev (for a record of one
// surface; a merged one has fields of others too). corruption as for the readers.
Result<boost::json::object> rev_content(const boost::json::object& record);

// The JSON Schema (2020-12) of every record, as shipped by `spoor schema`.
std::string_view json_schema();

}  // namespace spoor
