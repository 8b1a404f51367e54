#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/pipeline/run_rows.h"
#include "crawler/report/progress_line.h"
#include "crawler/report/report.h"
#include "storage/archive/post_store.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

struct Size {
  std::int64_t files = 0, bytes = 0;
};

Size size_of(const std::string& folder) {
  Size size;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error)) continue;
    ++size.files;
    size.bytes += static_cast<std::int64_t>(entry.file_size(error));
  }
  return size;
}

Result<int> status(const std::string& folder, bool as_json) {
  const adapters::Registry registry = adapters::Registry::built_in();
  auto archive = ReadableArchive::open(folder, registry);
  if (!archive) return archive.error();
  const kv::Store& index = (*archive)->index();
  auto totals = spoor::totals(index);
  if (!totals) return totals.error();
  auto run = pipeline::newest_run(index);
  if (!run) return run.error();
  const Size warc = size_of(folder + "/warc");

  report::Totals lines;
  if (*run) {
    auto read =
        pipeline::each_seed(index, (*run)->id, [&](const pipeline::SeedEntry&, const pipeline::SeedState& state) {
          ++lines.lines;
          ++lines.by_status[state.status];
          return true;
        });
    if (!read) return read.error();
  }
  if (as_json) {
    json::object out{{"archive", folder},
                     {"records", json::object{{"posts", totals->posts},
                                              {"accounts", totals->accounts},
                                              {"threads", totals->threads},
                                              {"revisions", totals->revisions},
                                              {"observations", totals->observations},
                                              {"tombstones", totals->tombstones},
                                              {"captures", totals->captures}}},
                     {"warc", json::object{{"files", warc.files}, {"bytes", warc.bytes}}}};
    if (*run) {
      json::object by_status;
      for (const auto& [word, count] : lines.by_status) by_status[word] = count;
      out["run"] = json::object{{"id", (*run)->id},
                                {"state", (*run)->state},
                                {"started", (*run)->started},
                                {"lines", lines.lines},
                                {"by_status", std::move(by_status)}};
    }
    std::cout << json::serialize(out) << std::endl;
    return 0;
  }
  std::cout << folder << "\n\n"
            << "  posts         " << totals->posts << "\n  accounts      " << totals->accounts << "\n  threads       "
            << totals->threads << "\n  revisions     " << totals->revisions << "\n  tombstones    "
            << totals->tombstones << "\n  observations  " << totals->observations << "\n  captures      "
            << totals->captures << "\n  WARC          " << warc.files << " files, " << report::human_bytes(warc.bytes)
            << "\n";
  if (*run) {
    std::cout << "\nRun " << (*run)->id << ", begun " << (*run)->started << ": "
              << ((*run)->state == "finished" ? "finished" : "unfinished; repeat its command to go on") << "\n"
              << report::table(lines);
  }
  return 0;
}

}  // namespace

void add_status(CLI::App& app, int& exit_code) {
  auto folder = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("status", "What an archive holds, and how its last run stands");
  command->add_option("ARCHIVE", *folder, "archive folder")->required();
  command->add_flag("--json", *as_json, "print JSON");
  command->callback([folder, as_json, &exit_code] {
    auto code = status(*folder, *as_json);
    exit_code = code ? *code : complain("status", code.error());
  });
}

}  // namespace spoor::cli
