// The merged view of one object: what a reader gets of all surfaces' lines. Internal to storage/archive.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/archive/post_rows.h"
#include "storage/kv/store.h"

namespace spoor {

// Takes the rows of one object in key order, holds the last content and tombstone of each surface, and merges.
// Memory: one row per surface.
class ObjectRows {
 public:
  Result<void> add(std::string_view row_key, std::string_view value);
  bool empty() const { return used_ == 0; }
  void clear() { used_ = 0; }

  // The record as exported; `index` holds the rest of what is known of it. corruption when the rows do not fit
  // together; `key` says which object.
  Result<boost::json::object> merged(const std::string& key, const kv::Store& index) const;
  // The same as text, where a row holds it as it is: one surface alone shows the object, and shows it still. "" where
  // it has to be merged.
  std::string_view whole() const;

 private:
  struct Line {
    std::string surface, state;  // rows as they are; state "": none
    std::string content_key, content, tombstone_key, tombstone;
  };
  Line& line_of(std::string_view surface);
  Result<bool> seen_since(const std::string& key, const kv::Store& index, Timestamp time) const;

  std::vector<Line> lines_;  // by surface; the first used_ of them, the others keep their memory for the next object
  std::size_t used_ = 0;
};

}  // namespace spoor
