#include "storage/warc/byte_stream.h"

#include <algorithm>
#include <new>
#include <utility>

#include <zlib.h>

namespace spoor::warc {
namespace {

constexpr int kGzipOnly = 31;

}  // namespace

struct ByteStream::Inflater {
  z_stream z{};
  Inflater() {
    if (inflateInit2(&z, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&z); }
};

ByteStream::ByteStream(InputFile file) : file_(std::move(file)) {}
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;
ByteStream::~ByteStream() = default;

Result<void> ByteStream::begin(std::int64_t offset) {
  buffer_.clear();
  used_ = 0;
  next_ = offset;
  const auto magic = file_.at(offset, 2);
  if (!magic) return magic.error();
  ended_ = magic->empty();
  compressed_ = magic->starts_with("\x1f\x8b");
  if (!compressed_) return {};
  if (inflater_) {
    inflateReset(&inflater_->z);
  } else {
    inflater_ = std::make_unique<Inflater>();
  }
  return {};
}

Result<bool> ByteStream::more(std::size_t limit) {
  if (ended_) return false;
  buffer_.erase(0, used_);
  used_ = 0;
  return compressed_ ? more_compressed(limit) : more_plain(limit);
}

Result<bool> ByteStream::more_plain(std::size_t limit) {
  const auto bytes = file_.at(next_);
  if (!bytes) return bytes.error();
  const std::string_view piece = bytes->substr(0, limit);
  buffer_ += piece;
  next_ += static_cast<std::int64_t>(piece.size());
  ended_ = piece.empty();
  return !ended_;
}

Result<bool> ByteStream::more_compressed(std::size_t limit) {
  z_stream& z = inflater_->z;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + limit);
  z.next_out = reinterpret_cast<Bytef*>(buffer_.data() + had);
  z.avail_out = static_cast<uInt>(limit);
  int code = Z_OK;
  while (code == Z_OK && z.avail_out > 0) {
    const auto bytes = file_.at(next_);
    if (!bytes) return bytes.error();
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
    z.avail_in = static_cast<uInt>(bytes->size());
    code = inflate(&z, Z_NO_FLUSH);
    next_ += static_cast<std::int64_t>(bytes->size() - z.avail_in);
    if (bytes->empty() && code != Z_STREAM_END && z.avail_out > 0) code = Z_BUF_ERROR;
  }
  buffer_.resize(had + limit - z.avail_out);
  ended_ = code == Z_STREAM_END;
  if (code == Z_OK || ended_) return buffer_.size() > had || !ended_;
  buffer_.resize(had);
  if (code == Z_BUF_ERROR) return Error{ErrorCode::corruption, "the file ends inside a gzip member", ""};
  return Error{ErrorCode::corruption, "the gzip member is damaged", ""};
}

Result<bool> ByteStream::continue_with_next_member() {
  const auto magic = file_.at(next_, 2);
  if (!magic) return magic.error();
  if (!magic->starts_with("\x1f\x8b")) return false;
  inflateReset(&inflater_->z);
  ended_ = false;
  return true;
}

std::int64_t ByteStream::position() const {
  return compressed_ ? next_ : next_ - static_cast<std::int64_t>(buffer_.size() - used_);
}

}  // namespace spoor::warc
