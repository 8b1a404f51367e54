#include "tests/web/sites/blog_article.h"

#include <algorithm>
#include <functional>

#include <boost/json.hpp>

#include "tests/web/shown.h"

namespace spoor::web::blog {
namespace {

namespace json = boost::json;

std::uint64_t number_of(std::string_view name) {  // FNV-1a: the same on every machine
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (hash >> 29);
}

const Account& author_of(const Host& host, const Entry& entry) {
  return host.accounts[static_cast<std::size_t>(entry.account)];
}

std::string slug_of(const Thread& thread) {
  std::string out;
  int words = 0;
  for (const char c : thread.entries.front().versions.front().title) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain || (c >= 'A' && c <= 'Z')) {
      out += static_cast<char>(plain ? c : c + 32);
    } else if (!out.empty() && out.back() != '-') {
      if (++words == 6) break;
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out + (out.empty() ? "" : "-") + std::to_string(thread.id);
}

std::string tag_name(std::string_view shown) {
  if (!shown.empty() && shown.front() == '#') shown.remove_prefix(1);
  return std::string(shown);
}

std::string segment_html(const Segment& segment) {
  const std::string text = html_escaped(segment.text);
  switch (segment.kind) {
    case Segment::Kind::text:
      return text;
    case Segment::Kind::link:
      return "<a href=\"" + html_escaped(segment.url) + "\" rel=\"noopener nofollow\" target=\"_blank\">" + text +
             "</a>";
    case Segment::Kind::hashtag:
      return "<a class=\"hashtag\" href=\"/tag/" + path_escaped(tag_name(segment.text)) + "\">" + text + "</a>";
    case Segment::Kind::mention:
      return "<span class=\"mention\">" + text + "</span>";
    case Segment::Kind::picture:
      break;
  }
  std::string out = "<img src=\"" + html_escaped(segment.url) + "\" alt=\"" + text + "\" loading=\"lazy\"";
  if (segment.width > 0) {
    out += " width=\"" + std::to_string(segment.width) + "\" height=\"" + std::to_string(segment.height) + "\"";
  }
  return out + ">";
}

bool is_figure(const Paragraph& paragraph) {
  return paragraph.size() == 1 && paragraph.front().kind == Segment::Kind::picture;
}

json::object person(const Host& host, const Account& account, bool with_page) {
  json::object out{{"@type", "Person"}, {"name", account.name}};
  if (with_page) out["url"] = author_url(host, account);
  return out;
}

// The comments that answer `parent` (nullopt: the article itself), each with its own answers inside.
json::array comments_json(const Host& host, const Thread& thread, std::optional<int> parent, Seconds now) {
  json::array out;
  for (std::size_t i = 1; i < thread.entries.size(); ++i) {
    const Entry& entry = thread.entries[i];
    if (parent_of(host, thread, entry, now) != parent || presence(host, entry, now) != Presence::live) continue;
    json::object comment{{"@type", "Comment"},
                         {"@id", comment_url(host, thread, entry)},
                         {"author", person(host, author_of(host, entry), false)},
                         {"dateCreated", iso_time(entry.created(), style_of(host).zone)},
                         {"text", plain_text(version_at(entry, now).paragraphs)}};
    if (auto answers = comments_json(host, thread, entry.id, now); !answers.empty()) comment["comment"] = answers;
    out.emplace_back(std::move(comment));
  }
  return out;
}

std::string script_safe(const json::object& object) {
  std::string out = json::serialize(object);
  for (std::size_t at = 0; (at = out.find("</", at)) != std::string::npos; at += 3) out.insert(at + 1, "\\");
  return out;
}

}  // namespace

std::optional<int> parent_of(const Host& host, const Thread& thread, const Entry& comment, Seconds now) {
  if (!comment.answers || *comment.answers == thread.entries.front().id) return std::nullopt;
  for (const Entry& entry : thread.entries) {
    if (entry.id != *comment.answers) continue;
    // An answer to what is gone stands below the article.
    return presence(host, entry, now) == Presence::live ? std::optional(entry.id) : std::nullopt;
  }
  return std::nullopt;
}

Style style_of(const Host& host) {
  const std::uint64_t bits = number_of(host.name);
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, host.utc_offset_minutes};
}

std::string base_of(const Host& host) { return "http://" + host.name; }

std::string author_url(const Host& host, const Account& account) {
  return base_of(host) + "/author/" + path_escaped(account.handle);
}

std::string article_path(const Host& host, const Thread& thread) {
  const Style style = style_of(host);
  if (!style.dated_paths) return "/articles/" + slug_of(thread);
  std::string day = civil_day(thread.entries.front().created() + style.zone * 60);
  std::replace(day.begin(), day.end(), '-', '/');
  return "/" + day + "/" + slug_of(thread);
}

std::string article_url(const Host& host, const Thread& thread) { return base_of(host) + article_path(host, thread); }

std::string comment_url(const Host& host, const Thread& thread, const Entry& comment) {
  return article_url(host, thread) + "#comment-" + std::to_string(comment.id);
}

std::vector<std::string> tags_of(const Thread& thread, const Version& version) {
  std::vector<std::string> out = thread.tags;
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::hashtag) continue;
      std::string tag = tag_name(segment.text);
      if (std::find(out.begin(), out.end(), tag) == out.end()) out.push_back(std::move(tag));
    }
  }
  return out;
}

std::string body_html(const Version& version) {
  std::string out;
  for (const Paragraph& paragraph : version.paragraphs) {
    std::string inner;
    for (const Segment& segment : paragraph) inner += segment_html(segment);
    out += is_figure(paragraph) ? "<figure>" + inner + "</figure>\n" : "<p>" + inner + "</p>\n";
  }
  return out;
}

