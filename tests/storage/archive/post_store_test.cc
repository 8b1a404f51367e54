#include "storage/archive/post_store.h"

#include <algorithm>
#include <random>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/kv/keys.h"
#include "storage/schema/jcs.h"
#include "storage/schema/keys.h"

using namespace spoor;
namespace json = boost::json;

namespace {

Timestamp minute(int n) { return {from_civil(2026, 3, 1)->us + std::int64_t{n} * 60'000'000}; }

Post post_of(std::string id, std::string text) {
  Post p;
  p.platform = "forum.example";
  p.software = "phpbb";
  p.native_id = std::move(id);
  p.url = "https://forum.example/p/" + p.native_id;
  p.text = std::move(text);
  p.author.handle = "Anna";
  return p;
}

Sighting sighting(int n, std::string surface = "topic", int richness = 80, int version = 1) {
  Sighting s;
  s.seen_at = minute(n);
  s.http_status = 200;
  s.prov.capture_id = "cap-" + surface + std::to_string(n);
  s.prov.warc_file = "a.warc.gz";
  s.prov.adapter = "phpbb";
  s.prov.adapter_version = version;
  s.prov.surface = std::move(surface);
  s.richness = richness;
  return s;
}

class Index {
 public:
  std::vector<std::string> add(const Sighting& s) {
    kv::Batch batch;
    kv::Overlay overlay(*store_, batch);
    auto touched = apply(overlay, s);
    REQUIRE(touched);
    REQUIRE(store_->write(batch, false));
    std::vector<std::string> keys;
    for (const Touched& record : *touched) keys.push_back(record.key);
    return keys;
  }
  std::vector<std::string> add_post(Sighting s, Post p) {
    s.posts.push_back(std::move(p));
    return add(s);
  }
  void add_subject(Sighting s, std::string key, Status status) {
    s.http_status = 404;
    s.subjects.push_back({std::move(key), status, "No such post"});
    add(s);
  }
  std::vector<json::object> walk_all(const Filter& filter = {}) const {
    std::vector<json::object> out;
    auto done = walk(*store_, filter, [&](const json::object& record) {
      out.push_back(record);
      return true;
    });
    CAPTURE(done);
    REQUIRE(done.has_value());
    check_texts(filter, out);
    return out;
  }
  // Whatever is walked as objects is walked as the same texts.
  void check_texts(const Filter& filter, const std::vector<json::object>& records) const {
    std::size_t at = 0;
    auto done = walk_texts(*store_, filter, [&](std::string_view kind, std::string_view text) {
      REQUIRE(at < records.size());
      CHECK(records[at].at("record").as_string() == json::string_view(kind.data(), kind.size()));
      CHECK(json::serialize(records[at++]) == text);
      return true;
    });
    REQUIRE(done);
    CHECK(at == records.size());
  }
  std::vector<json::object> history(std::string_view kind) const {
    Filter filter;
    filter.view = View::history;
    std::vector<json::object> out;
    for (json::object& record : walk_all(filter))
      if (record.at("record").as_string() == json::string_view(kind.data(), kind.size()))
        out.push_back(std::move(record));
    return out;
  }
  std::string bytes(View view) const {
    Filter filter;
    filter.view = view;
    std::string out;
    for (const json::object& record : walk_all(filter)) out += json::serialize(record) + "\n";
    return out;
  }
  StoreTotals sums() const { return totals(*store_).value(); }
  kv::Store& store() { return *store_; }

