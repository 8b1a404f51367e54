// What is sent, and that what comes back is kept byte for byte.
#include <cstdlib>

#include <catch2/catch.hpp>

#include "tests/crawler/fetch/fetch_rig.h"
#include "tests/support/loopback_server.h"

namespace spoor::fetch {

using test::LoopbackServer;
using test::Reply;
using test::RequestSeen;
using Then = test::Reply::Then;
using namespace std::string_literals;

namespace {

LoopbackServer answering(std::string bytes, Then then = Then::close) {
  return LoopbackServer([=](const RequestSeen&) { return Reply::raw(bytes, then); });
}

// "<p>hello" by gzip -n.
const std::string kGzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3\x29\xb0\xcb\x48\xcd\xc9\xc9\x07\x00\x00", 21);

}  // namespace

TEST_CASE("Fetcher: a plain answer comes back whole, with its facts") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("<p>hello"); });
  FetchRig rig;
  const Response got = rig.get(server.url("/a/b?c=d#part"));
  CHECK(got.failure == Failure::none);
  CHECK(got.failure_text.empty());
  CHECK(got.status == 200);
  CHECK(got.body == "<p>hello");
  CHECK(got.response_head == "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 8\r\n\r\n");
  CHECK(got.head.status == 200);
  CHECK(warc::header(got.head.headers, "content-length") == "8");
  CHECK(got.truncated.empty());
  CHECK(got.ip == "127.0.0.1");
  CHECK(got.protocol == "http/1.1");
  CHECK(got.tls_version.empty());
  CHECK(got.bytes_wire == static_cast<std::int64_t>(got.response_head.size() + got.body.size()));
  CHECK(got.seconds > 0);
  CHECK(got.started.us > 0);
  CHECK(got.ended >= got.started);
  CHECK(server.requests().at(0).target == "/a/b?c=d");
}

TEST_CASE("Fetcher: the request head is reported exactly as it was sent") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetcherOptions options = local_options();
  options.accept_language = "de, en;q=0.5";
  options.contact = "desk@example.org";
  FetchRig rig(options);
  Request request = request_for(server.url("/p?q"));
  request.headers = {
      {"Accept", "application/json"}, {"X-Empty", ""}, {"User-Agent", "other"}, {"Referer", "http://a/"}};
  request.cookie = "a=b; c=d";
  const Response got = rig.get(request);
  REQUIRE(server.requests().size() == 1);
  const RequestSeen seen = server.requests()[0];
  CHECK(got.request_head == seen.head);
  CHECK(seen.header("User-Agent") == "spoor-test/1");
  CHECK(seen.header("Accept-Encoding") == "gzip, br, zstd");
  CHECK(seen.header("Accept-Language") == "de, en;q=0.5");
  CHECK(seen.header("From") == "desk@example.org");
  CHECK(seen.header("Accept") == "application/json");
  CHECK(seen.header("X-Empty") == "");
  CHECK(seen.header("Referer") == "http://a/");
  CHECK(seen.header("Cookie") == "a=b; c=d");
  CHECK(seen.host() == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(seen.head.find("other") == std::string::npos);
}

TEST_CASE("Fetcher: methods and bodies are sent as asked") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetchRig rig;
  Request request = request_for(server.url("/api"));
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::string("{\"a\":\0 1}", 9) + std::string(2'000'000, ' ');
  CHECK(rig.get(request).status == 200);
  request.method = "PUT";
  CHECK(rig.get(request).status == 200);
  request.method = "OPTIONS";
  request.body.clear();
  CHECK(rig.get(request).status == 200);
  const auto seen = server.requests();
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].method == "POST");
  CHECK(seen[0].header("Content-Type") == "application/json");
  CHECK_FALSE(seen[0].header("Expect"));
  CHECK(seen[0].body.size() == 2'000'009);
  CHECK(seen[0].body == seen[1].body);
  CHECK(seen[1].method == "PUT");
  CHECK(seen[2].method == "OPTIONS");
  CHECK(seen[2].body.empty());
}

