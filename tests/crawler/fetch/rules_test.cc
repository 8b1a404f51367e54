// The rules that need no network: types, outcomes, heads, request lines.
#include <catch2/catch.hpp>

#include "crawler/fetch/content_type.h"
#include "crawler/fetch/head_collector.h"
#include "crawler/fetch/request_lines.h"
#include "crawler/fetch/response_class.h"

namespace spoor::fetch {

using namespace std::string_literals;

TEST_CASE("Content type: the head decides where it says something") {
  struct Case {
    const char *type, *disposition, *path;
    BodyKind kind;
  };
  const Case cases[] = {
      {"text/html; charset=utf-8", "", "/", BodyKind::text},
      {"TEXT/HTML", "", "/a.exe", BodyKind::text},
      {"application/activity+json", "", "/", BodyKind::text},
      {"application/atom+xml", "", "/", BodyKind::text},
      {"application/javascript", "", "/a.js", BodyKind::text},
      {"application/pdf", "", "/a.pdf", BodyKind::document},
      {"image/svg+xml", "", "/", BodyKind::image},
      {"audio/ogg", "", "/", BodyKind::audio_video},
      {"video/mp4", "", "/", BodyKind::audio_video},
      {"font/woff2", "", "/", BodyKind::font},
      {"application/x-msdownload", "", "/", BodyKind::unwanted},
      {"application/vnd.android.package-archive", "", "/", BodyKind::unwanted},
      {"application/gzip", "", "/sitemap.xml.gz", BodyKind::text},
      {"application/gzip", "", "/a.gz", BodyKind::unwanted},
      {"application/vnd.ms-word.document.macroEnabled.12", "", "/", BodyKind::unwanted},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", "/", BodyKind::unwanted},
      {"application/octet-stream", "", "/a.iso", BodyKind::unwanted},
      {"application/octet-stream", "", "/a.ISO", BodyKind::unwanted},
      {"application/octet-stream", "", "/a%2eiso", BodyKind::unwanted},
      {"application/octet-stream", "", "/a", BodyKind::unknown},
      {"", "", "/about/example.com", BodyKind::unknown},
      {"", "", "/", BodyKind::unknown},
      {"application/x-whatever", "", "/", BodyKind::unknown},
      {"text/html", "attachment; filename=\"invoice.docm\"", "/", BodyKind::unwanted},
      {"text/html", "attachment; filename=x.html; filename*=UTF-8''in%76oice%2Elnk", "/", BodyKind::unwanted},
      {"text/html", "inline; filename=\"a \\\"b\\\".exe\"; size=3", "/", BodyKind::unwanted},
      {"text/html", "inline; filename=page.html", "/", BodyKind::text},
      {"image/png", ";;;filename", "/", BodyKind::image},
      {"image/png", "filename=\"open", "/", BodyKind::image},
  };
  for (const Case& c : cases) {
    CAPTURE(c.type, c.disposition, c.path);
    warc::Headers headers{{"Content-Type", c.type}};
    if (*c.disposition != '\0') headers.emplace_back("content-disposition", c.disposition);
    CHECK(judge_head(headers, c.path).kind == c.kind);
  }
}

TEST_CASE("Content type: first bytes") {
  struct Case {
    std::string bytes;
    BodyKind kind;
    const char* reason;
  };
  const Case cases[] = {
      {"", BodyKind::text, ""},
      {"<!doctype html>", BodyKind::text, ""},
      {"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", BodyKind::text, ""},
      {"\xff\xfeh\0i\0"s, BodyKind::text, ""},
      {"MZ is a rapper", BodyKind::text, ""},
      {"BMW drivers", BodyKind::text, ""},
      {"MZ\x90\0\3"s, BodyKind::unwanted, "executable"},
      {"\x7f"
       "ELF\2\1\1\0"s,
       BodyKind::unwanted, "executable"},
      {"\xcf\xfa\xed\xfe\7\0\0\1"s, BodyKind::unwanted, "executable"},
      {"dex\n035\0"s, BodyKind::unwanted, "executable"},
      {"PK\3\4\x14\0"s, BodyKind::unwanted, "archive"},
      {"Rar!\x1a\7\0"s, BodyKind::unwanted, "archive"},
      {"7z\xbc\xaf\x27\x1c\0\4"s, BodyKind::unwanted, "archive"},
      {"\x1f\x8b\x08\0\0"s, BodyKind::unwanted, "archive"},
      {"MSCF\0\0\0\0"s, BodyKind::unwanted, "archive"},
      {"a.txt"s + std::string(252, '\0') + "ustar", BodyKind::unwanted, "archive"},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"s, BodyKind::unwanted, "office document"},
      {"{\\rtf1\\ansi", BodyKind::unwanted, "office document"},
      {"L\0\0\0\1\x14\2\0\0\0"s, BodyKind::unwanted, "shortcut"},
      {std::string(1024, '\0'), BodyKind::unwanted, "unknown binary"},  // how an ISO image begins
      {"\x89PNG\r\n\x1a\n\0"s, BodyKind::image, ""},
      {"RIFF\x24\0\0\0WEBPVP8 "s, BodyKind::image, ""},
      {"\0\0\0\x18"
       "ftypmp42"s,
       BodyKind::audio_video, ""},
      {"\0\0\0\x1c"
       "ftypavif"s,
       BodyKind::image, ""},
      {"\x1a\x45\xdf\xa3\1"s, BodyKind::audio_video, ""},
      {"%PDF-1.7\n", BodyKind::document, ""},
      {"wOF2\0\1\0\0"s, BodyKind::font, ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    const BodyJudgement judged = judge_bytes(c.bytes);
    CHECK(judged.kind == c.kind);
    CHECK(std::string(judged.reason) == c.reason);
  }
}

TEST_CASE("Content type: every prefix of every mark is judged") {
  for (int first = 0; first < 256; ++first) {
    for (std::size_t size : {1u, 2u, 8u, 300u}) {
      CHECK(judge_bytes(std::string(size, static_cast<char>(first))).kind != BodyKind::unknown);
    }
  }
}

TEST_CASE("Response class: what statuses and failures mean") {
  struct Case {
    Failure failure;
    int status;
    warc::Headers headers;
    ResponseClass meaning;
  };
  const Case cases[] = {
      {Failure::none, 200, {}, {Outcome::ok, Retry::never}},
      {Failure::none, 204, {}, {Outcome::ok, Retry::never}},
      {Failure::none, 301, {{"location", "/"}}, {Outcome::redirect, Retry::never}},
      {Failure::none, 302, {}, {Outcome::error, Retry::never}},
      {Failure::none, 304, {}, {Outcome::not_modified, Retry::never}},
      {Failure::none, 400, {}, {Outcome::error, Retry::never}},
      {Failure::none, 401, {}, {Outcome::login_required, Retry::never}},
      {Failure::none, 403, {}, {Outcome::blocked, Retry::never}},
      {Failure::none, 404, {}, {Outcome::not_found, Retry::never}},
      {Failure::none, 410, {}, {Outcome::gone, Retry::never}},
      {Failure::none, 418, {}, {Outcome::rate_limited, Retry::back_off}},
      {Failure::none, 429, {}, {Outcome::rate_limited, Retry::back_off}},
      {Failure::none, 451, {}, {Outcome::geo_blocked, Retry::never}},
      {Failure::none, 500, {}, {Outcome::error, Retry::later}},
      {Failure::none, 503, {}, {Outcome::error, Retry::back_off}},
      {Failure::none, 503, {{"CF-Mitigated", "challenge"}}, {Outcome::blocked, Retry::never}},
      {Failure::none, 522, {}, {Outcome::error, Retry::later}},
      {Failure::none, 999, {}, {Outcome::rate_limited, Retry::back_off}},
      {Failure::dns, 0, {}, {Outcome::dns_error, Retry::later}},
      {Failure::connect, 0, {}, {Outcome::connect_error, Retry::later}},
      {Failure::tls, 0, {}, {Outcome::tls_error, Retry::later}},
      {Failure::timeout, 0, {}, {Outcome::timeout, Retry::later}},
      {Failure::timeout, 200, {}, {Outcome::timeout, Retry::later}},
      {Failure::timeout, 404, {}, {Outcome::not_found, Retry::never}},
      {Failure::disconnected, 0, {}, {Outcome::connect_error, Retry::later}},
      {Failure::disconnected, 200, {}, {Outcome::error, Retry::later}},
      {Failure::too_large, 200, {}, {Outcome::too_large, Retry::never}},
      {Failure::too_large, 429, {}, {Outcome::rate_limited, Retry::back_off}},
      {Failure::refused_address, 0, {}, {Outcome::scope_denied, Retry::never}},
      {Failure::bad_response, 0, {}, {Outcome::error, Retry::never}},
      {Failure::type_skipped, 200, {}, {Outcome::type_skipped, Retry::never}},
      {Failure::cancelled, 0, {}, {Outcome::error, Retry::later}},
  };
  for (const Case& c : cases) {
    CAPTURE(static_cast<int>(c.failure), c.status);
    Response response;
    response.failure = c.failure;
    response.status = c.status;
    response.head.headers = c.headers;
    CHECK(classify(response) == c.meaning);
  }
  Response bad_certificate;
  bad_certificate.failure = Failure::tls;
  bad_certificate.failure_text = "SSL certificate problem: self-signed certificate";
  CHECK(classify(bad_certificate) == ResponseClass{Outcome::tls_error, Retry::never});
}

TEST_CASE("Head collector: HTTP/2 becomes HTTP/1.1 text, trailers stay out") {
  HeadCollector head(1000);
  using Step = HeadCollector::Step;
  CHECK(head.add("HTTP/2 103 \r\n") == Step::more);
  CHECK(head.add("\r\n") == Step::more);
  CHECK(head.add("HTTP/2 200 \r\n") == Step::more);
  CHECK(head.add("content-type: text/html\r\n") == Step::more);
  CHECK(head.add("\r\n") == Step::complete);
  CHECK(head.add("x-trailer: 1\r\n") == Step::more);
  CHECK(head.add("\r\n") == Step::more);
  CHECK(head.take_text() == "HTTP/1.1 200 \r\ncontent-type: text/html\r\n\r\n");
}

TEST_CASE("Head collector: a head that was cut keeps its whole lines; one without a status is none") {
  HeadCollector cut(1000);
  cut.add("HTTP/1.1 200 OK\n");
  cut.add("A: b\n");
  CHECK(cut.take_text() == "HTTP/1.1 200 OK\nA: b\n\n");
  HeadCollector none(1000);
  none.add("A: b\r\n");
  CHECK(none.take_text().empty());
  HeadCollector interim(1000);
  interim.add("HTTP/1.1 100 Continue\r\n");
  CHECK(interim.take_text().empty());
}

TEST_CASE("Request lines: the proxy's credentials leave a request head") {
  CHECK(without_proxy_credentials("GET / HTTP/1.1\r\nHost: a\r\nproxy-Authorization: Basic eA==\r\nX: y\r\n\r\n") ==
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n");
  CHECK(without_proxy_credentials("").empty());
}

}  // namespace spoor::fetch
