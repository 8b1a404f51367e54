#include "crawler/frontier/frontier.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

constexpr std::string_view kRun = "run-1";
const Timestamp kNow = Timestamp::from_seconds(1'772'366'400);

CrawlUri make(std::string url, int priority = 50, std::vector<std::string> seeds = {"1"}) {
  CrawlUri uri;
  uri.url = std::move(url);
  uri.priority = priority;
  uri.seeds = std::move(seeds);
  return uri;
}

// An index with the archive thread's side of the work: each change is one committed group.
struct Index {
  std::unique_ptr<kv::Store> store = kv::make_memory_store();

  template <class Change>
  auto commit(Change change) {
    kv::Batch batch;
    kv::Overlay overlay(*store, batch);
    auto result = change(overlay);
    REQUIRE(result);
    REQUIRE(store->write(batch, true));
    return result;
  }

  AddOutcome add(const CrawlUri& uri) {
    return *commit([&](kv::Overlay& overlay) { return frontier::add(overlay, kRun, uri); });
  }
  void finish(const CrawlUri& uri) {
    commit([&](kv::Overlay& overlay) { return frontier::finish(overlay, kRun, uri, {"ok", "", "capture"}); });
  }
  void retry(const CrawlUri& uri, Timestamp not_before) {
    commit([&](kv::Overlay& overlay) { return frontier::retry(overlay, kRun, uri, not_before); });
  }
  std::vector<std::string> rows(char kind) const {
    std::vector<std::string> keys;
    const std::string prefix(1, kind);
    REQUIRE(store->scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view) {
      keys.emplace_back(key);
      return true;
    }));
    return keys;
  }
};

PolitenessOptions no_pause() {
  PolitenessOptions options;
  options.delay_seconds = options.fetch_time_factor = 0;
  return options;
}

// Everything that can be chosen now, in order; each is finished at once.
std::vector<std::string> drain(Index& index, Chooser& chooser, Politeness& politeness, Timestamp now) {
  std::vector<std::string> urls;
  for (;;) {
    auto choice = chooser.next(now);
    REQUIRE(choice);
    if (!choice->uri) return urls;
    urls.push_back(choice->uri->url);
    politeness.finished(choice->uri->host_key(), now, {0, 200, "", std::nullopt});
    index.finish(*choice->uri);
    chooser.committed(*choice->uri, false);
  }
}

}  // namespace

TEST_CASE("Frontier: a request found twice is queued once, for both seeds", "[frontier]") {
  Index index;
  CHECK(index.add(make("https://a.example/x", 50, {"1"})).result == AddResult::added);
  CrawlUri again = make("https://a.example/x#top", 30, {"2", "1"});
  CHECK(index.add(again).result == AddResult::merged);
  CHECK(index.rows(kv::kQueue).size() == 1);
  kv::Batch batch;
  const auto queued = find_queued({*index.store, batch}, kRun, again.key()).value();
  REQUIRE(queued);
  CHECK(queued->seeds == std::vector<std::string>{"1", "2"});
  CHECK(queued->priority == 30);
  CHECK(queued->url == "https://a.example/x");
}

TEST_CASE("Frontier: the shorter way to a request is kept", "[frontier]") {
  Index index;
  CrawlUri far = make("https://a.example/x"), near = far;
  far.hop_path = "LLL";
  far.via = "https://a.example/far";
  near.hop_path = "L";
  near.via = "https://a.example/near";
  index.add(far);
  index.add(near);
  index.add(far);
  kv::Batch batch;
  const auto queued = find_queued({*index.store, batch}, kRun, far.key()).value();
  REQUIRE(queued);
  CHECK(queued->hop_path == "L");
  CHECK(queued->via == "https://a.example/near");
}

