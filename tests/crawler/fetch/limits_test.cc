// Limits of size and time, each with its Failure and `truncated`; types that are not downloaded.
#include <catch2/catch.hpp>

#include "tests/crawler/fetch/fetch_rig.h"
#include "tests/support/loopback_server.h"

namespace spoor::fetch {

using test::LoopbackServer;
using test::Reply;
using test::RequestSeen;
using Then = test::Reply::Then;
using std::chrono::milliseconds;

namespace {

Reply endless(std::string head, std::string piece, milliseconds pause = milliseconds(0)) {
  Reply reply = Reply::raw(std::move(head));
  reply.more = [piece] { return piece; };
  reply.more_after = pause;
  return reply;
}

FetcherOptions small_limits() {
  FetcherOptions options = local_options();
  options.limits.page_bytes = 1000;
  options.limits.image_bytes = 2000;
  options.limits.video_bytes = 3000;
  options.limits.robots_bytes = 500;
  return options;
}

std::string head_of(std::string_view type) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(type) + "\r\n\r\n";
}

}  // namespace

TEST_CASE("Limits: an endless body is cut at the limit of its purpose and type") {
  struct Case {
    Purpose purpose;
    const char* type;
    std::size_t kept;
  };
  for (const Case& c : {Case{Purpose::page, "text/html", 1000}, Case{Purpose::page, "application/json", 1000},
                        Case{Purpose::page, "image/png", 2000}, Case{Purpose::page, "video/mp4", 3000},
                        Case{Purpose::media, "image/webp", 2000}, Case{Purpose::media, "audio/mpeg", 3000},
                        Case{Purpose::media, "text/html", 1000}, Case{Purpose::requisite, "image/png", 1000},
                        Case{Purpose::robots, "text/plain", 500}, Case{Purpose::robots, "video/mp4", 500}}) {
    CAPTURE(c.type, static_cast<int>(c.purpose));
    LoopbackServer server([&](const RequestSeen&) { return endless(head_of(c.type), std::string(777, 'x')); });
    FetchRig rig(small_limits());
    const Response got = rig.get(server.url("/"), c.purpose);
    CHECK(got.failure == Failure::too_large);
    CHECK(got.truncated == "length");
    CHECK(got.status == 200);
    CHECK(got.body == std::string(c.kept, 'x'));
  }
}

TEST_CASE("Limits: a body of exactly the limit is whole") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html(std::string(1000, 'x')); });
  FetchRig rig(small_limits());
  const Response got = rig.get(server.url("/"));
  CHECK(got.failure == Failure::none);
  CHECK(got.body.size() == 1000);
}

TEST_CASE("Limits: a boundless Content-Length is not believed") {
  LoopbackServer server([](const RequestSeen&) {
    return Reply::raw("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9000000000000000000\r\n\r\nshort");
  });
  FetchRig rig;
  const Response got = rig.get(server.url("/"), Purpose::media);
  CHECK(got.failure == Failure::disconnected);
  CHECK(got.body == "short");
  CHECK(got.body.capacity() <= (8u << 20) + 64);
}

TEST_CASE("Limits: heads are bounded") {
  const std::string start = "HTTP/1.1 200 OK\r\nServer: x\r\n";
  SECTION("endless header lines") {
    LoopbackServer server([&](const RequestSeen&) { return endless(start, "X-Line: abcdefghijklmnopqrstuvwxyz\r\n"); });
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::bad_response);
    CHECK(got.truncated == "length");
    CHECK(got.status == 200);
    CHECK(got.response_head.starts_with(start));
    CHECK(got.response_head.ends_with("\r\n\r\n"));
    CHECK(got.response_head.size() <= static_cast<std::size_t>(Limits().head_bytes) + 2);
    CHECK(got.body.empty());
  }
  SECTION("a header of 100 MB") {
    LoopbackServer server([&](const RequestSeen&) {
      Reply reply = endless(start + "X-Long: ", std::string(1 << 20, 'y'));
      reply.more = [left = 100]() mutable { return left-- > 0 ? std::string(1 << 20, 'y') : std::string(); };
      return reply;
    });
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::bad_response);
    CHECK(got.bytes_wire < (2 << 20));
    CHECK(got.response_head.size() < 1000);
  }
  SECTION("endless interim heads") {
    LoopbackServer server([&](const RequestSeen&) { return endless("", "HTTP/1.1 100 Continue\r\n\r\n"); });
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::bad_response);
    CHECK(got.status == 0);
    CHECK(got.truncated.empty());
  }
}

TEST_CASE("Limits: silence and slowness end by time") {
  const std::string head = head_of("text/html");
  FetcherOptions options = local_options();
  Reply reply;
  int status = 200;
  std::string words;
  SECTION("no answer") {
    options.limits.first_byte = milliseconds(200);
    reply = Reply::raw("", Then::hang);
    status = 0;
    words = "no answer within 200 ms";
  }
  SECTION("an answer that stops") {
    options.limits.idle = milliseconds(200);
    reply = Reply::raw(head + "begun", Then::hang);
    words = "nothing came for 200 ms";
  }
  SECTION("a head that stops") {
    options.limits.idle = milliseconds(200);
    reply = Reply::raw("HTTP/1.1 200 OK\r\nServer: x\r\n", Then::hang);
    words = "nothing came for 200 ms";
  }
  SECTION("a byte now and then") {
    options.limits.idle = milliseconds(2000);  // longer than a loaded machine keeps the server waiting
    reply = endless(head, "z", milliseconds(20));
    words = "slower than 1000 bytes a second";
  }
  SECTION("header lines now and then") {
    options.limits.idle = milliseconds(2000);  // longer than a loaded machine keeps the server waiting
    reply = endless("HTTP/1.1 200 OK\r\n", "A:\r\n", milliseconds(20));
    words = "slower than 1000 bytes a second";
  }
  SECTION("fast enough but without end") {
    options.limits.page_total = milliseconds(300);
    reply = endless(head, std::string(100, 'z'), milliseconds(10));
    words = "not finished within 300 ms";
  }
  options.limits.min_bytes_per_second = 1000;
  LoopbackServer server([&](const RequestSeen&) { return reply; });
  FetchRig rig(options);
  const Response got = rig.get(server.url("/"));
  CHECK(got.failure == Failure::timeout);
  CHECK(got.truncated == (status == 0 ? "" : "time"));
  CHECK(got.status == status);
  CHECK(got.failure_text.find(words) == 0);
  CHECK(got.seconds >= 0.2);
  CHECK(got.seconds < 20);
}

