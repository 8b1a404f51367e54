#include "tests/e2e/trail.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace spoor::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::istringstream text(read_file(path));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

std::vector<LogLine> log_lines(const std::string& archive) {
  std::vector<LogLine> lines;
  std::error_code none;
  for (const auto& run : fs::directory_iterator(archive + "/reports", none)) {
    if (!fs::exists(run.path() / "run.log")) continue;
    for (const std::string& line : lines_of((run.path() / "run.log").string())) lines.push_back(log_line(line));
  }
  return lines;
}

// "Failed to connect to 127.0.0.1 port 1 after 0 ms: ..." without how long it took.
std::string until_time(const std::string& text) { return text.substr(0, text.find(" after ")); }

}  // namespace

LogLine log_line(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, '\t');) cells.push_back(cell);
  cells.resize(std::max<std::size_t>(cells.size(), 4));
  return {cells[0], cells[1], cells[2], cells[3]};
}

Trail::Trail(std::vector<std::string> more_arguments, const std::string& names_in)
    : lab([this](const RequestSeen& request) {
        bell.request();
        return web.answer(request);
      }),
      more_(names_in.empty() ? lab.resolve(spoor::web::TrailWeb::hosts()) : std::vector<std::string>()),
      seeds_(lab.file("seeds.txt", spoor::web::TrailWeb::seeds())) {
  for (const std::string& host : spoor::web::TrailWeb::hosts()) {
    if (names_in.empty()) break;
    more_.emplace_back("--resolve");
    more_.push_back(host + ":80:" + host + "." + names_in + ":" + std::to_string(lab.server.port()));
  }
  // Nothing listens on port 1.
  for (const char* closed : {"site.trail.example:443:127.0.0.1:1", "down.trail.example:80:127.0.0.1:1"}) {
    more_.emplace_back("--resolve");
    more_.emplace_back(closed);
  }
  more_.insert(more_.end(), more_arguments.begin(), more_arguments.end());
}

RunOptions Trail::command(std::map<std::string, std::string> environment) const {
  RunOptions options = lab.capture_options({seeds_}, more_);
  options.environment = std::move(environment);
  return options;
}

RunResult Trail::capture(std::map<std::string, std::string> environment) const {
  return run_spoor(command(std::move(environment)));
}

Harvest Trail::harvest() const {
  Harvest harvest;
  for (json::object& record : lab.records()) {
    record.erase("prov");
    record.erase("seen_at");
    harvest.records.push_back(json::serialize(record));
  }
  std::sort(harvest.records.begin(), harvest.records.end());
  const json::object report = lab.report();
  for (const json::value& each : report.at("rows").as_array()) {
    const json::object& row = each.as_object();
    std::string cells;
    for (const char* name :
         {"status", "reason", "posts", "platform", "kind", "scope", "software", "media", "final_url"})
      cells += until_time(json::serialize(row.at(name))) + " ";
    harvest.rows[json::serialize(row.at("line")) + " " + text_at(row, {"input"})] = cells;
  }
  return harvest;
}

std::set<std::string> Trail::acknowledged() const {
  std::set<std::string> urls;
  for (const LogLine& line : log_lines(lab.archive())) {
    if (line.acknowledges()) urls.insert(line.subject);
  }
  return urls;
}

bool Trail::finished() const {
  if (!event_logged(lab.archive(), "run_done")) return false;  // cheap, and always before the end
  const RunResult status = lab.spoor({"status", lab.archive(), "--json"});
  return status.exit_code == 0 && status.out.find("\"state\":\"finished\"") != std::string::npos;
}

std::vector<std::string> Trail::asked_again(std::size_t from, const std::set<std::string>& urls) const {
  std::vector<std::string> again;
  const auto requests = lab.server.requests();
  for (std::size_t i = from; i < requests.size(); ++i) {
    const std::string url = "http://" + requests[i].host() + requests[i].target;
    if (urls.contains(url)) again.push_back(url);
  }
  return again;
}

