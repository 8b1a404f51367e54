#include "adapters/generic/walls.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace spoor;
using namespace spoor::adapters;
namespace fs = std::filesystem;

namespace {

std::optional<Wall> wall(const std::string& body, int status = 200,
                         std::vector<std::pair<std::string, std::string>> headers = {}) {
  headers.emplace_back("content-type", "text/html");
  const Page page{*Url::parse("https://a.example/x"), status, std::move(headers), body, {}};
  return recognise_wall(page);
}

std::string document(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" + body + "</body></html>";
}

}  // namespace

TEST_CASE("Walls: challenges and block pages", "[generic][walls]") {
  struct Row {
    const char* title;
    const char* body;
    Status status;
  };
  const Row rows[] = {
      {"Just a moment...", "<script>window._cf_chl_opt={}</script>", Status::blocked},
      {"Один момент…", "<noscript>Enable JavaScript and cookies to continue</noscript>", Status::blocked},
      {"x", "<div id=cf-error-details>Sorry, you have been blocked</div>", Status::blocked},
      {"example.org", "<script src='https://geo.captcha-delivery.com/captcha/'></script>", Status::blocked},
      {"Access to this page has been denied", "<div id=px-captcha></div>", Status::blocked},
      {"", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>Request unsuccessful. Incapsula incident ID: 1</iframe>",
       Status::blocked},
      {"Access Denied", "<h1>Access Denied</h1>You don't have permission to access \"x\" on this server. Reference #18",
       Status::blocked},
      {"DDOS-GUARD", "<p>Checking your browser before accessing a.example</p>", Status::blocked},
      {"Sucuri", "<p>Sucuri WebSite Firewall - Access Denied</p>", Status::blocked},
      {"", "<script>var arg1='ABC';document.cookie='acw_sc__v2='</script>", Status::blocked},
      {"百度安全验证", "<div></div>", Status::blocked},
      {"Ой!", "<form action='/showcaptcha?x'>Подтвердите, что запросы отправляли вы, а не робот</form>",
       Status::blocked},
      {"Making sure you&#39;re not a bot!", "<script src='/.within.website/x/cmd/anubis/static/main.mjs'></script>",
       Status::blocked},
      {"Verification", "<form>Prove that you are not a robot<div class=g-recaptcha></div></form>", Status::blocked},
      {"x", "<h1>Too Many Requests</h1>", Status::rate_limited},
      {"x", "<p>您的访问过于频繁，请稍后再试</p>", Status::rate_limited},
      {"x", "<p>This video is not available in your country.</p>", Status::geo_blocked},
      {"x", "<p>Материал недоступен в вашем регионе</p>", Status::geo_blocked},
  };
  for (const Row& row : rows) {
    CAPTURE(row.title, row.body);
    const auto found = wall(document(row.title, row.body));
    REQUIRE(found.has_value());
    CHECK(found->status == row.status);
    CHECK_FALSE(found->raw.empty());
  }
}

TEST_CASE("Walls: what the response head says", "[generic][walls]") {
  CHECK(wall("x", 403, {{"CF-Mitigated", "challenge"}})->status == Status::blocked);
  CHECK(wall("x", 429)->status == Status::rate_limited);
  CHECK(wall("x", 999)->status == Status::rate_limited);
  CHECK(wall("x", 451)->status == Status::geo_blocked);
  CHECK(wall("x", 401)->status == Status::login_required);
  CHECK(wall("x", 503, {{"Retry-After", "120"}})->status == Status::rate_limited);
  CHECK(wall("x", 202, {{"x-amzn-waf-action", "challenge"}})->status == Status::blocked);
  CHECK_FALSE(wall("x", 503).has_value());
  CHECK_FALSE(wall("x", 200, {{"x-datadome", "protected"}}).has_value());
  CHECK_FALSE(wall("x", 200, {{"server", "ddos-guard"}}).has_value());
}

