#include "storage/warc/http_message.h"

#include <catch2/catch.hpp>

#include "tests/support/show_result.h"

using namespace spoor;
using namespace spoor::warc;

TEST_CASE("Response head: status lines of all sorts") {
  struct Case {
    const char* line;
    int status;
    const char* reason;
  };
  for (const Case& c :
       {Case{"HTTP/1.1 200 OK\r\n\r\n", 200, "OK"}, Case{"HTTP/1.0 404 Not Found\n\n", 404, "Not Found"},
        Case{"HTTP/2 301 \r\n\r\n", 301, ""}, Case{"HTTP/2 204\r\n\r\n", 204, ""},
        Case{"HTTP/1.1  503  Busy  now\r\n", 503, "Busy  now"},
        Case{"HTTP/1.1 999 Request denied", 999, "Request denied"}, Case{"ICY 200 OK\r\n\r\n", 200, "OK"}}) {
    CAPTURE(c.line);
    const auto parsed = parse_response_head(c.line);
    REQUIRE(parsed);
    CHECK(parsed->head.status == c.status);
    CHECK(parsed->head.reason == c.reason);
    CHECK(parsed->size == std::string_view(c.line).size());
  }
  for (const char* bad : {"", "\r\n", "<html>", "HTTP/1.1\r\n\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.1 20\r\n",
                          "HTTP/1.1 2000\r\n", "HTTP/1.1 007 Bond\r\n", "http/1.1 200 OK\r\n"}) {
    CAPTURE(bad);
    const auto parsed = parse_response_head(bad);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == ErrorCode::corruption);
  }
}

TEST_CASE("Response head: headers, odd bytes, folded lines, and where the body begins") {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type:text/html\r\nX-Odd : \xff\xfe \r\nX-Long: a\r\n  b\r\n\tc\r\nno colon here\r\n"
      ": no name\r\nSet-Cookie: a=1\r\nset-cookie: b=2\n\r\n";
  const auto parsed = parse_response_head(head + "body\r\n\r\n");
  REQUIRE(parsed);
  CHECK(parsed->size == head.size());
  const Headers expected = {{"Content-Type", "text/html"},
                            {"X-Odd", "\xff\xfe"},
                            {"X-Long", "a b c"},
                            {"Set-Cookie", "a=1"},
                            {"set-cookie", "b=2"}};
  CHECK(parsed->head.headers == expected);
  CHECK(header(parsed->head.headers, "content-TYPE") == "text/html");
  CHECK(header(parsed->head.headers, "set-cookie") == "a=1");
  CHECK_FALSE(header(parsed->head.headers, "Location"));
}

TEST_CASE("Response head: bare LF ends a head, and a body keeps its own") {
  const auto parsed = parse_response_head("HTTP/1.1 200 OK\nA: 1\n\n\n\nbody");
  REQUIRE(parsed);
  CHECK(parsed->size == std::string_view("HTTP/1.1 200 OK\nA: 1\n\n").size());
}

TEST_CASE("Response head: encoding gives HTTP/1.1 text that parses to the same") {
  const ResponseHead head{200, "", {{":status", "200"}, {"content-type", "text/html"}, {"x", "a\r\nEvil: 1"}}};
  const std::string text = encode_response_head(head);
  CHECK(text == "HTTP/1.1 200 \r\ncontent-type: text/html\r\nx: a  Evil: 1\r\n\r\n");
  const auto parsed = parse_response_head(text);
  REQUIRE(parsed);
  CHECK(encode_response_head(parsed->head) == text);
  CHECK(parsed->size == text.size());
}

TEST_CASE("Response head: a carriage return inside a line does not change what is written the second time") {
  const auto parsed = parse_response_head("HTTP/1.1 200 \rOK\r\nX:\ra\rb\r\r\n\r\n");
  REQUIRE(parsed);
  CHECK(encode_response_head(parsed->head) == "HTTP/1.1 200 OK\r\nX: a b\r\n\r\n");
}

TEST_CASE("Chunks: framing is undone, also with extensions, trailers, and where the record was cut") {
  CHECK(dechunk("5\r\nhello\r\n0\r\n\r\n") == "hello");
  CHECK(dechunk("5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n") == "hello0123456789");
  CHECK(dechunk("0\r\n\r\n") == "");
  CHECK(dechunk("5 \r\nhello\r\n") == "hello");
  CHECK(dechunk("5\r\nhel") == "hel");
  CHECK(dechunk("5\r\nhello") == "hello");
  CHECK(dechunk("5\r\nhello\r") == "hello");
  CHECK(dechunk("5\r\nhello\r\n1") == "hello");
  CHECK(dechunk("fffffffffffffff\r\nx") == "x");
}

TEST_CASE("Chunks: a body without framing is said to be none") {
  for (const char* plain : {"", "hello", "<html>\r\n</html>", "5\nhello\n0\n\n", "5\r\nhello!\r\n0\r\n\r\n",
                            "xyz\r\nabc", "12345678901234567\r\nx", "-1\r\nx", "5\r\nhello\r\nnonsense\r\n"}) {
    CAPTURE(plain);
    CHECK_FALSE(dechunk(plain));
  }
}
