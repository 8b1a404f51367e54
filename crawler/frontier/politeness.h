// Politeness in three rings: host, registrable domain, IP address. Says when a host may be asked next; keeps what it
// learned. Pure: time is a parameter. Owner: io thread. Memory grows with hosts. A host is named as the frontier names
// it
// ("scheme://host[:port]"). Figures: standards, robots and politeness, sections 5, 8 and 9.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"

namespace spoor::frontier {

// With delay_seconds and fetch_time_factor both 0 there is no pause at all: no gaps between the requests to an address
// or domain either. A site's own words (Crawl-delay, Retry-After, 429, 503) still count.
struct PolitenessOptions {
  double delay_seconds = 2;       // least pause between two requests to a host
  double fetch_time_factor = 3;   // pause at least this many times the last fetch took
  double max_delay_seconds = 60;  // learned delays and Crawl-delay are capped here
  double jitter = 0.2;            // up to 20 % longer or, down to what is asked for, shorter
  double ip_gap_seconds = 0.5;    // least gap between two requests to one IP address
  double domain_gap_seconds = 0;  // the same for a registrable domain; 0 = no such ring
  int parallel_per_host = 1;
  double backoff_seconds = 30;        // first wait after 429/503 without Retry-After; doubles
  double max_backoff_seconds = 3600;  // no wait is longer, whatever Retry-After says
  std::uint64_t jitter_seed = 0;
};

// What the operator wants otherwise for one host (by name, without scheme and port).
struct HostManners {
  std::optional<double> delay_seconds, fetch_time_factor;
  std::optional<int> parallel;
};

// What one finished request teaches.
struct FetchLesson {
  double seconds = 0;  // how long it took
  int status = 0;      // 0 = no answer
  std::string ip;
  std::optional<Timestamp> retry_after;  // already resolved to a moment
};

class Politeness {
 public:
  explicit Politeness(PolitenessOptions options);

  // Earliest moment at which this host may be asked; `now` or before = at once; nullopt while parallel_per_host
  // requests run.
  std::optional<Timestamp> ready_at(std::string_view host) const;
  // Every started() is ended by one finished() or one cancelled() (chosen but never sent: it costs no pause).
  void started(std::string_view host, Timestamp now);
  void finished(std::string_view host, Timestamp now, const FetchLesson& lesson);
  void cancelled(std::string_view host);
  void set_crawl_delay(std::string_view host, double seconds);  // from robots.txt; counts from the last answer on
  // An earlier process may have asked anybody until now: each host has its pause first.
  void resume(Timestamp now) { resumed_ = now; }
  void back_off(std::string_view host, Timestamp until, std::string_view reason);
  // For these hosts in place of the options, from their next request on.
  void set_manners(std::map<std::string, HostManners> manners);

  // Why the host waits, in words for the progress line ("429, asked to wait until 12:00:30"); "" if it does not.
  std::string reason(std::string_view host) const;
  int consecutive_pushback(std::string_view host) const;  // 429/503 in a row

  // Learned state of one host as JSON text, and back (persisted by the frontier). load() never shortens a wait that is
  // known already, and takes over none that is longer than the options allow from `now` on (the clock has been set
  // back); damaged text is ignored. save() of an unknown host is "".
  std::string save(std::string_view host) const;
  void load(std::string_view host, std::string_view saved, Timestamp now);
  const PolitenessOptions& options() const { return options_; }

 private:
  struct Ring {
    Timestamp next;
  };
  struct Host {
    Timestamp next, before_start, backoff_until, answered;
    double crawl_delay = 0, learned_delay = 0, fetch_seconds = 0;
    int running = 0, pushbacks = 0;
    double delay = 0, factor = 0;  // the operator's
    int parallel = 1;
    std::string ip, domain, reason;
  };
  Host& host(std::string_view name);
  const Host* find(std::string_view name) const;
  double jittered(double seconds);
  double pause(const Host& host);
  double least_pause(const Host* host) const;
  bool has_rings() const { return options_.delay_seconds > 0 || options_.fetch_time_factor > 0; }
  void push_back(Host& host, Timestamp now, const FetchLesson& lesson);

  void be_told(std::string_view name, Host& host) const;

  PolitenessOptions options_;
  std::map<std::string, HostManners> manners_;
  std::optional<Timestamp> resumed_;
  std::unordered_map<std::string, Host> hosts_;
  std::unordered_map<std::string, Ring> ips_, domains_;
  std::uint64_t random_;
};

// Retry-After of RFC 9110 10.2.3 (seconds or HTTP-date) as a moment; nullopt if absent or damaged.
std::optional<Timestamp> parse_retry_after(std::string_view value, Timestamp now);

}  // namespace spoor::frontier
