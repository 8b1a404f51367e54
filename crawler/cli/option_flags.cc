#include "crawler/cli/option_flags.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <CLI/CLI.hpp>

namespace spoor::cli {
namespace {

std::string flag_of(std::string_view option) {
  if (option == "robots_reason") return "--reason";
  std::string flag = "--" + std::string(option);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string joined(const std::vector<std::string>& mistakes) {
  std::string out;
  for (const std::string& mistake : mistakes) out += (out.empty() ? "" : "\n  ") + mistake;
  return out;
}

Result<void> read_file(const std::string& path, config::CaptureOptions& options) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::invalid_argument, "cannot be read", path};
  std::stringstream text;
  text << file.rdbuf();
  std::vector<std::string> mistakes;
  for (const config::Mistake& mistake : config::read_yaml(text.str(), path, options)) {
    mistakes.push_back(mistake.text());
  }
  if (!mistakes.empty()) return Error{ErrorCode::invalid_argument, joined(mistakes), ""};
  return {};
}

}  // namespace

void OptionFlags::add_to(CLI::App& command) {
  command.add_option("-c,--config", config_file_, "YAML file with the same options; flags win")->type_name("FILE");
  for (const config::OptionInfo& info : config::option_table()) {
    if (info.name == "media" || info.name == "conditional") continue;  // on anyway; --no-... turns them off
    const std::string name(info.name);
    if (info.takes == "true|false") {
      command.add_flag_callback(
          flag_of(info.name), [this, name] { set(name, "true"); }, std::string(info.help));
      continue;
    }
    command
        .add_option_function<std::vector<std::string>>(
            flag_of(info.name),
            [this, name](const std::vector<std::string>& values) {
              for (const std::string& value : values) set(name, value);
            },
            std::string(info.help))
        ->type_name(std::string(info.takes))
        ->expected(1)
        ->take_all();
  }
}

void OptionFlags::set(std::string name, std::string value) { given_.emplace_back(std::move(name), std::move(value)); }

Result<config::CaptureOptions> OptionFlags::read() const {
  config::CaptureOptions options;
  if (!config_file_.empty()) {
    if (auto read = read_file(config_file_, options); !read) return read.error();
  }
  for (const auto& [name, value] : given_) {
    if (auto set = config::set_option(options, name, value); !set) return set.error();
  }
  const std::vector<std::string> wrong = config::check(options);
  if (!wrong.empty()) return Error{ErrorCode::invalid_argument, joined(wrong), ""};
  return options;
}

}  // namespace spoor::cli
