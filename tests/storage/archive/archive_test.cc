#include "tests/storage/archive/archive_fixture.h"

#include <fstream>

#include <boost/json.hpp>

#include "storage/warc/reader.h"

using namespace spoor;
using namespace spoor::test;

TEST_CASE("Archive: what is committed is there after opening again, equal", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  Exchange awkward = exchange("https://forum.example/t/5?x=%C3%A9#frag", noise(5000, 1));
  awkward.method = "POST";
  awkward.request_body = "a=1&b=\r\n\r\n2";
  awkward.facts.lead = "line one\nline two\t100%";
  awkward.facts.site = " {\"software\":\"phpbb\"} ";
  awkward.facts.seeds = {};
  awkward.facts.attempt = 3;
  awkward.truncated = "time";
  awkward.failure = "nothing came for 2000 ms \xff";
  awkward.outcome = Outcome::private_;
  Exchange bare = exchange("http://plain.example/", "");
  bare.ip = bare.protocol = bare.tls_version = bare.tls_cipher = bare.tls_cert_sha256 = "";
  bare.facts = {};
  bare.response_head = "HTTP/1.1 200 \r\nX: \xff\xfe\n\r\n\r\n";
  {
    auto archive = create(folder.at("a"), clock);
    CHECK_FALSE(archive->index_is_behind());
    auto group = archive->begin();
    append(*archive, group, awkward);
    append(*archive, group, bare);
    note(group, "site", R"({"b":[1,true,"x"],"a":{"z":1}})");
    CHECK(group.records() == 2);
    CHECK(equal(group.load(awkward.capture_id).value(), awkward));
    commit(group);
    CHECK(equal(archive->load(awkward.capture_id).value(), awkward));
  }
  auto archive = open(folder.at("a"), clock);
  CHECK_FALSE(archive->index_is_behind());
  CHECK(equal(archive->load(awkward.capture_id).value(), awkward));
  CHECK(equal(archive->load(bare.capture_id).value(), bare));
  const auto missing = archive->load("0190a1b2-0000-7000-8000-000000000001");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  REQUIRE(archive->close());
  CHECK(only_file(folder.path / "a" / "warc", "SPOOR").extension() == ".gz");
}

TEST_CASE("Archive: a second owner is refused and told who holds it", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto first = create(folder.at("a"), clock);
  const auto second = Archive::open(folder.at("a"), {}, clock);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::unavailable);
  CAPTURE(second.error().message);
  CHECK(second.error().message.find("pid " + std::to_string(getpid())) != std::string::npos);
  CHECK(second.error().message.find("since 2026-03-01T08:00:00Z") != std::string::npos);
  REQUIRE(first->close());
  CHECK(Archive::open(folder.at("a"), {}, clock));
}

TEST_CASE("Archive: a folder that is none is said to be none", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  const auto none = Archive::open(folder.at("none"), {}, clock);
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_found);
  CHECK_FALSE(fs::exists(folder.at("none")));
  fs::create_directories(folder.at("odd"));
  for (const char* text : {"{}", "", "{\"format\":\"spoor-archive/9\",\"archive_id\":\"x\"}"}) {
    std::ofstream(folder.at("odd") + "/spoor.json") << text;
    const auto odd = Archive::open(folder.at("odd"), {}, clock);
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code == ErrorCode::corruption);
  }
}

