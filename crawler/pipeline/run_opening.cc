#include "crawler/pipeline/run_opening.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <unordered_map>
#include <unordered_set>

#include <boost/json.hpp>

#include "crawler/pipeline/forget_runs.h"
#include "crawler/pipeline/seed_progress.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;
constexpr std::size_t kSeedsPerEntry = 500;

// "0003-20261123130512": runs sort by number, whatever the clock does.
std::string new_run_id(const std::optional<RunRow>& newest, const Clock& clock) {
  int number = 1;
  if (newest) number = std::atoi(newest->id.c_str()) + 1;
  char digits[16];
  std::snprintf(digits, sizeof digits, "%04d", number);
  return std::string(digits) + "-" + to_stamp14(clock.now());
}

// One durable group with one entry.
Result<void> note(Archive& archive, Applier& applier, JournalEntry entry, const Clock& clock) {
  entry.time = Timestamp::from_millis(clock.now().millis());
  Archive::Group group = archive.begin();
  auto seq = group.note(entry);
  if (!seq) return seq.error();
  auto applied = applier.entry(group.index(), entry, [&](std::string_view id) { return group.load(id); });
  if (!applied) return applied.error();
  return group.commit();
}

// What reads the pages: told in the journal at every start, so that a reading can be traced to the reader.
json::object tools(const adapters::Registry& registry) {
  json::object versions;
  for (const auto& adapter : registry.adapters()) {
    const adapters::AdapterInfo& info = adapter->info();
    versions[info.name] =
        info.origin == "built in" ? std::to_string(info.version) : std::to_string(info.version) + " " + info.origin;
  }
  return {{"spoor", SPOOR_VERSION}, {"adapters", std::move(versions)}};
}

std::string difference(const RunRow& before, const CaptureSetup& setup) {
  if (before.seeds_sha256 != setup.seeds_sha256) return "other seeds";
  for (const auto& [name, value] : config::to_pairs(setup.options)) {
    const auto old = std::find_if(before.options.begin(), before.options.end(),
                                  [&](const auto& pair) { return pair.first == name; });
    const std::string old_value = old == before.options.end() ? "" : old->second;
    if (old_value != value) return name + " '" + old_value + "' then, '" + value + "' now";
  }
  return "";
}

std::vector<JournalEntry> seeds_entries(const std::string& run, const std::vector<SeedEntry>& seeds, std::size_t from) {
  std::vector<JournalEntry> entries;
  for (std::size_t begin = from; begin < seeds.size(); begin += kSeedsPerEntry) {
    json::array list;
    for (std::size_t i = begin; i < std::min(begin + kSeedsPerEntry, seeds.size()); ++i) {
      list.push_back(json::parse(encode(seeds[i])));
    }
    JournalEntry entry;
    entry.type = kSeedsRead;
    entry.subject = run;
    entry.data = json::serialize(json::object{{"run", run}, {"seeds", std::move(list)}});
    entries.push_back(std::move(entry));
  }
  return entries;
}

bool in_group(std::string_view group, std::string_view status) {
  if (group == "blocked") return status_rank(status) == 2;
  if (group == "failed")
    return status_rank(status) >= 3 && status != "no_link" && status != "invalid" && status != "duplicate";
  return group == status;
}

// For --retry: answers of the last run that are not asked for again.
Result<void> keep_answers(const Archive& archive, const RunRow& before, const std::vector<std::string>& groups,
                          std::vector<SeedEntry>& seeds) {
  std::unordered_map<std::string, SeedState> answers;
  auto read = each_seed(archive.index(), before.id, [&](const SeedEntry& entry, const SeedState& state) {
    if (!entry.url.empty()) answers.emplace(entry.url, state);
    return true;
  });
  if (!read) return read.error();
  for (SeedEntry& seed : seeds) {
    const auto answer = answers.find(seed.url);
    if (seed.status != "ok" || answer == answers.end()) continue;
    const bool again = std::any_of(groups.begin(), groups.end(),
                                   [&](const std::string& group) { return in_group(group, answer->second.status); });
    if (!again) seed.kept = answer->second;
  }
  return {};
}

