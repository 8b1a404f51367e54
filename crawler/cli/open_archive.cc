#include "crawler/cli/open_archive.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "adapters/site/site_adapter.h"
#include "crawler/pipeline/capture_run.h"
#include "storage/base/ids.h"

namespace spoor::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> definition_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string definitions_folder(const std::string& named) {
  if (!named.empty()) return named;
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config == '/') return std::string(config) + "/spoor/adapters";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.config/spoor/adapters" : "";
}

Result<adapters::Registry> registry_of(const std::string& named) {
  adapters::Registry registry = adapters::Registry::built_in();
  const std::string user_folder = definitions_folder(named);
  std::error_code error;
  if (!fs::is_directory(user_folder, error)) {
    if (named.empty()) return registry;
    return Error{ErrorCode::invalid_argument, "no such folder of adapter definitions", named};
  }
  std::string mistakes_found;
  for (const std::string& file : definition_files(user_folder)) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    std::vector<adapters::Mistake> mistakes;
    auto adapter = adapters::make_site_adapter(text.str(), file, &mistakes);
    if (adapter) {
      registry.add_user(std::move(*adapter));
      continue;
    }
    for (const adapters::Mistake& mistake : mistakes) mistakes_found += "\n  " + mistake.text();
    if (mistakes.empty()) mistakes_found += "\n  " + adapter.error().text();
  }
  if (!mistakes_found.empty())
    return Error{ErrorCode::invalid_argument, "mistakes in definitions:" + mistakes_found, user_folder};
  return registry;
}

Result<ReadableArchive> ReadableArchive::open(const std::string& folder, const adapters::Registry& registry) {
  ReadableArchive readable;
  ArchiveOptions options;
  options.read_only = access(folder.c_str(), W_OK) != 0 && access(folder.c_str(), R_OK) == 0;
  if (options.read_only) {
    readable.temporary_ = (fs::temp_directory_path() / ("spoor-index-" + uuid_v4())).string();
    options.index_folder = readable.temporary_;
  }
  auto archive = Archive::open(folder, options, system_clock());
  if (!archive) return archive.error();
  readable.archive_ = std::move(*archive);
  if (readable.archive_->index_is_behind()) {
    std::cerr << "spoor: bringing the index up to date ..." << std::endl;
    if (auto done = pipeline::catch_up(*readable.archive_, registry); !done) return done.error();
  }
  for (const Error& damage : readable.archive_->damage())
    std::cerr << "spoor: left out: " << damage.text() << std::endl;
  return readable;
}

ReadableArchive::~ReadableArchive() {
  archive_.reset();
  if (temporary_.empty()) return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
}

}  // namespace spoor::cli