std::string excerpt(const Version& version) { return beginning_of(plain_text(version.paragraphs, " "), 160); }

std::string json_ld(const World& world, const Host& host, const Thread& thread, Seconds now) {
  const Entry& first = thread.entries.front();
  const Version& version = version_at(first, now);
  const Style style = style_of(host);
  json::object out{{"@context", "https://schema.org"},
                   {"@type", "BlogPosting"},
                   {"mainEntityOfPage", json::object{{"@type", "WebPage"}, {"@id", article_url(host, thread)}}},
                   {"headline", version.title},
                   {"description", excerpt(version)},
                   {"datePublished", iso_time(first.created(), style.zone)},
                   {"dateModified", iso_time(version.at, style.zone)},
                   {"author", person(host, author_of(host, first), true)},
                   {"publisher", json::object{{"@type", "Organization"}, {"name", host.title}}},
                   {"inLanguage", host.language}};
  json::array images, keywords;
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::picture) images.emplace_back(segment.url);
    }
  }
  for (std::string& tag : tags_of(thread, version)) keywords.emplace_back(std::move(tag));
  if (!images.empty()) out["image"] = std::move(images);
  if (!keywords.empty()) out["keywords"] = std::move(keywords);
  out["commentCount"] = comment_count(host, thread, now);
  if (style.likes) {
    out["interactionStatistic"] =
        json::array{json::object{{"@type", "InteractionCounter"},
                                 {"interactionType", "https://schema.org/LikeAction"},
                                 {"userInteractionCount", grown(first.likes, first.created(), now, world.options)}}};
  }
  if (auto comments = comments_json(host, thread, std::nullopt, now); !comments.empty()) out["comment"] = comments;
  return script_safe(out);
}

std::string author_json_ld(const Host& host, const Account& account) {
  json::object entity{{"@type", "Person"},
                      {"name", account.name},
                      {"alternateName", account.handle},
                      {"url", author_url(host, account)}};
  if (!account.bio.empty()) entity["description"] = account.bio;
  if (!account.website.empty()) entity["sameAs"] = json::array{account.website};
  return script_safe({{"@context", "https://schema.org"},
                      {"@type", "ProfilePage"},
                      {"dateCreated", iso_time(account.joined, style_of(host).zone)},
                      {"mainEntity", std::move(entity)}});
}

int comment_count(const Host& host, const Thread& thread, Seconds now) {
  int count = 0;
  for (std::size_t i = 1; i < thread.entries.size(); ++i) {
    if (presence(host, thread.entries[i], now) == Presence::live) ++count;
  }
  return count;
}

void embedded_truth(const Host& host, const Version& version, Post& post) {
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) {
        post.links.push_back({segment.url, segment.url, segment.text, "noopener nofollow"});
      } else if (segment.kind == Segment::Kind::hashtag) {
        const std::string path = "/tag/" + path_escaped(tag_name(segment.text));
        post.links.push_back({path, base_of(host) + path, segment.text, ""});
      } else if (segment.kind == Segment::Kind::picture) {
        MediaRef media;
        media.url = segment.url;
        media.type = "image";
        media.alt = segment.text;
        if (segment.width > 0) media.width = segment.width, media.height = segment.height;
        const auto known = std::find_if(post.media.begin(), post.media.end(),
                                        [&](const MediaRef& other) { return other.url == media.url; });
        if (known == post.media.end()) {
          post.media.push_back(std::move(media));
        } else if (known->alt.empty()) {
          known->alt = media.alt;
        }
      }
    }
  }
}

Post article_truth(const World& world, const Host& host, const Thread& thread, Seconds now) {
  const Entry& first = thread.entries.front();
  const Version& version = version_at(first, now);
  const Style style = style_of(host);
  Post post;
  post.platform = host.name;
  post.kind = PostKind::article;
  post.url = post.url_canonical = article_url(host, thread);
  post.author.display_name = author_of(host, first).name;
  post.author.url = author_url(host, author_of(host, first));
  post.published = stated(first.created(), iso_time(first.created(), style.zone), style.zone);
  if (version.at > first.created()) post.edited = stated(version.at, iso_time(version.at, style.zone), style.zone);
  post.title = version.title;
  post.text = plain_text(version.paragraphs);
  post.lang = host.language;
  post.lang_source = "platform";
  post.hashtags = tags_of(thread, version);
  embedded_truth(host, version, post);
  post.counts.values["comments"] = comment_count(host, thread, now);
  if (style.likes) post.counts.values["likes"] = grown(first.likes, first.created(), now, world.options);
  return post;
}

Post comment_truth(const Host& host, const Thread& thread, const Entry& comment, Seconds now) {
  const Style style = style_of(host);
  Post post;
  post.platform = host.name;
  post.kind = PostKind::comment;
  post.url = post.url_canonical = comment_url(host, thread, comment);
  post.author.display_name = author_of(host, comment).name;
  post.published = stated(comment.created(), iso_time(comment.created(), style.zone), style.zone);
  post.text = plain_text(version_at(comment, now).paragraphs);
  const auto parent = parent_of(host, thread, comment, now);
  post.reply_to.url = article_url(host, thread) + (parent ? "#comment-" + std::to_string(*parent) : "");
  return post;
}

spoor::Account author_truth(const Host& host, const Account& account) {
  const int zone = style_of(host).zone;
  spoor::Account out;
  out.platform = host.name;
  out.handle = account.handle;
  out.display_name = account.name;
  out.url = author_url(host, account);
  out.kind = "user";
  out.bio = account.bio;
  if (!account.website.empty()) out.bio_links.push_back(account.website);
  out.created = stated(account.joined, iso_time(account.joined, zone), zone);
  return out;
}

}  // namespace spoor::web::blog
