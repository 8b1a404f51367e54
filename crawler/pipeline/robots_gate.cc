#include "crawler/pipeline/robots_gate.h"

#include <boost/json.hpp>

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxKnown = 50'000;

std::string facts_json(std::string_view decision, std::string_view rule, std::string_view agent, Timestamp fetched_at) {
  boost::json::object object{{"decision", decision}};
  if (!rule.empty()) object["rule"] = rule;
  if (!agent.empty()) object["agent"] = agent;
  if (fetched_at.us != 0) object["fetched_at"] = to_rfc3339_ms(fetched_at);
  return boost::json::serialize(object);
}

}  // namespace

RobotsGate::RobotsGate(const kv::Store& index, std::string product, double unreachable_seconds)
    : index_(index), product_(std::move(product)), unreachable_seconds_(unreachable_seconds) {}

RobotsGate::Known RobotsGate::read(const RobotsAnswer& answer, Outcome failure, const std::string& product) {
  Known known;
  known.fetched_at = answer.fetched_at;
  switch (frontier::robots_access(answer.status)) {
    case frontier::RobotsAccess::parse:
      known.robots = frontier::Robots::parse(answer.body, product);
      break;
    case frontier::RobotsAccess::allow_all:
      known.robots = frontier::Robots::allow_all();
      break;
    case frontier::RobotsAccess::deny_all:
      known.unreachable = true;
      known.failure = answer.status == 0 ? failure : answer.status == 429 ? Outcome::rate_limited : Outcome::error;
      known.reason = answer.status == 0 ? answer.reason : "robots.txt answered " + std::to_string(answer.status);
      break;
  }
  return known;
}

bool RobotsGate::is_fresh(const Known& known, Timestamp now) const {
  const double age = static_cast<double>(now.us - known.fetched_at.us) / 1e6;
  // Counts once however long the host's pause is: else the next request would ask for robots.txt again, for ever.
  if (known.unreachable && !known.told) return true;
  if (age < 0) return false;  // the clock has been set back since
  return age < (known.unreachable ? unreachable_seconds_ : static_cast<double>(kRobotsMaxAgeSeconds));
}

Result<RobotsGate::Decision> RobotsGate::ask(const Url& url, Timestamp now, const std::string& override_reason) {
  Decision decision;
  if (!override_reason.empty()) {
    decision.gate = Gate::open;
    decision.facts =
        boost::json::serialize(boost::json::object{{"decision", "overridden"}, {"reason", override_reason}});
    return decision;
  }
  const std::string origin = url.origin();
  auto known = known_.find(origin);
  if (known == known_.end()) {
    auto row = get_robots(index_, origin);
    if (!row) return row.error();
    if (!*row || (*row)->status == 0) return decision;
    if (known_.size() >= kMaxKnown) known_.clear();
    known = known_.emplace(origin, read(**row, Outcome::error, product_)).first;
  }
  if (!is_fresh(known->second, now)) {
    known_.erase(known);
    return decision;
  }
  Known& file = known->second;
  if (file.unreachable) {
    file.told = true;
    decision.gate = Gate::closed;
    decision.outcome = file.failure;
    decision.reason = file.reason;
    return decision;
  }
  const frontier::RobotsDecision rule = file.robots->decide(url);
  decision.gate = rule.allowed ? Gate::open : Gate::closed;
  decision.reason = rule.allowed ? "" : "robots.txt: " + rule.rule;
  decision.facts = facts_json(rule.allowed ? "allowed" : "denied", rule.rule, rule.agent, file.fetched_at);
  decision.crawl_delay = file.robots->crawl_delay();
  return decision;
}

std::optional<double> RobotsGate::crawl_delay(const std::string& origin) const {
  const auto known = known_.find(origin);
  return known != known_.end() && known->second.robots ? known->second.robots->crawl_delay() : std::nullopt;
}

void RobotsGate::answered(const std::string& origin, const RobotsAnswer& answer, Outcome failure) {
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.insert_or_assign(origin, read(answer, failure, product_));
}

}  // namespace spoor::pipeline
