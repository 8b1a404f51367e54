// Pages that real software rendered from made-up data: every expectation of the corpus' manifests.
#include <filesystem>
#include <functional>
#include <map>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "adapters/kit/text.h"
#include "adapters/registry.h"
#include "tests/support/rendered_site.h"

using namespace spoor;
using namespace spoor::adapters;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

const std::string kRendered = std::string(SPOOR_SOURCE_DIR) + "/../shared/corpus/rendered/";

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

// One page of a manifest, read.
struct Seen {
  std::string software;
  const test::RenderedPage& page;
  Interpretation read;
  const std::map<std::string, std::int64_t>& ranks;
};

Timestamp captured_at(const test::RenderedSite& site, const json::object& expect) {
  if (const json::value* at = expect.if_contains("fetched_at")) return parse_rfc3339(text(*at)).value();
  return parse_rfc3339(site.rendered_on() + "T12:00:00Z").value();
}

Interpretation read_page(const Registry& registry, const test::RenderedPage& rendered, Timestamp at, const Site& site) {
  Page page;
  page.url = Url::parse(rendered.url).value();
  page.status = rendered.status;
  page.headers = rendered.headers;
  page.body = rendered.body;
  page.captured_at = at;
  return registry.interpret(page, site);
}

template <class Record>
const Record* with_id(const std::vector<Record>& records, const std::string& id) {
  for (const Record& record : records) {
    if (record.native_id == id) return &record;
  }
  return nullptr;
}

const Post* post_with_id(const Seen& seen, const std::string& id, std::string_view space) {
  for (const Post& post : seen.read.parsed.posts) {
    if (post.native_id == id && post.space == space) return &post;
  }
  return nullptr;
}

bool has_lead(const Seen& seen, LeadKind kind) {
  for (const Lead& lead : seen.read.parsed.leads) {
    if (lead.kind == kind) return true;
  }
  return false;
}

std::size_t leads_of(const Seen& seen, LeadKind kind) {
  std::size_t count = 0;
  for (const Lead& lead : seen.read.parsed.leads) count += lead.kind == kind ? 1 : 0;
  return count;
}

void check_time(const std::optional<StatedTime>& got, const json::value& expected, std::int64_t tolerance_s = 0) {
  const Timestamp wanted = parse_rfc3339(text(expected)).value();
  REQUIRE(got);
  CAPTURE(got->raw);
  if (got->precision == Precision::day) {  // a profile that shows the day only
    CHECK(to_rfc3339_s(got->utc).substr(0, 10) == to_rfc3339_s(wanted).substr(0, 10));
    return;
  }
  CHECK(std::abs(got->utc.seconds() - wanted.seconds()) <= tolerance_s);
}

void check_author(const AuthorRef& author, const json::value& expected) {
  if (expected.is_string()) {
    CHECK(author.handle == text(expected));
    return;
  }
  for (const auto& [key, value] : expected.as_object()) {
    CAPTURE(std::string(key));
    if (key == "handle") {
      CHECK(author.handle == text(value));
    } else if (key == "native_id") {
      if (!author.native_id.empty()) CHECK(author.native_id == text(value));  // WordPress pages show the login only
    } else if (key == "display_name") {
      CHECK(author.display_name == text(value));
    } else {
      FAIL("unknown expectation");
    }
  }
}

void check_media(const Post& post, const json::value& expected) {
  for (const json::value& item : expected.as_array()) {
    const std::string url = text(item.at("url"));
    CAPTURE(url);
    const MediaRef* found = nullptr;
    for (const MediaRef& media : post.media) {
      if (media.url == url) found = &media;
    }
    REQUIRE(found != nullptr);
    CHECK(found->type == "image");
    if (const json::value* alt = item.as_object().if_contains("alt")) CHECK(found->alt == text(*alt));
    if (const json::value* width = item.as_object().if_contains("width")) CHECK(found->width == width->as_int64());
    if (const json::value* height = item.as_object().if_contains("height")) CHECK(found->height == height->as_int64());
  }
}

void check_links(const Post& post, const json::value& expected) {
  for (const json::value& item : expected.as_array()) {
    const std::string url = text(item);
    CAPTURE(url);
    bool found = false;
    for (const LinkRef& link : post.links) found = found || link.url == url;
    CHECK(found);
  }
}

