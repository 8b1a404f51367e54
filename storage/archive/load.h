// Reads stored exchanges back by their index rows.
#pragma once

#include <string>

#include "storage/archive/exchange_records.h"
#include "storage/archive/folder_facts.h"
#include "storage/archive/index_rows.h"
#include "storage/base/result.h"

namespace spoor {

// The exchange at a place, as its records say it (a revisit without its body).
Result<DecodedExchange> read_exchange(const ArchivePaths& paths, const CapturePlace& place);
// Gives a revisit the body of the record that it refers to.
Result<void> fill_body(const ArchivePaths& paths, const GetRow& get, DecodedExchange& decoded);

template <class Source>
GetRow rows_of(const Source& source) {
  return [&source](std::string_view key) { return source.get(key); };
}

}  // namespace spoor