TEST_CASE("Archive: the same payload is stored once and read back whole", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  const std::string body = noise(3000, 7);
  const Exchange first = exchange("https://a.example/1", body, 200, 0);
  const Exchange second = exchange("https://b.example/2", body, 200, 1000);
  const Exchange third = exchange("https://b.example/2", "", 304, 2000);
  Exchange cut = exchange("https://c.example/3", body, 200, 3000);
  cut.truncated = "length";
  std::vector<StoredCapture> stored;
  for (const Exchange& e : {first, second, third, cut}) {
    auto group = archive->begin();
    stored.push_back(append(*archive, group, e));
    CHECK(equal(group.load(e.capture_id).value(), e));
    commit(group);
  }
  CHECK_FALSE(stored[0].revisit);
  CHECK(stored[1].revisit);
  CHECK(stored[1].refers_to_capture == first.capture_id);
  CHECK(stored[1].payload_sha256 == sha256_hex(body));
  CHECK(stored[1].position.length < stored[0].position.length - 2000);
  CHECK(stored[2].revisit);
  CHECK(stored[2].refers_to_capture == first.capture_id);
  CHECK(stored[2].payload_sha256.empty());
  CHECK_FALSE(stored[3].revisit);
  for (const Exchange& e : {first, second, third, cut}) CHECK(equal(archive->load(e.capture_id).value(), e));

  const std::string path = only_file(folder.path / "a" / "warc", "SPOOR").string();
  const auto identical = warc::read_at(path, stored[1].position.offset).value().record;
  CHECK(identical.type == "revisit");
  CHECK(identical.field("WARC-Profile") == warc::kProfileIdenticalPayload);
  CHECK(identical.field("WARC-Refers-To-Target-URI") == "https://a.example/1");
  CHECK(identical.field("WARC-Refers-To-Date") == "2026-03-01T08:00:00.123456Z");
  CHECK(identical.field("WARC-Refers-To") == "<" + stored[0].record_id + ">");
  CHECK(identical.field("WARC-Payload-Digest") == "sha256:" + sha256_hex(body));
  CHECK(identical.field("WARC-Truncated") == "length");
  CHECK(identical.block == second.response_head);
  const auto unmodified = warc::read_at(path, stored[2].position.offset).value().record;
  CHECK(unmodified.field("WARC-Profile") == warc::kProfileNotModified);
  CHECK_FALSE(unmodified.field("WARC-Payload-Digest"));
  CHECK_FALSE(unmodified.field("WARC-Truncated"));
  CHECK(unmodified.field("WARC-Refers-To-Target-URI") == "https://a.example/1");
  CHECK(unmodified.block == third.response_head);
  const auto full = warc::read_at(path, stored[0].position.offset).value().record;
  CHECK(full.field("WARC-IP-Address") == "192.0.2.7");
  CHECK(full.field("WARC-Cipher-Suite") == "TLS_AES_128_GCM_SHA256");
  std::vector<std::string> protocols;
  for (const auto& [name, value] : full.fields) {
    if (name == "WARC-Protocol") protocols.push_back(value);
  }
  CHECK(protocols == std::vector<std::string>{"h2", "tls/1.3"});
}

TEST_CASE("Archive: small, cut, failed and empty payloads are never replaced by a revisit", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  const std::string body(300, 'b');
  const std::vector<Exchange> plain = {exchange("https://a.example/small", "tiny"),
                                       exchange("https://a.example/small", "tiny", 200, 1),
                                       exchange("https://a.example/gone", body, 404),
                                       exchange("https://a.example/gone", body, 404, 1),
                                       exchange("https://a.example/", ""),
                                       exchange("https://a.example/", "", 200, 1)};
  for (const Exchange& e : plain) {
    auto group = archive->begin();
    CHECK_FALSE(append(*archive, group, e).revisit);
    commit(group);
  }
}

TEST_CASE("Archive: a 304 of an unknown page is a revisit that refers to nothing", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  const Exchange e = exchange("https://a.example/", "", 304);
  auto group = archive->begin();
  const StoredCapture stored = append(*archive, group, e);
  commit(group);
  CHECK(stored.revisit);
  CHECK(stored.refers_to_capture.empty());
  CHECK(equal(archive->load(e.capture_id).value(), e));
}

TEST_CASE("Archive: an index made again equals the one made live", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  ArchiveOptions options;
  options.create = true;
  options.warc_roll_bytes = 9000;
  options.journal_roll_bytes = 700;
  Rows live;
  {
    auto archive = open(folder.at("a"), clock, options);
    for (int i = 0; i < 20; ++i) {
      auto group = archive->begin();
      note(group, "run_started", R"({"n":)" + std::to_string(i) + "}");
      for (int j = 0; j < 3; ++j) {
        const std::string url = "https://host" + std::to_string(j) + ".example/" + std::to_string(i % 4);
        append(*archive, group, exchange(url, j == 2 ? "" : noise(1500, i % 5), j == 2 ? 304 : 200, i * 100 + j));
      }
      note(group, "outcome");
      commit(group);
    }
    auto only_notes = archive->begin();
    note(only_notes, "run_finished");
    commit(only_notes);
    live = rows(archive->index());
    REQUIRE(archive->close());
  }
  CHECK(std::distance(fs::directory_iterator(folder.path / "a" / "warc"), {}) > 3);
  CHECK(std::distance(fs::directory_iterator(folder.path / "a" / "journal"), {}) > 3);

  SECTION("by reindex") {
    auto archive = open(folder.at("a"), clock, options);
    CHECK_FALSE(archive->index_is_behind());
    CHECK(rebuilt_rows(*archive) == live);
    CHECK_FALSE(archive->index_is_behind());
  }
  SECTION("from nothing") {
    fs::remove_all(folder.path / "a" / "index");
    auto archive = open(folder.at("a"), clock, options);
    CHECK(archive->index_is_behind());
    auto refused = archive->begin();
    CHECK_FALSE(refused.note({"x", "", "", 0, {}}));
    { const auto dropped = std::move(refused); }
    replay(*archive);
    CHECK(rows(archive->index()) == live);
  }
  SECTION("read-only, in memory and in another folder") {
    fs::remove_all(folder.path / "a" / "index");
    fs::permissions(folder.path / "a", fs::perms::owner_read | fs::perms::owner_exec);
    for (const std::string& index_folder : {std::string(), folder.at("elsewhere")}) {
      ArchiveOptions reading;
      reading.read_only = true;
      reading.index_folder = index_folder;
      auto archive = open(folder.at("a"), clock, reading);
      CHECK(archive->index_is_behind());
      replay(*archive);
      CHECK(rows(archive->index()) == live);
      auto group = archive->begin();
      CHECK_FALSE(group.note({"x", "", "", 0, {}}));
    }
    fs::permissions(folder.path / "a", fs::perms::owner_all);
    CHECK_FALSE(fs::exists(folder.path / "a" / "index"));
  }
}