TEST_CASE("Frontier: what is done is known, and says how it ended", "[frontier]") {
  Index index;
  const CrawlUri uri = make("https://a.example/x");
  index.add(uri);
  index.finish(uri);
  const AddOutcome outcome = index.add(uri);
  CHECK(outcome.result == AddResult::known);
  CHECK(outcome.finished == Finished{"ok", "", "capture"});
  CHECK(index.rows(kv::kQueue).empty());
  kv::Batch batch;
  CHECK(find_finished({*index.store, batch}, kRun, uri.key()).value() == outcome.finished);
  CHECK_FALSE(find_queued({*index.store, batch}, kRun, uri.key()).value());
  CHECK_FALSE(find_finished({*index.store, batch}, "run-2", uri.key()).value());
}

TEST_CASE("Frontier: only web addresses are taken", "[frontier]") {
  Index index;
  for (const char* url : {"", "x", "ftp://a.example/", "javascript:alert(1)", "mailto:a@b.example", "data:,x"}) {
    CAPTURE(url);
    CHECK(index.add(make(url)).result == AddResult::refused);
  }
  CHECK(index.rows(kv::kRequest).empty());
}

TEST_CASE("Frontier: seeds of one request are bounded", "[frontier]") {
  Index index;
  for (int i = 0; i < 300; ++i) index.add(make("https://a.example/x", 50, {std::to_string(i)}));
  kv::Batch batch;
  const auto queued = find_queued({*index.store, batch}, kRun, make("https://a.example/x").key()).value();
  REQUIRE(queued);
  CHECK(queued->seeds.size() == CrawlUri::kMaxSeeds);
}

TEST_CASE("Frontier: several changes in one group see each other", "[frontier]") {
  Index index;
  const CrawlUri first = make("https://a.example/1"), second = make("https://a.example/2");
  index.commit([&](kv::Overlay& overlay) -> Result<void> {
    CHECK(add(overlay, kRun, first)->result == AddResult::added);
    CHECK(add(overlay, kRun, first)->result == AddResult::merged);
    CHECK(add(overlay, kRun, second)->result == AddResult::added);
    if (auto done = finish(overlay, kRun, first, {"ok", "", ""}); !done) return done.error();
    CHECK(add(overlay, kRun, first)->result == AddResult::known);
    return {};
  });
  CHECK(index.rows(kv::kQueue).size() == 1);
}

TEST_CASE("Frontier: the same changes again give the same rows", "[frontier]") {
  const auto build = [](bool in_one_group) {
    Index index;
    const auto work = [](kv::Overlay& overlay, int i) {
      const CrawlUri uri = make("https://h" + std::to_string(i % 7) + ".example/" + std::to_string(i % 50), i % 100,
                                {std::to_string(i)});
      REQUIRE(add(overlay, kRun, uri));
      if (i % 5 == 0) REQUIRE(finish(overlay, kRun, uri, {"ok", "", std::to_string(i)}));
      if (i % 11 == 0) REQUIRE(retry(overlay, kRun, uri, kNow));
    };
    if (in_one_group) {
      index.commit([&](kv::Overlay& overlay) -> Result<void> {
        for (int i = 0; i < 200; ++i) work(overlay, i);
        return {};
      });
    } else {
      for (int i = 0; i < 200; ++i) {
        index.commit([&](kv::Overlay& overlay) -> Result<void> {
          work(overlay, i);
          return {};
        });
      }
    }
    std::vector<std::pair<std::string, std::string>> rows;
    REQUIRE(index.store->scan("", "", [&](std::string_view key, std::string_view value) {
      rows.emplace_back(key, value);
      return true;
    }));
    return rows;
  };
  CHECK(build(true) == build(false));
}

