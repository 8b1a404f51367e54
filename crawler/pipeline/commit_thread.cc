#include "crawler/pipeline/commit_thread.h"

#include "crawler/frontier/frontier.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxGroupItems = 256;
constexpr std::size_t kMaxGroupBytes = std::size_t{32} << 20;

}  // namespace

CommitThread::CommitThread(Archive& archive, Applier& applier, Committed committed, Failed failed)
    : applier_(applier), committed_(std::move(committed)), failed_(std::move(failed)), archive_(&archive) {
  thread_ = std::thread([this] { work(); });
}

CommitThread::~CommitThread() { stop(); }

void CommitThread::push(CommitItem item) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(item));
  }
  wake_.notify_one();
}

void CommitThread::resume(Archive& archive) {
  {
    const std::lock_guard lock(mutex_);
    archive_ = &archive;
    suspended_ = false;
  }
  wake_.notify_one();
}

void CommitThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool CommitThread::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || (!suspended_ && (!queue_.empty() || !group_.empty())); });
  if (suspended_) return false;  // stopping: what is not committed stays uncommitted
  std::size_t bytes = 0;
  while (!queue_.empty() && group_.size() < kMaxGroupItems && bytes < kMaxGroupBytes) {
    bytes += queue_.front().bytes;
    group_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return !group_.empty();
}

void CommitThread::work() {
  while (take()) {
    auto done = commit_group();
    if (done) continue;
    {
      const std::lock_guard lock(mutex_);
      suspended_ = true;
    }
    failed_(done.error());
  }
}

Result<void> CommitThread::commit_group() {
  Archive::Group group = archive_->begin();
  std::vector<Commit> commits;
  commits.reserve(group_.size());
  for (CommitItem& item : group_) {
    if (auto appended = append(group, item, commits); !appended) return appended.error();
  }
  if (auto durable = group.commit(); !durable) return durable.error();
  for (std::size_t i = 0; i < group_.size(); ++i) {
    commits[i].item = std::move(group_[i]);
    commits[i].item.encoded = {};
  }
  group_.clear();
  committed_(std::move(commits));
  return {};
}

Result<void> CommitThread::append(Archive::Group& group, CommitItem& item, std::vector<Commit>& commits) {
  const Applier::Load load = [&group](std::string_view capture_id) { return group.load(capture_id); };
  Commit commit;
  if (item.entry) {
    auto seq = group.note(*item.entry);
    if (!seq) return seq.error();
    item.entry->seq = *seq;
    auto applied = applier_.entry(group.index(), *item.entry, load);
    if (!applied) return applied.error();
    commit.applied = std::move(*applied);
  } else {
    // After a failed group this exchange may already be in the archive: recovery completed what was whole.
    auto known = group.index().get(kv::make_key(kv::kCapture, {item.exchange->capture_id}));
    if (!known) return known.error();
    if (!*known) {
      auto stored = group.append(item.encoded);
      if (!stored) return stored.error();
      auto applied = applier_.exchange(group.index(), *item.exchange, *stored, std::move(item.prepared), load);
      if (!applied) return applied.error();
      commit.applied = std::move(*applied);
      commit.stored = std::move(*stored);
    } else if (item.uri) {
      auto queued = frontier::find_queued(group.index(), item.exchange->facts.run_id, item.uri->key());
      if (!queued) return queued.error();
      commit.applied.put_back = queued->has_value();
    }
  }
  if (!item.host_key.empty()) {
    if (auto saved = frontier::save_host(group.index(), item.host_key, item.host_state); !saved) return saved.error();
  }
  commits.push_back(std::move(commit));
  return {};
}

}  // namespace spoor::pipeline
