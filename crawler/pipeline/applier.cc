#include "crawler/pipeline/applier.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <boost/json.hpp>

#include "crawler/frontier/frontier.h"
#include "crawler/frontier/politeness.h"
#include "crawler/pipeline/contacts.h"
#include "crawler/pipeline/page_subjects.h"
#include "crawler/pipeline/post_watch.h"
#include "crawler/pipeline/robots_rows.h"
#include "crawler/pipeline/seed_progress.h"
#include "crawler/pipeline/site_book.h"
#include "crawler/pipeline/source_rows.h"
#include "crawler/pipeline/spread.h"
#include "storage/archive/seen_again.h"
#include "storage/json/members.h"
#include "storage/warc/http_message.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

Error damaged_entry(std::string_view type) {
  return {ErrorCode::corruption, "journal entry '" + std::string(type) + "' is damaged", "journal"};
}

Result<json::object> object_of(std::string_view data, std::string_view type) {
  boost::system::error_code error;
  json::value value = json::parse(data, error);
  if (error || !value.is_object()) return damaged_entry(type);
  return std::move(value.get_object());
}

std::optional<Timestamp> asked_to_wait(const Exchange& exchange) {
  const auto head = warc::parse_response_head(exchange.response_head);
  if (!head) return std::nullopt;
  const auto value = warc::header(head->head.headers, "retry-after");
  return value ? frontier::parse_retry_after(*value, exchange.ended) : std::nullopt;
}

bool may_pass(Outcome outcome) {
  switch (outcome) {
    case Outcome::rate_limited:
    case Outcome::timeout:
    case Outcome::dns_error:
    case Outcome::connect_error:
    case Outcome::error:
      return true;
    default:
      return false;
  }
}

// Robots answers of one authority, whatever redirects led to it.
Result<void> keep_robots(kv::Overlay& index, const Exchange& exchange) {
  if (redirect_target(exchange)) return {};
  RobotsAnswer answer;
  answer.status = exchange.status;
  answer.fetched_at = exchange.started;
  if (const auto head = warc::parse_response_head(exchange.response_head)) {
    answer.body =
        warc::decode_body(exchange.body, warc::header(head->head.headers, "content-encoding").value_or(""), 512'000)
            .bytes;
  }
  put_robots(index, exchange.facts.request_key, answer);
  return {};
}

// What the report says: the page's own state where it states one ("deleted", "suspended"), else how the request ended.
std::string_view status_word(const Reading& reading) {
  const Status status = reading.page ? reading.page->parsed.status : Status::live;
  return status == Status::live || status == Status::unknown ? to_string(reading.outcome) : to_string(status);
}

constexpr std::size_t kMostRunsKnown = 256;

std::vector<std::string> keys_of(const std::vector<Touched>& touched) {
  std::vector<std::string> keys;
  keys.reserve(touched.size());
  for (const Touched& record : touched) keys.push_back(record.key);
  return keys;
}

// Visits come and go: the hosts that they asked are counted together.
std::string_view contacts_of(std::string_view run) { return is_visit(run) ? kVisitContacts : run; }

Result<void> note_visit(kv::Overlay& index, const RunRow& visit, const std::vector<Touched>& touched,
                        const health::VisitYield& yield, Timestamp at) {
  auto tally = read_tally(index, visit.id);
  if (!tally) return tally.error();
  ++tally->requests;
  tally->yield.add(yield);
  if (auto noted = take_note(index, visit, touched, at, *tally); !noted) return noted;
  put_tally(index, visit.id, *tally);
  return {};
}

bool is_own(const frontier::CrawlUri& uri) { return uri.hop_path.find_first_not_of('R') == std::string::npos; }

}  // namespace

std::optional<Timestamp> retry_at(const config::CaptureOptions& options, Outcome outcome, int attempt, Timestamp ended,
                                  std::optional<Timestamp> asked) {
  if (!may_pass(outcome) || attempt > options.retries) return std::nullopt;
  const double pause = options.retry_delay * std::pow(4.0, attempt - 1);
  Timestamp at{ended.us + static_cast<std::int64_t>(pause * 1e6)};
  if (asked && *asked > at) at = *asked;
  if (static_cast<double>(at.us - ended.us) > options.max_wait * 1e6) return std::nullopt;
  return at;
}