TEST_CASE("Frontier: forget leaves no row of the run, and all of another", "[frontier]") {
  Index index;
  index.add(make("https://a.example/1"));
  index.add(make("https://a.example/2"));
  index.finish(make("https://a.example/2"));
  index.commit([&](kv::Overlay& overlay) { return add(overlay, "run-10", make("https://a.example/1")); });
  index.commit([&](kv::Overlay& overlay) { return save_host(overlay, "https://a.example", "{}"); });
  // In pieces: the batch of a large run would not fit into memory.
  for (const bool last : {false, false, true}) {
    CHECK(*index.commit([&](kv::Overlay& overlay) { return has_rows(overlay, kRun); }));
    CHECK(*index.commit([&](kv::Overlay& overlay) { return forget(overlay, kRun, last ? 9 : 1); }) == last);
  }
  CHECK_FALSE(*index.commit([&](kv::Overlay& overlay) { return has_rows(overlay, kRun); }));
  CHECK(index.rows(kv::kWaiting).size() == 1);
  CHECK(index.rows(kv::kRequest).size() == 1);
  CHECK(index.rows(kv::kQueue).size() == 1);
  CHECK(index.rows(kv::kMeta).size() == 1);
  CHECK(index.rows(kv::kHost).size() == 1);
}

TEST_CASE("Frontier: each host's row says how many of its requests wait", "[frontier]") {
  Index index;
  const auto waiting = [&] {
    std::string seen;
    const std::string prefix = kv::make_prefix(kv::kWaiting, {kRun});
    REQUIRE(index.store->scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
      seen += std::string(key.substr(prefix.size())) + "=" + std::to_string(kv::from_sortable(value)) + " ";
      return true;
    }));
    return seen;
  };
  const CrawlUri first = make("https://a.example/1"), other = make("https://b.example/1");
  index.add(first);
  index.add(make("https://a.example/2"));
  index.add(other);
  CHECK(waiting() == "https://a.example=2 https://b.example=1 ");
  index.add(make("https://a.example/1", 10, {"2"}));  // merged
  index.retry(other, kNow);                           // waits already
  CHECK(waiting() == "https://a.example=2 https://b.example=1 ");
  index.finish(first);
  index.finish(other);
  index.finish(other);                        // ended before
  index.finish(make("https://c.example/1"));  // never queued
  CHECK(waiting() == "https://a.example=1 ");
  index.retry(other, kNow);                        // had ended
  index.retry(make("https://d.example/1"), kNow);  // never queued
  CHECK(waiting() == "https://a.example=1 https://b.example=1 https://d.example=1 ");
}

TEST_CASE("Chooser: inside a host priority first, then arrival", "[frontier]") {
  Index index;
  index.add(make("https://a.example/late", 70));
  index.add(make("https://a.example/1", 30));
  index.add(make("https://a.example/2", 30));
  index.add(make("https://a.example/seed", 10));
  index.add(make("https://a.example/was-late", 70));
  index.add(make("https://a.example/was-late", 20));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  CHECK(chooser.queued() == 5);
  CHECK(drain(index, chooser, politeness, kNow) ==
        std::vector<std::string>{"https://a.example/seed", "https://a.example/was-late", "https://a.example/1",
                                 "https://a.example/2", "https://a.example/late"});
  CHECK(chooser.queued() == 0);
  CHECK_FALSE(chooser.next(kNow)->wait_until);
}

TEST_CASE("Chooser: a better request that arrives later goes first", "[frontier]") {
  Index index;
  for (int i = 0; i < 40; ++i) index.add(make("https://a.example/" + std::to_string(i), 50));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  const auto first = chooser.next(kNow)->uri;
  REQUIRE(first);
  index.add(make("https://a.example/better", 10));
  chooser.added(kRun, "https://a.example", 1);
  politeness.finished("https://a.example", kNow, {});
  const auto second = chooser.next(kNow)->uri;
  REQUIRE(second);
  CHECK(second->url == "https://a.example/better");
}

TEST_CASE("Chooser: a host waits for its pause while others go on", "[frontier]") {
  Index index;
  for (const char* url : {"https://a.example/1", "https://a.example/2", "https://b.example/1"}) index.add(make(url));
  PolitenessOptions options;
  options.jitter = 0;
  Politeness politeness(options);
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  CHECK(drain(index, chooser, politeness, kNow) ==
        std::vector<std::string>{"https://a.example/1", "https://b.example/1"});
  const Timestamp later{kNow.us + 2'000'000};
  CHECK(chooser.next(kNow)->wait_until == later);
  const auto waits = chooser.waiting(kNow, 5);
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].host == "https://a.example");
  CHECK(waits[0].queued == 1);
  CHECK(waits[0].until == later);
  CHECK(waits[0].reason == "pause between requests");
  CHECK(drain(index, chooser, politeness, later) == std::vector<std::string>{"https://a.example/2"});
}

