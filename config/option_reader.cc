#include "config/option_reader.h"

#include <algorithm>

#include "config/secrets.h"

namespace spoor::config {
namespace {

// Free text; options that take one of a few words, or a number, are nothing to hide.
bool may_be_secret(const OptionInfo& option) {
  return !option.list &&
         (option.takes == "TEXT" || option.takes == "URL" || option.takes == "FILE" || option.takes == "FOLDER");
}

bool read_secret(const OptionInfo& option, YamlNode value, CaptureOptions& options, Mistakes& mistakes) {
  const std::string name(option.name);
  const YamlNode key = value.first();
  const YamlNode reference = key ? key.next() : YamlNode();
  const bool is_env = key && key.text() == "env", is_file = key && key.text() == "file";
  if (!may_be_secret(option) || (!is_env && !is_file) || !reference.is_scalar() || reference.next()) {
    mistakes.add(value, name + " takes " + std::string(option.takes) +
                            (may_be_secret(option) ? ", {env: NAME} or {file: PATH}" : ""));
    return false;
  }
  const std::string where(reference.text());
  auto secret = is_env ? secret_of_env(where) : secret_of_file(where, mistakes.folder());
  if (!secret) {
    mistakes.add(reference, name + ": " + secret.error().message);
    return false;
  }
  if (!set_option(options, name, secret->value)) return false;
  options.secrets.emplace_back(name, std::move(secret->shown));
  return true;
}

}  // namespace

std::string shortened(std::string_view text) {
  if (text.size() <= 60) return std::string(text);
  std::size_t end = 57;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string Mistakes::folder() const {
  const std::size_t slash = file_.rfind('/');
  return slash == std::string::npos ? "" : file_.substr(0, slash + 1);
}

void Mistakes::add(YamlNode where, std::string message) {
  if (full()) return;
  all_.push_back({file_, where ? where.line() : 1, where ? where.column() : 1, std::move(message)});
}

void Mistakes::add_unknown(YamlNode key, std::string_view what, const std::vector<std::string_view>& known) {
  if (full()) return;
  const std::string near = nearest(key.text(), known);
  add(key, "unknown " + std::string(what) + " '" + shortened(key.text()) + "'" +
               (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

const OptionInfo* find_option(std::string_view name) {
  const auto& table = option_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const OptionInfo& info) { return info.name == name; });
  return found == table.end() ? nullptr : &*found;
}

bool read_option(YamlNode key, YamlNode value, CaptureOptions& options, Mistakes& mistakes) {
  const OptionInfo* option = find_option(key.text());
  if (value.is_map()) return read_secret(*option, value, options, mistakes);
  const auto set = [&](YamlNode item) {
    if (!item.is_scalar()) {
      mistakes.add(item, std::string(option->name) + " takes " + std::string(option->takes));
      return false;
    }
    const auto done = set_option(options, option->name, item.text());
    if (!done) mistakes.add(item, done.error().message);
    return static_cast<bool>(done);
  };
  if (!option->list || !value.is_list()) return set(value);
  bool good = true;
  for (YamlNode item = value.first(); item; item = item.next()) good = set(item) && good;
  return good;
}

std::vector<Mistake> read_yaml(std::string_view yaml, std::string_view file_name, CaptureOptions& options) {
  std::vector<Mistake> all;
  YamlTree tree;
  if (!tree.read(yaml, file_name, all)) return all;
  Mistakes mistakes(file_name, all);
  const YamlNode root = tree.root();
  if (!root || root.is_null()) return all;
  if (!root.is_map()) {
    mistakes.add(root, "expected 'option: value' lines");
    return all;
  }
  std::vector<std::string_view> known;
  for (const OptionInfo& option : option_table()) known.push_back(option.name);
  for (YamlNode key = root.first(); key; key = key.next().next()) {
    if (!key.is_scalar()) {
      mistakes.add(key, "an option's name is a plain word");
    } else if (!find_option(key.text())) {
      mistakes.add_unknown(key, "option", known);
    } else {
      read_option(key, key.next(), options, mistakes);
    }
  }
  return all;
}

}  // namespace spoor::config