std::multiset<std::string> Trail::captured() const {
  std::multiset<std::string> urls;
  for (const json::object& record : lab.records({"--kind", "capture"})) urls.insert(text_at(record, {"url"}));
  return urls;
}

bool event_logged(const std::string& archive, const std::string& event) {
  const auto lines = log_lines(archive);
  return std::any_of(lines.begin(), lines.end(), [&](const LogLine& line) { return line.event == event; });
}

std::string difference(const Harvest& wanted, const Harvest& found) {
  std::string text;
  int shown = 0;
  const auto say = [&](const std::string& line) {
    if (++shown <= 20) text += line.substr(0, 600) + "\n";
  };
  std::vector<std::string> missing, extra;
  std::set_difference(wanted.records.begin(), wanted.records.end(), found.records.begin(), found.records.end(),
                      std::back_inserter(missing));
  std::set_difference(found.records.begin(), found.records.end(), wanted.records.begin(), wanted.records.end(),
                      std::back_inserter(extra));
  for (const std::string& line : missing) say("missing " + line);
  for (const std::string& line : extra) say("extra   " + line);
  for (const auto& [input, cells] : wanted.rows) {
    const auto row = found.rows.find(input);
    const std::string other = row == found.rows.end() ? "no row" : row->second;
    if (other != cells) say("row " + input + "\n  wanted " + cells + "\n  found  " + other);
  }
  if (found.rows.size() != wanted.rows.size()) say("rows: " + std::to_string(found.rows.size()));
  return text;
}

const Harvest& undisturbed(int runs) {
  static std::map<int, Harvest> harvests;
  const auto known = harvests.find(runs);
  if (known != harvests.end()) return known->second;
  Trail trail;
  for (int run = 0; run < runs; ++run) {
    trail.web.age = run;
    const RunResult result = trail.capture();
    if (result.exit_code != 4) throw std::runtime_error("the undisturbed capture failed: " + result.err);
  }
  return harvests[runs] = trail.harvest();
}

std::string verify_complaint(const Lab& lab) {
  const RunResult own = lab.spoor({"verify", lab.archive()});
  if (own.exit_code != 0) return "verify: exit " + std::to_string(own.exit_code) + "\n" + own.out + own.err;
  if (std::system("node --version > /dev/null 2>&1 && npm --version > /dev/null 2>&1") != 0) return "";
  RunOptions options;
  options.arguments = {SPOOR_SOURCE_DIR "/scripts/check_warc_with_warcio.mjs", "--npm", SPOOR_BINARY_DIR "/npm",
                       lab.archive()};
  options.timeout = std::chrono::minutes(30);  // a million exchanges take five
  const RunResult other = run("node", options);
  if (other.exit_code == 0 || other.exit_code == 77) return "";
  return "warcio: exit " + std::to_string(other.exit_code) + "\n" + other.out + other.err;
}

std::string report_complaint(const Lab& lab) {
  const json::object report = lab.report();
  std::int64_t rows = 0, posts = 0, captures = 0, by_status = 0;
  std::set<std::int64_t> lines;
  for (const json::value& row : report.at("rows").as_array()) {
    ++rows;
    lines.insert(row.at("line").as_int64());
    posts += row.at("posts").as_int64();
    captures += row.at("captures").as_int64();
  }
  const json::object& totals = report.at("totals").as_object();
  for (const auto& each : totals.at("by_status").as_object()) by_status += each.value().as_int64();
  const bool fine = totals.at("lines").as_int64() == rows && by_status == rows &&
                    totals.at("posts").as_int64() == posts && totals.at("captures").as_int64() == captures &&
                    static_cast<std::int64_t>(lines.size()) == rows;
  return fine ? "" : json::serialize(totals) + " but " + std::to_string(rows) + " rows";
}

bool long_form() {
  const char* wish = std::getenv("SPOOR_LONG");
  return wish && std::string(wish) == "1";
}

}  // namespace spoor::test
