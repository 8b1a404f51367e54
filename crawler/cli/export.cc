#include "storage/export/export.h"

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "config/capture_options.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/remote_export.h"
#include "crawler/report/report.h"
#include "crawler/serve/socket_client.h"

namespace spoor::cli {
namespace {

struct Flags {
  std::string archive, format = "jsonl", output, since, until, platform, software, account, adapters;
  std::vector<std::string> kinds;
  bool latest = false, history = false, raw_cells = false, as_json = false;
};

// A day ("2026-03-01": its first moment in UTC) or an RFC 3339 time.
Result<std::optional<Timestamp>> moment(const std::string& flag, const std::string& text) {
  if (text.empty()) return std::optional<Timestamp>();
  auto stated = parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (!stated)
    return Error{ErrorCode::invalid_argument, flag + " takes a day or a time, like 2026-03-01 or 2026-03-01T08:00:00Z",
                 text};
  return std::optional<Timestamp>(*stated);
}

Result<ExportOptions> options_of(const Flags& flags) {
  ExportOptions options;
  if (flags.format == "csv") {
    options.format = ExportFormat::csv;
  } else if (flags.format != "jsonl") {
    const std::string near = config::nearest(flags.format, {"jsonl", "csv"});
    return Error{ErrorCode::invalid_argument,
                 "--format is jsonl or csv" + (near.empty() ? "" : "; did you mean " + near + "?"), flags.format};
  }
  auto since = moment("--since", flags.since);
  if (!since) return since.error();
  auto until = moment("--until", flags.until);
  if (!until) return until.error();
  for (const std::string& kind : flags.kinds) {
    if (!post_kind_from(kind) && kind != "account" && kind != "thread" && kind != "capture") {
      return Error{ErrorCode::invalid_argument,
                   "--kind takes post, comment, reply, repost, quote, video, image, article, thread, poll, profile, "
                   "story, account or "
                   "capture",
                   kind};
    }
  }
  options.filter.since = *since;
  options.filter.until = *until;
  options.filter.platform = flags.platform;
  options.filter.software = flags.software;
  options.filter.account = flags.account;
  options.filter.kinds = flags.kinds;
  options.filter.view = flags.history ? View::history : View::latest;
  options.raw_cells = flags.raw_cells;
  return options;
}

void print_summary(const Flags& flags, const ExportSummary& summary) {
  boost::json::object written, skipped;
  std::int64_t total = 0;
  std::string words;
  for (const auto& [kind, count] : summary.written) {
    written[kind] = count;
    total += count;
    words += (words.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
  }
  for (const auto& [reason, count] : summary.skipped) {
    skipped[reason] = count;
    words += ", " + std::to_string(count) + " left out: " + reason;
  }
  if (flags.as_json) {
    std::cerr << boost::json::serialize(boost::json::object{
                     {"written", written}, {"skipped", skipped}, {"bytes", summary.bytes}, {"sha256", summary.sha256}})
              << std::endl;
    return;
  }
  std::cerr << "spoor export: " << total << " records (" << (words.empty() ? "none" : words)
            << "), counts agree with the store, sha256 " << summary.sha256 << std::endl;
}

bool to_stdout(const Flags& flags) { return flags.output.empty() || flags.output == "-"; }

Result<ExportSummary> of_archive(const Flags& flags, const ExportOptions& options) {
  auto registry = registry_of(flags.adapters);
  if (!registry) return registry.error();
  auto archive = ReadableArchive::open(flags.archive, *registry);
  if (!archive) return archive.error();
  const kv::Store& index = (*archive)->index();
  return to_stdout(flags) ? export_records(index, options, std::cout) : export_records(index, options, flags.output);
}

Result<ExportSummary> of_daemon(const Flags& flags, const ExportOptions& options) {
  return to_stdout(flags) ? export_remote(flags.archive, options, std::cout)
                          : export_remote(flags.archive, options, flags.output);
}

Result<int> run_export(const Flags& flags) {
  auto options = options_of(flags);
  if (!options) return options.error();
  auto summary = serve::has_daemon(flags.archive) ? of_daemon(flags, *options) : of_archive(flags, *options);
  if (!summary) return summary.error();
  std::cout.flush();
  if (!std::cout) return Error{ErrorCode::io, "could not write everything", "standard output"};
  print_summary(flags, *summary);
  return report::kDone;
}

}  // namespace

void add_export(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("export", "Write the archive's records in the format that the next tool reads");
  command->add_option("ARCHIVE", flags->archive, "archive folder")->required();
  command->add_option("--format", flags->format, "jsonl (default) or csv")->type_name("FORMAT");
  command->add_option("-o,--output", flags->output, "file; default is standard output")->type_name("FILE");
  command->add_option("--since", flags->since, "published (or seen, if no date is known) at or after")
      ->type_name("TIME");
  command->add_option("--until", flags->until, "and before")->type_name("TIME");
  command->add_option("--platform", flags->platform, "only this platform: telegram, forum.example.org")
      ->type_name("NAME");
  command->add_option("--software", flags->software, "only sites run by this software: phpbb, wordpress")
      ->type_name("NAME");
  command->add_option("--account", flags->account, "only this author: handle, id or account key")->type_name("NAME");
  command
      ->add_option("--kind", flags->kinds,
                   "only these kinds: post, reply, comment, video, account, thread, capture ...")
      ->delimiter(',')
      ->type_name("LIST");
  auto* latest = command->add_flag("--latest", flags->latest, "the newest revision of each record (default)");
  command->add_flag("--history", flags->history, "all revisions and observations too")->excludes(latest);
  command->add_flag("--raw-cells", flags->raw_cells, "CSV: do not guard cells that a spreadsheet would run");
  command->add_option("--adapters", flags->adapters, "your own adapter definitions, as in the capture")
      ->type_name("FOLDER");
  command->add_flag("--json", flags->as_json, "the closing counts as JSON (on standard error)");
  command->callback([flags, &exit_code] {
    auto code = run_export(*flags);
    exit_code = code ? *code : complain("export", code.error());
  });
}

}  // namespace spoor::cli
