#include "tests/web/sites/video_data.h"

#include <algorithm>
#include <cstdio>

#include <boost/json.hpp>

#include "tests/web/picture.h"
#include "tests/web/shown.h"

namespace spoor::web::video {
namespace {

namespace json = boost::json;

std::string base64url_name(std::uint64_t number, std::size_t length) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  for (std::uint64_t x = number; out.size() < length;) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    out += kLetters[x >> 58];
  }
  return out;
}

json::object simple(std::string text) { return {{"simpleText", std::move(text)}}; }
json::object runs(std::string text) { return {{"runs", json::array{json::object{{"text", std::move(text)}}}}}; }

std::string with_commas(int value) {
  std::string out = std::to_string(value);
  for (int at = static_cast<int>(out.size()) - 3; at > 0; at -= 3) out.insert(static_cast<std::size_t>(at), ",");
  return out;
}

// Three digits at most: "7.78K".
std::string rounded(int value) {
  if (value < 1000) return std::to_string(value);
  char text[32];
  const double thousands = value / 1000.0;
  std::snprintf(text, sizeof text, "%.*f", thousands < 10 ? 2 : thousands < 100 ? 1 : 0, thousands);
  std::string out = text;
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out + "K";
}

int subscribers(const Account& account) { return 30 + account.id * account.id * 13; }
int length_of(const Thread& thread) { return 31 + thread.id * 17 % 900; }

std::string avatar(const Account& account) {
  return "https://www.youtube.com/ytc/" + picture_name(static_cast<std::uint64_t>(8000 + account.id));
}
std::string thumbnail(const Thread& thread) {
  return "https://www.youtube.com/vi/" + Tube::video_id(thread) + "/" +
         picture_name(static_cast<std::uint64_t>(8800 + thread.id));
}

json::object picture(const std::string& url, int width, int height) {
  return {{"thumbnails", json::array{json::object{{"url", url}, {"width", width / 2}, {"height", height / 2}},
                                     json::object{{"url", url}, {"width", width}, {"height", height}}}}};
}

// The Pacific coast's clock, which changes on 2 November 2025 and 8 March 2026.
int pacific(Seconds at) { return at >= 1'762'074'000 && at < 1'772'964'000 ? -480 : -420; }

std::string redirect(const std::string& url, const Thread& thread) {
  return "https://www.youtube.com/redirect?event=video_description&redir_token=QUFFLUhqbUx&q=" + path_escaped(url) +
         "&v=" + Tube::video_id(thread);
}

std::string shown_day(Seconds at) {
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil day = to_civil(Timestamp::from_seconds(at));
  return std::string(kMonths[day.month - 1]) + " " + std::to_string(day.day) + ", " + std::to_string(day.year);
}

json::object unplayable(const char* status, const std::string& reason, const std::string& subreason) {
  return {{"status", status},
          {"reason", reason},
          {"errorScreen", json::object{{"playerErrorMessageRenderer",
                                        json::object{{"subreason", simple(subreason)},
                                                     {"reason", simple(reason)},
                                                     {"icon", json::object{{"iconType", "ERROR_OUTLINE"}}}}}}}};
}

json::object playability(State state) {
  switch (state) {
    case State::not_there:
      return unplayable("ERROR", "Video unavailable", "This video isn't available anymore");
    case State::removed:
      return unplayable("ERROR", "Video unavailable", "This video has been removed by the uploader");
    case State::terminated:
      return unplayable("ERROR", "Video unavailable",
                        "This video is no longer available because the YouTube account associated with this video has "
                        "been terminated.");
    case State::private_:
      return {{"status", "LOGIN_REQUIRED"},
              {"messages", json::array{"This is a private video. Please sign in to verify that you may see it."}},
              {"reason", "Private video"}};
    case State::age_gate:
      return {
          {"status", "LOGIN_REQUIRED"}, {"reason", "Sign in to confirm your age"}, {"desktopLegacyAgeGateReason", 1}};
    case State::live:
      break;
  }
  return {{"status", "OK"}, {"playableInEmbed", true}};
}

json::object lockup(const Thread& thread, const Version& version) {
  return {
      {"lockupViewModel",
       json::object{{"contentId", Tube::video_id(thread)},
                    {"contentType", "LOCKUP_CONTENT_TYPE_VIDEO"},
                    {"metadata", json::object{{"lockupMetadataViewModel",
                                               json::object{{"title", json::object{{"content", version.title}}}}}}}}}};
}

