// Lanes: what is due, by host. The sources of a host wait in its lane until it may have another visit. Whose turn it
// is: the one most worth a visit; but as soon as somebody's time has run out (its maximum interval has passed, it is
// new, or posts of it are to be looked at again), every other turn goes to the one whose time ran out first. So whoever
// has waited that long is passed by no more than one visit for each that ran out before it. Between free hosts
// likewise. O(log n) each call. Owner: the plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "crawler/schedule/indexed_heap.h"
#include "storage/base/timestamp.h"

namespace spoor::schedule {

class Lanes {
 public:
  using Number = std::uint32_t;  // of a lane, as long as it has members or visits
  struct Entry {
    std::uint32_t source = 0;
    bool recheck = false;  // of single posts: has no worth to compare, goes by its time alone
    bool operator==(const Entry&) const = default;
  };

  explicit Lanes(int visits_at_host) : visits_at_host_(visits_at_host) {}
  void set_visits_at_host(int number);

  // Every join() is ended by one leave(). "" is the lane of sources without a host: it is never busy.
  Number join(std::string_view host);
  void leave(Number lane);
  const std::string& host(Number lane) const { return *lanes_[lane].host; }

  // A visit to the host has begun, has ended. Hosts that nobody has joined count, too; "" does not.
  void occupy(std::string_view host);
  void free(std::string_view host);
  bool busy(Number lane) const;

  // `runs_out`: when its time does.
  void put(Number lane, Entry entry, double worth, Timestamp runs_out);
  void set_worth(Entry entry, double worth);  // REQUIRES: contains(entry), no recheck
  void erase(Entry entry);
  bool contains(Entry entry) const;
  std::size_t size() const { return due_.size(); }
  Entry at(std::size_t place) const { return entry_of(due_[place]); }  // in any order

  bool any() const { return !by_runs_out_.empty(); }  // at a host that is not busy
  std::optional<Entry> take(Timestamp now);
  // How many turns of its host come before its own, if nothing else happens. The first question about a lane after a
  // change costs its length. REQUIRES: contains(entry)
  std::size_t turns_before(Entry entry, Timestamp now);

 private:
  using Id = std::uint32_t;  // of an entry
  static constexpr std::uint32_t kNowhere = ~std::uint32_t{0};
  struct Lane {
    const std::string* host = nullptr;
    std::uint32_t members = 0, visits = 0, waiting = 0;
    bool oldest_next = true;
    std::optional<Timestamp> ordered_at;  // turns_before() of its entries hold for then
  };
  struct Place {
    double worth = 0;
    std::int64_t runs_out = 0;
    Number lane = 0;
    std::uint32_t due = kNowhere;
    std::uint32_t turns_before = 0;
  };
  using WorthKey = std::tuple<Number, double, Id>;  // the worth's negative
  using RunsOutKey = std::tuple<Number, std::int64_t, Id>;
  struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  static Id id_of(Entry entry) { return entry.source * 2 + (entry.recheck ? 1 : 0); }
  static Entry entry_of(Id id) { return {id / 2, id % 2 == 1}; }
  Number lane_of(std::string_view host);
  void close_if_unused(Number lane);
  std::optional<Id> most_worth(Number lane) const;
  std::optional<Id> first_run_out(Number lane) const;
  void settle(Number lane);
  void put_in_order(Number lane, Timestamp now);

  int visits_at_host_;
  std::vector<Lane> lanes_;
  std::vector<Number> unused_;
  std::unordered_map<std::string, Number, StringHash, std::equal_to<>> numbers_;
  std::vector<Place> places_;  // by id
  std::vector<Id> due_;
  std::set<WorthKey> worths_;  // of visits
  std::set<RunsOutKey> times_;
  IndexedHeap<double> by_worth_;  // lanes whose hosts are not busy, by the best that waits in them
  IndexedHeap<std::int64_t> by_runs_out_;
  bool oldest_next_ = true;
};

}  // namespace spoor::schedule