 private:
  std::unique_ptr<kv::Store> store_ = kv::make_memory_store();
};

std::string text(const json::object& record, const char* name) {
  const json::value* value = record.if_contains(name);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

}  // namespace

TEST_CASE("Post store: the same content again is only an observation", "[post_store]") {
  Index index;
  Post p = post_of("1", "hello");
  CHECK(index.add_post(sighting(0), p) == std::vector<std::string>{"p:forum.example:1"});
  p.counts.values["likes"] = 5;
  index.add_post(sighting(1), p);
  CHECK(index.sums().posts == 1);
  CHECK(index.sums().revisions == 1);
  CHECK(index.sums().observations == 2);
  auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  CHECK(text(all[0], "seen_at") == "2026-03-01T00:00:00.000Z");
  CHECK(text(all[0], "rev") == post_rev(p));
  auto seen = index.history("observation");
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].at("counts").at("likes").as_int64() == 5);
  CHECK(text(seen[1], "rev_seen") == post_rev(p));
  CHECK(seen[1].at("prov").at(0).at("capture_id").as_string() == "cap-topic1");
  CHECK(seen[1].at("http_status").as_int64() == 200);
}

TEST_CASE("Post store: other content on the same surface is an edit, with the fields that changed", "[post_store]") {
  Index index;
  index.add_post(sighting(0), post_of("1", "hello"));
  index.add_post(sighting(5), post_of("1", "hello"));
  Post edited = post_of("1", "bye");
  edited.title = "new";
  index.add_post(sighting(7), edited);
  auto steps = index.history("revision");
  REQUIRE(steps.size() == 2);
  CHECK(text(steps[0], "reason") == "first");
  CHECK(text(steps[1], "reason") == "edited");
  CHECK(json::serialize(steps[1].at("change")) == R"(["text","title"])");
  CHECK(text(steps[1], "prev_rev") == text(steps[0], "rev"));
  CHECK(text(steps[1], "last_seen_prev") == "2026-03-01T00:05:00.000Z");
  auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  CHECK(text(all[0], "text") == "bye");
  CHECK(text(all[0], "seen_at") == "2026-03-01T00:07:00.000Z");
  for (const json::object& step : steps) CHECK(sha256_hex(to_jcs(step.at("content"))) == text(step, "rev"));
  CHECK(steps[0].at("content").at("text").as_string() == "hello");
}

TEST_CASE("Post store: other content from a newer adapter is not an edit", "[post_store]") {
  Index index;
  index.add_post(sighting(0), post_of("1", "hello"));
  index.add_post(sighting(1, "topic", 80, 2), post_of("1", "hello world"));
  index.add_post(sighting(2, "topic", 80, 2), post_of("1", "hello there"));
  auto steps = index.history("revision");
  REQUIRE(steps.size() == 3);
  CHECK(text(steps[1], "reason") == "extractor_changed");
  CHECK(text(steps[2], "reason") == "edited");
}

TEST_CASE("Post store: a newer adapter that reads the same makes no later edit its own doing", "[post_store]") {
  Index index;
  index.add_post(sighting(0), post_of("1", "hello"));
  index.add_post(sighting(1, "topic", 80, 2), post_of("1", "hello"));
  index.add_post(sighting(2, "topic", 80, 2), post_of("1", "hello there"));
  auto steps = index.history("revision");
  REQUIRE(steps.size() == 2);
  CHECK(text(steps[1], "reason") == "edited");
}

TEST_CASE("Post store: a feed's excerpt never edits the topic page's text", "[post_store]") {
  Index index;
  Post excerpt = post_of("1", "hel...");
  excerpt.lang = "en";
  excerpt.counts.values = {{"comments", 4}, {"likes", 9}};
  Post full = post_of("1", "hello");
  full.counts.values = {{"likes", 1}};
  index.add_post(sighting(0, "feed", 20), excerpt);
  index.add_post(sighting(1, "topic", 80), full);
  index.add_post(sighting(2, "feed", 20), excerpt);
  CHECK(index.sums().revisions == 2);
  for (const json::object& step : index.history("revision")) CHECK(text(step, "reason") == "first");
  auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  CHECK(text(all[0], "text") == "hello");
  CHECK(text(all[0], "lang") == "en");
  CHECK(text(all[0], "rev") == post_rev(full));
  CHECK(json::serialize(all[0].at("counts")) == R"({"comments":4,"likes":1})");
  REQUIRE(all[0].at("prov").as_array().size() == 2);
  CHECK(all[0].at("prov").at(0).at("surface").as_string() == "topic");
  CHECK(all[0].at("prov").at(1).at("capture_id").as_string() == "cap-feed0");
}