json::object tab(const std::string& title, const std::string& url, bool selected, json::array contents) {
  json::object renderer{
      {"endpoint", json::object{{"commandMetadata", json::object{{"webCommandMetadata", json::object{{"url", url}}}}}}},
      {"title", title},
      {"selected", selected}};
  if (selected)
    renderer["content"] = json::object{{"richGridRenderer", json::object{{"contents", std::move(contents)}}}};
  return {{"tabRenderer", std::move(renderer)}};
}

json::object header_part(const std::string& text) { return {{"text", json::object{{"content", text}}}}; }

}  // namespace

std::string Tube::video_id(const Thread& thread) {
  return base64url_name(0x51ed27u + static_cast<std::uint64_t>(thread.id) * 7919, 11);
}

std::string Tube::channel_id(const Account& account) {
  return "UC" + base64url_name(0xc4a27u + static_cast<std::uint64_t>(account.id) * 104729, 22);
}

State Tube::state(const Thread& thread, Seconds now) const {
  switch (presence(host_, thread.entries.front(), now)) {
    case Presence::not_yet:
      return State::not_there;
    case Presence::deleted:
      return State::removed;
    case Presence::suspended:
      return State::terminated;
    case Presence::live:
      break;
  }
  if (!thread.walled) return State::live;
  return thread.id % 2 == 0 ? State::private_ : State::age_gate;
}

const Version& Tube::version(const Thread& thread, Seconds now) const {
  return version_at(thread.entries.front(), now);
}

std::string Tube::description(const Thread& thread, Seconds now) const {
  std::vector<Paragraph> paragraphs = version(thread, now).paragraphs;
  for (Paragraph& paragraph : paragraphs) {
    for (Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) segment.text = segment.url;
    }
  }
  return plain_text(paragraphs);
}

std::vector<const Thread*> Tube::uploads(const Account& account, Seconds now) const {
  std::vector<const Thread*> out;
  for (const Thread& thread : host_.threads) {
    const State shown = state(thread, now);
    if (&owner(thread) == &account && (shown == State::live || shown == State::age_gate)) out.push_back(&thread);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

const Account* Tube::mentioned(std::string_view shown) const {
  if (shown.starts_with('@')) shown.remove_prefix(1);
  for (const Account& account : host_.accounts) {
    if (account.handle == shown) return &account;
  }
  return nullptr;
}

int Tube::comments(const Thread& thread, Seconds now) const {
  int count = 0;
  for (std::size_t i = 1; i < thread.entries.size(); ++i) {
    if (presence(host_, thread.entries[i], now) == Presence::live) ++count;
  }
  return count;
}

json::array Tube::command_runs(const Thread& thread, Seconds now) const {
  json::array out;
  const auto add = [&](json::object command) {
    out.emplace_back(json::object{{"startIndex", static_cast<int>(out.size()) * 40},
                                  {"length", 20},
                                  {"onTap", json::object{{"innertubeCommand", std::move(command)}}}});
  };
  for (const Paragraph& paragraph : version(thread, now).paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) {
        add({{"urlEndpoint", json::object{{"url", redirect(segment.url, thread)}, {"target", "TARGET_NEW_WINDOW"}}}});
      } else if (segment.kind == Segment::Kind::hashtag) {
        const std::string url = "/hashtag/" + path_escaped(std::string_view(segment.text).substr(1));
        add({{"commandMetadata", json::object{{"webCommandMetadata", json::object{{"url", url}}}}},
             {"browseEndpoint", json::object{{"browseId", "FEhashtag"}}}});
      } else if (segment.kind == Segment::Kind::mention) {
        const Account* account = mentioned(segment.text);
        if (account == nullptr) continue;
        add({{"browseEndpoint",
              json::object{{"browseId", channel_id(*account)}, {"canonicalBaseUrl", "/@" + account->handle}}}});
      }
    }
  }
  return out;
}

