#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "crawler/frontier/frontier.h"
#include "crawler/frontier/request_row.h"
#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

constexpr std::size_t kPrefetch = 16;  // request keys read ahead for a host
constexpr std::size_t kLookedAt = 64;  // hosts, for those that wait longest
constexpr int kRounds = 4;             // of reading ahead rows that ended meanwhile

struct HostQueue;

// What all runs share about a host.
struct HostHold {
  bool held = false, politeness_loaded = false;
  std::string held_for;            // why
  std::vector<HostQueue*> queues;  // of the runs that have one here
};

struct RunQueues {
  std::int64_t queued = 0;
  std::unordered_map<std::string, HostQueue*> by_host;
};

// A run's queue at a host as far as memory knows it. `queued` is a count of hearsay (committed(), added()); the rows
// decide, and whenever they are all seen the count is put right.
struct HostQueue {
  enum class Place { nowhere, heap, running };

  std::string run, name;
  RunQueues* in_run = nullptr;
  HostHold* host = nullptr;
  std::int64_t queued = 0, in_flight = 0;
  std::uint64_t turn = 0;  // when it was served last, else made
  bool in_running = false;
  Place place = Place::nowhere;
  std::tuple<Timestamp, std::uint64_t, HostQueue*> heap_entry;
  std::deque<std::string> ahead;           // request keys, best first
  std::optional<Timestamp> delayed_until;  // earliest not_before among rows that cannot be chosen yet
};

}  // namespace

struct Chooser::State {
  const kv::Store& index;
  Politeness& politeness;

  std::unordered_map<std::string, RunQueues> runs;  // nodes stay where they are: the queues point to them
  std::unordered_map<std::string, HostHold> hosts;  // likewise
  std::unordered_map<HostQueue*, std::unique_ptr<HostQueue>> queues;
  std::set<std::tuple<Timestamp, std::uint64_t, HostQueue*>> heap;
  std::vector<HostQueue*> running;  // as many requests running as the host may have; some have left since (place)
  std::unordered_set<const HostHold*> held;
  std::unordered_map<std::string, HostQueue*> flying;  // run and request key -> its queue
  std::uint64_t turn = 0;  // orders queues that are ready at the same moment: who has waited longest goes first
  std::int64_t queued = 0;

  State(const kv::Store& store, Politeness& manners) : index(store), politeness(manners) {}

  static std::string flight_name(std::string_view run, std::string_view key) {
    return std::string(run).append(1, '\0').append(key);
  }

  HostQueue& queue_of(std::string_view run, const std::string& name) {
    RunQueues& in_run = runs[std::string(run)];
    HostQueue*& at = in_run.by_host[name];
    if (!at) {
      auto made = std::make_unique<HostQueue>();
      at = made.get();
      queues.emplace(at, std::move(made));
      at->run = run;
      at->name = name;
      at->turn = turn++;
      at->in_run = &in_run;
      at->host = &hosts[name];
      at->host->queues.push_back(at);
    }
    return *at;
  }

  void set_queued(HostQueue& host, std::int64_t count) {
    queued += count - host.queued;
    host.in_run->queued += count - host.queued;
    host.queued = count;
  }

  void remove(HostQueue& host) {
    leave(host);
    set_queued(host, 0);
    if (host.in_running) running.erase(std::remove(running.begin(), running.end(), &host), running.end());
    auto& siblings = host.host->queues;
    siblings.erase(std::remove(siblings.begin(), siblings.end(), &host), siblings.end());
    if (siblings.empty() && !host.host->held) hosts.erase(host.name);
    queues.erase(&host);
  }

  void leave(HostQueue& host) {
    if (host.place == HostQueue::Place::heap) heap.erase(host.heap_entry);
    host.place = HostQueue::Place::nowhere;
  }

  void enter_heap(HostQueue& host, Timestamp at) {
    leave(host);
    if (host.host->held) return;
    host.heap_entry = {at, host.turn, &host};
    heap.insert(host.heap_entry);
    host.place = HostQueue::Place::heap;
  }

  void enter_running(HostQueue& host) {
    leave(host);
    host.place = HostQueue::Place::running;
    if (!host.in_running) running.push_back(&host);
    host.in_running = true;
  }

  // To where its politeness puts it.
  void enter(HostQueue& host) {
    if (const auto ready = politeness.ready_at(host.name)) {
      enter_heap(host, *ready);
    } else {
      enter_running(host);
    }
  }

  // Rows of this host have changed: what was read ahead is stale.
  void refresh(HostQueue& host) {
    host.ahead.clear();
    host.delayed_until.reset();
    if (!host.host->held && host.queued > host.in_flight) enter(host);
  }

  // Hosts whose requests have ended since they were put aside. True if there were any.
  bool wake_running() {
    std::vector<HostQueue*> was;
    was.swap(running);
    bool any = false;
    for (HostQueue* host : was) {
      host->in_running = false;
      if (host->place != HostQueue::Place::running) continue;
      if (const auto ready = politeness.ready_at(host->name)) {
        enter_heap(*host, *ready);
        any = true;
      } else {
        enter_running(*host);
      }
    }
    return any;
  }