// SMF itself writes U+FFFD for the joiner inside an emoji.
std::string as_shown(const Seen& seen, std::string words) {
  const std::string joiner = "\u200D";
  if (seen.software != "smf") return words;
  for (std::size_t at = words.find(joiner); at != std::string::npos; at = words.find(joiner)) {
    words.replace(at, joiner.size(), "\uFFFD");
  }
  return words;
}

void check_post(const Seen& seen, const Post& post, const json::object& expected) {
  // Discuz shows a notice in the place of a banned author's text.
  const bool hidden = expected.contains("author_note");
  if (hidden) {
    CHECK(post.status == Status::suspended);
    CHECK(post.text.empty());
  }
  for (const auto& [key, value] : expected) {
    CAPTURE(std::string(key));
    if (key == "kind") {
      CHECK(to_string(post.kind) == text(value));
    } else if (key == "native_id") {
      CHECK(post.native_id == text(value));
    } else if (key == "thread_id") {
      CHECK(post.thread_id == text(value));
    } else if (key == "author") {
      check_author(post.author, value);
    } else if (key == "published_at") {
      check_time(post.published, value, expected.contains("age_s") ? 5 : 0);
    } else if (key == "edited_at") {
      const bool shown =
          seen.read.route.kind != "post" && seen.read.route.kind != "comment_page";  // WordPress' theme shows none
      if (shown || seen.software != "wordpress") check_time(post.edited, value);
    } else if (key == "edited_by") {
      CHECK(post.extra.at("edited_by") == text(value));
    } else if (key == "edit_reason") {
      CHECK(post.extra.at("edit_reason") == text(value));
    } else if (key == "text_contains") {
      if (!hidden) CHECK(post.text.find(as_shown(seen, text(value))) != std::string::npos);
    } else if (key == "quote_of") {
      CHECK(post.quote_of.native_id == text(value));
      CHECK(post.text.find("Reply number 2") == std::string::npos);  // the quoted words are not this post's
    } else if (key == "media") {
      if (!hidden) check_media(post, value);
    } else if (key == "links") {
      check_links(post, value);
    } else if (key == "position" || key == "floor") {
      // The seed's running number; the pages number the posts that still exist.
      const auto rank = seen.ranks.find(text(expected.at("thread_id")) + "/" + text(expected.at("native_id")));
      REQUIRE(rank != seen.ranks.end());
      CHECK(post.position == rank->second);
    } else if (key == "status") {
      CHECK((text(value) == "deleted" || text(value) == "content shielded by a moderator (text not shown)"));
      CHECK(post.status == Status::deleted);
      CHECK(post.text.empty());
    } else if (key == "url") {
      CHECK(post.url == text(value));
    } else if (key == "title") {
      CHECK(post.title == text(value));
    } else if (key == "tags") {
      for (const json::value& tag : value.as_array()) {
        CHECK(std::count(post.hashtags.begin(), post.hashtags.end(), text(tag)) == 1);
      }
    } else if (key == "visible_comments") {
      if (post.counts.values.contains("comments")) CHECK(post.counts.values.at("comments") == value.as_int64());
    } else if (key == "index") {
      CHECK(post.position == value.as_int64());
    } else if (key == "reply_to") {
      CHECK(post.reply_to.native_id == text(value));
    } else if (key == "counts") {
      CHECK(post.counts.values.at("score") == value.at("votes").as_int64());
    } else if (key == "note") {
      // "has a part hidden for guests"; NodeBB: "stays as an entry with deleted=true and no text for guests"
      CHECK((post.text_truncated || post.status == Status::deleted));
    } else if (key != "n" && key != "age_s" && key != "author_note" && key != "published_local" &&
               key != "categories") {
      FAIL("unknown expectation");
    }
  }
}

void check_posts(const Seen& seen, const json::value& expected) {
  if (expected.is_int64()) {  // a listing shows so many
    CHECK(seen.read.parsed.posts.size() == static_cast<std::size_t>(expected.as_int64()));
    return;
  }
  const json::array& posts = expected.as_array();
  REQUIRE(seen.read.parsed.posts.size() == posts.size());
  for (std::size_t i = 0; i < posts.size(); ++i) {
    const json::object& wanted = posts[i].as_object();
    CAPTURE(text(wanted.at("native_id")));
    check_post(seen, seen.read.parsed.posts[i], wanted);
  }
}

