#include "crawler/pipeline/applier.h"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "crawler/frontier/frontier.h"
#include "crawler/frontier/politeness.h"
#include "crawler/pipeline/contacts.h"
#include "crawler/pipeline/page_subjects.h"
#include "crawler/pipeline/robots_rows.h"
#include "crawler/pipeline/seed_progress.h"
#include "crawler/pipeline/site_book.h"
#include "crawler/pipeline/spread.h"
#include "storage/archive/seen_again.h"
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

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
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
  if (run_.id == id) return &run_;
  auto row = index.get(run_key(id));
  if (!row) return row.error();
  if (!*row)
    return Error{ErrorCode::corruption, "run is unknown to the index; rebuild with 'spoor reindex'", std::string(id)};
  auto decoded = decode_run(**row);
  if (!decoded) return decoded.error();
  run_ = Run{std::string(id), {}, parse_rfc3339(decoded->started).value_or(Timestamp{})};
  for (const auto& [name, value] : decoded->options) {
    if (name != "resolve") (void)config::set_option(run_.options, name, value);
  }
  return &run_;
}

// The records of the page, and what is remembered of it. Their keys.
Result<std::vector<std::string>> Applier::take_in(kv::Overlay& index, const Exchange& exchange,
                                                  const StoredCapture& stored, const Settled& settled) {
  const Reading& reading = settled.said();
  if (settled.memory) {
    const PageMemory& memory = *settled.memory;
    if (auto learned = learn_site(index, exchange.url, reading.page->site); !learned) return learned.error();
    put_seen_again(index, memory.capture_id,
                   {exchange.started, exchange.capture_id, exchange.status, stored.position,
                    static_cast<std::int64_t>(memory.records.size())});
    return memory.records;
  }
  auto subjects = subjects_of_page(index, exchange, reading);
  if (!subjects) return subjects.error();
  Sighting sighting = to_sighting(reading, exchange, stored);
  if (sighting.prov.payload_sha256.empty() && settled.mark) {
    sighting.prov.payload_sha256 = settled.mark->payload_sha256;  // a 304: of what it refers to
  }
  sighting.subjects = std::move(*subjects);
  if (auto named = name_by_url(index, sighting.posts); !named) return named.error();
  auto keys = apply(index, std::move(sighting));
  if (!keys) return keys.error();
  if (reading.page) {
    if (auto learned = learn_site(index, exchange.url, reading.page->site); !learned) return learned.error();
    if (auto kept = keep_page_subjects(index, exchange, *reading.page); !kept) return kept.error();
  }
  if (auto kept = reader_.remember(index, exchange, settled, *keys); !kept) return kept.error();
  return keys;
}

Result<Applied> Applier::exchange(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                                  Prepared prepared, const Load& load) {
  Applied applied;
  const CrawlFacts& facts = exchange.facts;
  if (auto counted = count_contact(index, facts.run_id, exchange); !counted) return counted.error();
  if (facts.lead == "robots") {
    if (auto kept = keep_robots(index, exchange); !kept) return kept.error();
    return applied;
  }
  auto this_run = run(index, facts.run_id);
  if (!this_run) return this_run.error();
  const config::CaptureOptions& options = (*this_run)->options;

  auto queued = frontier::find_queued(index, facts.run_id, facts.request_key);
  if (!queued) return queued.error();
  if (!*queued) return applied;  // ended already: the same answer stored twice around a crash

  auto settled = reader_.settle(index, exchange, stored, std::move(prepared), load);
  if (!settled) return settled.error();
  const Reading& reading = settled->said();
  auto keys = take_in(index, exchange, stored, *settled);
  if (!keys) return keys.error();
  applied.posts = std::count_if(keys->begin(), keys->end(), [](const auto& key) { return key.starts_with("p:"); });

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
    auto found = news_of(index, *reading.page, *keys, (*this_run)->began);
    if (!found) return found.error();
    news = std::move(*found);
  }
  Spread spread(index, facts.run_id, options, (*this_run)->began, registry_, reader_, load);
  const Origin origin{**queued, exchange.url, reading, redirect_target(exchange), std::move(news)};
  for (const std::string& seed_name : (*queued)->seeds) {
    auto seed = SeedProgress::open(index, facts.run_id, seed_name);
    if (!seed) return seed.error();
    ++seed->state.captures;
    if (auto credited = seed->credit(*keys); !credited) return credited.error();
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
  if (entry.type == kRunStarted) {
    if (auto started = start_run(index, entry.data); !started) return started.error();
    return Applied{};
  }
  if (entry.type == kSeedsRead) return add_seeds(index, entry.data, load);
  if (entry.type == kOutcomeEntry) return failed_request(index, entry, load);
  if (entry.type == kRunFinished) {
    auto row = index.get(run_key(entry.subject));
    if (!row) return row.error();
    if (!*row) return damaged_entry(entry.type);
    auto finished = decode_run(**row);
    if (!finished) return finished.error();
    finished->state = "finished";
    index.put(run_key(entry.subject), encode(*finished));
    // Its frontier is forgotten outside of this group (forget_ended_runs): it may be larger than memory.
  }
  return Applied{};
}