json::object Tube::player(const Thread& thread, Seconds now) const {
  const State shown = state(thread, now);
  json::object out{{"responseContext", json::object{}}, {"playabilityStatus", playability(shown)}};
  if (shown != State::live && shown != State::age_gate) return out;
  const Entry& first = thread.entries.front();
  const Account& by = owner(thread);
  const std::string views = std::to_string(grown(first.views, first.created(), now, world_.options));
  const std::string length = std::to_string(length_of(thread));
  const std::string day = iso_time(first.created(), pacific(first.created()));
  json::object details{{"videoId", video_id(thread)}, {"title", version(thread, now).title},
                       {"lengthSeconds", length},     {"channelId", channel_id(by)},
                       {"isOwnerViewing", false},     {"shortDescription", description(thread, now)},
                       {"isCrawlable", true},         {"thumbnail", picture(thumbnail(thread), 640, 480)},
                       {"allowRatings", true},        {"viewCount", views},
                       {"author", by.name},           {"isPrivate", false},
                       {"isUnpluggedCorpus", false},  {"isLiveContent", false}};
  json::array keywords;
  for (const std::string& tag : thread.tags) keywords.emplace_back(tag);
  if (!keywords.empty()) details["keywords"] = std::move(keywords);
  out["videoDetails"] = std::move(details);
  out["captions"] = json::object{
      {"playerCaptionsTracklistRenderer",
       json::object{{"captionTracks", json::array{json::object{{"languageCode", host_.language}, {"kind", "asr"}}}}}}};
  out["microformat"] = json::object{
      {"playerMicroformatRenderer", json::object{{"thumbnail", picture(thumbnail(thread), 1280, 720)},
                                                 {"title", simple(version(thread, now).title)},
                                                 {"description", simple(description(thread, now))},
                                                 {"lengthSeconds", length},
                                                 {"ownerProfileUrl", "http://www.youtube.com/@" + by.handle},
                                                 {"externalChannelId", channel_id(by)},
                                                 {"isFamilySafe", shown == State::live},
                                                 {"isUnlisted", false},
                                                 {"viewCount", views},
                                                 {"category", "News & Politics"},
                                                 {"publishDate", day},
                                                 {"ownerChannelName", by.name},
                                                 {"uploadDate", day}}}};
  return out;
}

json::object Tube::watch(const Thread& thread, Seconds now) const {
  const State shown = state(thread, now);
  if (shown != State::live && shown != State::age_gate)
    return {{"contents", json::object{{"twoColumnWatchNextResults", json::object{}}}}};
  const Entry& first = thread.entries.front();
  const Account& by = owner(thread);
  const int likes = grown(first.likes, first.created(), now, world_.options);
  const int views = grown(first.views, first.created(), now, world_.options);
  const json::object to_owner{
      {"browseEndpoint", json::object{{"browseId", channel_id(by)}, {"canonicalBaseUrl", "/@" + by.handle}}}};
  const json::object like{
      {"buttonViewModel", json::object{{"iconName", "LIKE"},
                                       {"title", likes > 0 ? rounded(likes) : "Like"},
                                       {"accessibilityText",
                                        likes > 0 ? "like this video along with " + with_commas(likes) + " other people"
                                                  : "I like this"}}}};
  const json::object toggle{{"toggleButtonViewModel",
                             json::object{{"toggleButtonViewModel", json::object{{"defaultButtonViewModel", like}}}}}};
  const json::object buttons{{"segmentedLikeDislikeButtonViewModel",
                              json::object{{"likeButtonViewModel", json::object{{"likeButtonViewModel", toggle}}}}}};
  json::object primary{
      {"title", runs(version(thread, now).title)},
      {"viewCount",
       json::object{{"videoViewCountRenderer", json::object{{"viewCount", simple(with_commas(views) + " views")},
                                                            {"shortViewCount", simple(rounded(views) + " views")}}}}},
      {"videoActions", json::object{{"menuRenderer", json::object{{"topLevelButtons", json::array{buttons}}}}}},
      {"dateText", simple(shown_day(first.created() + pacific(first.created()) * 60))}};
  json::object owner_renderer{{"thumbnail", picture(avatar(by), 176, 176)},
                              {"title", runs(by.name)},
                              {"subscriberCountText", simple(rounded(subscribers(by)) + " subscribers")},
                              {"navigationEndpoint", to_owner}};
  json::object secondary{{"owner", json::object{{"videoOwnerRenderer", std::move(owner_renderer)}}},
                         {"attributedDescription", json::object{{"content", description(thread, now)},
                                                                {"commandRuns", command_runs(thread, now)}}}};
  json::object comment_section{
      {"contents", json::array{json::object{
                       {"continuationItemRenderer", json::object{{"trigger", "CONTINUATION_TRIGGER_ON_ITEM_SHOWN"}}}}}},
      {"sectionIdentifier", "comment-item-section"}};
  json::array contents{json::object{{"videoPrimaryInfoRenderer", std::move(primary)}},
                       json::object{{"videoSecondaryInfoRenderer", std::move(secondary)}},
                       json::object{{"itemSectionRenderer", std::move(comment_section)}}};
  json::object panel{
      {"panelIdentifier", "engagement-panel-comments-section"},
      {"header", json::object{{"engagementPanelTitleHeaderRenderer",
                               json::object{{"title", runs("Comments")},
                                            {"contextualInfo", runs(std::to_string(comments(thread, now)))}}}}}};
  return {{"contents",
           json::object{{"twoColumnWatchNextResults",
                         json::object{{"results",
                                       json::object{{"results", json::object{{"contents", std::move(contents)}}}}}}}}},
          {"currentVideoEndpoint", json::object{{"watchEndpoint", json::object{{"videoId", video_id(thread)}}}}},
          {"engagementPanels", json::array{json::object{{"engagementPanelSectionListRenderer", std::move(panel)}}}}};
}

