#include "storage/warc/record.h"

#include <algorithm>
#include <memory>
#include <new>

#include <libdeflate.h>

namespace spoor::warc {
namespace {

struct Free {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

// One per thread: making one costs as much as compressing a small record.
libdeflate_compressor* compressor_of(int level) {
  thread_local std::unique_ptr<libdeflate_compressor, Free> compressor;
  thread_local int made_for = 0;
  if (made_for != level) {
    compressor.reset(libdeflate_alloc_compressor(level));
    made_for = compressor ? level : 0;
  }
  if (!compressor) throw std::bad_alloc();
  return compressor.get();
}

}  // namespace

std::string gzip_member(std::string_view bytes, int level) {
  libdeflate_compressor* compressor = compressor_of(std::clamp(level, 1, 12));
  std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

}  // namespace spoor::warc
