// Feeds: RSS 0.9x/1.0/2.0, Atom 0.3/1.0, JSON Feed 1.x, also broken ones; as a neutral value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/url.h"

namespace spoor::adapters {

struct FeedPerson {
  std::string name, url, email, avatar;
};
struct FeedEnclosure {
  std::string url, type, alt;
  std::string width, height, duration;
  bool thumbnail = false;
};
struct FeedItem {
  std::string id, url, title;
  bool id_is_permalink = false;
  std::string html, summary_html, text;
  bool is_excerpt = false;  // there is a summary only, or a description that ends in an ellipsis
  std::vector<FeedPerson> authors;
  std::string published, updated;  // raw text
  std::vector<std::string> tags;
  std::vector<FeedEnclosure> media;
  std::string lang, comments_url, comments_feed, comment_count;
  std::string reply_to_id, reply_to_url;
  // Elements of other namespaces that adapters need, "yt:videoId" style keys by well-known prefix.
  std::vector<std::pair<std::string, std::string>> extra;
};
struct Feed {
  std::string format;  // rss, rdf, atom, json
  std::string title, url, self, description, lang, generator, id;
  std::string next_url;
  std::vector<FeedPerson> authors;
  std::vector<FeedItem> items;
  std::vector<std::pair<std::string, std::string>> extra;
};

// True if the first bytes look like a feed.
bool looks_like_feed(std::string_view utf8);
// Never fails hard: a broken feed gives the items up to the damage. invalid_argument when it is no feed at all.
Result<Feed> parse_feed(std::string_view utf8, const Url& url);

}  // namespace spoor::adapters