json::object Tube::channel(const Account& account, Seconds now) const {
  if (is_gone(account, now)) {
    return {
        {"responseContext", json::object{}},
        {"alerts",
         json::array{json::object{
             {"alertRenderer", json::object{{"type", "ERROR"},
                                            {"text", simple("This account has been terminated for violating YouTube's "
                                                            "Community Guidelines.")}}}}}}};
  }
  const auto all = uploads(account, now);
  json::array grid;
  for (std::size_t i = 0; i < std::min<std::size_t>(30, all.size()); ++i) {
    grid.emplace_back(
        json::object{{"richItemRenderer", json::object{{"content", lockup(*all[i], version(*all[i], now))}}}});
  }
  const std::string at = "/@" + account.handle;
  json::array rows{
      json::object{{"metadataParts", json::array{header_part("@" + account.handle)}}},
      json::object{{"metadataParts", json::array{header_part(rounded(subscribers(account)) + " subscribers"),
                                                 header_part(std::to_string(all.size()) + " videos")}}}};
  json::object model{
      {"title",
       json::object{{"dynamicTextViewModel", json::object{{"text", json::object{{"content", account.name}}}}}}},
      {"metadata", json::object{{"contentMetadataViewModel", json::object{{"metadataRows", std::move(rows)}}}}}};
  if (!account.website.empty()) {
    const std::string to = "https://www.youtube.com/redirect?event=channel_header&redir_token=QUFFLUhqa&q=" +
                           path_escaped(account.website);
    const json::object tap{{"innertubeCommand", json::object{{"urlEndpoint", json::object{{"url", to}}}}}};
    const json::object text{
        {"content", account.website.substr(8)},
        {"commandRuns", json::array{json::object{{"startIndex", 0}, {"length", 9}, {"onTap", tap}}}}};
    model["attribution"] = json::object{{"attributionViewModel", json::object{{"text", text}}}};
  }
  return {
      {"metadata", json::object{{"channelMetadataRenderer",
                                 json::object{{"title", account.name},
                                              {"description", account.bio},
                                              {"rssUrl", "https://www.youtube.com/feeds/videos.xml?channel_id=" +
                                                             channel_id(account)},
                                              {"externalId", channel_id(account)},
                                              {"keywords", ""},
                                              {"ownerUrls", json::array{"http://www.youtube.com" + at}},
                                              {"avatar", picture(avatar(account), 900, 900)},
                                              {"channelUrl", channel_url(account)},
                                              {"isFamilySafe", true},
                                              {"vanityChannelUrl", "http://www.youtube.com" + at}}}}},
      {"header", json::object{{"pageHeaderRenderer",
                               json::object{{"pageTitle", account.name},
                                            {"content", json::object{{"pageHeaderViewModel", std::move(model)}}}}}}},
      {"contents",
       json::object{{"twoColumnBrowseResultsRenderer",
                     json::object{{"tabs", json::array{tab("Home", at + "/featured", false, {}),
                                                       tab("Videos", at + "/videos", true, std::move(grid))}}}}}}};
}