TEST_CASE("Chooser: a retry comes back at its time, with its attempt counted", "[frontier]") {
  Index index;
  const CrawlUri uri = make("https://a.example/1", 10), other = make("https://a.example/2");
  index.add(uri);
  index.add(other);
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  auto choice = chooser.next(kNow);
  REQUIRE(choice->uri);
  politeness.finished("https://a.example", kNow, {});
  const Timestamp later{kNow.us + 60'000'000};
  index.retry(*choice->uri, later);
  chooser.committed(*choice->uri, true);
  CHECK(chooser.queued() == 2);
  CHECK(chooser.in_flight() == 0);
  CHECK(drain(index, chooser, politeness, kNow) == std::vector<std::string>{"https://a.example/2"});
  CHECK(chooser.next(kNow)->wait_until == later);
  CHECK(chooser.waiting(kNow, 5).at(0).reason == "waits before it tries again");
  choice = chooser.next(later);
  REQUIRE(choice->uri);
  CHECK(choice->uri->url == uri.url);
  CHECK(choice->uri->attempt == 2);
}

TEST_CASE("Chooser: a held host is passed over until it is released", "[frontier]") {
  Index index;
  index.add(make("https://a.example/1"));
  index.add(make("https://b.example/1"));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  chooser.hold("https://a.example", "robots.txt is being fetched");
  CHECK(drain(index, chooser, politeness, kNow) == std::vector<std::string>{"https://b.example/1"});
  index.add(make("https://a.example/2"));
  chooser.added(kRun, "https://a.example", 1);
  CHECK_FALSE(chooser.next(kNow)->uri);
  CHECK(chooser.queued() == 2);
  CHECK(chooser.waiting(kNow, 5).at(0).reason == "robots.txt is being fetched");
  chooser.release("https://a.example");
  CHECK(drain(index, chooser, politeness, kNow).size() == 2);
}

TEST_CASE("Chooser: a host's politeness is read from the index", "[frontier]") {
  Index index;
  index.add(make("https://a.example/1"));
  Politeness before(no_pause());
  const Timestamp until{kNow.us + 5'000'000};
  before.back_off("https://a.example", until, "503, asked to wait");
  index.commit([&](kv::Overlay& o) { return save_host(o, "https://a.example", before.save("https://a.example")); });
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  CHECK(chooser.next(kNow)->wait_until == until);
  CHECK(chooser.next(until)->uri);
}

TEST_CASE("Chooser: committed and added may come in any order, and early or late", "[frontier]") {
  Index index;
  index.add(make("https://a.example/1"));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  const auto first = chooser.next(kNow)->uri;
  REQUIRE(first);
  politeness.finished("https://a.example", kNow, {});
  // The group is on the disk before either is told.
  index.finish(*first);
  index.add(make("https://a.example/2"));
  index.add(make("https://b.example/1"));
  CHECK_FALSE(chooser.next(kNow)->uri);  // nothing was said yet, and the finished one is not chosen again
  chooser.added(kRun, "https://b.example", 1);
  chooser.added(kRun, "https://a.example", 1);
  const auto second = chooser.next(kNow)->uri;
  REQUIRE(second);
  chooser.committed(*first, false);
  const auto third = chooser.next(kNow)->uri;
  REQUIRE(third);
  CHECK(second->url != third->url);
  CHECK(chooser.queued() == 2);
  CHECK(chooser.in_flight() == 2);
}

TEST_CASE("Chooser: many read-ahead rows that have ended elsewhere do not hide the rest", "[frontier]") {
  Index index;
  for (int i = 0; i < 40; ++i) index.add(make("https://a.example/" + std::to_string(i)));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  const auto first = chooser.next(kNow)->uri;
  REQUIRE(first);
  politeness.cancelled("https://a.example");
  for (int i = 1; i < 39; ++i) index.finish(make("https://a.example/" + std::to_string(i)));
  const auto next = chooser.next(kNow)->uri;
  REQUIRE(next);
  CHECK(next->url == "https://a.example/39");
}

