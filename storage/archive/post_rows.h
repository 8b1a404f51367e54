// Rows of the post store in the index: one place that makes and reads them. Internal to storage/archive.
//
//   R key, surface, ""   LineState: where this surface's line of revisions stands
//   R key, surface, n    RevisionRow: 'V', richness, LF, JSON of the revision, LF, JSON of the record; or 'T', JSON of
//   a
//                        tombstone's revision
//   O key, time, capture ObservationRow: JSON
#pragma once

#include <optional>
#include <string>

#include <boost/json/fwd.hpp>

#include "storage/base/result.h"
#include "storage/schema/json.h"

namespace spoor::post_rows {

struct LineState {
  std::int64_t number = 0;  // of the last revision
  std::string rev;          // of the last revision
  int adapter_version = 0;  // that last read this surface
  Timestamp last_seen;      // of `rev`
  bool tombstone() const { return rev.compare(0, 10, "tombstone:") == 0; }
};
std::string state_key(std::string_view key, std::string_view surface);
std::string encode(const LineState& state);
Result<LineState> decode_state(std::string_view value);
bool is_tombstone_state(std::string_view value);  // of a state row, without reading it

// A revision, and the record that it introduced (none for a tombstone).
struct RevisionRow {
  Revision revision;
  int richness = 0;
  std::string record;  // JSON of the record with its head; "" for a tombstone
};
std::string revision_key(std::string_view key, std::string_view surface, std::int64_t number);
std::string encode(const RevisionRow& row);
Result<RevisionRow> decode_revision(std::string_view row_key, std::string_view value);
// The parts of a content row that a merge needs, without reading the revision. `record` is a view into `value`.
struct ContentRow {
  int richness = 0;
  std::string_view record;
};
Result<ContentRow> read_content(std::string_view row_key, std::string_view value);
bool is_tombstone(std::string_view value);  // of a revision row

std::string observation_key(const Observation& observation);
std::string encode(const Observation& observation);
Result<Observation> decode_observation(std::string_view row_key, std::string_view value);

// The parts of a record row's key.
struct RecordKey {
  std::string_view key, surface, number;  // number "": the state
};
std::optional<RecordKey> parse_record_key(std::string_view row_key);
// All rows of one object.
std::string record_prefix(std::string_view key);

Error damaged(std::string_view row_key, std::string_view what);
Result<boost::json::object> parse_object(std::string_view row_key, std::string_view value);

}  // namespace spoor::post_rows