  Result<void> load_politeness(HostQueue& host, Timestamp now) {
    if (host.host->politeness_loaded) return {};
    const auto saved = index.get(kv::make_key(kv::kHost, {host.name}));
    if (!saved) return saved.error();
    if (*saved) politeness.load(host.name, **saved, now);
    host.host->politeness_loaded = true;
    return {};
  }

  // No repeat is ever put off for longer than the longest wait: then the clock has been set back since.
  bool must_wait(Timestamp not_before, Timestamp now) const {
    const double wait = static_cast<double>(not_before.us - now.us) / 1e6;
    return wait > 0 && wait <= politeness.options().max_backoff_seconds;
  }

  Result<void> read_ahead(HostQueue& host, Timestamp now) {
    host.delayed_until.reset();
    std::int64_t delayed = 0;
    bool all_seen = true;
    const std::string prefix = kv::make_prefix(kv::kQueue, {host.run, host.name});
    const auto each = [&](std::string_view key, std::string_view value) {
      const auto row = read_queue_row(key, value);
      if (!row || flying.count(flight_name(host.run, row->key))) return true;
      if (must_wait(row->not_before, now)) {
        ++delayed;
        host.delayed_until = std::min(row->not_before, host.delayed_until.value_or(row->not_before));
        return true;
      }
      all_seen = host.ahead.size() < kPrefetch;
      if (all_seen) host.ahead.emplace_back(row->key);
      return all_seen;
    };
    const auto scanned = index.scan(prefix, kv::prefix_end(prefix), each);
    if (!scanned) return scanned.error();
    if (all_seen) set_queued(host, host.in_flight + delayed + static_cast<std::int64_t>(host.ahead.size()));
    return {};
  }

  // The host's best request that may be made now; nullopt if there is none.
  Result<std::optional<CrawlUri>> take(HostQueue& host, Timestamp now) {
    if (host.delayed_until && *host.delayed_until <= now) host.ahead.clear();
    for (int round = 0; round < kRounds; ++round) {
      if (host.ahead.empty()) {
        if (const auto read = read_ahead(host, now); !read) return read.error();
        if (host.ahead.empty()) return std::optional<CrawlUri>();
      }
      while (!host.ahead.empty()) {
        auto row = row_of(host.run, host.ahead.front());
        if (!row) return row.error();
        const std::string key = std::move(host.ahead.front());
        host.ahead.pop_front();
        // Ended or put off since it was read ahead.
        if (row->finished || must_wait(row->uri.not_before, now)) continue;
        flying[flight_name(host.run, key)] = &host;
        row->uri.run = host.run;
        ++host.in_flight;
        set_queued(host, std::max(host.queued, host.in_flight));
        return std::optional<CrawlUri>(std::move(row->uri));
      }
    }
    return Error{ErrorCode::corruption, "the queue names requests that have ended; rebuild the index", host.name};
  }

  Result<RequestRow> row_of(std::string_view run, const std::string& key) const {
    const auto value = index.get(request_key(run, key));
    if (!value) return value.error();
    if (!*value) return Error{ErrorCode::corruption, "a queued request has no row; rebuild the index", key};
    return decode_request_row(**value);
  }

  // One host that is ready: what it has, if anything.
  Result<std::optional<CrawlUri>> ask(HostQueue& host, Timestamp now) {
    if (const auto loaded = load_politeness(host, now); !loaded) return loaded.error();
    enter(host);
    if (host.place != HostQueue::Place::heap || std::get<Timestamp>(host.heap_entry) > now) {
      return std::optional<CrawlUri>();
    }
    auto uri = take(host, now);
    if (!uri) return uri.error();
    if (*uri) {
      host.turn = turn++;
      politeness.started(host.name, now);
      if (host.queued > host.in_flight) {
        enter(host);
      } else {
        leave(host);
      }
    } else if (host.delayed_until) {
      enter_heap(host, *host.delayed_until);
    } else {
      leave(host);
    }
    return uri;
  }

  HostWait wait_of(const HostQueue& host, Timestamp now) const {
    HostWait wait{host.name, host.queued, now, ""};
    if (host.host->held) {
      wait.reason = host.host->held_for;
      return wait;
    }
    const auto ready = politeness.ready_at(host.name);
    if (ready) wait.until = std::max(now, *ready);
    wait.reason = politeness.reason(host.name);
    if (host.ahead.empty() && host.delayed_until && *host.delayed_until > wait.until) {
      wait.until = *host.delayed_until;
      wait.reason = "waits before it tries again";
    }
    return wait;
  }
};

Chooser::Chooser(const kv::Store& index, Politeness& politeness) : state_(std::make_unique<State>(index, politeness)) {}
Chooser::~Chooser() = default;
Chooser::Chooser(Chooser&&) noexcept = default;

