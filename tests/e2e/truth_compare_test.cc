// The comparison itself: each sort of difference is seen.
#include <catch2/catch.hpp>

#include "tests/e2e/truth_compare.h"

using namespace spoor::test;

namespace {

const std::string kPost =
    R"({"record":"post","key":"p:a:1","software":"phpbb","kind":"post","text":"x","status":"live"})";
const std::string kGone = R"({"record":"post","key":"p:a:2","platform":"a","status":"deleted"})";

Comparison compare(const std::vector<std::string>& records, CompareOptions options = {}) {
  std::vector<boost::json::object> found;
  for (const std::string& record : records) found.push_back(boost::json::parse(record).as_object());
  return compare_with_truth({kPost, kGone}, found, options);
}

}  // namespace

TEST_CASE("Truth: what is equal is equal, whatever says where it comes from", "[e2e]") {
  std::string with_head = kPost;
  with_head.insert(1, R"("rev":"00","prov":[],"x":{"phpbb":{"a":"b"}},)");
  const Comparison found = compare({with_head, R"({"record":"revision","key":"r:1"})"});
  CHECK(found.ok());
  CHECK(found.expected == 1);
  CHECK(found.text().find("1 equal in every field") != std::string::npos);
}

TEST_CASE("Truth: each sort of difference has its line", "[e2e]") {
  const auto first = [](const Comparison& found) {
    return found.differences.empty() ? std::string() : found.differences.begin()->first;
  };
  CHECK(first(compare({})) == "phpbb post: missing");
  CHECK(first(compare({kPost, kPost})) == "phpbb post: more than once");
  const std::string other = R"({"record":"post","key":"p:a:9","software":"phpbb","status":"live"})";
  CHECK(first(compare({kPost, other})) == "phpbb post: not in the truth");
  std::string changed = kPost;
  changed.replace(changed.find("\"x\""), 3, "\"y\"");
  CHECK(first(compare({changed})) == "phpbb post: text differs");
  std::string more = kPost;
  more.insert(1, R"("lang":"en",)");
  CHECK(first(compare({more})) == "phpbb post: lang is not in the truth");
  std::string less = kPost;
  less.replace(less.find(R"("text":"x",)"), 11, "");
  CHECK(first(compare({less})) == "phpbb post: text is missing");
  const std::string still_there = R"({"record":"post","key":"p:a:2","software":"phpbb","status":"live"})";
  CHECK(first(compare({kPost, still_there})) == "phpbb post: is gone, but live");
  CompareOptions seen;
  seen.gone_was_seen = true;
  CHECK(first(compare({kPost}, seen)) == "a post: gone without a trace");
}

TEST_CASE("Truth: a later capture still has the words of what was masked since", "[e2e]") {
  std::string masked = kPost;
  masked.replace(masked.find(R"("text":"x",)"), 11, "");
  masked.replace(masked.find("live"), 4, "deleted");
  std::string kept = kPost;
  kept.replace(kept.find("live"), 4, "deleted");
  CompareOptions later;
  later.later = true;
  const auto compared = [&](const std::string& truth, const CompareOptions& options) {
    return compare_with_truth({truth}, {boost::json::parse(kept).as_object()}, options).ok();
  };
  CHECK(compared(masked, later));
  kept.insert(1, R"("reply_to":{"key":"p:a:0"},)");  // a post that was taken down since
  CHECK(compared(masked, later));
  CHECK_FALSE(compared(masked, {}));
  CHECK_FALSE(compared(kPost, later));
}
