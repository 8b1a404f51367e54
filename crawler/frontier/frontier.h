// Frontier: what is still to be fetched, run by run (a capture, or a visit to a watched source). Persistent: every
// change is rows of the index, made inside the commit group of the exchange that caused it.
//
// Two sides. Changes (add, finish, retry) are applied on the archive thread through an Overlay and are deterministic,
// so that a replay rebuilds the same frontier. Choosing (next) happens on the io thread over committed rows only;
// requests in flight are known in memory alone, so that they return to the queue at start. Memory grows with hosts, not
// with URLs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crawler/frontier/crawl_uri.h"
#include "crawler/frontier/politeness.h"
#include "storage/kv/store.h"

namespace spoor::frontier {

enum class AddResult {
  added,
  merged,  // was queued, now wanted by this seed too, at the better of both priorities and by the shorter way
  known,   // already done
  refused  // no http or https URL
};

// State of a request that has ended for good in this run.
struct Finished {
  std::string outcome;  // schema word
  std::string reason;
  std::string capture_id;  // "" when no record was made

  bool operator==(const Finished&) const = default;
};

// --- changes; archive thread ---
struct AddOutcome {
  AddResult result = AddResult::added;
  std::optional<Finished> finished;  // when known
};
Result<AddOutcome> add(kv::Overlay& index, std::string_view run, const CrawlUri& uri);
// Ends it; also records the end of a request that was never queued.
Result<void> finish(kv::Overlay& index, std::string_view run, const CrawlUri& uri, const Finished& finished);
// Puts it back in its old place, with attempt + 1 and not_before.
Result<void> retry(kv::Overlay& index, std::string_view run, const CrawlUri& uri, Timestamp not_before);
Result<void> save_host(kv::Overlay& index, std::string_view host_key, std::string_view politeness_state);
Result<std::optional<Finished>> find_finished(const kv::Overlay& index, std::string_view run, std::string_view key);
// The request as it is queued now: with all the seeds that want it by now. nullopt if it is not queued.
Result<std::optional<CrawlUri>> find_queued(const kv::Overlay& index, std::string_view run, std::string_view key);
// Forgets rows of a run that has ended, at most `most` of them; true when none is left. A large run's rows do not fit
// into one batch.
Result<bool> forget(kv::Overlay& index, std::string_view run, std::size_t most);
// Whether forget() has anything left to do. One look-up.
Result<bool> has_rows(const kv::Overlay& index, std::string_view run);

// --- choosing; io thread ---
struct Choice {
  std::optional<CrawlUri> uri;          // to be fetched now
  std::optional<Timestamp> wait_until;  // nothing now, but then
  // neither: nothing until the next committed(), added() or release(). All is done when queued() is 0.
};
struct HostWait {
  std::string host;
  std::int64_t queued = 0;
  Timestamp until;  // `now` when nobody knows: held, or a request is running
  std::string reason;
};

// Over any number of runs. Requests of several runs to the same host take turns and share its politeness.
class Chooser {
 public:
  // Borrows both; they must outlive it.
  Chooser(const kv::Store& index, Politeness& politeness);
  ~Chooser();
  Chooser(Chooser&&) noexcept;

  // Takes a run on (or looks at it anew): hosts with queued requests; a host's politeness state is read when its turn
  // comes.
  Result<void> load(std::string_view run);
  // The run has ended, or is given up: nothing of it is chosen any more.
  void forget(std::string_view run);
  // Tells politeness that the chosen request has started; the caller tells it that it has finished (or was cancelled).
  // An Error (unreadable index) loses nothing: the next call tries again.
  Result<Choice> next(Timestamp now);
  // The request's group is committed (finished or put back): it is no longer in flight, and its host may have new work.
  void committed(const CrawlUri& uri, bool put_back);
  // Rows were added for this host (by committed groups): those whose AddResult was `added`.
  void added(std::string_view run, const std::string& host_key, std::int64_t count);
  // Nothing of this host is to be chosen before release(); `reason` is what waiting() says of it.
  void hold(const std::string& host_key, std::string reason);
  void release(const std::string& host_key);

  std::int64_t queued() const;  // over all runs and hosts, in flight included
  std::int64_t queued(std::string_view run) const;
  std::int64_t in_flight() const;
  std::vector<HostWait> waiting(Timestamp now, std::size_t most) const;  // slowest first

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::frontier
