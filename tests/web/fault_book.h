// FaultBook: a fault plan at work on certain hosts: which fault strikes when, and how a host always is.
//
// May be asked from several threads. How often a target was asked is kept only where a fault that passes or a session
// id depends on it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/web/fault_plan.h"

namespace spoor::web {

class FaultBook {
 public:
  // `seed` serves where the plan has none.
  FaultBook(FaultPlan plan, std::uint64_t seed, const std::vector<std::string>& hosts);

  // The habit of a kind that a host has; the first of the plan that chose it. nullptr: none.
  const HabitRule* habit(std::size_t host, HabitKind kind) const;

  struct Asking {
    const FaultRule* fault = nullptr;  // what strikes this time
    std::uint32_t before = 0;          // how often it was asked before; 0 where nobody counts
    std::uint64_t hash = 0;            // of seed, host and target
  };
  // Counts this asking.
  Asking ask(std::size_t host, std::string_view target);

  std::chrono::nanoseconds latency(std::size_t host, const Asking& asking) const;
  // Faults that never pass and strike every page of the host.
  std::vector<std::string> permanent(std::size_t host) const;

 private:
  struct HostRules {
    std::vector<std::uint32_t> faults;
    std::array<const HabitRule*, 9> habits{};
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::uint64_t, std::uint32_t> asked;
  };
  bool chosen(const HostChoice& choice, std::string_view host, std::uint64_t salt) const;
  std::uint32_t count(std::uint64_t key);

  FaultPlan plan_;
  std::uint64_t seed_;
  std::vector<HostRules> hosts_;
  std::vector<std::uint64_t> host_hashes_;
  std::array<Shard, 16> shards_;
};

}  // namespace spoor::web
