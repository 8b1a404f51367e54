// Answers recorded from real services.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "adapters/registry.h"

using namespace spoor;
using namespace spoor::adapters;
namespace json = boost::json;

namespace {

const std::string kMastodon = std::string(SPOOR_SOURCE_DIR) + "/../shared/corpus/social/halcy-Mastodon.py/";

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

Interpretation read(const Registry& registry, const std::string& url, int status, std::string_view body) {
  Page page;
  page.url = Url::parse(url).value();
  page.status = status;
  page.headers = {{"Content-Type", "application/json"}};
  page.body = body;
  page.captured_at = Timestamp::from_seconds(1'790'000'000);
  Site site;
  site.software = "mastodon";
  return registry.interpret(page, site);
}

void check_first(const Interpretation& read, const json::object& first) {
  if (first.contains("account")) {
    REQUIRE(!read.parsed.posts.empty());
    const Post& post = read.parsed.posts[0];
    CHECK(post.extra.at("local_id") == json::value_to<std::string>(first.at("id")));
    CHECK(post.url == json::value_to<std::string>(first.at("url")));
    CHECK(post.extra.at("acct") == json::value_to<std::string>(first.at("account")));
    REQUIRE(post.published);
    CHECK(to_rfc3339_ms(post.published->utc) == json::value_to<std::string>(first.at("created_at")));
    CHECK(post.published->source == TimeSource::machine);
  } else if (first.contains("acct")) {
    REQUIRE(!read.parsed.accounts.empty());
    const Account& account = read.parsed.accounts[0];
    CHECK(account.native_id == json::value_to<std::string>(first.at("id")));
    CHECK(account.handle == json::value_to<std::string>(first.at("username")));
    CHECK(account.counts.values.at("followers") == first.at("followers_count").as_int64());
  }
}

}  // namespace

TEST_CASE("Recorded answers: Mastodon's REST gives the posts and accounts its manifest names", "[adapters][recorded]") {
  if (!std::filesystem::exists(kMastodon)) return;
  const Registry registry = Registry::built_in();
  const json::value manifest = json::parse(slurp(kMastodon + "manifest.json"));
  int checked = 0;
  for (const json::value& entry : manifest.at("files").as_array()) {
    const std::string file = json::value_to<std::string>(entry.at("file"));
    const json::object& expect = entry.at("expect").as_object();
    const json::value* uri = expect.if_contains("uri");
    if (uri == nullptr) continue;
    const int status = static_cast<int>(expect.at("status").as_int64());
    const Interpretation got = read(registry, json::value_to<std::string>(*uri), status, slurp(kMastodon + file));
    if (got.adapter != "mastodon") continue;
    CAPTURE(file, got.route.kind);
    ++checked;
    if (status == 404) CHECK(got.parsed.status == Status::not_found);
    if (status == 401) CHECK(got.parsed.status == Status::login_required);
    if (status != 200) continue;
    if (expect.at("first").is_object()) check_first(got, expect.at("first").as_object());
    if (got.route.kind == "api_timeline" && expect.at("items").is_int64()) {
      CHECK(got.parsed.posts.size() >= static_cast<std::size_t>(expect.at("items").as_int64()));
    }
    if (got.route.kind == "api_accounts" && expect.at("items").is_int64()) {
      CHECK(got.parsed.accounts.size() == static_cast<std::size_t>(expect.at("items").as_int64()));
    }
  }
  CHECK(checked >= 10);
}

TEST_CASE("Recorded answers: a remote post keeps its origin as platform", "[adapters][recorded]") {
  if (!std::filesystem::exists(kMastodon)) return;
  const Registry registry = Registry::built_in();
  const Interpretation got = read(registry, "https://mastodon.social/api/v1/statuses/110446223051565765", 200,
                                  slurp(kMastodon + "api_v1_statuses_N_public.json"));
  REQUIRE(got.parsed.posts.size() == 1);
  const Post& post = got.parsed.posts[0];
  CHECK(post.platform == "icosahedron.website");
  CHECK(post.native_id == "110446222386355655");
  CHECK(post.author.native_id.empty());
  CHECK(post.author.handle == "halcy");
  CHECK(post.edited.has_value());
  REQUIRE(post.media.size() == 1);
  CHECK(post.media[0].type == "video");
  CHECK(post.media[0].width == 640);
}
