// The rows that the archive itself keeps in the index: where captures lie, what a revisit refers to, how far the index
// has come. The same function writes them live and in a replay, so that a rebuilt index equals the one it replaces.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "storage/archive/archive.h"
#include "storage/archive/exchange.h"
#include "storage/archive/exchange_records.h"
#include "storage/archive/journal.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"

namespace spoor {

// Everything up to here is in the index. One row; `seq` -1 before the first.
struct IndexPosition {
  std::int64_t seq = -1;
  std::string warc_file;         // "" before the first exchange
  std::int64_t warc_offset = 0;  // end of the last exchange
  JournalPosition journal;
};
std::string position_key();
std::string to_row(const IndexPosition& position);
std::optional<IndexPosition> position_from(std::string_view row);

std::string to_row(const Reference& reference);
std::optional<Reference> reference_from(std::string_view row);

// Value of a capture row: the JSON of schema 3.2 with `warc.request_offset` added.
std::string capture_row(const Exchange& exchange, const StoredCapture& stored, std::int64_t request_offset);

// What reading a capture back needs of its row.
struct CapturePlace {
  std::string capture_id, url, type, payload_sha256, refers_to_capture;
  warc::Position position;
  std::int64_t request_offset = 0;
};
std::optional<CapturePlace> place_from(std::string_view capture_row);

std::string capture_row_key(std::string_view capture_id);
std::string payload_row_key(std::string_view sha256);

// Reads one row, of a store or an overlay.
using GetRow = std::function<Result<std::optional<std::string>>(std::string_view key)>;

// The full record that a new capture can refer to: for a 304 the last of its URL, else the first with this payload.
Result<std::optional<Reference>> find_original(const GetRow& get, const Exchange& exchange,
                                               const std::string& payload_sha256);
// Capture, payload and latest rows of a stored exchange.
Result<void> put_rows(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                      std::int64_t request_offset);

}  // namespace spoor
