#include "crawler/pipeline/applier.h"

#include <catch2/catch.hpp>

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/seed_progress.h"
#include "storage/kv/keys.h"

using namespace spoor;
using namespace spoor::pipeline;

namespace {

const Timestamp kNow = *parse_rfc3339("2026-03-01T08:00:00Z");

Applier::Load no_captures() {
  return [](std::string_view id) -> Result<Exchange> {
    return Error{ErrorCode::not_found, "no capture", std::string(id)};
  };
}

// An index with one run of these links.
struct Rig {
  adapters::Registry registry = adapters::Registry::built_in();
  std::unique_ptr<kv::Store> store = kv::make_memory_store();
  Applier applier{registry};

  Result<Applied> apply(JournalEntry entry) {
    entry.time = kNow;
    kv::Batch batch;
    kv::Overlay index(*store, batch);
    auto applied = applier.entry(index, entry, no_captures());
    if (applied) REQUIRE(store->write(batch, false).has_value());
    return applied;
  }

  void start(const std::vector<std::string>& urls) {
    RunRow run;
    run.id = "0001-x";
    run.seeds = static_cast<std::int64_t>(urls.size());
    run.options = config::to_pairs({});
    REQUIRE(apply({std::string(kRunStarted), run.id, encode(run)}).has_value());
    std::string list;
    for (std::size_t i = 0; i < urls.size(); ++i) {
      SeedEntry seed;
      seed.number = static_cast<std::int64_t>(i) + 1;
      seed.line = seed.number;
      seed.url = seed.input = urls[i];
      seed.status = "ok";
      list += (i ? "," : "") + encode(seed);
    }
    auto added = apply({std::string(kSeedsRead), run.id, "{\"run\":\"0001-x\",\"seeds\":[" + list + "]}"});
    REQUIRE(added.has_value());
  }

  SeedState seed(std::int64_t number) const {
    const auto row = store->get(seed_state_key("0001-x", seed_id(number)));
    REQUIRE(row.value().has_value());
    return decode_seed_state(**row).value();
  }

  JournalEntry failure(const std::string& url, const std::string& outcome) const {
    frontier::CrawlUri uri;
    uri.url = url;
    return {std::string(kOutcomeEntry), url,
            "{\"run\":\"0001-x\",\"request_key\":\"" + uri.key() + "\",\"outcome\":\"" + outcome +
                "\",\"reason\":\"why\"}"};
  }
};

}  // namespace

TEST_CASE("Applier: a failure that may pass is repeated with growing pauses, and not for ever", "[pipeline]") {
  config::CaptureOptions options;
  options.retries = 2;
  options.retry_delay = 10;
  CHECK(retry_at(options, Outcome::timeout, 1, kNow, std::nullopt)->us == kNow.us + 10'000'000);
  CHECK(retry_at(options, Outcome::timeout, 2, kNow, std::nullopt)->us == kNow.us + 40'000'000);
  CHECK_FALSE(retry_at(options, Outcome::timeout, 3, kNow, std::nullopt).has_value());
  for (Outcome final :
       {Outcome::ok, Outcome::not_found, Outcome::blocked, Outcome::robots_denied, Outcome::login_required}) {
    CHECK_FALSE(retry_at(options, final, 1, kNow, std::nullopt).has_value());
  }
}

TEST_CASE("Applier: a host is given the pause it asks for, but not an endless one", "[pipeline]") {
  config::CaptureOptions options;
  const Timestamp in_a_minute{kNow.us + 60'000'000}, next_year{kNow.us + 31'536'000'000'000};
  CHECK(retry_at(options, Outcome::rate_limited, 1, kNow, in_a_minute) == in_a_minute);
  CHECK_FALSE(retry_at(options, Outcome::rate_limited, 1, kNow, next_year).has_value());
}

