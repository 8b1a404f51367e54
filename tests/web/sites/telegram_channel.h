// The channels of t.me and their messages at a moment, as the preview's HTML and as truth.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/schema/records.h"
#include "tests/web/world.h"

namespace spoor::web::telegram {

struct Message {
  int id = 0;  // in its channel, from 1; the items of an album have the following ones
  Seconds at = 0;
  const Entry* entry = nullptr;  // nullptr: "Channel created"
  int album = 1;                 // how many ids it takes
};

enum class Preview { open, closed, gone };  // closed: only the landing page; gone: banned, as if it had never been

struct Channel {
  const Account* account = nullptr;
  std::string handle;  // as Telegram allows them: letters, digits, '_'
  std::vector<Message> messages;
};

class Channels {
 public:
  Channels(const World& world, const Host& host);

  const std::vector<Channel>& all() const { return channels_; }
  const Channel* find(std::string_view handle) const;  // case-insensitive
  Preview preview(const Channel& channel, Seconds now) const;
  bool is_there(const Channel& channel, const Message& message, Seconds now) const;
  std::vector<const Message*> shown(const Channel& channel, Seconds now) const;  // by id

  // The block of one message, as the preview and the embed show it.
  std::string message_html(const Channel& channel, const Message& message, Seconds now) const;
  std::string text(const Message& message, Seconds now) const;
  static std::string channel_url(const Channel& channel) { return "https://t.me/" + channel.handle; }
  static std::string message_url(const Channel& channel, const Message& message);
  std::string avatar(const Channel& channel) const;
  int subscribers(const Channel& channel) const;
  static std::string rounded(int value);  // "1.2K"
  static std::string spaced(int value);   // "12 345"

  Post message_truth(const Channel& channel, const Message& message, Seconds now) const;
  spoor::Account channel_truth(const Channel& channel, Seconds now) const;

 private:
  struct Place {
    const Channel* channel = nullptr;
    const Message* message = nullptr;
  };
  const Place* source_of(const Message& message) const;  // of a forward
  const Place* parent_of(const Channel& channel, const Message& message, Seconds now) const;
  const Version& version(const Message& message, Seconds now) const;
  std::string segment_html(const Segment& segment) const;
  std::string shown_handle(std::string_view mention) const;  // "" when no channel has it
  int views(const Message& message, Seconds now) const;

  const World& world_;
  const Host& host_;
  std::vector<Channel> channels_;
  std::map<int, Place> by_entry_;
};

}  // namespace spoor::web::telegram
