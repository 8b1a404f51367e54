// What a Plan is made of; for plan*.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crawler/schedule/burstiness.h"
#include "crawler/schedule/indexed_heap.h"
#include "crawler/schedule/lanes.h"
#include "crawler/schedule/plan.h"
#include "crawler/schedule/spending.h"
#include "crawler/schedule/takedown_pools.h"

namespace spoor::schedule {

// In microseconds.
inline constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
inline constexpr double kRefreshHours = 6;  // within these every source is planned anew

inline std::int64_t microseconds(std::int64_t seconds) {
  return std::clamp<std::int64_t>(seconds, 0, 3'650 * 86'400) * kSecond;
}
inline std::int64_t least(const Limits& limits) { return microseconds(limits.min_interval); }
inline std::int64_t most(const Limits& limits) { return std::max(least(limits), microseconds(limits.max_interval)); }
inline Timestamp later(Timestamp at, std::int64_t by) { return {at.us + by}; }

// A source is in one place: waiting (for a moment), in the lane of its host (due), running, or in none of them when it
// is paused. Its rechecks likewise, apart: in `rechecks` or in the lane.
struct Plan::Parts {
  enum class Bound { worth, minimum, maximum, deep, own_budget, first, failure, hold };  // what set the moment
  using Slot = std::uint32_t;

  struct Source {
    std::string id;
    Limits limits;
    SourceState state;
    std::string hold_reason;
    Timestamp hold_until, added;
    Timestamp spread_until;  // when many were overdue at once
    Timestamp planned;
    Bound bound = Bound::first;
    std::optional<Timestamp> recheck_at;
    Lanes::Number lane = 0;
    bool known = false, running = false;
    bool due = false;  // since `planned`, and not visited yet
  };
  struct Planned {
    Timestamp at;
    Bound bound;
  };
  struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  explicit Parts(PlanOptions chosen)
      : options(chosen), spending(chosen.budget_per_day, chosen.worth), lanes(chosen.visits_at_host) {}

  Source* find(std::string_view id);
  const Source* find(std::string_view id) const;
  Slot slot_of(const Source& source) const { return static_cast<Slot>(&source - sources.data()); }
  Source& add(std::string_view id, Timestamp now);
  void set_limits(Source& source, const Limits& limits);

  double takedowns(const Source& source) const;
  void expect(Source& source) const;
  Planned plan(const Source& source) const;
  Planned plan_by_worth(const Source& source) const;
  struct OwnBudget {
    double burst = 0, a_day = 0;  // may be spent at once; is paid back
  };
  static OwnBudget own_budget(const Source& source, double cost);
  Timestamp paid_back(const Source& source, double cost) const;
  bool wants_deep(const Source& source, Timestamp at) const;
  double jitter(const Source& source) const;
  double worth(const Source& source, Timestamp now) const;
  static Timestamp runs_out(const Source& source);
  Lanes::Entry visit_of(const Source& source) const { return {slot_of(source), false}; }
  Lanes::Entry recheck_of(const Source& source) const { return {slot_of(source), true}; }

  void queue(Source& source);
  void queue_recheck(Source& source);
  void queue_both(Source& source);
  void unqueue(Source& source);
  void release(Timestamp now);
  void weigh(Timestamp now);
  void refresh(Timestamp now);
  double to_refresh(Timestamp now) const;
  void meet_clock(Timestamp now);
  void clock_set_back(Timestamp now);
  void spread_overdue(Timestamp now);
  Demand demand_of(const Source& source) const;
  void foresee(Timestamp now);

  void learn(Source& source, const VisitSummary& visit);
  void spend(Source& source, const VisitSummary& visit);
  void failed(Source& source, const VisitSummary& visit);
  void pool(Source& source, bool in);

  PlanOptions options;
  Spending spending;
  TakedownPools pools;
  PostingPool posts;
  Burstiness burstiness;
  std::vector<Source> sources;
  std::vector<Slot> free;
  std::unordered_map<std::string, Slot, StringHash, std::equal_to<>> slots;
  IndexedHeap<Timestamp> waiting, rechecks;
  Lanes lanes;
  std::optional<Timestamp> seen;  // the latest `now`
  std::optional<Timestamp> foreseen_at;
  std::size_t foreseen_sources = 0, visits_since_foreseen = 0;
  Slot refreshed = 0;
  std::size_t weighed = 0;
  std::optional<Timestamp> refreshed_at, weighed_at;
};

}  // namespace spoor::schedule
