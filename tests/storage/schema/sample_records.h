// Records with every field filled, and generated ones for property tests.
#pragma once

#include <random>

#include "storage/schema/json.h"
#include "storage/schema/records.h"

namespace spoor::samples {

inline Provenance prov(std::string capture = "0192f0c1-0000-7000-8000-000000000001") {
  Provenance p;
  p.capture_id = std::move(capture);
  p.warc_file = "SPOOR-20260301080000-00000-host.warc.gz";
  p.warc_offset = 1234;
  p.warc_length = 567;
  p.warc_record_id = "urn:uuid:0192f0c1-0000-7000-8000-0000000000aa";
  p.payload_sha256 = std::string(64, 'a');
  p.adapter = "phpbb";
  p.adapter_version = 3;
  p.surface = "topic";
  p.locator = "#p5";
  return p;
}

inline Post full_post() {
  Post p;
  p.platform = "forum.example.com:8080/board";
  p.software = "phpbb";
  p.space = "post";
  p.kind = PostKind::reply;
  p.native_id = "5";
  p.url = "https://forum.example.com:8080/board/viewtopic.php?p=5&sid=0123456789abcdef0123456789abcdef#p5";
  p.url_canonical = "https://forum.example.com:8080/board/viewtopic.php?p=5";
  p.author = {"42", "Anna", "Anna \xD0\xAF", "https://forum.example.com/u/42", "https://forum.example.com/a/42.png"};
  p.container = {"7", "News", "https://forum.example.com/f7"};
  p.published =
      StatedTime{*from_civil(2026, 3, 1, 8, 0, 0), 180, Precision::minute, "1 Mar 2026, 11:00", TimeSource::machine};
  p.edited =
      StatedTime{*from_civil(2026, 3, 1, 9, 0, 0, 123456), std::nullopt, Precision::second, "edited", TimeSource::text};
  p.edit_count = 2;
  p.title = "Re: \"quotes\"";
  p.text = "line 1\nline 2 \xF0\x9F\x98\x80";
  p.html = "<p>line 1<br>line 2</p>";
  p.text_truncated = true;
  p.lang = "ru";
  p.lang_source = "platform";
  p.media = {{"https://forum.example.com/i.jpg?x=1", "image", "image/jpeg", "alt", 640, 480, std::nullopt},
             {"https://forum.example.com/v.mp4", "video", "", "", std::nullopt, std::nullopt, 1500}};
  p.links = {{"/x", "https://sub.example.co.uk/x", "text", "nofollow"}};
  p.hashtags = {"Tag", "tag"};
  p.mentions = {{"bob", "9", "https://forum.example.com/u/9"}};
  p.reply_to = {"post", "4", "https://forum.example.com/p4", "bob"};
  p.repost_of = {"", "", "https://forum.example.com/p3", ""};
  p.quote_of = {"post", "2", "", ""};
  p.thread_id = "100";
  p.position = 0;
  p.counts.values = {{"likes", 3}, {"views", 1200}};
  p.counts.reactions = {{"wow", 1}};
  p.counts.raw = {{"views", "1.2K"}};
  p.counts.approx = {"views"};
  p.source_app = "web";
  p.geo = {"1.5", "-2.5", "Place", "XX", "raw"};
  p.sensitive = false;
  p.pinned = true;
  p.visibility = "public";
  p.status_raw = "ok";
  p.extra = {{"floor", "3"}};
  p.locator = "#p5";
  return p;
}

inline Account full_account() {
  Account a;
  a.platform = "x";
  a.software = "engine";
  a.native_id = "18446744073709551615";
  a.handle = "Anna_B";
  a.display_name = "Anna";
  a.url = "https://x.com/Anna_B";
  a.kind = "user";
  a.bio = "bio";
  a.website = "https://example.com";
  a.location_text = "somewhere";
  a.geo_label = "Based in X";
  a.bio_links = {"https://example.com/a"};
  a.roles = {"admin"};
  a.labels = {"automated"};
  a.avatar_url = "https://pbs.example.com/a_normal.jpg";
  a.banner_url = "https://pbs.example.com/b.jpg";
  a.created = StatedTime{*from_civil(2020, 1, 1), 0, Precision::day, "Jan 2020", TimeSource::text};
  a.verified = true;
  a.is_protected = false;
  a.counts.values = {{"followers", 10}};
  a.status = Status::suspended;
  a.status_raw = "Account suspended";
  a.extra = {{"k", "v"}};
  a.locator = "#p5";
  return a;
}

inline Thread full_thread() {
  Thread t;
  t.platform = "forum.example.com";
  t.software = "phpbb";
  t.native_id = "100";
  t.url = "https://forum.example.com/viewtopic.php?t=100";
  t.title = "Topic";
  t.container = {"7", "News", ""};
  t.counts.values = {{"replies", 10}};
  t.status = Status::private_;
  t.status_raw = "x";
  t.locator = "#p5";
  return t;
}

// A post of random fields, some of them broken on purpose.
inline Post random_post(std::mt19937& random) {
  auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto text = [&] {
    static const std::vector<std::string> parts = {"",
                                                   "a",
                                                   "b",
                                                   " ",
                                                   "\n",
                                                   "\xD0\xAF",
                                                   "\xFF",
                                                   "\xED\xA0\x80",
                                                   "\0x",
                                                   "#",
                                                   "@",
                                                   "\xF0\x9F\x98\x80",
                                                   "https://example.com/a?utm_source=1#f"};
    std::string out;
    for (int i = pick(3); i > 0; --i) out += parts[static_cast<std::size_t>(pick(static_cast<int>(parts.size())))];
    return out;
  };
  Post p;
  p.platform = text();
  p.kind = static_cast<PostKind>(pick(12));
  p.native_id = text();
  p.url = text();
  p.title = text();
  p.text = text();
  p.html = text();
  p.author = {text(), text(), text(), text(), text()};
  for (int i = pick(4); i > 0; --i) p.media.push_back({text(), text(), text(), text(), {}, {}, {}});
  for (int i = pick(4); i > 0; --i) p.links.push_back({text(), text(), text(), text()});
  for (int i = pick(4); i > 0; --i) p.hashtags.push_back(text());
  for (int i = pick(3); i > 0; --i) p.mentions.push_back({text(), text(), text()});
  p.reply_to = {text(), text(), text(), text()};
  p.repost_of = {text(), text(), text(), text()};
  p.quote_of = {text(), text(), text(), text()};
  if (pick(2) == 0)
    p.published =
        StatedTime{Timestamp{static_cast<std::int64_t>(random()) * 1'000'003 * pick(100'000)}, pick(4000) - 2000,
                   static_cast<Precision>(pick(8)), text(), static_cast<TimeSource>(pick(4))};
  p.counts.values[text()] = pick(100);
  p.counts.raw[text()] = text();
  p.extra[text()] = text();
  p.status = static_cast<Status>(pick(10));
  return p;
}

}  // namespace spoor::samples
