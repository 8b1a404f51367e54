#include "storage/archive/load.h"

#include "storage/archive/archive_state.h"
#include "storage/archive/warc_files.h"
#include "storage/base/digest.h"

namespace spoor {
namespace {

Result<warc::ReadRecord> next_of(warc::Reader& reader, const std::string& path) {
  auto read = reader.next();
  if (!read) return read.error();
  if (!*read) return Error{ErrorCode::corruption, "the file ends before the exchange does", path};
  return std::move(**read);
}

Result<CapturePlace> place_of(const GetRow& get, std::string_view capture_id) {
  const auto row = get(capture_row_key(capture_id));
  if (!row) return row.error();
  if (!*row) return Error{ErrorCode::not_found, "no such capture", std::string(capture_id)};
  auto place = place_from(**row);
  if (!place) return Error{ErrorCode::corruption, "the index row of the capture is damaged", std::string(capture_id)};
  return std::move(*place);
}

}  // namespace

Result<DecodedExchange> read_exchange(const ArchivePaths& paths, const CapturePlace& place) {
  const auto path = find_warc(paths.warc, place.position.file);
  if (!path) return path.error();
  warc::ReadOptions options;
  options.start = place.request_offset;
  auto reader = warc::Reader::open(*path, options);
  if (!reader) return reader.error();
  auto request = next_of(*reader, *path);
  if (!request) return request.error();
  auto response = next_of(*reader, *path);
  if (!response) return response.error();
  auto metadata = next_of(*reader, *path);
  if (!metadata) return metadata.error();
  auto decoded = decode_exchange(place.position.file, std::move(*request), std::move(*response), *metadata);
  if (!decoded) return decoded.error();
  if (decoded->stored.capture_id != place.capture_id) {
    return Error{ErrorCode::corruption, "another capture stands there: rebuild the index",
                 *path + ":" + std::to_string(place.position.offset)};
  }
  return decoded;
}

Result<void> fill_body(const ArchivePaths& paths, const GetRow& get, DecodedExchange& decoded) {
  if (!decoded.body_elsewhere) return {};
  const auto place = place_of(get, decoded.stored.refers_to_capture);
  if (!place) return place.error();
  auto original = read_exchange(paths, *place);
  if (!original) return original.error();
  if (sha256_hex(original->exchange.body) != decoded.stored.payload_sha256) {
    return Error{ErrorCode::corruption, "the record that a revisit refers to holds another payload",
                 place->position.file + ":" + std::to_string(place->position.offset)};
  }
  decoded.exchange.body = std::move(original->exchange.body);
  decoded.body_elsewhere = false;
  return {};
}

Result<Exchange> Archive::State::load(const GetRow& get, std::string_view capture_id) const {
  const auto place = place_of(get, capture_id);
  if (!place) return place.error();
  auto decoded = read_exchange(paths, *place);
  if (!decoded) return decoded.error();
  if (auto filled = fill_body(paths, get, *decoded); !filled) return filled.error();
  return std::move(decoded->exchange);
}

}  // namespace spoor
