// What a capture found against the truth of a simulated web (tests/web/site.h), post by post and field by field.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace spoor::test {

struct CompareOptions {
  // Fields of records that no truth speaks of: where a record comes from, not what it says.
  std::set<std::string> ignored = {"schema", "rev", "seen_at", "prov", "case", "html", "url_canonical", "x"};
  // Kinds of records to compare.
  std::set<std::string> records = {"post", "account"};
  // Whether what is gone must be in the archive with its status: true when an earlier capture had seen it.
  bool gone_was_seen = false;
  // A later capture into the same archive: what a page has lost without a word is still there as it was, what was taken
  // down keeps what it said, a reply still names the post that is gone, and what is no part of a revision (counters,
  // places in a thread) is that of its first sighting; observations hold the rest.
  bool later = false;
};

struct Comparison {
  std::size_t expected = 0, equal = 0, found = 0;  // records of the truth that are public; of the archive
  // Sorted by what it is: "phpbb post: text differs" -> "p:host:1: \"...\", truth: \"...\"".
  std::map<std::string, std::vector<std::string>> differences;

  bool ok() const { return differences.empty() && equal == expected; }
  std::string text(std::size_t examples = 3) const;  // for people
};

// `truth`: lines of JSON; `records`: of `spoor export --format jsonl`.
Comparison compare_with_truth(const std::vector<std::string>& truth, const std::vector<boost::json::object>& records,
                              const CompareOptions& options = {});

}  // namespace spoor::test
