// Reading and committing: the part of the engine from an answer to "it is durable", and what happens when the disk
// fails.
#include <algorithm>
#include <chrono>

#include <boost/asio/post.hpp>

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/engine.h"
#include "crawler/pipeline/disk_room.h"

namespace spoor::pipeline {
namespace {

namespace asio = boost::asio;
using frontier::CrawlUri;

constexpr int kMaxRecoveries = 3;
constexpr std::chrono::milliseconds kDiskPollEvery{1000};

// Whose frontier grew.
const std::string& run_of(const CommitItem& item) {
  if (item.uri) return item.uri->run;
  return item.exchange ? item.exchange->facts.run_id : item.entry->subject;
}

}  // namespace

void Engine::work_on(std::shared_ptr<Exchange> exchange, std::optional<CrawlUri> uri) {
  auto item = std::make_shared<CommitItem>();
  item->bytes = exchange->body.size() + exchange->response_head.size() + 4096;
  item->uri = std::move(uri);
  bytes_waiting += item->bytes;
  if (disk_trouble) {
    held.push_back({std::move(item), std::move(exchange)});
  } else {
    start_work({std::move(item), std::move(exchange)});
  }
}

// In the pool. The outcome goes into the metadata record, which is made last.
Result<void> Engine::prepare_item(CommitItem& item, const std::shared_ptr<Exchange>& exchange) const {
  auto encoded = archive->encode(exchange);
  if (!encoded) return encoded.error();
  auto prepared = reader.prepare(archive->index(), *exchange, *encoded,
                                 [this](std::string_view capture_id) { return archive->load(capture_id); });
  if (!prepared) return prepared.error();
  exchange->outcome = prepared->outcome();
  item.exchange = exchange;
  item.encoded = std::move(*encoded);
  item.prepared = std::move(*prepared);
  return {};
}

void Engine::start_work(Work work) {
  ++working;
  asio::post(pool, [this, item = std::move(work.item), exchange = std::move(work.exchange)] {
    std::optional<Error> trouble;
    if (auto prepared = prepare_item(*item, exchange); !prepared) trouble = prepared.error();
    asio::post(io, [this, item, trouble] {
      --working;
      if (trouble) return fail(*trouble);
      push(std::move(*item));
      if (disk_trouble) try_recovery();
    });
  });
}

void Engine::push(CommitItem item) {
  if (item.uri) {
    item.host_key = item.uri->host_key();
  } else if (item.exchange) {  // robots.txt
    CrawlUri asked;
    asked.url = item.exchange->url.href();
    item.host_key = asked.host_key();
  }
  if (!item.host_key.empty()) item.host_state = politeness.save(item.host_key);
  ++uncommitted;
  committer->push(std::move(item));
}

void Engine::committed(std::vector<Commit> commits) {
  recoveries = 0;
  for (Commit& commit : commits) {
    --uncommitted;
    bytes_waiting -= std::min(bytes_waiting, commit.item.bytes);
    for (const auto& [host, count] : commit.applied.added) chooser->added(run_of(commit.item), host, count);
    if (commit.item.entry) entry_is_durable(*commit.item.entry);
    if (commit.item.exchange) {
      shown.bytes += commit.item.exchange->bytes_wire;
      shown.posts += commit.applied.posts;
      const std::int64_t waited = clock.now().millis() - commit.item.exchange->ended.millis();
      say("committed", commit.item.exchange->url.href(),
          std::string(to_string(commit.item.exchange->outcome)) + "\t" + std::to_string(waited));
    }
    if (setup.committed) setup.committed(commit);
    if (!commit.item.uri) continue;
    chooser->committed(*commit.item.uri, commit.applied.put_back);
    looked(*commit.item.uri);
    if (!commit.applied.put_back) ++shown.done;
  }
  pump();
}

// A run is carried once that it has begun is durable, and dropped once its end is.
void Engine::entry_is_durable(const JournalEntry& entry) {
  if (const auto noted = noted_.find(entry.subject); noted != noted_.end() && --noted->second == 0) noted_.erase(noted);
  if (entry.type == kRunStarted) {
    if (auto run = decode_run(entry.data)) carry_row(*run);
  }
  if (entry.type == kRunFinished) {
    carried_.erase(entry.subject);
    choices_.erase(entry.subject);
    cookies.erase(entry.subject);
    chooser->forget(entry.subject);
  }
}

void Engine::commit_failed(Error error) {
  const bool full = is_disk_full(error);
  const bool again = recoveries++ > 0;  // and nothing was committed in between
  disk_trouble = std::move(error);
  if (!full && recoveries > kMaxRecoveries) return fail(*disk_trouble);
  say("paused", folder, disk_trouble->text());
  if (again && full) return wait_for_room();
  try_recovery();
}

// The archive is suspect. Once nothing reads it any more: close it, wait for room, open it anew. An operator who wants
// to stop does not wait for room.
void Engine::try_recovery() {
  if (ended || !disk_trouble || working > 0) return;
  if (aborted) return end();
  shown.notice = disk_trouble->text();
  if (has_room(folder, bytes_waiting)) {
    if (recover()) return pump();
    if (!is_disk_full(*disk_trouble) && ++recoveries > kMaxRecoveries) return fail(*disk_trouble);
  }
  wait_for_room();
}

void Engine::wait_for_room() {
  if (draining) return stop_now();
  wake_timer.expires_after(kDiskPollEvery);
  wake_timer.async_wait([this](const boost::system::error_code& code) {
    if (!code) try_recovery();
  });
}

bool Engine::recover() {
  if (archive) {
    index.forward_to_nothing();
    archive.reset();  // not close(): nothing more is written through suspect descriptors
  }
  auto opened = setup.open_archive();
  if (!opened) {
    disk_trouble = opened.error();
    return false;
  }
  auto caught_up = catch_up(**opened, registry);
  if (!caught_up) {
    disk_trouble = caught_up.error();
    return false;
  }
  archive = std::move(*opened);
  index.forward_to(archive->index());
  // Recovery may have applied items that the commit thread still holds, and with them requests nobody here has heard
  // of.
  for (const std::string& run : carried_) {
    if (auto loaded = chooser->load(run); !loaded) {
      disk_trouble = loaded.error();
      return false;
    }
  }
  disk_trouble.reset();
  shown.notice.clear();
  say("recovered", folder, std::to_string(*caught_up) + " items applied again");
  committer->resume(*archive);
  while (!held.empty()) {
    start_work(std::move(held.front()));
    held.pop_front();
  }
  return true;
}

}  // namespace spoor::pipeline
