#include "tests/web/sites/mastodon_status.h"

#include <algorithm>

#include <boost/json.hpp>

#include "tests/web/picture.h"
#include "tests/web/shown.h"

namespace spoor::web::mastodon {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxPictures = 4;

// What a database gives: time first, then something of the row's own.
std::string snowflake(Seconds at, int salt) {
  const auto ms = static_cast<std::uint64_t>(at) * 1000 + static_cast<std::uint64_t>(salt * 37 % 1000);
  return std::to_string(ms << 16 | static_cast<std::uint64_t>(salt & 0xffff));
}

std::int64_t ms_of(const std::string& id) { return static_cast<std::int64_t>(std::stoull(id) >> 16); }

std::string api_time(std::int64_t ms) { return to_rfc3339_ms(Timestamp::from_millis(ms)); }

StatedTime stated_ms(std::int64_t ms) {
  return {Timestamp::from_millis(ms), 0, Precision::ms, api_time(ms), TimeSource::machine};
}

// Lower case of Latin, Cyrillic and Greek capitals, as far as tags need it.
std::string lower(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if (c == 0xd0 && next >= 0x90 && next <= 0x9f) {  // U+0410 to U+041F
      out += text[i++];
      out += static_cast<char>(next + 0x20);
    } else if (c == 0xd0 && next >= 0xa0 && next <= 0xaf) {  // U+0420 to U+042F
      out += '\xd1';
      out += static_cast<char>(text[++i] - 0x20);
    } else if (c == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97) {  // U+00C0 to U+00DE
      out += text[i++];
      out += static_cast<char>(next + 0x20);
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string bare_tag(std::string_view shown) { return std::string(shown.starts_with('#') ? shown.substr(1) : shown); }
std::string bare_handle(std::string_view shown) {
  return std::string(shown.starts_with('@') ? shown.substr(1) : shown);
}

// As the web client shows long addresses: the parts nobody reads are hidden, not left out.
std::string link_html(std::string_view url) {
  const auto scheme = url.find("://") + 3;
  std::string_view rest = url.substr(scheme);
  const std::string_view shown = rest.substr(0, 30);
  rest.remove_prefix(shown.size());
  return "<a href=\"" + html_escaped(url) +
         "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">" +
         std::string(url.substr(0, scheme)) + "</span><span class=\"" + (rest.empty() ? "" : "ellipsis") + "\">" +
         html_escaped(shown) + "</span><span class=\"invisible\">" + html_escaped(rest) + "</span></a>";
}

}  // namespace

Instance::Instance(const World& world, const Host& host) : world_(world), host_(host) {
  for (const Thread& thread : host.threads) {
    for (const Entry& entry : thread.entries) {
      statuses_.push_back(
          {snowflake(entry.created(), entry.id), entry.created(), entry.account, &thread, &entry, false});
      add_boost(thread, entry);
    }
  }
  std::sort(statuses_.begin(), statuses_.end(), [](const Status& a, const Status& b) { return a.id < b.id; });
  for (const Status& status : statuses_) {
    by_id_[status.id] = &status;
    if (!status.is_boost) by_entry_[status.entry->id] = &status;
  }
}

// One status in six is repeated, by the next account of the instance, some minutes later.
void Instance::add_boost(const Thread& thread, const Entry& entry) {
  if (entry.id % 6 != 0 || thread.walled) return;
  const int booster = static_cast<int>(static_cast<std::size_t>(entry.account + 1) % host_.accounts.size());
  const Seconds at = entry.created() + 240 + entry.id;
  if (booster == entry.account || host_.accounts[static_cast<std::size_t>(booster)].joined > at) return;
  statuses_.push_back({snowflake(at, entry.id + 1), at, booster, &thread, &entry, true});
}

const Status* Instance::boosted(const Status& status) const {
  return status.is_boost ? by_entry_.at(status.entry->id) : nullptr;
}

std::string Instance::account_id(const Account& account) const { return snowflake(account.joined, account.id); }

// New accounts have numbers in their ActivityPub ids, old ones names.
std::string Instance::account_uri(const Account& account) const {
  return base() + (account.id % 3 == 0 ? "/ap/users/" + account_id(account) : "/users/" + account.handle);
}

std::string Instance::status_url(const Status& status) const {
  return status.is_boost ? status_uri(status) : account_url(author(status)) + "/" + status.id;
}

std::string Instance::status_uri(const Status& status) const {
  return account_uri(author(status)) + "/statuses/" + status.id + (status.is_boost ? "/activity" : "");
}

const Account* Instance::account_by_id(std::string_view id) const {
  for (const Account& account : host_.accounts) {
    if (account_id(account) == id) return &account;
  }
  return nullptr;
}

const Account* Instance::account_by_handle(std::string_view handle) const {
  for (const Account& account : host_.accounts) {
    if (lower(account.handle) == lower(handle)) return &account;
  }
  return nullptr;
}

const Status* Instance::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

bool Instance::is_there(const Status& status, Seconds now) const {
  if (status.at > now || status.thread->walled || is_suspended(author(status), now)) return false;
  return presence(host_, *status.entry, now) == Presence::live;
}

std::vector<const Status*> Instance::timeline(const Account* account, Seconds now, bool replies, bool boosts) const {
  std::vector<const Status*> out;
  for (auto status = statuses_.rbegin(); status != statuses_.rend(); ++status) {
    if (account != nullptr && &author(*status) != account) continue;
    if ((!boosts && status->is_boost) || !is_there(*status, now)) continue;
    if (!replies && !status->is_boost && parent_of(*status) != nullptr) continue;
    out.push_back(&*status);
  }
  return out;
}

const Status* Instance::parent_of(const Status& status) const {
  if (!status.entry->answers) return nullptr;
  const auto found = by_entry_.find(*status.entry->answers);
  return found == by_entry_.end() ? nullptr : found->second;
}

std::vector<const Status*> Instance::answers_to(const Status& status, Seconds now) const {
  std::vector<const Status*> out;
  for (const Status& other : statuses_) {
    if (!other.is_boost && is_there(other, now) && parent_of(other) == &status) out.push_back(&other);
  }
  return out;
}

const Version& Instance::version(const Status& status, Seconds now) const { return version_at(*status.entry, now); }

const Status* Instance::quoted(const Status& status) const {
  if (!status.entry->quotes) return nullptr;
  const auto found = by_entry_.find(*status.entry->quotes);
  return found == by_entry_.end() ? nullptr : found->second;
}

std::string Instance::segment_html(const Segment& segment) const {
  switch (segment.kind) {
    case Segment::Kind::link:
      return link_html(segment.url);
    case Segment::Kind::hashtag: {
      const std::string tag = bare_tag(segment.text);
      return "<a href=\"" + base() + "/tags/" + path_escaped(tag) + "\" class=\"mention hashtag\" rel=\"tag\">#<span>" +
             html_escaped(tag) + "</span></a>";
    }
    case Segment::Kind::mention:
      if (const Account* account = account_by_handle(bare_handle(segment.text))) {
        return "<span class=\"h-card\" translate=\"no\"><a href=\"" + account_url(*account) +
               "\" class=\"u-url mention\">@<span>" + account->handle + "</span></a></span>";
      }
      return html_escaped(segment.text);
    case Segment::Kind::text:
      return html_escaped(segment.text);
    case Segment::Kind::picture:
      break;
  }
  return "";
}

std::string Instance::content(const Status& status, Seconds now) const {
  std::string out;
  for (const Paragraph& paragraph : version(status, now).paragraphs) {
    std::string inner;
    for (const Segment& segment : paragraph) inner += segment_html(segment);
    if (!inner.empty()) out += "<p>" + inner + "</p>";
  }
  return out;
}

std::string Instance::text(const Status& status, Seconds now) const {
  std::vector<Paragraph> paragraphs = version(status, now).paragraphs;
  for (Paragraph& paragraph : paragraphs) {
    for (Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) segment.text = segment.url;
    }
  }
  return plain_text(paragraphs);
}

std::string Instance::title(const Status& status, Seconds now) const {
  return status.entry->id % 4 == 0 ? version(status, now).title : "";
}

std::vector<const Segment*> Instance::pictures(const Status& status, Seconds now) const {
  std::vector<const Segment*> out;
  for (const Paragraph& paragraph : version(status, now).paragraphs) {
    for (const Segment& segment : paragraph) {
      const auto same = [&](const Segment* known) { return known->url == segment.url; };
      const bool fits = segment.kind == Segment::Kind::picture && out.size() < kMaxPictures;
      if (fits && std::none_of(out.begin(), out.end(), same)) out.push_back(&segment);
    }
  }
  return out;
}

std::vector<std::string> Instance::tags(const Status& status, Seconds now) const {
  std::vector<std::string> out;
  for (const Paragraph& paragraph : version(status, now).paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::hashtag) continue;
      std::string tag = lower(bare_tag(segment.text));
      if (std::find(out.begin(), out.end(), tag) == out.end()) out.push_back(std::move(tag));
    }
  }
  return out;
}