TEST_CASE("Fetcher: HEAD waits for no body") {
  auto server = answering("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", Then::keep_alive);
  FetchRig rig;
  Request request = request_for(server.url("/"));
  request.method = "HEAD";
  const Response got = rig.get(request);
  CHECK(got.failure == Failure::none);
  CHECK(got.body.empty());
  CHECK(server.requests().at(0).method == "HEAD");
}

TEST_CASE("Fetcher: requests that cannot be sent safely are not sent") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetchRig rig;
  Request split = request_for(server.url("/"));
  split.headers = {{"X", "a\r\nY: b"}};
  Request cookie = request_for(server.url("/"));
  cookie.cookie = "a\nb";
  Request method = request_for(server.url("/"));
  method.method = "GET / HTTP/1.1\r\n";
  for (const Request& request :
       {split, cookie, method, request_for("ftp://127.0.0.1/x"), request_for("file:///etc/passwd")}) {
    const Response got = rig.get(request);
    CHECK(got.failure == Failure::bad_response);
    CHECK(got.status == 0);
    CHECK_FALSE(got.failure_text.empty());
  }
  CHECK(server.requests().empty());
}

TEST_CASE("Fetcher: credentials in a URL are not sent") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetchRig rig;
  CHECK(rig.get("http://user:secret@127.0.0.1:" + std::to_string(server.port()) + "/").status == 200);
  CHECK_FALSE(server.requests().at(0).header("Authorization"));
}

TEST_CASE("Fetcher: a URL's path and query are sent as they are") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetchRig rig;
  for (const char* target :
       {"/a//b/", "/a%2Fb/%7Ec", "/x?", "/x?a=%20&b=[1]|{2}^", "/%E4%BD%A0?q=%D0%BF", "/;p=1?a?b", "/*"}) {
    CAPTURE(target);
    CHECK(rig.get(server.url(target)).status == 200);
    CHECK(server.requests().back().target == target);
  }
}

TEST_CASE("Fetcher: odd heads are kept byte for byte") {
  for (const std::string head : {
           "HTTP/1.1 200 OK\r\nX-a:1\r\nx-A:   2  \r\nX-Latin: \xe9\xff\r\nSet-Cookie: a\r\nSet-Cookie: "
           "b\r\nContent-Length: 2\r\n\r\n",
           "HTTP/1.0 200\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n",
           "HTTP/1.1 299 Very Odd Reason  \r\nX-Folded: a\r\n  b\r\nContent-Length: 2\r\n\r\n",
           "HTTP/1.1 200 OK\nServer: bare\nContent-Length: 2\n\n",
       }) {
    CAPTURE(head);
    auto server = answering(head + "ok");
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::none);
    CHECK(got.response_head == head);
    CHECK(got.body == "ok");
  }
}

TEST_CASE("Fetcher: chunked and gzip: chunks are undone, gzip bytes stay, the header is renamed") {
  const std::string part1 = kGzip.substr(0, 5), part2 = kGzip.substr(5);
  auto server = answering(
      "HTTP/1.1 200 OK\r\ncontent-TYPE: text/html\r\ntransfer-ENCODING:  chunked\r\nContent-Encoding: gzip\r\n\r\n"
      "5;ext=1\r\n" +
      part1 + "\r\n10\r\n" + part2 + "\r\n0\r\nX-Trailer: dropped\r\n\r\n");
  FetchRig rig;
  const Response got = rig.get(server.url("/"));
  CHECK(got.failure == Failure::none);
  CHECK(got.body == kGzip);
  CHECK(got.response_head ==
        "HTTP/1.1 200 OK\r\ncontent-TYPE: text/html\r\nX-Archive-Orig-Transfer-Encoding:  chunked\r\n"
        "Content-Encoding: gzip\r\n\r\n");
}

TEST_CASE("Fetcher: every content encoding is kept encoded") {
  for (const char* encoding : {"gzip", "deflate", "br", "zstd", "identity", "unknown"}) {
    auto server = answering(std::string("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ") + encoding +
                            "\r\nContent-Length: 9\r\n\r\nnot \x01 that");
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CAPTURE(encoding);
    CHECK(got.failure == Failure::none);
    CHECK(got.body == "not \x01 tha");
  }
}