Result<void> Chooser::load(std::string_view run) {
  State& s = *state_;
  const std::string prefix = kv::make_prefix(kv::kWaiting, {run});
  const auto scanned = s.index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    HostQueue& host = s.queue_of(run, std::string(key.substr(prefix.size())));
    // Of those in flight some may have ended in the index already (recovery applied them): rather count them twice than
    // say too early that nothing is left. Looking for the host's next request corrects it.
    s.set_queued(host, host.in_flight + static_cast<std::int64_t>(kv::from_sortable(value)));
    s.refresh(host);
    return true;
  });
  if (!scanned) return scanned.error();
  return {};
}

void Chooser::forget(std::string_view run) {
  State& s = *state_;
  const auto at = s.runs.find(std::string(run));
  if (at == s.runs.end()) return;
  for (const auto& [name, queue] : at->second.by_host) {
    if (queue->in_flight > 0) std::erase_if(s.flying, [&](const auto& flight) { return flight.second == queue; });
    s.remove(*queue);
  }
  s.runs.erase(at);
}

Result<Choice> Chooser::next(Timestamp now) {
  State& s = *state_;
  for (;;) {
    const bool ready = !s.heap.empty() && std::get<Timestamp>(*s.heap.begin()) <= now;
    if (!ready) {
      if (s.wake_running()) continue;
      Choice choice;
      if (!s.heap.empty()) choice.wait_until = std::get<Timestamp>(*s.heap.begin());
      return choice;
    }
    auto uri = s.ask(*std::get<HostQueue*>(*s.heap.begin()), now);
    if (!uri) return uri.error();
    if (*uri) return Choice{std::move(*uri), std::nullopt};
  }
}

void Chooser::committed(const CrawlUri& uri, bool put_back) {
  State& s = *state_;
  if (!s.runs.contains(uri.run)) return;
  const auto at = s.flying.find(State::flight_name(uri.run, uri.key()));
  HostQueue& host = at != s.flying.end() ? *at->second : s.queue_of(uri.run, uri.host_key());
  if (at != s.flying.end()) {
    s.flying.erase(at);
    --host.in_flight;
  }
  if (!put_back) s.set_queued(host, std::max(host.in_flight, host.queued - 1));
  if (put_back) {
    s.set_queued(host, std::max(host.queued, host.in_flight + 1));
    s.refresh(host);
  } else if (!host.host->held && host.queued > host.in_flight && host.place != HostQueue::Place::heap) {
    s.enter(host);
  }
}

void Chooser::added(std::string_view run, const std::string& host_key, std::int64_t count) {
  if (count <= 0) return;
  State& s = *state_;
  HostQueue& host = s.queue_of(run, host_key);
  s.set_queued(host, host.queued + count);
  s.refresh(host);
}

void Chooser::hold(const std::string& host_key, std::string reason) {
  HostHold& host = state_->hosts[host_key];
  host.held = true;
  host.held_for = std::move(reason);
  state_->held.insert(&host);
  for (HostQueue* queue : host.queues) state_->leave(*queue);
}

void Chooser::release(const std::string& host_key) {
  const auto at = state_->hosts.find(host_key);
  if (at == state_->hosts.end()) return;
  HostHold& host = at->second;
  host.held = false;
  state_->held.erase(&host);
  for (HostQueue* queue : host.queues) {
    if (queue->queued > queue->in_flight) state_->enter(*queue);
  }
  if (host.queues.empty()) state_->hosts.erase(at);
}

std::int64_t Chooser::queued() const { return state_->queued; }

std::int64_t Chooser::queued(std::string_view run) const {
  const auto at = state_->runs.find(std::string(run));
  return at == state_->runs.end() ? 0 : at->second.queued;
}

std::int64_t Chooser::in_flight() const { return static_cast<std::int64_t>(state_->flying.size()); }

// Called for every line of progress: looks at the hosts whose turn comes last and not at all of them.
std::vector<HostWait> Chooser::waiting(Timestamp now, std::size_t most) const {
  std::vector<const HostQueue*> slowest;
  for (const HostHold* host : state_->held) slowest.insert(slowest.end(), host->queues.begin(), host->queues.end());
  const std::size_t wanted = slowest.size() + std::max(most, kLookedAt);
  for (auto entry = state_->heap.rbegin(); entry != state_->heap.rend() && slowest.size() < wanted; ++entry) {
    slowest.push_back(std::get<HostQueue*>(*entry));
  }
  std::vector<HostWait> waits;
  for (const HostQueue* host : slowest) {
    if (host->queued <= host->in_flight) continue;
    HostWait wait = state_->wait_of(*host, now);
    if (wait.until > now || host->host->held) waits.push_back(std::move(wait));
  }
  std::sort(waits.begin(), waits.end(), [](const HostWait& one, const HostWait& other) {
    return std::tie(other.until, one.host) < std::tie(one.until, other.host);
  });
  waits.resize(std::min(most, waits.size()));
  return waits;
}

}  // namespace spoor::frontier
