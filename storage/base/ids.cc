#include "storage/base/ids.h"

#include <array>
#include <stdexcept>

#include <sys/random.h>

#include "storage/base/digest.h"

namespace spoor {
namespace {

using Bytes = std::array<unsigned char, 16>;

Bytes random_bytes() {
  Bytes bytes;
  // 16 bytes are never cut short by the kernel; it fails only where there is no such call.
  if (::getentropy(bytes.data(), bytes.size()) != 0) throw std::runtime_error("no random bytes from the system");
  return bytes;
}

std::string text_of(Bytes bytes, unsigned char version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  std::string text = to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  for (std::size_t place : {20, 16, 12, 8}) text.insert(place, 1, '-');
  return text;
}

}  // namespace

std::string uuid_v4() { return text_of(random_bytes(), 4); }

std::string uuid_v7(Timestamp moment) {
  Bytes bytes = random_bytes();
  auto ms = static_cast<std::uint64_t>(moment.millis());
  for (int i = 5; i >= 0; --i, ms >>= 8) bytes[i] = static_cast<unsigned char>(ms & 0xff);
  return text_of(bytes, 7);
}

}  // namespace spoor
