// What is counted by the day and the hour: a line per source when a day is over, requests and new posts over all
// sources. The counts are kept in the first archive, now and then and at a stop: after kill -9 some minutes are
// missing.
#include <boost/json.hpp>

#include "crawler/daemon/state.h"
#include "crawler/pipeline/source_rows.h"
#include "storage/json/members.h"

namespace spoor::daemon {
namespace {

namespace json = boost::json;

constexpr std::int64_t kKeepEvery = 600'000'000;  // microseconds

}  // namespace

// A day that ended while nobody watched is told when the daemon is back.
void Daemon::State::recall_counts() {
  const Timestamp now = clock.now();
  day = day_of(now);
  counts_kept = now;
  auto kept = pipeline::watch_counts(keepers.at(config.archives.front().name).engine->index);
  if (!kept) return log.warning(kept.error().text());
  if (!*kept) return;
  boost::system::error_code error;
  const json::value value = json::parse(**kept, error);
  const json::object* counts = error ? nullptr : value.if_object();
  if (!counts) return;
  if (const json::object* rates = object_member(*counts, "rates")) {
    status.rates = status::Rates::load(json::serialize(*rates));
  }
  const std::string kept_day = text_member(*counts, "day");
  if (kept_day.empty() || kept_day > day) return;  // the clock was ahead then
  day = kept_day;
  requests_kept = status.requests_today = number_member(*counts, "requests");
}

void Daemon::State::begin_day(Timestamp now) {
  const std::string present = day_of(now);
  if (present == day) return;
  if (present > day) summarise_day(day);  // else: the clock was set back
  day = present;
  status.requests_today = 0;
  keep_counts(now);
}

void Daemon::State::summarise_day(const std::string& of_day) {
  for (const config::WatchSource& source : config.sources) {
    const auto at = sources.find(source.name);
    if (at == sources.end()) continue;
    const WatchedSource& known = at->second.known;
    const bool visited = known.day == of_day;
    const status::Found found = visited ? known.today : status::Found{};
    log.info("day " + of_day + " " + source.name + ": visits " + std::to_string(visited ? known.visits_today : 0) +
             ", requests " + std::to_string(visited ? known.requests_today : 0) + ", new " +
             std::to_string(found.new_posts) + ", edited " + std::to_string(found.edited) + ", deleted " +
             std::to_string(found.deleted) + ", health " + known.health);
  }
}

void Daemon::State::keep_counts(Timestamp now) {
  pipeline::Engine& engine = *keepers.at(config.archives.front().name).engine;
  if (engine.fatal) return;
  counts_kept = now;
  requests_kept = status.requests_today;
  JournalEntry entry;
  entry.type = pipeline::kWatchCounts;
  entry.subject = "daemon";
  entry.data = json::serialize(
      json::object{{"day", day}, {"requests", status.requests_today}, {"rates", json::parse(status.rates.save())}});
  engine.note(std::move(entry));
}

void Daemon::State::keep_counts_now_and_then(Timestamp now) {
  const bool long_ago = now.us - counts_kept.us >= kKeepEvery || now < counts_kept;
  if (long_ago && status.requests_today != requests_kept && !stopping) keep_counts(now);
}

}  // namespace spoor::daemon
