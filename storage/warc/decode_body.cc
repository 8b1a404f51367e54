#include <algorithm>
#include <limits>
#include <memory>
#include <new>

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include "storage/warc/http_message.h"
#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxCodings = 5;     // a longer chain is an attack, not a page
constexpr std::size_t kPiece = 64 * 1024;  // bytes decoded per step
constexpr int kZstdWindowLog = 23;         // 8 MiB, the most that the "zstd" content coding may ask for (RFC 9659)

// Collects decoded bytes up to `limit`; one byte more shows that there was more.
class Bounded {
 public:
  explicit Bounded(std::size_t limit) : limit_(limit) {}

  // Takes as much of `piece` as fits; false when the limit is passed.
  bool take(std::string_view piece) {
    const std::size_t room = limit_ - out_.size();
    out_ += piece.substr(0, room);
    cut_ = cut_ || piece.size() > room;
    return !cut_;
  }
  DecodedBody finish(bool damaged) { return {std::move(out_), cut_, damaged && !cut_}; }
  bool empty() const { return out_.empty(); }

 private:
  std::size_t limit_;
  std::string out_;
  bool cut_ = false;
};

// One stage of zlib. `window` chooses the format: 31 gzip, 15 zlib, -15 raw deflate.
DecodedBody inflate_body(std::string_view body, int window, std::size_t limit) {
  z_stream z{};
  if (inflateInit2(&z, window) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&z, &inflateEnd);
  Bounded out(limit);
  std::string piece(kPiece, '\0');
  for (int code = Z_OK;;) {
    if (z.avail_in == 0) {
      const std::size_t step = std::min<std::size_t>(body.size(), std::numeric_limits<uInt>::max() / 2);
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
      z.avail_in = static_cast<uInt>(step);
      body.remove_prefix(step);
    }
    z.next_out = reinterpret_cast<Bytef*>(piece.data());
    z.avail_out = static_cast<uInt>(piece.size());
    code = inflate(&z, Z_NO_FLUSH);
    if (!out.take({piece.data(), piece.size() - z.avail_out})) return out.finish(false);
    if (code == Z_STREAM_END) {
      // Some servers send several gzip members; anything else behind the first is padding.
      const bool another = window == 31 && z.avail_in >= 2 && z.next_in[0] == 0x1f && z.next_in[1] == 0x8b;
      if (!another) return out.finish(false);
      inflateReset(&z);
    } else if (code != Z_OK || (z.avail_in == 0 && body.empty() && z.avail_out > 0)) {
      return out.finish(true);
    }
  }
}

DecodedBody gunzip_body(std::string_view body, std::size_t limit) { return inflate_body(body, 31, limit); }

// "deflate" means zlib (RFC 9110 8.4.1.2), but some servers send raw deflate.
DecodedBody deflate_body(std::string_view body, std::size_t limit) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(body[i]); };
  const bool zlib = body.size() >= 2 && (byte(0) & 0x0f) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
  if (!zlib) return inflate_body(body, -15, limit);
  DecodedBody decoded = inflate_body(body, 15, limit);
  if (decoded.damaged && decoded.bytes.empty()) return inflate_body(body, -15, limit);
  return decoded;
}

DecodedBody brotli_body(std::string_view body, std::size_t limit) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  if (!state) throw std::bad_alloc();
  Bounded out(limit);
  std::string piece(kPiece, '\0');
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(body.data());
  std::size_t avail_in = body.size();
  for (;;) {
    auto* next_out = reinterpret_cast<std::uint8_t*>(piece.data());
    std::size_t avail_out = piece.size();
    const auto code = BrotliDecoderDecompressStream(state.get(), &avail_in, &next_in, &avail_out, &next_out, nullptr);
    if (!out.take({piece.data(), piece.size() - avail_out})) return out.finish(false);
    if (code == BROTLI_DECODER_RESULT_SUCCESS) return out.finish(false);
    if (code != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return out.finish(true);
  }
}

