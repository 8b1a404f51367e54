// The account that a channel page shows: metadata, header of both forms, and the about panel where it is there.
#include <algorithm>

#include "adapters/kit/text.h"
#include "adapters/platforms/youtube_browse.h"
#include "adapters/platforms/youtube_urls.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxBioLinks = 100;

void add_bio_link(Account& account, const std::string& reference) {
  const std::string url = reference.empty() ? "" : target_of(reference);
  if (url.empty() || account.bio_links.size() >= kMaxBioLinks) return;
  if (std::find(account.bio_links.begin(), account.bio_links.end(), url) != account.bio_links.end()) return;
  account.bio_links.push_back(url);
}

bool is_about_videos(const std::string& text) {
  for (const char* word : {"video",
                           "v\xC3\xAD"
                           "deo",
                           "vid\xC3\xA9o", "\xD0\xB2\xD0\xB8\xD0\xB4\xD0\xB5\xD0\xBE", "\xE5\x8B\x95\xE7\x94\xBB",
                           "\xE8\xA7\x86\xE9\xA2\x91", "\xE5\xBD\xB1\xE7\x89\x87",
                           "\xEB\x8F\x99\xEC\x98\x81\xEC\x83\x81", "wideo", "film"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

// Rows of short texts: "@handle", "7.78k subscribers", "135 videos".
void read_page_header(const Json* header, Account& account) {
  const Json* model = at(header, "content.pageHeaderViewModel");
  for (const Json* row : items(model, "metadata.contentMetadataViewModel.metadataRows")) {
    for (const Json* part : items(row, "metadataParts")) {
      const std::string text = text_at(part, "text");
      if (text.size() > 1 && text[0] == '@') {
        if (account.handle.empty()) account.handle = text.substr(1);
      } else if (std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        add_count(account.counts, is_about_videos(text) ? "posts" : "followers", text);
      }
    }
  }
  if (account.display_name.empty()) account.display_name = text_at(model, "title.dynamicTextViewModel.text");
  account.banner_url = largest(at(model, "banner.imageBannerViewModel.image")).url;
  // The first of the channel's links; the others stand in a panel that is loaded later.
  for (const Json* run : items(model, "attribution.attributionViewModel.text.commandRuns")) {
    add_bio_link(account, text_at(run, "onTap.innertubeCommand.urlEndpoint.url"));
  }
  for (const Json* run : items(model, "title.dynamicTextViewModel.text.attachmentRuns")) {
    for (const Json* source : items(run, "element.type.imageType.image.sources")) {
      if (text_at(source, "clientResource.imageName").starts_with("CHECK_CIRCLE")) account.verified = true;
    }
  }
}

void read_old_header(const Json* header, Account& account) {
  if (header == nullptr) return;
  add_count(account.counts, "followers", text_at(header, "subscriberCountText"));
  add_count(account.counts, "posts", text_at(header, "videosCountText"));
  if (account.handle.empty()) account.handle = handle_in("/" + text_at(header, "channelHandleText"));
  account.banner_url = largest(at(header, "banner")).url;
  for (const Json* badge : items(header, "badges")) {
    if (text_at(badge, "metadataBadgeRenderer.style") == "BADGE_STYLE_TYPE_VERIFIED") account.verified = true;
  }
}

// "Joined Sep 11, 2015", in the page's language: the date stands behind a word or two.
std::optional<StatedTime> joined_date(const std::string& text, const DateContext& dates) {
  std::string_view rest = text;
  for (int words = 0; words < 4 && !rest.empty(); ++words) {
    if (std::optional<StatedTime> date = parse_date(rest, dates)) {
      date->raw = text;
      return date;
    }
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  return std::nullopt;
}

void read_about(const Json* about, const ReadContext& context, Account& account) {
  if (const std::string text = text_at(about, "description"); !text.empty()) account.bio = text;
  account.location_text = text_at(about, "country");
  account.created = joined_date(text_at(about, "joinedDateText"), context.dates);
  add_count(account.counts, "followers", text_at(about, "subscriberCountText"));
  add_count(account.counts, "posts", text_at(about, "videoCountText"));
  add_count(account.counts, "views", text_at(about, "viewCountText"));
  for (const Json* entry : items(about, "links")) {
    const Json* link = at(entry, "channelExternalLinkViewModel.link");
    std::string target;
    for (const Json* run : items(link, "commandRuns")) {
      if (target.empty()) target = text_at(run, "onTap.innertubeCommand.urlEndpoint.url");
    }
    const std::string shown = text_at(link, "content");
    if (target.empty() && !shown.empty()) target = shown.find("://") == std::string::npos ? "https://" + shown : shown;
    add_bio_link(account, target);
  }
  for (const Json* entry : items(about, "primaryLinks")) {
    add_bio_link(account, text_at(entry, "navigationEndpoint.urlEndpoint.url"));
  }
}

}  // namespace

std::optional<Account> read_channel(const Json& initial, const ReadContext& context) {
  const Json* metadata = at(&initial, "metadata.channelMetadataRenderer");
  if (metadata == nullptr) return std::nullopt;
  Account account;
  account.platform = kPlatform;
  account.kind = "channel";
  account.native_id = text_at(metadata, "externalId");
  if (!is_channel_id(account.native_id)) account.native_id.clear();
  account.display_name = text_at(metadata, "title");
  account.bio = text_at(metadata, "description");
  account.handle = handle_in(text_at(metadata, "vanityChannelUrl"));
  for (const Json* owner : items(metadata, "ownerUrls")) {
    if (account.handle.empty()) account.handle = handle_in(text_of(owner));
  }
  account.avatar_url = largest(at(metadata, "avatar")).url;
  read_page_header(at(&initial, "header.pageHeaderRenderer"), account);
  read_old_header(at(&initial, "header.c4TabbedHeaderRenderer"), account);
  const std::vector<Named> about =
      find_named(initial, {"aboutChannelViewModel", "channelAboutFullMetadataRenderer"}, 1);
  if (!about.empty()) read_about(about[0].value, context, account);
  if (const std::string words = text_at(metadata, "keywords"); !words.empty()) account.extra["keywords"] = words;
  if (account.native_id.empty() && account.handle.empty()) return std::nullopt;
  account.url = account.native_id.empty() ? handle_url(account.handle) : channel_url(account.native_id);
  if (!account.bio_links.empty()) account.website = account.bio_links.front();
  return account;
}

}  // namespace spoor::adapters::youtube