void check_thread(const Seen& seen, const json::value& expected) {
  REQUIRE(seen.read.parsed.threads.size() == 1);
  const Thread& thread = seen.read.parsed.threads[0];
  for (const auto& [key, value] : expected.as_object()) {
    CAPTURE(std::string(key));
    if (key == "native_id") {
      CHECK(thread.native_id == text(value));
    } else if (key == "title") {
      CHECK(thread.title == text(value));
    } else if (key == "replies") {
      if (thread.counts.values.contains("replies")) CHECK(thread.counts.values.at("replies") == value.as_int64());
    } else if (key == "views") {  // counts on with every page rendered
      if (thread.counts.values.contains("views")) CHECK(thread.counts.values.at("views") >= value.as_int64());
    } else if (key == "posts_per_page") {
      const bool last = !has_lead(seen, LeadKind::next_page);
      CHECK((last || seen.read.parsed.posts.size() == static_cast<std::size_t>(value.as_int64())));
    } else if (key == "starts" || key == "page_starts") {
      const auto start = seen.read.route.ids.find("start");
      const bool last =
          start != seen.read.route.ids.end() && start->second == std::to_string(value.as_array().back().as_int64());
      CHECK(has_lead(seen, LeadKind::next_page) == !last);
    } else if (key == "postcount") {
      CHECK(thread.counts.values.at("posts") == value.as_int64());
    } else if (key == "last_page" || key == "pages") {
      const auto page = seen.read.route.ids.find("page");
      const bool last = page != seen.read.route.ids.end() && page->second == std::to_string(value.as_int64());
      CHECK(has_lead(seen, LeadKind::next_page) == !last);
    } else if (key == "author") {
      REQUIRE(!seen.read.parsed.posts.empty());
      CHECK(seen.read.parsed.posts[0].author.handle == text(value));
    } else if (key == "published_at") {
      REQUIRE(!seen.read.parsed.posts.empty());
      check_time(seen.read.parsed.posts[0].published, value);
    } else {
      FAIL("unknown expectation");
    }
  }
}

void check_profile(const Seen& seen, const json::value& expected) {
  REQUIRE(seen.read.parsed.accounts.size() == 1);
  const Account& account = seen.read.parsed.accounts[0];
  for (const auto& [key, value] : expected.as_object()) {
    CAPTURE(std::string(key));
    if (key == "native_id") {
      CHECK(account.native_id == text(value));
    } else if (key == "handle") {
      CHECK(account.handle == text(value));
    } else if (key == "display_name") {
      CHECK(account.display_name == text(value));
    } else if (key == "bio") {
      CHECK(account.bio == text(value));
    } else if (key == "created_at") {
      check_time(account.created, value);
    } else {
      FAIL("unknown expectation");
    }
  }
}

void check_status(const Seen& seen, const json::value& expected) {
  if (seen.software == "ghost" && text(expected) == "login_required") {  // the first part is public
    CHECK(seen.read.parsed.status == Status::login_required);
    REQUIRE(seen.read.parsed.posts.size() == 1);
    CHECK(seen.read.parsed.posts[0].text == "first part");
    CHECK(seen.read.parsed.posts[0].text_truncated);
    return;
  }
  if (const json::value* note = seen.page.expect.if_contains("note");
      note != nullptr && text(*note) == "phpBB shows no ban mark to guests") {
    CHECK(seen.read.parsed.accounts.size() == 1);
    return;
  }
  // To guests NodeBB says of a deleted topic what it says of a closed category: log in.
  const bool hidden = seen.software == "nodebb" && seen.page.file.starts_with("topic_deleted");
  const bool hidden_api = seen.page.file == "api_topic_deleted.json";
  const std::string shown = hidden ? "unknown" : hidden_api ? "login_required" : text(expected);
  CHECK(to_string(seen.read.parsed.status) == shown);
  if (text(expected) != "suspended") CHECK(seen.read.parsed.posts.empty());
}

void check_topic_rows(const Seen& seen, const json::value& expected) {
  for (const json::value& row : expected.as_array()) {
    const Thread* thread = with_id(seen.read.parsed.threads, text(row.at("native_id")));
    CAPTURE(text(row.at("native_id")));
    REQUIRE(thread != nullptr);
    CHECK(thread->title == text(row.at("title")));
    if (const json::value* replies = row.as_object().if_contains("replies")) {
      CHECK(thread->counts.values.at("replies") == replies->as_int64());
    }
    if (const json::value* views = row.as_object().if_contains("views")) {
      CHECK(thread->counts.values.at("views") >= views->as_int64());
    }
  }
}