TEST_CASE("Post store: a cut text does not own what a poorer surface has whole", "[post_store]") {
  Index index;
  Post excerpt = post_of("1", "hel...");
  excerpt.html = "<p>hel...</p>";
  excerpt.text_truncated = true;
  excerpt.title = "Greeting";
  Post bare = post_of("1", "");
  Post full = post_of("1", "hello");
  full.author = {"", "", "Anna", "https://forum.example/u/anna", ""};
  excerpt.author = {"", "", "Anna", "", "https://forum.example/anna.png"};
  index.add_post(sighting(0, "feed", 40), excerpt);
  index.add_post(sighting(1, "listing", 35), bare);
  index.add_post(sighting(2, "page", 30), full);
  auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  CHECK(text(all[0], "text") == "hello");
  CHECK(text(all[0], "html").empty());
  CHECK_FALSE(all[0].contains("text_truncated"));
  CHECK(text(all[0], "rev") == post_rev(full));
  CHECK(text(all[0], "title") == "Greeting");
  // One post has one author: the same name is the same person.
  CHECK(text(all[0].at("author").as_object(), "url") == "https://forum.example/u/anna");
  CHECK(text(all[0].at("author").as_object(), "avatar_url") == "https://forum.example/anna.png");
}

TEST_CASE("Post store: a page that was cut off edits nothing that is known whole", "[post_store]") {
  Index index;
  const auto cut = [](std::string text) {
    Post post = post_of("1", std::move(text));
    post.text_truncated = true;
    return post;
  };
  index.add_post(sighting(0), post_of("1", "The wall is paid by the county."));
  index.add_post(sighting(1), cut("The wall is paid"));
  CHECK(index.history("revision").size() == 1);
  CHECK(index.history("observation").size() == 2);
  CHECK(index.walk_all()[0].at("text").as_string() == "The wall is paid by the county.");

  // Another beginning is an edit, though its end is missing; so is a text that only subscribers see from now on.
  index.add_post(sighting(2), cut("A wall"));
  CHECK(index.history("revision").size() == 2);
  index.add_post(sighting(3), post_of("1", "A wall is paid by the county."));
  Post locked = cut("A wall");
  locked.visibility = "subscribers";
  index.add_post(sighting(4), locked);
  CHECK(index.history("revision").size() == 4);
}

TEST_CASE("Post store: of two equally rich surfaces the one seen last owns the content", "[post_store]") {
  Index index;
  Post before = post_of("1", "hello");
  before.reply_to.native_id = "0";
  index.add_post(sighting(0, "context", 95), before);
  index.add_post(sighting(1, "status", 95), before);
  CHECK(text(index.walk_all().at(0), "text") == "hello");
  index.add_post(sighting(5, "status", 95), post_of("1", "hello again"));
  CHECK(text(index.walk_all().at(0), "text") == "hello again");
  index.add_post(sighting(6, "context", 95), post_of("1", "and again"));
  CHECK(text(index.walk_all().at(0), "text") == "and again");
}

