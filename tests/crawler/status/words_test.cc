#include <catch2/catch.hpp>

#include "crawler/status/words.h"

using namespace spoor;
using namespace spoor::status;

TEST_CASE("Words: figures are short", "[status]") {
  CHECK(human_bytes(999) == "999 B");
  CHECK(human_bytes(123'456'789) == "123.5 MB");
  CHECK(human_count(0) == "0");
  CHECK(human_count(-1234) == "-1,234");
  CHECK(human_count(123) == "123");
  CHECK(human_count(1234567) == "1,234,567");
  CHECK(human_span(0.25) == "0.2 s");
  CHECK(human_span(45) == "45 s");
  CHECK(human_span(-3) == "0 s");
  CHECK(human_span(720) == "12 min");
  CHECK(human_span(3.5 * 3600) == "3.5 h");
  CHECK(human_span(2 * 86400) == "2 d");
  CHECK(human_span(1e30) == "9999 y");
  CHECK(human_rate(3.25) == "3.2/h");
  CHECK(human_rate(0.5) == "12/d");
  CHECK(human_rate(1e-9) == "<0.1/d");
  CHECK(human_rate(0) == "0");
  const Timestamp now = Timestamp::from_seconds(1000000);
  CHECK(relative(Timestamp::from_seconds(1000000 + 720), now) == "in 12 min");
  CHECK(relative(Timestamp::from_seconds(1000000 - 45), now) == "45 s ago");
  CHECK(relative(now, now) == "now");
}

TEST_CASE("Words: an excerpt is safe to show and cut between characters", "[status]") {
  const auto [text, most, expected] = GENERATE(table<std::string, std::size_t, std::string>({
      {"plain", 10, "plain"},
      {"  two\n\t words ", 20, "two words"},
      {"12345678", 4, "1234\xE2\x80\xA6"},
      {"1234", 4, "1234"},
      {"\xC3\xA4\xC3\xB6\xC3\xBC", 2, "\xC3\xA4\xC3\xB6\xE2\x80\xA6"},
      {std::string("a\0b\x1b[31mc\x7f", 10), 20, "ab[31mc"},
      {"a\xC2\x9B"
       "31mb",
       20, "a31mb"},  // a C1 control sequence
      {"a\xE2\x80\xAE"
       "b\xE2\x81\xA6"
       "c",
       20, "abc"},  // right-to-left override, isolate
      {"a\xFF"
       "b\xC3",
       20,
       "a\xEF\xBF\xBD"
       "b\xEF\xBF\xBD"},                                             // damaged UTF-8
      {"\xED\xA0\x80", 20, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // half of a surrogate pair
      {"", 5, ""},
      {"abc", 0, "\xE2\x80\xA6"},
  }));
  CAPTURE(text, most);
  CHECK(excerpt(text, most) == expected);
}

TEST_CASE("Words: columns on a terminal", "[status]") {
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("\xE4\xB8\xAD\xE6\x96\x87") == 4);  // Chinese is wide
  CHECK(columns_of("e\xCC\x81") == 1);                 // a combining accent
  CHECK(fit("abc", 5) == "abc  ");
  CHECK(fit("abc", 5, true) == "  abc");
  CHECK(fit("abcdef", 4) == "abc\xE2\x80\xA6");
  CHECK(columns_of(fit("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD", 4)) == 4);
  CHECK(fit("abc", 0).empty());
}
