// Robots gate: what robots.txt says about a request, and when the file must be asked for first. Owner: io thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "crawler/frontier/robots.h"
#include "crawler/pipeline/robots_rows.h"
#include "storage/archive/exchange.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

class RobotsGate {
 public:
  // `unreachable_seconds`: how long a host whose robots.txt could not be had is left alone.
  RobotsGate(const kv::Store& index, std::string product, double unreachable_seconds);

  enum class Gate { open, closed, unknown };
  struct Decision {
    Gate gate = Gate::unknown;
    Outcome outcome = Outcome::robots_denied;  // when closed: the rule, or why robots.txt could not be had
    std::string reason;
    std::string facts;  // JSON for the capture record
    std::optional<double> crawl_delay;
  };
  // `override_reason` not empty: robots.txt is neither fetched nor obeyed.
  Result<Decision> ask(const Url& url, Timestamp now, const std::string& override_reason = "");

  // An answer came (after redirects), or none did.
  void answered(const std::string& origin, const RobotsAnswer& answer, Outcome failure);
  // What the origin's robots.txt asks for, once answered.
  std::optional<double> crawl_delay(const std::string& origin) const;

 private:
  struct Known {
    std::optional<frontier::Robots> robots;  // nullopt: unreachable
    Outcome failure = Outcome::error;
    std::string reason;
    Timestamp fetched_at;
    bool unreachable = false;
    bool told = false;  // a request was refused for it
  };
  static Known read(const RobotsAnswer& answer, Outcome failure, const std::string& product);
  bool is_fresh(const Known& known, Timestamp now) const;

  const kv::Store& index_;
  const std::string product_;
  const double unreachable_seconds_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace spoor::pipeline
