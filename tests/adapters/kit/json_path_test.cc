#include "adapters/kit/json_cut.h"
#include "adapters/kit/json_path.h"

#include <catch2/catch.hpp>

#include <boost/json.hpp>

using namespace spoor::adapters;

TEST_CASE("JSON paths: steps", "[kit]") {
  const auto root =
      parse_json(R"({"a":{"b":[{"c":1},{"c":2,"rel":"next"}],"x.y":true},"n":null,"big":18446744073709551615,
    "d":1.5,"e":1.7e9,"m":{"p":"one","q":"two"}})");
  REQUIRE(root.has_value());
  struct Row {
    const char* path;
    const char* text;  // nullptr = nothing there
  };
  const Row rows[] = {
      {"a.b[0].c", "1"},
      {"a.b[1].c", "2"},
      {"a.b[-1].c", "2"},
      {"a.b[2].c", nullptr},
      {"a[\"x.y\"]", "true"},
      {"$.a.b[0].c", "1"},
      {"a.b[rel=next].c", "2"},
      {"a.b[*].c", "1"},
      {"a.b.c", nullptr},
      {"n", nullptr},
      {"big", "18446744073709551615"},
      {"d", "1.5"},
      {"e", "1700000000"},
      {"m[*]", "one"},
      {"a.b[", nullptr},
      {"zzz", nullptr},
      {"a.b[-9].c", nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const auto text = json_text(json_at(*root, row.path));
    if (row.text == nullptr)
      CHECK_FALSE(text);
    else
      CHECK(text == std::string(row.text));
  }
  CHECK(json_all(*root, "a.b[*].c").size() == 2);
  CHECK(json_at(*root, "") == &*root);
}

TEST_CASE("JSON: damage of strangers is mended, real damage is an error", "[kit]") {
  CHECK(json_text(json_at(*parse_json("{\"a\":\"x\xff y\"}"), "a")) == "x\xEF\xBF\xBD y");
  CHECK(json_text(json_at(*parse_json("{\"a\":\"x\\ud83d y\"}"), "a")) == "x\xEF\xBF\xBD y");
  CHECK(json_text(json_at(*parse_json("{\"a\":\"x\ny\"}"), "a")) == "x\ny");
  CHECK(json_text(json_at(*parse_json("{\"a\":\"it\\'s \\x3Cb\"}"), "a")) == "it's <b");
  CHECK(json_text(json_at(*parse_json("\xEF\xBB\xBF{\"a\":[1,],}"), "a[0]")) == "1");
  for (const char* text : {"", "{", "{\"a\":}", "hello", "{\"a\":1} x"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_json(text).has_value());
    CHECK(parse_json(text).error().code == spoor::ErrorCode::invalid_argument);
  }
  CHECK_FALSE(parse_json(std::string(100000, '[')).has_value());
  CHECK(parse_json(std::string(60, '[') + std::string(60, ']')).has_value());
}

TEST_CASE("JSON: found inside scripts", "[kit]") {
  CHECK(json_after("var ytInitialData = {\"a\":\"}\\\"\",\"b\":[1]};</script>", "ytInitialData") ==
        "{\"a\":\"}\\\"\",\"b\":[1]}");
  CHECK(json_after("if (window.state) x; window.state=[1,[2]];", "window.state") == "[1,[2]]");
  CHECK_FALSE(json_after("var a = {\"b\": 1", "var a"));
  CHECK_FALSE(json_after("var a = {]", "var a"));
  CHECK_FALSE(json_after("nothing", "var a"));
}

TEST_CASE("JSON that is cut off gives its complete elements", "[kit][json]") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"n": 1, "posts": [{"id": 1, "tags": ["a"]}, {"id": 2, "tags": ["b", "c)",
       R"({"n": 1, "posts": [{"id": 1, "tags": ["a"]}]})"},
      {R"({"posts": [{"id": 1}, {"id": 2}], "more": [{"x": "a\\\"]b"}, 7, )",
       R"({"posts": [{"id": 1}, {"id": 2}], "more": [{"x": "a\\\"]b"}, 7]})"},
      {R"([{"page": 1, "threads": [{"no": 1}, {"no": 2})", R"([{"page": 1, "threads": [{"no": 1}, {"no": 2}]}])"},
      {R"([1, 2, 3)", R"([1, 2])"},
      {R"({"a": {"b": "c)", ""},
      {R"({"posts": [{"id": )", ""},
      {"", ""},
      {R"({"a": [1]} trailing)", ""},
  };
  for (const auto& [cut, complete] : rows) {
    CAPTURE(cut);
    CHECK(closed_json(cut) == complete);
  }
  CHECK(parse_cut_json("[1, 2").value().as_array().size() == 1);
  CHECK_FALSE(parse_cut_json("{\"a\": "));
}
