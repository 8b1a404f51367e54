#include "crawler/report/report.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include <boost/json.hpp>

#include "crawler/pipeline/contacts.h"
#include "crawler/pipeline/run_rows.h"
#include "crawler/pipeline/seed_progress.h"
#include "storage/archive/disk.h"
#include "storage/base/csv.h"
#include "storage/json/members.h"

namespace spoor::report {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const std::vector<std::string>& own_columns() {
  static const std::vector<std::string> names = {"line",     "input", "url",       "status",   "reason",
                                                 "platform", "kind",  "posts",     "captures", "scope",
                                                 "software", "media", "final_url", "source"};
  return names;
}

std::vector<std::string> own_cells(const pipeline::SeedEntry& entry, const pipeline::SeedState& state) {
  std::string reason = state.reason;
  if (entry.duplicate_of > 0 && reason.empty()) reason = "same link as line " + std::to_string(entry.duplicate_of);
  for (const auto& [why, count] : state.refused) {
    if (why.starts_with("over the limit"))
      reason += (reason.empty() ? "" : "; ") + why + ": " + std::to_string(count) + " left out";
  }
  return {std::to_string(entry.line),
          entry.input,
          entry.url,
          state.status,
          reason,
          state.platform,
          state.kind,
          std::to_string(state.posts),
          std::to_string(state.captures),
          state.scope,
          state.software,
          std::to_string(state.media),
          state.final_url,
          entry.source};
}

// Writes through a temporary name, so that nobody ever sees half a report, also after a power cut.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)), out_(path_ + ".part", std::ios::binary) {}
  std::ostream& out() { return out_; }
  Result<void> finish() {
    out_.close();
    if (!out_) return Error{ErrorCode::io, "could not be written; is the disk full?", path_};
    if (auto synced = sync_file(path_ + ".part"); !synced) return synced;
    std::error_code error;
    fs::rename(path_ + ".part", path_, error);
    if (error) return Error{ErrorCode::io, error.message(), path_};
    return {};
  }

 private:
  std::string path_;
  std::ofstream out_;
};

void write_row(std::ostream& out, const std::vector<std::string>& cells, bool guard) {
  for (std::size_t i = 0; i < cells.size(); ++i) out << (i ? "," : "") << csv_cell(cells[i], guard);
  out << '\n';
}

// Names of the inputs' own columns, in order of first appearance; ours keep their names, a clash is called
// input_<name>.
Result<std::vector<std::string>> carried_columns(const kv::Store& index, const std::string& run) {
  std::vector<std::string> names;
  std::set<std::string> known;
  auto read = pipeline::each_seed(index, run, [&](const pipeline::SeedEntry& entry, const pipeline::SeedState&) {
    for (const auto& [name, value] : entry.columns) {
      if (known.insert(name).second) names.push_back(name);
    }
    return true;
  });
  if (!read) return read.error();
  return names;
}

std::string column_title(const std::string& name) {
  const auto& own = own_columns();
  return std::find(own.begin(), own.end(), name) == own.end() ? name : "input_" + name;
}

Result<void> write_hosts(const kv::Store& index, const std::string& run, const std::string& path, bool guard,
                         Totals& totals) {
  WholeFile file(path);
  write_row(file.out(), {"host", "ip", "requests", "failures", "embeds", "bytes"}, guard);
  auto read = pipeline::each_contact(index, run, [&](const pipeline::Contact& contact) {
    write_row(file.out(),
              {contact.host, contact.ip, std::to_string(contact.requests), std::to_string(contact.failures),
               std::to_string(contact.embeds), std::to_string(contact.bytes)},
              guard);
    ++totals.hosts;
    totals.requests += contact.requests;
    totals.bytes += contact.bytes;
  });
  if (!read) return read.error();
  return file.finish();
}

}  // namespace

json::object to_json(const Totals& totals) {
  json::object by_status;
  for (const auto& [status, count] : totals.by_status) by_status[status] = count;
  return {{"lines", totals.lines}, {"by_status", std::move(by_status)},
          {"posts", totals.posts}, {"captures", totals.captures},
          {"hosts", totals.hosts}, {"requests", totals.requests},
          {"bytes", totals.bytes}};
}

