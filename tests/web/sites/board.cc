#include "tests/web/sites/board.h"

#include <algorithm>

#include "tests/web/shown.h"

namespace spoor::web {
namespace {

bool shows(const Entry& entry, Seconds now) {
  return entry.created() <= now && !(entry.deleted && *entry.deleted <= now);
}

}  // namespace

Board::Board(const Host& host) : host_(&host), by_account_(host.accounts.size()) {
  for (const Thread& thread : host.threads) {
    for (const Entry& entry : thread.entries) {
      places_[entry.id] = {&thread, &entry};
      by_account_[static_cast<std::size_t>(entry.account)].push_back(&entry);
    }
  }
  for (auto& entries : by_account_) {
    std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) { return a->id < b->id; });
  }
}

bool Board::is_there(const Thread& thread, Seconds now) const {
  return !thread.entries.empty() && shows(thread.entries.front(), now);
}

const Thread* Board::ever(int id) const {
  const auto found = std::lower_bound(host_->threads.begin(), host_->threads.end(), id,
                                      [](const Thread& thread, int wanted) { return thread.id < wanted; });
  return found != host_->threads.end() && found->id == id ? &*found : nullptr;
}

const Thread* Board::topic(int id, Seconds now) const {
  const Thread* thread = ever(id);
  return thread && is_there(*thread, now) ? thread : nullptr;
}

const Thread* Board::topic_of_post(int entry_id, Seconds now) const {
  const auto place = places_.find(entry_id);
  if (place == places_.end() || !shows(*place->second.entry, now)) return nullptr;
  return is_there(*place->second.thread, now) ? place->second.thread : nullptr;
}

const Entry* Board::entry(int id) const {
  const auto place = places_.find(id);
  return place == places_.end() ? nullptr : place->second.entry;
}

const Thread& Board::thread_of(const Entry& entry) const { return *places_.at(entry.id).thread; }

const Account* Board::account(int id, Seconds now) const {
  const auto found = std::lower_bound(host_->accounts.begin(), host_->accounts.end(), id,
                                      [](const Account& account, int wanted) { return account.id < wanted; });
  return found != host_->accounts.end() && found->id == id && found->joined <= now ? &*found : nullptr;
}

std::vector<const Entry*> Board::posts(const Thread& thread, Seconds now) const {
  std::vector<const Entry*> out;
  for (const Entry& entry : thread.entries) {
    if (shows(entry, now)) out.push_back(&entry);
  }
  return out;
}

const Entry& Board::last_post(const Thread& thread, Seconds now) const {
  const Entry* last = &thread.entries.front();
  for (const Entry& entry : thread.entries) {
    if (shows(entry, now)) last = &entry;
  }
  return *last;
}

std::vector<const Thread*> Board::topics(int board, Seconds now) const {
  struct Row {
    bool pinned;
    Seconds last;
    const Thread* thread;
  };
  std::vector<Row> rows;
  for (const Thread& thread : host_->threads) {
    if (thread.board == board && is_there(thread, now)) {
      rows.push_back({thread.pinned, last_post(thread, now).created(), &thread});
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.pinned != b.pinned ? a.pinned : a.last > b.last; });
  std::vector<const Thread*> out;
  for (const Row& row : rows) out.push_back(row.thread);
  return out;
}

int Board::posts_by(const Account& account, Seconds now) const {
  const auto& entries = by_account_[static_cast<std::size_t>(&account - host_->accounts.data())];
  return static_cast<int>(std::count_if(entries.begin(), entries.end(), [&](const Entry* entry) {
    return entry->created() <= now && topic_of_post(entry->id, now);
  }));
}

std::vector<const Entry*> Board::newest_by(const Account& account, Seconds now) const {
  std::vector<const Entry*> out;
  const auto& entries = by_account_[static_cast<std::size_t>(&account - host_->accounts.data())];
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const Thread* thread = topic_of_post((*entry)->id, now);
    if (thread && !thread->walled) out.push_back(*entry);
  }
  return out;
}

std::vector<const Entry*> Board::newest(Seconds now) const {
  std::vector<const Entry*> out;
  for (const Thread& thread : host_->threads) {
    if (thread.walled || !is_there(thread, now)) continue;
    for (const Entry* entry : posts(thread, now)) out.push_back(entry);
  }
  std::sort(out.begin(), out.end(), [](const Entry* a, const Entry* b) { return a->id > b->id; });
  return out;
}

int board_number(int board) { return board + 2; }

}  // namespace spoor::web
