#include "crawler/pipeline/disk_room.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace spoor::pipeline {
namespace {

constexpr std::uint64_t kRoomNeeded = std::uint64_t{8} << 20;

}  // namespace

bool has_room(const std::string& folder, std::size_t waiting) {
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) return false;
  const std::uint64_t block = disk.f_frsize;
  return disk.f_bavail * block >= std::min(kRoomNeeded, disk.f_blocks * block / 50) + waiting;
}

bool is_disk_full(const Error& error) {
  constexpr std::array<std::string_view, 3> kWords = {"No space left", "disk is full", "quota exceeded"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return error.message.find(words) != std::string::npos; });
}

}  // namespace spoor::pipeline