Result<const Applier::Run*> Applier::run(kv::Overlay& index, std::string_view id) {
  if (const auto known = runs_.find(id); known != runs_.end()) return &known->second;
  auto row = index.get(run_key(id));
  if (!row) return row.error();
  if (!*row)
    return Error{ErrorCode::corruption, "run is unknown to the index; rebuild with 'spoor reindex'", std::string(id)};
  auto decoded = decode_run(**row);
  if (!decoded) return decoded.error();
  if (runs_.size() >= kMostRunsKnown) runs_.clear();
  Run& run = runs_[std::string(id)];
  run.began = parse_rfc3339(decoded->started).value_or(Timestamp{});
  for (const auto& [name, value] : decoded->options) {
    if (name != "resolve") (void)config::set_option(run.options, name, value);
  }
  run.row = std::move(*decoded);
  return &run;
}

// The records of the page, and what is remembered of it.
Result<std::vector<Touched>> Applier::take_in(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                                              const Settled& settled) {
  const Reading& reading = settled.said();
  if (settled.memory) {
    const PageMemory& memory = *settled.memory;
    if (auto learned = learn_site(index, exchange.url, reading.page->site); !learned) return learned.error();
    put_seen_again(index, memory.capture_id,
                   {exchange.started, exchange.capture_id, exchange.status, stored.position,
                    static_cast<std::int64_t>(memory.records.size())});
    std::vector<Touched> touched(memory.records.size());
    for (std::size_t i = 0; i < touched.size(); ++i) touched[i].key = memory.records[i];
    return touched;
  }
  auto subjects = subjects_of_page(index, exchange, reading);
  if (!subjects) return subjects.error();
  Sighting sighting = to_sighting(reading, exchange, stored);
  if (sighting.prov.payload_sha256.empty() && settled.mark) {
    sighting.prov.payload_sha256 = settled.mark->payload_sha256;  // a 304: of what it refers to
  }
  sighting.subjects = std::move(*subjects);
  if (auto named = name_by_url(index, sighting.posts); !named) return named.error();
  auto touched = apply(index, std::move(sighting));
  if (!touched) return touched.error();
  if (reading.page) {
    if (auto learned = learn_site(index, exchange.url, reading.page->site); !learned) return learned.error();
    if (auto kept = keep_page_subjects(index, exchange, *reading.page); !kept) return kept.error();
  }
  if (auto kept = reader_.remember(index, exchange, settled, keys_of(*touched)); !kept) return kept.error();
  return touched;
}

// What health learns from an answer: nothing of one that was read before.
health::VisitYield Applier::yield_of_answer(const frontier::CrawlUri& uri, const Exchange& exchange,
                                            const Settled& settled) const {
  if (settled.memory) return {};
  const Reading& reading = settled.said();
  if (!reading.page) {
    const auto target = redirect_target(exchange);
    return target && is_own(uri) ? health::yield_of_redirect(exchange.url, *target) : health::VisitYield{};
  }
  return reading.yield;
}

