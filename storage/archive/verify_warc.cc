#include <algorithm>
#include <utility>

#include "storage/archive/disk.h"
#include "storage/archive/verify_parts.h"
#include "storage/base/digest.h"
#include "storage/warc/http_message.h"

namespace spoor {
namespace {

constexpr std::string_view kSha256 = "sha256:";

}  // namespace

Result<void> WarcVerifier::file(const WarcFile& file) {
  file_ = file;
  shown_ = "warc/" + file.disk_name();
  const std::string path = paths_.warc + "/" + file.disk_name();
  const auto size = file_size(path);
  if (!size) return size.error();
  ++book_.summary.warc_files;
  book_.summary.warc_bytes += *size;
  auto reader = warc::Reader::open(path);
  if (!reader) return reader.error();
  bool first = true;
  for (;;) {
    auto read = reader->next();
    if (!read) {
      if (read.error().code == ErrorCode::io) return read.error();
      const std::int64_t offset = reader->offset();
      const auto more = reader->skip_damaged();
      if (!more) return more.error();
      drop_incomplete();
      const std::string skipped = std::to_string(reader->offset() - offset) + " bytes cannot be read as records";
      book_.add({!*more && file.open ? Finding::Level::warning : Finding::Level::error, shown_, offset,
                 read.error().message, "", skipped});
      continue;
    }
    if (!*read) break;
    check_record(**read, first);
    first = false;
    if (auto placed = place_record(std::move(**read)); !placed) return placed;
  }
  drop_incomplete();
  return {};
}

void WarcVerifier::check_record(const warc::ReadRecord& read, bool first) {
  ++book_.summary.records;
  const warc::Record& record = read.record;
  if (first && record.type != warc::kWarcinfo)
    book_.warning(shown_, read.offset, "the file does not begin with warcinfo");
  if (first && record.field("WARC-Filename").value_or(file_.name) != file_.name) {
    book_.warning(shown_, read.offset, "the file was renamed from " + std::string(*record.field("WARC-Filename")));
  }
  if (record.id.empty()) book_.error(shown_, read.offset, "the record has no id");
  const auto stated = record.field("WARC-Block-Digest");
  if (!stated || !stated->starts_with(kSha256)) {
    book_.error(shown_, read.offset, "the record has no SHA-256 block digest");
    return;
  }
  const std::string found = sha256_hex(record.block);
  if (stated->substr(kSha256.size()) != found) {
    book_.error(shown_, read.offset, "the block is not what its digest says",
                std::string(stated->substr(kSha256.size())), found);
  }
}

void WarcVerifier::drop_incomplete() {
  if (request_) book_.error(shown_, request_->offset, "the exchange is not whole: response or metadata is missing");
  request_.reset();
  response_.reset();
}

Result<void> WarcVerifier::place_record(warc::ReadRecord read) {
  const std::string& type = read.record.type;
  if (type == warc::kRequest) {
    drop_incomplete();
    request_ = std::move(read);
  } else if (type == warc::kResponse || type == warc::kRevisit) {
    if (!request_ || response_) {
      drop_incomplete();
      book_.error(shown_, read.offset, "a " + type + " record without its request");
      return {};
    }
    response_ = std::move(read);
  } else if (type == warc::kMetadata) {
    if (request_ && response_) return finish_exchange(read);
    drop_incomplete();
    book_.error(shown_, read.offset, "a metadata record without its exchange");
  }
  return {};
}

Result<void> WarcVerifier::finish_exchange(const warc::ReadRecord& metadata) {
  const std::int64_t offset = response_->offset;
  const bool together = request_->record.field("WARC-Concurrent-To").value_or("") == "<" + response_->record.id + ">" &&
                        metadata.record.field("WARC-Concurrent-To").value_or("") == "<" + response_->record.id + ">";
  if (!together) book_.error(shown_, offset, "request, response and metadata do not name each other");
  auto decoded = decode_exchange(file_.name, std::move(*request_), std::move(*response_), metadata);
  request_.reset();
  response_.reset();
  if (!decoded) {
    book_.error(shown_, metadata.offset, decoded.error().message);
    return {};
  }
  ++book_.summary.exchanges;
  if (decoded->stored.revisit) ++book_.summary.revisits;
  book_.saw_seq(decoded->stored.seq, shown_, metadata.offset);
  check_payload(*decoded, offset);
  return each_(*decoded);
}

void WarcVerifier::check_payload(const DecodedExchange& decoded, std::int64_t offset) {
  const Exchange& exchange = decoded.exchange;
  const auto head = warc::parse_response_head(exchange.response_head + exchange.body);
  if (head && head->size != exchange.response_head.size()) {
    book_.warning(shown_, offset, "head and body are divided elsewhere than the HTTP text says");
  }
  if (decoded.stored.revisit) return;  // its payload is compared where it lies
  const std::string found = exchange.body.empty() ? std::string() : sha256_hex(exchange.body);
  if (found != decoded.stored.payload_sha256) {
    book_.error(shown_, offset, "the payload is not what its digest says", decoded.stored.payload_sha256, found);
  }
}

}  // namespace spoor
