// The merged view of one object: what a reader gets of all surfaces' lines. Internal to storage/archive.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/archive/post_rows.h"

namespace spoor {

// Takes the rows of one object in key order, holds the last content and tombstone of each surface, and merges.
// Memory: one row per surface.
class ObjectRows {
 public:
  Result<void> add(std::string_view row_key, std::string_view value);
  bool empty() const { return lines_.empty(); }

  // The record as exported. corruption when the rows do not fit together; `key` says which object.
  Result<boost::json::object> merged(std::string_view key) const;

 private:
  struct Line {
    std::optional<post_rows::LineState> state;
    std::string content_key, content, tombstone_key, tombstone;  // rows
  };
  std::map<std::string, Line> lines_;  // by surface
};

}  // namespace spoor
