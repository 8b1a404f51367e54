#include "storage/archive/verify.h"

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/report/progress_line.h"
#include "crawler/report/report.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

void print_finding(const Finding& finding, bool as_json) {
  const std::string_view level = finding.level == Finding::Level::error ? "error" : "warning";
  if (as_json) {
    std::cout << json::serialize(json::object{{"level", level},
                                              {"file", finding.file},
                                              {"offset", finding.offset},
                                              {"what", finding.what},
                                              {"expected", finding.expected},
                                              {"found", finding.found}})
              << '\n';
    return;
  }
  std::cout << level << "  " << finding.file << ":" << finding.offset << "  " << finding.what;
  if (!finding.expected.empty()) std::cout << "  (expected " << finding.expected << ", found " << finding.found << ")";
  std::cout << '\n';
}

json::object summary_json(const VerifySummary& s) {
  return {{"warc_files", s.warc_files},
          {"warc_bytes", s.warc_bytes},
          {"records", s.records},
          {"exchanges", s.exchanges},
          {"revisits", s.revisits},
          {"journal_files", s.journal_files},
          {"journal_entries", s.journal_entries},
          {"superseded_files", s.superseded_files},
          {"superseded_lines", s.superseded_lines},
          {"capture_rows", s.capture_rows},
          {"payload_rows", s.payload_rows},
          {"errors", s.errors},
          {"warnings", s.warnings},
          {"index_compared", s.index_compared}};
}

Result<int> run_verify(const std::string& folder, bool as_json) {
  const adapters::Registry registry = adapters::Registry::built_in();
  auto archive = ReadableArchive::open(folder, registry);
  if (!archive) return archive.error();
  auto summary = verify(**archive, [as_json](const Finding& finding) { print_finding(finding, as_json); });
  if (!summary) return summary.error();
  if (as_json) {
    std::cout << json::serialize(summary_json(*summary)) << std::endl;
  } else {
    std::cout << summary->records << " records in " << summary->warc_files << " WARC files ("
              << report::human_bytes(summary->warc_bytes) << "), " << summary->exchanges << " exchanges, "
              << summary->revisits << " revisits, " << summary->journal_entries << " journal entries: "
              << (summary->errors == 0 ? "all good" : std::to_string(summary->errors) + " errors")
              << (summary->warnings == 0 ? "" : ", " + std::to_string(summary->warnings) + " warnings") << std::endl;
  }
  return summary->errors == 0 ? report::kDone : report::kDamaged;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
  auto folder = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("verify", "Check every record, digest and index row of an archive");
  command->add_option("ARCHIVE", *folder, "archive folder")->required();
  command->add_flag("--json", *as_json, "findings and summary as JSON Lines");
  command->callback([folder, as_json, &exit_code] {
    auto code = run_verify(*folder, *as_json);
    exit_code = code ? *code : complain("verify", code.error());
  });
}

}  // namespace spoor::cli
