#include <algorithm>

#include "storage/base/digest.h"
#include "storage/warc/input_file.h"
#include "storage/warc/reader.h"
#include "storage/warc/record_header.h"
#include "storage/warc/text.h"
#include "storage/warc/writer.h"

namespace spoor::warc {
namespace {

// Follows the order request, response|revisit, metadata.
class ExchangeOrder {
 public:
  // Whether an exchange (or a record that stands alone) ends with this record.
  bool ends_with(const Record& record) {
    if (record.type == kRequest) {
      step_ = Step::request;
      return false;
    }
    if (record.type == kResponse || record.type == kRevisit) {
      step_ = step_ == Step::request ? Step::response : Step::broken;
      response_id_ = record.id;
      return false;
    }
    if (record.type == kMetadata && step_ != Step::outside) {
      const bool whole = step_ == Step::response && belongs_to_response(record);
      step_ = whole ? Step::outside : step_;
      return whole;
    }
    step_ = Step::outside;
    return true;
  }

 private:
  bool belongs_to_response(const Record& record) const {
    return std::any_of(record.fields.begin(), record.fields.end(), [this](const auto& field) {
      return equal_ignoring_case(field.first, "WARC-Concurrent-To") && without_brackets(field.second) == response_id_;
    });
  }

  enum class Step { outside, request, response, broken };
  Step step_ = Step::outside;
  std::string response_id_;
};

Result<std::string> digest_of_tail(const std::string& path, std::int64_t begin) {
  auto file = InputFile::open(path);
  if (!file) return file.error();
  Sha256 digest;
  for (std::int64_t at = begin;;) {
    const auto bytes = file->at(at);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return digest.hex();
    digest.update(*bytes);
    at += static_cast<std::int64_t>(bytes->size());
  }
}

Result<std::int64_t> count_behind_damage(Reader& reader) {
  std::int64_t count = 0;
  for (;;) {
    const auto more = reader.skip_damaged();
    if (!more) return more.error();
    if (!*more) return count;
    for (;;) {
      const auto read = reader.next();
      if (!read && read.error().code != ErrorCode::corruption) return read.error();
      if (!read) break;
      if (!*read) return count;
      ++count;
    }
  }
}

}  // namespace

Result<TornTail> find_torn_tail(const std::string& path, std::int64_t from) {
  auto file = InputFile::open(path);
  if (!file) return file.error();
  TornTail tail;
  tail.size = file->size();
  if (from < 0 || from > tail.size) {
    return Error{ErrorCode::corruption, "the file is shorter than what was known to be whole", path};
  }
  const auto first = file->at(0, 5);
  if (!first) return first.error();
  if (begins_record(*first)) return Error{ErrorCode::unsupported, "this WARC file is not compressed", path};
  ReadOptions options;
  options.start = from;
  options.blocks = false;
  auto reader = Reader::open(path, options);
  if (!reader) return reader.error();
  ExchangeOrder order;
  tail.keep = from;
  for (;;) {
    const auto read = reader->next();
    if (!read && read.error().code != ErrorCode::corruption) return read.error();
    if (!read) {
      const auto behind = count_behind_damage(*reader);
      if (!behind) return behind.error();
      tail.records_behind_damage = *behind;
      break;
    }
    if (!*read) break;
    if (order.ends_with((*read)->record)) tail.keep = reader->offset();
  }
  if (tail.keep < tail.size) {
    auto digest = digest_of_tail(path, tail.keep);
    if (!digest) return digest.error();
    tail.cut_sha256 = std::move(*digest);
  }
  return tail;
}

}  // namespace spoor::warc
