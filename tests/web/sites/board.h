// Board: a forum's host as it stands at a moment: which topics and posts there are, in which order, how many by whom.
// What forum software looks up in its database; shared by the forum sites. Refers to the host, which outlives it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

class Board {
 public:
  explicit Board(const Host& host);

  const Host& host() const { return *host_; }
  const Account& author(const Entry& entry) const { return host_->accounts[static_cast<std::size_t>(entry.account)]; }

  // A topic is there from its first post until that one is deleted.
  bool is_there(const Thread& thread, Seconds now) const;
  const Thread* topic(int id, Seconds now) const;  // nullptr: not there, or never
  const Thread* ever(int id) const;                // whatever the time
  // The topic that holds this post, nullptr if one of them is not there.
  const Thread* topic_of_post(int entry_id, Seconds now) const;
  const Entry* entry(int id) const;
  const Thread& thread_of(const Entry& entry) const;  // that it was written in
  const Account* account(int id, Seconds now) const;  // that has joined by then

  std::vector<const Entry*> posts(const Thread& thread, Seconds now) const;  // in order, without deleted ones
  const Entry& last_post(const Thread& thread, Seconds now) const;           // REQUIRES: is_there
  std::vector<const Thread*> topics(int board, Seconds now) const;           // pinned first, then by their last post
  int posts_by(const Account& account, Seconds now) const;                   // that count: there and public or not
  std::vector<const Entry*> newest_by(const Account& account, Seconds now) const;  // in public topics
  std::vector<const Entry*> newest(Seconds now) const;                             // all public posts, newest first

 private:
  struct Place {
    const Thread* thread;
    const Entry* entry;
  };
  const Host* host_;
  std::unordered_map<int, Place> places_;              // by entry id
  std::vector<std::vector<const Entry*>> by_account_;  // in order of ids
};

int board_number(int board);  // its id on the site: 1 is the category

}  // namespace spoor::web