TEST_CASE("Chooser: a queue row without its request is corruption, not silence", "[frontier]") {
  Index index;
  index.add(make("https://a.example/1"));
  kv::Batch batch;
  batch.erase(kv::make_key(kv::kRequest, {kRun, make("https://a.example/1").key()}));
  REQUIRE(index.store->write(batch, true));
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load(kRun));
  const auto choice = chooser.next(kNow);
  REQUIRE_FALSE(choice);
  CHECK(choice.error().code == ErrorCode::corruption);
}

TEST_CASE("Chooser: two runs at one host take turns, and share its pause", "[frontier]") {
  Index index;
  const auto add = [&](std::string_view run, const std::string& url) {
    index.commit([&](kv::Overlay& overlay) { return frontier::add(overlay, run, make(url)); });
  };
  for (const char* path : {"1", "2", "3"}) add("one", std::string("https://a.example/") + path);
  add("two", "https://a.example/1");
  add("two", "https://b.example/1");
  PolitenessOptions options;
  options.delay_seconds = 10;
  options.jitter = 0;
  Politeness politeness(options);
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load("one"));
  REQUIRE(chooser.load("two"));
  CHECK(chooser.queued() == 5);
  CHECK(chooser.queued("two") == 2);

  Timestamp now{1'000'000'000'000'000};
  std::vector<std::string> chosen;
  for (int step = 0; step < 100 && chooser.queued() > 0; ++step) {
    auto choice = chooser.next(now);
    REQUIRE(choice);
    if (!choice->uri) {
      REQUIRE(choice->wait_until);
      now = *choice->wait_until;
      continue;
    }
    const CrawlUri& uri = *choice->uri;
    chosen.push_back(uri.run + " " + uri.url);
    politeness.finished(uri.host_key(), now, {0, 200, "", std::nullopt});
    index.commit([&](kv::Overlay& overlay) { return frontier::finish(overlay, uri.run, uri, {"ok", "", "c"}); });
    chooser.committed(uri, false);
  }
  CHECK(chosen.size() == 5);
  CHECK(std::set<std::string>(chosen.begin(), chosen.end()).size() == 5);
  CHECK(now.us - 1'000'000'000'000'000 >= 30'000'000);  // four requests to a.example
  CHECK(std::find(chosen.begin(), chosen.end(), "two https://a.example/1") != chosen.end() - 1);
}

TEST_CASE("Chooser: nothing of a run that was forgotten is chosen, and its flights may still end", "[frontier]") {
  Index index;
  for (const char* run : {"one", "two"}) {
    index.commit([&](kv::Overlay& overlay) { return frontier::add(overlay, run, make("https://a.example/x")); });
    index.commit([&](kv::Overlay& overlay) { return frontier::add(overlay, run, make("https://a.example/y")); });
  }
  Politeness politeness(no_pause());
  Chooser chooser(*index.store, politeness);
  REQUIRE(chooser.load("one"));
  REQUIRE(chooser.load("two"));
  auto flying = chooser.next({1'000'000});
  REQUIRE((flying && flying->uri && flying->uri->run == "one"));
  chooser.forget("one");
  CHECK(chooser.queued() == 2);
  CHECK(chooser.in_flight() == 0);
  politeness.finished(flying->uri->host_key(), {1'000'000}, {0, 200, "", std::nullopt});
  chooser.committed(*flying->uri, false);
  CHECK(chooser.queued() == 2);
  for (int i = 0; i < 2; ++i) {
    auto next = chooser.next({2'000'000});
    REQUIRE((next && next->uri));
    CHECK(next->uri->run == "two");
    politeness.finished(next->uri->host_key(), {2'000'000}, {0, 200, "", std::nullopt});
  }
}

}  // namespace spoor::frontier
