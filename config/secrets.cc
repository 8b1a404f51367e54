#include "config/secrets.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace spoor::config {
namespace {

constexpr std::size_t kMaxBytes = 65'536;

Error wrong(std::string message) { return {ErrorCode::invalid_argument, std::move(message), ""}; }

}  // namespace

Result<Secret> secret_of_env(const std::string& name) {
  const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
  if (value == nullptr) return wrong("the environment has no variable '" + name + "'");
  if (*value == '\0') return wrong("the environment's variable '" + name + "' is empty");
  return Secret{value, "(from env " + name + ")"};
}

Result<Secret> secret_of_file(const std::string& path, std::string_view folder) {
  const std::filesystem::path whole = std::filesystem::path(folder) / path;
  std::error_code error;
  if (!std::filesystem::is_regular_file(whole, error)) return wrong("there is no file '" + path + "' to read it from");
  std::ifstream in(whole, std::ios::binary);
  std::string value(kMaxBytes + 1, '\0');
  in.read(value.data(), static_cast<std::streamsize>(value.size()));
  if (in.bad() || (in.fail() && !in.eof()))
    return wrong("the file '" + path + "' cannot be read; check its permissions");
  value.resize(static_cast<std::size_t>(in.gcount()));
  if (value.size() > kMaxBytes) return wrong("the file '" + path + "' is larger than 64 kB");
  value.resize(std::min(value.find_first_of("\r\n"), value.size()));
  if (value.empty()) return wrong("the file '" + path + "' begins with an empty line");
  return Secret{std::move(value), "(from file " + path + ")"};
}

}  // namespace spoor::config
