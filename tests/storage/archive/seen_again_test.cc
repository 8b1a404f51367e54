#include "storage/archive/seen_again.h"

#include <algorithm>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "storage/archive/post_store.h"

using namespace spoor;
namespace json = boost::json;

namespace {

Timestamp minute(int n) { return {from_civil(2026, 3, 1)->us + std::int64_t{n} * 60'000'000}; }

struct Index {
  std::unique_ptr<kv::Store> store = kv::make_memory_store();

  template <class Change>
  auto change(const Change& make) {
    kv::Batch batch;
    kv::Overlay overlay(*store, batch);
    auto made = make(overlay);
    REQUIRE(store->write(batch, false).has_value());
    return made;
  }
  // A page showed the post with these words.
  void page(int n, const std::string& words, const std::string& surface = "topic") {
    sighting(n, surface, [&](Sighting& seen) {
      Post post;
      post.platform = "a.example";
      post.native_id = "1";
      post.url = "http://a.example/1";
      post.text = words;
      seen.posts.push_back(post);
    });
  }
  void deleted(int n, const std::string& surface = "page") {
    sighting(n, surface, [&](Sighting& seen) { seen.subjects.push_back({"p:a.example:1", Status::deleted, "gone"}); });
  }
  template <class Fill>
  void sighting(int n, const std::string& surface, const Fill& fill) {
    Sighting seen;
    seen.seen_at = minute(n);
    seen.http_status = 200;
    seen.prov.capture_id = "c" + std::to_string(n);
    seen.prov.adapter = "phpbb";
    seen.prov.surface = surface;
    fill(seen);
    REQUIRE(change([&](kv::Overlay& overlay) { return apply(overlay, seen); }).has_value());
  }
  // The page of minute `first` came unchanged at minute n.
  void again(int first, int n) {
    change([&](kv::Overlay& overlay) {
      SeenAgain seen{minute(n), "c" + std::to_string(n), 304, {"b.warc.gz", 10 * n, 5}, 1};
      put_seen_again(overlay, "c" + std::to_string(first), seen);
      return true;
    });
  }
  std::vector<json::object> history(const std::string& kind) const {
    std::vector<json::object> found;
    Filter filter;
    filter.view = View::history;
    const auto counts = walk_counted(*store, filter, [&](const json::object& record) {
      if (record.at("record").as_string() == kind) found.push_back(record);
      return true;
    });
    REQUIRE(counts.has_value());
    CHECK(counts->seen.observations == totals(*store)->observations);
    return found;
  }
  bool overtaken(int n) const { return is_overtaken(*store, "c" + std::to_string(n)).value(); }
};

std::string time_of(int n) { return to_rfc3339_ms(minute(n)); }

}  // namespace

TEST_CASE("Seen again: every visit is an observation, in the order of time, with its own capture", "[archive]") {
  Index index;
  index.page(1, "words");
  index.again(1, 3);
  index.page(4, "words", "feed");
  index.again(1, 5);
  const auto observations = index.history("observation");
  REQUIRE(observations.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const int n = std::vector<int>{1, 3, 4, 5}[i];
    CAPTURE(n);
    CHECK(observations[i].at("observed_at").as_string() == time_of(n));
    const json::object& prov = observations[i].at("prov").as_array().at(0).as_object();
    CHECK(prov.at("capture_id").as_string() == "c" + std::to_string(n));
    CHECK(observations[i].at("http_status") == (n == 3 || n == 5 ? 304 : 200));
    CHECK(observations[i].at("rev_seen") == observations[0].at("rev_seen"));
  }
  CHECK(index.history("post").size() == 1);
  CHECK(index.history("revision").size() == 2);
}

TEST_CASE("Seen again: an edit says when the words before it were seen last, and overtakes pages that show them",
          "[archive]") {
  Index index;
  index.page(1, "words");
  index.page(2, "words");
  index.again(1, 7);
  index.again(2, 5);
  CHECK_FALSE(index.overtaken(1));
  index.page(8, "other words");
  const auto revisions = index.history("revision");
  REQUIRE(revisions.size() == 2);
  CHECK(revisions[1].at("last_seen_prev").as_string() == time_of(7));
  CHECK(index.overtaken(1));
  CHECK(index.overtaken(2));
  CHECK_FALSE(index.overtaken(8));
}

TEST_CASE("Seen again: a page of another surface that still shows a deleted post says that it lives", "[archive]") {
  Index index;
  index.page(1, "words", "feed");
  index.again(1, 4);
  index.deleted(5);
  auto revisions = index.history("revision");
  REQUIRE(revisions.size() == 2);
  const auto tombstone = std::find_if(revisions.begin(), revisions.end(),
                                      [](const json::object& step) { return step.at("reason") == "deleted"; });
  REQUIRE(tombstone != revisions.end());
  CHECK(tombstone->at("last_live_at").as_string() == time_of(4));
  CHECK(index.history("post").at(0).at("status") == "deleted");
  index.again(1, 6);
  CHECK(index.history("post").at(0).at("status") == "live");
  index.deleted(9);
  CHECK(index.history("post").at(0).at("status") == "deleted");
}

TEST_CASE("Seen again: a tombstone on its own surface overtakes the page", "[archive]") {
  Index index;
  index.page(1, "words");
  index.deleted(2, "topic");
  CHECK(index.overtaken(1));
  index.page(3, "words");
  CHECK_FALSE(index.overtaken(3));
  CHECK(index.history("post").at(0).at("status") == "live");
}

TEST_CASE("Seen again: of two equally rich surfaces the one that was seen last owns the words, unchanged or not",
          "[archive]") {
  Index index;
  index.page(1, "one", "a");
  index.page(2, "other", "b");
  CHECK(index.history("post").at(0).at("text") == "other");
  index.again(1, 3);
  CHECK(index.history("post").at(0).at("text") == "one");
  index.again(2, 4);
  CHECK(index.history("post").at(0).at("text") == "other");
}

TEST_CASE("Seen again: a damaged row is an error", "[archive]") {
  Index index;
  index.page(1, "words");
  index.again(1, 2);
  index.change([](kv::Overlay& overlay) {
    overlay.put(std::string("Vc1\0", 4) + "0000000000000001" + std::string("\0c9", 3), "nothing");
    return true;
  });
  CHECK_FALSE(totals(*index.store).has_value());
  CHECK_FALSE(seen_again(static_cast<const kv::Store&>(*index.store), "c1").has_value());
}