std::size_t size_of(const json::value& value) { return static_cast<std::size_t>(value.as_int64()); }

using Check = std::function<void(const Seen&, const json::value&)>;

std::size_t comments_in(const Seen& seen) {
  std::size_t count = 0;
  for (const Post& post : seen.read.parsed.posts) count += post.space == "comment" ? 1 : 0;
  return count;
}

void check_rest_comments(const Seen& seen, const json::value& expected) {
  for (const json::value& item : expected.as_array()) {
    const json::object& wanted = item.as_object();
    CAPTURE(text(wanted.at("native_id")));
    const Post* post = post_with_id(seen, text(wanted.at("native_id")), "comment");
    REQUIRE(post != nullptr);
    const std::string author = text(wanted.at("author"));
    CHECK((post->author.handle == author || post->author.display_name == author || !wanted.at("guest").as_bool()));
    check_time(post->published, wanted.at("published_at"));
    CHECK(squeeze(post->text).find(squeeze(text(wanted.at("text"))).substr(0, 60)) != std::string::npos);
    CHECK(post->reply_to.native_id == (wanted.at("reply_to").is_null() ? "5" : text(wanted.at("reply_to"))));
  }
}

std::map<std::string, Check> checks() {
  auto ignored = [](const Seen&, const json::value&) {};
  auto thread_present = [](const Seen& seen, const json::value& id) {
    CHECK(with_id(seen.read.parsed.threads, text(id)) != nullptr);
  };
  auto post_present = [](const Seen& seen, const json::value& id) {
    CHECK(with_id(seen.read.parsed.posts, text(id)) != nullptr);
  };
  auto redirect = [](const Seen& seen, const json::value&) {
    CHECK(seen.read.parsed.posts.empty());
    CHECK(seen.read.parsed.status == Status::unknown);
  };
  auto boards = [](const Seen& seen, const json::value& names) {
    CHECK(leads_of(seen, LeadKind::listing) >= names.as_array().size());
  };
  auto has_posts = [](const Seen& seen, const json::value&) { CHECK(!seen.read.parsed.posts.empty()); };
  auto rows = [](const Seen& seen, const json::value& count) {
    CHECK(seen.read.parsed.threads.size() == size_of(count));
  };
  auto posts = [](const Seen& seen, const json::value& count) {
    CHECK(seen.read.parsed.posts.size() == size_of(count));
  };
  std::map<std::string, Check> all = {
      {"thread", check_thread},
      {"posts", check_posts},
      {"profile", check_profile},
      {"status_in_schema", check_status},
      {"topics", check_topic_rows},
      {"topics_on_page", rows},
      {"topics_total",
       [](const Seen& seen, const json::value& total) {
         CHECK(has_lead(seen, LeadKind::next_page) == (seen.read.parsed.threads.size() < size_of(total)));
       }},
      {"sticky_locked", thread_present},
      {"pinned_locked", thread_present},
      {"zh", thread_present},
      {"sticky",
       [=](const Seen& seen, const json::value& value) {
         value.is_bool() ? has_posts(seen, value) : thread_present(seen, value);
       }},
      {"absent",
       [](const Seen& seen, const json::value& ids) {
         for (const json::value& id : ids.as_array()) CHECK(with_id(seen.read.parsed.threads, text(id)) == nullptr);
       }},
      {"holds", post_present},
      {"posts_contains", post_present},
      {"locked", has_posts},
      {"closed", has_posts},
      {"boards", boards},
      {"forums", boards},
      {"members",
       [](const Seen& seen, const json::value& n) { CHECK(seen.read.parsed.accounts.size() == size_of(n)); }},
      {"members_at_least",
       [](const Seen& seen, const json::value& n) { CHECK(seen.read.parsed.accounts.size() >= size_of(n)); }},
      {"redirect", redirect},
      {"redirect_to", redirect},
      {"items", posts},
      {"entries", posts},
      {"posts_on_page", posts},
      {"note", ignored},
      {"topics_note", ignored},
      {"comments_note", ignored},
      {"fetched_at", ignored},
  };
  all["titles"] = [](const Seen& seen, const json::value& titles) {
    REQUIRE(seen.read.parsed.posts.size() == titles.as_array().size());
    for (std::size_t i = 0; i < titles.as_array().size(); ++i)
      CHECK(seen.read.parsed.posts[i].title == text(titles.as_array()[i]));
  };
  all["newest_title"] = [](const Seen& seen, const json::value& title) {
    CHECK(seen.read.parsed.posts.at(0).title == text(title));
  };
  all["pagination_next"] = [](const Seen& seen, const json::value& url) {
    bool found = false;
    for (const Lead& lead : seen.read.parsed.leads)
      found = found || (lead.kind == LeadKind::next_page && lead.url.href() == text(url));
    CHECK(found);
  };
  all["status"] = [](const Seen& seen, const json::value&) {
    CHECK(seen.read.parsed.status != Status::live);
    CHECK(seen.read.parsed.posts.empty());
  };
  all["code"] = [](const Seen& seen, const json::value& code) {
    CHECK(seen.read.parsed.status_raw.find(text(code)) != std::string::npos);
  };
  all["title"] = [](const Seen& seen, const json::value& title) {
    REQUIRE(seen.read.parsed.posts.size() == 1);
    CHECK(seen.read.parsed.posts[0].title == text(title));
  };
  all["published_at"] = [](const Seen& seen, const json::value& time) {
    REQUIRE(seen.read.parsed.posts.size() == 1);
    check_time(seen.read.parsed.posts[0].published, time);
  };
  all["post"] = [](const Seen& seen, const json::value& wanted) {
    if (seen.software == "ghost" || seen.software == "hexo") {  // one post a page, of an id space of its own or of none
      REQUIRE(seen.read.parsed.posts.size() == 1);
      check_post(seen, seen.read.parsed.posts[0], wanted.as_object());
      return;
    }
    const Post* post = post_with_id(seen, text(wanted.at("native_id")), "post");
    REQUIRE(post != nullptr);
    check_post(seen, *post, wanted.as_object());
  };
  all["comments_on_page"] = [](const Seen& seen, const json::value& n) { CHECK(comments_in(seen) == size_of(n)); };
  all["comments"] = check_rest_comments;
  all["x_wp_total"] = ignored;
  all["x_wp_totalpages"] = [](const Seen& seen, const json::value& pages) {
    CHECK(has_lead(seen, LeadKind::next_page) == (pages.as_int64() > 1));
  };
  for (const char* file : {"alt", "width", "height", "urls", "sitemap"})
    all[file] = ignored;  // media and sitemaps hold no posts
  return all;
}