std::vector<Mention> Instance::mentions(const Status& status, Seconds now) const {
  std::vector<Mention> out;
  for (const Paragraph& paragraph : version(status, now).paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::mention) continue;
      const Account* account = account_by_handle(bare_handle(segment.text));
      if (account == nullptr) continue;
      const Mention mention{account->handle, account_id(*account), account_url(*account)};
      if (std::find(out.begin(), out.end(), mention) == out.end()) out.push_back(mention);
    }
  }
  return out;
}

std::map<std::string, int> Instance::counts(const Status& status, Seconds now) const {
  std::map<std::string, int> out{{"replies", 0}, {"reposts", 0}, {"likes", 0}, {"quotes", 0}};
  if (status.is_boost) return out;
  out["likes"] = grown(status.entry->likes, status.at, now, world_.options);
  for (const Status& other : statuses_) {
    if (other.thread != status.thread || !is_there(other, now)) continue;
    if (boosted(other) == &status) ++out["reposts"];
    if (!other.is_boost && parent_of(other) == &status) ++out["replies"];
    if (!other.is_boost && quoted(other) == &status) ++out["quotes"];
  }
  return out;
}

std::map<std::string, int> Instance::account_counts(const Account& account, Seconds now) const {
  return {{"followers", account.id * 7 % 300},
          {"following", account.id * 5 % 90},
          {"posts", static_cast<int>(timeline(&account, now, true, true).size())}};
}

