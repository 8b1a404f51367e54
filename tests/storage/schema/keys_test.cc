#include "storage/schema/keys.h"

#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/schema/normalise.h"
#include "tests/storage/schema/sample_records.h"

using namespace spoor;

TEST_CASE("Keys: of posts, accounts, threads and media", "[keys]") {
  Post p;
  p.platform = "vk";
  p.native_id = "-1_2";
  CHECK(post_key(p) == "p:vk:-1_2");
  p.space = "wall";
  CHECK(post_key(p) == "p:vk:wall/-1_2");
  CHECK(post_key("vk", PostRef{"wall", "-1_2", "", ""}) == post_key(p));
  p.platform = "\xD1\x84.example:81/b c";
  p.native_id = "a|b%";
  CHECK(post_key(p) == "p:%D1%84.example:81/b%20c:wall/a%7Cb%25");
  CHECK(post_key("x", PostRef{}) == "");

  Account a;
  a.platform = "x";
  a.handle = "@Anna_B";
  CHECK(account_key(a) == "a:x:@anna_b");
  CHECK(account_key("x", AuthorRef{"", "ANNA_B", "", "", ""}) == "a:x:@anna_b");
  a.native_id = "12";
  CHECK(account_key(a) == "a:x:12");
  CHECK(account_key("x", AuthorRef{"", "", "Anna", "", ""}) == "");
  CHECK(thread_key(samples::full_thread()) == "t:forum.example.com:100");
  CHECK(media_key_of_url("u") == "m:url:" + sha256_hex("u"));
  CHECK(media_key_of_bytes("ab") == "m:sha256:ab");
  CHECK(capture_key("id") == "c:id");
}

TEST_CASE("Keys: without an id the canonical URL is the id, and its fragment counts", "[keys]") {
  Post p;
  p.platform = "x";
  p.url = "https://example.com/a?utm_source=1#c5";
  std::string before = post_key(p);
  CHECK(before == "p:x:url:" + sha256_hex("https://example.com/a#c5"));
  normalise(p);
  CHECK(p.url_canonical == "https://example.com/a#c5");
  CHECK(post_key(p) == before);
  CHECK(post_key("x", PostRef{"", "", "https://example.com/a#c5", ""}) == before);
  p.native_id = "1";
  p.url_canonical.clear();
  normalise(p);
  CHECK(p.url_canonical == "https://example.com/a");
}

TEST_CASE("Revs: literal values that stored archives rely on", "[revs]") {
  CHECK(post_rev(samples::full_post()) == "0da8b001118f33f9d7e6e15b1427e393050793b54aaae5c58962e1e020429e3f");
  CHECK(account_rev(samples::full_account()) == "3238ba067bf20feca5f98522e2935dbaae74c70e050fc5410da594d1bc3859c8");
  CHECK(thread_rev(samples::full_thread()) == "14ea70122a0905cc9c20b0f47244ff19484c852ea8a9c5bdbb7421c19a46b087");
  Post p;
  p.native_id = "1";
  CHECK(post_rev(p) == sha256_hex(R"({"kind":"post","native_id":"1"})"));
}

