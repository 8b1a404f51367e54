#include "adapters/site/load.h"

#include <catch2/catch.hpp>

#include "adapters/site/site_adapter.h"
#include "adapters/site/yaml_tree.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

const std::string kHead = R"(name: small
title: Small
family: forum
homepage: https://small.example/
checked: 2026-11-23
source: made up
platform: small
hosts: [small.example]
)";
const std::string kRest = R"(routes:
  - kind: topic
    subject: thread
    example: "https://small.example/t/5"
    urls: ["/t/{topic:int}"]
pages:
  topic:
    posts:
      each: "div.post"
      native_id: {attr: id}
      published: {css: time, attr: datetime}
)";

std::vector<Mistake> mistakes_of(const std::string& yaml, const char* file = "small.yaml") {
  std::vector<Mistake> mistakes;
  const std::optional<Definition> made = load_definition(yaml, file, mistakes);
  CHECK(made.has_value() == mistakes.empty());
  return mistakes;
}

// The definition with one text replaced.
std::string with(std::string from, const std::string& to) {
  std::string yaml = kHead + kRest;
  const std::size_t at = yaml.find(from);
  REQUIRE(at != std::string::npos);
  return yaml.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("A good definition has no mistakes", "[site]") { CHECK(mistakes_of(kHead + kRest).empty()); }

TEST_CASE("Each mistake is reported where it stands", "[site]") {
  struct Row {
    const char *from, *to;
    int line;
    const char* says;
  };
  const Row rows[] = {
      {"family: forum", "famly: forum", 3, "did you mean 'family'?"},
      {"family: forum", "family: fora", 3, "did you mean 'forum'?"},
      {"name: small", "name: other", 1, "must be the file's name ('small')"},
      {"checked: 2026-11-23", "checked: soon", 5, "must be a date"},
      {"subject: thread", "subject: thred", 11, "did you mean 'thread'?"},
      {"    example: \"https://small.example/t/5\"\n", "", 10, "needs 'example'"},
      {"https://small.example/t/5", "https://small.example/x/5", 12, "none of the route's URL shapes"},
      {"/t/{topic:int}", "/t/{topic:integer}", 13, "unknown kind of hole 'integer'"},
      {"/t/{topic:int}", "/t/5", 10, "needs an id in its URL"},
      {"div.post", "div[", 17, "bad selector"},
      {"native_id:", "nativ_id:", 18, "did you mean 'native_id'?"},
      {"{attr: id}", "{atr: id}", 18, "did you mean 'attr'?"},
      {"{attr: id}", "{css: a, json: b}", 18, "json: needs a page of type json"},
      {"{attr: id}", "{attr: id, match: \"p{x:int}\"}", 18, "needs the hole {value}"},
      {"{attr: id}", "{route: topc}", 18, "did you mean 'topic'?"},
      {"{attr: id}", "{attr: id, upper: x}", 18, "unknown key in a value 'upper'"},
      {"  topic:\n    posts", "  topics:\n    posts", 15, "no route leads to the page"},
      {"homepage: https://small.example/\n", "", 1, "needs 'homepage'"},
      {"hosts: [small.example]\n", "", 1, "needs 'hosts' or 'recognise'"},
      {"title: Small", "title: [", 4, "end of sequence"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from, row.to);
    const std::vector<Mistake> mistakes = mistakes_of(with(row.from, row.to));
    REQUIRE(!mistakes.empty());
    bool found = false;
    std::string all;
    for (const Mistake& mistake : mistakes) {
      all += mistake.text() + "\n";
      found = found || (mistake.line == row.line && mistake.message.find(row.says) != std::string::npos);
      CHECK(mistake.column >= 1);
    }
    CAPTURE(all, row.line, row.says);
    CHECK(found);
  }
}

TEST_CASE("All mistakes are reported at once, in the order of the file", "[site]") {
  std::string yaml = with("family: forum", "family: fora");
  yaml.replace(yaml.find("native_id:"), 10, "nativ_id:");
  yaml.replace(yaml.find("div.post"), 8, "div[");
  const std::vector<Mistake> mistakes = mistakes_of(yaml);
  REQUIRE(mistakes.size() >= 3);
  for (std::size_t i = 1; i < mistakes.size(); ++i) CHECK(mistakes[i - 1].line <= mistakes[i].line);
  std::vector<Mistake> same;
  const auto adapter = make_site_adapter(yaml, "small.yaml", &same);
  CHECK_FALSE(adapter.has_value());
  CHECK(same.size() == mistakes.size());
  CHECK(same[0].text().starts_with("small.yaml:3:"));
}

TEST_CASE("A definition that is no map, empty or too deep is refused", "[site]") {
  for (const std::string& yaml :
       {std::string(), std::string("- a\n- b\n"), std::string("just words"), std::string(2000, '[')}) {
    CHECK(!mistakes_of(yaml).empty());
  }
}

TEST_CASE("A map takes the entries of another, its own win", "[site]") {
  Result<YamlNode> tree =
      parse_yaml("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {w: 0, <<: *a, x: 5}\nd: {<<: [*a, *b]}\n");
  REQUIRE(tree);
  auto written = [&](std::string_view key) {
    std::string text;
    for (const YamlEntry& entry : tree->find(key)->entries) text += entry.key + entry.value.text + " ";
    return text;
  };
  CHECK(written("c") == "x5 y2 w0 ");
  CHECK(written("d") == "x1 y2 z4 ");
}

TEST_CASE("A value is read from the record that another names by its id", "[site]") {
  const std::string yaml = kHead + R"(routes:
  - kind: topic
    subject: thread
    example: "https://small.example/t/5"
    urls: ["/t/{topic:int}"]
pages:
  topic:
    type: json
    tables:
      user: {each: "included[type=users]", key: id}
      group: {each: "included[type=groups]", key: id}
    posts:
      each: "data[*]"
      native_id: id
      author.native_id: rel.user
      author.handle: {of: {user: rel.user}, json: name}
      author.display_name: {of: {group: {of: {user: {field: author.native_id}}, json: group}}, json: title}
)";
  Result<std::unique_ptr<Adapter>> adapter = make_site_adapter(yaml, "small.yaml", nullptr);
  REQUIRE(adapter);
  Page page;
  page.url = Url::parse("https://small.example/t/5").value();
  page.body = R"({"data": [{"id": 1, "rel": {"user": "8"}}, {"id": 2, "rel": {"user": "9"}}, {"id": 3}],
    "included": [{"type": "groups", "id": "8", "title": "crew"}, {"type": "users", "id": 8, "name": "ann", "group": 8}]})";
  const Parsed parsed = (*adapter)->parse(page, *(*adapter)->route(page.url, {}), {});
  REQUIRE(parsed.posts.size() == 3);
  CHECK(parsed.posts[0].author.handle == "ann");
  CHECK(parsed.posts[0].author.display_name == "crew");
  CHECK(parsed.posts[1].author.native_id == "9");
  CHECK(parsed.posts[1].author.handle.empty());
  CHECK(parsed.posts[2].author.empty());
  std::string wrong = yaml;
  wrong.replace(wrong.find("{user: rel.user}"), 16, "{usr: rel.user}");
  const std::vector<Mistake> mistakes = mistakes_of(wrong);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].message.find("did you mean 'user'?") != std::string::npos);
}
