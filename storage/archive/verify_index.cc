#include <utility>

#include "storage/archive/load.h"
#include "storage/archive/verify_parts.h"
#include "storage/kv/keys.h"

namespace spoor {

void IndexVerifier::error(std::string what, std::string expected, std::string found) {
  book_.error("index", 0, std::move(what), std::move(expected), std::move(found));
}

void IndexVerifier::check_reference(const DecodedExchange& decoded, const std::string& row_key) {
  const std::string& id = decoded.stored.capture_id;
  const auto row = index_.get(row_key);
  if (!row) return error("unreadable: " + row.error().text());
  const auto reference = *row ? reference_from(**row) : std::nullopt;
  if (!reference) return error("no row says who holds the payload of capture " + id, decoded.stored.payload_sha256);
  if (decoded.stored.revisit && reference->capture_id != decoded.stored.refers_to_capture) {
    error("capture " + id + " refers to another record than the first with its payload", reference->capture_id,
          decoded.stored.refers_to_capture);
  }
}

Result<void> IndexVerifier::exchange(DecodedExchange& decoded) {
  const std::string file = "warc/" + decoded.stored.position.file;
  const std::int64_t offset = decoded.stored.position.offset;
  const GetRow get = rows_of(index_);
  const bool elsewhere = decoded.body_elsewhere;
  if (auto filled = fill_body(paths_, get, decoded); !filled) {
    if (filled.error().code == ErrorCode::io) return filled;
    book_.error(file, offset, "the revisit cannot be resolved: " + filled.error().text());
    if (elsewhere) ++matched_;
    return {};
  }
  if (can_deduplicate(decoded.exchange)) check_reference(decoded, payload_row_key(decoded.stored.payload_sha256));

  const auto row = index_.get(capture_row_key(decoded.stored.capture_id));
  if (!row) {
    error("unreadable: " + row.error().text());
    return {};
  }
  if (!*row) {
    error("no row for capture " + decoded.stored.capture_id + " at " + file + ":" + std::to_string(offset));
    return {};
  }
  ++matched_;
  const std::string expected = capture_row(decoded.exchange, decoded.stored, decoded.request_offset);
  if (**row != expected)
    error("the row of capture " + decoded.stored.capture_id + " is not what its record says", expected, **row);
  return {};
}

Result<void> IndexVerifier::scan(char kind,
                                 const std::function<void(std::string_view key, std::string_view value)>& each) {
  const std::string prefix = kv::make_prefix(kind, {});
  const auto done = index_.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    each(key.substr(1), value);
    return true;
  });
  if (!done) error("unreadable: " + done.error().text());
  return {};
}

void IndexVerifier::check_capture_row(std::string_view key, std::string_view value) {
  const auto place = place_from(value);
  if (!place || place->capture_id != key) return error("the row of capture " + std::string(key) + " is damaged");
  if (auto read = read_exchange(paths_, *place); !read) {
    error("capture " + std::string(key) + " has a row but no record: " + read.error().text());
  }
}

void IndexVerifier::check_reference_row(std::string_view key, std::string_view value, bool payload) {
  const std::string name = (payload ? "payload " : "latest ") + std::string(key);
  const auto reference = reference_from(value);
  if (!reference) return error("the row " + name + " is damaged");
  const auto row = index_.get(capture_row_key(reference->capture_id));
  if (!row) return error("unreadable: " + row.error().text());
  const auto place = *row ? place_from(**row) : std::nullopt;
  if (!place || place->type != warc::kResponse || place->url != reference->url ||
      (payload && place->payload_sha256 != key)) {
    error("the row " + name + " does not lead to a full record of it", reference->capture_id);
  }
}

Result<void> IndexVerifier::rows() {
  std::int64_t& captures = book_.summary.capture_rows;
  if (auto done = scan(kv::kCapture, [&](std::string_view, std::string_view) { ++captures; }); !done) return done;
  if (captures != matched_) {
    const auto each = [&](std::string_view key, std::string_view value) { check_capture_row(key, value); };
    if (auto done = scan(kv::kCapture, each); !done) return done;
  }
  const auto payload = [&](std::string_view key, std::string_view value) {
    ++book_.summary.payload_rows;
    check_reference_row(key, value, true);
  };
  if (auto done = scan(kv::kPayload, payload); !done) return done;
  return scan(kv::kLatest,
              [&](std::string_view key, std::string_view value) { check_reference_row(key, value, false); });
}

}  // namespace spoor
