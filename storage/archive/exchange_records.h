// An exchange as WARC records and back: request, response or revisit, metadata (standards: warc, sections 1 to 4 and
// 7). What HTTP does not show is in the metadata record, so that decode(encode(x)) == x.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/archive/archive.h"
#include "storage/archive/exchange.h"
#include "storage/archive/validators.h"
#include "storage/base/result.h"
#include "storage/warc/reader.h"
#include "storage/warc/record.h"

namespace spoor {

// A full record that a revisit points to.
struct Reference {
  std::string capture_id, record_id, url;
  std::string date;       // as its WARC-Date is written
  Validators validators;  // of the newest answer with this content; only the row of a URL has them
  bool operator==(const Reference&) const = default;
};

// Bodies shorter than this are stored again rather than referred to.
inline constexpr std::size_t kMinDedupBytes = 256;

// Whether the body can stand for others, and be left out when it is there already: status 200, whole, not small.
bool can_deduplicate(const Exchange& exchange);
bool is_not_modified(const Exchange& exchange);  // a real 304 without body

struct RecordIds {
  std::string request, response;
};

warc::Record request_record(const Exchange& exchange, const RecordIds& ids);
// A response; with `original` (or for a 304) a revisit. `payload_sha256` "" leaves the payload digest out.
warc::Record response_record(const Exchange& exchange, const RecordIds& ids, const std::string& payload_sha256,
                             const std::optional<Reference>& original);
// Hex, as the record itself states it.
std::string block_sha256_of(const warc::Record& record);
warc::Record metadata_record(const Exchange& exchange, const RecordIds& ids, const std::string& id, std::int64_t seq,
                             const std::string& refers_to_capture);

// What the three records say. An identical-payload revisit comes without its body (`body_elsewhere`).
struct DecodedExchange {
  Exchange exchange;
  StoredCapture stored;  // position: of the response or revisit
  std::int64_t request_offset = 0;
  std::int64_t end = 0;  // first byte behind the metadata record
  bool body_elsewhere = false;
};
// `file` is the final name of the file that they stand in. corruption when they do not make an exchange of ours.
Result<DecodedExchange> decode_exchange(const std::string& file, warc::ReadRecord request, warc::ReadRecord response,
                                        const warc::ReadRecord& metadata);

}  // namespace spoor