TEST_CASE("Limits: media have their own total time") {
  FetcherOptions options = local_options();
  options.limits.page_total = milliseconds(100);
  LoopbackServer server([](const RequestSeen&) {
    Reply reply = Reply::raw("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 400\r\n\r\n");
    for (int i = 0; i < 4; ++i) reply.pieces.push_back({std::string(100, 'p'), milliseconds(60)});
    return reply;
  });
  FetchRig rig(options);
  CHECK(rig.get(server.url("/"), Purpose::media).failure == Failure::none);
}

TEST_CASE("Limits: a server that takes the connection and never shakes hands ends by the connect time") {
  LoopbackServer server([](const RequestSeen&) { return Reply::raw("", Then::hang); });
  FetcherOptions options = local_options();
  options.limits.connect = milliseconds(200);
  FetchRig rig(options);
  const Response got = rig.get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  CHECK(got.failure == Failure::timeout);
  CHECK(got.status == 0);
  CHECK(got.seconds < 20);
}

TEST_CASE("Types: what nobody wants on disk is recorded by its head only") {
  struct Case {
    std::string head, body, path;
    bool skipped;
  };
  const std::string zip = std::string("PK\x03\x04\x14\0\0\0", 8) + std::string(200, '\1');
  const std::string jpeg = std::string("\xff\xd8\xff\xe0\0\x10JFIF", 10) + std::string(200, '\2');
  const Case cases[] = {
      {"Content-Type: application/zip\r\n", zip, "/", true},
      {"Content-Type: text/html\r\nContent-Disposition: attachment; filename=\"a.apk\"\r\n", "<p>", "/", true},
      {"Content-Type: application/octet-stream\r\n", "anything", "/setup.exe", true},
      {"Content-Type: application/octet-stream\r\n", zip, "/file", true},
      {"Content-Type: application/octet-stream\r\n", jpeg, "/file", false},
      {"Content-Type: application/octet-stream\r\n", "plain words", "/file", false},
      {"", zip, "/file", true},
      {"", "<html>", "/file", false},
      {"", "", "/file", false},
      {"Content-Type: image/jpeg\r\n", std::string("MZ\x90\0\3\0", 6) + std::string(300, '\0'), "/a.jpg", true},
      {"Content-Type: text/plain\r\n", "MZ is how this text begins", "/a.txt", false},
      {"Content-Type: text/html\r\n", "<p>", "/download/a.exe", false},
      {"Content-Type: application/octet-stream\r\nContent-Encoding: gzip\r\n",
       std::string("\x1f\x8b\x08\0\0\0\0\0\0\3\xb3\x29\xb0\xcb\x48\xcd\xc9\xc9\x07\0\x8e\x36\xb4\x4a\x08\0\0\0", 28),
       "/", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.head, c.path, c.body.size());
    const std::string head = "HTTP/1.1 200 OK\r\n" + c.head + "\r\n";
    LoopbackServer server([&](const RequestSeen&) { return Reply::raw(head + c.body); });
    FetchRig rig;
    const Response got = rig.get(server.url(c.path));
    CHECK(got.response_head == head);
    CHECK(got.failure == (c.skipped ? Failure::type_skipped : Failure::none));
    CHECK(got.truncated == (c.skipped ? "length" : ""));
    CHECK(got.body == (c.skipped ? "" : c.body));
    FetcherOptions options = local_options();
    options.allow_binaries = true;
    FetchRig all(options);
    CHECK(all.get(server.url(c.path)).body == c.body);
  }
}

TEST_CASE("Types: a large download is broken off after its first bytes") {
  LoopbackServer server([](const RequestSeen&) {
    return endless("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n", std::string("\x7f"
                                                                                                    "ELF\2\1\1\0",
                                                                                                    8) +
                                                                                            std::string(99, '\0'));
  });
  FetchRig rig;
  const Response got = rig.get(server.url("/f"));
  CHECK(got.failure == Failure::type_skipped);
  CHECK(got.failure_text == "not downloaded: executable");
  CHECK(got.bytes_wire < (1 << 20));
}

TEST_CASE("Types: an error page is kept whatever it calls itself") {
  LoopbackServer server([](const RequestSeen&) {
    return Reply::make(404, {{"Content-Type", "application/zip"}}, "gone");
  });
  FetchRig rig;
  const Response got = rig.get(server.url("/a.zip"));
  CHECK(got.failure == Failure::none);
  CHECK(got.body == "gone");
}

TEST_CASE("Types: HEAD of an unwanted type is an answer like any other") {
  LoopbackServer server(
      [](const RequestSeen&) { return Reply::raw("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n"); });
  FetchRig rig;
  Request request = request_for(server.url("/a.zip"));
  request.method = "HEAD";
  CHECK(rig.get(request).failure == Failure::none);
}

}  // namespace spoor::fetch