std::string Instance::avatar(const Account& account) const {
  return base() + "/system/accounts/avatars/original/" + picture_name(static_cast<std::uint64_t>(7000 + account.id));
}

json::object Instance::account_json(const Account& account, Seconds now) const {
  const bool suspended = is_suspended(account, now);
  const std::string missing = base() + "/headers/original/missing.png";
  const std::string picture = suspended ? base() + "/avatars/original/missing.png" : avatar(account);
  auto counted = account_counts(account, now);
  const auto newest = timeline(&account, now, true, true);
  json::object out{{"id", account_id(account)},
                   {"username", account.handle},
                   {"acct", account.handle},
                   {"display_name", suspended ? "" : account.name},
                   {"locked", account.id % 11 == 0},
                   {"bot", false},
                   {"discoverable", nullptr},
                   {"indexable", account.id % 2 == 0},
                   {"group", false},
                   {"created_at", civil_day(account.joined) + "T00:00:00.000Z"},
                   {"note", suspended || account.bio.empty() ? "" : "<p>" + html_escaped(account.bio) + "</p>"},
                   {"url", account_url(account)},
                   {"uri", account_uri(account)},
                   {"avatar", picture},
                   {"avatar_static", picture},
                   {"avatar_description", ""},
                   {"header", missing},
                   {"header_static", missing},
                   {"header_description", ""},
                   {"followers_count", suspended ? 0 : counted["followers"]},
                   {"following_count", suspended ? 0 : counted["following"]},
                   {"statuses_count", suspended ? 0 : counted["posts"]},
                   {"last_status_at", newest.empty() ? json::value() : json::value(civil_day(newest.front()->at))},
                   {"hide_collections", false},
                   {"noindex", false},
                   {"emojis", json::array{}},
                   {"roles", json::array{}}};
  json::array fields;
  if (!suspended && !account.website.empty()) {
    fields.emplace_back(json::object{{"name", "Web"}, {"value", link_html(account.website)}, {"verified_at", nullptr}});
  }
  if (!suspended && !account.location.empty()) {
    fields.emplace_back(
        json::object{{"name", "Location"}, {"value", html_escaped(account.location)}, {"verified_at", nullptr}});
  }
  out["fields"] = std::move(fields);
  if (suspended) out["suspended"] = true;
  return out;
}

