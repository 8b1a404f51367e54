#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

#include "config/added_sources.h"
#include "config/watch_config.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::config;

TEST_CASE("Added sources: what is written is read again, by `spoor source` and as configuration", "[added_sources]") {
  AddedSources added;
  AddedSource source;
  source.set("link", "https://a.example/?q=\"x\\y\"&b=\xc3\xa9");
  source.set("name", "one");
  source.entries.push_back({"labels", {"a b", "c: d"}, true});
  source.entries.push_back({"recheck", {}, true});
  source.set("paused", "false");
  source.set("paused", "true");
  added.sources.push_back(source);
  added.removed = {"gone", "too"};
  added.paused = {"p"};
  const std::string yaml = to_yaml(added);
  const auto again = read_added_sources(yaml, "c.sources.yaml");
  REQUIRE(again);
  CHECK(to_yaml(*again) == yaml);

  const WatchReading reading = read_watch_config({"archive: /a\n", "c.yaml"}, {yaml, "c.sources.yaml"});
  REQUIRE(reading.good());
  REQUIRE(reading.config.sources.size() == 1);
  CHECK(reading.config.sources[0].link == "https://a.example/?q=\"x\\y\"&b=\xc3\xa9");
  CHECK(reading.config.sources[0].labels == std::vector<std::string>{"a b", "c: d"});
  CHECK(reading.config.sources[0].recheck.empty());
  CHECK(reading.config.sources[0].paused);
  CHECK(reading.notes.size() == 3);
}

TEST_CASE("Added sources: nothing added is a file too", "[added_sources]") {
  CHECK(to_yaml({}) == to_yaml(read_added_sources("", "f").value()));
  CHECK(read_watch_config({"archive: /a\n", "c.yaml"}, {to_yaml({}), "f"}).good());
}

TEST_CASE("Added sources: another shape is refused with its place", "[added_sources]") {
  for (const char* text : {"[a]", "sources: a", "sources: [[a]]", "paused: {a: b}", "others: []",
                           "sources: [{link: {a: b}}]", "a: [", "&a b"}) {
    CAPTURE(text);
    const auto read = read_added_sources(text, "f.yaml");
    REQUIRE(!read);
    CHECK(read.error().text().find("f.yaml:1:") == 0);
  }
}

TEST_CASE("Added sources: a file is exchanged whole, and nothing is left beside it", "[added_sources]") {
  const test::TempDir folder;
  const std::string path = folder.file("c.sources.yaml");
  {
    auto file = AddedSourcesFile::open(path);
    REQUIRE(file);
    CHECK(file->content.sources.empty());
    file->content.paused = {"a"};
    REQUIRE(file->replace(to_yaml(file->content)));
  }
  auto again = AddedSourcesFile::open(path);
  REQUIRE(again);
  CHECK(again->content.paused == std::vector<std::string>{"a"});
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("Added sources: commands at the same time change it one after another", "[added_sources]") {
  const test::TempDir folder;
  const std::string path = folder.file("c.sources.yaml");
  std::vector<std::thread> commands;
  for (int i = 0; i < 4; ++i) {
    commands.emplace_back([&path, i] {
      for (int j = 0; j < 10; ++j) {
        auto file = AddedSourcesFile::open(path);
        if (!file) return;
        file->content.paused.push_back(std::to_string(i) + "-" + std::to_string(j));
        const auto written = file->replace(to_yaml(file->content));
        if (!written) return;
      }
    });
  }
  for (std::thread& command : commands) command.join();
  auto file = AddedSourcesFile::open(path);
  REQUIRE(file);
  CHECK(file->content.paused.size() == 40);
}