TEST_CASE("Fetcher: interim heads are dropped") {
  auto server = answering(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
      "1\r\n\r\nx");
  FetchRig rig;
  const Response got = rig.get(server.url("/"));
  CHECK(got.status == 200);
  CHECK(got.response_head == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
  CHECK(got.body == "x");
}

TEST_CASE("Fetcher: redirects are answers, cookies are not remembered") {
  LoopbackServer server([](const RequestSeen& request) {
    if (request.path() == "/a") return Reply::make(302, {{"Location", "/b"}, {"Set-Cookie", "k=v; Path=/"}}, "moved");
    return Reply::html("b");
  });
  FetchRig rig;
  const Response got = rig.get(server.url("/a"));
  CHECK(got.status == 302);
  CHECK(got.body == "moved");
  CHECK(warc::header(got.head.headers, "Location") == "/b");
  CHECK(rig.get(server.url("/b")).status == 200);
  CHECK(server.requests().size() == 2);
  CHECK_FALSE(server.requests()[1].header("Cookie"));
}

TEST_CASE("Fetcher: connections are used again, also after the server closed one") {
  LoopbackServer server([](const RequestSeen& request) {
    Reply reply = Reply::html("x");
    if (request.path() == "/last") reply.then = Then::close;
    return reply;
  });
  FetchRig rig;
  for (const char* path : {"/1", "/2", "/last", "/3"}) CHECK(rig.get(server.url(path)).body == "x");
  CHECK(server.connections() == 2);
}

TEST_CASE("Fetcher: answers without a body end at once") {
  for (const char* status : {"204 No Content", "304 Not Modified"}) {
    auto server = answering(std::string("HTTP/1.1 ") + status + "\r\nETag: \"a\"\r\n\r\n", Then::keep_alive);
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::none);
    CHECK(got.body.empty());
    CHECK(got.status == std::stoi(status));
  }
}

TEST_CASE("Fetcher: what is cut or damaged on the way says so and keeps what came") {
  struct Case {
    const char* what;
    std::string bytes;
    Then then;
    Failure failure;
    std::string body, truncated;
    int status;
  };
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
  const Case cases[] = {
      {"short of Content-Length", ok + "Content-Length: 100\r\n\r\nhalf", Then::close, Failure::disconnected, "half",
       "disconnect", 200},
      {"more than Content-Length", ok + "Content-Length: 4\r\n\r\nhalf and more", Then::close, Failure::none, "half",
       "", 200},
      {"no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", Then::close, Failure::disconnected,
       "half", "disconnect", 200},
      {"inside a chunk", ok + "Transfer-Encoding: chunked\r\n\r\nff\r\nhalf", Then::close, Failure::disconnected,
       "half", "disconnect", 200},
      {"reset", ok + "Content-Length: 100\r\n\r\nhalf", Then::reset, Failure::disconnected, "half", "disconnect", 200},
      {"no chunk", ok + "Transfer-Encoding: chunked\r\n\r\nnot a chunk", Then::close, Failure::bad_response, "",
       "disconnect", 200},
      {"no length at all", ok + "\r\nuntil the end", Then::close, Failure::none, "until the end", "", 200},
      {"inside the head", ok + "Content-Le", Then::close, Failure::disconnected, "", "disconnect", 200},
      {"nothing", "", Then::close, Failure::disconnected, "", "", 0},
      {"HTTP/0.9", "<p>no head here, just a page\n\n", Then::close, Failure::bad_response, "", "", 0},
      {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n", Then::close, Failure::bad_response, "", "", 0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    auto server = answering(c.bytes, c.then);
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CAPTURE(got.failure_text);
    CHECK(got.failure == c.failure);
    CHECK(got.failure_text.empty() == (c.failure == Failure::none));
    CHECK(got.body == c.body);
    CHECK(got.truncated == c.truncated);
    CHECK(got.status == c.status);
    CHECK(got.response_head.empty() == (c.status == 0));
  }
}

TEST_CASE("Fetcher: heads that libcurl does not take are bad responses, and their lines so far are kept") {
  for (const std::string& line : {"no colon here\r\n"s, "A: b\0 c\r\n"s}) {
    auto server = answering("HTTP/1.1 200 OK\r\nServer: x\r\n" + line + "Content-Length: 2\r\n\r\nok");
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CAPTURE(line, got.failure_text);
    CHECK(got.failure == Failure::bad_response);
    CHECK(got.status == 200);
    CHECK(got.response_head == "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n");
    CHECK(got.truncated == "disconnect");
  }
}

TEST_CASE("Fetcher: refused connections and unknown names are told apart") {
  FetchRig rig;
  const Response refused = rig.get("http://127.0.0.1:" + std::to_string(test::unused_port()) + "/");
  CHECK(refused.failure == Failure::connect);
  CHECK(refused.status == 0);
  CHECK(refused.truncated.empty());
  const Response unknown = rig.get("http://no-such-name.invalid/");
  CHECK(unknown.failure == Failure::dns);
  CHECK(unknown.failure_text.find("no-such-name.invalid") != std::string::npos);
}

TEST_CASE("Fetcher: proxies of the environment are ignored") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  const std::string nowhere = "http://127.0.0.1:" + std::to_string(test::unused_port());
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(name, nowhere.c_str(), 1);
  FetchRig rig;
  const Response got = rig.get(server.url("/"));
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  CHECK(got.status == 200);
}

