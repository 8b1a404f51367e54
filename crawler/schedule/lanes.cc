#include "crawler/schedule/lanes.h"

#include <algorithm>
#include <limits>

namespace spoor::schedule {
namespace {

constexpr double kBest = -std::numeric_limits<double>::infinity();
constexpr std::int64_t kEarliest = std::numeric_limits<std::int64_t>::min();

}  // namespace

Lanes::Number Lanes::lane_of(std::string_view host) {
  if (const auto known = numbers_.find(host); known != numbers_.end()) return known->second;
  Number number = static_cast<Number>(lanes_.size());
  if (unused_.empty()) {
    lanes_.emplace_back();
  } else {
    number = unused_.back();
    unused_.pop_back();
    lanes_[number] = {};
  }
  lanes_[number].host = &numbers_.emplace(std::string(host), number).first->first;
  return number;
}

void Lanes::close_if_unused(Number number) {
  const Lane& lane = lanes_[number];
  if (lane.members > 0 || lane.visits > 0) return;
  numbers_.erase(numbers_.find(*lane.host));
  unused_.push_back(number);
}

Lanes::Number Lanes::join(std::string_view host) {
  const Number number = lane_of(host);
  ++lanes_[number].members;
  return number;
}

void Lanes::leave(Number number) {
  --lanes_[number].members;
  close_if_unused(number);
}

void Lanes::occupy(std::string_view host) {
  if (host.empty()) return;
  const Number number = lane_of(host);
  ++lanes_[number].visits;
  settle(number);
}

void Lanes::free(std::string_view host) {
  const auto known = numbers_.find(host);
  if (known == numbers_.end() || lanes_[known->second].visits == 0) return;
  const Number number = known->second;
  --lanes_[number].visits;
  settle(number);
  close_if_unused(number);
}

bool Lanes::busy(Number number) const {
  return visits_at_host_ > 0 && lanes_[number].visits >= static_cast<std::uint32_t>(visits_at_host_);
}

void Lanes::set_visits_at_host(int number) {
  if (visits_at_host_ == number) return;
  visits_at_host_ = number;
  for (const auto& [host, lane] : numbers_) settle(lane);
}

bool Lanes::contains(Entry entry) const {
  const Id id = id_of(entry);
  return id < places_.size() && places_[id].due != kNowhere;
}

void Lanes::put(Number lane, Entry entry, double worth, Timestamp runs_out) {
  erase(entry);
  const Id id = id_of(entry);
  if (id >= places_.size()) places_.resize(id + std::size_t{1});
  places_[id] = {worth, runs_out.us, lane, static_cast<std::uint32_t>(due_.size()), 0};
  due_.push_back(id);
  if (!entry.recheck) worths_.emplace(lane, -worth, id);
  times_.emplace(lane, runs_out.us, id);
  ++lanes_[lane].waiting;
  settle(lane);
}

void Lanes::set_worth(Entry entry, double worth) {
  const Id id = id_of(entry);
  Place& place = places_[id];
  if (place.worth == worth) return;
  worths_.erase({place.lane, -place.worth, id});
  place.worth = worth;
  worths_.emplace(place.lane, -worth, id);
  settle(place.lane);
}

void Lanes::erase(Entry entry) {
  if (!contains(entry)) return;
  const Id id = id_of(entry);
  Place& place = places_[id];
  places_[due_.back()].due = place.due;
  due_[place.due] = due_.back();
  due_.pop_back();
  place.due = kNowhere;
  if (!entry.recheck) worths_.erase({place.lane, -place.worth, id});
  times_.erase({place.lane, place.runs_out, id});
  --lanes_[place.lane].waiting;
  settle(place.lane);
}

std::optional<Lanes::Id> Lanes::most_worth(Number lane) const {
  const auto first = worths_.lower_bound({lane, kBest, 0});
  if (first == worths_.end() || std::get<0>(*first) != lane) return std::nullopt;
  return std::get<2>(*first);
}

std::optional<Lanes::Id> Lanes::first_run_out(Number lane) const {
  const auto first = times_.lower_bound({lane, kEarliest, 0});
  if (first == times_.end() || std::get<0>(*first) != lane) return std::nullopt;
  return std::get<2>(*first);
}

void Lanes::settle(Number number) {
  lanes_[number].ordered_at.reset();
  const bool ready = lanes_[number].waiting > 0 && !busy(number);
  const auto best = ready ? most_worth(number) : std::nullopt;
  if (best)
    by_worth_.set(number, -places_[*best].worth);
  else
    by_worth_.erase(number);
  if (ready)
    by_runs_out_.set(number, places_[*first_run_out(number)].runs_out);
  else
    by_runs_out_.erase(number);
}

std::optional<Lanes::Entry> Lanes::take(Timestamp now) {
  if (by_runs_out_.empty()) return std::nullopt;
  const bool lane_has_run_out = by_runs_out_.top_key() <= now.us;
  const Number number = by_worth_.empty() || (lane_has_run_out && oldest_next_) ? by_runs_out_.top() : by_worth_.top();
  if (lane_has_run_out) oldest_next_ = !oldest_next_;

  Lane& lane = lanes_[number];
  const Id oldest = *first_run_out(number);
  const auto best = most_worth(number);
  const bool has_run_out = places_[oldest].runs_out <= now.us;
  const Entry taken = entry_of(!best || (has_run_out && lane.oldest_next) ? oldest : *best);
  if (has_run_out) lane.oldest_next = !lane.oldest_next;
  erase(taken);
  return taken;
}

void Lanes::put_in_order(Number number, Timestamp now) {
  auto oldest = times_.lower_bound({number, kEarliest, 0});
  auto best = worths_.lower_bound({number, kBest, 0});
  const auto in_lane = [number](const auto& at, const auto& all) {
    return at != all.end() && std::get<0>(*at) == number;
  };
  for (auto each = oldest; in_lane(each, times_); ++each) places_[std::get<2>(*each)].turns_before = kNowhere;
  const auto placed = [this](const auto& at) { return places_[std::get<2>(*at)].turns_before != kNowhere; };
  bool oldest_next = lanes_[number].oldest_next;
  for (std::uint32_t turn = 0; turn < lanes_[number].waiting; ++turn) {
    while (placed(oldest)) ++oldest;
    while (in_lane(best, worths_) && placed(best)) ++best;
    const bool has_run_out = std::get<1>(*oldest) <= now.us;
    const Id next = !in_lane(best, worths_) || (has_run_out && oldest_next) ? std::get<2>(*oldest) : std::get<2>(*best);
    places_[next].turns_before = turn;
    if (has_run_out) oldest_next = !oldest_next;
  }
  lanes_[number].ordered_at = now;
}

std::size_t Lanes::turns_before(Entry entry, Timestamp now) {
  const Place& place = places_[id_of(entry)];
  if (lanes_[place.lane].ordered_at != now) put_in_order(place.lane, now);
  return place.turns_before;
}

}  // namespace spoor::schedule
