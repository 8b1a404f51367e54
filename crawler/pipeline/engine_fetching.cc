// Choosing and fetching: the part of the engine that decides what is asked of whom, and when.
#include <algorithm>
#include <chrono>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "crawler/fetch/response_class.h"
#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/engine.h"
#include "crawler/pipeline/exchange_of.h"
#include "crawler/pipeline/reading.h"
#include "crawler/pipeline/run_opening.h"
#include "crawler/pipeline/site_book.h"
#include "storage/archive/validators.h"

namespace spoor::pipeline {
namespace {

namespace asio = boost::asio;
using frontier::CrawlUri;

constexpr std::size_t kMaxBytesWaiting = std::size_t{192} << 20;
constexpr std::int64_t kMaxItemsWaiting = 128;  // answers wait here, not on the network: what came is soon durable
constexpr int kMaxRobotsRedirects = 5;
constexpr int kMaxPushbacks = 5;
constexpr int kFirstLooks = 3;
constexpr std::size_t kMostHostsKnown = 50'000;
constexpr double kShortestResolverPause = 0.05, kLongestResolverPause = 60;  // seconds
constexpr double kLongestGivenUp = 86'400;                                   // seconds

}  // namespace

void Engine::pump() {
  if (!chooser || ended || draining || disk_trouble || !paused.empty()) return end_if_done();
  if (resolver_away && *resolver_away > clock.now()) {
    wake_at(*resolver_away);
    return end_if_done();
  }
  std::optional<Timestamp> wake = follow_robots();
  while (fetching + robots_fetching < setup.options.concurrency && bytes_waiting < kMaxBytesWaiting &&
         working + uncommitted < kMaxItemsWaiting) {
    auto choice = chooser->next(clock.now());
    if (!choice) return fail(choice.error());
    if (choice->uri) {
      dispatch(std::move(*choice->uri));
      continue;
    }
    if (choice->wait_until) wake = wake ? std::min(*wake, *choice->wait_until) : *choice->wait_until;
    break;
  }
  if (wake) wake_at(*wake);
  look_for_empty_runs();
  end_if_done();
}

void Engine::wake_at(Timestamp moment) {
  const std::int64_t pause = std::max<std::int64_t>(moment.us - clock.now().us, 0);
  wake_timer.expires_after(std::chrono::microseconds(pause));
  wake_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) pump();
  });
}

void Engine::dispatch(CrawlUri uri) {
  auto url = Url::parse(uri.url);
  if (!url) {
    politeness.cancelled(uri.host_key());
    return refuse(uri, Outcome::error, "not a URL: " + url.error().message, true);
  }
  if (const std::string host_key = uri.host_key(); const std::string* why = given_up_for(host_key)) {
    politeness.cancelled(host_key);
    return refuse(uri, Outcome::rate_limited, *why, true);
  }
  auto decision = gate->ask(*url, clock.now(), choices_of(uri.run).robots_override);
  if (!decision) return fail(decision.error());
  switch (decision->gate) {
    case RobotsGate::Gate::unknown: {
      const std::string host_key = uri.host_key();
      politeness.cancelled(host_key);
      chooser->committed(uri, true);  // back to its place until robots.txt is known
      ask_robots(*url, host_key, uri.run);
      break;
    }
    case RobotsGate::Gate::closed:
      politeness.cancelled(uri.host_key());
      refuse(uri, decision->outcome, decision->reason);
      break;
    case RobotsGate::Gate::open:
      if (decision->crawl_delay) politeness.set_crawl_delay(uri.host_key(), *decision->crawl_delay);
      fetch_page(std::move(uri), std::move(*url), std::move(decision->facts));
      break;
  }
}

