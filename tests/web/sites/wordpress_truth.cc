#include "tests/web/sites/wordpress_truth.h"

#include <algorithm>
#include <cstdio>

#include "tests/web/random.h"
#include "tests/web/shown.h"
#include "tests/web/sites/wordpress_text.h"

namespace spoor::web::wordpress {
namespace {

using Kind = Segment::Kind;
constexpr int kRestAvatar = 96, kBioAvatar = 85, kCommentAvatar = 60;

std::string site_of(const Account& account) { return account.website; }

StatedTime shown_time(const Blog& blog, Seconds at) {
  if (blog.look().rest) return stated(at, iso_time(at).substr(0, 19) + "Z", 0);
  const int zone = blog.host().utc_offset_minutes;
  return stated(at, iso_time(at, zone), zone);
}

void add_links_and_media(const Words& words, const Version& version, bool comment, Post& post) {
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      const auto same = [&](const auto& each) { return each.url == segment.url; };
      if (segment.kind == Kind::link && std::none_of(post.links.begin(), post.links.end(), same)) {
        post.links.push_back(
            {segment.url, segment.url, texturized(words, segment.text), comment ? "nofollow ugc" : ""});
      }
      if (segment.kind == Kind::picture && !comment && std::none_of(post.media.begin(), post.media.end(), same)) {
        MediaRef media;
        media.url = segment.url;
        media.type = "image";
        media.alt = segment.text;
        media.width = segment.width;
        media.height = segment.height;
        post.media.push_back(std::move(media));
      }
    }
  }
}

}  // namespace

std::string gravatar(const Account& account, int size) {
  Random random(11, account.handle);
  char hash[33];
  std::snprintf(hash, sizeof hash, "%016llx%016llx", static_cast<unsigned long long>(random.next()),
                static_cast<unsigned long long>(random.next()));
  return "http://" + std::to_string(account.id % 3) + ".gravatar.com/avatar/" + hash + "?s=" + std::to_string(size) +
         "&d=mm&r=g";
}

Post gone_post(const Blog& blog, const Thread& thread, const Entry& entry) {
  Post post;
  post.platform = blog.host().name;
  post.software = "wordpress";
  const bool comment = &entry != &Blog::post_of(thread);
  post.space = comment ? "comment" : "post";
  post.native_id = std::to_string(entry.id);
  post.url = blog.permalink(thread) + (comment ? "#comment-" + post.native_id : "");
  return post;
}

Post post_truth(const Blog& blog, const Thread& thread, bool in_feed, Seconds now) {
  const Host& host = blog.host();
  const Words& words = words_of(host);
  const Entry& entry = Blog::post_of(thread);
  const Account& author = blog.author(entry);
  const Version& version = version_at(entry, now);
  const bool rest = blog.look().rest, locked = blog.is_protected(thread);
  Post post = gone_post(blog, thread, entry);
  post.kind = PostKind::post;
  post.title = (locked ? std::string(words.protected_title) : "") + texturized(words, version.title);
  post.thread_id = post.native_id;
  post.published = shown_time(blog, entry.created());
  const std::string category = host.boards[static_cast<std::size_t>(thread.board)];
  post.container.name = category;
  post.container.url = base_of(host) + "/category/" + slug_of(category) + "/";
  post.hashtags = thread.tags;
  const auto comments = static_cast<std::int64_t>(blog.comments(thread, now).size());
  if (comments > 0 || in_feed) post.counts.values["comments"] = comments;
  if (locked) post.status = Status::private_;
  if (locked && !rest) {  // only lists and feeds tell of it
    if (!in_feed) return post;
    post.author.display_name = author.name;
    post.container.url.clear();
    post.published = stated(entry.created(), feed_time(entry.created()), 0);
  }
  post.lang = words.html_lang;
  post.lang_source = "platform";
  if (locked && !rest) return post;
  post.author.handle = blog.nicename(author);
  post.author.display_name = author.name;
  post.author.url = base_of(host) + "/author/" + blog.nicename(author) + "/";
  if (rest) {
    post.author.native_id = std::to_string(author.id);
    post.author.avatar_url = gravatar(author, kRestAvatar);
    post.container.native_id = std::to_string(thread.board + 2);
    post.pinned = thread.pinned;
    if (&version != entry.versions.data()) post.edited = shown_time(blog, version.at);
  } else if (!author.bio.empty()) {
    post.author.avatar_url = gravatar(author, kBioAvatar);
  }
  if (locked) return post;
  post.text = shown_text(words, version.paragraphs, Form::page);
  add_links_and_media(words, version, false, post);
  return post;
}

Post comment_truth(const Blog& blog, const Thread& thread, const Entry& comment, Seconds now) {
  const Host& host = blog.host();
  const Words& words = words_of(host);
  const Account& author = blog.author(comment);
  const Version& version = version_at(comment, now);
  const bool rest = blog.look().rest;
  Post post = gone_post(blog, thread, comment);
  post.kind = PostKind::comment;
  post.url = blog.comment_url(thread, comment, now);
  post.thread_id = std::to_string(Blog::post_of(thread).id);
  post.published = shown_time(blog, comment.created());
  if (blog.is_user(author)) {
    if (rest) post.author.native_id = std::to_string(author.id);
    post.author.handle = blog.nicename(author);
  }
  post.author.display_name = author.name;
  post.author.url = site_of(author);
  post.author.avatar_url = gravatar(author, rest ? kRestAvatar : kCommentAvatar);
  const std::optional<int> parent = blog.parent(thread, comment, now);
  post.reply_to.space = parent ? "comment" : "post";
  post.reply_to.native_id = parent ? std::to_string(*parent) : post.thread_id;
  post.text = shown_text(words, version.paragraphs, Form::comment);
  add_links_and_media(words, version, true, post);
  return post;
}

spoor::Account author_truth(const Blog& blog, const Account& account) {
  const Host& host = blog.host();
  spoor::Account out;
  out.platform = host.name;
  out.software = "wordpress";
  out.native_id = std::to_string(account.id);
  out.handle = blog.nicename(account);
  out.display_name = account.name;
  out.url = base_of(host) + "/author/" + out.handle + "/";
  out.kind = "blog";
  out.bio = account.bio.empty() ? "" : texturized(words_of(host), account.bio);
  if (blog.look().rest) {
    out.bio = account.bio;
    out.website = site_of(account);
    out.avatar_url = gravatar(account, kRestAvatar);
  }
  return out;
}

}  // namespace spoor::web::wordpress
