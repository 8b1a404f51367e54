// The statuses of a Mastodon instance at a moment, as REST JSON and as truth.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/schema/records.h"
#include "tests/web/world.h"

namespace spoor::web::mastodon {

struct Status {
  std::string id;  // snowflake: milliseconds << 16
  Seconds at = 0;
  int account = 0;
  const Thread* thread = nullptr;
  const Entry* entry = nullptr;  // of a boost: what it repeats
  bool is_boost = false;
};

class Instance {
 public:
  Instance(const World& world, const Host& host);

  const Host& host() const { return host_; }
  std::string base() const { return "http://" + host_.name; }
  std::string account_id(const Account& account) const;
  std::string account_url(const Account& account) const { return base() + "/@" + account.handle; }
  std::string account_uri(const Account& account) const;
  std::string status_url(const Status& status) const;
  std::string status_uri(const Status& status) const;

  const Account* account_by_id(std::string_view id) const;
  const Account* account_by_handle(std::string_view handle) const;  // case-insensitive
  const Status* find(std::string_view id) const;
  const std::vector<Status>& statuses() const { return statuses_; }  // by id

  bool is_suspended(const Account& account, Seconds now) const {
    return account.suspended && *account.suspended <= now;
  }
  bool is_there(const Status& status, Seconds now) const;  // for a guest
  // Of this account (nullptr: of everybody), newest first.
  std::vector<const Status*> timeline(const Account* account, Seconds now, bool replies, bool boosts) const;
  const Status* boosted(const Status& status) const;                               // nullptr: it is no boost
  std::vector<const Status*> answers_to(const Status& status, Seconds now) const;  // direct ones, by time
  const Status* parent_of(const Status& status) const;                             // nullptr: it answers nothing

  boost::json::object account_json(const Account& account, Seconds now) const;
  boost::json::object status_json(const Status& status, Seconds now, bool with_quote = true) const;
  std::string content(const Status& status, Seconds now) const;
  std::string text(const Status& status, Seconds now) const;   // what the content shows
  std::string title(const Status& status, Seconds now) const;  // of the content warning
  std::vector<const Segment*> pictures(const Status& status, Seconds now) const;
  std::vector<std::string> tags(const Status& status, Seconds now) const;  // lower case, as the server keeps them

  Post status_truth(const Status& status, Seconds now) const;
  spoor::Account account_truth(const Account& account, Seconds now) const;

 private:
  void add_boost(const Thread& thread, const Entry& entry);
  const Account& author(const Status& status) const { return host_.accounts[static_cast<std::size_t>(status.account)]; }
  const Version& version(const Status& status, Seconds now) const;
  std::string segment_html(const Segment& segment) const;
  const Status* quoted(const Status& status) const;
  std::map<std::string, int> counts(const Status& status, Seconds now) const;
  std::map<std::string, int> account_counts(const Account& account, Seconds now) const;
  std::string avatar(const Account& account) const;
  std::vector<Mention> mentions(const Status& status, Seconds now) const;

  const World& world_;
  const Host& host_;
  std::vector<Status> statuses_;
  std::map<int, const Status*> by_entry_;
  std::map<std::string, const Status*, std::less<>> by_id_;
};

}  // namespace spoor::web::mastodon