DecodedBody zstd_body(std::string_view body, std::size_t limit) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kZstdWindowLog);
  Bounded out(limit);
  std::string piece(kPiece, '\0');
  ZSTD_inBuffer in{body.data(), body.size(), 0};
  for (;;) {
    ZSTD_outBuffer to{piece.data(), piece.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context.get(), &to, &in);
    if (ZSTD_isError(code)) return out.finish(true);
    if (!out.take({piece.data(), to.pos})) return out.finish(false);
    const bool drained = to.pos < piece.size();
    if (in.pos == in.size && (drained || code == 0)) return out.finish(code != 0);
  }
}

bool any(std::string_view) { return true; }
bool may_be_gzip(std::string_view body) {
  return body.substr(0, 2) == std::string_view("\x1f\x8b").substr(0, body.size());
}
bool may_be_zstd(std::string_view body) {
  // A frame (28 B5 2F FD), or a skippable frame (5x 2A 4D 18) in front of it.
  const std::string_view tail = body.substr(0, 4).substr(std::min<std::size_t>(1, body.size()));
  return std::string_view("\xb5\x2f\xfd").starts_with(tail) || std::string_view("\x2a\x4d\x18").starts_with(tail);
}

struct Coding {
  std::string_view name;
  DecodedBody (*stage)(std::string_view, std::size_t);  // nullptr: known to us, but not something we decode
  bool (*may_begin)(std::string_view);                  // whether the bytes begin as this coding does
};

constexpr Coding kCodings[] = {
    {"gzip", gunzip_body, may_be_gzip},
    {"x-gzip", gunzip_body, may_be_gzip},
    {"deflate", deflate_body, any},
    {"x-deflate", deflate_body, any},
    {"br", brotli_body, any},
    {"zstd", zstd_body, may_be_zstd},
    {"compress", nullptr, any},
    {"x-compress", nullptr, any},
    {"dcb", nullptr, any},
    {"dcz", nullptr, any},
};

// The codings to undo, last applied first. Names that are no coding ("identity", "utf-8", "none") are left out, as
// browsers do.
std::vector<const Coding*> codings_to_undo(std::string_view content_encoding) {
  std::vector<const Coding*> out;
  while (!content_encoding.empty()) {
    const std::size_t comma = content_encoding.find(',');
    const std::string_view name = trimmed(content_encoding.substr(0, comma));
    content_encoding.remove_prefix(comma == std::string_view::npos ? content_encoding.size() : comma + 1);
    for (const Coding& coding : kCodings) {
      if (equal_ignoring_case(coding.name, name)) out.push_back(&coding);
    }
    if (out.size() > kMaxCodings) break;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

DecodedBody as_is(std::string_view body, std::size_t max_bytes, bool damaged) {
  return {std::string(body.substr(0, max_bytes)), body.size() > max_bytes, damaged};
}

}  // namespace

DecodedBody decode_body(std::string_view body, std::string_view content_encoding, std::size_t max_bytes) {
  max_bytes = std::min(max_bytes, std::numeric_limits<std::size_t>::max() / 4);
  const auto codings = codings_to_undo(content_encoding);
  if (codings.empty() || body.empty()) return as_is(body, max_bytes, false);
  if (codings.size() > kMaxCodings) return as_is(body, max_bytes, true);
  std::string held;
  std::string_view input = body;
  bool damaged = false, truncated = false;
  for (const Coding* coding : codings) {
    if (!coding->stage || !coding->may_begin(input)) {
      // Sent plain under the name of a coding, as broken servers do: better the bytes than nothing.
      damaged = true;
      break;
    }
    // What an inner coding added in size is small, but it must not cut a body that fits.
    DecodedBody step = coding->stage(input, max_bytes + max_bytes / 8 + kPiece);
    damaged = damaged || step.damaged;
    truncated = truncated || step.truncated;
    held = std::move(step.bytes);
    input = held;
  }
  truncated = truncated || input.size() > max_bytes;
  if (input.data() != held.data()) return as_is(body, max_bytes, damaged);
  if (held.size() > max_bytes) held.resize(max_bytes);
  return {std::move(held), truncated, damaged};
}

}  // namespace spoor::warc
