#include "tests/bench/mastodon_page.h"

#include <cstdint>

#include "tests/bench/words.h"

namespace spoor::bench {
namespace {

constexpr int kStatuses = 40;
constexpr const char* kSite = "https://mastodon.social";

std::string account_json(int account, const std::string& name, Random& random) {
  const std::string id = std::to_string(109'000'000'000'000'000 + account);
  const std::string avatar = std::string(kSite) + "/system/accounts/avatars/" + id + "/original/5d2c1f9e8b7a.png";
  const std::string header = std::string(kSite) + "/system/accounts/headers/" + id + "/original/0a1b2c3d4e5f.png";
  std::string out = "{\"id\":\"" + id + "\",\"username\":\"" + name + "\",\"acct\":\"" + name +
                    "\",\"display_name\":\"Member " + std::to_string(account) +
                    " :anchor:\",\"locked\":false,\"bot\":false,\"discoverable\":true,\"indexable\":false,"
                    "\"group\":false,\"created_at\":\"2022-11-05T00:00:00.000Z\",\"note\":\"\\u003cp\\u003e";
  add_words(out, random, 30);
  out +=
      "\\u003c/p\\u003e\",\"url\":\"" + std::string(kSite) + "/@" + name + "\",\"uri\":\"" + kSite + "/users/" + name +
      "\",\"avatar\":\"" + avatar + "\",\"avatar_static\":\"" + avatar + "\",\"header\":\"" + header +
      "\",\"header_static\":\"" + header +
      "\",\"followers_count\":1204,\"following_count\":311,\"statuses_count\":4021,\"last_status_at\":\"2026-11-20\","
      "\"hide_collections\":false,\"noindex\":false,\"emojis\":[{\"shortcode\":\"anchor\",\"url\":\"" +
      kSite + "/system/custom_emojis/anchor.png\",\"static_url\":\"" + kSite +
      "/system/custom_emojis/anchor.png\",\"visible_in_picker\":true}],\"roles\":[],\"fields\":[{\"name\":\"Site\","
      "\"value\":\"\\u003ca href=\\\"https://" +
      name + ".example\\\" rel=\\\"me nofollow\\\"\\u003e" + name +
      ".example\\u003c/a\\u003e\",\"verified_at\":null},{\"name\":\"Town\",\"value\":\"";
  add_words(out, random, 3);
  return out + "\",\"verified_at\":null}]}";
}

std::string media_json(const std::string& id) {
  const std::string file = std::string(kSite) + "/system/media_attachments/files/" + id;
  return "{\"id\":\"" + id + "\",\"type\":\"image\",\"url\":\"" + file + "/original/picture.jpg\",\"preview_url\":\"" +
         file +
         "/small/"
         "picture.jpg\",\"remote_url\":null,\"preview_remote_url\":null,\"text_url\":null,\"meta\":{\"original\":"
         "{\"width\":1280,\"height\":853,\"size\":\"1280x853\",\"aspect\":1.5005861664712778},\"small\":{\"width\":588,"
         "\"height\":392,\"size\":\"588x392\",\"aspect\":1.5}},\"description\":\"A boat at the quay\",\"blurhash\":"
         "\"UHF5?xYk^6#M@-5b,1J5@[or[Q6.};FxngOZ\"}";
}

std::string card_json(const std::string& id, Random& random) {
  std::string out = "{\"url\":\"https://news.example/story/" + id + "\",\"title\":\"";
  add_words(out, random, 7);
  out += "\",\"description\":\"";
  add_words(out, random, 25);
  return out +
         "\",\"language\":\"en\",\"type\":\"link\",\"author_name\":\"\",\"author_url\":\"\",\"provider_name\":\"The "
         "News\",\"provider_url\":\"\",\"html\":\"\",\"width\":800,\"height\":420,\"image\":\"" +
         kSite + "/system/cache/preview_cards/images/" + id +
         "/original/card.jpg\",\"image_description\":\"\",\"embed_url\":\"\",\"blurhash\":\"UBL_:rOpGG-;~qRjWBay\","
         "\"published_at\":null,\"authors\":[]}";
}

std::string status_json(int account, int position, const std::string& name, const std::string& author, Random& random) {
  const std::string id = std::to_string(115'000'000'000'000'000 + account * 1000L + (kStatuses - position));
  const std::string minute = std::to_string(10 + position);
  const std::string web = std::string(kSite) + "/@" + name + "/" + id;
  std::string text, tags, mentions;
  add_words(text, random, 32);
  if (position % 2 == 0) {
    text += " \\u003ca href=\\\"" + std::string(kSite) +
            "/tags/harbour\\\" class=\\\"mention hashtag\\\" rel=\\\"tag\\\"\\u003e#\\u003cspan\\u003eharbour\\u003c/"
            "span\\u003e\\u003c/a\\u003e";
    tags = "{\"name\":\"harbour\",\"url\":\"" + std::string(kSite) + "/tags/harbour\"}";
  }
  if (position % 5 == 0) {
    const std::string other = "member" + std::to_string(random.below(5000));
    text += " \\u003cspan class=\\\"h-card\\\"\\u003e\\u003ca href=\\\"https://far.example/@" + other +
            "\\\" class=\\\"u-url mention\\\"\\u003e@\\u003cspan\\u003e" + other +
            "\\u003c/span\\u003e\\u003c/a\\u003e\\u003c/span\\u003e";
    mentions = "{\"id\":\"1093\",\"username\":\"" + other + "\",\"url\":\"https://far.example/@" + other +
               "\",\"acct\":\"" + other + "@far.example\"}";
  }
  text += "\\u003c/p\\u003e\\u003cp\\u003e\\u003ca href=\\\"https://news.example/story/" + id +
          "\\\" target=\\\"_blank\\\" rel=\\\"nofollow noopener\\\"\\u003e\\u003cspan "
          "class=\\\"invisible\\\"\\u003ehttps://"
          "\\u003c/span\\u003e\\u003cspan class=\\\"\\\"\\u003enews.example/story\\u003c/span\\u003e\\u003c/a\\u003e";
  return "{\"id\":\"" + id + "\",\"created_at\":\"2026-11-20T09:" + minute +
         ":31.396Z\",\"in_reply_to_id\":null,\"in_reply_to_account_id\":null,\"sensitive\":false,\"spoiler_text\":\"\","
         "\"visibility\":\"public\",\"language\":\"en\",\"uri\":\"" +
         kSite + "/users/" + name + "/statuses/" + id + "\",\"url\":\"" + web +
         "\",\"replies_count\":" + std::to_string(random.below(20)) +
         ",\"reblogs_count\":" + std::to_string(random.below(200)) +
         ",\"favourites_count\":" + std::to_string(random.below(500)) +
         ",\"quotes_count\":0,\"edited_at\":null,\"content\":\"\\u003cp\\u003e" + text +
         "\\u003c/p\\u003e\",\"filtered\":[],\"reblog\":null,\"application\":{\"name\":\"Web\",\"website\":null},"
         "\"account\":" +
         author + ",\"media_attachments\":[" + (position % 3 == 0 ? media_json(id) : "") + "],\"mentions\":[" +
         mentions + "],\"tags\":[" + tags +
         "],\"emojis\":[],\"quote\":null,\"card\":" + (position % 3 == 1 ? card_json(id, random) : "null") +
         ",\"poll\":null,\"quote_approval\":{\"automatic\":[\"public\"],\"manual\":[],\"current_user\":\"automatic\"}}";
}

}  // namespace

std::string mastodon_target(int account) {
  return "/api/v1/accounts/" + std::to_string(109'000'000'000'000'000 + account) + "/statuses?limit=40";
}

std::string mastodon_page(int account) {
  Random random(static_cast<std::uint64_t>(account));
  const std::string name = "member" + std::to_string(account);
  const std::string author = account_json(account, name, random);
  std::string out = "[";
  for (int position = 0; position < kStatuses; ++position) {
    if (position > 0) out += ',';
    out += status_json(account, position, name, author, random);
  }
  return out + "]";
}

}  // namespace spoor::bench
