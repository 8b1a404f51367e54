#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "adapters/case_runner.h"
#include "adapters/registry.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/seed_inputs.h"
#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/schema/json.h"
#include "storage/schema/keys.h"
#include "storage/schema/normalise.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

struct Flags {
  std::string folder, name, file, url, content_type, captured_at, corpus;
  std::vector<std::string> urls, cases;
  int status = 200;
  bool as_json = false;
};

std::string_view subject_word(adapters::Route::Subject subject) {
  using Subject = adapters::Route::Subject;
  switch (subject) {
    case Subject::account:
      return "account";
    case Subject::thread:
      return "thread";
    case Subject::post:
      return "post";
    case Subject::listing:
      return "listing";
    case Subject::host:
      return "host";
    case Subject::media:
      return "media";
    case Subject::other:
      return "other";
  }
  return "other";
}

Result<std::string> read_file(const std::string& path) {
  std::stringstream bytes;
  if (path == "-") {
    bytes << std::cin.rdbuf();
    return bytes.str();
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "cannot be read", path};
  bytes << in.rdbuf();
  return bytes.str();
}

json::object info_json(const adapters::AdapterInfo& info) {
  json::array hosts, routes;
  for (const std::string& host : info.hosts) hosts.emplace_back(host);
  for (const auto& route : info.routes) {
    routes.push_back(json::object{{"kind", route.kind},
                                  {"subject", subject_word(route.subject)},
                                  {"example", route.example},
                                  {"richness", route.richness}});
  }
  return {{"name", info.name},         {"version", info.version},   {"title", info.title},
          {"family", info.family},     {"software", info.software}, {"homepage", info.homepage},
          {"hosts", std::move(hosts)}, {"needs", info.needs},       {"checked", info.checked},
          {"source", info.source},     {"origin", info.origin},     {"routes", std::move(routes)}};
}

int list(const adapters::Registry& registry, const Flags& flags) {
  for (const auto& adapter : registry.adapters()) {
    const adapters::AdapterInfo& info = adapter->info();
    if (flags.as_json) {
      std::cout << json::serialize(info_json(info)) << '\n';
      continue;
    }
    std::string hosts;
    for (const std::string& host : info.hosts) hosts += (hosts.empty() ? "" : " ") + host;
    std::cout << info.name << std::string(info.name.size() < 14 ? 14 - info.name.size() : 1, ' ') << info.family
              << std::string(info.family.size() < 9 ? 9 - info.family.size() : 1, ' ') << info.title
              << (hosts.empty() ? "" : "  (" + hosts + ")") << '\n';
  }
  return 0;
}

Result<int> show(const adapters::Registry& registry, const Flags& flags) {
  const adapters::Adapter* adapter = registry.find(flags.name);
  if (!adapter) return Error{ErrorCode::not_found, "no such adapter; see 'spoor adapters list'", flags.name};
  const adapters::AdapterInfo& info = adapter->info();
  if (flags.as_json) {
    std::cout << json::serialize(info_json(info)) << std::endl;
    return 0;
  }
  std::cout << info.title << " (" << info.name << ", version " << info.version << ", " << info.family << ", "
            << info.origin << ")\n";
  if (!info.homepage.empty()) std::cout << "  homepage  " << info.homepage << '\n';
  for (const std::string& host : info.hosts) std::cout << "  host      " << host << '\n';
  if (!info.software.empty()) std::cout << "  software  " << info.software << ", recognised on any host\n";
  if (!info.needs.empty()) std::cout << "  needs     " << info.needs << '\n';
  std::cout << "  checked   " << info.checked << "  (" << info.source << ")\n\n";
  for (const auto& route : info.routes) {
    std::cout << "  " << route.kind << std::string(route.kind.size() < 16 ? 16 - route.kind.size() : 1, ' ')
              << route.example << '\n';
  }
  return 0;
}

json::object route_json(const adapters::Registry& registry, const Url& url) {
  const adapters::Route route = registry.route(url);
  const adapters::Adapter* adapter = registry.find(route.adapter);
  json::object ids;
  for (const auto& [name, value] : route.ids) ids[name] = value;
  return {{"url", url.href()},
          {"platform", registry.platform(route, url)},
          {"software", adapter ? adapter->info().software : ""},
          {"kind", route.kind},
          {"subject", subject_word(route.subject)},
          {"ids", std::move(ids)},
          {"canonical", route.canonical},
          {"adapter", route.adapter}};
}

