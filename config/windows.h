// Windows: hours of the week in which hosts may be visited, as an operator writes them:
//
//   "22:00-06:00 Europe/Berlin"     every night; an end that is not after its start is on the following day
//   "mon-fri 09:00-17:00"           days by name, as ranges or lists (sat,sun); without a zone: UTC
//   "sat,sun Europe/Paris"          whole days
//
// A window is open whenever a clock on the wall of its zone shows a time within it (the day is that of its start): an
// hour that a change to summer time leaves out is never open, one that the change back repeats is open twice.
// Plain values, pure functions; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"

namespace spoor::config {

// Offsets of a time zone from UTC, as far as its rules are known (1970 to 2100).
class TimeZone {
 public:
  struct Change {
    std::int64_t from = 0;  // seconds since 1970
    int offset = 0;         // seconds east of UTC from there on
  };
  TimeZone(std::string name, std::vector<Change> changes) : name_(std::move(name)), changes_(std::move(changes)) {}

  const std::string& name() const { return name_; }
  int offset_at(std::int64_t seconds) const;
  const std::vector<Change>& changes() const { return changes_; }  // by time, never empty

 private:
  std::string name_;
  std::vector<Change> changes_;
};

struct Window {
  std::uint8_t days = 0x7f;              // bit 0 = Sunday
  int start = 0, end = 24 * 60;          // minutes of the day; end <= start: of the following day
  std::shared_ptr<const TimeZone> zone;  // shared by all windows of that zone; immutable
  bool operator==(const Window&) const;  // zones by name
};
using Windows = std::vector<Window>;  // none: always open

// Reads windows; remembers the zones it has met.
class WindowReader {
 public:
  Result<Window> read(std::string_view text);

 private:
  Result<std::shared_ptr<const TimeZone>> zone(const std::string& name);
  std::vector<std::shared_ptr<const TimeZone>> known_;
};

std::string to_text(const Window& window);
std::string to_text(const Windows& windows);  // "" for none

bool in_window(const Windows& windows, Timestamp t);

// The first instant from `t` on that lies within; nullopt when there is none in the next 60 days.
std::optional<Timestamp> next_opening(const Windows& windows, Timestamp t);
// Likewise within both (a source's and its host's).
std::optional<Timestamp> next_opening(const Windows& a, const Windows& b, Timestamp t);

}  // namespace spoor::config
