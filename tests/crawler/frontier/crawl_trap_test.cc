#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json.hpp>

#include "crawler/frontier/scope.h"
#include "crawler/frontier/trap_patterns.h"

namespace spoor::frontier {
namespace {

std::string trap(std::string_view target, std::string_view software = "", bool copies = true) {
  return crawl_trap(Url::parse("https://forum.example" + std::string(target)).value(), software, copies);
}

}  // namespace

TEST_CASE("Crawl traps: each engine's own, and only there", "[traps]") {
  const auto [software, target, name] = GENERATE(table<std::string, std::string, std::string>({
      {"phpbb", "/viewtopic.php?f=2&t=5&view=next", "jump to another page"},
      {"phpbb", "/viewtopic.php?p=27", "second copy of a page"},
      {"phpbb", "/board/viewtopic.php?t=5&hilit=word", "second copy of a page"},
      {"phpbb", "/viewforum.php?f=2&sk=t&sd=a", "sorted or filtered copy"},
      {"phpbb", "/memberlist.php?mode=team", "member list"},
      {"phpbb", "/search.php?search_id=active_topics", "search"},
      {"mediawiki", "/index.php?title=Ferry&action=history", "action"},
      {"mediawiki", "/index.php?title=Ferry&diff=3&oldid=2", "second copy of a page"},
      {"mediawiki", "/wiki/Special:RecentChanges", "service page"},
      {"dokuwiki", "/doku.php?id=ferry&do=revisions", "action"},
      {"dokuwiki", "/doku.php?id=ferry&rev=1795463009", "second copy of a page"},
      {"dokuwiki", "/lib/exe/detail.php?id=ferry", "service page"},
      {"public_inbox", "/list/m1@list.example/raw", "second copy of a page"},
      {"public_inbox", "/list/_/text/help/", "service page"},
      {"vbulletin", "/showthread.php?t=5&goto=newpost", "jump to another page"},
      {"vbulletin", "/showpost.php?p=9", "second copy of a page"},
      {"vbulletin", "/forumdisplay.php?f=2&sort=views&order=desc", "sorted or filtered copy"},
      {"vbulletin", "/forumdisplay.php?f=2&do=process", "action"},
      {"xenforo", "/threads/title/reply", "action"},
      {"xenforo", "/posts/456/", "second copy of a page"},
      {"xenforo", "/threads/title.123/latest", "jump to another page"},
      {"xenforo", "/whats-new/posts/", "search"},
      {"smf", "/index.php?topic=2.msg27", "second copy of a page"},
      {"smf", "/index.php?action=printpage;topic=2.0", "action"},
      {"smf", "/index.php?topic=2.0;all", "second copy of a page"},
      {"smf", "/index.php?topic=2.0;prev_next=next", "jump to another page"},
      {"mybb", "/showthread.php?tid=1&action=lastpost", "jump to another page"},
      {"mybb", "/showthread.php?tid=1&pid=26", "second copy of a page"},
      {"mybb", "/forumdisplay.php?fid=2&datecut=9999&sortby=subject", "sorted or filtered copy"},
      {"discuz", "/forum.php?mod=redirect&goto=findpost&ptid=1&pid=26", "jump to another page"},
      {"discuz", "/forum.php?mod=viewthread&tid=1&authorid=2", "sorted or filtered copy"},
      {"discuz", "/forum.php?mod=post&action=newthread&fid=2", "action"},
      {"discuz", "/home.php?mod=spacecp&ac=pm", "action"},
      {"invision", "/topic/5-title/?do=getNewComment", "action"},
      {"invision", "/discover/unread/", "search"},
      {"discourse", "/t/title/12/7", "second copy of a page"},
      {"discourse", "/u/name/preferences/account", "action"},
      {"nodebb", "/topic/2/title/14", "second copy of a page"},
      {"flarum", "/d/12-title/30", "second copy of a page"},
      {"vanilla", "/discussion/comment/77/#Comment_77", "jump to another page"},
      {"vanilla", "/entry/signin", "login or registration"},
      {"wordpress", "/forums/users/annlee/favorites/", "second copy of a page"},
      {"fluxbb", "/viewtopic.php?id=5&action=new", "jump to another page"},
      {"nairaland", "/newpost", "action"},
      {"hackernews", "/vote", "action"},
  }));
  CAPTURE(software, target);
  CHECK(trap(target, software) == name);
  if (name != "login or registration") CHECK(trap(target, "another").empty());
}

TEST_CASE("Crawl traps: some are traps on any site", "[traps]") {
  const auto [target, name] = GENERATE(table<std::string, std::string>({
      {"/wp-login.php?redirect_to=x", "login or registration"},
      {"/posting.php?mode=reply&t=5", "action"},
      {"/newreply.php?tid=1", "action"},
      {"/index.php?action=login", "login or registration"},
      {"/post?replytocom=17", "second copy of a page"},
      {"/forums/topic/x/?bbp_reply_to=5&_wpnonce=fba064beed", "action"},
      {"/2011/05/post.html?showComment=12", "second copy of a page"},
      {"/post/?share=twitter", "share button"},
      {"/calendar.php?month=5", "calendar"},
      {"/calendar/2031-05/", "calendar"},
      {"/events/2031-05/", "calendar"},
      {"/?tribe-bar-date=2031-05-01", "calendar"},
      {"/x/page/%d/", "template that was not filled in"},
      {"/a/%252525252525", "escaped again and again"},
      {"/a?x=1&amp;amp;amp;y=2", "escaped again and again"},
      {"/a/b/a/b/a/b", "repeated path segments"},
      {"/a/x/x/x", "repeated path segments"},
      {"/threads/12/reply", "action on a post"},
      {"/posts/edit/12", "action on a post"},
      {"/threads/title.12/report", "action on a post"},
      {"/t/12-title/vote/", "action on a post"},
      {"/misc.php?do=whoposted&t=5", "service page"},
  }));
  CAPTURE(target);
  CHECK(trap(target) == name);
  CHECK(trap(target, "phpbb") == name);
}

TEST_CASE("Crawl traps: pages of content are none", "[traps]") {
  const auto [software, target] = GENERATE(table<std::string, std::string>({
      {"", "/"},
      {"", "/watch?v=abc"},
      {"", "/report/2023/a-long-story"},
      {"", "/vote/what-we-know"},
      {"", "/2011/11/11/remembrance"},
      {"", "/2026/03/"},
      {"", "/page/3/"},
      {"", "/blog/how-to-edit"},
      {"", "/file/d/0ByeS4oOUV/edit"},
      {"", "/a/b/c/a/d"},
      {"phpbb", "/viewtopic.php?f=2&t=2&start=10"},
      {"phpbb", "/viewforum.php?f=3&start=20"},
      {"phpbb", "/memberlist.php?mode=viewprofile&u=48"},
      {"phpbb", "/search.php?author_id=48&sr=posts"},
      {"vbulletin", "/showthread.php?t=5&page=2"},
      {"vbulletin", "/member.php?u=5"},
      {"xenforo", "/threads/whats-new-in-town.123/page-2"},
      {"xenforo", "/members/name.5/"},
      {"smf", "/index.php?topic=2.15"},
      {"smf", "/index.php?board=2.20"},
      {"smf", "/index.php?action=profile;area=showposts;u=2"},
      {"mybb", "/showthread.php?tid=1&page=2"},
      {"mybb", "/forumdisplay.php?fid=3&page=2"},
      {"mybb", "/member.php?action=profile&uid=2"},
      {"mybb", "/search.php?action=finduser&uid=2"},
      {"discuz", "/forum.php?mod=viewthread&tid=1&page=3"},
      {"discuz", "/forum.php?mod=forumdisplay&fid=36&page=2"},
      {"discuz", "/home.php?mod=space&uid=99&do=profile"},
      {"discuz", "/thread-5-1-1.html"},
      {"invision", "/topic/5-title/?page=2"},
      {"discourse", "/t/session-notes/12"},
      {"discourse", "/t/title/12?page=2"},
      {"nodebb", "/topic/2/unread-mail?page=2"},
      {"nodebb", "/topic/2"},
      {"flarum", "/d/12-title"},
      {"vanilla", "/discussion/77/title/p2"},
      {"wordpress", "/2026/03/title/comment-page-2/"},
      {"nairaland", "/123/likes-and-dislikes"},
  }));
  CAPTURE(software, target);
  CHECK(trap(target, software) == "");
}

TEST_CASE("Crawl traps: copies can be let pass, actions never", "[traps]") {
  CHECK(trap("/forum.php?mod=viewthread&tid=1&extra=page%3D1", "discuz") == "second copy of a page");
  CHECK(trap("/forum.php?mod=viewthread&tid=1&extra=page%3D1", "discuz", false).empty());
  CHECK(trap("/forum.php?mod=post&extra=page%3D1", "discuz", false) == "action");
}

TEST_CASE("Crawl traps: absurd length and depth", "[traps]") {
  const std::string beginning = "https://forum.example/?q=";
  CHECK(crawl_trap(Url::parse(beginning + std::string(2'000 - beginning.size(), 'x')).value(), "").empty());
  CHECK(trap("/?q=" + std::string(2'000, 'x')) == "absurd length");
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "/" + std::to_string(i) + "x";
  CHECK(trap(deep).empty());
  CHECK(trap(deep + "/more") == "absurd depth");
}

TEST_CASE("Crawl traps: hostile URLs take little time", "[traps]") {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string piece : {"/", "/a", "1/", "&a=b", ";;", "%25", "/page", "-1"}) {
    std::string target = "/";
    while (target.size() < 1'900) target += piece;
    for (int i = 0; i < 20; ++i) (void)trap(target, "smf");
    for (int i = 0; i < 20; ++i) (void)trap("/?" + target, "smf");
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("Crawl traps: patterns are written as the reader expects them", "[traps]") {
  for (const TrapPattern& pattern : trap_patterns()) {
    CAPTURE(pattern.software, pattern.path, pattern.query);
    CHECK_FALSE((pattern.path.empty() && pattern.query.empty()));
    CHECK_FALSE(pattern.name.empty());
    if (!pattern.path.empty()) CHECK(pattern.path.substr(0, 2) == "*/");
    for (const char c : std::string(pattern.path) + std::string(pattern.query)) CHECK_FALSE((c >= 'A' && c <= 'Z'));
  }
}

TEST_CASE("Crawl traps: no page of the platforms' real URLs is one", "[traps][corpus]") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  std::ifstream file(corpus / "urlcases/yt-dlp-yt-dlp/cases.json");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const boost::json::value cases = boost::json::parse(text);
  int checked = 0;
  for (const auto& entry : cases.as_array()) {
    const auto url = Url::parse(std::string(entry.at("url").as_string()));
    if (!url || !url->is_http()) continue;
    CAPTURE(url->href());
    CHECK(crawl_trap(*url, "") == "");
    ++checked;
  }
  CHECK(checked > 700);
}

}  // namespace spoor::frontier
