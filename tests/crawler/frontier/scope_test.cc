#include "crawler/frontier/scope.h"

#include <catch2/catch.hpp>

namespace spoor::frontier {
namespace {

using adapters::Lead;
using adapters::LeadKind;
using adapters::Route;
using Subject = Route::Subject;

Route route(std::string canonical, Subject subject, std::map<std::string, std::string> ids = {},
            std::string adapter = "engine") {
  Route made;
  made.adapter = std::move(adapter);
  made.canonical = std::move(canonical);
  made.subject = subject;
  made.ids = std::move(ids);
  return made;
}

// A seed, the page on which leads are found, and the scope between them.
struct Setting {
  Scope scope;
  std::string seed;
  Route seed_route, via_route;
  std::string hop_path = "";

  Verdict ask(const std::string& target, LeadKind kind, Route lead_route = {}) const {
    if (lead_route.canonical.empty()) lead_route.canonical = target;
    if (lead_route.adapter.empty()) lead_route.adapter = "engine";
    return decide(scope, Url::parse(seed).value(), seed_route, via_route, {Url::parse(target).value(), kind, ""},
                  lead_route, hop_path);
  }
  std::string why(const std::string& target, LeadKind kind, Route lead_route = {}) const {
    return ask(target, kind, std::move(lead_route)).reason;
  }
};

Setting setting(ScopeKind kind, const std::string& seed, Subject subject, std::map<std::string, std::string> ids = {}) {
  Setting made;
  made.scope.kind = kind;
  made.seed = seed;
  made.seed_route = made.via_route = route(seed, subject, std::move(ids));
  return made;
}

}  // namespace

TEST_CASE("Scope: names go there and back", "[scope]") {
  for (const auto kind : {ScopeKind::page, ScopeKind::account, ScopeKind::thread, ScopeKind::prefix, ScopeKind::host,
                          ScopeKind::domain, ScopeKind::hops}) {
    CHECK(scope_kind_from(to_string(kind)) == kind);
  }
  CHECK_FALSE(scope_kind_from("everything"));
}

TEST_CASE("Scope: the default follows from what the seed is", "[scope]") {
  CHECK(default_scope(route("x", Subject::account), false).kind == ScopeKind::account);
  CHECK(default_scope(route("x", Subject::account), true).kind == ScopeKind::account);
  CHECK(default_scope(route("x", Subject::thread), false).kind == ScopeKind::thread);
  CHECK(default_scope(route("x", Subject::host), true).kind == ScopeKind::host);
  CHECK(default_scope(route("x", Subject::other), true).kind == ScopeKind::host);
  for (const auto subject : {Subject::other, Subject::post, Subject::listing, Subject::host, Subject::media}) {
    CHECK(default_scope(route("x", subject), false).kind == ScopeKind::page);
  }
  CHECK(default_scope(route("x", Subject::host), true).max_pages == 1000);
}

TEST_CASE("Scope: embeds are in wherever they lie, unless media are off", "[scope]") {
  for (const auto kind : {ScopeKind::page, ScopeKind::account, ScopeKind::thread, ScopeKind::prefix, ScopeKind::host,
                          ScopeKind::domain, ScopeKind::hops}) {
    Setting s = setting(kind, "https://a.example/x", Subject::other);
    for (const auto embed : {LeadKind::media, LeadKind::avatar, LeadKind::requisite}) {
      s.scope.media = true;
      const Verdict verdict = s.ask("https://cdn.example.net/1.jpg", embed);
      CHECK(verdict.in);
      CHECK(verdict.hop == 'E');
      s.scope.media = false;
      CHECK(s.why("https://cdn.example.net/1.jpg", embed) == "media are off");
    }
  }
}

TEST_CASE("Scope: Gravatar learns of an archive only when the operator wants it to", "[scope]") {
  Setting s = setting(ScopeKind::host, "https://blog.example/", Subject::host);
  for (const std::string picture : {"https://secure.gravatar.com/avatar/0f?s=60", "http://1.gravatar.com/avatar/0f",
                                    "https://gravatar.com/avatar/0f"}) {
    CHECK(s.why(picture, LeadKind::avatar) == "third party: gravatar.com");
    CHECK(s.why(picture, LeadKind::media) == "third party: gravatar.com");
  }
  CHECK(s.ask("https://notgravatar.com/1.jpg", LeadKind::avatar).in);
  s.scope.gravatar = true;
  CHECK(s.ask("https://secure.gravatar.com/avatar/0f?s=60", LeadKind::avatar).in);
}

TEST_CASE("Scope: hop letters and priorities", "[scope]") {
  Setting s = setting(ScopeKind::host, "https://a.example/", Subject::host);
  const auto [kind, hop, priority] = GENERATE(table<LeadKind, char, int>({
      {LeadKind::thread, 'L', 30},
      {LeadKind::post, 'L', 30},
      {LeadKind::next_page, 'L', 40},
      {LeadKind::feed, 'M', 45},
      {LeadKind::listing, 'L', 50},
      {LeadKind::account, 'L', 55},
      {LeadKind::media, 'E', 70},
      {LeadKind::avatar, 'E', 75},
      {LeadKind::requisite, 'E', 80},
      {LeadKind::alternate, 'I', 30},
  }));
  const Verdict verdict = s.ask("https://a.example/x", kind);
  CHECK(verdict.in);
  CHECK(verdict.hop == hop);
  CHECK(verdict.priority == priority);
}

TEST_CASE("Scope page: only other surfaces of the page", "[scope]") {
  Setting s = setting(ScopeKind::page, "https://a.example/x", Subject::post);
  CHECK(s.why("https://a.example/x.json", LeadKind::alternate) == "");
  CHECK(s.why("https://api.a.example/x", LeadKind::alternate) == "");
  CHECK(s.why("https://other.example.net/x", LeadKind::alternate, route("y", Subject::post, {}, "generic")) ==
        "other host");
  for (const auto kind : {LeadKind::next_page, LeadKind::thread, LeadKind::post, LeadKind::comments, LeadKind::account,
                          LeadKind::listing, LeadKind::feed, LeadKind::link}) {
    CHECK(s.why("https://a.example/y", kind) == "not part of the page");
  }
  s.hop_path = "III";
  CHECK(s.why("https://a.example/x.json", LeadKind::alternate) == "depth");
}

TEST_CASE("Scope account: a profile, its listings, its posts and their comments", "[scope]") {
  Setting s = setting(ScopeKind::account, "https://a.example/u/ann", Subject::account, {{"user", "Ann"}});
  CHECK(s.why("https://a.example/u/ann?page=2", LeadKind::next_page) == "");
  CHECK(s.why("https://a.example/u/ann/posts", LeadKind::listing) == "");
  CHECK(s.why("https://a.example/u/ann/feed", LeadKind::feed) == "");
  CHECK(s.why("https://a.example/p/1", LeadKind::post) == "");
  CHECK(s.why("https://a.example/u/ann/p/1", LeadKind::post, route("1", Subject::post, {{"user", "ann"}})) == "");
  CHECK(s.why("https://a.example/u/bob/p/1", LeadKind::post, route("1", Subject::post, {{"user", "bob"}})) ==
        "not of this account");
  CHECK(s.why("https://a.example/u/bob", LeadKind::account) == "not of this account");
  CHECK(s.why("https://a.example/about", LeadKind::link) == "not of this account");
  CHECK(s.why("https://b.example.net/p/1", LeadKind::post) == "other host");

  s.via_route = route("https://a.example/p/1", Subject::post, {{"post", "1"}});
  s.hop_path = "L";
  CHECK(s.why("https://a.example/p/1/comments", LeadKind::comments) == "");
  CHECK(s.why("https://a.example/p/1?page=2", LeadKind::next_page) == "");
  CHECK(s.why("https://a.example/p/2", LeadKind::post) == "not of this account");  // "related"
  CHECK(s.why("https://a.example/tags", LeadKind::listing) == "not of this account");
}

TEST_CASE("Scope account: one platform may use several hosts", "[scope]") {
  Setting s = setting(ScopeKind::account, "https://social.example/u/ann", Subject::account);
  s.via_route = route("https://public.api.example.net/feed?u=ann", Subject::listing);
  CHECK(s.why("https://public.api.example.net/feed?u=ann&c=2", LeadKind::next_page) == "");
  CHECK(s.why("https://public.api.example.net/thread?p=1", LeadKind::post) == "");
  CHECK(s.why("https://social.example/p/1", LeadKind::post) == "");
  CHECK(s.why("https://elsewhere.example.org/p/1", LeadKind::post) == "other host");
  CHECK(s.why("https://cdn-api.example.org/next", LeadKind::next_page) == "");  // claimed by the same adapter
  CHECK(s.why("https://cdn-api.example.org/next", LeadKind::next_page, route("n", Subject::other, {}, "generic")) ==
        "other host");
}

TEST_CASE("Scope thread: its pages and posts, not the board around it", "[scope]") {
  Setting s = setting(ScopeKind::thread, "https://a.example/t/5", Subject::thread, {{"topic", "5"}});
  CHECK(s.why("https://a.example/t/5?page=2", LeadKind::next_page,
              route("x", Subject::thread, {{"topic", "5"}, {"page", "2"}})) == "");
  CHECK(s.why("https://a.example/t/6", LeadKind::next_page, route("x", Subject::thread, {{"topic", "6"}})) ==
        "not of this thread");
  CHECK(s.why("https://a.example/p/77", LeadKind::post) == "");
  CHECK(s.why("https://a.example/t/5/api", LeadKind::alternate) == "");
  for (const auto kind : {LeadKind::thread, LeadKind::listing, LeadKind::account, LeadKind::feed, LeadKind::link}) {
    CHECK(s.why("https://a.example/other", kind) == "not of this thread");
  }
  CHECK(s.why("https://a.example/t/5", LeadKind::link) == "");  // itself
  CHECK(s.why("https://b.example.net/t/5", LeadKind::next_page, route("x", Subject::thread, {}, "generic")) ==
        "other host");
}

TEST_CASE("Scope prefix: the seed's folder", "[scope]") {
  Setting s = setting(ScopeKind::prefix, "https://a.example/blog/index.html", Subject::other);
  CHECK(s.why("https://a.example/blog/2026/x", LeadKind::link) == "");
  CHECK(s.why("http://www.a.example/blog/", LeadKind::link) == "");
  CHECK(s.why("https://a.example/shop/x", LeadKind::link) == "other path");
  CHECK(s.why("https://b.example/blog/x", LeadKind::link) == "other host");
}

TEST_CASE("Scope host and domain", "[scope]") {
  const auto [kind, target, reason] = GENERATE(table<ScopeKind, std::string, std::string>({
      {ScopeKind::host, "https://a.example.com/x", ""},
      {ScopeKind::host, "http://www.a.example.com/x", ""},
      {ScopeKind::host, "https://b.example.com/x", "other host"},
      {ScopeKind::host, "https://a.example.com:8443/x", "other host"},
      {ScopeKind::domain, "https://b.example.com/x", ""},
      {ScopeKind::domain, "https://example.com/x", ""},
      {ScopeKind::domain, "https://example.org/x", "other domain"},
  }));
  CAPTURE(target);
  Setting s = setting(kind, "https://a.example.com/", Subject::host);
  CHECK(s.why(target, LeadKind::link) == reason);
  s.hop_path = "LLL";
  CHECK(s.why(target, LeadKind::link) == reason);
  if (reason.empty()) {
    s.scope.depth = 3;
    CHECK(s.why(target, LeadKind::link) == "depth");
    s.hop_path = "RLLE";
    CHECK(s.why(target, LeadKind::link) == "");
  }
}

TEST_CASE("Scope host: a seed that moved takes its scope along", "[scope]") {
  Setting s = setting(ScopeKind::host, "https://name.old-host.example/", Subject::host);
  s.via_route = route("https://new-name.example.net/", Subject::host);
  s.hop_path = "R";
  CHECK(s.why("https://new-name.example.net/x", LeadKind::link) == "");
  s.hop_path = "RLL";
  CHECK(s.why("https://new-name.example.net/y", LeadKind::link) == "");
  CHECK(s.why("https://third.example.org/", LeadKind::link) == "other host");
  s.hop_path = "L";
  CHECK(s.why("https://new-name.example.net/x", LeadKind::link) == "other host");
}

TEST_CASE("Scope hops: any host, so many links far", "[scope]") {
  Setting s = setting(ScopeKind::hops, "https://a.example/", Subject::other);
  s.scope.depth = 2;
  for (const auto& [path, reason] : std::map<std::string, std::string>{
           {"", ""}, {"L", ""}, {"RL", ""}, {"LI", ""}, {"LL", "depth"}, {"LM", "depth"}}) {
    CAPTURE(path);
    s.hop_path = path;
    CHECK(s.why("https://anywhere.example.net/", LeadKind::link) == reason);
  }
  s.hop_path = "LL";
  CHECK(s.why("https://anywhere.example.net/api", LeadKind::alternate) == "");
}

TEST_CASE("Scope: crawl traps are out in every scope, other schemes too", "[scope]") {
  for (const auto kind : {ScopeKind::account, ScopeKind::thread, ScopeKind::host, ScopeKind::domain, ScopeKind::hops}) {
    Setting s = setting(kind, "https://a.example/", Subject::host);
    s.scope.depth = 5;
    CHECK(s.why("https://a.example/calendar/2031/", LeadKind::next_page) == "crawl trap: calendar");
    CHECK(s.why("mailto:a@b.example", LeadKind::link) == "scheme mailto");
  }
}

TEST_CASE("Scope: an engine's traps count by the adapter of the lead or of its page", "[scope]") {
  Setting s = setting(ScopeKind::host, "https://a.example/", Subject::host);
  const std::string post = "https://a.example/viewtopic.php?p=5";
  CHECK(s.why(post, LeadKind::post) == "");
  CHECK(s.why(post, LeadKind::post, route(post, Subject::post, {}, "phpbb")) == "crawl trap: second copy of a page");
  s.via_route.adapter = "phpbb";
  CHECK(s.why(post, LeadKind::post, route(post, Subject::post, {}, "generic")) == "crawl trap: second copy of a page");
  // The only link to a thread may carry display parameters.
  const std::string thread = "https://a.example/viewtopic.php?t=5&sk=t";
  CHECK(s.why(thread, LeadKind::thread, route(thread, Subject::thread, {}, "phpbb")) == "");
  CHECK(s.why(thread, LeadKind::link, route(thread, Subject::thread, {}, "phpbb")) ==
        "crawl trap: sorted or filtered copy");
}

}  // namespace spoor::frontier