json::object Instance::status_json(const Status& status, Seconds now, bool with_quote) const {
  const Version& shown = version(status, now);
  const bool boost = status.is_boost;
  auto counted = counts(status, now);
  // A reply to what was deleted keeps only whom it answered.
  const Status* parent = boost ? nullptr : parent_of(status);
  const bool lost = parent != nullptr && presence(host_, *parent->entry, now) == Presence::deleted;
  json::object out{{"id", status.id},
                   {"created_at", api_time(ms_of(status.id))},
                   {"in_reply_to_id", parent && !lost ? json::value(parent->id) : json::value()},
                   {"in_reply_to_account_id", parent ? json::value(account_id(author(*parent))) : json::value()},
                   {"sensitive", !title(status, now).empty()},
                   {"spoiler_text", title(status, now)},
                   {"visibility", status.thread->pinned ? "unlisted" : "public"},
                   {"language", host_.language},
                   {"uri", status_uri(status)},
                   {"url", status_url(status)},
                   {"replies_count", counted["replies"]},
                   {"reblogs_count", counted["reposts"]},
                   {"favourites_count", counted["likes"]},
                   {"quotes_count", counted["quotes"]},
                   {"edited_at", shown.at > status.entry->created() && !boost ? json::value(api_time(shown.at * 1000))
                                                                              : json::value()},
                   {"content", content(status, now)}};
  out["reblog"] = boost ? json::value(status_json(*boosted(status), now)) : json::value();
  if (!boost) out["application"] = json::object{{"name", "Web"}, {"website", nullptr}};
  out["account"] = account_json(author(status), now);
  json::array media, tag_list, mention_list;
  for (const Segment* picture : pictures(status, now)) {
    const json::object size{{"width", picture->width},
                            {"height", picture->height},
                            {"size", std::to_string(picture->width) + "x" + std::to_string(picture->height)}};
    media.emplace_back(json::object{{"id", snowflake(shown.at, static_cast<int>(media.size()) + 1)},
                                    {"type", "image"},
                                    {"url", picture->url},
                                    {"preview_url", picture->url},
                                    {"remote_url", nullptr},
                                    {"preview_remote_url", nullptr},
                                    {"text_url", nullptr},
                                    {"meta", json::object{{"original", size}, {"small", size}}},
                                    {"description", picture->text.empty() ? json::value() : json::value(picture->text)},
                                    {"blurhash", "UMAm0W4;kTRj0M-:Rjt7%LM|kDoJjZofo0Rk"}});
  }
  for (const std::string& tag : tags(status, now)) {
    tag_list.emplace_back(json::object{{"name", tag}, {"url", base() + "/tags/" + path_escaped(tag)}});
  }
  for (const Mention& mention : mentions(status, now)) {
    mention_list.emplace_back(json::object{
        {"id", mention.native_id}, {"username", mention.handle}, {"url", mention.url}, {"acct", mention.handle}});
  }
  out["media_attachments"] = std::move(media);
  out["mentions"] = std::move(mention_list);
  out["tags"] = std::move(tag_list);
  out["emojis"] = json::array{};
  out["quote"] = nullptr;
  if (const Status* quote = quoted(status); quote != nullptr && !boost && with_quote) {
    const bool there = is_there(*quote, now);
    out["quote"] =
        json::object{{"state", there ? "accepted" : "deleted"},
                     {"quoted_status", there ? json::value(status_json(*quote, now, false)) : json::value()}};
  }
  out["card"] = nullptr;
  out["poll"] = nullptr;
  return out;
}

