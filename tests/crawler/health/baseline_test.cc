#include "crawler/health/baseline.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include <boost/json.hpp>

using namespace spoor::health;

namespace {

namespace json = boost::json;

constexpr const char* kKind = "phpbb/topic";

// A source whose posts have fields with the given rates; what is `wobbly` has another rate in each visit.
struct Simulated {
  explicit Simulated(unsigned seed) : random(seed) {}

  std::mt19937 random;
  std::map<std::string, double> rates{{"id", 1},           {"url", 1},     {"author", 0.98},
                                      {"published", 0.98}, {"text", 0.99}, {"title", 0.4},
                                      {"thread_id", 1},    {"media", 0.3}, {"whole_text", 0.97}};
  std::map<std::string, double> wobbly{{"title", 3}, {"media", 2}};  // precision of the visit's rate
  double text = 400, page_bytes = 40000;

  double chance() { return std::uniform_real_distribution<double>(0, 1)(random); }
  double beta(double mean, double precision) {
    const double a = std::gamma_distribution<double>(mean * precision, 1)(random);
    const double b = std::gamma_distribution<double>((1 - mean) * precision, 1)(random);
    return a + b > 0 ? a / (a + b) : mean;
  }

  PageYield page(int items, const std::map<std::string, double>& now) {
    PageYield out;
    out.live = 1;
    const double bytes = items == 0 ? page_bytes / 4 : page_bytes * (0.6 + 0.02 * items);
    out.bytes.add(std::log1p(bytes * (0.9 + 0.2 * chance())));
    if (items == 0) {
      out.empty = 1;
      return out;
    }
    Tally& tally = out.types["post"];
    tally.pages = 1;
    tally.items = items;
    tally.per_page.add(std::log1p(items));
    for (const auto& [field, rate] : now) {
      tally.filled[field] = std::binomial_distribution<int>(items, std::min(1.0, rate))(random);
    }
    for (int i = 0; i < tally.filled["text"]; ++i) {
      tally.text_length.add(std::log1p(text * std::exp(std::normal_distribution<double>(0, 1)(random))));
    }
    return out;
  }

  std::map<std::string, double> rates_of_visit() {
    auto now = rates;
    for (const auto& [field, precision] : wobbly) now[field] = beta(rates[field], precision);
    return now;
  }

  VisitYield visit(int pages, int items) {
    VisitYield out;
    const auto now = rates_of_visit();
    for (int i = 0; i < pages; ++i) out.kinds[kKind].add(page(items, now));
    return out;
  }

  VisitYield wall(std::int64_t PageYield::*what, int pages) {
    VisitYield out;
    out.kinds[kKind].*what = pages;
    return out;
  }
};

struct Watched {
  Baseline baseline;
  Verdict see(const VisitYield& yield) {
    const Verdict verdict = judge(baseline, yield);
    learn(baseline, yield, verdict);
    return verdict;
  }
};

bool is_alarm(const Verdict& verdict) { return verdict.health == Health::degraded || verdict.health == Health::broken; }

Watched known(Simulated& source, int visits, int pages = 1, int items = 20) {
  Watched watched;
  for (int i = 0; i < visits; ++i) {
    const Verdict verdict = watched.see(source.visit(pages, items));
    CAPTURE(i, verdict.reason);
    CHECK(!is_alarm(verdict));
  }
  return watched;
}

}  // namespace

TEST_CASE("Health: no false alarm in a thousand visits with walls, failures, empty and small pages, and growth") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Simulated source(seed);
    Watched watched;
    int alarms = 0;
    std::string reason;
    const bool grows = seed % 2 == 0, is_small = seed % 5 == 0;
    for (int i = 0; i < 1000; ++i) {
      const double kind = source.chance();
      VisitYield yield;
      if (kind < 0.08) {
        yield = source.wall(&PageYield::walls, 1 + i % 4);
      } else if (kind < 0.12) {
        yield = source.wall(&PageYield::failed, 1 + i % 3);
      } else if (kind < 0.14) {
        yield = source.wall(&PageYield::gone, 1);
      } else if (kind < 0.17) {
        yield = source.visit(1, 0);
      } else if (kind < 0.35 || is_small) {
        yield = source.visit(1, 1 + i % 3);
      } else {
        const int most = grows ? 5 + i / 10 : 20;
        const auto now = source.rates_of_visit();
        for (int p = 0; p < 1 + i % 5; ++p)
          yield.kinds[kKind].add(source.page(1 + static_cast<int>(source.chance() * most), now));
        if (source.chance() < 0.2) yield.add(source.wall(&PageYield::walls, 3));
      }
      const Verdict verdict = watched.see(yield);
      if (is_alarm(verdict)) {
        ++alarms;
        reason = std::to_string(i) + ": " + verdict.reason;
      }
      if (kind < 0.14) CHECK(verdict.health == Health::inconclusive);
    }
    CAPTURE(seed, reason);
    CHECK(alarms == 0);
    CHECK(json::serialize(to_json(watched.baseline)).size() < 6000);
  }
}