Result<int> route(const adapters::Registry& registry, const Flags& flags) {
  std::vector<std::string> arguments = flags.urls;
  if (!flags.file.empty()) arguments.push_back(flags.file);
  if (arguments.empty()) return Error{ErrorCode::invalid_argument, "name at least one URL, or a file with --file", ""};
  auto inputs = read_seed_inputs(arguments, "");
  if (!inputs) return inputs.error();
  for (const pipeline::SeedEntry& seed : inputs->seeds) {
    json::object row{{"line", seed.line}, {"input", seed.input}};
    auto url = Url::parse(seed.url);
    if (url && !seed.url.empty()) {
      for (auto& [name, value] : route_json(registry, *url)) row[name] = std::move(value);
    } else {
      row["reason"] = seed.reason.empty() ? "no link" : seed.reason;
    }
    if (flags.as_json) {
      std::cout << json::serialize(row) << '\n';
      continue;
    }
    if (!row.contains("adapter")) {
      std::cout << seed.input << "\n  " << std::string(row["reason"].as_string()) << '\n';
      continue;
    }
    std::cout << std::string(row["url"].as_string()) << '\n';
    for (const char* name : {"platform", "software", "kind", "canonical", "adapter"}) {
      if (!row[name].as_string().empty())
        std::cout << "  " << name << "  " << std::string(row[name].as_string()) << '\n';
    }
    for (const auto& [name, value] : row["ids"].as_object()) {
      std::cout << "  id " << std::string(name) << "  " << std::string(value.as_string()) << '\n';
    }
  }
  return 0;
}

void print_records(const adapters::Interpretation& page, Timestamp seen_at, const std::string& payload_sha256) {
  const auto head = [&](std::string key, std::string rev, const std::string& locator) {
    Provenance prov;
    prov.payload_sha256 = payload_sha256;
    prov.adapter = page.adapter;
    prov.adapter_version = page.adapter_version;
    prov.surface = page.route.kind;
    prov.locator = locator;
    return RecordHead{std::move(key), std::move(rev), seen_at, {prov}};
  };
  for (Post post : page.parsed.posts) {
    normalise(post);
    std::cout << json::serialize(to_json(head(post_key(post), post_rev(post), post.locator), post)) << '\n';
  }
  for (const Account& account : page.parsed.accounts) {
    std::cout << json::serialize(to_json(head(account_key(account), account_rev(account), account.locator), account))
              << '\n';
  }
  for (const Thread& thread : page.parsed.threads) {
    std::cout << json::serialize(to_json(head(thread_key(thread), thread_rev(thread), thread.locator), thread)) << '\n';
  }
  for (const adapters::Lead& lead : page.parsed.leads) {
    std::cout << json::serialize(json::object{
                     {"record", "lead"}, {"kind", adapters::to_string(lead.kind)}, {"url", lead.url.href()}})
              << '\n';
  }
  json::array warnings;
  for (const std::string& warning : page.parsed.warnings) warnings.emplace_back(warning);
  std::cout << json::serialize(json::object{{"record", "page"},
                                            {"adapter", page.adapter},
                                            {"kind", page.route.kind},
                                            {"status", to_string(page.parsed.status)},
                                            {"status_raw", page.parsed.status_raw},
                                            {"too_complex", page.parsed.too_complex},
                                            {"site", json::parse(adapters::site_to_json(page.site))},
                                            {"warnings", std::move(warnings)}})
            << std::endl;
}

Result<int> parse(const adapters::Registry& registry, const Flags& flags) {
  auto url = Url::parse(flags.url);
  if (!url) return url.error();
  auto bytes = read_file(flags.file);
  if (!bytes) return bytes.error();
  Timestamp captured_at = system_clock().now();
  if (!flags.captured_at.empty()) {
    const auto stated = parse_rfc3339(flags.captured_at);
    if (!stated)
      return Error{ErrorCode::invalid_argument, "--captured-at takes a time like 2026-03-01T08:00:00Z",
                   flags.captured_at};
    captured_at = *stated;
  }
  const std::string& body = *bytes;
  adapters::Page page{*url, flags.status, {}, body, captured_at};
  if (!flags.content_type.empty()) page.headers.emplace_back("Content-Type", flags.content_type);
  print_records(registry.interpret(page, {}), captured_at, sha256_hex(body));
  return 0;
}