TEST_CASE("Archive: an index of another archive is not believed", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  for (const char* name : {"a", "b"}) {
    auto archive = create(folder.at(name), clock);
    auto group = archive->begin();
    append(*archive, group, exchange("https://a.example/", name));
    commit(group);
  }
  fs::remove_all(folder.path / "a" / "index");
  fs::copy(folder.path / "b" / "index", folder.path / "a" / "index");
  auto archive = open(folder.at("a"), clock);
  CHECK(archive->index_is_behind());
  replay(*archive);
  CHECK(rows(archive->index()) == rebuilt_rows(*archive));
}

TEST_CASE("Archive: a group that is dropped leaves nothing, or a suspect archive", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  {
    auto group = archive->begin();
    note(group, "site");
  }
  const Rows before = rows(archive->index());
  {
    auto group = archive->begin();
    note(group, "outcome");
    commit(group);
  }
  CHECK(rows(archive->index()).size() == before.size() + 1);
  {
    auto group = archive->begin();
    append(*archive, group, exchange("https://a.example/", "x"));
  }
  auto refused = archive->begin();
  const auto failed = refused.note({"x", "", "", 0, {}});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::io);
}

TEST_CASE("Archive: journal data that is no plain object is refused and changes nothing", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  auto group = archive->begin();
  for (const char* data : {"[1]", "{", "1", "{\"a\":0.5}"}) {
    CAPTURE(data);
    const auto noted = group.note({"x", "", data, 0, {}});
    REQUIRE_FALSE(noted);
    CHECK(noted.error().code == ErrorCode::invalid_argument);
  }
  JournalEntry entry{"x", "", "{\"b\": 1, \"a\": \"\\u0041\"}", 0, {}};
  CHECK(group.note(entry).value() == 1);
  CHECK(entry.data == R"({"a":"A","b":1})");
  CHECK(entry.time == Timestamp::from_millis(clock.now().millis()));
  commit(group);
}

TEST_CASE("Archive: a capture row is the schema's capture record", "[archive]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  auto archive = create(folder.at("a"), clock);
  Exchange e = exchange("https://a.example/page", noise(400, 3));
  e.response_head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\xff\r\n\r\n";
  auto group = archive->begin();
  const StoredCapture stored = append(*archive, group, e);
  commit(group);
  const auto text = archive->index().get(kv::make_key(kv::kCapture, {e.capture_id})).value();
  REQUIRE(text);
  const boost::json::object row = boost::json::parse(*text).as_object();
  CHECK(row.at("schema") == boost::json::value("spoor/1.0"));
  CHECK(row.at("record") == boost::json::value("capture"));
  CHECK(row.at("key") == boost::json::value("c:" + e.capture_id));
  CHECK(row.at("started_at") == boost::json::value("2026-03-01T08:00:00.123Z"));
  CHECK(row.at("content_type") == boost::json::value("text/html?"));
  CHECK(row.at("bytes_body") == boost::json::value(400));
  const boost::json::object& warc = row.at("warc").as_object();
  CHECK(warc.at("file") == boost::json::value(stored.position.file));
  CHECK(warc.at("offset") == boost::json::value(stored.position.offset));
  CHECK(warc.at("length") == boost::json::value(stored.position.length));
  CHECK(warc.at("record_id") == boost::json::value(stored.record_id));
  CHECK(warc.at("type") == boost::json::value("response"));
}
