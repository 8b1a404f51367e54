// Visits: which source is visited now, how a visit begins, and what is made of its end.
#include <algorithm>
#include <chrono>

#include "crawler/daemon/glimpse.h"
#include "crawler/daemon/state.h"
#include "crawler/frontier/crawl_uri.h"

namespace spoor::daemon {
namespace {

constexpr std::size_t kOpenVisits = 256;     // over all hosts
constexpr std::size_t kRechecksAtOnce = 50;  // posts in one visit
constexpr std::size_t kLatenessKept = 2000;
constexpr std::int64_t kRecheckRetry = 5'000'000, kVisitRetry = 3'600'000'000;  // microseconds, when none can begin
constexpr int kGlimpses = 5;                                                    // posts shown of one answer

}  // namespace

std::string host_key_of(const std::string& url) {
  frontier::CrawlUri uri;
  uri.url = url;
  return uri.host_key();
}

schedule::Limits Daemon::State::limits_of(const config::WatchSource& source) const {
  schedule::Limits limits;
  limits.min_interval = source.min_interval;
  limits.max_interval = source.max_interval;
  limits.deep_interval = source.deep_interval;
  limits.budget_per_day = source.budget;
  limits.paused = source.paused;
  limits.host = limits.platform = host_key_of(source.url);
  limits.operation = source.labels.empty() ? "" : source.labels.front();
  return limits;
}

Result<void> Daemon::State::add_source(const config::WatchSource& source, const std::string* known_state) {
  const Timestamp now = clock.now();
  configured[source.name] = config.source(source.name);
  Source& watched = sources[source.name];
  watched.host_key = host_key_of(source.url);
  watched.row = status.sources.size();
  status.sources.push_back({});
  if (known_state) {
    watched.known = source_from(*known_state, now);
    plan.set(source.name, limits_of(source), watched.known.plan, now);
  } else {
    plan.set(source.name, limits_of(source), now);
  }
  tell_source(source.name);
  return {};
}

bool Daemon::State::is_open(const config::WatchSource& source) {
  const Timestamp now = clock.now();
  static const config::Windows kAlways;
  const auto url = Url::parse(source.url);
  const auto host = url ? config.hosts.find(std::string(url->host())) : config.hosts.end();
  const config::Windows& at_host = host == config.hosts.end() ? kAlways : host->second.windows;
  if (config::in_window(source.windows, now) && config::in_window(at_host, now)) return true;
  const auto opening = config::next_opening(source.windows, at_host, now);
  plan.hold(source.name, opening.value_or(Timestamp{now.us + std::int64_t{86'400} * 1'000'000}), "outside its hours",
            now);
  return false;
}

void Daemon::State::plan_visits() {
  if (stopping || !low_disk.empty()) return;
  begin_due();
  const auto wake = plan.wake_at();
  if (!wake || open_runs.size() >= kOpenVisits) return;  // then the end of a visit comes here
  const std::int64_t pause = std::clamp<std::int64_t>(wake->us - clock.now().us, 1000, 3'600'000'000);
  plan_timer.expires_after(std::chrono::microseconds(pause));
  plan_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) plan_visits();
  });
}

void Daemon::State::begin_due() {
  const Timestamp now = clock.now();
  while (open_runs.size() < kOpenVisits) {
    const auto due = plan.next(now);
    if (!due) return;
    const auto source = configured.find(due->source);
    if (source == configured.end()) {
      plan.remove(due->source);
      continue;
    }
    if (!is_open(*source->second)) {
      plan.put_back(due->source, now);
      continue;
    }
    if (due->recheck) {
      begin_recheck(due->source);
      continue;
    }
    lateness.push_back(static_cast<double>(std::max<std::int64_t>(now.us - due->planned.us, 0)) / 1e6);
    if (lateness.size() > kLatenessKept) lateness.pop_front();
    begin_visit(due->source, due->deep ? Tier::deep : Tier::shallow);
  }
}

void Daemon::State::begin_recheck(const std::string& name) {
  const Timestamp now = clock.now();
  Keeper& keeper = keepers.at(configured.at(name)->archive);
  auto due = pipeline::due_rechecks(keeper.engine->index, name, now, kRechecksAtOnce);
  if (due && !due->empty()) return begin_visit(name, Tier::recheck, std::move(*due));
  if (!due) log.warning(name + ": " + due.error().text());
  plan_recheck(name, {now.us + kRecheckRetry});
  plan.put_back(name, now);
}

void Daemon::State::begin_visit(const std::string& name, Tier tier, std::vector<pipeline::DueRecheck> posts) {
  const config::WatchSource& wanted = *configured.at(name);
  Source& source = sources.at(name);
  Keeper& keeper = keepers.at(wanted.archive);
  VisitPlan visit{name, pipeline::visit_id(name, source.known.runs + 1), tier, clock.now(), std::move(posts)};
  JournalEntry entry = beginning(config, wanted, visit);
  auto row = pipeline::decode_run(entry.data);
  if (!row) {
    log.error(name + ": " + row.error().text());
    plan.hold(name, Timestamp{visit.begun.us + kVisitRetry}, "its visit cannot begin", visit.begun);
    return plan.put_back(name, visit.begun);
  }
  source.open = visit.run;
  plan.occupy(source.host_key);
  status.sources[source.row].visiting = true;
  open_runs[visit.run] = {std::move(*row), &keeper, source.host_key, false};
  log.debug(name + ": a " + std::string(to_string(tier)) + " visit begins");
  keeper.engine->note(std::move(entry));
}

void Daemon::State::run_is_empty(Keeper& keeper, const std::string& run) {
  const auto open = open_runs.find(run);
  if (open == open_runs.end() || open->second.ending) return;
  open->second.ending = true;
  if (!pipeline::is_visit(run)) return finish_handed_in(keeper, open->second);
  finish_visit(keeper, open->second);
}

void Daemon::State::finish_visit(Keeper& keeper, OpenRun& open) {
  const pipeline::RunRow& row = open.row;
  const Timestamp now = clock.now();
  begin_day(now);  // of the day before, while it is known
  auto result = result_of(keeper.engine->index, row);
  if (!result) {
    log.error(row.source + ": " + result.error().text());
    open.ending = false;
    return;
  }
  const auto at = sources.find(row.source);
  // No longer configured: its visit ends all the same.
  WatchedSource& known = at == sources.end() ? retired[keeper.place.name + '/' + row.source] : at->second.known;
  known.turn_to_day_of(now);
  ++known.runs;
  const schedule::VisitSummary summary = summary_of(row, *result, known.last_good_visit, now);
  if (plan.contains(row.source)) {
    plan.learn(row.source, summary);
    known.plan = *plan.state(row.source);
  }
  const pipeline::VisitTally& tally = result->tally;
  for (status::Found* found : {&known.total, &known.today}) {
    found->new_posts += tally.new_posts;
    found->edited += tally.edited;
    found->deleted += tally.gone;
  }
  known.requests_today += tally.requests;
  if (!summary.recheck) {
    ++known.visits;
    ++known.visits_today;
    known.last_visit = summary.started;
    if (result->answered) known.last_good_visit = summary.started;
    known.outcome = result->outcome;
    known.reason = result->reason;
    if (!result->kind.empty()) known.kind = result->kind;
    if (!result->software.empty()) known.adapter = result->software;
    const health::Verdict verdict = health::judge(known.baseline, tally.yield);
    health::learn(known.baseline, tally.yield, verdict);
    if (verdict.health != health::Health::inconclusive || known.health == "unknown") {
      const std::string before = known.health;
      known.health = health::to_string(verdict.health);
      known.health_reason = verdict.reason;
      if (before != known.health &&
          (verdict.health == health::Health::degraded || verdict.health == health::Health::broken)) {
        log.warning(row.source + ": " + known.health + ": " + known.health_reason);
      }
    }
  }
  log.debug(row.source + ": visited (" + row.tier + "): " + result->outcome + ", requests " +
            std::to_string(tally.requests) + ", new " + std::to_string(tally.new_posts) + ", edited " +
            std::to_string(tally.edited) + ", deleted " + std::to_string(tally.gone));
  keeper.engine->note(ending(row, *result, to_text(known)));
}

void Daemon::State::ended(const std::string& run) {
  const auto open = open_runs.find(run);
  if (open == open_runs.end()) return;
  if (!pipeline::is_visit(run)) return handed_in_ended(run);
  const std::string name = open->second.row.source;
  plan.free(open->second.host_key);
  open_runs.erase(open);
  if (const auto source = sources.find(name); source != sources.end() && source->second.open == run) {
    source->second.open.clear();
    plan_recheck(name);
    plan.put_back(name, clock.now());
    tell_source(name);
  }
  plan_visits();
}

void Daemon::State::plan_recheck(const std::string& name, Timestamp not_before) {
  auto next = pipeline::next_recheck_of(keepers.at(configured.at(name)->archive).engine->index, name);
  if (!next) {
    log.warning(name + ": " + next.error().text());
    next = Timestamp{clock.now().us + kRecheckRetry};
  }
  if (*next) *next = std::max(**next, not_before);
  plan.set_recheck(name, *next);
}

void Daemon::State::committed(Keeper& keeper, const pipeline::Commit& commit) {
  const Timestamp now = clock.now();
  status::ArchiveStatus& archive = status.archives[keeper.row];
  archive.last_commit = now;
  if (commit.item.entry && commit.item.entry->type == pipeline::kRunFinished) return ended(commit.item.entry->subject);
  if (!commit.item.exchange) return;
  ++status.requests_today;
  if (commit.stored) ++archive.captures;
  int shown = 0;
  std::int64_t new_posts = 0;
  for (const Touched& record : commit.applied.news) {
    using What = Touched::What;
    if (record.what != What::created && record.what != What::added && record.what != What::absent) ++archive.revisions;
    if (record.what == What::gone) ++archive.tombstones;
    if (record.what != What::created) continue;
    ++archive.revisions;
    if (!record.key.starts_with("p:")) continue;
    ++new_posts;
    ++archive.posts;
    if (shown++ >= kGlimpses) continue;
    if (auto post = glimpse(keeper.engine->index, record.key)) {
      const auto open = open_runs.find(commit.item.exchange->facts.run_id);
      if (open != open_runs.end()) post->source = open->second.row.source;
      post->at = record.published.value_or(now);
      status::note_post(status, std::move(*post));
    }
  }
  if (new_posts > 0) status.rates.add(now, new_posts);
}

}  // namespace spoor::daemon
