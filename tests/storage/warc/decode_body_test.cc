#include <cstdint>
#include <random>
#include <string>

#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>

#include "storage/warc/http_message.h"
#include "storage/warc/record.h"

using namespace spoor;
using namespace spoor::warc;

namespace {

constexpr std::size_t kPlenty = 1 << 20;

std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

std::string deflate_with(std::string_view text, int window) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

const std::string kText = "hello, archive";
const std::string kBrotli = from_hex("1b0d00f825006a9042ea898b741a");
const std::string kBrotliBomb =
    from_hex("cbffff3ff825c2e2b14020f7fe2fff2c31f04b00c46111808e2306");  // ten million times 'a'

void check_whole(const DecodedBody& decoded, const std::string& text) {
  CHECK(decoded.bytes == text);
  CHECK_FALSE(decoded.damaged);
  CHECK_FALSE(decoded.truncated);
}

}  // namespace

TEST_CASE("Decoding: every coding by its names") {
  check_whole(decode_body(gzip_member(kText), "gzip", kPlenty), kText);
  check_whole(decode_body(gzip_member(kText), " X-GZip ", kPlenty), kText);
  check_whole(decode_body(deflate_with(kText, 15), "deflate", kPlenty), kText);
  check_whole(decode_body(deflate_with(kText, -15), "deflate", kPlenty), kText);
  check_whole(decode_body(kBrotli, "br", kPlenty), kText);
  check_whole(decode_body(zstd(kText), "zstd", kPlenty), kText);
  check_whole(decode_body(zstd(kText) + zstd(kText), "zstd", kPlenty), kText + kText);
  check_whole(decode_body(gzip_member(kText) + gzip_member(kText), "gzip", kPlenty), kText + kText);
  check_whole(decode_body(gzip_member(kText) + "padding", "gzip", kPlenty), kText);
}

TEST_CASE("Decoding: no coding, or a name that is none, gives the bytes") {
  for (const char* name : {"", "identity", "none", "UTF-8", " , ,", "identity, identity"}) {
    CAPTURE(name);
    check_whole(decode_body(kText, name, kPlenty), kText);
  }
  check_whole(decode_body("", "gzip", kPlenty), "");
}

TEST_CASE("Decoding: chains are undone from the last to the first") {
  check_whole(decode_body(zstd(gzip_member(kText)), "gzip, zstd", kPlenty), kText);
  check_whole(decode_body(gzip_member(gzip_member(kText)), "gzip,gzip", kPlenty), kText);
  check_whole(decode_body(gzip_member(kBrotli), "br, identity, gzip", kPlenty), kText);
  const auto wrong_order = decode_body(zstd(gzip_member(kText)), "zstd, gzip", kPlenty);
  CHECK(wrong_order.damaged);
}

TEST_CASE("Decoding: an endless chain is left alone") {
  const auto decoded = decode_body(gzip_member(kText), "gzip,gzip,gzip,gzip,gzip,gzip", kPlenty);
  CHECK(decoded.damaged);
  CHECK(decoded.bytes == gzip_member(kText));
}

TEST_CASE("Decoding: plain text under the name of a coding is given as it is, and said to be damaged") {
  for (const char* name : {"gzip", "zstd", "compress"}) {
    CAPTURE(name);
    const auto decoded = decode_body("<html>", name, kPlenty);
    CHECK(decoded.bytes == "<html>");
    CHECK(decoded.damaged);
  }
}

TEST_CASE("Decoding: a cut body gives what could be decoded") {
  std::string text;
  std::mt19937 random(3);
  for (int i = 0; i < 200'000; ++i) text += static_cast<char>('a' + random() % 16);
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"gzip", gzip_member(text)},
                                    {"deflate", deflate_with(text, 15)},
                                    {"deflate", deflate_with(text, -15)},
                                    {"zstd", zstd(text)}}) {
    CAPTURE(name);
    const auto decoded = decode_body(std::string_view(bytes).substr(0, bytes.size() - 1000), name, kPlenty);
    CHECK(decoded.damaged);
    CHECK_FALSE(decoded.truncated);
    CHECK(decoded.bytes.size() > 1000);
    CHECK(text.starts_with(decoded.bytes));
    for (std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{11}}) {
      CHECK(decode_body(std::string_view(bytes).substr(0, size), name, kPlenty).damaged);
    }
  }
  CHECK(decode_body(std::string_view(kBrotli).substr(0, kBrotli.size() - 1), "br", kPlenty).damaged);
}

TEST_CASE("Decoding: a bomb is cut at the limit") {
  const std::string big(10'000'000, 'a');
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"gzip", gzip_member(big)},
                                    {"deflate", deflate_with(big, 15)},
                                    {"deflate", deflate_with(big, -15)},
                                    {"br", kBrotliBomb},
                                    {"zstd", zstd(big)},
                                    {"gzip, gzip", gzip_member(gzip_member(big))}}) {
    CAPTURE(name);
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}, big.size() - 1}) {
      const auto cut = decode_body(bytes, name, limit);
      CHECK(cut.bytes.size() == limit);
      CHECK(cut.truncated);
      CHECK_FALSE(cut.damaged);
    }
    check_whole(decode_body(bytes, name, big.size()), big);
    check_whole(decode_body(bytes, name, SIZE_MAX), big);
  }
  CHECK(decode_body(big, "", 10).bytes == "aaaaaaaaaa");
  CHECK(decode_body(big, "", 10).truncated);
}

TEST_CASE("Decoding: random bytes under any name end without harm and within the limit") {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (unsigned n = random() % 300; n > 0; --n) bytes += static_cast<char>(random());
    if (round % 2 == 0) bytes.insert(0, round % 4 == 0 ? "\x1f\x8b\x08" : "\x28\xb5\x2f\xfd");
    for (const char* name : {"gzip", "deflate", "br", "zstd", "br,zstd,gzip"}) {
      CHECK(decode_body(bytes, name, 1000).bytes.size() <= 1000);
    }
  }
}
