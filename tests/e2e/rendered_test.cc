// Forums and blogs as real software rendered them, through the whole chain: every post of the corpus' manifests with
// every field, whichever surface showed it, and a true status for every page that holds none.
#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/support/rendered_site.h"

using namespace spoor::test;
namespace json = boost::json;

namespace {

using Posts = std::map<std::string, json::object>;  // by space and id

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

// The site behind its own address, as the pages name it.
struct Board {
  RenderedSite site;
  Lab lab;

  explicit Board(const std::string& software)
      : site(corpus_folder() + "/rendered", software),
        lab([this](const RequestSeen& request) { return site.answer(request); }) {}

  RunResult capture(const std::vector<std::string>& seeds, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"--allow-private", "--resolve",
                                          site.authority() + ":127.0.0.1:" + std::to_string(lab.server.port())};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::string list;
    for (const std::string& seed : seeds) list += seed + "\n";
    RunResult result = lab.capture({lab.file("seeds.txt", list)}, arguments);
    if (result.exit_code == 1 || result.exit_code < 0) throw std::runtime_error("capture: " + result.err);
    return result;
  }

  Posts posts() const {
    Posts found;
    std::set<std::string> addresses;
    for (json::object& record : lab.records()) {
      if (record.at("record") != "post") continue;
      const std::string id = text_at(record, {"native_id"});
      const std::string key = text_at(record, {"space"}) + "/" + (id.empty() ? text_at(record, {"url"}) : id);
      CAPTURE(key);
      CHECK(addresses.insert(text_at(record, {"url"})).second);
      CHECK(found.emplace(key, std::move(record)).second);  // no post twice
    }
    return found;
  }

  std::vector<std::string> urls(bool (*wanted)(const RenderedPage&)) const {
    std::vector<std::string> found;
    for (const RenderedPage& page : site.pages()) {
      if (wanted(page)) found.push_back(page.url);
    }
    return found;
  }
};

bool is_page(const RenderedPage& page) { return page.file.ends_with(".html"); }
bool is_topic_of_thread(const RenderedPage& page) { return page.file == "topic_p1.html"; }

std::string key_of(const std::string& space, const json::object& expected) {
  return space + "/" + text(expected.at("native_id"));
}

// What the manifest says of each post, all its pages taken together.
Posts expected_posts(const RenderedSite& site) {
  Posts expected;
  const auto take = [&](const std::string& space, const json::object& post) {
    for (const auto& [name, value] : post) expected[key_of(space, post)][name] = value;
  };
  for (const RenderedPage& page : site.pages()) {
    if (const json::value* post = page.expect.if_contains("post")) take("post", post->as_object());
    for (const char* name : {"posts", "comments"}) {
      const json::value* posts = page.expect.if_contains(name);
      if (!posts || !posts->is_array()) continue;
      for (const json::value& post : posts->as_array()) {
        take(name == std::string("comments") ? "comment" : "", post.as_object());
      }
    }
  }
  return expected;
}

const json::object* with_url(const json::object& post, const char* list, const std::string& url) {
  const json::value* items = post.if_contains(list);
  if (!items) return nullptr;
  for (const json::value& item : items->as_array()) {
    if (text(item.at("url")) == url) return &item.as_object();
  }
  return nullptr;
}

std::string utc(const json::value& time) { return text(time).substr(0, 19) + ".000Z"; }

std::string one_line(const std::string& words) {
  std::istringstream in(words);
  std::string line;
  for (std::string word; in >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

// "Harbor Lens" is harbor_lens.
std::string letters(const std::string& name) {
  std::string found;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c))) found += static_cast<char>(std::tolower(c));
  }
  return found;
}

void check_author(const json::object& post, const json::value& expected) {
  if (expected.is_string()) {  // a guest has no handle; WordPress' REST gives members' names, not handles
    const std::string handle = text_at(post, {"author", "handle"});
    CHECK(letters(handle.empty() ? text_at(post, {"author", "display_name"}) : handle) == letters(text(expected)));
    return;
  }
  for (const auto& [name, value] : expected.as_object()) {
    CAPTURE(std::string(name));
    const std::string got = text_at(post, {"author", std::string(name).c_str()});
    if (name != "native_id" || !got.empty()) CHECK(got == text(value));  // WordPress' pages show the login only
  }
}

