#include "adapters/generic/schema_org.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "adapters/kit/counts.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"

namespace spoor::adapters::schema_org {

namespace {

namespace json = boost::json;

const json::value* member(const json::value& item, std::string_view name) {
  const auto* object = item.if_object();
  return object ? object->if_contains({name.data(), name.size()}) : nullptr;
}

std::string scalar(const json::value& value, int depth) {
  if (auto text = json_text(&value)) return trim(*text);
  if (depth > 3) return "";
  if (const auto* array = value.if_array()) return array->empty() ? "" : scalar(array->front(), depth + 1);
  for (const char* name : {"@value", "name", "headline", "text", "url", "@id"}) {
    if (const auto* inner = member(value, name)) {
      if (auto text = scalar(*inner, depth + 1); !text.empty()) return text;
    }
  }
  return "";
}

struct CountName {
  std::string_view action, name;
};
constexpr std::array kActions = {
    CountName{"LikeAction", "likes"},       CountName{"UserLikes", "likes"},
    CountName{"DislikeAction", "dislikes"}, CountName{"CommentAction", "comments"},
    CountName{"UserComments", "comments"},  CountName{"ReplyAction", "replies"},
    CountName{"ShareAction", "shares"},     CountName{"ViewAction", "views"},
    CountName{"WatchAction", "views"},      CountName{"UserPlays", "views"},
    CountName{"UserPageVisits", "views"},   CountName{"WriteAction", "posts"},
    CountName{"FollowAction", "followers"}, CountName{"BookmarkAction", "bookmarks"},
};

std::string_view count_name(std::string_view action) {
  const auto slash = action.find_last_of("/#:");
  if (slash != std::string_view::npos) action.remove_prefix(slash + 1);
  for (const CountName& known : kActions) {
    if (known.action == action) return known.name;
  }
  return {};
}

void set_count(Counts& counts, std::string_view name, std::string_view raw) {
  const auto count = parse_count(raw);
  if (!count || name.empty() || raw.empty()) return;
  const std::string key(name);
  if (!counts.values.emplace(key, count->value).second) return;
  if (count->approx) {
    counts.approx.push_back(key);
    counts.raw[key] = raw;
  }
}

void add_media(Post& post, MediaRef media) {
  if (media.url.empty() || post.media.size() >= kMaxPostMedia) return;
  const auto same = [&](const MediaRef& m) { return m.url == media.url; };
  if (std::none_of(post.media.begin(), post.media.end(), same)) post.media.push_back(std::move(media));
}

}  // namespace

bool has_type(const json::value& item, std::string_view type) {
  for (const auto* t : list(item, "@type")) {
    const auto name = json_text(t);
    if (name && (*name == type || (name->size() > type.size() && name->ends_with("/" + std::string(type)))))
      return true;
  }
  return false;
}

bool is_article(const json::value& item) {
  for (const char* type :
       {"Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle", "AnalysisNewsArticle",
        "OpinionNewsArticle", "LiveBlogPosting", "ReportageNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle",
        "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "SocialMediaPosting",
        "DiscussionForumPosting"}) {
    if (has_type(item, type)) return true;
  }
  return false;
}

std::vector<const json::value*> list(const json::value& item, std::string_view name) {
  std::vector<const json::value*> values;
  const auto* value = member(item, name);
  if (value == nullptr) return values;
  if (const auto* array = value->if_array()) {
    for (const auto& v : *array) values.push_back(&v);
  } else {
    values.push_back(value);
  }
  return values;
}

std::string text(const json::value& item, std::string_view name) {
  const auto* value = member(item, name);
  return value ? scalar(*value, 0) : "";
}

std::string link(const json::value& item, std::string_view name, const Url& base) {
  for (const auto* value : list(item, name)) {
    if (auto direct = json_text(value)) {
      if (auto href = http_link(*direct, base); !href.empty()) return href;
      continue;
    }
    for (const char* inner : {"url", "contentUrl", "@id", "item"}) {
      if (const auto* v = member(*value, inner)) {
        if (auto href = http_link(scalar(*v, 1), base); !href.empty()) return href;
      }
    }
  }
  return "";
}

AuthorRef author_of(const json::value& item, const Url& base) {
  AuthorRef author;
  for (const char* name : {"author", "creator"}) {
    const auto people = list(item, name);
    if (people.empty()) continue;
    const json::value& person = *people.front();
    if (person.is_string()) {
      author.display_name = trim(json_text(&person).value_or(""));
      if (!http_link(author.display_name, base).empty() && author.display_name.find("://") != std::string::npos) {
        author.url = std::move(author.display_name);
        author.display_name.clear();
      }
    } else {
      author.display_name = text(person, "name");
      author.url = link(person, "url", base);
      author.avatar_url = link(person, "image", base);
      author.native_id = text(person, "identifier");
      author.handle = text(person, "alternateName");
      if (!author.handle.empty() && author.handle.front() == '@') author.handle.erase(0, 1);
    }
    if (!author.empty()) return author;
  }
  return author;
}

void read_counts(const json::value& item, std::string_view property, Counts& counts) {
  for (const auto* statistic : list(item, property)) {
    if (const auto* old_form = statistic->if_string()) {  // "UserComments:12"
      const std::string_view view(old_form->data(), old_form->size());
      const auto colon = view.find(':');
      if (colon != std::string_view::npos) set_count(counts, count_name(view.substr(0, colon)), view.substr(colon + 1));
      continue;
    }
    std::string action = text(*statistic, "interactionType");
    if (const auto* type = member(*statistic, "interactionType"); type != nullptr && type->is_object())
      action = text(*type, "@type");
    std::string value = text(*statistic, "userInteractionCount");
    if (value.empty()) value = text(*statistic, "interactionCount");
    set_count(counts, count_name(action), value);
  }
  if (property != "interactionStatistic") return;
  set_count(counts, "comments", text(item, "commentCount"));
  set_count(counts, "replies", text(item, "answerCount"));
  set_count(counts, "score", text(item, "upvoteCount"));
}

void read_media(const json::value& item, const Url& base, Post& post) {
  for (const char* type : {"image", "video", "audio"}) {
    for (const auto* value : list(item, type)) {
      MediaRef media;
      media.type = type;
      json::object holder;
      holder[type] = *value;
      media.url = link(json::value(holder), type, base);
      if (value->is_object()) {
        if (auto content = link(*value, "contentUrl", base); !content.empty()) media.url = content;
        media.alt = text(*value, "caption");
        if (const auto width = parse_count(text(*value, "width"))) media.width = width->value;
        if (const auto height = parse_count(text(*value, "height"))) media.height = height->value;
        if (const auto ms = duration_ms(text(*value, "duration")); ms > 0) media.duration_ms = ms;
      }
      add_media(post, std::move(media));
    }
  }
}

void read_keywords(const json::value& item, Post& post) {
  for (const auto* value : list(item, "keywords")) {
    std::string words = scalar(*value, 0);
    for (std::size_t begin = 0; begin <= words.size();) {
      const auto comma = std::min(words.find(',', begin), words.size());
      const std::string word = trim(std::string_view(words).substr(begin, comma - begin));
      const bool known = std::find(post.hashtags.begin(), post.hashtags.end(), word) != post.hashtags.end();
      if (!word.empty() && !known && post.hashtags.size() < 200) post.hashtags.push_back(word);
      begin = comma + 1;
    }
  }
}

std::int64_t duration_ms(std::string_view iso) {
  if (iso.size() < 3 || iso[0] != 'P') return 0;
  std::int64_t total = 0, value = 0;
  for (const char c : iso.substr(1, 32)) {
    if (c >= '0' && c <= '9')
      value = value * 10 + (c - '0');
    else {
      if (c == 'D') total += value * 86'400;
      if (c == 'H') total += value * 3600;
      if (c == 'M') total += value * 60;
      if (c == 'S') total += value;
      value = 0;
    }
    if (value > 10'000'000) return 0;
  }
  return total * 1000;
}

Account account_of(const json::value& profile, const HtmlPage& html) {
  Account account;
  account.platform = platform_of(html.page.url);
  const auto entities = list(profile, "mainEntity");
  const json::value& person = entities.empty() ? profile : *entities.front();
  account.kind = has_type(person, "Organization") ? "page" : "user";
  account.native_id = text(person, "identifier");
  account.handle = text(person, "alternateName");
  if (!account.handle.empty() && account.handle.front() == '@') account.handle.erase(0, 1);
  account.display_name = text(person, "name");
  account.url = link(person, "url", html.page.url);
  if (account.url.empty()) account.url = html.canonical;
  account.bio = text(person, "description");
  account.avatar_url = link(person, "image", html.page.url);
  for (const auto* same : list(person, "sameAs")) {
    if (account.bio_links.size() < 100) {
      if (auto href = http_link(json_text(same).value_or(""), html.page.url); !href.empty())
        account.bio_links.push_back(href);
    }
  }
  account.created = stated_time(text(profile, "dateCreated"), date_context(html.page, html.lang));
  read_counts(person, "interactionStatistic", account.counts);
  read_counts(person, "agentInteractionStatistic", account.counts);
  return account;
}

}  // namespace spoor::adapters::schema_org
