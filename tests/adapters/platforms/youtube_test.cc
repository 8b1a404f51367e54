// What YouTube's pages give: the cases, recorded pages of the corpus, statuses, damaged bytes.
#include "adapters/platforms/youtube.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "adapters/case_runner.h"
#include "adapters/registry.h"
#include "storage/warc/http_message.h"

using namespace spoor;
using namespace spoor::adapters;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

const std::string kCases = std::string(SPOOR_SOURCE_DIR) + "/tests/adapters/cases/youtube";
const std::string kCorpus = std::string(SPOOR_SOURCE_DIR) + "/../shared/corpus";
const std::string kVideos = kCorpus + "/video/fent-node-ytdl-core/";

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream bytes;
  bytes << in.rdbuf();
  if (!path.ends_with(".gz")) return bytes.str();
  return warc::decode_body(bytes.str(), "gzip", 64u << 20).bytes;
}

Parsed parse(const std::string& url, std::string_view body, int status = 200) {
  const auto adapter = make_youtube_adapter();
  Page page;
  page.url = Url::parse(url).value();
  page.status = status;
  page.body = body;
  page.captured_at = Timestamp::from_seconds(1'790'000'000);
  return adapter->parse(page, *adapter->route(page.url, {}), {});
}

std::string watch_page(const std::string& playability) {
  return "<html lang=en><script>var ytInitialPlayerResponse = {\"playabilityStatus\":" + playability +
         ",\"videoDetails\":{\"videoId\":\"dQw4w9WgXcQ\",\"title\":\"T\"}};</script></html>";
}

const std::string kWatch = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";

std::vector<std::string> case_folders() {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(kCases)) folders.push_back(entry.path().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string text(const json::value& value) { return value.is_string() ? json::value_to<std::string>(value) : ""; }

void check_video(const Post& post, const json::object& expected) {
  CHECK(post.native_id == text(expected.at("videoId")));
  CHECK(post.title == text(expected.at("title")));
  CHECK(post.author.native_id == text(expected.at("channelId")));
  CHECK(post.author.display_name == text(expected.at("ownerChannelName")));
  CHECK(post.counts.values.at("views") == std::stoll(text(expected.at("viewCount"))));
  CHECK(post.extra.at("category") == text(expected.at("category")));
  REQUIRE(post.published);
  CHECK(post.published->raw == text(expected.at("publishDate")));
  CHECK(post.published->precision == Precision::day);
  CHECK(to_rfc3339_s(post.published->utc).substr(0, 10) == text(expected.at("publishDate")));
  if (const json::value* likes = expected.if_contains("likes"); likes != nullptr && likes->is_int64()) {
    CHECK(post.counts.values.at("likes") == likes->as_int64());
    CHECK(std::count(post.counts.approx.begin(), post.counts.approx.end(), "likes") == 0);
  }
  if (const json::value* keywords = expected.if_contains("keywords"); keywords != nullptr) {
    const std::set<std::string> have(post.hashtags.begin(), post.hashtags.end());
    for (const json::value& keyword : keywords->as_array()) {
      if (text(keyword).find('\\') == std::string::npos) CHECK(have.contains(text(keyword)));
    }
  }
  const std::int64_t seconds = std::stoll(text(expected.at("lengthSeconds")));
  REQUIRE(!post.media.empty());
  CHECK(post.media[0].duration_ms.value_or(0) == seconds * 1000);
}

}  // namespace

TEST_CASE("YouTube: every case gives what it expects, and every route has one", "[youtube]") {
  const Registry registry = Registry::built_in();
  const std::string corpus = fs::exists(kCorpus) ? kCorpus : "";
  std::set<std::string> covered, statuses;
  for (const std::string& folder : case_folders()) {
    CAPTURE(folder);
    const Result<CaseReport> report = run_case(folder, registry, corpus);
    if (!report && report.error().code == ErrorCode::not_found && corpus.empty()) continue;
    if (!report) FAIL_CHECK(report.error().text());
    if (!report) continue;
    CHECK(report->diff == "");
    if (report->origin == "handmade") covered.insert(report->kind);
    statuses.insert(text(json::parse(report->got).at("status")));
  }
  for (const AdapterInfo::RouteInfo& route : registry.find("youtube")->info().routes) {
    CAPTURE(route.kind);
    CHECK(covered.contains(route.kind));
  }
  for (const char* status : {"live", "deleted", "suspended", "private", "rate_limited", "login_required", "geo_blocked",
                             "blocked", "unknown"}) {
    CAPTURE(status);
    CHECK(statuses.contains(status));
  }
}

TEST_CASE("YouTube: recorded watch pages give what another library found in them", "[youtube][corpus]") {
  if (!fs::exists(kVideos)) return;
  const json::value manifest = json::parse(slurp(kVideos + "manifest.json"));
  int videos = 0;
  for (const json::value& entry : manifest.at("files").as_array()) {
    const std::string file = text(entry.at("file"));
    CAPTURE(file);
    const json::object& expect = entry.at("expect").as_object();
    const bool embed = file.find(".embed.") != std::string::npos;
    const json::value& expected = expect.at("expected");
    const std::string id = expected.is_object() ? text(expected.at("videoId")) : "dQw4w9WgXcQ";
    const Parsed got =
        parse("https://www.youtube.com/" + std::string(embed ? "embed/" : "watch?v=") + id, slurp(kVideos + file));
    const std::string status = text(expect.at("playability").at("status"));
    CAPTURE(status, got.status_raw);
    if (status == "OK") CHECK(got.status == Status::live);
    if (status == "ERROR") CHECK(got.status == Status::deleted);
    if (file.starts_with("private")) CHECK(got.status == Status::private_);
    if (file.starts_with("age-restricted")) CHECK(got.status == Status::login_required);
    if (file.starts_with("rental")) CHECK(got.status == Status::unknown);
    if (status == "ERROR" || file.starts_with("private")) CHECK(got.posts.empty());
    if (!expected.is_object()) continue;
    REQUIRE(got.posts.size() == 1);
    ++videos;
    if (embed) {
      CHECK(got.posts[0].native_id == id);
      CHECK(got.posts[0].title == text(expected.at("title")));
    } else {
      check_video(got.posts[0], expected.as_object());
    }
  }
  CHECK(videos == 9);
}

TEST_CASE("YouTube: recorded pages of other years and languages", "[youtube][corpus]") {
  if (!fs::exists(kVideos)) return;
  const std::string folder = kCorpus + "/social/oscarotero-Embed/";
  const Parsed spanish = parse("https://www.youtube.com/watch?v=eiHXASgRTcA",
                               slurp(folder + "www.youtube.com.watch.878f5352b6f0e632a763ebf05fb48b16.html.gz"));
  REQUIRE(spanish.posts.size() == 1);
  const Post& post = spanish.posts[0];
  CHECK(post.author.handle == "smshdchrb");
  REQUIRE(post.published);
  CHECK(to_rfc3339_s(post.published->utc) == "2008-10-04T20:06:22Z");
  CHECK(post.published->offset_minutes == -420);
  CHECK(post.published->precision == Precision::second);
  CHECK(post.counts.values.at("views") == 14'397'946);
  CHECK(post.counts.values.at("likes") == 145'775);
  CHECK(post.counts.values.at("comments") == 18'000);
  CHECK(post.text.starts_with("7 week old fostered kittens"));
  for (const char* file :
       {"youtu.be.eihxasgrtca.html.gz", "www.youtube.com.playlist.13d1655ccf6cbdc1fc0162c6a02f822a.html.gz"}) {
    CAPTURE(file);
    const Parsed consent = parse("https://youtu.be/eiHXASgRTcA", slurp(folder + file));
    CHECK(consent.status == Status::blocked);
    CHECK(consent.status_raw == "consent page");
    CHECK(consent.posts.empty());
  }
  const Parsed chapters =
      parse("https://www.youtube.com/watch?v=W6NZfCO5SIk", slurp(kVideos + "chapters.watch.html.gz"));
  REQUIRE(chapters.posts.size() == 1);
  CHECK(chapters.posts[0].lang == "en");
  CHECK(chapters.posts[0].counts.values.at("dislikes") == 1909);
  bool unwrapped = false;
  for (const LinkRef& link : chapters.posts[0].links) {
    CHECK(link.url.find("youtube.com/redirect") == std::string::npos);
    unwrapped = unwrapped || link.url == "http://bit.ly/2KZea52";
  }
  CHECK(unwrapped);
}

TEST_CASE("YouTube: playability says what became of a video", "[youtube]") {
  struct Row {
    const char* playability;
    Status status;
    bool post;
  };
  const Row rows[] = {
      {R"({"status":"OK"})", Status::live, true},
      {R"({"status":"ERROR","reason":"Video unavailable"})", Status::deleted, false},
      {R"({"status":"ERROR","reason":"Video no disponible"})", Status::deleted, false},
      {R"({"status":"UNPLAYABLE","reason":"This video is no longer available because the YouTube account associated with this video has been terminated."})",
       Status::suspended, false},
      {R"({"status":"LOGIN_REQUIRED","reason":"This video is private"})", Status::private_, true},
      {R"({"status":"LOGIN_REQUIRED","reason":"Sign in to confirm you're not a bot"})", Status::rate_limited, true},
      {R"({"status":"LOGIN_REQUIRED","reason":"Sign in to confirm your age"})", Status::login_required, true},
      {R"({"status":"AGE_VERIFICATION_REQUIRED"})", Status::login_required, true},
      {R"({"status":"UNPLAYABLE","reason":"The uploader has not made this video available in your country"})",
       Status::geo_blocked, true},
      {R"({"status":"UNPLAYABLE","reason":"This video is only available to Music Premium members"})", Status::private_,
       true},
      {R"({"status":"UNPLAYABLE","reason":"Something new"})", Status::unknown, true},
      {R"({"status":"LIVE_STREAM_OFFLINE","reason":"This live event will begin in 2 days."})", Status::live, true},
      {R"({"status":"SOMETHING_NEW"})", Status::unknown, true},
      {R"({"status":7})", Status::unknown, true},
      {R"([])", Status::live, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.playability);
    const Parsed got = parse(kWatch, watch_page(row.playability));
    CHECK(got.status == row.status);
    CHECK(got.posts.size() == (row.post ? 1u : 0u));
  }
}

TEST_CASE("YouTube: a page's own video id wins over the address", "[youtube]") {
  const Parsed got = parse("https://www.youtube.com/watch?v=00000000000", watch_page(R"({"status":"OK"})"));
  REQUIRE(got.posts.size() == 1);
  CHECK(got.posts[0].native_id == "dQw4w9WgXcQ");
}

TEST_CASE("YouTube: wrong types in the JSON are left out, the rest is kept", "[youtube]") {
  const Parsed got = parse(kWatch, R"(<script>var ytInitialPlayerResponse = {"playabilityStatus":{"status":"OK"},
    "videoDetails":{"videoId":"dQw4w9WgXcQ","title":"T","channelId":5,"lengthSeconds":[1],"keywords":{"a":1},"viewCount":"many",
    "thumbnail":{"thumbnails":[{"url":7,"width":"x"},null]}},"microformat":{"playerMicroformatRenderer":{"publishDate":"soon",
    "isUnlisted":"no","ownerProfileUrl":{}}}};</script><script>var ytInitialData = {"contents":[],"engagementPanels":{},
    "frameworkUpdates":{"entityBatchUpdate":{"mutations":[1,null,{"payload":{"commentEntityPayload":[]}}]}}};</script>)");
  REQUIRE(got.posts.size() == 1);
  CHECK(got.posts[0].title == "T");
  CHECK(got.posts[0].author.native_id.empty());
  CHECK_FALSE(got.posts[0].published);
  CHECK(got.posts[0].counts.values.empty());
  CHECK(got.posts[0].media.size() == 1);
}

TEST_CASE("YouTube: hostile pages are read in bounded time", "[youtube]") {
  const auto begin = std::chrono::steady_clock::now();
  const auto repeated = [](const std::string& piece, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += piece;
    return all;
  };
  const std::string deep = repeated("[", 100'000);
  parse(kWatch, "<script>var ytInitialData = " + deep + "</script>");
  parse(kWatch, "<script>" + repeated("ytInitialPlayerResponse = {", 50'000) + "</script>");
  const std::string many = repeated(R"({"videoRenderer":{"videoId":"dQw4w9WgXcQ"}},)", 100'000);
  const Parsed listed =
      parse("https://www.youtube.com/@name", "<script>var ytInitialData = {\"a\":[" + many + "1]};</script>");
  CHECK(listed.leads.size() == 1);
  std::string different;
  for (int i = 0; i < 50'000; ++i) {
    std::string id = std::to_string(i);
    different += "{\"videoRenderer\":{\"videoId\":\"" + std::string(11 - id.size(), 'a') + id + "\"}},";
  }
  const Parsed some =
      parse("https://www.youtube.com/@name", "<script>var ytInitialData = {\"a\":[" + different + "1]};</script>");
  CHECK(some.leads.size() == 1000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("YouTube: cut, changed and random bytes never crash", "[youtube]") {
  std::mt19937 random(11);
  const auto adapter = make_youtube_adapter();
  std::vector<std::string> bodies = {
      "", "{", "[]", "null", "<feed", "{\"playabilityStatus\":[]}", "{\"responseContext\":1}"};
  for (const std::string& folder : case_folders()) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!entry.path().filename().string().starts_with("body")) continue;
      const std::string body = slurp(entry.path().string());
      for (int cut = 1; cut < 4; ++cut) bodies.push_back(body.substr(0, body.size() * cut / 4));
      for (int round = 0; round < 3; ++round) {
        std::string changed = body;
        for (int i = 0; i < 20 && !changed.empty(); ++i)
          changed[random() % changed.size()] = static_cast<char>(random());
        bodies.push_back(std::move(changed));
      }
    }
  }
  for (const std::string& body : bodies) {
    for (const char* url : {"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/@name",
                            "https://www.youtube.com/feeds/videos.xml?user=x",
                            "https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ"}) {
      Page page;
      page.url = Url::parse(url).value();
      page.body = body;
      const Parsed got = adapter->parse(page, *adapter->route(page.url, {}), {});
      for (const Post& post : got.posts) CHECK(!post.native_id.empty());
    }
  }
}