// For option incremental: which links a finished run has answered with a page.
Result<void> mark_followed(const kv::Store& index, std::vector<SeedEntry>& seeds) {
  auto runs = finished_runs(index);
  if (!runs) return runs.error();
  std::unordered_set<std::string> answered;
  for (const RunRow& run : *runs) {
    auto read = each_seed(index, run.id, [&](const SeedEntry& entry, const SeedState& state) {
      if (!entry.url.empty() && status_rank(state.status) == 0) answered.insert(entry.url);
      return true;
    });
    if (!read) return read.error();
  }
  for (SeedEntry& seed : seeds) seed.followed_before = answered.contains(seed.url);
  return {};
}

}  // namespace

Result<OpenedRun> open_run(Archive& archive, Applier& applier, const adapters::Registry& registry,
                           const CaptureSetup& setup, const Clock& clock) {
  auto newest = newest_run(archive.index());
  if (!newest) return newest.error();
  std::vector<SeedEntry> seeds = setup.seeds;
  if (setup.options.incremental) {
    if (auto marked = mark_followed(archive.index(), seeds); !marked) return marked.error();
  }
  if (*newest && (*newest)->state != "finished" && !setup.new_run) {
    const RunRow& before = **newest;
    if (const std::string what = difference(before, setup); !what.empty()) {
      return Error{ErrorCode::invalid_argument,
                   "run " + before.id + " (begun " + before.started + ") is unfinished and had " + what +
                       "; repeat the command as it was to finish it, or add --new-run to leave it",
                   archive.folder()};
    }
    JournalEntry resumed;
    resumed.type = "run_resumed";
    resumed.subject = before.id;
    resumed.data = json::serialize(json::object{{"tools", tools(registry)}});
    if (auto noted = note(archive, applier, std::move(resumed), clock); !noted) return noted.error();
    for (JournalEntry& rest : seeds_entries(before.id, seeds, static_cast<std::size_t>(before.seeds_loaded))) {
      if (auto noted = note(archive, applier, std::move(rest), clock); !noted) return noted.error();
    }
    return OpenedRun{before.id, true};
  }
  if (!setup.retry.empty() && *newest) {
    if (auto kept = keep_answers(archive, **newest, setup.retry, seeds); !kept) return kept.error();
  }

  const RunRow run = new_run(*newest, setup, clock);
  for (JournalEntry& entry : opening_entries(run, seeds, registry)) {
    if (auto noted = note(archive, applier, std::move(entry), clock); !noted) return noted.error();
  }
  return OpenedRun{run.id, false};
}

RunRow new_run(const std::optional<RunRow>& newest, const CaptureSetup& setup, const Clock& clock) {
  RunRow run;
  run.id = new_run_id(newest, clock);
  run.started = to_rfc3339_ms(clock.now());
  run.seeds_sha256 = setup.seeds_sha256;
  run.seeds = static_cast<std::int64_t>(setup.seeds.size());
  run.options = config::to_pairs(setup.options);
  return run;
}

std::vector<JournalEntry> opening_entries(const RunRow& run, const std::vector<SeedEntry>& seeds,
                                          const adapters::Registry& registry) {
  JournalEntry entry;
  entry.type = kRunStarted;
  entry.subject = run.id;
  json::object data = json::parse(encode(run)).as_object();
  data["tools"] = tools(registry);
  entry.data = json::serialize(data);
  std::vector<JournalEntry> entries = seeds_entries(run.id, seeds, 0);
  entries.insert(entries.begin(), std::move(entry));
  return entries;
}

Result<void> close_run(Archive& archive, Applier& applier, const std::string& run_id, const Clock& clock) {
  JournalEntry entry;
  entry.type = kRunFinished;
  entry.subject = run_id;
  if (auto noted = note(archive, applier, std::move(entry), clock); !noted) return noted;
  return forget_ended_runs(archive);
}

std::string user_agent_of(const config::CaptureOptions& options) {
  if (!options.user_agent.empty()) return options.user_agent;
  const std::string name = "spoor/" SPOOR_VERSION;
  return options.contact.empty() ? name : name + " (+" + options.contact + ")";
}

}  // namespace spoor::pipeline
