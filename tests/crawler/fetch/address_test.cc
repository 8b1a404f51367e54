// The address guard, resolve overrides, cancelling, and leaving with transfers in flight.
#include <catch2/catch.hpp>

#include "crawler/fetch/address_guard.h"
#include "tests/crawler/fetch/fetch_rig.h"
#include "tests/support/loopback_server.h"

namespace spoor::fetch {

using test::LoopbackServer;
using test::Reply;
using test::RequestSeen;
using Then = test::Reply::Then;

namespace {

FetcherOptions guarded() {
  FetcherOptions options = local_options();
  options.allow_private = false;
  return options;
}

std::string override_for(std::string_view host_port, std::uint16_t port) {
  return std::string(host_port) + ":127.0.0.1:" + std::to_string(port);
}

}  // namespace

TEST_CASE("Address guard: private targets are refused, by literal and by what a name resolves to") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("secret"); });
  const std::string port = std::to_string(server.port());
  FetchRig rig(guarded());
  for (const std::string& url :
       {"http://127.0.0.1:" + port + "/", "http://localhost:" + port + "/", "http://a.localhost:" + port + "/",
        "http://0x7f.1:" + port + "/", "http://2130706433:" + port + "/", "http://[::1]:" + port + "/",
        "http://[::ffff:127.0.0.1]:" + port + "/", std::string("http://169.254.169.254/"),
        std::string("http://10.1.2.3/"), std::string("http://192.168.0.1/"), std::string("http://[fe80::1]/"),
        std::string("http://[fd00::1]/"), std::string("http://0.0.0.0:") + port + "/"}) {
    CAPTURE(url);
    const Response got = rig.get(url);
    CHECK(got.failure == Failure::refused_address);
    CHECK(got.failure_text.find("private network") != std::string::npos);
    CHECK(got.status == 0);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("Address guard: names are judged by the address that they resolve to") {
  FetchRig rig(guarded());
  const Response got = rig.get("http://localhost:" + std::to_string(test::unused_port()) + "/");
  CHECK(got.failure == Failure::refused_address);
  CHECK((got.failure_text.starts_with("127.0.0.1 ") || got.failure_text.starts_with("::1 ")));
  FetchRig open;
  CHECK(open.get("http://localhost:" + std::to_string(test::unused_port()) + "/").failure == Failure::connect);
}

TEST_CASE("Address guard: behind a proxy names pass, private literals do not") {
  LoopbackServer proxy([](const RequestSeen&) { return Reply::html("via proxy"); });
  FetcherOptions options = guarded();
  options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  FetchRig rig(options);
  CHECK(rig.get("http://intranet.example/").body == "via proxy");
  CHECK(rig.get("http://169.254.169.254/").failure == Failure::refused_address);
  CHECK(rig.get("http://localhost/").failure == Failure::refused_address);
  CHECK(rig.get("http://LOCALHOST./").failure == Failure::refused_address);
  CHECK(rig.get("http://x.localhost/").failure == Failure::refused_address);
  CHECK(proxy.requests().size() == 1);
}

TEST_CASE("Resolve overrides: a host is found where the operator says, and only that host") {
  LoopbackServer server([](const RequestSeen& request) { return Reply::html(request.host()); });
  FetcherOptions options = guarded();
  options.resolve = {override_for("Site.Example:80", server.port()), override_for("site.example:8080", server.port())};
  FetchRig rig(options);
  const Response got = rig.get("http://site.example/");
  CHECK(got.body == "site.example");
  CHECK(got.ip == "127.0.0.1");
  CHECK(rig.get("http://site.example:8080/").body == "site.example:8080");
  CHECK(rig.get("http://127.0.0.1:" + std::to_string(server.port()) + "/").failure == Failure::refused_address);
  CHECK(server.requests().size() == 2);
}

TEST_CASE("Resolve overrides: an empty host and port stand for the whole web") {
  LoopbackServer server([](const RequestSeen& request) { return Reply::html(request.host()); });
  FetcherOptions options = guarded();
  options.resolve = {override_for(":", server.port())};
  FetchRig rig(options);
  for (const char* host : {"a.example", "b.example:81", "xn--e1afmkfd.example"}) {
    CHECK(rig.get("http://" + std::string(host) + "/").body == host);
  }
}

TEST_CASE("Resolve overrides: parts are read with brackets in mind") {
  const auto v6 = parse_resolve_override("[2001:db8::1]:443:[::1]:8443");
  REQUIRE(v6);
  CHECK(v6->host == "[2001:db8::1]");
  CHECK(v6->port == "443");
  CHECK(v6->target == "[::1]");
  CHECK(v6->target_port == "8443");
}

TEST_CASE("Resolve overrides: of those that fit the first counts, however many there are") {
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i) texts.push_back("h" + std::to_string(i) + ".example:80:127.0.0.1:1");
  for (const char* text : {"a.example:80:10.0.0.1:1", "a.example:80:10.0.0.2:1", "a.example::10.0.0.3:1",
                           ":81:10.0.0.4:1", "b.example:81:10.0.0.5:1", "::10.0.0.6:1", "c.example:80:10.0.0.7:1"})
    texts.emplace_back(text);
  const auto overrides = ResolveOverrides::parse(texts);
  REQUIRE(overrides);
  const auto target = [&](const char* url) { return overrides->find(Url::parse(url).value())->target; };
  CHECK(target("http://h19999.example/") == "127.0.0.1");
  CHECK(target("http://a.example/") == "10.0.0.1");
  CHECK(target("http://a.example:8080/") == "10.0.0.3");
  CHECK(target("http://a.example:81/") == "10.0.0.3");
  CHECK(target("http://b.example:81/") == "10.0.0.4");
  CHECK(target("http://c.example/") == "10.0.0.6");
  texts.emplace_back("no override");
  CHECK_FALSE(ResolveOverrides::parse(texts));
  CHECK(ResolveOverrides::parse({"a.example:80:10.0.0.1:1"})->find(Url::parse("http://b.example/").value()) == nullptr);
}

