#include "adapters/site/pattern.h"

#include <catch2/catch.hpp>

#include "adapters/site/url_template.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {
std::string value(const char* pattern, const char* text) {
  Captures holes;
  return Pattern::compile(pattern).value().search(text, holes) ? holes["value"] : "(none)";
}
Url url(std::string_view text) { return Url::parse(text).value(); }
}  // namespace

TEST_CASE("Pattern: holes take what their kind allows", "[site]") {
  struct Row {
    const char *pattern, *text, *expected;
  };
  const Row rows[] = {
      {"edited {*} on {value}, edited", "Last edited by A on Sun Mar 01, 2026 7:27 pm, edited 1 time",
       "Sun Mar 01, 2026 7:27 pm"},
      {"edited {*} on {value}, edited", "Last edited by A on Sunday, edited 1 time", "Sunday"},
      {"edited {value:int} time", "on Sunday, edited 12 times in total", "12"},
      {"^p{value:int}$", "p27", "27"},
      {"^p{value:int}$", "xp27", "(none)"},
      {"^p{value:int}$", "p27x", "(none)"},
      {"{value:int}", "no digits", "(none)"},
      {"{value:num} posts", "1,234 posts", "1,234"},
      {"UTC{value?}$", "UTC", ""},
      {"a{{{value}}", "a{b}", "b"},
      {"uid={value:int}", "<a href=\"member.php?uid=6\">n</a>", "6"},
      {"{value:hex}", "xyz0aF", "0aF"},
      {"by {value}", "by somebody else", "somebody else"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern, row.text);
    CHECK(value(row.pattern, row.text) == row.expected);
  }
}

TEST_CASE("Pattern: mistakes are named", "[site]") {
  for (const char* bad : {"{", "{}", "{a b}", "{a:float}", "{:int}"}) {
    CAPTURE(bad);
    CHECK_FALSE(Pattern::compile(bad).has_value());
  }
}

TEST_CASE("Pattern: many holes on hostile text end soon", "[site]") {
  const Pattern pattern = Pattern::compile("{a}x{b}x{c}x{d}x{e}x{value}!").value();
  Captures holes;
  CHECK_FALSE(pattern.search(std::string(20'000, 'x'), holes));
  CHECK(holes.empty());
}

TEST_CASE("UrlTemplate: shapes claim the URLs they mean", "[site]") {
  struct Row {
    const char *shape, *base, *target;
    bool matches;
  };
  const Row rows[] = {
      {"/viewtopic.php?t={t:int}&start={s:int?}&!view", "", "https://a.example/viewtopic.php?f=2&t=5", true},
      {"/viewtopic.php?t={t:int}&start={s:int?}&!view", "", "https://a.example/viewtopic.php?t=5&start=10", true},
      {"/viewtopic.php?t={t:int}&start={s:int?}&!view", "", "https://a.example/viewtopic.php?t=5&view=print", false},
      {"/viewtopic.php?t={t:int}&start={s:int?}&!view", "", "https://a.example/viewtopic.php?t=five", false},
      {"/viewtopic.php?t={t:int}", "/forum", "https://a.example/forum/viewtopic.php?t=5", true},
      {"/viewtopic.php?t={t:int}", "/forum", "https://a.example/viewtopic.php?t=5", false},
      {"/viewtopic.php?t={t:int}", "/forum", "https://a.example/forumx/viewtopic.php?t=5", false},
      {"/thread-{t:int}-{page:int}-{*:int}.html", "", "https://a.example/thread-5-2-1.html", true},
      {"/thread-{t:int}-{page:int}-{*:int}.html", "", "https://a.example/thread-5-2.html", false},
      {"/", "", "https://a.example/", true},
      {"/", "", "https://a.example/x", false},
      {"/author/{name}/", "", "https://a.example/author/somebody", true},
      {"//{user:word}.example.com/{rest:path}", "", "https://me.example.com/a/b/c", true},
      {"//{user:word}.example.com/{rest:path}", "", "https://example.com/a", false},
      {"/member.php?action=profile&uid={u:int}", "", "https://a.example/member.php?action=login&uid=1", false},
      {"/index.php?topic={t:int}.{s:int}&!action", "", "https://a.example/index.php?topic=2.15;topicseen", false},
      {"/index.php?topic={t:int}.{s:int};!action", "", "https://a.example/index.php?topic=2.15;topicseen", true},
      {"/index.php?topic={t:int}.{s:int};!action", "", "https://a.example/index.php?x=1&topic=2.15", true},
      {"/index.php?topic={t:int}.{s:int};!action", "", "https://a.example/index.php?action=print;topic=2.0", false},
      {"/showthread.php?{t:int}-{*}&!p", "", "https://a.example/showthread.php?12-A-b&s=1", true},
      {"/showthread.php?{t:int}-{*}&!p", "", "https://a.example/showthread.php?12-A-b&p=3", false},
      {"/showthread.php?{t:int}-{*}&!p", "", "https://a.example/showthread.php?t=12", false},
      {"/index.php?threads/{*}.{t:int}/", "", "https://a.example/index.php?threads/a.b.12/", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.shape, row.target);
    Captures ids;
    CHECK(UrlTemplate::compile(row.shape).value().match(url(row.target), row.base, ids) == row.matches);
    CHECK(ids.empty() == (!row.matches || std::string(row.shape) == "/"));
  }
}

TEST_CASE("fill_url: empty parameters and defaults are left out, values are encoded", "[site]") {
  const char* shape = "/viewtopic.php?t={t}&start={s!0}#p{p}";
  CHECK(fill_url(shape, Captures{{"t", "5"}, {"s", "0"}}) == "/viewtopic.php?t=5");
  CHECK(fill_url(shape, Captures{{"t", "5"}, {"s", "20"}, {"p", "7"}}) == "/viewtopic.php?t=5&start=20#p7");
  CHECK(fill_url("/u/{name}", Captures{{"name", "a b/\xC3\xA9"}}) == "/u/a%20b/%C3%A9");
  CHECK(fill_url("/i.php?a=p;u={u};start={s}", Captures{{"u", "2"}, {"s", "15"}}) == "/i.php?a=p;u=2;start=15");
  CHECK(fill_url("/i.php?u={u};start={s}", Captures{{"s", "15"}}) == "/i.php?start=15");
  CHECK(fill_url("/i.php?t/{slug}.{t}/", Captures{{"slug", "a b"}, {"t", "1"}}) == "/i.php?t/a%20b.1/");
}

TEST_CASE("can_fill_path: a path needs all its values, a parameter none", "[site]") {
  const Captures first{{"t", "5"}, {"page", "1"}};
  const Captures second{{"t", "5"}, {"page", "2"}};
  CHECK_FALSE(can_fill_path("/t/{t}/page-{page!1}", first));
  CHECK(can_fill_path("/t/{t}/page-{page!1}", second));
  CHECK(can_fill_path("/t/{t}/?p={page!1}#x{none}", first));
  CHECK_FALSE(can_fill_path("/i.php?t/{t}/page-{page!1}", first));
}
