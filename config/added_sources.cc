#include "config/added_sources.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/yaml_tree.h"

namespace spoor::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead =
    "# Sources added, paused, resumed and removed with 'spoor source'. It writes this file anew each time: comments do "
    "not last.\n";

std::string in_quotes(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string list_of(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() > 1 ? ", " : "") + in_quotes(value);
  return out + "]";
}

Error wrong_shape(const std::string& file, YamlNode where, const std::string& message) {
  return {ErrorCode::invalid_argument, Mistake{file, where.line(), where.column(), message}.text(), ""};
}

Result<std::vector<std::string>> read_texts(YamlNode value, const std::string& file) {
  std::vector<std::string> texts;
  if (value.is_null()) return texts;
  for (YamlNode item = value.is_list() ? value.first() : value; item;
       item = value.is_list() ? item.next() : YamlNode()) {
    if (!item.is_scalar()) return wrong_shape(file, item, "expected a text");
    texts.emplace_back(item.text());
  }
  return texts;
}

Result<AddedSource> read_source(YamlNode node, const std::string& file) {
  AddedSource source;
  if (node.is_scalar()) {
    source.set("link", std::string(node.text()));
    return source;
  }
  if (!node.is_map()) return wrong_shape(file, node, "expected 'link: LINK' and the like");
  for (YamlNode key = node.first(); key; key = key.next().next()) {
    auto values = read_texts(key.next(), file);
    if (!values) return values.error();
    source.entries.push_back({std::string(key.text()), std::move(*values), key.next().is_list()});
  }
  return source;
}

Result<void> write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_error("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file) != 0) return errno_error("fsync", path, errno);
  return {};
}

}  // namespace

const std::string* AddedSource::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return entry.values.empty() ? nullptr : &entry.values.front();
  }
  return nullptr;
}

void AddedSource::set(std::string_view key, std::string value) {
  for (Entry& entry : entries) {
    if (entry.key != key) continue;
    entry.values = {std::move(value)};
    entry.list = false;
    return;
  }
  entries.push_back({std::string(key), {std::move(value)}, false});
}

std::string to_yaml(const AddedSources& added) {
  std::string out(kHead);
  out += added.sources.empty() ? "sources: []\n" : "sources:\n";
  for (const AddedSource& source : added.sources) {
    std::string line;
    for (const AddedSource::Entry& entry : source.entries) {
      line += (line.empty() ? "" : ", ") + entry.key + ": ";
      line += entry.list ? list_of(entry.values) : in_quotes(entry.values.empty() ? "" : entry.values.front());
    }
    out += "  - {" + line + "}\n";
  }
  return out + "paused: " + list_of(added.paused) + "\nresumed: " + list_of(added.resumed) +
         "\nremoved: " + list_of(added.removed) + "\n";
}

Result<AddedSources> read_added_sources(std::string_view yaml, const std::string& file) {
  AddedSources added;
  YamlTree tree;
  std::vector<Mistake> mistakes;
  if (!tree.read(yaml, file, mistakes)) return Error{ErrorCode::invalid_argument, mistakes.front().text(), ""};
  const YamlNode root = tree.root();
  if (!root || root.is_null()) return added;
  if (!root.is_map()) return wrong_shape(file, root, "expected lists of sources, paused, resumed and removed");
  for (YamlNode key = root.first(); key; key = key.next().next()) {
    const YamlNode value = key.next();
    if (key.text() == "sources") {
      if (!value.is_list() && !value.is_null()) return wrong_shape(file, value, "sources is a list");
      for (YamlNode item = value.first(); item; item = item.next()) {
        auto source = read_source(item, file);
        if (!source) return source.error();
        added.sources.push_back(std::move(*source));
      }
      continue;
    }
    std::vector<std::string>* list = key.text() == "paused"    ? &added.paused
                                     : key.text() == "resumed" ? &added.resumed
                                     : key.text() == "removed" ? &added.removed
                                                               : nullptr;
    if (list == nullptr) return wrong_shape(file, key, "unknown list '" + std::string(key.text().substr(0, 60)) + "'");
    auto texts = read_texts(value, file);
    if (!texts) return texts.error();
    *list = std::move(*texts);
  }
  return added;
}

Result<AddedSourcesFile> AddedSourcesFile::open(const std::string& file) {
  AddedSourcesFile opened;
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(file, error), error);  // a link stays one
  opened.path_ = error ? file : real.string();
  const std::string folder = fs::path(opened.path_).parent_path().string();
  opened.folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened.folder_ < 0) return errno_error("open", folder, errno);
  while (::flock(opened.folder_, LOCK_EX) != 0) {
    if (errno != EINTR) return errno_error("lock", folder, errno);
  }
  if (!fs::exists(opened.path_, error)) return opened;
  std::ifstream in(opened.path_, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return Error{ErrorCode::io, "cannot be read", opened.path_};
  auto content = read_added_sources(text.str(), opened.path_);
  if (!content) return content.error();
  opened.content = std::move(*content);
  return opened;
}

AddedSourcesFile::AddedSourcesFile(AddedSourcesFile&& other) noexcept
    : content(std::move(other.content)), path_(std::move(other.path_)), folder_(other.folder_) {
  other.folder_ = -1;
}

AddedSourcesFile::~AddedSourcesFile() {
  if (folder_ >= 0) ::close(folder_);
}

Result<void> AddedSourcesFile::replace(const std::string& text) {
  const std::string temporary = path_ + ".new";
  struct stat present {};
  const mode_t mode = ::stat(path_.c_str(), &present) == 0 ? present.st_mode & 0777 : 0644;
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return errno_error("open", temporary, errno);
  auto written = write_all(file, text, temporary);
  ::close(file);
  if (written && ::rename(temporary.c_str(), path_.c_str()) != 0) written = errno_error("rename", temporary, errno);
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  if (::fsync(folder_) != 0) return errno_error("fsync", path_, errno);
  return {};
}

}  // namespace spoor::config
