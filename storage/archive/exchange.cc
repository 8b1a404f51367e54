#include "storage/archive/exchange.h"

#include <array>

namespace spoor {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 21> kOutcomes = {
    "ok",        "not_modified", "redirect",      "not_found",     "gone",         "login_required", "private",
    "blocked",   "rate_limited", "geo_blocked",   "robots_denied", "scope_denied", "type_skipped",   "timeout",
    "dns_error", "tls_error",    "connect_error", "too_large",     "too_complex",  "parse_empty",    "error"};
static_assert(kOutcomes.size() == static_cast<std::size_t>(Outcome::error) + 1);

}  // namespace

std::string_view to_string(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> outcome_from(std::string_view text) {
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes[i] == text) return static_cast<Outcome>(i);
  }
  return std::nullopt;
}

}  // namespace spoor
