#include "crawler/cli/seed_inputs.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unordered_map>

#include "crawler/seeds/seed_list.h"
#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::cli {
namespace {

namespace fs = std::filesystem;

bool looks_like_a_file(const std::string& argument) {
  for (const char* ending : {".csv", ".txt", ".tsv", ".list", ".json", ".yaml"}) {
    if (argument.ends_with(ending) && argument.find("://") == std::string::npos) return true;
  }
  return argument.starts_with("./") || argument.starts_with("../") || argument.starts_with('/');
}

Result<seeds::SeedList> read_one(const std::string& argument, const seeds::SeedOptions& options) {
  if (argument == "-") return seeds::read_seeds(std::cin, "-", options);
  if (fs::exists(argument)) {
    if (!fs::is_regular_file(argument) && !fs::is_fifo(argument)) {
      return Error{ErrorCode::invalid_argument, "is no file; name a file of links, a link, or - for standard input",
                   argument};
    }
    std::ifstream file(argument, std::ios::binary);
    if (!file) return Error{ErrorCode::invalid_argument, "cannot be read; check its permissions", argument};
    return seeds::read_seeds(file, argument, options);
  }
  if (looks_like_a_file(argument)) return Error{ErrorCode::not_found, "no such file", argument};
  std::istringstream line(argument + "\n");
  return seeds::read_seeds(line, "argument", options);
}

std::string canonical_form(const std::string& url) {
  const auto parsed = Url::parse(url);
  return parsed ? canonical_url(*parsed).href() : url;
}

}  // namespace

Result<SeedInputs> read_seed_inputs(const std::vector<std::string>& arguments, const std::string& column) {
  SeedInputs inputs;
  Sha256 digest;
  std::unordered_map<std::string, const pipeline::SeedEntry*> first_of;
  seeds::SeedOptions options;
  options.column = column;
  for (const std::string& argument : arguments) {
    auto list = read_one(argument, options);
    if (!list) return list.error();
    digest.update(list->sha256);
    for (seeds::SeedRow& row : list->rows) {
      pipeline::SeedEntry seed;
      seed.number = static_cast<std::int64_t>(inputs.seeds.size()) + 1;
      seed.source = argument;
      seed.line = row.line;
      seed.input = std::move(row.input);
      seed.url = std::move(row.url);
      seed.bare_host = row.bare_host;
      seed.status = std::move(row.status);
      seed.reason = std::move(row.reason);
      seed.duplicate_of = row.duplicate_of;
      seed.columns = std::move(row.columns);
      inputs.seeds.push_back(std::move(seed));
    }
  }
  for (pipeline::SeedEntry& seed : inputs.seeds) {  // over all inputs, once the rows no longer move
    if (seed.status != "ok") continue;
    const auto [known, is_first] = first_of.emplace(canonical_form(seed.url), &seed);
    if (is_first) continue;
    seed.status = "duplicate";
    seed.duplicate_of = known->second->line;
    seed.reason = "same link as line " + std::to_string(known->second->line) +
                  (known->second->source == seed.source ? "" : " of " + known->second->source);
  }
  inputs.sha256 = digest.hex();
  return inputs;
}

}  // namespace spoor::cli