TEST_CASE("Post store: an exact count wins over the same count rounded", "[post_store]") {
  Index index;
  Post rounded = post_of("1", "hello");
  rounded.counts.values = {{"views", 349'000}, {"likes", 2000}};
  rounded.counts.raw = {{"views", "349K"}, {"likes", "2K"}};
  rounded.counts.approx = {"views", "likes"};
  Post exact = post_of("1", "hello");
  exact.counts.values = {{"views", 349'240}, {"likes", 17}};
  exact.counts.raw = {{"views", "349 240 views"}};
  index.add_post(sighting(0, "listing", 80), rounded);
  index.add_post(sighting(1, "page", 60), exact);
  const auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  // 17 is no rounding of 2K: another moment.
  CHECK(json::serialize(all[0].at("counts")) == R"({"likes":2000,"views":349240})");
  CHECK(json::serialize(all[0].at("counts_approx")) == R"(["likes"])");
  CHECK(json::serialize(all[0].at("counts_raw")) == R"({"likes":"2K","views":"349 240 views"})");
}

TEST_CASE("Post store: a proven deletion of a known post is a tombstone, and coming back is told", "[post_store]") {
  Index index;
  const std::string key = "p:forum.example:1";
  index.add_post(sighting(0), post_of("1", "hello"));
  index.add_post(sighting(1, "feed", 20), post_of("1", "hel"));
  index.add_subject(sighting(3), key, Status::deleted);
  index.add_subject(sighting(4), key, Status::deleted);
  auto steps = index.history("revision");
  REQUIRE(steps.size() == 3);
  CHECK(text(steps[2], "rev") == "tombstone:deleted");
  CHECK(text(steps[2], "reason") == "deleted");
  CHECK(text(steps[2], "first_missing_at") == "2026-03-01T00:03:00.000Z");
  CHECK(text(steps[2], "last_live_at") == "2026-03-01T00:01:00.000Z");
  CHECK(text(steps[2], "status_raw") == "No such post");
  auto all = index.walk_all();
  REQUIRE(all.size() == 1);
  CHECK(text(all[0], "status") == "deleted");
  CHECK(text(all[0], "text") == "hello");
  CHECK(all[0].at("prov").as_array().back().at("capture_id").as_string() == "cap-topic3");
  CHECK(index.sums().tombstones == 1);

  index.add_post(sighting(6), post_of("1", "hello"));
  steps = index.history("revision");
  REQUIRE(steps.size() == 4);
  CHECK(text(steps[3], "reason") == "restored");
  CHECK(text(steps[3], "last_seen_prev") == "2026-03-01T00:04:00.000Z");
  CHECK(text(index.walk_all()[0], "status") == "live");
}

TEST_CASE("Post store: states that prove nothing are only observed", "[post_store]") {
  Index index;
  index.add_post(sighting(0), post_of("1", "hello"));
  for (Status status : {Status::login_required, Status::blocked, Status::rate_limited, Status::private_,
                        Status::not_found, Status::geo_blocked, Status::unknown}) {
    index.add_subject(sighting(10 + static_cast<int>(status)), "p:forum.example:1", status);
  }
  CHECK(index.sums().revisions == 1);
  CHECK(index.sums().observations == 8);
  CHECK(text(index.walk_all()[0], "status") == "live");
}

TEST_CASE("Post store: an unknown object cannot be deleted, but the word on it is kept", "[post_store]") {
  Index index;
  index.add_subject(sighting(0), "a:x:@gone", Status::suspended);
  index.add_subject(sighting(1), "", Status::suspended);
  CHECK(index.sums().revisions == 0);
  CHECK(index.walk_all().empty());
  auto seen = index.history("observation");
  REQUIRE(seen.size() == 1);
  CHECK(text(seen[0], "target") == "a:x:@gone");
  CHECK(text(seen[0], "status") == "suspended");
}

TEST_CASE("Post store: a placeholder of a deleted comment is a tombstone, not an edit", "[post_store]") {
  Index index;
  Post placeholder = post_of("1", "");
  placeholder.status = Status::deleted;
  index.add_post(sighting(0), post_of("1", "hello"));
  index.add_post(sighting(1), placeholder);
  CHECK(text(index.history("revision")[1], "reason") == "deleted");
  CHECK(text(index.walk_all()[0], "text") == "hello");

  Index fresh;
  fresh.add_post(sighting(0), placeholder);
  fresh.add_post(sighting(1), placeholder);
  CHECK(fresh.sums().revisions == 1);
  CHECK(fresh.sums().tombstones == 0);
  CHECK(text(fresh.walk_all()[0], "status") == "deleted");
}

TEST_CASE("Post store: one page that shows a post twice makes no edits", "[post_store]") {
  Index index;
  for (int n = 0; n < 3; ++n) {
    Sighting s = sighting(n);
    s.posts = {post_of("1", "hel"), post_of("2", "x"), post_of("1", "hello")};
    CHECK(index.add(s).size() == 2);
  }
  CHECK(index.sums().revisions == 2);
  CHECK(text(index.walk_all()[0], "text") == "hello");
}

TEST_CASE("Post store: the order in which surfaces are applied does not matter", "[post_store]") {
  const std::vector<std::string> surfaces = {"topic", "feed", "board", "api"};
  auto sequence = [](const std::string& surface, int richness, int shift) {
    std::vector<Sighting> out;
    for (int n = 0; n < 3; ++n) {
      Sighting s = sighting(n * 10 + shift, surface, richness, n == 2 ? 2 : 1);
      for (int i = 0; i < 3; ++i) {
        Post p = post_of(std::to_string(i), surface + (n > 0 ? " edited" : ""));
        if (surface == "feed") p.lang = "en";
        if (surface == "api") p.text.clear(), p.counts.values["views"] = n, p.container.name = "Board";
        if (surface == "board") p.title = "title", p.counts.values["views"] = 100 + n;
        s.posts.push_back(p);
      }
      out.push_back(s);
    }
    return out;
  };
  std::vector<std::vector<Sighting>> lines;
  for (std::size_t i = 0; i < surfaces.size(); ++i)
    lines.push_back(sequence(surfaces[i], i == 0 ? 80 : 40, static_cast<int>(i)));

  std::mt19937 random(3);
  std::string expected;
  for (int round = 0; round < 20; ++round) {
    Index index;
    std::vector<std::size_t> next(lines.size(), 0);
    for (std::size_t left = 12; left > 0;) {
      std::size_t line = random() % lines.size();
      if (next[line] == lines[line].size()) continue;
      index.add(lines[line][next[line]++]);
      --left;
    }
    std::string got = index.bytes(View::history);
    if (expected.empty()) expected = got;
    REQUIRE(got == expected);
    CHECK(index.sums().observations == 36);
  }
}

TEST_CASE("Post store: applying a sighting twice changes nothing", "[post_store]") {
  Index index;
  index.add_post(sighting(0), post_of("1", "hello"));
  std::string before = index.bytes(View::history);
  index.add_post(sighting(0), post_of("1", "hello"));
  CHECK(index.bytes(View::history) == before);
}

TEST_CASE("Post store: filters", "[post_store]") {
  Index index;
  Sighting s = sighting(0);
  Post a = post_of("1", "a"), b = post_of("2", "b"), c = post_of("3", "c");
  a.published = StatedTime{minute(-1000), {}, Precision::second, "", TimeSource::machine};
  b.kind = PostKind::comment;
  b.author.handle = "Bob";
  b.author.native_id = "77";
  c.platform = "vk";
  c.software = "";
  s.posts = {a, b, c};
  Account account;
  account.platform = "vk";
  account.native_id = "77";
  account.handle = "Bob";
  account.display_name = "Bob B";
  s.accounts = {account};
  Thread thread;
  thread.platform = "forum.example";
  thread.software = "phpbb";
  thread.native_id = "9";
  thread.title = "T";
  s.threads = {thread};
  index.add(s);
  kv::Batch batch;
  batch.put(kv::make_key(kv::kCapture, {"cap1"}),
            R"({"schema":"spoor/1.0","record":"capture","key":"c:cap1","started_at":"2026-03-01T00:00:00.000Z"})");
  batch.put(kv::make_key(kv::kCapture, {"cap2"}), "something else");
  REQUIRE(index.store().write(batch, false));

  auto keys = [&](const Filter& filter) {
    std::string out;
    for (const json::object& record : index.walk_all(filter)) out += text(record, "key") + " ";
    return out;
  };
  const std::string p1 = "p:forum.example:1 ", p2 = "p:forum.example:2 ", p3 = "p:vk:3 ", t = "t:forum.example:9 ";
  Filter f;
  CHECK(keys(f) == "a:vk:77 " + p1 + p2 + p3 + t);
  f.platform = "vk";
  CHECK(keys(f) == "a:vk:77 " + p3);
  f = {};
  f.software = "phpbb";
  CHECK(keys(f) == p1 + p2 + t);
  f = {};
  f.account = "@bob";
  CHECK(keys(f) == "a:vk:77 " + p2);
  f.account = "77";
  CHECK(keys(f) == "a:vk:77 " + p2);
  f.account = "a:vk:77";
  CHECK(keys(f) == "a:vk:77 ");
  f = {};
  f.kinds = {"comment", "capture"};
  CHECK(keys(f) == "c:cap1 " + p2);
  f = {};
  f.until = minute(0);
  CHECK(keys(f) == p1);
  f = {};
  f.since = minute(0);
  f.until = minute(1);
  CHECK(keys(f) == "a:vk:77 " + p2 + p3 + t);
  f.since = minute(1);
  CHECK(keys(f).empty());

  Filter captures;
  captures.kinds = {"capture"};
  auto counts = walk_counted(index.store(), captures, [](const json::object&) { return true; });
  REQUIRE(counts);
  CHECK(counts->seen.captures == 2);
  CHECK(counts->unreadable == 1);
  CHECK(counts->seen.posts == 3);
}

TEST_CASE("Post store: a walk can be stopped", "[post_store]") {
  Index index;
  for (int i = 0; i < 5; ++i) index.add_post(sighting(i), post_of(std::to_string(i), "x"));
  int seen = 0;
  Filter filter;
  filter.view = View::history;
  REQUIRE(walk(index.store(), filter, [&](const json::object&) { return ++seen < 4; }));
  CHECK(seen == 4);
}

TEST_CASE("Post store: damaged rows are corruption, named by their key", "[post_store]") {
  for (const char* bytes : {"", "V", "V1", "V1\n{}", "V1\n{}\n", "V1\n{}\n{}", "Vx\n{}\n{}", "Tnull", "\xff"}) {
    CAPTURE(bytes);
    Index index;
    index.add_post(sighting(0), post_of("1", "hello"));
    kv::Batch batch;
    batch.put(kv::make_key(kv::kRecord, {"p:forum.example:1", "phpbb/topic", kv::sortable(0)}), bytes);
    REQUIRE(index.store().write(batch, false));
    auto done = walk(index.store(), {}, [](const json::object&) { return true; });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::corruption);
    CHECK(done.error().where.find("p:forum.example:1") != std::string::npos);
  }
}

TEST_CASE("Post store: accounts and threads have revisions too", "[post_store]") {
  Index index;
  for (int n = 0; n < 2; ++n) {
    Sighting s = sighting(n);
    Account a;
    a.platform = "x";
    a.handle = "anna";
    a.bio = n == 0 ? "old" : "new";
    Thread t;
    t.platform = "x";
    t.native_id = "1";
    t.title = n == 0 ? "old" : "new";
    s.accounts = {a};
    s.threads = {t};
    index.add(s);
  }
  auto steps = index.history("revision");
  REQUIRE(steps.size() == 4);
  CHECK(json::serialize(steps[1].at("change")) == R"(["bio"])");
  CHECK(json::serialize(steps[3].at("change")) == R"(["title"])");
  Sighting gone = sighting(5);
  Account suspended;
  suspended.platform = "x";
  suspended.handle = "anna";
  suspended.status = Status::suspended;
  gone.accounts = {suspended};
  index.add(gone);
  CHECK(text(index.walk_all()[0], "status") == "suspended");
  CHECK(text(index.walk_all()[0], "bio") == "new");
}
