#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config/source_names.h"
#include "config/units.h"
#include "config/watch_config.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::config;

namespace {

WatchReading read(const std::string& yaml, const std::string& added = "") {
  return read_watch_config({yaml, "spoor.yaml"}, {added, "spoor.sources.yaml"});
}

std::string all(const std::vector<Mistake>& mistakes) {
  std::string out;
  for (const Mistake& mistake : mistakes) out += mistake.text() + "\n";
  return out;
}

WatchConfig good(const std::string& yaml, const std::string& added = "") {
  WatchReading reading = read(yaml, added);
  CHECK(all(reading.mistakes) == "");
  return reading.config;
}

}  // namespace

TEST_CASE("WatchConfig: a folder and a link are enough", "[watch_config]") {
  const WatchConfig config = good("archive: /srv/spoor\nsources:\n  - https://forum.example.org/viewforum.php?f=3\n");
  REQUIRE(config.sources.size() == 1);
  const WatchSource& source = config.sources[0];
  CHECK(source.name == "forum.example.org-viewforum.php-f-3");
  CHECK(source.link == "https://forum.example.org/viewforum.php?f=3");
  CHECK(source.min_interval == 900);
  CHECK(source.max_interval == 2 * 86'400);
  CHECK(source.deep_interval == 7 * 86'400);
  CHECK(source.recheck == std::vector<std::int64_t>{3'600, 21'600, 86'400, 259'200, 604'800, 2'592'000});
  CHECK(source.archive == "main");
  CHECK(source.line == 3);
  CHECK(source.column == 5);
  REQUIRE(config.archives.size() == 1);
  CHECK(config.archives[0] == WatchArchive{"main", "/srv/spoor"});
  CHECK(config.listen_host.empty());
  CHECK(!config.budget);
}

TEST_CASE("WatchConfig: everything that can be said arrives", "[watch_config]") {
  const WatchConfig config = good(R"(contact: https://example.org/crawler
media: false
max_pages: 50
archive: /srv/main
archives: {leaks: /srv/leaks, other: {path: /srv/other/}}
listen: "[::1]:8742"
budget: 20000
min_interval: 10m
max_interval: 3d
deep_interval: off
recheck: [1h, 1d]
windows: 22:00-06:00 Europe/Berlin
hosts:
  Forum.Example.org: {delay: 10, per_host: 2, delay_factor: 0, windows: [sat, "09:00-10:00"]}
warc: {roll_bytes: 500MB, roll_age: 12h}
log_level: debug
stop_deadline: 1m
low_disk: 2GB
sources:
  - {link: "telegram:@name", name: tg-name, kind: account, labels: [one, leaks], scope: account, min_interval: 30m,
     budget: 200, paused: true, media: true, windows: [], recheck: [], deep_interval: 1d}
  - link: x:@name
    labels: one
    archive: other
)");
  CHECK(config.options.contact == "https://example.org/crawler");
  CHECK(config.options.max_pages == 50);
  CHECK(config.archives ==
        std::vector<WatchArchive>{{"main", "/srv/main"}, {"leaks", "/srv/leaks"}, {"other", "/srv/other"}});
  CHECK(config.listen_host == "::1");
  CHECK(config.listen_port == 8742);
  CHECK(config.budget == 20'000);
  REQUIRE(config.hosts.count("forum.example.org") == 1);
  const WatchHost& host = config.hosts.at("forum.example.org");
  CHECK(host.delay == 10);
  CHECK(host.per_host == 2);
  CHECK(host.delay_factor == 0);
  CHECK(to_text(host.windows) == "sat 00:00-24:00 UTC; 09:00-10:00 UTC");
  CHECK(config.warc_roll_bytes == 500'000'000);
  CHECK(config.warc_roll_age == 43'200);
  CHECK(config.log_level == "debug");
  CHECK(config.stop_deadline == 60);
  CHECK(config.low_disk == 2'000'000'000);

  REQUIRE(config.sources.size() == 2);
  const WatchSource& one = config.sources[0];
  CHECK(one.name == "tg-name");
  CHECK(one.kind == "account");
  CHECK(one.labels == std::vector<std::string>{"one", "leaks"});
  CHECK(one.archive == "leaks");
  CHECK(one.min_interval == 1'800);
  CHECK(one.max_interval == 3 * 86'400);
  CHECK(one.deep_interval == 86'400);
  CHECK(one.budget == 200);
  CHECK(one.paused);
  CHECK(one.recheck.empty());
  CHECK(one.windows.empty());
  CHECK(options_of(config, one).scope == "account");
  CHECK(options_of(config, one).media);
  CHECK(options_of(config, one).max_pages == 50);

  const WatchSource& two = config.sources[1];
  CHECK(two.name == "x-name");
  CHECK(two.archive == "other");
  CHECK(two.deep_interval == 0);
  CHECK(two.recheck == std::vector<std::int64_t>{3'600, 86'400});
  CHECK(to_text(two.windows) == "22:00-06:00 Europe/Berlin");
  CHECK(!options_of(config, two).media);
}

TEST_CASE("WatchConfig: all mistakes at once, each with its place", "[watch_config]") {
  const WatchReading reading = read(R"(archiv: /srv/spoor
min_interval: 3d
max_interval: 2
listen: 0.0.0.0:80
delay: -1
windows: ["10:00-10:00", "mon 09:00-10:00 Europe/Berlim"]
hosts:
  "http://x/": {delay: 1}
  a.example: {dela: 1}
sources:
  - {link: x:@a, naem: b}
  - {link: x:@a, kind: acount}
  - name: no-link
  - [a]
  - {link: x:@c, delay: 3}
  - {link: x:@d, proxy: x}
  - {link: x:@e, scope: pages}
  - {link: x:@f, name: "a b"}
  - {link: x:@g, budget: 0}
  - {link: x:@h, link: x:@i}
)");
  CHECK(all(reading.mistakes) ==
        R"(spoor.yaml:1:1: unknown option 'archiv'; did you mean 'archive'?
spoor.yaml:1:1: no archive: say where what is captured goes, 'archive: FOLDER'
spoor.yaml:2:15: min_interval 3d is more than max_interval 2d
spoor.yaml:3:15: max_interval takes a time like 90s, 15m, 6h or 7d, not '2'
spoor.yaml:4:9: others than this machine could reach 0.0.0.0, and there is no password; if that is meant: listen_public: true
spoor.yaml:5:8: delay must be at least 0
spoor.yaml:6:11: the window '10:00-10:00' is empty; a whole day is 00:00-24:00
spoor.yaml:6:26: unknown time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?
spoor.yaml:8:3: 'http://x/' is no host; write forum.example.org
spoor.yaml:9:15: unknown setting of a host 'dela'; did you mean 'delay'?
spoor.yaml:11:18: unknown setting of a source 'naem'; did you mean 'name'?
spoor.yaml:12:5: the link 'x:@a' is there twice: first in line 11
spoor.yaml:12:24: kind is one of account, thread, board, tag, feed, search, host, page; did you mean 'account'?
spoor.yaml:13:5: a source without a link
spoor.yaml:14:5: a source is a link, or lines of 'link: LINK', 'name: NAME' and the like
spoor.yaml:15:18: 'delay' holds for a host, not for a source: it belongs under 'hosts:'
spoor.yaml:16:18: 'proxy' holds for all sources: it belongs at the top of the file
spoor.yaml:17:5: scope 'pages' is none of page, account, thread, prefix, host, domain, hops; did you mean 'page'?
spoor.yaml:18:24: a name is at most 100 letters, digits, '.', '_' and '-', the first a letter or digit
spoor.yaml:19:26: budget takes a number of requests a day, 1 or more, not '0'
spoor.yaml:20:18: 'link' was given before, in line 20
)");
}

TEST_CASE("WatchConfig: one mistake, one sentence", "[watch_config]") {
  const auto [yaml, says] = GENERATE(table<std::string, std::string>({
      {"- a", "1:1: expected 'option: value' lines"},
      {"archive: /a\nsources: x", "2:10: sources is a list"},
      {"archive: /a\nsources: {a: b}", "2:10: sources is a list"},
      {"archive: /a\narchive: /b", "2:1: 'archive' was given before, in line 1"},
      {"archive: /a\narchives: {x: /a/b}", "lies within the other"},
      {"archive: /a\narchives: {x: /a/}", "is the folder of archive 'main'"},
      {"archive: /a\narchives: {main: /b}", "two archives named 'main'"},
      {"archives: {x: /a, y: /b}\nsources: [x:@a]", "which archive?"},
      {"archives: {x: /a, y: /b}\nsources: [{link: x:@a, archive: z}]", "there is no archive 'z'"},
      {"archive: /a\nincremental: true", "deep_interval"},
      {"archive: /a\nmin_interval: 3d", "min_interval 3d is more than max_interval 2d; give a max_interval too"},
      {"archive: /a\nsources: [{link: x:@a, max_interval: 1m}]", "min_interval 15m is more than max_interval 1m"},
      {"archive: /a\ndeep_interval: 1m", "deep_interval 1m is less than min_interval 15m"},
      {"archive: /a\nrecheck: [1d, 1h]", "the times of recheck must grow"},
      {"archive: /a\nlog_level: loud", "log_level is one of error, warning, info, debug"},
      {"archive: /a\nwarc: {roll_bytes: 1}", "roll_bytes must be at least 1MB"},
      {"archive: /a\nlow_disk: much", "low_disk takes a size like 500MB or 1GB, not 'much'"},
      {"archive: /a\nlisten: 99999", "listen takes ADDRESS:PORT"},
      {"archive: /a\nrobots: override", "2:9: overriding robots.txt needs a written reason"},
      {"archive: /a\nsources: [{link: x:@a, robots: override}]", "overriding robots.txt needs a written reason"},
      {"archive: /a\nsources: [{link: x:@a, name: b}, {link: x:@c, name: b}]",
       "2:34: the name 'b' is there twice: first in line 2"},
      {"archive: /a\n---\narchive: /b", "2:1: a second document begins here"},
      {"a: &x [1]\nb: *x", "1:4: anchors and aliases"},
      {"a: !!python/object x", "tags (!name) are not read here"},
      {std::string("archive: /a\nb: \xff"), "2:4: is no UTF-8 text from here on"},
      {std::string("\xff\xfe") + "a", "1:1: is no UTF-8 text"},
      {std::string(100, '['), "1:9: nested too deep"},
      {"archive: " + std::string(1'000'001, 'x'), "1:1: a line of more than 1 MB"},
      {std::string(100'000, '['), "nested too deep: more than 10,000 open brackets"},
      {std::string("archive: [\n"), "2:1: end of sequence"},
  }));
  CAPTURE(yaml.substr(0, 200));
  const WatchReading reading = read(yaml);
  REQUIRE(!reading.good());
  CAPTURE(all(reading.mistakes));
  CHECK(all(reading.mistakes).find(says) != std::string::npos);
}

TEST_CASE("WatchConfig: very many mistakes stay readable", "[watch_config]") {
  std::string yaml = "archive: /a\nsources:\n";
  for (int i = 0; i < 5000; ++i) yaml += "  - {lnk: x}\n";
  const WatchReading reading = read(yaml);
  CHECK(reading.mistakes.size() == 201);
  CHECK(reading.mistakes.back().message == "more than 200 mistakes; the others are not shown");
}

TEST_CASE("WatchConfig: a text of 50 MB is refused at once", "[watch_config]") {
  const WatchReading reading = read(std::string(50'000'000, 'a'));
  CHECK(all(reading.mistakes) == "spoor.yaml:1:1: larger than 48 MB, which is more than a configuration\n");
}

TEST_CASE("WatchConfig: secrets are read where they are kept, and never shown", "[watch_config]") {
  const test::TempDir folder;
  std::ofstream(folder.path() + "/proxy") << "socks5h://me:hunter2@127.0.0.1:9050\n";
  ::setenv("SPOOR_TEST_CONTACT", "hunter2@example.org", 1);
  const std::string file = folder.path() + "/spoor.yaml";
  const std::string yaml = "archive: a\nproxy: {file: proxy}\ncontact: {env: SPOOR_TEST_CONTACT}\n";
  const WatchReading reading = read_watch_config({yaml, file});
  CHECK(all(reading.mistakes) == "");
  CHECK(reading.config.options.proxy == "socks5h://me:hunter2@127.0.0.1:9050");
  CHECK(reading.config.options.contact == "hunter2@example.org");
  CHECK(reading.config.archives[0].path == folder.path() + "/a");
  std::string shown;
  for (const auto& [name, value] : to_pairs(reading.config.options)) shown += name + "=" + value + "\n";
  CHECK(shown.find("hunter2") == std::string::npos);
  CHECK(shown.find("proxy=(from file proxy)") != std::string::npos);
  CHECK(shown.find("contact=(from env SPOOR_TEST_CONTACT)") != std::string::npos);

  SECTION("another value is a change, without being said") {
    ::setenv("SPOOR_TEST_CONTACT", "hunter3@example.org", 1);
    const WatchDiff change = diff(reading.config, read_watch_config({yaml, file}).config);
    CHECK(change.settings == std::vector<std::string>{"a secret"});
  }
  SECTION("one that is not there is a mistake") {
    const auto [reference, says] = GENERATE(table<std::string, std::string>({
        {"proxy: {env: SPOOR_TEST_NONE}", "1:14: proxy: the environment has no variable 'SPOOR_TEST_NONE'"},
        {"proxy: {file: none}", "1:15: proxy: there is no file 'none'"},
        {"proxy: {file: .}", "there is no file '.'"},
        {"proxy: {fil: none}", "proxy takes URL, {env: NAME} or {file: PATH}"},
        {"proxy: {env: [a]}", "proxy takes URL, {env: NAME} or {file: PATH}"},
        {"proxy: {}", "proxy takes URL, {env: NAME} or {file: PATH}"},
        {"robots: {env: SPOOR_TEST_CONTACT}", "robots takes obey|override"},
        {"media: {env: SPOOR_TEST_CONTACT}", "media takes true|false"},
    }));
    const std::string mistakes = all(read_watch_config({reference + "\narchive: a\n", file}).mistakes);
    CAPTURE(mistakes);
    CHECK(mistakes.find(says) != std::string::npos);
    CHECK(mistakes.find("hunter") == std::string::npos);
  }
  ::unsetenv("SPOOR_TEST_CONTACT");
}

TEST_CASE("WatchConfig: added sources are read with it, and decide about its sources", "[watch_config]") {
  const std::string yaml =
      "archive: /a\nsources:\n  - {link: x:@one, name: one}\n  - {link: x:@two, name: two, paused: true}\n"
      "  - {link: x:@three, name: three}\n";
  const WatchReading reading = read(yaml,
                                    "sources:\n  - {link: x:@four, name: four}\n  - {link: x:@three, name: again}\n"
                                    "paused: [one, four, none]\nresumed: [two]\nremoved: [three]\n");
  CHECK(all(reading.mistakes) == "");
  CHECK(all(reading.notes) == "spoor.sources.yaml:4:21: 'none' is paused here, but there is no such source\n");
  std::string names;
  for (const WatchSource& source : reading.config.sources) names += source.name + (source.paused ? "(paused) " : " ");
  CHECK(names == "one(paused) two four(paused) again ");
  CHECK(reading.config.sources[2].file == "spoor.sources.yaml");

  const WatchReading twice = read(yaml, "sources: [{link: x:@one, name: other}, {link: x:@x, name: two}]\n");
  CHECK(all(twice.mistakes) ==
        "spoor.sources.yaml:1:11: the link 'x:@one' is there twice: first in line 3 of spoor.yaml\n"
        "spoor.sources.yaml:1:40: the name 'two' is there twice: first in line 4 of spoor.yaml\n");
}

TEST_CASE("WatchConfig: names are readable, unique, and do not depend on sources that come later", "[watch_config]") {
  CHECK(source_name_of("https://www.t.me/s/some_channel", false) == "t.me-s-some_channel");
  CHECK(source_name_of("mastodon:@user@host.example", false) == "mastodon-user-host.example");
  CHECK(source_name_of("\xd0\x9f://\xd0\x9f", false) == "source");
  CHECK(is_source_name(source_name_of(std::string(4000, 'x') + "/", true)));
  const WatchConfig config =
      good("archive: /a\nsources: [a.example/b, a.example/b/, {link: c.example, name: d.example}, d.example]");
  REQUIRE(config.sources.size() == 4);
  CHECK(config.sources[0].name == "a.example-b");
  CHECK(config.sources[1].name == source_name_of("a.example/b/", true));
  CHECK(config.sources[3].name == source_name_of("d.example", true));
}

TEST_CASE("WatchConfig: what a reload changes is named", "[watch_config]") {
  const WatchConfig before = good("archive: /a\nbudget: 5\nsources: [x:@a, x:@b, {link: x:@c, labels: [l]}]");
  CHECK(diff(before, before).empty());
  const WatchConfig moved = good("archive: /a\nbudget: 5\n\n\nsources: [x:@a, x:@b, {link: x:@c, labels: [l]}]");
  CHECK(diff(before, moved).empty());
  const WatchDiff change = diff(before, good("archive: /a\nmedia: false\nhosts: {h.example: {delay: 3}}\nsources: "
                                             "[x:@d, x:@b, {link: x:@c, labels: [m]}]"));
  CHECK(change.added == std::vector<std::string>{"x-d"});
  CHECK(change.removed == std::vector<std::string>{"x-a"});
  CHECK(change.changed == std::vector<std::string>{"x-c"});
  CHECK(change.settings == std::vector<std::string>{"media", "hosts", "budget"});
}

TEST_CASE("WatchConfig: files are found, read and missed", "[watch_config]") {
  const test::TempDir folder;
  const std::string file = folder.path() + "/case.yaml";
  CHECK(added_sources_file(file) == folder.path() + "/case.sources.yaml");
  CHECK(!load_watch_config(file));
  CHECK(!load_watch_config(folder.path()));
  std::ofstream(file) << "archive: here\nsources: [x:@a]\n";
  std::ofstream(folder.path() + "/case.sources.yaml") << "sources: [{link: x:@b, name: b}]\n";
  const auto reading = load_watch_config(file);
  REQUIRE(reading);
  CHECK(all(reading->mistakes) == "");
  CHECK(reading->config.sources.size() == 2);
  CHECK(reading->config.archives[0].path == folder.path() + "/here");
}

TEST_CASE("Units: durations and sizes", "[watch_config]") {
  CHECK(read_duration("90s") == 90);
  CHECK(read_duration("2w") == 1'209'600);
  CHECK(read_duration("6 h") == 21'600);
  for (const char* wrong : {"", "6", "h", "-1h", "1.5h", "6hours", "99999999999999999999d", "1000000w"}) {
    CAPTURE(wrong);
    CHECK(!read_duration(wrong));
  }
  CHECK(duration_text(900) == "15m");
  CHECK(duration_text(172'800) == "2d");
  CHECK(duration_text(100) == "100s");
  CHECK(read_size("500MB") == 500'000'000);
  CHECK(read_size("1024") == 1024);
  CHECK(read_size("2 GiB") == 2'147'483'648);
  CHECK(!read_size("99999999999TB"));
  CHECK(!read_size("1 mb"));
}
