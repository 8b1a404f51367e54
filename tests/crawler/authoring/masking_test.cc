#include "crawler/authoring/masking.h"

#include <catch2/catch.hpp>

using namespace spoor::authoring;

TEST_CASE("Masking: tokens keep their length, addresses become documentation ones", "[authoring]") {
  struct Row {
    const char *page, *masked;
  };
  const Row rows[] = {
      {R"(<input type="hidden" name="my_post_key" value="a1b2c3d4e5f60718">)",
       R"(<input type="hidden" name="my_post_key" value="0000000000000000">)"},
      {R"(<meta name="csrf-token" content="qWeRtYuIoPaSdFgHjK">)",
       R"(<meta name="csrf-token" content="000000000000000000">)"},
      {R"(<input value="8fa9c0" name="formhash">)", R"(<input value="000000" name="formhash">)"},
      {R"({"csrfToken":"ab12cd34","title":"token economy 2024"})",
       R"({"csrfToken":"00000000","title":"token economy 2024"})"},
      {"var SECURITYTOKEN = '1700000000-aabbcc';", "var SECURITYTOKEN = '00000000000000000';"},
      {"viewtopic.php?t=5&amp;sid=0123456789abcdef0123456789abcdef#p3",
       "viewtopic.php?t=5&amp;sid=00000000000000000000000000000000#p3"},
      {"index.php?s=0123456789abcdef0123456789abcdef&t=7", "index.php?s=00000000000000000000000000000000&t=7"},
      {"search?s=water&sid=12", "search?s=water&sid=12"},
      {"The secret: nobody knows", "The secret: nobody knows"},
      {"write to jane.doe+x@mail.example.net.", "write to somebody@example.org."},
      {"@ann@social.example and \"acct\":\"ben@social.example\"",
       "@ann@social.example and \"acct\":\"ben@social.example\""},
      {"from 203.0.113.77, or 127.0.0.1", "from 192.0.2.1, or 127.0.0.1"},
      {"version 10.2.3.4.5 and 3.14", "version 10.2.3.4.5 and 3.14"},
      {"2001:db9:1:2:3:4:5:6 wrote at 12:34:56", "2001:db8::1 wrote at 12:34:56"},
      {"a::before { } user@ @host x@y", "a::before { } user@ @host x@y"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.page);
    CHECK(mask_text(row.page) == row.masked);
    CHECK(mask_text(row.masked) == row.masked);
  }
}

TEST_CASE("Masking: a page of nothing but what looks like secrets takes time that grows with its length",
          "[authoring]") {
  for (const char* part : {"token=", "@", "<token ", "a@b.c", "::::", "1.2.3.4"}) {
    std::string page;
    while (page.size() < 300'000) page += part;
    CHECK(mask_text(page).size() <= page.size() * 5);
  }
}

TEST_CASE("Masking: headers say what the page is, cookies keep their names", "[authoring]") {
  const auto kept = mask_headers({{"Content-Type", "text/html"},
                                  {"Set-Cookie", "phpbb3_sid=0011; path=/"},
                                  {"Set-Cookie", "phpbb3_u=1"},
                                  {"X-Request-Id", "77"},
                                  {"CF-RAY", "8a"},
                                  {"X-Forwarded-For", "203.0.113.9"}});
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"content-type", "text/html"}, {"set-cookie", "phpbb3_sid=masked"}, {"set-cookie", "phpbb3_u=masked"}};
  CHECK(kept == wanted);
}
