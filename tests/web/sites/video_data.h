// The embedded JSON of YouTube's pages, and the truth of what they show.
#pragma once

#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/schema/records.h"
#include "tests/web/world.h"

namespace spoor::web::video {

enum class State { live, not_there, removed, terminated, private_, age_gate };

class Tube {
 public:
  Tube(const World& world, const Host& host) : world_(world), host_(host) {}

  static std::string video_id(const Thread& thread);      // 11 of base64url
  static std::string channel_id(const Account& account);  // UC and 22 more
  static std::string watch_url(const Thread& thread) { return "https://www.youtube.com/watch?v=" + video_id(thread); }
  static std::string channel_url(const Account& account) {
    return "https://www.youtube.com/channel/" + channel_id(account);
  }
  State state(const Thread& thread, Seconds now) const;
  bool is_gone(const Account& account, Seconds now) const { return account.suspended && *account.suspended <= now; }
  const Account& owner(const Thread& thread) const {
    return host_.accounts[static_cast<std::size_t>(thread.entries.front().account)];
  }
  const Version& version(const Thread& thread, Seconds now) const;
  std::string description(const Thread& thread, Seconds now) const;
  std::vector<const Thread*> uploads(const Account& account, Seconds now) const;  // listed ones, newest first

  boost::json::object player(const Thread& thread, Seconds now) const;     // ytInitialPlayerResponse
  boost::json::object watch(const Thread& thread, Seconds now) const;      // ytInitialData of a watch page
  boost::json::object channel(const Account& account, Seconds now) const;  // and of a channel page
  boost::json::object playlist(const Account& account, Seconds now) const;

  Post video_truth(const Thread& thread, Seconds now) const;
  spoor::Account channel_truth(const Account& account, Seconds now) const;

 private:
  const Account* mentioned(std::string_view shown) const;
  int comments(const Thread& thread, Seconds now) const;
  boost::json::array command_runs(const Thread& thread, Seconds now) const;

  const World& world_;
  const Host& host_;
};

}  // namespace spoor::web::video
