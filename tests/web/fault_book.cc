#include "tests/web/fault_book.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/web/chance.h"

namespace spoor::web {
namespace {

bool fits_paths(const FaultRule& rule, std::string_view target) {
  if (rule.paths.empty()) return target != "/robots.txt";
  return std::any_of(rule.paths.begin(), rule.paths.end(),
                     [&](const std::string& pattern) { return fits(pattern, target); });
}

}  // namespace

FaultBook::FaultBook(FaultPlan plan, std::uint64_t seed, const std::vector<std::string>& hosts)
    : plan_(std::move(plan)), seed_(plan_.seed != 0 ? plan_.seed : seed), hosts_(hosts.size()) {
  host_hashes_.reserve(hosts.size());
  for (std::size_t host = 0; host < hosts.size(); ++host) {
    host_hashes_.push_back(hash_of(seed_, hosts[host]));
    HostRules& rules = hosts_[host];
    for (std::size_t i = 0; i < plan_.faults.size(); ++i) {
      if (chosen(plan_.faults[i].hosts, hosts[host], i)) rules.faults.push_back(static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i < plan_.habits.size(); ++i) {
      const HabitRule& habit = plan_.habits[i];
      const HabitRule*& place = rules.habits[static_cast<std::size_t>(habit.kind)];
      if (place == nullptr && chosen(habit.hosts, hosts[host], 1000 + i)) place = &habit;
    }
  }
}

bool FaultBook::chosen(const HostChoice& choice, std::string_view host, std::uint64_t salt) const {
  const auto named = [&](const std::string& pattern) { return fits(pattern, host); };
  if (!choice.names.empty() && std::none_of(choice.names.begin(), choice.names.end(), named)) return false;
  return choice.share >= 1 || share_of(hash_of(seed_ + 7919 * (salt + 1), host)) < choice.share;
}

const HabitRule* FaultBook::habit(std::size_t host, HabitKind kind) const {
  return hosts_[host].habits[static_cast<std::size_t>(kind)];
}

std::uint32_t FaultBook::count(std::uint64_t key) {
  Shard& shard = shards_[key % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  return shard.asked[key]++;
}

FaultBook::Asking FaultBook::ask(std::size_t host, std::string_view target) {
  const HostRules& rules = hosts_[host];
  Asking asking;
  asking.hash = hash_of(host_hashes_[host], target);
  std::int64_t passing = 0;  // askings that faults of this target take
  int faults = 0;
  const FaultRule* permanent = nullptr;
  struct Turn {
    const FaultRule* rule;
    std::int64_t until;
  };
  std::vector<Turn> turns;
  for (const std::uint32_t i : rules.faults) {
    const FaultRule& rule = plan_.faults[i];
    if (rule.share < 1 && share_of(mixed(asking.hash + 104'729 * (i + 1))) >= rule.share) continue;
    if (!fits_paths(rule, target)) continue;
    if (!rule.times) {
      permanent = &rule;
      break;
    }
    const int times = std::min(*rule.times, plan_.most_faults_per_target - faults);
    if (times <= 0) continue;
    faults += times;
    // Every step of a chain is an asking of the same target.
    passing += rule.kind == FaultKind::redirect_chain ? std::int64_t{times} * rule.length : times;
    turns.push_back({&rule, passing});
  }
  asking.fault = permanent;
  if (turns.empty() && habit(host, HabitKind::session_ids) == nullptr) return asking;
  asking.before = count(asking.hash);
  for (const Turn& turn : turns) {
    if (asking.before < turn.until) {
      asking.fault = turn.rule;
      break;
    }
  }
  return asking;
}

std::chrono::nanoseconds FaultBook::latency(std::size_t host, const Asking& asking) const {
  const HabitRule* habit_rule = habit(host, HabitKind::latency);
  if (habit_rule == nullptr || habit_rule->median <= 0) return {};
  // Log-normal, of which 1 % is above p99.
  const double sigma = std::log(habit_rule->p99 / habit_rule->median) / 2.326;
  const std::uint64_t hash = mixed(asking.hash + asking.before);
  const double u = 1 - share_of(hash), v = share_of(mixed(hash));
  const double normal = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
  const double seconds = std::min(habit_rule->median * std::exp(sigma * normal), 600.0);
  return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

std::vector<std::string> FaultBook::permanent(std::size_t host) const {
  std::vector<std::string> names;
  for (const std::uint32_t i : hosts_[host].faults) {
    const FaultRule& rule = plan_.faults[i];
    if (!rule.times && rule.share >= 1 && rule.paths.empty()) names.emplace_back(to_string(rule.kind));
  }
  return names;
}

}  // namespace spoor::web
