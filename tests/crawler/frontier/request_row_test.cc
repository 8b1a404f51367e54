#include "crawler/frontier/request_row.h"

#include <catch2/catch.hpp>

namespace spoor::frontier {
namespace {

bool same(const RequestRow& a, const RequestRow& b) {
  return a.finished == b.finished && a.order == b.order && a.uri == b.uri;
}

RequestRow full_row() {
  RequestRow row;
  row.order = 12'345'678'901;
  row.finished = Finished{"error", "line one\nline \xc3\xbc", "01JQ0000000000000000000000"};
  CrawlUri& uri = row.uri;
  uri.url = "https://example.com/t/1?page=2&long=" + std::string(300, 'x');
  uri.method = "HEAD";
  uri.accept = "application/json";
  uri.via = "https://example.com/\"\xc3\xbc\"";
  uri.hop_path = "RLLE";
  uri.lead = "next_page";
  uri.seeds = {"0000000001", "0000000009"};
  uri.priority = 0;
  uri.attempt = 3;
  uri.redirects = 2;
  uri.not_before = Timestamp{1'772'366'400'123'456};
  return row;
}

}  // namespace

TEST_CASE("RequestRow: decode gives back what encode wrote", "[request_row]") {
  RequestRow plain;
  plain.uri.url = "https://example.com/";
  RequestRow queued = full_row();
  queued.finished.reset();
  for (const RequestRow& row : {plain, queued, full_row()}) {
    const auto back = decode_request_row(encode(row));
    REQUIRE(back);
    CHECK(same(*back, row));
  }
}

TEST_CASE("RequestRow: a damaged row is an error wherever it is cut or changed in its frame", "[request_row]") {
  const std::string whole = encode(full_row());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto row = decode_request_row(std::string_view(whole).substr(0, size));
    REQUIRE_FALSE(row);
    CHECK(row.error().code == ErrorCode::corruption);
  }
  CHECK_FALSE(decode_request_row(whole + "x"));
  CHECK_FALSE(decode_request_row("x" + whole.substr(1)));
  std::string letters = whole;
  letters[2] = 'a';  // of the order
  CHECK_FALSE(decode_request_row(letters));
  std::string huge = "q";
  huge += "\xff\xff\xff\xff\xff\xff\xff\xff\x7f";
  CHECK_FALSE(decode_request_row(huge));
}

TEST_CASE("RequestRow: a row without URL is damaged", "[request_row]") {
  CHECK_FALSE(decode_request_row(encode(RequestRow())));
}

}  // namespace spoor::frontier
