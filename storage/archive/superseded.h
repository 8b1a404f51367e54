// Superseded revisions: what an older adapter read and the present ones do not. The raw pages are kept, the adapter of
// then is not: so its revisions are evidence of their own, and the history shows them.
//
//   superseded/superseded-00001.jsonl   one revision a line: {"superseded_at", "revision", "record"}; written once,
//                                       under its name when it is whole and durable
//   Z record key, rev, surface          the same line in the index, taken in when the archive is opened
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/archive/disk.h"
#include "storage/base/digest.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"
#include "storage/schema/json.h"

namespace spoor {

// Type of the journal entry whose data names a file and its digest: {"superseded": {"file", "sha256", ...}, ...}.
inline constexpr std::string_view kRenormalisedEntry = "renormalised";

struct Superseded {
  Timestamp at;
  Revision revision;
  std::string record;  // JSON of the record that it introduced; "" for a tombstone
};
// Without LF.
Result<std::string> to_line(const Superseded& superseded);
Result<Superseded> superseded_from(std::string_view line);
std::string superseded_key(const Superseded& superseded);
// As exported: "r:<target>:<surface>:superseded:<rev>", with `superseded_at`.
Result<boost::json::object> to_json(const Superseded& superseded);

// Names in order.
std::vector<std::string> superseded_files(const std::string& folder);
// The whole lines of a file, in order, with the place of each; stops when `each` fails.
Result<void> each_superseded_line(const std::string& path,
                                  const std::function<Result<void>(std::string_view line, std::int64_t offset)>& each);
// Puts what files behind the last one that the index knows hold into it. Damaged lines are left out and told.
Result<void> take_in_superseded(const std::string& folder, kv::Store& index, bool sync,
                                const std::function<void(const Error&)>& on_damage);

// The next file. Nothing of it is seen until finish(). One thread.
class SupersededWriter {
 public:
  explicit SupersededWriter(std::string folder) : folder_(std::move(folder)) {}
  Result<void> add(const Superseded& superseded);
  Result<void> finish();  // without lines there is no file

  const std::string& name() const { return name_; }
  std::int64_t lines() const { return lines_; }
  const std::string& sha256() const { return sha256_; }  // after finish()

 private:
  std::string part_path() const { return folder_ + "/" + name_ + ".part"; }

  std::string folder_, name_, sha256_;
  AppendFile file_;
  Sha256 digest_;
  std::int64_t lines_ = 0;
};

}  // namespace spoor