TEST_CASE("Health: a break shows in the first visit of 20 items") {
  struct Break {
    const char* name;
    void (*apply)(Simulated&);
    void (*after)(Tally&);
    Health health;
    const char* says;
    double share;  // of the seeds in which it has to be found
  };
  const auto as_is = [](Tally&) {};
  const Break breaks[] = {
      {"all authors gone", [](Simulated& s) { s.rates["author"] = 0; }, as_is, Health::degraded,
       "author: 0 of 20 filled, usually ", 1},
      {"every other date gone", [](Simulated&) {}, [](Tally& t) { t.filled["published"] /= 2; }, Health::degraded,
       "published: ", 0.97},
      // With chance in it, up to 14 of the 20 keep theirs: too many to be sure by one visit.
      {"each date gone or not", [](Simulated& s) { s.rates["published"] = 0.49; }, as_is, Health::degraded,
       "published: ", 0.85},
      {"no text", [](Simulated& s) { s.rates["text"] = s.rates["whole_text"] = 0; }, as_is, Health::broken,
       "text: 0 of 20", 1},
      {"text cut", [](Simulated& s) { s.rates["whole_text"] = 0; }, as_is, Health::degraded, "whole_text: 0 of 20", 1},
      {"text a tenth as long", [](Simulated& s) { s.text = 30; }, as_is, Health::degraded, "text: ", 0.97},
  };
  for (const Break& what : breaks) {
    int found = 0;
    const int seeds = 200;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
      Simulated source(seed);
      Watched watched = known(source, 15);
      what.apply(source);
      VisitYield yield = source.visit(1, 20);
      what.after(yield.kinds[kKind].types["post"]);
      const Verdict verdict = watched.see(yield);
      if (verdict.health == what.health && verdict.reason.starts_with(what.says)) ++found;
    }
    CAPTURE(what.name, found);
    CHECK(found >= seeds * what.share);
  }
}

TEST_CASE("Health: four visits are enough to miss what was always there") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    Simulated source(seed);
    Watched watched = known(source, 4);
    source.rates["author"] = 0;
    const Verdict verdict = watched.see(source.visit(1, 20));
    CAPTURE(seed, verdict.reason);
    CHECK(verdict.health == Health::degraded);
  }
}

TEST_CASE(
    "Health: no items on a page that is as large as ever is a break at once, on a small page only again and again") {
  Simulated source(7);
  Watched watched = known(source, 4);
  VisitYield nothing = source.visit(1, 20);
  nothing.kinds[kKind].types.clear();
  nothing.kinds[kKind].empty = 1;
  const Verdict verdict = judge(watched.baseline, nothing);
  CHECK(verdict.health == Health::broken);
  CHECK(verdict.reason == "post: none on 1 page, usually 20 a page, and the page is not smaller");

  int visits = 0;
  Verdict later;
  do {
    later = watched.see(source.visit(1, 0));
    ++visits;
  } while (!is_alarm(later) && visits < 100);
  CHECK(visits > 1);
  CHECK(visits < 15);
}

TEST_CASE("Health: a break that comes slowly is not learnt") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Simulated source(seed);
    Watched watched = known(source, 20);
    bool noticed = false;
    for (int i = 0; i < 100 && !noticed; ++i) {
      source.rates["author"] = std::max(0.0, 0.98 - 0.01 * i);
      noticed = is_alarm(watched.see(source.visit(1, 20)));
    }
    CAPTURE(seed);
    CHECK(noticed);
  }
}

TEST_CASE("Health: a break stays noticed until it is mended") {
  Simulated source(3);
  Watched watched = known(source, 10);
  source.rates["author"] = 0;
  for (int i = 0; i < 200; ++i) CHECK(watched.see(source.visit(1, 20)).health == Health::degraded);
  source.rates["author"] = 0.98;
  for (int i = 0; i < 20; ++i) CHECK(watched.see(source.visit(1, 20)).health == Health::healthy);
}

TEST_CASE("Health: a source of two posts a visit is watched over visits") {
  Simulated source(4);
  Watched watched = known(source, 60, 1, 2);
  source.rates["author"] = 0;
  int visits = 0;
  while (visits < 30 && !is_alarm(watched.see(source.visit(1, 2)))) ++visits;
  CHECK(visits < 12);
  for (int i = 0; i < 20; ++i) CHECK(is_alarm(watched.see(source.visit(1, 2))));
  source.rates["author"] = 0.98;
  for (int i = 0; i < 40; ++i) watched.see(source.visit(1, 2));
  CHECK(watched.see(source.visit(1, 2)).health == Health::healthy);
}