void check_software(const std::string& software) {
  const Registry registry = Registry::built_in();
  const test::RenderedSite rendered(kRendered, software);
  const std::map<std::string, Check> all = checks();
  Site site;
  for (const test::RenderedPage& page : rendered.pages()) {
    if (!page.file.starts_with("index") || !site.software.empty()) continue;
    site = read_page(registry, page, captured_at(rendered, {}), {}).site;
  }
  REQUIRE(site.software == software);
  for (const test::RenderedPage& page : rendered.pages()) {
    CAPTURE(software, page.file);
    const Seen seen{software, page, read_page(registry, page, captured_at(rendered, page.expect), site),
                    rendered.ranks()};
    for (const auto& [key, expected] : page.expect) {
      CAPTURE(std::string(key));
      const auto check = all.find(key);
      if (check == all.end()) {
        FAIL_CHECK("unknown expectation");
      } else {
        check->second(seen, expected);
      }
    }
    for (const Post& post : seen.read.parsed.posts) {
      CHECK(post.software == software);
      CHECK(post.platform == rendered.authority());
    }
  }
}

}  // namespace

TEST_CASE("Rendered pages: phpBB gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("phpbb");
}

TEST_CASE("Rendered pages: MyBB gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("mybb");
}

TEST_CASE("Rendered pages: Discuz! gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("discuz");
}

TEST_CASE("Rendered pages: SMF gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("smf");
}

TEST_CASE("Rendered pages: WordPress gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("wordpress");
}

TEST_CASE("Rendered pages: NodeBB gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("nodebb");
}

TEST_CASE("Rendered pages: Ghost gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("ghost");
}

TEST_CASE("Rendered pages: Hexo gives what was seeded", "[adapters][rendered]") {
  if (!fs::exists(kRendered)) return;
  check_software("hexo");
}
