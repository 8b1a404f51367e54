// Configurations as an enemy, a broken editor or a broken disk would write them: never a crash, never long.
#include <catch2/catch.hpp>

#include <ctime>
#include <random>

#include "config/watch_config.h"

using namespace spoor::config;

namespace {

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

constexpr const char* kWhole = R"(contact: https://example.org/crawler
archive: /srv/main
archives: {leaks: /srv/leaks, other: {path: /srv/other/}}
listen: "127.0.0.1:8742"
budget: 20000
min_interval: 10m
recheck: [1h, 1d]
windows: [22:00-06:00 Europe/Berlin, "mon-fri 09:00-17:00 UTC"]
hosts:
  forum.example.org: {delay: 10, per_host: 2, windows: [sat, "09:00-10:00"]}
warc: {roll_bytes: 500MB, roll_age: 12h}
sources:
  - https://a.example/board?f=3
  - {link: "telegram:@name", name: tg-name, kind: account, labels: [one, leaks], scope: account, min_interval: 30m,
     budget: 200, paused: true, media: true, windows: [], recheck: []}
)";
constexpr const char* kAdded = "sources:\n  - {link: x:@b, name: b}\npaused: [tg-name]\nresumed: []\nremoved: [b]\n";

}  // namespace

TEST_CASE("Hostile configurations: bytes changed, taken out, doubled, exchanged", "[hostile]") {
  const std::string whole = kWhole, added = kAdded;
  REQUIRE(read_watch_config({whole, "c.yaml"}, {added, "c.sources.yaml"}).good());
  std::mt19937 random(20260301);
  const std::string specials =
      "{}[]:,-#&*!|>'\"%@`\\ \n\t?~\x01\xff\x80"
      "09az";
  double slowest = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string texts[2] = {whole, added};
    for (std::string& text : texts) {
      for (auto edits = random() % 6; edits > 0; --edits) {
        const std::size_t at = random() % text.size();
        const std::size_t size = std::min<std::size_t>(random() % 40, text.size() - at);
        switch (random() % 4) {
          case 0:
            text[at] = specials[random() % specials.size()];
            break;
          case 1:
            text.erase(at, size);
            break;
          case 2:
            text.insert(at, text.substr(at, size));
            break;
          default:
            text.insert(random() % text.size(), 1, specials[random() % specials.size()]);
            break;
        }
        if (text.empty()) text = "a";
      }
    }
    const double begin = processor_seconds();
    const WatchReading reading = read_watch_config({texts[0], "c.yaml"}, {texts[1], "c.sources.yaml"});
    slowest = std::max(slowest, processor_seconds() - begin);
    for (const Mistake& mistake : reading.mistakes) {
      CHECK(mistake.line >= 1);
      CHECK(mistake.column >= 1);
      CHECK(mistake.text().find('\n') == std::string::npos);
    }
    if (!reading.good()) continue;
    for (const WatchSource& source : reading.config.sources) {
      CHECK(!source.link.empty());
      CHECK(!source.name.empty());
      CHECK(source.min_interval <= source.max_interval);
      CHECK(reading.config.archive(source.archive) != nullptr);
    }
  }
  CHECK(slowest < 1);
}

TEST_CASE("Hostile configurations: bytes at random", "[hostile]") {
  std::mt19937 random(7);
  const std::string yamlish = "{}[]:,-#&*!|>'\"%@`\\ \n\t?~ab01  \n\n";
  for (int round = 0; round < 4000; ++round) {
    std::string text(random() % 400, ' ');
    for (char& c : text) c = round % 2 == 0 ? static_cast<char>(random()) : yamlish[random() % yamlish.size()];
    const WatchReading reading = read_watch_config({text, "c.yaml"}, {text, "c.sources.yaml"});
    CHECK(!reading.good());
  }
}

TEST_CASE("Hostile configurations: much of the same takes less than a second", "[hostile]") {
  const std::size_t many = 200'000;
  const std::vector<std::string> texts = {
      repeated("[", many * 5),
      repeated("{", many),
      repeated("[\n", many),
      repeated("[\n", 9'000),
      repeated("- ", many),
      repeated("? ", many),
      repeated("a: [", many),
      repeated("&a [", many),
      repeated("&a ", many),
      repeated("!a ", many),
      repeated("a: *a\n", many),
      repeated("'", many * 5),
      repeated("---\n", many),
      repeated("# a\n", many),
      "a: " + std::string(many * 4, 'x'),
      "a: |\n" + repeated("  x\n", many),
      std::string(many * 4, 'x') + ": 1",
      "archives:\n" + repeated("  a: /a\n", 20'000),
      "archive: /a\nsources: [" + repeated("x,", many) + "]",
      "archive: /a\nsources: [{link: a, labels: [" + repeated("x,", many) + "]}]",
      "archive: /a\nwindows: [" + repeated("10:00-11:00 Nowhere/X,", 20'000) + "]",
      "archive: /a\nrecheck: [" + repeated("1h,", many) + "]",
      "archive: /a\nhosts: {" + repeated("a b: 1,", 20'000) + "}",
      "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n",
  };
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 60));
    const double begin = processor_seconds();
    const WatchReading reading = read_watch_config({text, "c.yaml"});
    CHECK(!reading.good());
    CHECK(processor_seconds() - begin < 1);
  }
}