Post Instance::status_truth(const Status& status, Seconds now) const {
  const bool boost = status.is_boost;
  const Account& by = author(status);
  Post post;
  post.platform = host_.name;
  post.software = "mastodon";
  post.native_id = status.id;
  post.url = status_url(status);
  post.url_canonical = status_uri(status);
  post.author = {account_id(by), by.handle, by.name, account_url(by), avatar(by)};
  post.published = stated_ms(ms_of(status.id));
  const Version& shown = version(status, now);
  if (!boost && shown.at > status.entry->created()) post.edited = stated_ms(shown.at * 1000);
  post.title = title(status, now);
  post.text = text(status, now);
  post.html = content(status, now);
  post.lang = host_.language;
  post.lang_source = "platform";
  for (const Paragraph& paragraph : shown.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link)
        post.links.push_back({segment.url, segment.url, segment.url, "nofollow noopener"});
    }
  }
  for (const Segment* picture : pictures(status, now)) {
    MediaRef media;
    media.url = picture->url;
    media.type = "image";
    media.alt = picture->text;
    media.width = picture->width;
    media.height = picture->height;
    post.media.push_back(std::move(media));
  }
  post.hashtags = tags(status, now);
  post.mentions = mentions(status, now);
  for (const auto& [name, value] : counts(status, now)) post.counts.values[name] = value;
  post.sensitive = !post.title.empty();
  post.visibility = status.thread->pinned ? "unlisted" : "public";
  post.kind = PostKind::post;
  if (boost) {
    post.kind = PostKind::repost;
    post.repost_of = {"", boosted(status)->id, status_uri(*boosted(status)), author(*boosted(status)).handle};
    return post;
  }
  post.source_app = "Web";
  if (const Status* quote = quoted(status); quote != nullptr && is_there(*quote, now)) {
    post.kind = PostKind::quote;
    post.quote_of = {"", quote->id, status_uri(*quote), author(*quote).handle};
  }
  if (const Status* parent = parent_of(status);
      parent != nullptr && presence(host_, *parent->entry, now) != Presence::deleted) {
    post.kind = PostKind::reply;
    post.reply_to.native_id = parent->id;
  }
  return post;
}

spoor::Account Instance::account_truth(const Account& account, Seconds now) const {
  const bool suspended = is_suspended(account, now);
  spoor::Account out;
  out.platform = host_.name;
  out.software = "mastodon";
  out.native_id = account_id(account);
  out.handle = account.handle;
  out.url = account_url(account);
  out.kind = "user";
  out.created = StatedTime{Timestamp::from_seconds(account.joined / 86'400 * 86'400), 0, Precision::day,
                           civil_day(account.joined) + "T00:00:00.000Z", TimeSource::machine};
  if (suspended) {
    out.status = spoor::Status::suspended;
    return out;
  }
  out.display_name = account.name;
  out.bio = account.bio;
  if (!account.website.empty()) out.bio_links.push_back(account.website);
  out.avatar_url = avatar(account);
  out.banner_url = base() + "/headers/original/missing.png";
  out.is_protected = account.id % 11 == 0;
  for (const auto& [name, value] : account_counts(account, now)) out.counts.values[name] = value;
  return out;
}

}  // namespace spoor::web::mastodon
