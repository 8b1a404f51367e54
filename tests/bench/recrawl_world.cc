#include "tests/bench/recrawl_world.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/bench/words.h"

namespace spoor::bench {
namespace {

constexpr double kBefore = 14 * 24;

struct Chance {
  Random random;
  double share() { return (static_cast<double>(random.below(1U << 30)) + 0.5) / static_cast<double>(1U << 30); }
  double exponential(double mean) { return -mean * std::log(share()); }
  double normal() { return std::sqrt(-2 * std::log(share())) * std::cos(6.283185307179586 * share()); }
  double around(double median, double spread) { return median * std::exp(spread * normal()); }
};

struct Rates {
  double posts = 0, life = 0;  // posts per hour, hours that a post lives (mean)
};
using RateAt = std::function<double(double hour)>;

// Poisson posts of a rate that changes with time, by thinning; each lives an exponential time.
std::vector<SimPost> post(Chance& chance, double until, double most, const RateAt& rate, double life) {
  std::vector<SimPost> posts;
  for (double at = -kBefore + chance.exponential(1 / most); at < until; at += chance.exponential(1 / most))
    if (chance.share() * most < rate(at)) posts.push_back({at, at + chance.exponential(life)});
  return posts;
}

// Most sources are quiet and keep their posts for months; a fifth belong to operations, post more and lose them soon.
Rates ordinary(Chance& chance) { return {chance.around(0.3 / 24, 1.5), chance.around(60 * 24, 1)}; }
Rates of_operation(Chance& chance) { return {chance.around(3.0 / 24, 1.2), chance.around(14, 1)}; }
constexpr double kOperationShare = 0.2;
constexpr int kOperations = 6, kPlatforms = 8;

using Fill = std::function<void(Chance&, const Rates&, double hours, SimSource&)>;

RecrawlWorld mixed(WorldSize size, std::uint64_t seed, bool labelled, const Fill& fill) {
  Chance chance{Random{seed * 7919 + 11}};
  RecrawlWorld world;
  world.hours = size.days * 24;
  for (int i = 0; i < size.sources; ++i) {
    SimSource source;
    const bool operation = chance.share() < kOperationShare;
    const auto number = chance.random.below(kOperations);
    if (operation) source.operation = "operation" + std::to_string(number);
    source.platform = "platform" + std::to_string(chance.random.below(kPlatforms));
    const Rates rates = operation ? of_operation(chance) : ordinary(chance);
    fill(chance, rates, world.hours, source);
    if (!labelled) source.operation.clear();
    world.sources.push_back(std::move(source));
  }
  return world;
}

void steady(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  source.posts = post(
      chance, hours, rates.posts, [&](double) { return rates.posts; }, rates.life);
}

// One moment takes every post of an operation, on average every four days; single posts go as in any source.
RecrawlWorld sweeps(WorldSize size, std::uint64_t seed, double silence) {
  Chance chance{Random{seed * 104729 + 3}};
  std::vector<std::vector<double>> moments(kOperations);
  for (auto& of_one : moments)
    for (double at = -kBefore + chance.exponential(96); at < size.days * 24; at += chance.exponential(96))
      of_one.push_back(at);
  return mixed(size, seed, true, [&](Chance& own, const Rates& rates, double hours, SimSource& source) {
    if (source.operation.empty()) return steady(own, rates, hours, source);
    const auto& times = moments[static_cast<std::size_t>(source.operation.back() - '0')];
    const auto last_before = [&](double at) {
      const auto next = std::upper_bound(times.begin(), times.end(), at);
      return next == times.begin() ? -1e9 : *(next - 1);
    };
    const auto rate = [&](double at) { return at - last_before(at) < silence ? 0 : rates.posts; };
    source.posts = post(own, hours, rates.posts, rate, 60 * 24);
    for (SimPost& one : source.posts) {
      const auto next = std::upper_bound(times.begin(), times.end(), one.created);
      if (next != times.end()) one.gone = std::min(one.gone, *next + own.share());
    }
  });
}

// Operations keep office hours, everybody else evenings and weekends.
void office_hours(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  const bool office = !source.operation.empty();
  const double start = office ? 6 : 16, most = office ? 4.2 : 5;
  source.posts = post(
      chance, hours, rates.posts * most,
      [&](double at) {
        const double hour = std::fmod(at + 14 * 24, 24);
        const int day = static_cast<int>(std::fmod((at + 14 * 24) / 24, 7));
        const bool open = hour >= start && hour < start + (office ? 8 : 6) && (!office || day < 5);
        return rates.posts * (open ? most : office ? 0.0 : 0.1);
      },
      rates.life);
}

// Mostly still; now and then a day with thirty times as much.
void random_bursts(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  std::vector<std::pair<double, double>> bursts;
  for (double at = -kBefore + chance.exponential(240); at < hours; at += 24 + chance.exponential(240))
    bursts.push_back({at, at + chance.exponential(18)});
  const double most = 12;
  source.posts = post(
      chance, hours, rates.posts * most,
      [&](double at) {
        for (const auto& [from, to] : bursts)
          if (at >= from && at < to) return rates.posts * most;
        return rates.posts * 0.4;
      },
      rates.life);
}

// A source posts for some ten days, then not at all for some ten days.
void silent_weeks(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  std::vector<double> turns;
  for (double at = -kBefore; at < hours; at += chance.exponential(240)) turns.push_back(at);
  const std::size_t first = chance.random.below(2);
  source.posts = post(
      chance, hours, rates.posts * 2,
      [&](double at) {
        const auto past = static_cast<std::size_t>(std::upper_bound(turns.begin(), turns.end(), at) - turns.begin());
        return (past + first) % 2 == 0 ? rates.posts * 2 : 0.0;
      },
      rates.life);
}

// Two posts of five are taken down within hours, the others stay for ever: the longer a post lives the safer it is.
void young_or_never(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  steady(chance, rates, hours, source);
  for (SimPost& one : source.posts)
    one.gone = chance.share() < 0.4 ? one.created + chance.exponential(std::min(rates.life, 14.0)) : kNever;
}

// One source in twenty posts without end what nobody takes down.
void decoys(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  if (source.operation.empty() && chance.share() < 0.05) {
    steady(chance, {4, 1e6}, hours, source);
    return;
  }
  steady(chance, rates, hours, source);
}

// In the middle, who was harmless becomes an operation and the other way round.
void turncoats(Chance& chance, const Rates& rates, double hours, SimSource& source) {
  const Rates other = source.operation.empty() && chance.share() < 0.25 ? of_operation(chance)
                      : source.operation.empty()                        ? rates
                                                                        : ordinary(chance);
  SimSource second;
  steady(chance, rates, hours, source);
  steady(chance, other, hours, second);
  const auto middle = [&](const SimPost& one) { return one.created >= hours / 2; };
  source.posts.erase(std::find_if(source.posts.begin(), source.posts.end(), middle), source.posts.end());
  source.posts.insert(source.posts.end(), std::find_if(second.posts.begin(), second.posts.end(), middle),
                      second.posts.end());
}

// Nothing to be gained: every source is like every other.
void alike(Chance& chance, const Rates&, double hours, SimSource& source) {
  source.operation.clear();
  steady(chance, {1.0 / 24, 24}, hours, source);
}

WorldKind kind(std::string name, std::string what, bool is_model, bool labelled, Fill fill) {
  return {std::move(name), std::move(what), is_model,
          [labelled, fill](WorldSize size, std::uint64_t seed) { return mixed(size, seed, labelled, fill); }};
}

}  // namespace

const std::vector<WorldKind>& world_kinds() {
  static const std::vector<WorldKind> kinds = {
      kind("model", "Poisson posts, exponential takedown, operations labelled", true, true, steady),
      kind("model-unlabelled", "the same, nobody knows who belongs to an operation", true, false, steady),
      {"sweeps", "an operation loses all its posts at one moment", false,
       [](WorldSize size, std::uint64_t seed) { return sweeps(size, seed, 0); }},
      {"sweeps-silence", "and is silent for two days then", false,
       [](WorldSize size, std::uint64_t seed) { return sweeps(size, seed, 48); }},
      kind("office-hours", "posts by hour of the day and weekday", false, true, office_hours),
      kind("bursts", "mostly still, thirty times as much on some days", false, true, random_bursts),
      kind("silent-weeks", "ten days of posts, ten days of none", false, true, silent_weeks),
      kind("young-or-never", "two of five posts go within hours, the others never", false, true, young_or_never),
      kind("decoys", "some post without end what nobody takes down", false, true, decoys),
      kind("turncoats", "in the middle harmless sources and operations swap", false, false, turncoats),
      kind("alike", "every source like every other", false, false, alike),
  };
  return kinds;
}

}  // namespace spoor::bench
