#include "crawler/daemon/visit.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "crawler/pipeline/applier.h"
#include "crawler/pipeline/seed_progress.h"
#include "storage/base/url.h"

namespace spoor::daemon {
namespace {

namespace json = boost::json;
using pipeline::RunRow;
using pipeline::SeedEntry;

// The journal has one such entry for every visit: only what is not the default.
std::vector<std::pair<std::string, std::string>> chosen(const config::CaptureOptions& options) {
  const auto defaults = config::to_pairs(config::CaptureOptions{});
  auto pairs = config::to_pairs(options);
  std::erase_if(pairs, [&](const auto& pair) {
    return pair.first == "resolve" || std::find(defaults.begin(), defaults.end(), pair) != defaults.end();
  });
  return pairs;
}

config::CaptureOptions options_for(config::CaptureOptions options, Tier tier) {
  options.incremental = tier == Tier::shallow;
  if (tier == Tier::recheck) {
    options.scope = "page";
    options.media = false;
  }
  return options;
}

std::vector<SeedEntry> seeds_of(const config::WatchSource& source, const VisitPlan& visit) {
  std::vector<SeedEntry> seeds;
  const auto add = [&](std::string url, const std::string& input) {
    SeedEntry seed;
    seed.number = static_cast<std::int64_t>(seeds.size()) + 1;
    seed.source = visit.source;
    seed.line = seed.number;
    seed.input = input;
    seed.url = std::move(url);
    seed.status = "ok";
    seeds.push_back(std::move(seed));
  };
  if (visit.tier != Tier::recheck) {
    add(source.url, source.link);
    seeds.front().bare_host = source.bare_host;
    seeds.front().followed_before = visit.tier == Tier::shallow;
    return seeds;
  }
  std::set<std::string> pages;  // posts of a thread share theirs
  for (const pipeline::DueRecheck& post : visit.posts) {
    const auto url = Url::parse(post.url);
    if (url && pages.insert(url->with_fragment("").href()).second) add(post.url, post.post);
  }
  return seeds;
}

bool is_surface_of(const SeedEntry& entry) { return entry.number == 1; }

}  // namespace

std::string_view to_string(Tier tier) {
  return tier == Tier::shallow ? "shallow" : tier == Tier::deep ? "deep" : "recheck";
}

JournalEntry beginning(const config::WatchConfig& config, const config::WatchSource& source, const VisitPlan& visit) {
  const std::vector<SeedEntry> seeds = seeds_of(source, visit);
  RunRow run;
  run.id = visit.run;
  run.started = to_rfc3339_ms(visit.begun);
  run.seeds = static_cast<std::int64_t>(seeds.size());
  run.options = chosen(options_for(config::options_of(config, source), visit.tier));
  run.source = visit.source;
  run.tier = to_string(visit.tier);
  run.recheck = source.recheck;
  json::object data = json::parse(encode(run)).as_object();
  json::array list;
  for (const SeedEntry& seed : seeds) list.push_back(json::parse(encode(seed)));
  data["with_seeds"] = std::move(list);
  JournalEntry entry;
  entry.type = pipeline::kRunStarted;
  entry.subject = visit.run;
  entry.data = json::serialize(data);
  return entry;
}

Result<VisitResult> result_of(const kv::Store& index, const RunRow& visit) {
  VisitResult result;
  auto tally = pipeline::read_tally(index, visit.id);
  if (!tally) return tally.error();
  result.tally = std::move(*tally);
  int best = 5;
  auto read = pipeline::each_seed(index, visit.id, [&](const SeedEntry& entry, const pipeline::SeedState& state) {
    const int rank = pipeline::status_rank(state.status);
    if (is_surface_of(entry) || rank < best) {
      result.outcome = state.status;
      result.reason = state.reason;
      result.kind = state.kind;
      result.software = state.software;
    }
    best = std::min(best, rank);
    return true;
  });
  if (!read) return read.error();
  result.answered = best <= 1;
  return result;
}

schedule::VisitSummary summary_of(const RunRow& visit, const VisitResult& result,
                                  std::optional<Timestamp> last_good_visit, Timestamp ended) {
  using Answer = schedule::VisitSummary::Answer;
  const pipeline::VisitTally& tally = result.tally;
  schedule::VisitSummary summary;
  summary.started = parse_rfc3339(visit.started).value_or(ended);
  summary.ended = ended;
  summary.deep = visit.tier == "deep";
  summary.recheck = visit.tier == "recheck";
  summary.answer = result.answered ? Answer::good : Answer::nothing_learned;
  summary.reason = result.reason.empty() ? result.outcome : result.outcome + ": " + result.reason;
  for (const Timestamp published : tally.published) {
    const bool is_new = last_good_visit && published > *last_good_visit;
    ++(is_new ? summary.new_posts : summary.backlog_posts);
    summary.newest_published = std::max(summary.newest_published.value_or(published), published);
  }
  (last_good_visit ? summary.new_posts : summary.backlog_posts) += tally.undated;
  summary.published = tally.published;
  summary.edited = tally.edited;
  summary.gone = tally.gone;
  summary.alive_hours = tally.alive_hours;
  summary.gone_gap_hours = tally.gone_gap_hours;
  summary.posts_shown = tally.posts_shown;
  summary.requests = tally.requests;
  return summary;
}

JournalEntry ending(const RunRow& visit, const VisitResult& result, const std::string& state) {
  const pipeline::VisitTally& tally = result.tally;
  JournalEntry entry;
  entry.type = pipeline::kRunFinished;
  entry.subject = visit.id;
  entry.data = json::serialize(json::object{{"source", visit.source},
                                            {"tier", visit.tier},
                                            {"outcome", result.outcome},
                                            {"requests", tally.requests},
                                            {"new", tally.new_posts},
                                            {"edited", tally.edited},
                                            {"deleted", tally.gone},
                                            {"state", state}});
  return entry;
}

}  // namespace spoor::daemon
