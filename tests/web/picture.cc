#include "tests/web/picture.h"

#include <array>
#include <charconv>

namespace spoor::web {
namespace {

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

void put_u32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

std::uint32_t adler32_of(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

void put_chunk(std::string& out, std::string_view type, std::string_view data) {
  put_u32(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = std::string(type) + std::string(data);
  out += body;
  put_u32(out, crc32_of(body));
}

// zlib with one stored block: `raw` is below 64 kB.
std::string stored(const std::string& raw) {
  std::string out("\x78\x01\x01", 3);
  const auto size = static_cast<std::uint16_t>(raw.size());
  for (const int value : {size & 0xff, size >> 8, ~size & 0xff, ~size >> 8 & 0xff}) out += static_cast<char>(value);
  out += raw;
  put_u32(out, adler32_of(raw));
  return out;
}

// A field of 4 by 4 colours, so that two pictures differ to the eye, too.
std::string pixels(std::uint64_t number, PictureSize size) {
  std::string raw;
  for (int y = 0; y < size.height; ++y) {
    raw += '\0';  // no filter
    for (int x = 0; x < size.width; ++x) {
      const auto cell = static_cast<std::uint64_t>(y * 4 / size.height * 4 + x * 4 / size.width);
      const std::uint64_t colour = mixed(number ^ mixed(cell + 1));
      for (int shift = 0; shift < 24; shift += 8) raw += static_cast<char>(colour >> shift & 0xff);
    }
  }
  return raw;
}

}  // namespace

PictureSize picture_size(std::uint64_t number) {
  const std::uint64_t bits = mixed(number);
  return {16 + static_cast<int>(bits % 32), 16 + static_cast<int>(bits / 32 % 32)};
}

std::string picture_png(std::uint64_t number) {
  const PictureSize size = picture_size(number);
  std::string head;
  put_u32(head, static_cast<std::uint32_t>(size.width));
  put_u32(head, static_cast<std::uint32_t>(size.height));
  head += std::string("\x08\x02\0\0\0", 5);
  std::string out("\x89PNG\r\n\x1a\n", 8);
  put_chunk(out, "IHDR", head);
  put_chunk(out, "IDAT", stored(pixels(number, size)));
  put_chunk(out, "IEND", "");
  return out;
}

std::string picture_name(std::uint64_t number) {
  std::string out = "pic-";
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[number >> shift & 15];
  return out + ".png";
}

std::optional<std::uint64_t> picture_number(std::string_view target) {
  target = target.substr(0, target.find_first_of("?#"));
  const auto at = target.rfind("pic-");
  if (at == std::string_view::npos || target.size() != at + 24 || !target.ends_with(".png")) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = target.data() + at + 20;
  const auto [stop, error] = std::from_chars(target.data() + at + 4, end, number, 16);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace spoor::web
