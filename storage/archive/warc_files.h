// The WARC files of an archive, and the exchanges in them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/archive/exchange_records.h"
#include "storage/base/result.h"
#include "storage/warc/reader.h"

namespace spoor {

struct WarcFile {
  std::string name;   // final name, as positions have it
  bool open = false;  // still ends in ".open" on the disk
  std::int64_t serial = 0;

  std::string disk_name() const { return open ? name + ".open" : name; }
};

// Our files in a folder, in the order in which they were written.
std::vector<WarcFile> warc_files(const std::string& folder);
// Where the file with this final name is now: NAME, else NAME.open. not_found when there is neither.
Result<std::string> find_warc(const std::string& folder, const std::string& name);

// Reads whole exchanges from a place on, over damaged places, which go to `on_damage`. A torn end (an exchange that has
// not all its records yet) is no damage: it simply is not there. One thread.
class ExchangeReader {
 public:
  using OnDamage = std::function<void(const Error&)>;
  static Result<ExchangeReader> open(const std::string& folder, const WarcFile& file, std::int64_t start,
                                     OnDamage on_damage);

  // nullopt at the end. Only io is an Error.
  Result<std::optional<DecodedExchange>> next();

 private:
  ExchangeReader(warc::Reader reader, WarcFile file, OnDamage on_damage);
  Result<std::optional<warc::ReadRecord>> next_record();

  warc::Reader reader_;
  WarcFile file_;
  OnDamage on_damage_;
  std::optional<Error> unread_;  // damage with nothing seen behind it yet: perhaps only the torn end
};

}  // namespace spoor