// Cases in a folder: the folder itself, or those below it.
std::vector<std::string> case_folders(const std::string& where) {
  namespace fs = std::filesystem;
  std::vector<std::string> folders;
  if (fs::exists(where + "/page.yaml")) return {where};
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(where, error)) {
    if (entry.path().filename() == "page.yaml") folders.push_back(entry.path().parent_path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Result<int> test(const adapters::Registry& registry, const Flags& flags) {
  std::int64_t passed = 0, failed = 0;
  std::vector<std::string> places = flags.cases;
  if (places.empty()) places.push_back(definitions_folder(flags.folder) + "/cases");
  for (const std::string& where : places) {
    const auto folders = case_folders(where);
    if (folders.empty())
      return Error{ErrorCode::not_found, "holds no case (a folder with page.yaml, a body and expected.json)", where};
    for (const std::string& folder : folders) {
      auto report = adapters::run_case(folder, registry, flags.corpus);
      if (!report) return report.error();
      ++(report->passed ? passed : failed);
      if (!report->passed)
        std::cout << folder << " (" << report->adapter << ", " << report->kind << ")\n" << report->diff << '\n';
    }
  }
  std::cout << passed << " passed, " << failed << " failed" << std::endl;
  return failed == 0 ? 0 : 1;
}

using Work = Result<int> (*)(const adapters::Registry&, const Flags&);

void run_with_registry(CLI::App& command, const std::shared_ptr<Flags>& flags, int& exit_code, Work work) {
  command.add_option("--adapters", flags->folder, "your own adapter definitions")->type_name("FOLDER");
  command.callback([flags, &exit_code, work] {
    auto registry = registry_of(flags->folder);
    auto code = registry ? work(*registry, *flags) : Result<int>(registry.error());
    exit_code = code ? *code : complain("adapters", code.error());
  });
}

}  // namespace

void add_adapters(CLI::App& app, int& exit_code) {
  CLI::App* group =
      app.add_subcommand("adapters", "What spoor can read, and how to teach it more; only record touches the network");
  group->require_subcommand(1);
  auto flags = std::make_shared<Flags>();

  CLI::App* list_command = group->add_subcommand("list", "Every adapter");
  list_command->add_flag("--json", flags->as_json, "one JSON object a line");
  run_with_registry(
      *list_command, flags, exit_code,
      [](const adapters::Registry& registry, const Flags& f) -> Result<int> { return list(registry, f); });

  CLI::App* show_command = group->add_subcommand("show", "One adapter: its hosts, routes and sources");
  show_command->add_option("NAME", flags->name, "adapter")->required();
  show_command->add_flag("--json", flags->as_json, "JSON");
  run_with_registry(*show_command, flags, exit_code, show);

  CLI::App* route_command =
      group->add_subcommand("route", "What a URL is: platform, kind, ids, canonical form, adapter");
  route_command->add_option("URL", flags->urls, "URLs or handles");
  route_command->add_option("--file", flags->file, "file of links, as for capture")->type_name("FILE");
  route_command->add_flag("--json", flags->as_json, "one JSON object a line");
  run_with_registry(*route_command, flags, exit_code, route);

  CLI::App* parse_command =
      group->add_subcommand("parse", "The records and leads that a saved page gives, as JSON Lines");
  parse_command->add_option("FILE", flags->file, "the saved page, - for standard input")->required();
  parse_command->add_option("--url", flags->url, "where the page was found")->required();
  parse_command->add_option("--content-type", flags->content_type, "as the server said")->type_name("TYPE");
  parse_command->add_option("--captured-at", flags->captured_at, "when; relative dates count from here")
      ->type_name("TIME");
  parse_command->add_option("--status", flags->status, "HTTP status")->type_name("N");
  run_with_registry(*parse_command, flags, exit_code, parse);

  CLI::App* test_command = group->add_subcommand("test", "Run cases: folders with page.yaml, a body and expected.json");
  test_command->add_option("CASE", flags->cases,
                           "case folders, or folders of them; default: cases/ beside your definitions");
  test_command->add_option("--corpus", flags->corpus, "folder that cases' corpus files are in")->type_name("FOLDER");
  run_with_registry(*test_command, flags, exit_code, test);

  add_adapters_new(*group, exit_code);
  add_adapters_record(*group, exit_code);
}

}  // namespace spoor::cli
