#include "crawler/serve/socket_path.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "storage/base/digest.h"

namespace spoor::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostPath = sizeof(sockaddr_un::sun_path) - 1;

// The same for every way to write the folder's name.
std::string whole_path(const std::string& folder) {
  std::error_code failed;
  const fs::path path = fs::weakly_canonical(fs::absolute(folder, failed), failed);
  std::string text = failed ? folder : path.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

std::string in_archive(const std::string& folder) { return whole_path(folder) + "/control.sock"; }
std::string note_of(const std::string& folder) { return whole_path(folder) + "/control.sock.path"; }

}  // namespace

Result<std::string> runtime_folder() {
  const char* given = std::getenv("XDG_RUNTIME_DIR");
  std::string folder;
  if (given != nullptr && *given == '/') {
    folder = std::string(given) + "/spoor";
  } else if (::access("/run/spoor", W_OK | X_OK) == 0) {
    return std::string("/run/spoor");
  } else {
    folder = "/tmp/spoor-" + std::to_string(::geteuid());
  }
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return errno_error("create folder", folder, errno);
  // In /tmp anybody could have made it first, or a link to elsewhere.
  struct stat facts {};
  if (::lstat(folder.c_str(), &facts) != 0) return errno_error("look at", folder, errno);
  if (!S_ISDIR(facts.st_mode) || facts.st_uid != ::geteuid())
    return Error{ErrorCode::io, "is not a folder of this user; set XDG_RUNTIME_DIR to one", folder};
  if ((facts.st_mode & 077) != 0 && ::chmod(folder.c_str(), 0700) != 0)
    return errno_error("change the mode of", folder, errno);
  return folder;
}

std::vector<std::string> socket_places(const std::string& archive_folder) {
  std::vector<std::string> places;
  if (const std::string best = in_archive(archive_folder); best.size() <= kMostPath) places.push_back(best);
  const auto runtime = runtime_folder();
  if (!runtime) return places;
  std::string other = *runtime + "/" + sha256_hex(whole_path(archive_folder)).substr(0, 16) + ".sock";
  if (other.size() <= kMostPath) places.push_back(std::move(other));
  return places;
}

std::string socket_path(const std::string& archive_folder) {
  std::ifstream note(note_of(archive_folder), std::ios::binary);
  std::string place;
  if (std::getline(note, place) && place.starts_with('/') && place.size() <= kMostPath) return place;
  return in_archive(archive_folder);
}

Result<void> note_socket_place(const std::string& archive_folder, const std::string& socket) {
  const std::string note = note_of(archive_folder);
  std::error_code failed;
  if (socket == in_archive(archive_folder)) {
    fs::remove(note, failed);
    if (failed) return Error{ErrorCode::io, failed.message(), note};
    return {};
  }
  const std::string part = note + ".part";
  {
    std::ofstream out(part, std::ios::binary);
    out << socket << '\n';
    out.close();
    if (!out) return Error{ErrorCode::io, "could not be written", part};
  }
  fs::rename(part, note, failed);
  if (failed) return Error{ErrorCode::io, failed.message(), note};
  return {};
}

}  // namespace spoor::serve