void check_media(const json::object& post, const json::value& expected) {
  for (const json::value& item : expected.as_array()) {
    CAPTURE(item);
    const json::object* media = with_url(post, "media", text(item.at("url")));
    REQUIRE(media != nullptr);
    for (const char* name : {"alt", "width", "height"}) {
      if (const json::value* value = item.as_object().if_contains(name)) CHECK(media->at(name) == *value);
    }
  }
}

// Every field of the manifest that the export can show.
void check_post(const Board& board, const json::object& post, const json::object& expected) {
  const bool is_hidden = expected.contains("author_note") || expected.contains("status");
  const std::string words = one_line(text_at(post, {"text"}));
  CHECK(text_at(post, {"software"}) == board.site.software());
  CHECK(text_at(post, {"platform"}) == board.site.authority());
  if (is_hidden) {
    CHECK(text_at(post, {"status"}) == (expected.contains("status") ? "deleted" : "suspended"));
    CHECK(words.empty());
  } else {
    CHECK(text_at(post, {"status"}) == "live");
    CHECK_FALSE(words.empty());
  }
  const std::string adapter = board.site.software();
  for (const auto& [key, value] : expected) {
    CAPTURE(std::string(key));
    if (key == "kind" || key == "thread_id" || key == "title" || key == "url") {
      CHECK(text_at(post, {std::string(key).c_str()}) == text(value));
    } else if (key == "author") {
      check_author(post, value);
    } else if (key == "published_at") {
      CHECK(text_at(post, {"published_utc"}) == utc(value));
    } else if (key == "edited_at") {
      CHECK(text_at(post, {"edited_utc"}) == utc(value));
    } else if (key == "edited_by" || key == "edit_reason") {
      CHECK(text_at(post, {"x", adapter.c_str(), std::string(key).c_str()}) == text(value));
    } else if (key == "text_contains" || key == "text") {
      if (!is_hidden) CHECK(words.find(one_line(text(value)).substr(0, 60)) != std::string::npos);
    } else if (key == "quote_of") {
      CHECK(text_at(post, {"quote_of", "native_id"}) == text(value));
      CHECK(words.find("Reply number 2") == std::string::npos);  // the quoted words are not this post's
    } else if (key == "reply_to") {
      CHECK(text_at(post, {"reply_to", "native_id"}) == (value.is_null() ? "5" : text(value)));
    } else if (key == "media") {
      if (!is_hidden) check_media(post, value);
    } else if (key == "links") {
      for (const json::value& url : value.as_array()) {
        CAPTURE(url);
        CHECK(with_url(post, "links", text(url)) != nullptr);
      }
    } else if (key == "tags") {
      for (const json::value& tag : value.as_array()) {
        const json::array& tags = post.at("hashtags").as_array();
        CHECK(std::count(tags.begin(), tags.end(), tag) == 1);
      }
    } else if (key == "position" || key == "floor") {
      REQUIRE(post.contains("position"));
      CHECK(post.at("position") ==
            board.site.ranks().at(text(expected.at("thread_id")) + "/" + text(expected.at("native_id"))));
    } else if (key == "visible_comments") {
      if (post.contains("counts")) CHECK(post.at("counts").at("comments") == value);
    }
  }
}

void check_posts(const Board& board, const Posts& found, const Posts& expected) {
  for (const auto& [key, wanted] : expected) {
    CAPTURE(key);
    const auto post = found.find(key);
    CHECK(post != found.end());
    if (post != found.end()) check_post(board, post->second, wanted);
  }
}

// The status that the page's row must have; "" = whatever its leads came to.
std::string expected_status(const RenderedPage& page, const std::string& software) {
  if (page.status >= 300 && page.status < 400) return "";
  if (const json::value* status = page.expect.if_contains("status_in_schema")) {
    // phpBB shows no ban to guests; a wall that only says "log in" is not the account's own state
    if (software == "phpbb" && *status == "suspended") return "ok";
    return text(*status);
  }
  return page.status == 404 ? "deleted" : "ok";
}