TEST_CASE("Walls: ordinary pages that hold the same marks are none", "[generic][walls]") {
  const std::string prose = "<p>" + std::string(1600, 'a') + "</p>";
  CHECK_FALSE(
      wall(document("A story", prose + "<form id=commentform><div class=g-recaptcha></div></form>")).has_value());
  CHECK_FALSE(wall(document("Comments",
                            "<p>Short</p><form><textarea name=c></textarea><div class=h-captcha>verify</div></form>"))
                  .has_value());
  CHECK_FALSE(wall(document("A story",
                            "<p>Short story</p><script>(function(){var a=document.createElement('script');"
                            "a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js';})()</script>"))
                  .has_value());
  CHECK_FALSE(wall(document("How captchas work", prose)).has_value());
  CHECK_FALSE(wall(document("What to do about Too Many Requests", prose + "Too Many Requests")).has_value());
  CHECK_FALSE(
      wall(document("App", "<div id=root></div><script src='https://www.google.com/recaptcha/api.js'></script>"))
          .has_value());
  CHECK_FALSE(wall("").has_value());
}

// Pages of the corpus that are a login form and nothing else. SMF answers so for topics that are gone, too.
bool asks_to_log_in(const fs::path& page) {
  const std::string name = page.parent_path().filename() / page.filename();
  for (const char* known : {"smf/login_required.html", "smf/topic_deleted.html", "smf/topic_missing.html",
                            "phpbb/board_4_login.html", "phpbb/login_required.html", "phpbb/ucp_login.html"}) {
    if (name == known) return true;
  }
  return false;
}

TEST_CASE("Walls: pages to log in, by their words or their address", "[generic][walls]") {
  const std::string form = "<form method=post><input name=u><input type=\"password\" name=p></form>";
  const auto at = [](const char* url, const std::string& body) {
    return recognise_wall({*Url::parse(url), 200, {{"content-type", "text/html"}}, body, {}});
  };
  const std::string by_script = document("Douban", "<div id=account></div>");
  CHECK(wall(document("Log in to Example", form))->status == Status::login_required);
  CHECK(wall(document("登录 - 某论坛", form))->status == Status::login_required);
  CHECK(wall(document("Вход на сайт", form))->status == Status::login_required);
  CHECK(at("https://a.example/login?next=/p/1", document("Example", form + "Sign in"))->status ==
        Status::login_required);
  CHECK(at("https://accounts.example.com/passport/login?redir=x", by_script)->status == Status::login_required);
  CHECK_FALSE(at("https://a.example/passport/login", by_script).has_value());
  CHECK_FALSE(at("https://accounts.example.com/help", by_script).has_value());
  CHECK_FALSE(wall(document("A story", "<p>Short.</p>" + form)).has_value());
  const std::string story = "<p>" + std::string(800, 'a') + "</p>";
  CHECK_FALSE(wall(document("Вход в порт закрыт", story + form)).has_value());
  CHECK_FALSE(wall(document("Login trouble", "<article>Short.</article>" + form)).has_value());
  CHECK_FALSE(wall(document("Login trouble", "<p>No form.</p>")).has_value());
}

TEST_CASE("Walls: no good page of the corpus is one", "[generic][walls][corpus]") {
  const fs::path corpus = fs::path(SPOOR_SOURCE_DIR) / ".." / "shared" / "corpus";
  if (!fs::exists(corpus)) return;
  std::size_t pages = 0;
  for (const char* folder : {"rendered", "articles", "forums", "blogs", "metadata"}) {
    for (const auto& entry : fs::recursive_directory_iterator(corpus / folder)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".html") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string body(std::istreambuf_iterator<char>(in), {});
      ++pages;
      CAPTURE(entry.path().string());
      const auto found = wall(body);
      if (asks_to_log_in(entry.path())) {
        CHECK(found.value_or(Wall()).status == Status::login_required);
      } else {
        CHECK_FALSE(found.has_value());
      }
    }
  }
  CHECK(pages > 300);
}
