#include "storage/schema/json.h"

#include <filesystem>
#include <set>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/schema/jcs.h"
#include "storage/schema/keys.h"
#include "storage/schema/normalise.h"
#include "tests/storage/schema/sample_records.h"

using namespace spoor;
namespace json = boost::json;

namespace {

RecordHead head_of(std::string key) {
  return {std::move(key), std::string(64, 'b'), *from_civil(2026, 3, 1, 8, 0, 0, 250000), {samples::prov()}};
}

}  // namespace

TEST_CASE("Records: what is written is read back equal", "[json]") {
  CHECK(post_from_json(to_json(head_of("k"), samples::full_post())).value() == samples::full_post());
  CHECK(account_from_json(to_json(head_of("k"), samples::full_account())).value() == samples::full_account());
  CHECK(thread_from_json(to_json(head_of("k"), samples::full_thread())).value() == samples::full_thread());
  Post bare;
  bare.platform = "x";
  RecordHead no_locator = head_of("k");
  no_locator.prov[0].locator.clear();
  CHECK(post_from_json(to_json(no_locator, bare)).value() == bare);
  auto head = head_from_json(to_json(head_of("k"), bare)).value();
  CHECK(head.key == "k");
  CHECK(head.seen_at == head_of("k").seen_at);
  CHECK(head.prov == head_of("k").prov);
}

TEST_CASE("Records: observations and revisions are read back equal", "[json]") {
  Observation o;
  o.target = "p:x:1";
  o.observed_at = *from_civil(2026, 3, 2);
  o.status = Status::deleted;
  o.status_raw = "gone";
  o.http_status = 404;
  o.counts.values = {{"likes", 1}};
  o.rev_seen = std::string(64, 'c');
  o.prov = samples::prov();
  CHECK(observation_from_json(to_json(o)).value() == o);
  Revision r;
  r.target = "p:x:1";
  r.rev = "tombstone:deleted";
  r.prev_rev = std::string(64, 'c');
  r.surface = "phpbb/topic";
  r.number = 3;
  r.reason = RevisionReason::deleted;
  r.change = {"text"};
  r.seen_at = r.first_missing_at.emplace(*from_civil(2026, 3, 2));
  r.last_seen_prev = r.last_live_at = *from_civil(2026, 3, 1);
  r.status_raw = "gone";
  r.prov = samples::prov();
  CHECK(revision_from_json(to_json(r)).value() == r);
  CHECK(to_json(r).at("key").as_string() == "r:p:x:1:phpbb/topic:3");
}

TEST_CASE("Records: random ones survive after normalising, and normalising twice changes nothing",
          "[json][normalise]") {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    Post once = samples::random_post(random);
    normalise(once);
    Post twice = once;
    normalise(twice);
    REQUIRE(twice == once);
    RecordHead head = head_of(post_key(once));
    head.prov[0].locator.clear();
    std::string bytes = json::serialize(to_json(head, once));
    REQUIRE(to_json_text(head, once) == bytes);
    REQUIRE(post_rev(once) == sha256_hex(to_jcs(rev_content(to_json(head, once)).value())));
    json::value parsed = json::parse(bytes);
    auto back = post_from_json(parsed.as_object());
    REQUIRE(back);
    REQUIRE(*back == once);
    REQUIRE(post_rev(*back) == post_rev(once));
    REQUIRE(json::serialize(to_json(head, *back)) == bytes);
  }
}

TEST_CASE("Records: written as text, they are the same as through the object", "[json]") {
  const RecordHead head = head_of("k");
  CHECK(to_json_text(head, samples::full_post()) == json::serialize(to_json(head, samples::full_post())));
  CHECK(to_json_text(head, samples::full_account()) == json::serialize(to_json(head, samples::full_account())));
  CHECK(to_json_text(head, samples::full_thread()) == json::serialize(to_json(head, samples::full_thread())));
  CHECK(account_rev(samples::full_account()) ==
        sha256_hex(to_jcs(rev_content(to_json(head, samples::full_account())).value())));
  CHECK(thread_rev(samples::full_thread()) ==
        sha256_hex(to_jcs(rev_content(to_json(head, samples::full_thread())).value())));
  Post post;
  for (int c = 0; c < 256; ++c) post.text += c < 128 ? std::string(1, static_cast<char>(c)) : "\xC3\xA9";
  CHECK(to_json_text(head, post) == json::serialize(to_json(head, post)));
}