TEST_CASE("Health: walls, failures and what is gone never count") {
  Simulated source(5);
  Watched watched = known(source, 10);
  for (auto what : {&PageYield::walls, &PageYield::failed, &PageYield::gone, &PageYield::unchanged}) {
    for (int i = 0; i < 50; ++i) CHECK(watched.see(source.wall(what, 20)).health == Health::inconclusive);
  }
  CHECK(judge(watched.baseline, source.wall(&PageYield::walls, 3)).reason == "no page was read: 3 behind walls");
}

TEST_CASE("Health: a source that has become something else is changed, not broken") {
  Simulated source(6);
  const Watched watched = known(source, 6);

  VisitYield moved;
  moved.moved_to["parked.example"] = 1;
  Verdict verdict = judge(watched.baseline, moved);
  CHECK(verdict.changed);
  CHECK(verdict.health == Health::degraded);
  CHECK(verdict.reason == "the source has changed: redirects to parked.example");

  VisitYield other;
  other.kinds["discourse/topic"] = source.visit(1, 20).kinds.begin()->second;
  other.kinds[kKind].gone = 3;
  verdict = judge(watched.baseline, other);
  CHECK(verdict.changed);
  CHECK(verdict.reason == "the source has changed: was phpbb, is discourse now");

  VisitYield parked = source.visit(1, 20);
  parked.kinds[kKind].types.clear();
  parked.kinds[kKind].empty = parked.kinds[kKind].unmarked = 1;
  verdict = judge(watched.baseline, parked);
  CHECK(verdict.changed);
  CHECK(verdict.health == Health::degraded);
  CHECK(verdict.reason == "the source has changed: its pages bear no mark of phpbb any more");

  Baseline after = watched.baseline;
  learn(after, other, judge(after, other));
  CHECK(to_json(after) == to_json(watched.baseline));

  VisitYield held_up = other;
  held_up.kinds[kKind] = {};
  held_up.kinds[kKind].walls = 1;
  CHECK(!judge(watched.baseline, held_up).changed);
}

TEST_CASE("Health: a page that shows text which its own adapter does not find is a break") {
  Simulated source(8);
  const Watched watched = known(source, 6);
  VisitYield yield = source.visit(1, 0);
  yield.kinds[kKind].stand_ins = 1;
  const Verdict verdict = judge(watched.baseline, yield);
  CHECK(verdict.health == Health::broken);
  CHECK(verdict.reason == "post: none on 1 page, usually 20 a page; the page shows text all the same");
}

TEST_CASE("Health: a source that is not known yet is judged by what its adapter gives elsewhere") {
  Simulated source(9);
  const Watched others = known(source, 12);
  source.rates["author"] = 0;
  const VisitYield first = source.visit(1, 20);
  CHECK(judge({}, first).health == Health::inconclusive);
  const Verdict verdict = judge({}, first, &others.baseline);
  CHECK(verdict.health == Health::degraded);
  CHECK(verdict.reason.starts_with("author: 0 of 20 filled"));
  CHECK(part_of(first, "phpbb") == first);
  CHECK(part_of(first, "php").empty());
}

TEST_CASE("Health: JSON in and out, and what is damaged is left out") {
  Simulated source(10);
  const Watched watched = known(source, 30, 2, 7);
  const json::object baseline = to_json(watched.baseline);
  CHECK(to_json(baseline_from(json::parse(json::serialize(baseline)))) == baseline);

  VisitYield yield = source.visit(3, 20);
  yield.moved_to["example.net"] = 2;
  CHECK(to_json(visit_yield_from(json::parse(json::serialize(to_json(yield))))) == to_json(yield));

  source.rates["author"] = 0;
  const Verdict verdict = judge(watched.baseline, source.visit(3, 20));
  REQUIRE(is_alarm(verdict));
  CHECK(verdict_from(json::parse(json::serialize(to_json(verdict)))) == verdict);

  // One byte after the other made a digit, a bracket or a space: still read, still judged.
  const std::string text = json::serialize(baseline);
  std::mt19937 random(1);
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::string bad = text;
    bad[i] = "9-{[ \"ex"[random() % 8];
    json::error_code error;
    const json::value value = json::parse(bad, error);
    if (error) continue;
    Baseline read = baseline_from(value);
    const Verdict made = judge(read, yield);
    learn(read, yield, made);
  }
  for (const char* bad : {"null", "[]", "{\"kinds\":7}", "{\"kinds\":{\"a\":{\"types\":{\"post\":{\"rates\":[1]}}}}}",
                          "{\"kinds\":{\"a\":{\"live\":-5,\"bytes\":[1,2]}}}"}) {
    CHECK(to_json(baseline_from(json::parse(bad))).size() == 3);
    visit_yield_from(json::parse(bad));
    CHECK(verdict_from(json::parse(bad)).health == Health::inconclusive);
  }
}