TEST_CASE("Cancel: a running transfer ends as cancelled, once, and never inside the call") {
  LoopbackServer server([](const RequestSeen&) { return Reply::raw("HTTP/1.1 200 OK\r\n\r\nhalf", Then::hang); });
  FetchRig rig;
  int calls = 0;
  Response got;
  const auto ticket = rig.fetcher->start(request_for(server.url("/")), [&](Response response) {
    ++calls;
    got = std::move(response);
  });
  rig.run_until([&] { return !server.requests().empty(); });
  rig.fetcher->cancel(ticket);
  rig.fetcher->cancel(ticket);
  rig.fetcher->cancel(ticket + 1);
  CHECK(calls == 0);
  rig.run_until([&] { return calls > 0; });
  rig.io.restart();
  rig.io.poll();
  CHECK(calls == 1);
  CHECK(got.failure == Failure::cancelled);
}

TEST_CASE("Cancel: one from inside another's done is fine") {
  LoopbackServer server([](const RequestSeen& request) {
    return request.path() == "/hang" ? Reply::raw("", Then::hang) : Reply::html("x");
  });
  FetchRig rig;
  bool cancelled = false;
  const auto hanging = rig.fetcher->start(
      request_for(server.url("/hang")), [&](Response response) { cancelled = response.failure == Failure::cancelled; });
  rig.fetcher->start(request_for(server.url("/x")), [&](Response) { rig.fetcher->cancel(hanging); });
  rig.run_until([&] { return cancelled; });
}

TEST_CASE("Cancel all: running and waiting transfers end, later ones work") {
  LoopbackServer server([](const RequestSeen& request) {
    return request.path() == "/hang" ? Reply::raw("", Then::hang) : Reply::html("x");
  });
  FetcherOptions options = local_options();
  options.max_connections = 2;
  FetchRig rig(options);
  int cancelled = 0;
  for (int i = 0; i < 5; ++i) {
    rig.fetcher->start(request_for(server.url("/hang")),
                       [&](Response response) { cancelled += response.failure == Failure::cancelled; });
  }
  rig.run_until([&] { return server.requests().size() == 2; });
  rig.fetcher->cancel_all();
  rig.run_until([&] { return cancelled == 5; });
  CHECK(server.connections() == 2);
  CHECK(rig.get(server.url("/x")).body == "x");
}

TEST_CASE("Fetcher: no more than max_connections at once, and everybody gets a turn in order") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetcherOptions options = local_options();
  options.max_connections = 3;
  FetchRig rig(options);
  std::size_t done = 0;
  for (int i = 0; i < 60; ++i) {
    rig.fetcher->start(request_for(server.url("/" + std::to_string(i))),
                       [&](Response response) { done += response.body == "x"; });
  }
  CHECK(done == 0);
  rig.run_until([&] { return done == 60; });
  CHECK(server.connections() == 3);
}

TEST_CASE("Fetcher: destroyed with transfers in flight, waiting and finished, it calls nobody") {
  LoopbackServer server([](const RequestSeen& request) {
    return request.path() == "/hang" ? Reply::raw("HTTP/1.1 200 OK\r\n\r\n", Then::hang) : Reply::html("x");
  });
  FetcherOptions options = local_options();
  options.max_connections = 3;
  FetchRig rig(options);
  int calls = 0;
  for (const char* path : {"/hang", "/hang", "/x", "/hang"}) {
    rig.fetcher->start(request_for(server.url(path)), [&](Response) { ++calls; });
  }
  rig.fetcher->start(request_for("http://name.invalid/"), [&](Response) { ++calls; });
  rig.run_until([&] { return calls == 1; });
  rig.fetcher->cancel(1);  // its done is queued when the fetcher goes
  rig.fetcher.reset();
  rig.io.restart();
  rig.io.run();
  CHECK(calls == 1);
}

TEST_CASE("Fetcher: destroyed from inside a done") {
  LoopbackServer server([](const RequestSeen&) { return Reply::html("x"); });
  FetchRig rig;
  bool called = false;
  rig.fetcher->start(request_for(server.url("/")), [&](Response) {
    rig.fetcher.reset();
    called = true;
  });
  rig.run_until([&] { return called; });
  rig.io.restart();
  rig.io.poll();
}

}  // namespace spoor::fetch
