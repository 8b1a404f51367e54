// An article of a BlogSite as it stands at a moment: what its page, the feed and the truth are written from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/schema/records.h"
#include "tests/web/world.h"

namespace spoor::web::blog {

struct Style {
  bool dated_paths = false;  // /2026/03/01/slug instead of /articles/slug
  bool atom = false;         // an Atom feed of summaries instead of RSS with whole texts
  bool likes = false;        // a like counter in the JSON-LD
  int zone = 0;              // minutes east of UTC
};
Style style_of(const Host& host);

std::string base_of(const Host& host);  // "http://host"
std::string author_url(const Host& host, const Account& account);
std::string article_path(const Host& host, const Thread& thread);
std::string article_url(const Host& host, const Thread& thread);
std::string comment_url(const Host& host, const Thread& thread, const Entry& comment);

// The comment that this one answers; nullopt: the article, also in place of a comment that is gone.
std::optional<int> parent_of(const Host& host, const Thread& thread, const Entry& comment, Seconds now);
int comment_count(const Host& host, const Thread& thread, Seconds now);

// Its own, then those of the text; without '#'.
std::vector<std::string> tags_of(const Thread& thread, const Version& version);
std::string body_html(const Version& version);
std::string excerpt(const Version& version);

std::string json_ld(const World& world, const Host& host, const Thread& thread, Seconds now);
std::string author_json_ld(const Host& host, const Account& account);

Post article_truth(const World& world, const Host& host, const Thread& thread, Seconds now);
Post comment_truth(const Host& host, const Thread& thread, const Entry& comment, Seconds now);
spoor::Account author_truth(const Host& host, const Account& account);
// Of these paragraphs: what HTML made by body_html holds.
void embedded_truth(const Host& host, const Version& version, Post& post);

}  // namespace spoor::web::blog