Result<Applied> Applier::exchange(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                                  Prepared prepared, const Load& load) {
  Applied applied;
  const CrawlFacts& facts = exchange.facts;
  if (auto counted = count_contact(index, contacts_of(facts.run_id), exchange); !counted) return counted.error();
  if (facts.lead == "robots") {
    if (auto kept = keep_robots(index, exchange); !kept) return kept.error();
    return applied;
  }
  auto queued = frontier::find_queued(index, facts.run_id, facts.request_key);
  if (!queued) return queued.error();
  if (!*queued) return applied;  // ended already: the same answer stored twice around a crash
  auto this_run = run(index, facts.run_id);
  if (!this_run) return this_run.error();
  const config::CaptureOptions& options = (*this_run)->options;

  auto settled = reader_.settle(index, exchange, stored, std::move(prepared), load);
  if (!settled) return settled.error();
  const Reading& reading = settled->said();
  auto touched = take_in(index, exchange, stored, *settled);
  if (!touched) return touched.error();
  const std::vector<std::string> keys = keys_of(*touched);
  applied.posts = std::count_if(keys.begin(), keys.end(), [](const auto& key) { return key.starts_with("p:"); });
  if (is_visit(facts.run_id)) {
    if (auto noted = note_visit(index, (*this_run)->row, *touched, yield_of_answer(**queued, exchange, *settled),
                                exchange.started);
        !noted)
      return noted.error();
    std::copy_if(touched->begin(), touched->end(), std::back_inserter(applied.news),
                 [](const Touched& record) { return record.what != Touched::What::seen; });
  }

  const auto again = retry_at(options, reading.outcome, (*queued)->attempt, exchange.ended, asked_to_wait(exchange));
  applied.put_back = again.has_value();
  const std::string outcome{to_string(reading.outcome)};
  if (again) {
    if (auto put = frontier::retry(index, facts.run_id, **queued, *again); !put) return put.error();
  } else {
    const frontier::Finished finished{outcome, reading.reason, stored.capture_id};
    if (auto ended = frontier::finish(index, facts.run_id, **queued, finished); !ended) return ended.error();
  }

  std::optional<News> news;
  if (options.incremental && reading.page) {
    auto found = news_of(index, *reading.page, keys, (*this_run)->began);
    if (!found) return found.error();
    news = std::move(*found);
  }
  Spread spread(index, facts.run_id, options, (*this_run)->began, registry_, reader_, load);
  const Origin origin{**queued, exchange.url, reading, redirect_target(exchange), std::move(news)};
  for (const std::string& seed_name : (*queued)->seeds) {
    auto seed = SeedProgress::open(index, facts.run_id, seed_name);
    if (!seed) return seed.error();
    ++seed->state.captures;
    if (auto credited = seed->credit(keys); !credited) return credited.error();
    if (!again) {
      if (is_own(**queued)) {
        if (!origin.redirect) seed->own_request_ended(status_word(reading), reading.reason, exchange.url.href());
        if (reading.page && !reading.page->site.software.empty() && seed->state.software.empty()) {
          if (auto begun = spread.start_at(exchange.url, *seed); !begun) return begun.error();
          seed->state.software = reading.page->site.software;
        }
        const bool is_the_link = (*queued)->url == seed->entry.url || !(*queued)->hop_path.empty();
        if (reading.page && is_the_link) {
          seed->state.kind = reading.page->route.kind;
          seed->state.scope = spread.scope_word(*seed, reading.page->route);
        }
      }
      if (auto followed = spread.follow(origin, *seed); !followed) return followed.error();
    }
    seed->save();
  }
  applied.added = spread.added();
  return applied;
}

Result<Applied> Applier::entry(kv::Overlay& index, const JournalEntry& entry, const Load& load) {
  if (entry.type == kRunStarted) return start_run(index, entry, load);
  if (entry.type == kSeedsRead) {
    auto object = object_of(entry.data, kSeedsRead);
    if (!object) return object.error();
    return add_seeds(index, text_member(*object, "run"), object->if_contains("seeds"), load);
  }
  if (entry.type == kOutcomeEntry) return failed_request(index, entry, load);
  if (entry.type == kRunFinished) {
    if (auto finished = finish_run(index, entry); !finished) return finished.error();
  }
  if (entry.type == kWatchCounts) put_watch_counts(index, entry.data);
  return Applied{};
}

Result<void> Applier::finish_run(kv::Overlay& index, const JournalEntry& entry) {
  auto row = index.get(run_key(entry.subject));
  if (!row) return row.error();
  if (!*row && is_visit(entry.subject)) return {};  // written twice around a failed commit
  if (!*row) return damaged_entry(entry.type);
  auto finished = decode_run(**row);
  if (!finished) return finished.error();
  if (is_visit(entry.subject)) return finish_visit(index, *finished, entry);
  finished->state = "finished";
  index.put(run_key(entry.subject), encode(*finished));
  // Its frontier is forgotten outside of this group (forget_ended_runs): it may be larger than memory.
  return {};
}

// What the visit has taught stays, its rows go.
Result<void> Applier::finish_visit(kv::Overlay& index, const RunRow& visit, const JournalEntry& entry) {
  auto object = object_of(entry.data, entry.type);
  if (!object) return object.error();
  if (std::string state = text_member(*object, "state"); !state.empty())
    put_source(index, visit.source, std::move(state));
  if (visit.tier == "recheck") {
    const Timestamp began = parse_rfc3339(visit.started).value_or(Timestamp{});
    const Timestamp due_by{began.us + 999};  // the row has milliseconds
    if (auto put_off = put_off_unseen(index, visit, due_by, entry.time); !put_off) return put_off;
  }
  runs_.erase(visit.id);
  return forget_visit(index, visit.id);
}

Result<Applied> Applier::start_run(kv::Overlay& index, const JournalEntry& entry, const Load& load) {
  auto started = decode_run(entry.data);
  if (!started) return started.error();
  auto known = index.get(run_key(started->id));  // written twice around a failed commit: the first one counts
  if (!known) return known.error();
  if (*known) return Applied{};
  started->state = started->seeds == 0 ? "running" : "loading";
  index.put(run_key(started->id), encode(*started));
  if (!is_visit(started->id)) return Applied{};
  auto object = object_of(entry.data, entry.type);
  if (!object) return object.error();
  return add_seeds(index, started->id, object->if_contains("with_seeds"), load);
}

