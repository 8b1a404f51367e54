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
boost::json::object to_json(const Provenance& prov);
boost::json::object to_json(const Counts& counts);  // {likes: 1, reactions: {...}} without raw and approx

// The inverse, for stored rows: fields unknown to this version are ignored; a missing required field or a wrong
// type is `corruption`. parse(to_json(x)) == x.
Result<Post> post_from_json(const boost::json::object& object);
Result<Account> account_from_json(const boost::json::object& object);
Result<Thread> thread_from_json(const boost::json::object& object);
Result<RecordHead> head_from_json(const boost::json::object& object);

// The JSON Schema (2020-12) of every record, as shipped by `spoor schema`.
std::string_view json_schema();

}  // namespace spoor