TEST_CASE("Revs: the content makes them, all else does not", "[revs]") {
  const Post base = samples::full_post();
  auto changed = [&](void (*change)(Post&)) {
    Post p = base;
    change(p);
    CHECK(changed_fields(base, p).empty() == (post_rev(p) == post_rev(base)));
    return changed_fields(base, p);
  };
  using Names = std::vector<std::string>;
  CHECK(changed([](Post& p) { p.text += "."; }) == Names{"text"});
  CHECK(changed([](Post& p) { p.title.clear(); }) == Names{"title"});
  CHECK(changed([](Post& p) { p.hashtags.clear(), p.media.clear(); }) == Names{"hashtags", "media"});
  CHECK(changed([](Post& p) { p.author.native_id = "43"; }) == Names{"author"});
  CHECK(changed([](Post& p) { p.links[0].url_raw = "/y"; }) == Names{"links"});
  CHECK(changed([](Post& p) { p.published->utc.us += 1'000'000; }) == Names{"published_at"});
  CHECK(changed([](Post& p) { p.edited.reset(); }) == Names{"edited_at"});
  CHECK(changed([](Post& p) { p.reply_to = {}; }) == Names{"reply_to"});
  for (auto change : {+[](Post& p) { p.html = "x"; }, +[](Post& p) { p.counts = {}; },
                      +[](Post& p) { p.status = Status::unknown; }, +[](Post& p) { p.author.display_name = "x"; },
                      +[](Post& p) { p.author.handle = "other"; }, +[](Post& p) { p.author.avatar_url = "x"; },
                      +[](Post& p) { p.media[0].url = "http://forum.example.com/i-300x200.jpg?x=2"; },
                      +[](Post& p) { p.links[0].url = "x"; }, +[](Post& p) { p.published->raw = "x"; },
                      +[](Post& p) { p.locator = "x"; }, +[](Post& p) { p.container = {}; }})
    CHECK(changed(change).empty());
  Post day = base, other_day = base;
  day.published->precision = other_day.published->precision = Precision::day;
  other_day.published->utc.us += 1;
  CHECK(post_rev(day) == post_rev(other_day));
}

TEST_CASE("Media identity: sizes, signatures and shards do not count", "[revs]") {
  struct Case {
    const char* url;
    const char* identity;
  };
  for (const Case& c : {
           Case{"https://example.com/a/photo-300x200.jpg?w=5#x", "example.com/a/photo.jpg"},
           Case{"http://example.com:81/a/photo.jpg", "example.com:81/a/photo.jpg"},
           Case{"https://i.pinimg.com/236x/ab/cd.jpg", "pinimg.com/ab/cd.jpg"},
           Case{"https://1.bp.blogspot.com/-x/AAA/s1600/a.jpg", "bp.blogspot.com/-x/AAA/a.jpg"},
           Case{"https://1.bp.blogspot.com/-x/AAA/w640-h480-p/a.jpg", "bp.blogspot.com/-x/AAA/a.jpg"},
           Case{"https://lh3.googleusercontent.com/abc=s88-c-k", "googleusercontent.com/abc"},
           Case{"https://pbs.twimg.com/media/Abc.jpg:large", "pbs.twimg.com/media/Abc.jpg"},
           Case{"https://scontent-ams2-1.xx.fbcdn.net/v/t1/1_n.jpg?oh=1", "fbcdn.net/v/t1/1_n.jpg"},
           Case{"data:image/png;base64,AA", "data:image/png;base64,AA"},
           Case{"/relative.jpg?x", "/relative.jpg"},
           Case{"", ""},
           Case{"https://example.com/2020x/s1/-5x5.png", "example.com/s1/-5x5.png"},
       }) {
    CAPTURE(c.url);
    CHECK(media_identity(c.url) == c.identity);
  }
}

TEST_CASE("Normalise: drops what says nothing and keeps the text as it is", "[normalise]") {
  Post p;
  p.platform = "x";
  p.native_id = "1";
  p.text = "  a\r\n\xCC\x81 ";
  p.title = "bad \xFF byte";
  p.links = {{"", "", "text", ""}, {"", "https://a/", "", ""}, {"/b", "https://a/b", "", ""}};
  p.media = {{"", "image", "", "", {}, {}, {}}, {"u", "image", "", "", {}, {}, {}}, {"u", "video", "", "", {}, {}, {}}};
  p.hashtags = {"a", "A", "", "a"};
  p.mentions = {{"", "", ""}, {"b", "", ""}};
  p.reply_to.native_id = "0";
  normalise(p);
  CHECK(p.text == "  a\r\n\xCC\x81 ");
  CHECK(p.title == "bad \xEF\xBF\xBD byte");
  CHECK(p.links.size() == 2);
  CHECK(p.links[0].url_raw == "https://a/");
  CHECK(p.media.size() == 1);
  CHECK(p.hashtags == std::vector<std::string>{"a", "A"});
  CHECK(p.mentions.size() == 1);
  CHECK(p.kind == PostKind::reply);
}
