// Reading diff: two indexes over the same captures, read by adapters of different versions: what the merged records
// have become, and which revisions only the older one holds. Reads only; memory is bounded by one record.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive/superseded.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct FieldChange {
  std::string field;          // member of the exported record
  std::string before, after;  // JSON; "" where the member is absent
};

// One record that is not what it was. `fields` empty: it is there in one of the two only.
struct RecordChange {
  enum class What { added, lost, changed } what = What::changed;
  std::string kind, key;  // post, account, thread
  std::string adapter;    // of the newer reading, or the last that gave it
  std::string capture_id;
  std::vector<FieldChange> fields;
};
std::string_view to_string(RecordChange::What what);  // new, lost, changed

// Calls `each` in order of the older index's keys, then for what is new.
Result<void> compare_readings(const kv::Store& older, const kv::Store& newer,
                              const std::function<void(const RecordChange&)>& each);

// Revisions of `older` whose key and rev neither `newer` nor the superseded ones hold.
Result<void> revisions_lost(const kv::Store& older, const kv::Store& newer, Timestamp now,
                            const std::function<Result<void>(const Superseded&)>& each);

// Versions of the adapters that the revisions were read by.
Result<std::map<std::string, std::set<int>>> adapter_versions(const kv::Store& index);

// True when both give the same exports, to the byte.
Result<bool> same_readings(const kv::Store& older, const kv::Store& newer);

// The URL of a capture; "" if the index does not know it.
Result<std::string> url_of_capture(const kv::Store& index, std::string_view capture_id);

}  // namespace spoor::pipeline
