#include "crawler/schedule/source_model.h"

#include <cmath>
#include <limits>
#include <string>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crawler/schedule/rates.h"
#include "tests/bench/words.h"

using namespace spoor;
using namespace spoor::schedule;

namespace {

constexpr Timestamp kMonday{1'772'409'600'000'000};  // 2026-03-02

Timestamp hour(double hours) { return after_hours(kMonday, hours); }

VisitSummary visit(double at, std::int64_t new_posts = 0) {
  VisitSummary summary;
  summary.started = summary.ended = hour(at);
  summary.new_posts = new_posts;
  summary.requests = 1;
  return summary;
}

// A source that posts every `gap` hours, visited every `every` hours.
SourceModel regular(double gap, double every, double until) {
  SourceModel model;
  double posted = gap;
  for (double at = 0; at <= until; at += every) {
    VisitSummary summary = visit(at);
    for (; posted <= at; posted += gap) {
      ++summary.new_posts;
      summary.published.push_back(hour(posted));
    }
    model.learn(summary);
  }
  return model;
}

bool sensible(double rate) { return std::isfinite(rate) && rate > 0; }

}  // namespace

TEST_CASE("rates: closed forms agree with sums, also for tiny arguments") {
  for (const double rate : {1e-7, 1e-4, 1e-3, 0.02, 0.5, 3.0})
    for (const double hours : {1e-3, 0.9, 1.1, 24.0, 500.0}) {
      double alive = 0, endangered = 0;
      constexpr int kSteps = 20'000;
      for (int i = 0; i < kSteps; ++i) {
        const double age = (i + 0.5) * hours / kSteps;
        alive += std::exp(-rate * age) * hours / kSteps;
        endangered += rate * age * std::exp(-rate * age) * hours / kSteps;
      }
      CAPTURE(rate, hours);
      CHECK(surviving_hours(rate, hours) == Approx(alive).epsilon(1e-3));
      CHECK(endangered_hours(rate, hours) == Approx(endangered).epsilon(1e-3));
    }
}

TEST_CASE("SourceModel: before the first visit the priors speak") {
  const SourceModel model;
  CHECK(model.usual_posts_per_hour() == Approx(kPostsPerHour));
  CHECK(model.takedowns_per_hour(0.01) == Approx(0.01));
  CHECK(model.changes_per_hour() == Approx(std::log(2.0) / 24));
  CHECK(model.requests_per_visit(false) >= 1);
  CHECK(model.index(hour(10), 0.01) == 0);
  CHECK(model.reaches(0.5, 0.01, hour(1), hour(2)) == hour(1));
}

TEST_CASE("SourceModel: the rate of new posts is learned, whatever the gaps between visits") {
  CHECK(regular(6, 24, 24 * 40).usual_posts_per_hour() == Approx(1.0 / 6).epsilon(0.1));
  CHECK(regular(6, 5, 24 * 40).usual_posts_per_hour() == Approx(1.0 / 6).epsilon(0.1));
  CHECK(regular(0.5, 24, 24 * 40).usual_posts_per_hour() == Approx(2).epsilon(0.1));
  CHECK(regular(1e9, 24, 24 * 40).usual_posts_per_hour() < kPostsPerHour / 10);
}

TEST_CASE("SourceModel: posts that were taken down unseen are reckoned with") {
  bench::Random random(5);
  const double posts_an_hour = 1, takedowns = 0.1, every = 24;
  SourceModel model;
  for (double at = 0; at < 24 * 60; at += every) {
    VisitSummary summary = visit(at);
    for (int i = 0; i < posts_an_hour * every * 10; ++i) {
      const double age = every * static_cast<double>(random.below(1'000'000)) / 1e6;
      if (random.below(10) == 0 && static_cast<double>(random.below(1'000'000)) / 1e6 < std::exp(-takedowns * age))
        ++summary.new_posts;
    }
    model.learn(summary, takedowns);
  }
  CHECK(model.usual_posts_per_hour() == Approx(posts_an_hour).epsilon(0.25));
}

TEST_CASE("SourceModel: takedowns are learned from interval-censored sightings") {
  bench::Random random(7);
  for (const double takedowns : {0.002, 0.02, 0.2}) {
    CAPTURE(takedowns);
    SourceModel model;
    std::int64_t live = 0;
    for (int i = 0; i < 300; ++i) {
      const double gap = 6 + static_cast<double>(i % 3) * 6;
      VisitSummary summary = visit(12.0 * i, 4);
      for (std::int64_t post = live; post > 0; --post)
        if (static_cast<double>(random.below(1'000'000)) / 1e6 > std::exp(-takedowns * gap)) ++summary.gone;
      live += 4 - summary.gone;
      summary.alive_hours = gap * static_cast<double>(live - 4) + gap / 2 * static_cast<double>(summary.gone);
      summary.gone_gap_hours = gap * static_cast<double>(summary.gone);
      summary.posts_shown = live;
      model.learn(summary);
    }
    // Where hardly a post survives a gap the estimate stays behind, but high enough to shorten the gaps.
    const double learned = model.takedowns_per_hour(kTakedownsPerHour);
    if (takedowns < 0.1) CHECK(learned == Approx(takedowns).epsilon(0.2));
    CHECK(learned > 0.4 * takedowns);
    CHECK(learned < 1.3 * takedowns);
  }
}

TEST_CASE("SourceModel: with few takedowns of its own a source is like its pool, with many like itself") {
  const double platform = pooled_takedowns({100, 10'000}, kTakedownsPerHour);
  CHECK(platform == Approx(0.01).epsilon(0.3));
  CHECK(pooled_takedowns({}, platform) == Approx(platform));
  SourceModel model;
  model.learn(visit(0));
  CHECK(model.takedowns_per_hour(platform) == Approx(platform));
  for (int i = 1; i < 50; ++i) {
    VisitSummary summary = visit(i);
    summary.gone = 1;
    summary.alive_hours = 1;
    model.learn(summary, platform);
  }
  CHECK(model.takedowns_per_hour(platform) > 20 * platform);
}

TEST_CASE("SourceModel: the rate of change solves its likelihood and survives gaps that all changed, or none") {
  SourceModel always, never, half;
  for (int i = 0; i < 40; ++i) {
    always.learn(visit(i * 24, 1));
    never.learn(visit(i * 24));
    half.learn(visit(i * 24, i % 2));
  }
  CHECK(sensible(always.changes_per_hour()));
  CHECK(always.changes_per_hour() > 2.0 / 24);
  CHECK(never.changes_per_hour() < 0.15 / 24);
  CHECK(half.changes_per_hour() == Approx(std::log(2.0) / 24).epsilon(0.15));
}

TEST_CASE("SourceModel: the index is that of the theory when nothing but the mean rate is known") {
  SourceModel model;
  model.learn(visit(0));
  const double posts = model.posts_per_hour(hour(0));
  for (const double takedowns : {1e-4, 0.01, 0.3})
    for (const double hours : {0.5, 5.0, 50.0, 300.0}) {
      const double x = takedowns * hours;
      CAPTURE(takedowns, hours);
      CHECK(model.index(hour(hours), takedowns) ==
            Approx(posts / takedowns * (1 - (1 + x) * std::exp(-x))).epsilon(0.02));
    }
}

TEST_CASE("SourceModel: reaches() is the moment at which the index gets there") {
  const SourceModel model = regular(3, 7, 24 * 30);
  const Timestamp last = *model.last_good_visit();
  for (const double threshold : {1e-4, 0.01, 0.2, 1.0, 3.0}) {
    const auto at = model.reaches(threshold, 0.02, last, after_hours(last, 24 * 30));
    REQUIRE(at);
    CAPTURE(threshold, hours_between(last, *at));
    CHECK(model.index(*at, 0.02) >= threshold * 0.999);
    CHECK(model.index(after_hours(*at, -0.01), 0.02) < threshold);
  }
  CHECK_FALSE(model.reaches(1e6, 0.02, last, after_hours(last, 24 * 30)));
  CHECK(model.reaches(1e-9, 0.02, after_hours(last, 9), after_hours(last, 10)) == after_hours(last, 9));
}

TEST_CASE("SourceModel: who posts in office hours is expected then") {
  SourceModel model;
  for (int day = 0; day < 40; ++day) {
    VisitSummary summary = visit(day * 24 + 20);
    for (int post = 0; post < 8; ++post) summary.published.push_back(hour(day * 24 + 9 + post));
    summary.new_posts = day % 7 < 5 ? 8 : 0;
    if (day % 7 >= 5) summary.published.clear();
    model.learn(summary);
  }
  const double noon = model.posts_per_hour(hour(42 * 24 + 12)), night = model.posts_per_hour(hour(42 * 24 + 2));
  const double saturday = model.posts_per_hour(hour(47 * 24 + 12));
  CHECK(noon > 5 * night);
  CHECK(noon > 3 * saturday);
}

TEST_CASE("SourceModel: a burst raises the rate for a day, not for good") {
  SourceModel model = regular(24, 6, 24 * 30);
  const double before = model.posts_per_hour(*model.last_good_visit());
  const double at = 24 * 30 + 3;
  VisitSummary burst = visit(at, 30);
  for (int i = 0; i < 30; ++i) burst.published.push_back(hour(at - 2.9 + 0.09 * i));
  model.learn(burst);
  CHECK(model.posts_per_hour(hour(at)) > 3 * before);
  CHECK(model.posts_per_hour(hour(at + 24 * 10)) < 2.5 * before);
}

TEST_CASE("SourceModel: the first visit's listing tells how often a source posts") {
  SourceModel busy, still;
  VisitSummary first = visit(0), other = visit(0);
  for (int i = 0; i < 20; ++i) first.published.push_back(hour(-0.5 * i - 0.1));
  for (int i = 0; i < 20; ++i) other.published.push_back(hour(-240.0 * i - 0.1));
  busy.learn(first);
  still.learn(other);
  CHECK(busy.posts_per_hour(hour(0)) > 20 * still.posts_per_hour(hour(0)));
}

TEST_CASE("SourceModel: hints bring a visit forward") {
  SourceModel model;
  model.learn(visit(0));
  const auto reached = [&](const SourceModel& asked) {
    return hours_between(hour(0), *asked.reaches(0.02, 0.001, hour(0), hour(24 * 90)));
  };
  const double before = reached(model);
  SourceModel fed = model, endangered = model;
  fed.hint({Hint::Kind::posts, hour(1), 3});
  endangered.hint({Hint::Kind::takedowns, hour(1), 1});
  CHECK(reached(fed) < 2);
  CHECK(reached(endangered) < before / 2);
  fed.learn(visit(2, 3));
  CHECK(fed.index(hour(2.1), 0.001) < 0.02);
}

TEST_CASE("SourceModel: a failed visit teaches nothing, a recheck only takedowns") {
  SourceModel model = regular(3, 7, 24 * 30);
  const SourceModel before = model;
  VisitSummary failed = visit(24 * 31, 0);
  failed.answer = VisitSummary::Answer::nothing_learned;
  model.learn(failed);
  CHECK(model == before);
  VisitSummary recheck = visit(24 * 31);
  recheck.recheck = true;
  recheck.gone = 5;
  recheck.alive_hours = 10;
  model.learn(recheck);
  CHECK(model.takedowns_per_hour(0.001) > before.takedowns_per_hour(0.001));
  CHECK(model.last_good_visit() == before.last_good_visit());
  CHECK(model.usual_posts_per_hour() == Approx(before.usual_posts_per_hour()).epsilon(0.01));
}

TEST_CASE("SourceModel: what visits cost is learned, deep ones apart") {
  SourceModel model;
  for (int i = 0; i < 30; ++i) {
    VisitSummary summary = visit(i);
    summary.deep = i % 5 == 0;
    summary.requests = summary.deep ? 80 : 3;
    model.learn(summary);
  }
  CHECK(model.requests_per_visit(false) == Approx(3));
  CHECK(model.requests_per_visit(true) == Approx(80));
}

TEST_CASE("SourceModel: JSON there and back") {
  SourceModel model = regular(3, 7, 24 * 30);
  model.hint({Hint::Kind::posts, hour(24 * 31), 2});
  model.hint({Hint::Kind::takedowns, hour(24 * 31), 1});
  CHECK(SourceModel::from_json(model.to_json()) == model);
  const SourceModel again = SourceModel::from_json(boost::json::parse(boost::json::serialize(model.to_json())));
  CHECK(again.usual_posts_per_hour() == Approx(model.usual_posts_per_hour()));
  CHECK(SourceModel::from_json(SourceModel().to_json()) == SourceModel());
  CHECK(SourceModel::from_json({}) == SourceModel());
}

TEST_CASE("SourceModel: damaged JSON and absurd visits never make a rate that is no rate") {
  bench::Random random(11);
  const boost::json::array odd = {nullptr,
                                  -1,
                                  -1e300,
                                  1e300,
                                  "NaN",
                                  "",
                                  "9999-99-99",
                                  "2026-03-02T00:00:00Z",
                                  true,
                                  0,
                                  1e-320,
                                  std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::quiet_NaN(),
                                  boost::json::array{1, 2},
                                  boost::json::object{},
                                  INT64_MIN,
                                  UINT64_MAX};
  const auto check = [](const SourceModel& model) {
    CHECK(sensible(model.usual_posts_per_hour()));
    CHECK(sensible(model.posts_per_hour(hour(5))));
    CHECK(sensible(model.takedowns_per_hour(0.01)));
    CHECK(sensible(model.takedowns_per_hour(std::numeric_limits<double>::quiet_NaN())));
    CHECK(sensible(model.changes_per_hour()));
    CHECK(model.requests_per_visit(true) >= 1);
    const double index = model.index(hour(24 * 3), 0.01);
    CHECK((std::isfinite(index) && index >= 0));
    model.reaches(0.01, 0.01, hour(0), hour(24 * 14));
  };
  const boost::json::value whole = regular(3, 7, 24 * 30).to_json();
  for (int round = 0; round < 3000; ++round) {
    boost::json::object damaged = whole.as_object();
    for (auto& member : damaged) {
      if (random.below(4) > 0) continue;
      auto* list = member.value().if_array();
      if (list && !list->empty() && random.below(2) == 0)
        (*list)[random.below(list->size())] = odd[random.below(odd.size())];
      else
        member.value() = odd[random.below(odd.size())];
    }
    check(SourceModel::from_json(damaged));
  }
  for (int round = 0; round < 2000; ++round) {
    SourceModel model;
    for (int i = 0; i < 5; ++i) {
      const double doubles[] = {
          0, 1, -5, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};
      const std::int64_t numbers[] = {0, 1, 50, -3, INT64_MAX, INT64_MIN};
      VisitSummary summary = visit(static_cast<double>(random.below(500)) - 100, numbers[random.below(6)]);
      summary.gone = numbers[random.below(6)];
      summary.posts_shown = numbers[random.below(6)];
      summary.requests = numbers[random.below(6)];
      summary.alive_hours = doubles[random.below(6)];
      summary.gone_gap_hours = doubles[random.below(6)];
      summary.published = {hour(static_cast<double>(random.below(900)) - 400), Timestamp{-5}};
      model.learn(summary, doubles[random.below(6)]);
    }
    check(model);
  }
}