json::object Tube::playlist(const Account& account, Seconds now) const {
  json::array entries;
  for (const Thread* thread : uploads(account, now)) {
    entries.emplace_back(
        json::object{{"playlistVideoRenderer",
                      json::object{{"videoId", video_id(*thread)}, {"title", runs(version(*thread, now).title)}}}});
  }
  const json::object section{
      {"itemSectionRenderer",
       json::object{{"contents", json::array{json::object{{"playlistVideoListRenderer",
                                                           json::object{{"contents", std::move(entries)}}}}}}}}};
  const json::object content{{"sectionListRenderer", json::object{{"contents", json::array{section}}}}};
  return {
      {"contents",
       json::object{
           {"twoColumnBrowseResultsRenderer",
            json::object{{"tabs", json::array{json::object{{"tabRenderer", json::object{{"content", content}}}}}}}}}},
      {"metadata",
       json::object{{"playlistMetadataRenderer", json::object{{"title", "Uploads from " + account.name}}}}}};
}

Post Tube::video_truth(const Thread& thread, Seconds now) const {
  const Entry& first = thread.entries.front();
  const Account& by = owner(thread);
  Post post;
  post.platform = "youtube";
  post.kind = PostKind::video;
  post.native_id = post.thread_id = video_id(thread);
  post.url = post.url_canonical = watch_url(thread);
  post.author = {channel_id(by), by.handle, by.name, channel_url(by), avatar(by)};
  const int zone = pacific(first.created());
  post.published = stated(first.created(), iso_time(first.created(), zone), zone);
  post.title = version(thread, now).title;
  post.text = description(thread, now);
  post.lang = host_.language;
  post.lang_source = "platform";
  MediaRef video, still;
  video.url = watch_url(thread);
  video.type = "video";
  video.duration_ms = length_of(thread) * 1000;
  still.url = thumbnail(thread);
  still.type = "image";
  still.width = 1280;
  still.height = 720;
  post.media = {video, still};
  for (const Paragraph& paragraph : version(thread, now).paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) {
        post.links.push_back({redirect(segment.url, thread), segment.url, "", ""});
      } else if (segment.kind == Segment::Kind::hashtag) {
        std::string tag = segment.text.substr(1);
        if (std::find(post.hashtags.begin(), post.hashtags.end(), tag) == post.hashtags.end())
          post.hashtags.push_back(std::move(tag));
      } else if (segment.kind == Segment::Kind::mention) {
        if (const Account* account = mentioned(segment.text))
          post.mentions.push_back({account->handle, channel_id(*account), channel_url(*account)});
      }
    }
  }
  for (const std::string& tag : thread.tags) {
    if (std::find(post.hashtags.begin(), post.hashtags.end(), tag) == post.hashtags.end()) post.hashtags.push_back(tag);
  }
  const int likes = grown(first.likes, first.created(), now, world_.options);
  post.counts.values["views"] = grown(first.views, first.created(), now, world_.options);
  post.counts.values["comments"] = comments(thread, now);
  if (likes > 0) post.counts.values["likes"] = likes;
  if (likes > 0) post.counts.raw["likes"] = "like this video along with " + with_commas(likes) + " other people";
  post.sensitive = false;
  post.visibility = "public";
  return post;
}

spoor::Account Tube::channel_truth(const Account& account, Seconds now) const {
  spoor::Account out;
  out.platform = "youtube";
  out.native_id = channel_id(account);
  out.handle = account.handle;
  out.display_name = account.name;
  out.url = channel_url(account);
  out.kind = "channel";
  out.bio = account.bio;
  out.website = account.website;
  if (!account.website.empty()) out.bio_links.push_back(account.website);
  out.avatar_url = avatar(account);
  const std::string shown = rounded(subscribers(account));
  double followers = std::stod(shown);
  if (shown.back() == 'K') {
    followers *= 1000;
    out.counts.approx.emplace_back("followers");
  }
  out.counts.values["followers"] = static_cast<std::int64_t>(followers + 0.5);
  out.counts.raw["followers"] = shown + " subscribers";
  out.counts.values["posts"] = static_cast<std::int64_t>(uploads(account, now).size());
  out.counts.raw["posts"] = std::to_string(uploads(account, now).size()) + " videos";
  return out;
}

}  // namespace spoor::web::video