// The request ends without a record.
void Engine::refuse(const CrawlUri& uri, Outcome outcome, const std::string& reason, bool for_good) {
  CommitItem item;
  JournalEntry entry;
  entry.type = kOutcomeEntry;
  entry.subject = uri.url;
  entry.time = Timestamp::from_millis(clock.now().millis());
  boost::json::object data{{"run", uri.run},
                           {"request_key", uri.key()},
                           {"outcome", to_string(outcome)},
                           {"reason", reason},
                           {"attempt", uri.attempt}};
  if (for_good) data["for_good"] = true;
  entry.data = boost::json::serialize(data);
  item.entry = std::move(entry);
  item.uri = uri;
  item.bytes = 1024;
  bytes_waiting += item.bytes;
  say("request_failed", uri.url, std::string(to_string(outcome)) + " " + reason);
  push(std::move(item));
}

void Engine::fetch_page(CrawlUri uri, Url url, std::string robots_facts) {
  auto site = find_site(static_cast<const kv::Store&>(index), url);
  if (!site) return fail(site.error());
  CrawlFacts facts;
  facts.run_id = uri.run;
  facts.seeds = uri.seeds;
  facts.via = uri.via;
  facts.hop_path = uri.hop_path;
  facts.request_key = uri.key();
  facts.lead = uri.lead;
  facts.site = adapters::site_to_json(*site);
  facts.robots = std::move(robots_facts);
  facts.attempt = uri.attempt;
  auto request = request_of(uri, url, cookies[uri.run].header_for(url));
  if (auto asked = ask_if_changed(uri, request); !asked) return fail(asked.error());
  look_first(uri, *site);

  ++fetching;
  fetcher->start(std::move(request),
                 [this, uri = std::move(uri), url = std::move(url), facts = std::move(facts)](
                     fetch::Response response) { page_came(uri, url, facts, std::move(response)); });
}

// RFC 9110 13.1. What came in pieces or not at all is asked for as if it were new.
Result<void> Engine::ask_if_changed(const CrawlUri& uri, fetch::Request& request) const {
  if (!choices_of(uri.run).conditional || uri.attempt > 1 || uri.method != "GET") return {};
  const std::string agent = user_agent_of(setup.options);
  const auto accept = warc::header(request.headers, "Accept").value_or("");
  auto known = find_validators(index, asked_for(request.url, {accept, setup.options.accept_language, agent}));
  if (!known) return known.error();
  if (!known->etag.empty()) request.headers.emplace_back("If-None-Match", known->etag);
  if (!known->last_modified.empty()) request.headers.emplace_back("If-Modified-Since", known->last_modified);
  return {};
}

// Which software a host runs decides how its feeds and API answers are read, and only its pages tell. So a host's first
// pages are read, one at a time, before anything else is asked of it.
void Engine::look_first(const CrawlUri& uri, const adapters::Site& site) {
  if (!site.software.empty() || !is_page_lead(uri.lead) || first_looks[uri.host_key()] >= kFirstLooks) return;
  if (first_looks.size() > kMostHostsKnown) first_looks.clear();
  ++first_looks[uri.host_key()];
  looking.insert(uri.run + ' ' + uri.key());
  chooser->hold(uri.host_key(), "its first pages are being read");
}

void Engine::looked(const CrawlUri& uri) {
  if (looking.erase(uri.run + ' ' + uri.key()) > 0) chooser->release(uri.host_key());
}

