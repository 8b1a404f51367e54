// Commit thread: the one thread that writes. Takes finished work off a queue, makes groups of what is there, commits
// them and says so.
//
// push() from any thread; `committed` and `failed` are called on the commit thread. After a failure the thread
// holds still (the archive is suspect) until resume() gives it an archive that has recovered.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "crawler/frontier/crawl_uri.h"
#include "crawler/pipeline/applier.h"
#include "storage/archive/archive.h"

namespace spoor::pipeline {

// An exchange with what was read from it, or a journal entry.
struct CommitItem {
  std::shared_ptr<const Exchange> exchange;
  EncodedExchange encoded;
  Prepared prepared;
  std::optional<JournalEntry> entry;

  std::optional<frontier::CrawlUri> uri;  // the request that it answers, if one waits in the frontier
  std::string host_key, host_state;       // learned politeness to be kept with it
  std::size_t bytes = 0;                  // what it holds in memory
};

struct Commit {
  CommitItem item;  // without encoded records and body
  Applied applied;
  std::optional<StoredCapture> stored;
};

class CommitThread {
 public:
  using Committed = std::function<void(std::vector<Commit>)>;
  using Failed = std::function<void(Error)>;

  CommitThread(Archive& archive, Applier& applier, Committed committed, Failed failed);
  ~CommitThread();  // stop()

  void push(CommitItem item);
  // Goes on with a recovered archive; whatever of the failed group it already holds is not written twice.
  void resume(Archive& archive);
  // Commits what is queued (unless failed), then ends the thread. Idempotent.
  void stop();

 private:
  void work();
  bool take();                  // moves queued items into group_; false when told to stop and nothing is left
  Result<void> commit_group();  // group_ to the archive
  Result<void> append(Archive::Group& group, CommitItem& item, std::vector<Commit>& commits);

  Applier& applier_;
  const Committed committed_;
  const Failed failed_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<CommitItem> queue_;  // guarded by mutex_
  Archive* archive_;              // guarded by mutex_; used by the thread unless suspended_
  bool suspended_ = false;        // guarded by mutex_
  bool stopping_ = false;         // guarded by mutex_

  std::vector<CommitItem> group_;  // commit thread only
  std::thread thread_;
};

}  // namespace spoor::pipeline
