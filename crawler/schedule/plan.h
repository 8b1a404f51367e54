// Plan: which source is visited when. Spends the operator's budget of requests where it saves most posts: each source
// is due when the worth of a visit per request reaches one threshold for all, which moves slowly so that the requests
// made meet the budget; never sooner than its minimum interval, never later than its maximum. O(log n) each call. Pure:
// time is a parameter, the same calls give the same plan. Owner: io thread.
//
// What is kept of a source is its SourceState; the rest is made again from it with set().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "crawler/schedule/source_model.h"
#include "storage/base/timestamp.h"

namespace spoor::schedule {

// What the operator allows for one source. Seconds, from start to start. Contradictions: maximum is at least minimum.
struct Limits {
  std::int64_t min_interval = 900, max_interval = 86'400;
  std::int64_t deep_interval = 0;              // 0 = no visit is deep but the first
  std::optional<std::int64_t> budget_per_day;  // requests; harder than the maximum interval
  bool paused = false;
  std::string host;                 // where its visits are counted together; "" = nowhere
  std::string platform, operation;  // whose takedown rates it is likely to share; "" = none

  bool operator==(const Limits&) const = default;
};

// What outlives the process.
struct SourceState {
  SourceModel model;
  std::optional<Timestamp> last_visit;  // start of the last visit, however it ended
  std::optional<Timestamp> last_deep;   // of the last good deep one
  std::int64_t visits = 0;              // all but rechecks
  int failures = 0;                     // in a row
  std::string reason;                   // of the last failure
  std::optional<Timestamp> wait_until;  // after a failure
  double spent = 0;                     // of its own budget, at spent_at: requests that time has not paid back
  Timestamp spent_at;

  boost::json::value to_json() const;
  static SourceState from_json(const boost::json::value& json);  // never fails; damaged parts are as of a new source
  bool operator==(const SourceState&) const = default;
};

struct PlanOptions {
  std::optional<std::int64_t> budget_per_day;  // requests, over all sources; nullopt = no bound
  // Posts that a request has to save for a visit to be worth it. The start of the search when there is a budget.
  double worth = 0.01;
  int visits_at_host = 2;  // under way at one host; 0 = no bound
  std::uint64_t jitter_seed = 0;
};

struct Due {
  std::string source;
  bool deep = false;
  bool recheck = false;  // of single posts, not of the source
  Timestamp planned;     // when it became due
};

// A source that is due while its host is busy.
struct HostWait {
  std::string host;
  std::size_t visits_before = 0;  // that begin at the host before its own, if nothing else happens
};

class Plan {
 public:
  explicit Plan(PlanOptions options = {});
  ~Plan();
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;

  // A new budget changes the threshold from the next visit on.
  void set_options(const PlanOptions& options, Timestamp now);

  // Adds a source, or changes the limits of one (its visit goes on). The first form keeps a known source's state.
  void set(std::string_view source, const Limits& limits, Timestamp now);
  void set(std::string_view source, const Limits& limits, SourceState state, Timestamp now);
  void remove(std::string_view source);

  // The source whose turn it is among those that are due and whose host is not busy (lanes.h says whose), and counts
  // its visit as running: no other of that source is given out meanwhile. Not to be called while no visit at all may
  // begin.
  std::optional<Due> next(Timestamp now);
  // When next() is to be called: it may have something, or it only plans anew. nullopt: never without another call. May
  // be in the past.
  std::optional<Timestamp> wake_at() const;

  // A visit at that host begins, or has ended, whoever gave it out: next() itself counts none. After free() next() may
  // have something. "" is no host.
  void occupy(std::string_view host);
  void free(std::string_view host);

  // A visit that next() did not give out is running: one from before a restart.
  void begin(std::string_view source);
  // What a visit came to; it goes on to count as running (its end is being written).
  void learn(std::string_view source, const VisitSummary& visit);
  // The visit is over, or was never begun: the source is due as its state says, or as before.
  void put_back(std::string_view source, Timestamp now);
  // Both together. Of a recheck: learns alone.
  void visited(std::string_view source, const VisitSummary& visit);
  // When posts of the source are to be looked at again; nullopt: never. Stays until it is set anew.
  void set_recheck(std::string_view source, std::optional<Timestamp> at);
  // Not before `until`: outside its hours, no room on the disk. Shows in why(), is not kept. A hold in the past
  // ends one.
  void hold(std::string_view source, Timestamp until, std::string_view reason, Timestamp now);
  void hint(std::string_view source, const Hint& hint, Timestamp now);

  bool contains(std::string_view source) const;
  std::size_t size() const;
  // Valid until the next call that is not const.
  const SourceState* state(std::string_view source) const;
  const Limits* limits(std::string_view source) const;
  bool running(std::string_view source) const;
  // nullopt: unknown, paused or running. Since when, if it is due and waits for its host.
  std::optional<Timestamp> next_visit(std::string_view source) const;
  std::optional<HostWait> waits_for_host(std::string_view source, Timestamp now) const;
  // In words, for the status: "new posts 3.2 an hour, next in 14 min", "429: waiting until 12:00:30Z".
  std::string why(std::string_view source, Timestamp now) const;
  double takedowns_per_hour(std::string_view source) const;

  // The threshold: posts saved per request below which no visit is made.
  double threshold() const;
  double requests_last_day(Timestamp now) const;  // made, fading over a day

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace spoor::schedule