TEST_CASE("Records: the JSON of a post is what the schema says", "[json]") {
  json::object o = to_json(head_of("p:k"), samples::full_post());
  CHECK(o.at("schema").as_string() == "spoor/1.0");
  CHECK(o.at("published_at").as_string() == "2026-03-01T11:00:00.000+03:00");
  CHECK(o.at("published_utc").as_string() == "2026-03-01T08:00:00.000Z");
  CHECK(o.at("published_precision").as_string() == "minute");
  CHECK(o.at("edited_at").as_string() == "2026-03-01T09:00:00.123456Z");
  CHECK(o.at("author").at("key").as_string() == "a:forum.example.com:8080/board:42");
  CHECK(o.at("reply_to").at("key").as_string() == "p:forum.example.com:8080/board:post/4");
  CHECK(o.at("links").at(0).at("domain").as_string() == "example.co.uk");
  CHECK(json::serialize(o.at("counts")) == R"({"likes":3,"views":1200,"reactions":{"wow":1}})");
  CHECK(o.at("x").at("phpbb").at("floor").as_string() == "3");
  CHECK(o.begin()->key() == "schema");
  Post bare;
  bare.platform = "x";
  for (const auto& [name, value] : to_json(head_of("k"), bare)) {
    CAPTURE(std::string(name));
    CHECK(!value.is_null());
    CHECK(!(value.is_string() && value.get_string().empty()));
  }
}

TEST_CASE("Records: damaged JSON is corruption and names the field", "[json]") {
  json::object good = to_json(head_of("p:k"), samples::full_post());
  auto without = [&](const char* name) {
    json::object o = good;
    o.erase(name);
    return o;
  };
  auto with = [&](const char* name, json::value value) {
    json::object o = good;
    o[name] = std::move(value);
    return o;
  };
  CHECK(post_from_json(without("platform")).error().code == ErrorCode::corruption);
  CHECK(post_from_json(without("kind")).error().text() == "p:k: \"kind\" is missing");
  CHECK(post_from_json(with("kind", "tweet")).error().message == "\"kind\" is an unknown word");
  CHECK_FALSE(post_from_json(with("text", 5)));
  CHECK_FALSE(post_from_json(with("media", "x")));
  CHECK_FALSE(post_from_json(with("media", json::array{json::object{{"width", "9"}}})));
  CHECK_FALSE(post_from_json(with("published_utc", "yesterday")));
  CHECK_FALSE(post_from_json(with("counts", json::object{{"likes", "many"}})));
  CHECK(post_from_json(with("from_a_later_version", 1)).value() == samples::full_post());
  CHECK_FALSE(head_from_json(without("seen_at")));
}

TEST_CASE("Schema: knows every member that is written", "[json]") {
  json::value schema = json::parse(json_schema());
  const json::object& defs = schema.at("$defs").as_object();
  auto check = [&](const char* record, const json::object& written) {
    std::set<std::string> known;
    for (const auto& member : schema.at("properties").as_object()) known.insert(std::string(member.key()));
    for (const auto& member : defs.at(record).at("properties").as_object()) known.insert(std::string(member.key()));
    for (const auto& member : written) {
      CAPTURE(record, std::string(member.key()));
      CHECK(known.count(std::string(member.key())) == 1);
    }
    for (const json::value& required : defs.at(record).at("required").as_array()) {
      CAPTURE(record, std::string(required.as_string()));
      CHECK(written.contains(required.as_string()));
    }
  };
  check("post", to_json(head_of("k"), samples::full_post()));
  check("account", to_json(head_of("k"), samples::full_account()));
  check("thread", to_json(head_of("k"), samples::full_thread()));
  Observation o;
  o.target = "p:x:1";
  o.prov = samples::prov();
  check("observation", to_json(o));
  Revision r;
  r.target = "p:x:1";
  r.rev = "r";
  check("revision", to_json(r));
}

TEST_CASE("JCS: the sorting example of RFC 8785, section 3.2.3", "[jcs]") {
  json::object o;
  o["\xE2\x82\xAC"] = "Euro Sign";
  o["\r"] = "Carriage Return";
  o["\xEF\xAC\xB3"] = "Hebrew Letter Dalet With Dagesh";
  o["1"] = "One";
  o["\xF0\x9F\x98\x80"] = "Emoji: Grinning Face";
  o["\xC2\x80"] = "Control";
  o["\xC3\xB6"] = "Latin Small Letter O With Diaeresis";
  CHECK(to_jcs(o) ==
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"\xC3\xB6\":\"Latin Small Letter O With "
        "Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning "
        "Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST_CASE("JCS: values and escapes", "[jcs]") {
  CHECK(to_jcs(json::parse(R"({"b":[true,null,-5,{}],"a":"\u0001\"\\\/\n\u00e9"})")) ==
        "{\"a\":\"\\u0001\\\"\\\\/\\n\xC3\xA9\",\"b\":[true,null,-5,{}]}");
  CHECK_THROWS(to_jcs(1.5));
  CHECK_THROWS(to_jcs(std::int64_t{1} << 53));
  CHECK_THROWS(to_jcs(std::uint64_t{1} << 63));
}
