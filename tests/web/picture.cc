#include "tests/web/picture.h"

#include <cstdint>

namespace spoor::web {
namespace {

struct Size {
  int width = 0, height = 0;
};

std::string_view path_of(std::string_view target) { return target.substr(0, target.find_first_of("?#")); }

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::uint64_t number_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  std::uint64_t number = 0;
  for (const char c : path) number = mixed(number ^ static_cast<unsigned char>(c));
  return number;
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
std::string pixels(std::uint64_t number, Size size) {
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

std::string picture_png(std::string_view target) {
  const std::uint64_t number = number_of(path_of(target));
  const Size size = {16 + static_cast<int>(number % 32), 16 + static_cast<int>(number / 32 % 32)};
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

bool is_picture(std::string_view target) { return path_of(target).ends_with(".png"); }

}  // namespace spoor::web
