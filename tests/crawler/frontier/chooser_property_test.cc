// Random interleavings of what the two threads do: nothing is lost, nothing is chosen twice at the same time.
#include <catch2/catch.hpp>

#include <deque>
#include <map>
#include <random>
#include <set>

#include "crawler/frontier/frontier.h"
#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

constexpr std::string_view kRun = "run";

// Plays both sides against a plain model. News of committed groups reaches the chooser late and out of order.
class Game {
 public:
  explicit Game(unsigned seed) : random_(seed) {
    options_.delay_seconds = seed % 2 ? 0 : 0.5;
    options_.fetch_time_factor = 0;
    options_.parallel_per_host = 1 + static_cast<int>(seed % 3);
    rebuild();
  }

  void step() {
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
        return add();
      case 3:
      case 4:
      case 5:
      case 6:
        return choose();
      case 7:
      case 8:
        return end_one();
      case 9:
        return tell();
      case 10:
        return hold_or_release();
      default:
        now_.us += below(3'000'000);
        if (below(40) == 0) rebuild();
    }
  }

  void finish_all() {
    for (const std::string& host : held_) chooser_->release(host);
    held_.clear();
    for (int idle = 0; idle < 200 && !open_.empty();) {
      const std::size_t before = flying_.size();
      choose();
      idle = flying_.size() > before ? 0 : idle + 1;
      while (!flying_.empty()) end_one(true);
      while (!news_.empty()) tell();
      now_.us += 1'000'000;
    }
    CHECK(open_.empty());
    CHECK(chooser_->queued() == 0);
    CHECK(chooser_->in_flight() == 0);
    const auto choice = chooser_->next({now_.us + 1'000'000'000});
    REQUIRE(choice);
    CHECK_FALSE(choice->uri);
    CHECK_FALSE(choice->wait_until);
  }

  std::size_t done() const { return done_.size(); }

 private:
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n)); }

  template <class Change>
  void commit(Change change) {
    kv::Batch batch;
    kv::Overlay overlay(*index_, batch);
    change(overlay);
    REQUIRE(index_->write(batch, false));
  }

  void add() {
    CrawlUri uri;
    uri.url = "https://h" + std::to_string(below(6)) + ".example/" + std::to_string(below(120));
    uri.priority = static_cast<int>(below(5)) * 10;
    uri.seeds = {std::to_string(below(4))};
    AddResult result{};
    commit([&](kv::Overlay& overlay) { result = frontier::add(overlay, kRun, uri).value().result; });
    const bool is_new = !open_.count(uri.url) && !done_.count(uri.url);
    CHECK(result == (is_new ? AddResult::added : open_.count(uri.url) ? AddResult::merged : AddResult::known));
    if (!is_new) return;
    open_.insert(uri.url);
    const std::string host = uri.host_key();
    news_.push_back([this, host] { chooser_->added(kRun, host, 1); });
  }

  void choose() {
    const auto choice = chooser_->next(now_);
    REQUIRE(choice);
    if (!choice->uri) return;
    const CrawlUri& uri = *choice->uri;
    CAPTURE(uri.url);
    CHECK(open_.count(uri.url));
    CHECK_FALSE(held_.count(uri.host_key()));
    CHECK(uri.not_before <= now_);
    CHECK(flying_.emplace(uri.url, uri).second);
  }

  void end_one(bool for_good = false) {
    if (flying_.empty()) return;
    auto at = flying_.begin();
    std::advance(at, below(static_cast<std::int64_t>(flying_.size())));
    const CrawlUri uri = at->second;
    flying_.erase(at);
    const bool put_back = !for_good && below(4) == 0;
    if (below(10) == 0) {
      politeness_->cancelled(uri.host_key());
    } else {
      politeness_->finished(uri.host_key(), now_, {0.1, put_back && below(2) ? 429 : 200, "192.0.2.1", std::nullopt});
    }
    commit([&](kv::Overlay& overlay) {
      if (put_back) {
        REQUIRE(frontier::retry(overlay, kRun, uri, {now_.us + below(5'000'000)}));
      } else {
        REQUIRE(frontier::finish(overlay, kRun, uri, {"ok", "", ""}));
      }
    });
    if (!put_back) {
      open_.erase(uri.url);
      done_.insert(uri.url);
    }
    // In between it stays in flight for the chooser.
    news_.push_back([this, uri, put_back] { chooser_->committed(uri, put_back); });
  }

  void tell() {
    if (news_.empty()) return;
    const auto at = news_.begin() + below(static_cast<std::int64_t>(news_.size()));
    const auto news = *at;
    news_.erase(at);
    news();
  }

  void hold_or_release() {
    const std::string host = "https://h" + std::to_string(below(6)) + ".example";
    if (held_.erase(host)) {
      chooser_->release(host);
    } else if (below(3) == 0) {
      held_.insert(host);
      chooser_->hold(host, "a reason");
    }
  }

  // A new process: what was in flight is queued again, what was not told is read from the index.
  void rebuild() {
    news_.clear();
    held_.clear();
    flying_.clear();
    politeness_ = std::make_unique<Politeness>(options_);
    chooser_ = std::make_unique<Chooser>(*index_, *politeness_);
    REQUIRE(chooser_->load(kRun));
    CHECK(chooser_->queued() == static_cast<std::int64_t>(open_.size()));
    CHECK(chooser_->in_flight() == 0);
  }

  std::mt19937 random_;
  PolitenessOptions options_;
  Timestamp now_ = Timestamp::from_seconds(1'772'366'400);
  std::unique_ptr<kv::Store> index_ = kv::make_memory_store();
  std::unique_ptr<Politeness> politeness_;
  std::unique_ptr<Chooser> chooser_;
  std::set<std::string> open_, done_, held_;
  std::map<std::string, CrawlUri> flying_;
  std::deque<std::function<void()>> news_;
};

}  // namespace

TEST_CASE("Chooser: no interleaving loses a request or chooses it twice", "[frontier][property]") {
  std::size_t done = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Game game(seed);
    for (int i = 0; i < 1'500; ++i) game.step();
    game.finish_all();
    done += game.done();
  }
  CHECK(done > 5'000);
}

}  // namespace spoor::frontier
