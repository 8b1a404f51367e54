#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/pipeline/capture_run.h"
#include "crawler/pipeline/renormalise.h"
#include "crawler/report/report.h"
#include "storage/base/clock.h"
#include "storage/base/ids.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;
using pipeline::AdapterDiff;
using pipeline::RenormaliseReport;

struct Flags {
  std::string folder, adapters_folder;
  pipeline::RenormaliseOptions options;
  bool as_json = false;
};

json::value value_of(const std::string& text) { return text.empty() ? json::value() : json::parse(text); }

json::array versions_json(const std::set<int>& versions) {
  json::array out;
  for (int version : versions) out.emplace_back(version);
  return out;
}

json::object example_json(const pipeline::Example& example) {
  json::array fields;
  for (const pipeline::FieldChange& field : example.change.fields) {
    fields.push_back(
        json::object{{"field", field.field}, {"before", value_of(field.before)}, {"after", value_of(field.after)}});
  }
  return {{"what", to_string(example.change.what)}, {"kind", example.change.kind}, {"key", example.change.key},
          {"capture", example.change.capture_id},   {"url", example.url},          {"fields", std::move(fields)}};
}

json::object diff_json(const AdapterDiff& diff) {
  json::object records, fields;
  for (const auto& [kind, numbers] : diff.records)
    records[kind] = json::object{{"new", numbers.added}, {"lost", numbers.lost}, {"changed", numbers.changed}};
  for (const auto& [field, number] : diff.fields) fields[field] = number;
  json::array examples;
  for (const pipeline::Example& example : diff.examples) examples.push_back(example_json(example));
  return {{"versions_before", versions_json(diff.before)},
          {"versions_after", versions_json(diff.after)},
          {"pages", diff.pages},
          {"records", std::move(records)},
          {"fields", std::move(fields)},
          {"examples", std::move(examples)}};
}

json::object report_json(const RenormaliseReport& report, const Flags& flags) {
  json::object adapters;
  for (const auto& [name, diff] : report.adapters) adapters[name] = diff_json(diff);
  return {{"archive", flags.folder},
          {"dry_run", flags.options.dry_run},
          {"unchanged", report.same},
          {"new", report.added},
          {"lost", report.lost},
          {"changed", report.changed},
          {"superseded", report.superseded},
          {"file", report.file},
          {"unreadable", report.damage.size()},
          {"adapters", std::move(adapters)}};
}

std::string shortened(const std::string& value) {
  constexpr std::size_t kMost = 160;
  if (value.empty()) return "-";
  if (value.size() <= kMost) return value;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return value.substr(0, end) + "...";
}

std::string joined(const std::set<int>& versions) {
  std::string out;
  for (int version : versions) out += (out.empty() ? "" : ",") + std::to_string(version);
  return out.empty() ? "-" : out;
}

std::string cell(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

void print_examples(const std::string& name, const AdapterDiff& diff) {
  for (const pipeline::Example& example : diff.examples) {
    std::cout << name << "  " << to_string(example.change.what) << ' ' << example.change.key << "\n    " << example.url
              << '\n';
    for (const pipeline::FieldChange& field : example.change.fields) {
      std::cout << "    " << field.field << "\n      - " << shortened(field.before) << "\n      + "
                << shortened(field.after) << '\n';
    }
  }
}

void print_table(const RenormaliseReport& report) {
  std::cout << cell("adapter", 16) << cell("version", 12) << cell("pages", 8) << cell("kind", 9) << cell("new", 8)
            << cell("lost", 8) << cell("changed", 9) << "fields\n";
  for (const auto& [name, diff] : report.adapters) {
    const std::string version =
        diff.before == diff.after ? joined(diff.after) : joined(diff.before) + " -> " + joined(diff.after);
    const std::string head = cell(name, 16) + cell(version, 12) + cell(std::to_string(diff.pages), 8);
    if (diff.records.empty()) std::cout << head << "no change\n";
    std::string fields;
    for (const auto& [field, number] : diff.fields)
      fields += (fields.empty() ? "" : ", ") + field + " " + std::to_string(number);
    bool first = true;
    for (const auto& [kind, numbers] : diff.records) {
      std::cout << (first ? head : std::string(head.size(), ' ')) << cell(kind, 9)
                << cell(std::to_string(numbers.added), 8) << cell(std::to_string(numbers.lost), 8)
                << cell(std::to_string(numbers.changed), 9) << (first ? fields : "") << '\n';
      first = false;
    }
  }
}

void print(const RenormaliseReport& report, const Flags& flags) {
  if (report.same) {
    std::cout << "nothing changed: the present adapters read what the index holds" << std::endl;
    return;
  }
  for (const auto& [name, diff] : report.adapters) print_examples(name, diff);
  print_table(report);
  std::cout << report.superseded << " old revisions " << (flags.options.dry_run ? "would be kept" : "kept")
            << (report.file.empty() ? "" : " in " + report.file) << std::endl;
}

Result<int> renormalise(Flags flags) {
  auto registry = registry_of(flags.adapters_folder);
  if (!registry) return registry.error();
  if (access(flags.folder.c_str(), F_OK) == 0 && access(flags.folder.c_str(), W_OK) != 0)
    return Error{ErrorCode::invalid_argument,
                 "the archive cannot be written to: it is always read by the present adapters", flags.folder};
  auto archive = Archive::open(flags.folder, {}, system_clock());
  if (!archive) return archive.error();
  if (auto done = pipeline::catch_up(**archive, *registry); !done) return done.error();
  flags.options.second_folder = (std::filesystem::temp_directory_path() / ("spoor-renormalise-" + uuid_v4())).string();
  auto report = pipeline::renormalise(**archive, *registry, system_clock(), flags.options);
  if (!report) return report.error();
  if (auto closed = (*archive)->close(); !closed) return closed.error();
  for (const Error& damage : report->damage) std::cerr << "spoor renormalise: left out: " << damage.text() << std::endl;
  if (flags.as_json) {
    std::cout << json::serialize(report_json(*report, flags)) << std::endl;
  } else {
    print(*report, flags);
  }
  return report->damage.empty() ? report::kDone : report::kDamaged;
}

}  // namespace

void add_renormalise(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "renormalise",
      "Read all stored captures again with the present adapters and show what changes; old revisions are kept");
  command->add_option("ARCHIVE", flags->folder, "archive folder")->required();
  command->add_option("--adapters", flags->adapters_folder, "your own adapter definitions, as in the capture")
      ->type_name("FOLDER");
  command->add_option("--adapter", flags->options.adapter, "show only what this adapter reads; everything is read")
      ->type_name("NAME");
  command->add_option("--host", flags->options.host, "show only what was captured from this host; everything is read")
      ->type_name("HOST");
  command->add_flag("--dry-run", flags->options.dry_run, "show the difference, change nothing");
  command->add_flag("--json", flags->as_json, "one JSON object");
  command->callback([flags, &exit_code] {
    auto code = renormalise(*flags);
    exit_code = code ? *code : complain("renormalise", code.error());
  });
}

}  // namespace spoor::cli
