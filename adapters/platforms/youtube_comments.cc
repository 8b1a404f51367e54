#include <set>

#include "adapters/kit/text.h"
#include "adapters/platforms/youtube_urls.h"
#include "adapters/platforms/youtube_watch.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxComments = 2000;

Post start_comment(const std::string& id, const std::string& video) {
  Post post;
  post.platform = kPlatform;
  post.space = "comment";
  post.native_id = id;
  post.url = watch_url(video) + "&lc=" + percent_encode_component(id);
  post.thread_id = video;
  // A reply's id is its parent's, a point and its own.
  const std::size_t point = id.find('.');
  post.kind = point == std::string::npos ? PostKind::comment : PostKind::reply;
  if (point == std::string::npos) {
    post.reply_to.native_id = video;
    post.reply_to.url = watch_url(video);
  } else {
    post.reply_to.space = "comment";
    post.reply_to.native_id = id.substr(0, point);
  }
  return post;
}

void read_author(const std::string& channel, const std::string& shown, const Json* picture, Post& post) {
  if (is_channel_id(channel)) {
    post.author.native_id = channel;
    post.author.url = channel_url(channel);
  }
  post.author.display_name = shown;
  if (shown.size() > 1 && shown[0] == '@') post.author.handle = shown.substr(1);
  post.author.avatar_url = picture == nullptr     ? ""
                           : picture->is_string() ? target_of(text_of(picture))
                                                  : largest(picture).url;
}

// "3 days ago (edited)"
void read_time(const std::string& text, const ReadContext& context, Post& post) {
  if (text.empty()) return;
  std::string_view plain = text;
  if (const std::size_t bracket = text.find(" ("); bracket != std::string::npos) {
    plain = std::string_view(text).substr(0, bracket);
    post.extra["edited"] = "true";
  }
  post.published = parse_date(plain, context.dates);
  if (post.published) post.published->raw = text;
}

void read_entity(const Json* entity, const std::string& video, const ReadContext& context, std::set<std::string>& seen,
                 Parsed& parsed) {
  const Json* properties = at(entity, "properties");
  const std::string id = text_at(properties, "commentId");
  if (id.empty() || !seen.insert(id).second) return;
  Post post = start_comment(id, video);
  post.text = text_at(properties, "content");
  read_author(text_at(entity, "author.channelId"), text_at(entity, "author.displayName"),
              at(entity, "author.avatarThumbnailUrl"), post);
  read_time(text_at(properties, "publishedTime"), context, post);
  add_count(post.counts, "likes", text_at(entity, "toolbar.likeCountNotliked"));
  add_count(post.counts, "replies", text_at(entity, "toolbar.replyCount"));
  if (is_true(entity, "author.isCreator")) post.extra["by_uploader"] = "true";
  parsed.posts.push_back(std::move(post));
}

void read_renderer(const Json* comment, const std::string& video, const ReadContext& context,
                   std::set<std::string>& seen, Parsed& parsed) {
  const std::string id = text_at(comment, "commentId");
  if (id.empty() || !seen.insert(id).second) return;
  Post post = start_comment(id, video);
  post.text = text_at(comment, "contentText");
  read_author(text_at(comment, "authorEndpoint.browseEndpoint.browseId"), text_at(comment, "authorText"),
              at(comment, "authorThumbnail"), post);
  read_time(text_at(comment, "publishedTimeText"), context, post);
  add_count(post.counts, "likes", text_at(comment, "voteCount"));
  add_count(post.counts, "replies", text_at(comment, "replyCount"));
  if (is_true(comment, "authorIsChannelOwner")) post.extra["by_uploader"] = "true";
  if (at(comment, "pinnedCommentBadge") != nullptr) post.pinned = true;
  parsed.posts.push_back(std::move(post));
}

}  // namespace

void read_comments(const Json& initial, const std::string& video, const ReadContext& context, Parsed& parsed) {
  std::set<std::string> seen;
  const std::size_t before = parsed.posts.size();
  for (const Json* mutation : items(&initial, "frameworkUpdates.entityBatchUpdate.mutations")) {
    if (seen.size() >= kMaxComments) break;
    const Json* entity = at(mutation, "payload.commentEntityPayload");
    if (entity != nullptr) read_entity(entity, video, context, seen, parsed);
  }
  // A thread holds its replies beside its first comment, never inside it.
  for (const Named& found : find_named(initial, {"commentRenderer"}, kMaxComments)) {
    read_renderer(found.value, video, context, seen, parsed);
  }
  for (std::size_t i = before; i < parsed.posts.size(); ++i) {
    add_lead(parsed, parsed.posts[i].author.url, LeadKind::account);
  }
}

}  // namespace spoor::adapters::youtube