// What an answer teaches about asking this host again. A host that keeps pushing back, or asks for a longer pause than
// the operator grants, is given up instead of being waited for: for this run or, where runs come and go, for the time
// that it asks for.
void Engine::learn_pace(const std::string& host_key, const fetch::Response& response) {
  const Timestamp now = clock.now();
  frontier::FetchLesson lesson{response.seconds, response.status, response.ip, std::nullopt};
  if (const auto value = warc::header(response.head.headers, "retry-after")) {
    lesson.retry_after = frontier::parse_retry_after(*value, now);
  }
  const bool pushes_back = lesson.status == 429 || lesson.status == 503;
  const double asked = lesson.retry_after ? static_cast<double>(lesson.retry_after->us - now.us) / 1e6 : 0;
  if (pushes_back && asked > setup.options.max_wait) {
    given_up[host_key] = {
        std::to_string(lesson.status) + ", asks to wait until " + to_rfc3339_s(*lesson.retry_after),
        std::min(*lesson.retry_after, Timestamp{now.us + static_cast<std::int64_t>(kLongestGivenUp * 1e6)})};
    lesson.status = 0;  // nothing is asked any more, so there is nothing to wait for
  }
  politeness.finished(host_key, now, lesson);
  if (pushes_back && politeness.consecutive_pushback(host_key) >= kMaxPushbacks) {
    given_up[host_key] = {std::to_string(response.status) + " " + std::to_string(kMaxPushbacks) + " times in a row",
                          Timestamp{now.us + static_cast<std::int64_t>(setup.options.max_wait * 1e6)}};
  }
}

// Why nothing is asked of this host now; null when it may be asked.
const std::string* Engine::given_up_for(const std::string& host_key) {
  const auto host = given_up.find(host_key);
  if (host == given_up.end()) return nullptr;
  if (!setup.hosts_recover || host->second.until > clock.now()) return &host->second.why;
  given_up.erase(host);
  return nullptr;
}

// A name that does not resolve: is it the name or the resolver? `then` is told when the resolver is away.
void Engine::ask_resolver(const Url& url, std::function<void(bool away)> then) {
  ++working;
  asio::post(pool, [this, names = resolver.names_for(url), then = std::move(then)] {
    const bool away = ResolverProbe::is_away(names);
    asio::post(io, [this, names, then, away] {
      --working;
      if (away) wait_for_resolver(names.good);
      then(away);
      if (disk_trouble) try_recovery();
    });
  });
}

void Engine::wait_for_resolver(const std::string& good_name) {
  if (!resolver_away) say("resolver_away", folder, "not even " + good_name + " can be resolved; waiting");
  const double pause = std::clamp(setup.options.retry_delay, kShortestResolverPause, kLongestResolverPause);
  resolver_away = Timestamp{clock.now().us + static_cast<std::int64_t>(pause * 1e6)};
  shown.notice = "no name can be resolved: waiting for the network";
}

void Engine::resolver_answered(const Url& url) {
  resolver.answered(url);
  if (!resolver_away) return;
  resolver_away.reset();
  shown.notice.clear();
  say("resolver_back", folder);
}

// As if it had never been asked.
void Engine::put_back(const CrawlUri& uri) {
  politeness.cancelled(uri.host_key());
  chooser->committed(uri, true);
  looked(uri);
  machinery.pump_all();
}

void Engine::page_came(CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response) {
  --fetching;
  if (response.failure == fetch::Failure::cancelled) return put_back(uri);
  if (response.failure != fetch::Failure::dns || !resolver.knows_a_name()) {
    return page_done(std::move(uri), std::move(url), std::move(facts), std::move(response));
  }
  ask_resolver(url, [this, uri, url, facts, response](bool away) {
    if (away) return put_back(uri);
    page_done(uri, url, facts, response);
  });
}

void Engine::page_done(CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response) {
  const fetch::ResponseClass verdict = fetch::classify(response);
  learn_pace(uri.host_key(), response);
  if (response.status != 0) resolver_answered(url);
  cookies[uri.run].keep(url, response.head.headers);
  if (response.status == 0 || response.response_head.empty()) {
    const Outcome outcome =
        response.failure == fetch::Failure::refused_address ? Outcome::scope_denied : verdict.outcome;
    refuse(uri, outcome, response.failure_text);
  } else {
    work_on(exchange_of(url, std::move(response), std::move(facts), verdict.outcome), std::move(uri));
  }
  machinery.pump_all();
}

void Engine::ask_robots(const Url& page_url, const std::string& host_key, const std::string& run) {
  chooser->hold(host_key, "robots.txt is being fetched");
  fetch_robots(page_url.with_query("").with_fragment("").with_path("/robots.txt"),
               {page_url.origin(), host_key, run, 0});
}