TEST_CASE("Applier: seeds become requests once, however often their entry is applied", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x", "http://b.example/y"});
  CHECK(rig.seed(1).status == "pending");
  CHECK(rig.seed(1).platform == "a.example");
  const auto run = newest_run(*rig.store).value();
  REQUIRE(run.has_value());
  CHECK(run->state == "running");
  CHECK(run->seeds_loaded == 2);

  SeedEntry again;
  again.number = 2;
  again.status = "ok";
  again.url = "http://b.example/y";
  const auto repeated =
      rig.apply({std::string(kSeedsRead), "0001-x", "{\"run\":\"0001-x\",\"seeds\":[" + encode(again) + "]}"});
  REQUIRE(repeated.has_value());
  CHECK(repeated->added.empty());
  CHECK(newest_run(*rig.store).value()->seeds_loaded == 2);
}

TEST_CASE("Applier: a request that left no record ends with its reason in the report", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x"});
  const auto denied = rig.apply(rig.failure("http://a.example/x", "robots_denied"));
  REQUIRE(denied.has_value());
  CHECK_FALSE(denied->put_back);
  CHECK(rig.seed(1).status == "robots_denied");
  CHECK(rig.seed(1).reason == "why");
}

TEST_CASE("Applier: a failure that may pass puts the request back and says nothing yet", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x"});
  const auto first = rig.apply(rig.failure("http://a.example/x", "dns_error"));
  REQUIRE(first.has_value());
  CHECK(first->put_back);
  CHECK(rig.seed(1).status == "pending");
  REQUIRE(rig.apply(rig.failure("http://a.example/x", "dns_error")).has_value());
  const auto last = rig.apply(rig.failure("http://a.example/x", "dns_error"));
  REQUIRE(last.has_value());
  CHECK_FALSE(last->put_back);
  CHECK(rig.seed(1).status == "dns_error");
  CHECK_FALSE(rig.apply(rig.failure("http://a.example/x", "dns_error"))->put_back);  // ended: nothing to put back
}

TEST_CASE("Applier: a damaged entry is an error, not a guess", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x"});
  CHECK_FALSE(rig.apply({std::string(kOutcomeEntry), "x", "not json"}).has_value());
  CHECK_FALSE(rig.apply({std::string(kSeedsRead), "x", "{\"run\":\"0001-x\"}"}).has_value());
}

TEST_CASE("Seed progress: the best answer of all surfaces stays", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x"});
  kv::Batch batch;
  kv::Overlay index(*rig.store, batch);
  auto seed = SeedProgress::open(index, "0001-x", seed_id(1));
  REQUIRE(seed.has_value());
  seed->own_request_ended("login_required", "wall", "http://a.example/x");
  CHECK(seed->state.status == "login_required");
  seed->own_request_ended("dns_error", "", "http://a.example/y");
  CHECK(seed->state.status == "login_required");
  seed->own_request_ended("ok", "", "http://a.example/feed");
  CHECK(seed->state.status == "ok");
  CHECK(seed->state.final_url == "http://a.example/feed");
  seed->own_request_ended("ok", "", "http://a.example/api");
  CHECK(seed->state.final_url == "http://a.example/feed");
  seed->own_request_ended("ok", "", "http://a.example/x");  // the link itself
  CHECK(seed->state.final_url == "http://a.example/x");
}

TEST_CASE("Seed progress: a record counts once per seed, however many pages show it", "[pipeline]") {
  Rig rig;
  rig.start({"http://a.example/x"});
  kv::Batch batch;
  kv::Overlay index(*rig.store, batch);
  auto seed = SeedProgress::open(index, "0001-x", seed_id(1));
  REQUIRE(seed->credit({"p:a:1", "p:a:2", "t:a:9"}).has_value());
  REQUIRE(seed->credit({"p:a:2", "p:a:3"}).has_value());
  CHECK(seed->state.posts == 3);
  CHECK(seed->claim("k").value());
  CHECK_FALSE(seed->claim("k").value());
}
