#include "crawler/serve/http_server.h"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "crawler/serve/request_target.h"
#include "crawler/serve/router.h"
#include "crawler/serve/socket_client.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::serve;

namespace {

Router small_router() {
  Router router;
  router.get("/hello", [](const Request& request) {
    return Reply::text(200, "hello " + request.parameter("name").value_or("nobody"));
  });
  router.local("POST", "/echo",
               [](const Request& request) { return Reply::text(200, request.archive + "|" + request.body); });
  router.get("/big", [](const Request&) { return Reply::text(200, std::string(3'000'000, 'b')); });
  return router;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("HTTP server: answers, and says what browsers need to know", "[serve]") {
  RunningServer running(small_router().handler());
  const std::string answer = RawClient(running.port).send(get("/hello?name=a%20b+c")).rest();
  CHECK(status_of(answer) == 200);
  CHECK(answer.ends_with("\r\n\r\nhello a b c"));
  CHECK(has(answer, "X-Content-Type-Options: nosniff\r\n"));
  CHECK(has(answer, "Content-Security-Policy: default-src 'none'"));
  CHECK(has(answer, "Cache-Control: no-store\r\n"));
  CHECK(status_of(RawClient(running.port).send(get("/nothing")).rest()) == 404);
  const std::string head =
      RawClient(running.port).send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").rest();
  CHECK(has(head, "Content-Length: 12\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(RawClient(running.port).send(get("/big")).rest().size() > 3'000'000);
}

TEST_CASE("HTTP server: over TCP only to itself, and only to be looked at", "[serve]") {
  test::TempDir folder;
  RunningServer running(small_router().handler(), {}, folder.path());
  const auto ask_as = [&](const std::string& host) {
    return status_of(
        RawClient(running.port).send("GET /hello HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").rest());
  };
  for (const char* host : {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]", "[::1]:8080", "192.168.0.4"}) {
    CAPTURE(host);
    CHECK(ask_as(host) == 200);
  }
  for (const char* host : {"evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.evil.example",
                           "localhost:80:80", "", "[::1", "localhost@evil.example", "127.0.0.1 evil"}) {
    CAPTURE(host);
    CHECK(ask_as(host) == 421);
  }
  CHECK(status_of(RawClient(running.port).send("GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n").rest()) == 400);
  CHECK(status_of(RawClient(running.port)
                      .send("GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                      .rest()) == 400);
  const std::string post = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
  CHECK(status_of(RawClient(running.port).send(post).rest()) != 200);
  CHECK(status_of(RawClient(running.port).send(get("/echo")).rest()) == 404);
  CHECK(RawClient(running.socket).send(post).rest().ends_with("\r\n\r\n" + folder.path() + "|hi"));
  CHECK(status_of(RawClient(running.socket).send(get("/echo")).rest()) == 405);
}

TEST_CASE("HTTP server: what is no request is refused and the connection ends", "[serve]") {
  RunningServer running(small_router().handler());
  const std::string host = "Host: localhost\r\n";
  const auto [request, expected] = GENERATE_REF(table<std::string, int>({
      {"\r\n\r\n\r\n", 400},
      {"HELLO\r\n\r\n", 400},
      {std::string("\0\xFF\x80\r\n\r\n", 7), 400},
      {"\x16\x03\x01\x02\x01\x01", 400},  // TLS
      {"GET /hello HTTP/9.9\r\n" + host + "\r\n", 400},
      {"GET http://localhost/hello HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /%2e%2e/x HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /%0d%0aX:y HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 405},
      {"CONNECT localhost:22 HTTP/1.1\r\n" + host + "\r\n", 405},
      {"DELETE /hello HTTP/1.1\r\n" + host + "\r\n", 405},
      {"GET /hello HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
      {"GET /hello HTTP/1.1\r\n" + host + "Content-Length: 99999999\r\n\r\n", 413},
      {"GET /hello HTTP/1.1\r\n" + host + "A: " + std::string(100'000, 'x') + "\r\n\r\n", 431},
      {"GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 431},
      {"GET /hello HTTP/1.1\r\n" + host +
           [] {
             std::string many;
             for (int i = 0; i < 5000; ++i) many += "A" + std::to_string(i) + ": b\r\n";
             return many;
           }() +
           "\r\n",
       431},
  }));
  CAPTURE(request.substr(0, 100));
  const std::string answer = RawClient(running.port).send(request).end().rest();
  CHECK(status_of(answer) == expected);
  CHECK_FALSE(has(answer, "TIMEOUT"));
  CHECK(status_of(RawClient(running.port).send(get("/hello")).rest()) == 200);
}

TEST_CASE("HTTP server: pipelined requests are answered in order, one after the other", "[serve]") {
  RunningServer running(small_router().handler());
  std::string all;
  for (int i = 0; i < 50; ++i) all += get("/hello?name=" + std::to_string(i), "");
  const std::string answers = RawClient(running.port).send(all + get("/hello?name=last")).rest();
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = answers.find("hello " + std::to_string(i), at);
    REQUIRE(at != std::string::npos);
  }
  CHECK(answers.ends_with("hello last"));
}

TEST_CASE("HTTP server: a client that has said all it will is answered still", "[serve]") {
  RunningServer running(small_router().handler());
  CHECK(RawClient(running.port).send(get("/hello", "")).end().rest().ends_with("hello nobody"));
  CHECK(RawClient(running.port).send("GET /hel").end().rest().empty());
  CHECK(RawClient(running.port).end().rest().empty());
}

TEST_CASE("HTTP server: who does not finish a request is not waited for", "[serve]") {
  ServerLimits limits;
  limits.head_timeout = std::chrono::milliseconds(50);
  limits.body_timeout = std::chrono::milliseconds(50);
  test::TempDir folder;
  RunningServer running(small_router().handler(), limits, folder.path());
  CHECK(RawClient(running.port).rest().empty());
  CHECK(RawClient(running.port).send("GET /hello HTTP/1.1\r\nHost: local").rest().empty());
  CHECK(RawClient(running.socket)
            .send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
            .rest()
            .empty());
  // Between requests too.
  const std::string answer = RawClient(running.port).send(get("/hello", "")).rest();
  CHECK(answer.ends_with("hello nobody"));
}

TEST_CASE("HTTP server: drops of a header do not prolong its time", "[serve]") {
  ServerLimits limits;
  limits.head_timeout = std::chrono::milliseconds(200);
  RunningServer running(small_router().handler(), limits);
  RawClient slow(running.port);
  slow.send("GET /hello HTTP/1.1\r\n");
  std::atomic<bool> ended = false;
  std::thread dripping([&] {
    while (!ended) {
      slow.send("X: y\r\n");
      std::this_thread::yield();
      if (running.connections() == 0) break;
    }
  });
  CHECK_FALSE(has(slow.rest(), "TIMEOUT"));
  ended = true;
  dripping.join();
}

TEST_CASE("HTTP server: too many connections are told so; the operator's socket stays open", "[serve]") {
  test::TempDir folder;
  RunningServer running(small_router().handler(), {}, folder.path());
  std::vector<RawClient> clients;
  for (int i = 0; i < 100; ++i) clients.emplace_back(running.port);
  int answered = 0, refused = 0;
  for (RawClient& client : clients) client.send(get("/hello", ""));
  for (RawClient& client : clients) {
    const std::string answer = client.until("\r\n\r\n");
    answered += status_of(answer) == 200 ? 1 : 0;
    refused += status_of(answer) == 503 || answer.empty() ? 1 : 0;
  }
  CHECK(answered == 64);
  CHECK(refused == 36);
  CHECK(status_of(RawClient(running.socket).send(get("/hello")).rest()) == 200);
  clients.clear();
  while (running.connections() > 0) std::this_thread::yield();
  CHECK(status_of(RawClient(running.port).send(get("/hello")).rest()) == 200);
}

TEST_CASE("HTTP server: a large body comes in whole, one too large does not", "[serve]") {
  test::TempDir folder;
  ServerLimits limits;
  limits.body_bytes = 8 << 20;
  RunningServer running(small_router().handler(), limits, folder.path());
  Question question;
  question.method = "POST";
  question.target = "/echo";
  question.body.assign(8 << 20, 'x');
  const auto answer = ask_socket(running.socket, question);
  REQUIRE(answer);
  CHECK(answer->body.size() == folder.path().size() + 1 + (8 << 20));
  question.body += 'x';
  const auto refused = ask_socket(running.socket, question);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "the body is too large");

  const std::string waits = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  RawClient careful(running.socket);
  careful.send(waits);
  CHECK(careful.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  careful.send("ok").end();
  CHECK(careful.rest().ends_with("|ok"));
  const std::string chunks =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
  CHECK(RawClient(running.socket).send(chunks + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").rest().ends_with("|abcde"));
  std::string endless = chunks;
  for (int i = 0; i < 9; ++i) endless += "100000\r\n" + std::string(1 << 20, 'x') + "\r\n";
  CHECK(status_of(RawClient(running.socket).send(endless).end().rest()) == 413);
}

TEST_CASE("HTTP server: an answer may come later, or never", "[serve]") {
  std::vector<HttpServer::Respond> pending;
  HttpServer::Handler handler = [&](const Request& request, HttpServer::Respond respond) {
    if (request.path == "/never") return;
    pending.push_back(std::move(respond));
  };
  RunningServer running(handler);
  CHECK(RawClient(running.port).send(get("/never")).rest().empty());
  RawClient patient(running.port), gone(running.port);
  patient.send(get("/a"));
  gone.send(get("/b"));
  for (bool both = false; !both;) running.on_io_thread([&] { both = pending.size() == 2; });
  gone.close();
  running.on_io_thread([&] {
    for (auto& respond : pending) respond(Reply::text(200, "late"));
    pending.clear();
  });
  CHECK(patient.rest().ends_with("late"));
}

TEST_CASE("HTTP server: an address that others could reach is refused", "[serve]") {
  boost::asio::io_context io;
  HttpServer server(io, small_router().handler());
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.org:80", "127.0.0.1:99999", "", ":", "x",
                              "127.0.0.1:", "127.0.0.1:80x"}) {
    CAPTURE(address);
    const auto listening = server.listen(address);
    REQUIRE_FALSE(listening);
    CHECK(listening.error().code == ErrorCode::invalid_argument);
  }
  const auto port = server.listen("localhost:0");
  REQUIRE(port);
  CHECK(server.listen("127.0.0.1:" + std::to_string(*port)).error().code == ErrorCode::unavailable);
}

TEST_CASE("Request target: a path, decoded, and a query as sent", "[serve]") {
  CHECK(parse_target("/a%20b?x=%20")->path == "/a b");
  CHECK(parse_target("/a%20b?x=%20")->query == "x=%20");
  CHECK(parse_target("/?")->path == "/");
  CHECK(parse_target("/a/..b/c...")->path == "/a/..b/c...");
  for (const char* bad : {"", "*", "a", "http://x/", "/a/../b", "/.", "/a/%2e%2E", "/%00", "/%", "/%4", "/a\x7f"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_target(bad));
  }
}