// Where a robots.txt has moved to is asked when that host's turn has come. Gives the next such moment.
std::optional<Timestamp> Engine::follow_robots() {
  std::optional<Timestamp> next;
  std::vector<std::pair<Url, RobotsFetch>> waiting = std::move(robots_to_follow);
  robots_to_follow.clear();
  for (auto& [url, robots] : waiting) {
    CrawlUri uri;
    uri.url = url.href();
    const auto ready = politeness.ready_at(uri.host_key());
    if (ready && *ready <= clock.now()) {
      fetch_robots(std::move(url), std::move(robots));
      continue;
    }
    if (ready) next = next ? std::min(*next, *ready) : *ready;  // else a request runs: its end comes here again
    robots_to_follow.emplace_back(std::move(url), std::move(robots));
  }
  return next;
}

void Engine::fetch_robots(Url url, RobotsFetch robots) {
  CrawlUri uri;
  uri.url = url.href();
  uri.lead = "robots";
  ++robots_fetching;
  politeness.started(uri.host_key(), clock.now());
  fetcher->start(request_of(uri, url, cookies[robots.run].header_for(url)),
                 [this, url, robots](fetch::Response response) { robots_came(url, robots, std::move(response)); });
}

void Engine::robots_came(Url url, RobotsFetch robots, fetch::Response response) {
  --robots_fetching;
  if (response.failure != fetch::Failure::dns || !resolver.knows_a_name()) {
    return robots_done(std::move(url), std::move(robots), std::move(response));
  }
  ask_resolver(url, [this, url, robots, response](bool away) {
    if (!away) return robots_done(url, robots, response);
    CrawlUri uri;
    uri.url = url.href();
    politeness.cancelled(uri.host_key());
    chooser->release(robots.host_key);
    machinery.pump_all();
  });
}

void Engine::robots_done(Url url, RobotsFetch robots, fetch::Response response) {
  const Timestamp now = clock.now();
  CrawlUri uri;
  uri.url = url.href();
  learn_pace(uri.host_key(), response);
  if (response.failure == fetch::Failure::cancelled) {
    chooser->release(robots.host_key);
    return end_if_done();
  }
  const fetch::ResponseClass verdict = fetch::classify(response);
  const bool came = response.status != 0 && !response.response_head.empty();
  if (came) resolver_answered(url);
  RobotsAnswer answer{came ? response.status : 0, Timestamp::from_millis(now.millis()), "", response.failure_text};
  std::optional<Url> target;
  if (came) {
    CrawlFacts facts;
    facts.run_id = robots.run;
    facts.hop_path = "P";
    facts.request_key = robots.origin;
    facts.lead = "robots";
    auto exchange = exchange_of(url, std::move(response), std::move(facts), verdict.outcome);
    target = redirect_target(*exchange);
    if (const auto head = warc::parse_response_head(exchange->response_head)) {
      answer.body =
          warc::decode_body(exchange->body, warc::header(head->head.headers, "content-encoding").value_or(""), 512'000)
              .bytes;
    }
    work_on(std::move(exchange), std::nullopt);
  }
  if (target && target->is_http() && robots.redirects < kMaxRobotsRedirects) {
    ++robots.redirects;
    robots_to_follow.emplace_back(std::move(*target), std::move(robots));
    return machinery.pump_all();
  }
  if (target) answer.status = 404;  // more than five redirects: unavailable (RFC 9309 2.3.1.2)
  const Outcome failure = response.failure == fetch::Failure::refused_address ? Outcome::scope_denied : verdict.outcome;
  gate->answered(robots.origin, answer, failure);
  if (const auto delay = gate->crawl_delay(robots.origin)) politeness.set_crawl_delay(robots.host_key, *delay);
  chooser->release(robots.host_key);
  machinery.pump_all();
}

}  // namespace spoor::pipeline
