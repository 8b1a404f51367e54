// TLS, HTTP/2 and tunnels.
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/crawler/fetch/fetch_rig.h"
#include "tests/crawler/fetch/tls_rig.h"
#include "tests/support/loopback_server.h"

namespace spoor::fetch {

using test::LoopbackServer;
using test::Reply;
using test::RequestSeen;

namespace {

FetcherOptions trusting(const TlsFolder& folder) {
  FetcherOptions options = local_options();
  options.ca_file = folder.cert();
  return options;
}

LoopbackServer tls_server(const TlsFolder& folder, bool only_tls12 = false) {
  return LoopbackServer([](const RequestSeen&) { return Reply::html("by TLS"); },
                        {.cert_file = folder.cert(), .key_file = folder.key(), .only_tls12 = only_tls12});
}

std::string local_url(std::string_view scheme, std::uint16_t port, std::string_view path) {
  return std::string(scheme) + "://127.0.0.1:" + std::to_string(port) + std::string(path);
}

// nghttpd needs a moment until it listens.
Response get_when_up(FetchRig& rig, const std::string& url) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    Response got = rig.get(url);
    if (got.failure != Failure::connect || std::chrono::steady_clock::now() > end) return got;
  }
}

}  // namespace

TEST_CASE("TLS: version, cipher and certificate are reported, also on a reused connection") {
  TlsFolder folder;
  auto server = tls_server(folder);
  FetchRig rig(trusting(folder));
  for (int i = 0; i < 2; ++i) {
    const Response got = rig.get(server.url("/"));
    CAPTURE(got.failure_text);
    CHECK(got.body == "by TLS");
    CHECK(got.protocol == "http/1.1");
    CHECK(got.tls_version == "tls/1.3");
    CHECK(got.tls_cipher == "TLS_AES_256_GCM_SHA384");
    CHECK(got.tls_cert_sha256 == folder.cert_sha256());
    CHECK(got.request_head == server.requests().back().head);
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("TLS: ciphers of TLS 1.2 have their IANA names") {
  TlsFolder folder;
  auto server = tls_server(folder, true);
  FetchRig rig(trusting(folder));
  const Response got = rig.get(server.url("/"));
  CHECK(got.tls_version == "tls/1.2");
  CHECK(got.tls_cipher == "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
}

TEST_CASE("TLS: unknown issuers and wrong names are refused, with libcurl's words") {
  TlsFolder folder;
  auto server = tls_server(folder);
  SECTION("unknown issuer") {
    FetchRig rig;
    const Response got = rig.get(server.url("/"));
    CHECK(got.failure == Failure::tls);
    CHECK(got.failure_text.find("certificate") != std::string::npos);
    CHECK(got.status == 0);
  }
  SECTION("another name") {
    FetcherOptions options = trusting(folder);
    options.resolve = {"other.test:443:127.0.0.1:" + std::to_string(server.port()),
                       "site.test:443:127.0.0.1:" + std::to_string(server.port())};
    FetchRig rig(options);
    CHECK(rig.get("https://other.test/").failure == Failure::tls);
    CHECK(rig.get("https://site.test/").body == "by TLS");
    CHECK(server.requests().size() == 1);
  }
  SECTION("no TLS at all") {
    LoopbackServer plain([](const RequestSeen&) { return Reply::html("x"); });
    FetchRig rig(trusting(folder));
    CHECK(rig.get(local_url("https", plain.port(), "/")).failure != Failure::none);
  }
}

TEST_CASE("TLS: a close without TLS's closing word ends a body of no stated length, and cuts one that states it") {
  TlsFolder folder;
  LoopbackServer server(
      [](const RequestSeen& request) {
        const std::string length = request.path() == "/stated" ? "Content-Length: 100\r\n" : "";
        return Reply::raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + length + "\r\n<p>all");
      },
      {.cert_file = folder.cert(), .key_file = folder.key()});
  FetchRig rig(trusting(folder));
  const Response open = rig.get(server.url("/open"));
  CHECK(open.failure == Failure::none);
  CHECK(open.body == "<p>all");
  const Response stated = rig.get(server.url("/stated"));
  CHECK(stated.failure == Failure::disconnected);
  CHECK(stated.truncated == "disconnect");
  CHECK(stated.body == "<p>all");
}

TEST_CASE("HTTP/2: request and response are written as HTTP/1.1 text") {
  TlsFolder folder;
  folder.write("page.html", "<p>by HTTP/2");
  folder.write("big.png", std::string("\x89PNG\r\n\x1a\n", 8) + std::string(300'000, '\3'));
  const std::uint16_t port = test::unused_port();
  Http2Server server(folder, port);
  FetchRig rig(trusting(folder));
  const Response got = get_when_up(rig, local_url("https", port, "/page.html?a=b"));
  CAPTURE(got.failure_text, got.response_head, got.request_head);
  CHECK(got.failure == Failure::none);
  CHECK(got.protocol == "h2");
  CHECK(got.body == "<p>by HTTP/2");
  CHECK(got.response_head.starts_with("HTTP/1.1 200 \r\n"));
  CHECK(got.response_head.ends_with("\r\n\r\n"));
  CHECK(got.response_head.find("\r\n:") == std::string::npos);
  CHECK(got.response_head.find("x-trailer:") == std::string::npos);
  CHECK(warc::header(got.head.headers, "content-length") == "12");
  CHECK(
      got.request_head.starts_with("GET /page.html?a=b HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n"));
  CHECK(got.request_head.ends_with("\r\n\r\n"));
  CHECK(got.request_head.find("\r\naccept-encoding: gzip, br, zstd\r\n") != std::string::npos);
  CHECK(got.tls_version == "tls/1.3");
  CHECK(got.tls_cert_sha256.size() == 64);

  CHECK(rig.get(local_url("https", port, "/big.png"), Purpose::media).body.size() == 300'008);
  const Response missing = rig.get(local_url("https", port, "/missing"));
  CHECK(missing.status == 404);
  CHECK(missing.failure == Failure::none);
  Request post = request_for(local_url("https", port, "/echo"));
  post.method = "POST";
  post.body = "a=b";
  CHECK(rig.get(post).body == "a=b");

  FetcherOptions options = trusting(folder);
  options.limits.image_bytes = 1000;
  FetchRig small(options);
  const Response cut = small.get(local_url("https", port, "/big.png"));
  CHECK(cut.failure == Failure::too_large);
  CHECK(cut.body.size() == 1000);
  // Breaking off one stream must not harm the next.
  CHECK(small.get(local_url("https", port, "/page.html")).body == "<p>by HTTP/2");
}

TEST_CASE("HTTP/2: many requests at once share connections") {
  TlsFolder folder;
  folder.write("page.html", "<p>x");
  const std::uint16_t port = test::unused_port();
  Http2Server server(folder, port);
  FetchRig rig(trusting(folder));
  REQUIRE(get_when_up(rig, local_url("https", port, "/page.html")).body == "<p>x");
  int done = 0;
  for (int i = 0; i < 40; ++i) {
    rig.fetcher->start(request_for(local_url("https", port, "/page.html")),
                       [&](Response response) { done += response.body == "<p>x" && response.protocol == "h2"; });
  }
  rig.run_until([&] { return done == 40; });
  CHECK(done == 40);
}

TEST_CASE("Proxy: socks5h is given the name, not an address") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("hidden service"); });
  Tunnel tunnel(Tunnel::Kind::socks5, server.port());
  FetcherOptions options = local_options();
  options.allow_private = false;
  options.proxy = "socks5h://127.0.0.1:" + std::to_string(tunnel.port());
  FetchRig rig(options);
  const Response got = rig.get("http://exampleonion.onion/x");
  CAPTURE(got.failure_text);
  CHECK(got.body == "hidden service");
  CHECK(got.ip.empty());
  CHECK(tunnel.asked() == "exampleonion.onion:80");
  CHECK(server.requests().at(0).head == got.request_head);
  rig.fetcher.reset();
}

TEST_CASE("Proxy: https goes through a tunnel that leaves no trace in the record") {
  TlsFolder folder;
  auto server = tls_server(folder);
  Tunnel tunnel(Tunnel::Kind::connect, server.port());
  FetcherOptions options = trusting(folder);
  options.proxy = "http://127.0.0.1:" + std::to_string(tunnel.port());
  FetchRig rig(options);
  const Response got = rig.get("https://site.test/x");
  CAPTURE(got.failure_text);
  CHECK(got.body == "by TLS");
  CHECK(tunnel.asked() == "site.test:443");
  CHECK(got.request_head == server.requests().at(0).head);
  CHECK(got.response_head.find("Via") == std::string::npos);
  CHECK(got.bytes_wire == static_cast<std::int64_t>(got.response_head.size() + got.body.size()));
  CHECK(got.tls_cert_sha256 == folder.cert_sha256());
  rig.fetcher.reset();
}

TEST_CASE("Proxy: one that refuses is a failed connection") {
  LoopbackServer proxy([](const RequestSeen&) { return Reply::make(403, {}, "no"); });
  FetcherOptions options = local_options();
  options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  FetchRig rig(options);
  const Response got = rig.get("https://site.test/");
  CAPTURE(got.failure_text);
  CHECK(got.failure == Failure::connect);
  CHECK(got.status == 0);
  CHECK(got.request_head.empty());
}

}  // namespace spoor::fetch