TEST_CASE("Fetcher: an HTTP proxy gets the whole URL; its password stays out of the record") {
  LoopbackServer proxy([](const RequestSeen&) { return Reply::html("via proxy"); });
  FetcherOptions options = local_options();
  options.allow_private = false;
  options.proxy = "http://me:pw@127.0.0.1:" + std::to_string(proxy.port());
  ::setenv("no_proxy", "*", 1);
  FetchRig rig(options);
  const Response got = rig.get("http://forum.example/t/1");
  ::unsetenv("no_proxy");
  CHECK(got.body == "via proxy");
  CHECK(got.ip.empty());
  const RequestSeen seen = proxy.requests().at(0);
  CHECK(seen.target == "http://forum.example/t/1");
  CHECK(seen.header("Proxy-Authorization"));
  CHECK(got.request_head.find("Proxy-Authorization") == std::string::npos);
  CHECK(got.request_head.starts_with("GET http://forum.example/t/1 HTTP/1.1\r\nHost: forum.example\r\n"));
}

TEST_CASE("Fetcher: options that cannot work are refused") {
  boost::asio::io_context io;
  const auto refused = [&](auto change) {
    FetcherOptions options;
    change(options);
    const auto made = make_curl_fetcher(io, options);
    return !made && made.error().code == ErrorCode::invalid_argument && !made.error().message.empty();
  };
  for (const char* proxy : {"socks5://127.0.0.1:9050", "ftp://a:1", "127.0.0.1:8080", "http://", "http://a:1/path"}) {
    CAPTURE(proxy);
    CHECK(refused([&](FetcherOptions& o) { o.proxy = proxy; }));
  }
  for (const char* entry :
       {"a:1:b", "a:x:127.0.0.1:80", "a:80::80", "a:80:127.0.0.1:99999", "a:80:[::1:80", "a :80:b:80"}) {
    CAPTURE(entry);
    CHECK(refused([&](FetcherOptions& o) { o.resolve = {entry}; }));
  }
  CHECK(refused([](FetcherOptions& o) { o.ca_file = "/no/such/file.pem"; }));
  CHECK(refused([](FetcherOptions& o) { o.ca_file = "/dev/null"; }));
  CHECK(refused([](FetcherOptions& o) { o.max_connections = 0; }));
  CHECK_FALSE(refused([](FetcherOptions& o) { o.proxy = "socks5h://127.0.0.1:9050"; }));
  CHECK_FALSE(refused([](FetcherOptions& o) { o.resolve = {"a.example:443:127.0.0.1:8443", "::[::1]:8080"}; }));
}

}  // namespace spoor::fetch