Totals totals_from(const json::object& json) {
  Totals totals;
  totals.lines = number_member(json, "lines");
  totals.posts = number_member(json, "posts");
  totals.captures = number_member(json, "captures");
  totals.hosts = number_member(json, "hosts");
  totals.requests = number_member(json, "requests");
  totals.bytes = number_member(json, "bytes");
  const json::object* by_status = object_member(json, "by_status");
  if (!by_status) return totals;
  for (const auto& member : *by_status) totals.by_status[member.key()] = number_member(*by_status, member.key());
  return totals;
}

int exit_code(const Totals& totals, bool interrupted) {
  if (interrupted) return kInterrupted;
  bool failed = false, blocked = false, suspect = false;
  for (const auto& [status, count] : totals.by_status) {
    if (status == "no_link" || status == "duplicate" || count == 0) continue;
    failed = failed || status == "invalid" || pipeline::status_rank(status) >= 3;
    blocked = blocked || pipeline::status_rank(status) == 2;
    suspect = suspect || status == "parse_empty";
  }
  return failed ? kFailed : blocked ? kBlocked : suspect ? kSuspect : kDone;
}

Result<Totals> write(const kv::Store& index, const std::string& run, const std::string& archive_folder,
                     bool guard_cells, bool interrupted, Paths& paths) {
  paths.folder = archive_folder + "/reports/" + run;
  paths.csv = paths.folder + "/report.csv";
  paths.json = paths.folder + "/report.json";
  paths.hosts = paths.folder + "/hosts.csv";
  std::error_code error;
  fs::create_directories(paths.folder, error);
  if (error) return Error{ErrorCode::io, error.message(), paths.folder};

  Totals totals;
  if (auto hosts = write_hosts(index, run, paths.hosts, guard_cells, totals); !hosts) return hosts.error();
  auto carried = carried_columns(index, run);
  if (!carried) return carried.error();

  WholeFile csv(paths.csv), rows(paths.json);
  std::vector<std::string> titles = own_columns();
  for (const std::string& name : *carried) titles.push_back(column_title(name));
  write_row(csv.out(), titles, guard_cells);
  rows.out() << "{\"run\":" << json::serialize(json::value(run))
             << ",\"interrupted\":" << (interrupted ? "true" : "false") << ",\"rows\":[";
  auto read = pipeline::each_seed(index, run, [&](const pipeline::SeedEntry& entry, const pipeline::SeedState& state) {
    std::vector<std::string> cells = own_cells(entry, state);
    json::object row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[own_columns()[i]] = cells[i];
    row["line"] = entry.line;
    row["posts"] = state.posts;
    row["captures"] = state.captures;
    row["media"] = state.media;
    json::object refused;
    for (const auto& [reason, count] : state.refused) refused[reason] = count;
    if (!refused.empty()) row["left_out"] = std::move(refused);
    for (const std::string& name : *carried) {
      const auto column =
          std::find_if(entry.columns.begin(), entry.columns.end(), [&](const auto& c) { return c.first == name; });
      cells.push_back(column == entry.columns.end() ? "" : column->second);
      row[column_title(name)] = cells.back();
    }
    write_row(csv.out(), cells, guard_cells);
    rows.out() << (totals.lines ? ",\n" : "\n") << json::serialize(row);
    ++totals.lines;
    ++totals.by_status[state.status];
    totals.posts += state.posts;
    totals.captures += state.captures;
    return true;
  });
  if (!read) return read.error();
  rows.out() << "\n],\"totals\":" << json::serialize(to_json(totals))
             << ",\"exit_code\":" << exit_code(totals, interrupted) << "}\n";
  if (auto done = csv.finish(); !done) return done.error();
  if (auto done = rows.finish(); !done) return done.error();
  // The run is said to be finished only when its report is there to stay.
  for (const std::string& folder : {paths.folder, archive_folder + "/reports", archive_folder}) {
    if (auto synced = sync_folder(folder); !synced) return synced.error();
  }
  return totals;
}

std::string table(const Totals& totals) {
  std::ostringstream out;
  std::vector<std::pair<std::string, std::int64_t>> rows(totals.by_status.begin(), totals.by_status.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [status, count] : rows) {
    out << "  " << status << std::string(status.size() < 18 ? 18 - status.size() : 1, ' ') << count << '\n';
  }
  out << "  " << std::string(18, '-') << '\n';
  out << "  input lines       " << totals.lines << '\n';
  return out.str();
}

}  // namespace spoor::report