Result<void> Applier::start_run(kv::Overlay& index, std::string_view data) {
  auto started = decode_run(data);
  if (!started) return started.error();
  auto known = index.get(run_key(started->id));  // written twice around a failed commit: the first one counts
  if (!known) return known.error();
  if (*known) return {};
  started->state = started->seeds == 0 ? "running" : "loading";
  index.put(run_key(started->id), encode(*started));
  return {};
}

Result<Applied> Applier::add_seeds(kv::Overlay& index, std::string_view data, const Load& load) {
  auto object = object_of(data, kSeedsRead);
  if (!object) return object.error();
  const std::string run_id = text(*object, "run");
  auto this_run = run(index, run_id);
  if (!this_run) return this_run.error();
  const json::value* list = object->if_contains("seeds");
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
  const std::string run_id = text(*object, "run");
  auto this_run = run(index, run_id);
  if (!this_run) return this_run.error();
  auto queued = frontier::find_queued(index, run_id, text(*object, "request_key"));
  if (!queued) return queued.error();
  if (!*queued) return Applied{};
  const auto outcome = outcome_from(text(*object, "outcome"));
  if (!outcome) return damaged_entry(entry.type);

  Applied applied;
  const json::value* attempt = object->if_contains("attempt");
  if (attempt && attempt->is_int64() && attempt->get_int64() < (*queued)->attempt) {
    applied.put_back = true;  // written again around a failed commit: this attempt counts already
    return applied;
  }
  if (auto counted = count_failed_contact(index, run_id, **queued, *outcome); !counted) return counted.error();
  const std::string reason = text(*object, "reason");
  const auto again = object->contains("for_good")
                         ? std::nullopt
                         : retry_at((*this_run)->options, *outcome, (*queued)->attempt, entry.time, std::nullopt);
  if (again) {
    applied.put_back = true;
    if (auto put = frontier::retry(index, run_id, **queued, *again); !put) return put.error();
    return applied;
  }
  if (auto ended = frontier::finish(index, run_id, **queued, {text(*object, "outcome"), reason, ""}); !ended) {
    return ended.error();
  }
  if (!is_own(**queued)) return applied;
  Spread spread(index, run_id, (*this_run)->options, (*this_run)->began, registry_, reader_, load);
  for (const std::string& seed_name : (*queued)->seeds) {
    auto seed = SeedProgress::open(index, run_id, seed_name);
    if (!seed) return seed.error();
    auto fell_back = spread.try_plain_http(**queued, *outcome, *seed);
    if (!fell_back) return fell_back.error();
    if (!*fell_back) seed->own_request_ended(text(*object, "outcome"), reason, (*queued)->url);
    seed->save();
  }
  applied.added = spread.added();
  return applied;
}

}  // namespace spoor::pipeline
