#include "crawler/cli/case_folder.h"

#include <filesystem>
#include <fstream>

namespace spoor::cli {
namespace fs = std::filesystem;

Result<void> write_new_files(const std::string& folder, const std::vector<authoring::CaseFile>& files) {
  std::error_code error;
  for (const authoring::CaseFile& file : files) {
    const std::string path = folder + "/" + file.name;
    if (fs::exists(path, error)) return Error{ErrorCode::invalid_argument, "exists already; nothing was written", path};
  }
  for (const authoring::CaseFile& file : files) {
    const fs::path path = folder + "/" + file.name;
    fs::create_directories(path.parent_path(), error);
    if (error) return Error{ErrorCode::io, error.message(), path.parent_path().string()};
    std::ofstream out(path, std::ios::binary);
    out << file.content;
    out.close();
    if (!out) return Error{ErrorCode::io, "cannot be written", path.string()};
  }
  return {};
}

std::string free_case_folder(const std::string& folder, const std::string& adapter, const std::string& kind) {
  const std::string first = folder + "/cases/" + adapter + "/" + kind;
  std::error_code error;
  std::string free = first;
  for (int number = 2; fs::exists(free, error); ++number) free = first + "-" + std::to_string(number);
  return free;
}

}  // namespace spoor::cli
