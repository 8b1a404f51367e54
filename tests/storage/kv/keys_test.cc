#include <catch2/catch.hpp>

#include "storage/kv/keys.h"

using namespace spoor::kv;
using std::string_literals::operator""s;

TEST_CASE("Keys: parts are joined by NUL and come back", "[kv]") {
  CHECK(make_key(kMeta, {"warc"}) == "Mwarc");
  CHECK(make_key(kObservation, {"p:x:1", "0001", "id"}) == "Op:x:1\0"s + "0001\0"s + "id");
  CHECK(make_key(kCapture, {}) == "C");

  const std::string key = make_key(kCredit, {"run", "", "p:x:1"});
  const auto parts = key_parts(key);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0] == "run");
  CHECK(parts[1].empty());
  CHECK(parts[2] == "p:x:1");
  CHECK(key_parts("C").empty());
  CHECK(key_parts("").empty());
}

TEST_CASE("Keys: a part cannot smuggle in a separator", "[kv]") {
  CHECK(make_key(kSeed, {"a\0b"s, "c"}) == make_key(kSeed, {"ab", "c"}));
}

TEST_CASE("Keys: a prefix holds the keys of its parts and no others", "[kv]") {
  const std::string prefix = make_prefix(kSeed, {"run1"});
  CHECK(make_key(kSeed, {"run1", "5"}).starts_with(prefix));
  CHECK_FALSE(make_key(kSeed, {"run11", "5"}).starts_with(prefix));
  CHECK(make_key(kSeed, {"run1"}).starts_with(make_prefix(kSeed, {})));
}

TEST_CASE("Keys: numbers sort as text", "[kv]") {
  const std::vector<std::uint64_t> numbers = {0, 1, 9, 10, 15, 16, 255, 256, 1ull << 32, (1ull << 63) + 5, ~0ull};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    CAPTURE(numbers[i]);
    CHECK(sortable(numbers[i]).size() == 16);
    CHECK(from_sortable(sortable(numbers[i])) == numbers[i]);
    if (i > 0) CHECK(sortable(numbers[i - 1]) < sortable(numbers[i]));
  }
  CHECK(sortable(0xABCDEF) == "0000000000ABCDEF");
}
