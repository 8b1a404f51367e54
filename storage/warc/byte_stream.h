// The bytes of records, whether they stand in the file plainly or in gzip members: internal to storage/warc. One
// thread. Memory: what is buffered and not consumed, plus 64 KiB.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "storage/warc/input_file.h"

namespace spoor::warc {

class ByteStream {
 public:
  explicit ByteStream(InputFile file);
  ByteStream(ByteStream&&) noexcept;
  ByteStream& operator=(ByteStream&&) noexcept;
  ~ByteStream();

  InputFile& file() { return file_; }

  // Goes to `offset` and looks what is there: a gzip member or plain bytes.
  Result<void> begin(std::int64_t offset);
  bool compressed() const { return compressed_; }

  // Bytes decoded and not yet consumed. The view lives until the next call of more() or begin().
  std::string_view ready() const { return std::string_view(buffer_).substr(used_); }
  void consume(std::size_t count) { used_ += count; }

  // Decodes on and adds up to `limit` bytes to ready(); false at the end of the member (of the file for plain bytes).
  // corruption when the member is damaged or cut off.
  Result<bool> more(std::size_t limit = 64 * 1024);

  // REQUIRES: compressed(), and more() was false. Goes on with the gzip member that follows; false if there is none.
  Result<bool> continue_with_next_member();

  // Where the next byte that is not yet consumed stands (plain), or the first byte not yet decoded (compressed; the end
  // of the member once more() was false).
  std::int64_t position() const;

 private:
  Result<bool> more_plain(std::size_t limit);
  Result<bool> more_compressed(std::size_t limit);

  struct Inflater;
  InputFile file_;
  std::unique_ptr<Inflater> inflater_;
  bool compressed_ = false;
  bool ended_ = false;
  std::int64_t next_ = 0;  // file offset of the next byte to read
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace spoor::warc