void check_rows(const Board& board) {
  const json::object report = board.lab.report();
  for (const json::value& row : report.at("rows").as_array()) {
    const std::string url = text(row.at("input")), status = text(row.at("status"));
    CAPTURE(url, text(row.at("reason")));
    const auto page = std::find_if(board.site.pages().begin(), board.site.pages().end(),
                                   [&](const RenderedPage& each) { return each.url == url; });
    REQUIRE(page != board.site.pages().end());
    if (status == "robots_denied") continue;
    const std::string wanted = expected_status(*page, board.site.software());
    if (!wanted.empty()) CHECK(status == wanted);
    if (status == "private") {
      CHECK(row.at("posts").as_int64() <= 1);  // that there is a post, without its words
    } else if (status != "ok" && status != "suspended") {
      CHECK(row.at("posts") == 0);
    }
    CHECK(text(row.at("reason")).size() <= 300);
  }
}

bool no_corpus() { return corpus_folder().empty(); }

}  // namespace

TEST_CASE("Rendered sites: every post of the topics, boards and profiles an investigator names, each once",
          "[e2e][rendered]") {
  if (no_corpus()) return;
  const std::string software = GENERATE("wordpress", "mybb", "phpbb", "discuz");
  CAPTURE(software);
  Board board(software);
  std::vector<std::string> seeds = board.urls(is_page);
  if (software == "wordpress") {  // the surface that shows replies' parents and members' names
    for (const char* file : {"rest_comments.json", "rest_post.json"}) seeds.push_back(board.site.page(file).url);
  }
  board.capture(seeds);
  const Posts expected = expected_posts(board.site);
  REQUIRE(expected.size() >= 30);
  check_posts(board, board.posts(), expected);
  check_rows(board);
  CHECK(board.lab.spoor({"verify", board.lab.archive()}).exit_code == 0);

  SECTION("in whatever order the surfaces come") {
    const Posts before = board.posts();
    Board turned(software);
    std::reverse(seeds.begin(), seeds.end());
    turned.capture(seeds);
    const Posts after = turned.posts();
    CHECK(after.size() == before.size());
    check_posts(turned, after, expected);
    for (const auto& [key, post] : before) {
      CAPTURE(key);
      const auto same = after.find(key);
      CHECK(same != after.end());
      if (same != after.end()) CHECK(same->second.at("rev") == post.at("rev"));
    }
  }
}

TEST_CASE("Rendered boards: one topic's first page brings its whole thread and nothing else", "[e2e][rendered]") {
  if (no_corpus()) return;
  const std::string software = GENERATE("mybb", "phpbb", "discuz");
  CAPTURE(software);
  Board board(software);
  CHECK(board.capture(board.urls(is_topic_of_thread)).exit_code == 0);
  const Posts found = board.posts();
  Posts expected = expected_posts(board.site);
  const std::string thread = text(board.site.page("topic_p1.html").expect.at("thread").at("native_id"));
  std::erase_if(expected, [&](const auto& post) {
    return !post.second.contains("thread_id") || text(post.second.at("thread_id")) != thread;
  });
  check_posts(board, found, expected);
  CHECK(found.size() == expected.size());
  CHECK(board.lab.report().at("totals").at("posts") == expected.size());
}

TEST_CASE("Rendered boards: a board seed with scope host follows listing, topics and their pages", "[e2e][rendered]") {
  if (no_corpus()) return;
  const std::string software = GENERATE("mybb", "phpbb", "discuz");
  CAPTURE(software);
  Board board(software);
  const std::string listing = software == "phpbb" ? "board_2.html" : "board_fid2.html";
  board.capture({board.site.page(listing).url}, {"--scope", "host"});
  Posts expected = expected_posts(board.site);
  std::erase_if(expected, [](const auto& post) { return post.second.contains("age_s"); });  // a topic of no board
  const Posts found = board.posts();
  check_posts(board, found, expected);
  for (const auto& [key, post] : found) {  // a second way to a post is the same post
    CAPTURE(key);
    CHECK_FALSE(text_at(post, {"native_id"}).empty());
  }
}
