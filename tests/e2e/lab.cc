#include "tests/e2e/lab.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace spoor::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string newest_report(const std::string& archive) {
  std::string newest;
  for (const auto& entry : fs::directory_iterator(archive + "/reports")) {
    newest = std::max(newest, entry.path().string());
  }
  return newest + "/report.json";
}

}  // namespace

Lab::Lab(LoopbackServer::Handler handler, LoopbackOptions options) : server(std::move(handler), std::move(options)) {}

std::string Lab::file(const std::string& name, const std::string& content) const {
  const std::string path = folder.path() + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::vector<std::string> Lab::resolve(const std::vector<std::string>& hosts, int port) const {
  std::vector<std::string> arguments;
  for (const std::string& host : hosts) {
    arguments.emplace_back("--resolve");
    arguments.push_back(host + ":" + std::to_string(port) + ":127.0.0.1:" + std::to_string(server.port()));
  }
  return arguments;
}

RunOptions Lab::capture_options(const std::vector<std::string>& seeds, std::vector<std::string> more) const {
  RunOptions options;
  options.arguments = {"capture"};
  options.arguments.insert(options.arguments.end(), seeds.begin(), seeds.end());
  const std::vector<std::string> ours = {"-o",         archive(), "--delay",       "0",    "--delay-factor", "0",
                                         "--ip-delay", "0",       "--retry-delay", "0.01", "--json"};
  options.arguments.insert(options.arguments.end(), ours.begin(), ours.end());
  options.arguments.insert(options.arguments.end(), more.begin(), more.end());
  options.timeout = std::chrono::seconds(300);
  return options;
}

RunResult Lab::capture(const std::vector<std::string>& seeds, std::vector<std::string> more,
                       std::map<std::string, std::string> environment) const {
  RunOptions options = capture_options(seeds, std::move(more));
  options.environment = std::move(environment);
  return run_spoor(options);
}

RunResult Lab::spoor(std::vector<std::string> arguments) const {
  RunOptions options;
  options.arguments = std::move(arguments);
  options.timeout = std::chrono::seconds(300);
  return run_spoor(options);
}

json::object Lab::report() const { return json::parse(read_file(newest_report(archive()))).as_object(); }

json::object Lab::row(const std::string& input) const {
  const json::object whole = report();
  for (const json::value& row : whole.at("rows").as_array()) {
    if (std::string(row.at("input").as_string()).find(input) != std::string::npos) return row.as_object();
  }
  throw std::runtime_error("no row for " + input);
}

std::string Lab::exported(const std::string& format, std::vector<std::string> more) const {
  std::vector<std::string> arguments = {"export", archive(), "--format", format};
  arguments.insert(arguments.end(), more.begin(), more.end());
  RunResult result = spoor(arguments);
  if (result.exit_code != 0) throw std::runtime_error("export failed: " + result.err);
  return std::move(result.out);
}

std::vector<json::object> Lab::records(std::vector<std::string> more) const {
  std::vector<json::object> objects;
  std::istringstream lines(exported("jsonl", std::move(more)));
  for (std::string line; std::getline(lines, line);) objects.push_back(json::parse(line).as_object());
  return objects;
}

std::map<std::string, json::object> Lab::posts() const {
  std::map<std::string, json::object> by_key;
  for (json::object& record : records()) {
    if (record.at("record") == "post") by_key[std::string(record.at("key").as_string())] = std::move(record);
  }
  return by_key;
}

int Lab::asked(const std::string& target) const {
  int times = 0;
  for (const RequestSeen& request : server.requests()) times += request.target == target;
  return times;
}

std::string text_at(const json::object& object, std::initializer_list<const char*> path) {
  const json::value* value = nullptr;
  const json::object* here = &object;
  for (const char* name : path) {
    value = here ? here->if_contains(name) : nullptr;
    if (!value) return "";
    here = value->if_object();
  }
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

std::string corpus_folder() {
  const std::string folder = SPOOR_SOURCE_DIR "/../shared/corpus";
  return fs::exists(folder) ? folder : "";
}

}  // namespace spoor::test