Result<Applied> Applier::add_seeds(kv::Overlay& index, const std::string& run_id, const json::value* list,
                                   const Load& load) {
  auto this_run = run(index, run_id);
  if (!this_run) return this_run.error();
  if (!list || !list->is_array()) return damaged_entry(kSeedsRead);

  Spread spread(index, run_id, (*this_run)->options, (*this_run)->began, registry_, reader_, load);
  std::int64_t loaded = 0;
  for (const json::value& item : list->get_array()) {
    auto seed_entry = decode_seed_entry(json::serialize(item));
    if (!seed_entry) return seed_entry.error();
    const std::string id = seed_id(seed_entry->number);
    auto known = index.get(seed_key(run_id, id));
    if (!known) return known.error();
    if (*known) continue;
    ++loaded;
    SeedState state;
    if (seed_entry->kept) {
      state = *seed_entry->kept;
    } else if (seed_entry->status != "ok") {
      state.status = seed_entry->status;
      state.reason = seed_entry->reason;
    }
    index.put(seed_key(run_id, id), encode(*seed_entry));
    index.put(seed_state_key(run_id, id), encode(state));
    if (seed_entry->kept || seed_entry->status != "ok") continue;
    auto seed = SeedProgress::open(index, run_id, id);
    if (!seed) return seed.error();
    if (auto begun = spread.start(*seed); !begun) return begun.error();
    seed->save();
  }

  auto row = index.get(run_key(run_id));
  if (!row) return row.error();
  auto loading = decode_run(row->value());
  if (!loading) return loading.error();
  loading->seeds_loaded += loaded;
  if (loading->seeds_loaded >= loading->seeds) loading->state = "running";
  index.put(run_key(run_id), encode(*loading));
  Applied applied;
  applied.added = spread.added();
  return applied;
}

// A request that left no record: DNS, connection, robots, address guard.
Result<Applied> Applier::failed_request(kv::Overlay& index, const JournalEntry& entry, const Load& load) {
  auto object = object_of(entry.data, entry.type);
  if (!object) return object.error();
  const std::string run_id = text_member(*object, "run");
  auto queued = frontier::find_queued(index, run_id, text_member(*object, "request_key"));
  if (!queued) return queued.error();
  if (!*queued) return Applied{};
  auto this_run = run(index, run_id);
  if (!this_run) return this_run.error();
  const auto outcome = outcome_from(text_member(*object, "outcome"));
  if (!outcome) return damaged_entry(entry.type);

  Applied applied;
  const json::value* attempt = object->if_contains("attempt");
  if (attempt && attempt->is_int64() && attempt->get_int64() < (*queued)->attempt) {
    applied.put_back = true;  // written again around a failed commit: this attempt counts already
    return applied;
  }
  if (auto counted = count_failed_contact(index, contacts_of(run_id), **queued, *outcome); !counted) {
    return counted.error();
  }
  if (is_visit(run_id)) {
    if (auto noted = note_visit(index, (*this_run)->row, {}, {}, entry.time); !noted) return noted.error();
  }
  const std::string reason = text_member(*object, "reason");
  const auto again = object->contains("for_good")
                         ? std::nullopt
                         : retry_at((*this_run)->options, *outcome, (*queued)->attempt, entry.time, std::nullopt);
  if (again) {
    applied.put_back = true;
    if (auto put = frontier::retry(index, run_id, **queued, *again); !put) return put.error();
    return applied;
  }
  if (auto ended = frontier::finish(index, run_id, **queued, {text_member(*object, "outcome"), reason, ""}); !ended) {
    return ended.error();
  }
  if (!is_own(**queued)) return applied;
  Spread spread(index, run_id, (*this_run)->options, (*this_run)->began, registry_, reader_, load);
  for (const std::string& seed_name : (*queued)->seeds) {
    auto seed = SeedProgress::open(index, run_id, seed_name);
    if (!seed) return seed.error();
    auto fell_back = spread.try_plain_http(**queued, *outcome, *seed);
    if (!fell_back) return fell_back.error();
    if (!*fell_back) seed->own_request_ended(text_member(*object, "outcome"), reason, (*queued)->url);
    seed->save();
  }
  applied.added = spread.added();
  return applied;
}

}  // namespace spoor::pipeline
