#include "adapters/kit/counts.h"

#include <catch2/catch.hpp>

#include <string>

using spoor::adapters::parse_count;

TEST_CASE("Counts: numbers of many languages", "[kit]") {
  struct Row {
    const char* text;
    std::int64_t value;
    bool approx;
  };
  const Row rows[] = {
      {"0", 0, false},
      {"42", 42, false},
      {"1,234", 1234, false},
      {"1.234", 1234, false},
      {"1 234", 1234, false},
      {"1\xC2\xA0"
       "234\xE2\x80\xAF"
       "567",
       1234567, false},
      {"1'234'567", 1234567, false},
      {"12,34,567 views", 1234567, false},
      {"1.234.567,89", 1234567, true},
      {"Views: 17,", 17, false},
      {"Replies: 3 / Views: 20", 3, false},
      {"1.2K", 1200, true},
      {"1,2K", 1200, true},
      {"15K likes", 15000, true},
      {"2.5M", 2500000, true},
      {"1B", 1000000000, true},
      {"3,4 тыс.", 3400, true},
      {"1,1 млн просмотров", 1100000, true},
      {"12万", 120000, true},
      {"1.5萬", 15000, true},
      {"3.2w", 32000, true},
      {"1万2345", 12345, false},
      {"2억 3천만", 200000000, true},
      {"5천", 5000, true},
      {"1,2 mil visualizaciones", 1200, true},
      {"3 Mio.", 3000000, true},
      {"12 rb", 12000, true},
      {"99+", 99, true},
      {"~500", 500, true},
      {"-5", -5, false},
      {"Score: -12 points", -12, false},
      {"\xE2\x88\x92"
       "7",
       -7, false},
      {"٣٤٥", 345, false},
      {"１２３", 123, false},
      {"5 members", 5, false},
      {"3 kids", 3, false},
      {"10 minutes", 10, false},
      {"4.5", 4, true},
      {"2,5", 2, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto count = parse_count(row.text);
    REQUIRE(count);
    CHECK(count->value == row.value);
    CHECK(count->approx == row.approx);
  }
}

TEST_CASE("Counts: no number is absent, not zero", "[kit]") {
  for (const char* text : {"", "none", "Likes", "—", "∞", "99999999999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_count(text));
  }
}

TEST_CASE("Counts: any bytes return", "[kit]") {
  CHECK_FALSE(parse_count(std::string(100000, '\xff')));
  CHECK_FALSE(parse_count(std::string(100000, '9')));
  CHECK(parse_count("7" + std::string(100000, ','))->value == 7);
}
