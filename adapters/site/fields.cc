#include "adapters/site/fields.h"

#include <charconv>

#include "adapters/kit/counts.h"

namespace spoor::adapters {
namespace {

template <class Record>
struct TextField {
  std::string_view name;
  FieldType type;
  std::string& (*at)(Record&);
};
template <class Record>
struct DateField {
  std::string_view name;
  std::optional<StatedTime>& (*at)(Record&);
};
template <class Record>
struct ListField {
  std::string_view name;
  std::vector<std::string>& (*at)(Record&);
};
template <class Record>
struct BoolField {
  std::string_view name;
  std::optional<bool>& (*at)(Record&);
};

constexpr FieldType kText = FieldType::text;
constexpr FieldType kUrl = FieldType::url;

const TextField<Post> kPostTexts[] = {
    {"platform", kText, [](Post& p) -> std::string& { return p.platform; }},
    {"space", kText, [](Post& p) -> std::string& { return p.space; }},
    {"native_id", kText, [](Post& p) -> std::string& { return p.native_id; }},
    {"url", kUrl, [](Post& p) -> std::string& { return p.url; }},
    {"url_canonical", kUrl, [](Post& p) -> std::string& { return p.url_canonical; }},
    {"title", kText, [](Post& p) -> std::string& { return p.title; }},
    {"text", kText, [](Post& p) -> std::string& { return p.text; }},
    {"html", kText, [](Post& p) -> std::string& { return p.html; }},
    {"lang", kText, [](Post& p) -> std::string& { return p.lang; }},
    {"author.native_id", kText, [](Post& p) -> std::string& { return p.author.native_id; }},
    {"author.handle", kText, [](Post& p) -> std::string& { return p.author.handle; }},
    {"author.display_name", kText, [](Post& p) -> std::string& { return p.author.display_name; }},
    {"author.url", kUrl, [](Post& p) -> std::string& { return p.author.url; }},
    {"author.avatar_url", kUrl, [](Post& p) -> std::string& { return p.author.avatar_url; }},
    {"container.native_id", kText, [](Post& p) -> std::string& { return p.container.native_id; }},
    {"container.name", kText, [](Post& p) -> std::string& { return p.container.name; }},
    {"container.url", kUrl, [](Post& p) -> std::string& { return p.container.url; }},
    {"reply_to.space", kText, [](Post& p) -> std::string& { return p.reply_to.space; }},
    {"reply_to.native_id", kText, [](Post& p) -> std::string& { return p.reply_to.native_id; }},
    {"reply_to.url", kUrl, [](Post& p) -> std::string& { return p.reply_to.url; }},
    {"reply_to.author_handle", kText, [](Post& p) -> std::string& { return p.reply_to.author_handle; }},
    {"repost_of.space", kText, [](Post& p) -> std::string& { return p.repost_of.space; }},
    {"repost_of.native_id", kText, [](Post& p) -> std::string& { return p.repost_of.native_id; }},
    {"repost_of.url", kUrl, [](Post& p) -> std::string& { return p.repost_of.url; }},
    {"repost_of.author_handle", kText, [](Post& p) -> std::string& { return p.repost_of.author_handle; }},
    {"quote_of.space", kText, [](Post& p) -> std::string& { return p.quote_of.space; }},
    {"quote_of.native_id", kText, [](Post& p) -> std::string& { return p.quote_of.native_id; }},
    {"quote_of.url", kUrl, [](Post& p) -> std::string& { return p.quote_of.url; }},
    {"quote_of.author_handle", kText, [](Post& p) -> std::string& { return p.quote_of.author_handle; }},
    {"thread_id", kText, [](Post& p) -> std::string& { return p.thread_id; }},
    {"source_app", kText, [](Post& p) -> std::string& { return p.source_app; }},
    {"geo.lat", kText, [](Post& p) -> std::string& { return p.geo.lat; }},
    {"geo.lon", kText, [](Post& p) -> std::string& { return p.geo.lon; }},
    {"geo.place", kText, [](Post& p) -> std::string& { return p.geo.place; }},
    {"geo.country", kText, [](Post& p) -> std::string& { return p.geo.country; }},
    {"geo.raw", kText, [](Post& p) -> std::string& { return p.geo.raw; }},
    {"visibility", kText, [](Post& p) -> std::string& { return p.visibility; }},
    {"status_raw", kText, [](Post& p) -> std::string& { return p.status_raw; }},
};
const DateField<Post> kPostDates[] = {
    {"published", [](Post& p) -> std::optional<StatedTime>& { return p.published; }},
    {"edited", [](Post& p) -> std::optional<StatedTime>& { return p.edited; }},
};
const ListField<Post> kPostLists[] = {
    {"hashtags", [](Post& p) -> std::vector<std::string>& { return p.hashtags; }},
};
const BoolField<Post> kPostBools[] = {
    {"sensitive", [](Post& p) -> std::optional<bool>& { return p.sensitive; }},
    {"pinned", [](Post& p) -> std::optional<bool>& { return p.pinned; }},
};

const TextField<Account> kAccountTexts[] = {
    {"platform", kText, [](Account& a) -> std::string& { return a.platform; }},
    {"native_id", kText, [](Account& a) -> std::string& { return a.native_id; }},
    {"handle", kText, [](Account& a) -> std::string& { return a.handle; }},
    {"display_name", kText, [](Account& a) -> std::string& { return a.display_name; }},
    {"url", kUrl, [](Account& a) -> std::string& { return a.url; }},
    {"kind", kText, [](Account& a) -> std::string& { return a.kind; }},
    {"bio", kText, [](Account& a) -> std::string& { return a.bio; }},
    {"website", kUrl, [](Account& a) -> std::string& { return a.website; }},
    {"location_text", kText, [](Account& a) -> std::string& { return a.location_text; }},
    {"geo_label", kText, [](Account& a) -> std::string& { return a.geo_label; }},
    {"avatar_url", kUrl, [](Account& a) -> std::string& { return a.avatar_url; }},
    {"banner_url", kUrl, [](Account& a) -> std::string& { return a.banner_url; }},
    {"status_raw", kText, [](Account& a) -> std::string& { return a.status_raw; }},
};
const DateField<Account> kAccountDates[] = {
    {"created", [](Account& a) -> std::optional<StatedTime>& { return a.created; }},
};
const ListField<Account> kAccountLists[] = {
    {"bio_links", [](Account& a) -> std::vector<std::string>& { return a.bio_links; }},
    {"roles", [](Account& a) -> std::vector<std::string>& { return a.roles; }},
    {"labels", [](Account& a) -> std::vector<std::string>& { return a.labels; }},
};
const BoolField<Account> kAccountBools[] = {
    {"verified", [](Account& a) -> std::optional<bool>& { return a.verified; }},
    {"is_protected", [](Account& a) -> std::optional<bool>& { return a.is_protected; }},
};

const TextField<Thread> kThreadTexts[] = {
    {"platform", kText, [](Thread& t) -> std::string& { return t.platform; }},
    {"native_id", kText, [](Thread& t) -> std::string& { return t.native_id; }},
    {"url", kUrl, [](Thread& t) -> std::string& { return t.url; }},
    {"title", kText, [](Thread& t) -> std::string& { return t.title; }},
    {"container.native_id", kText, [](Thread& t) -> std::string& { return t.container.native_id; }},
    {"container.name", kText, [](Thread& t) -> std::string& { return t.container.name; }},
    {"container.url", kUrl, [](Thread& t) -> std::string& { return t.container.url; }},
    {"status_raw", kText, [](Thread& t) -> std::string& { return t.status_raw; }},
};

constexpr std::string_view kCountNames[] = {"likes",     "dislikes",  "shares", "reposts",   "quotes",
                                            "replies",   "comments",  "views",  "bookmarks", "score",
                                            "followers", "following", "posts",  "listed",    "reputation"};

bool known_count(std::string_view name) {
  for (const std::string_view known : kCountNames) {
    if (known == name) return true;
  }
  return false;
}

bool truth(std::string_view text) { return !text.empty() && text != "false" && text != "0" && text != "no"; }

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  const std::optional<Count> count = parse_count(text);
  if (!count) return std::nullopt;
  return count->value;
}

bool put_count(Counts& counts, std::string_view name, std::string_view text) {
  const std::optional<Count> count = parse_count(text);
  if (!count) return false;
  counts.values[std::string(name)] = count->value;
  if (count->approx) counts.approx.emplace_back(name);
  if (std::to_string(count->value) != text) counts.raw[std::string(name)] = text;
  return true;
}

// Counts, reactions and extras: the families every record may have. nullopt: not one of them.
template <class Record>
std::optional<bool> put_family(Record& record, std::string_view name, const FieldValue& value) {
  if (name.starts_with("counts.")) return put_count(record.counts, name.substr(7), value.text);
  if (name.starts_with("reactions.")) {
    const std::optional<Count> count = parse_count(value.text);
    if (count) record.counts.reactions[std::string(name.substr(10))] = count->value;
    return count.has_value();
  }
  if constexpr (requires { record.extra; }) {
    if (name.starts_with("x.")) {
      record.extra[std::string(name.substr(2))] = value.text;
      return true;
    }
  }
  return std::nullopt;
}

template <class Table, class Record, class Use>
bool use_field(const Table& table, Record& record, std::string_view name, Use&& use) {
  for (const auto& field : table) {
    if (field.name != name) continue;
    use(field.at(record));
    return true;
  }
  return false;
}

bool put_status(Status& status, std::string_view text) {
  const std::optional<Status> found = status_from(text);
  if (found) status = *found;
  return found.has_value();
}

template <class Table>
std::optional<FieldType> text_type(const Table& table, std::string_view name) {
  for (const auto& field : table) {
    if (field.name == name) return field.type;
  }
  return std::nullopt;
}

template <class Table>
bool has(const Table& table, std::string_view name) {
  for (const auto& field : table) {
    if (field.name == name) return true;
  }
  return false;
}

template <class Table>
void names_of(const Table& table, std::vector<std::string>& into) {
  for (const auto& field : table) into.emplace_back(field.name);
}

}  // namespace

std::optional<FieldType> field_type(RecordKind record, std::string_view name) {
  if (name.starts_with("counts.") && known_count(name.substr(7))) return FieldType::count;
  if (name.starts_with("reactions.") && name.size() > 10) return FieldType::count;
  if (name.starts_with("x.") && name.size() > 2 && record != RecordKind::thread) return FieldType::text;
  if (name == "status") return FieldType::status;
  switch (record) {
    case RecordKind::post:
      if (name == "kind") return FieldType::kind;
      if (name == "position" || name == "edit_count") return FieldType::integer;
      if (name == "text_truncated") return FieldType::boolean;
      if (has(kPostDates, name)) return FieldType::date;
      if (has(kPostLists, name)) return FieldType::list;
      if (has(kPostBools, name)) return FieldType::boolean;
      return text_type(kPostTexts, name);
    case RecordKind::account:
      if (has(kAccountDates, name)) return FieldType::date;
      if (has(kAccountLists, name)) return FieldType::list;
      if (has(kAccountBools, name)) return FieldType::boolean;
      return text_type(kAccountTexts, name);
    case RecordKind::thread:
      return text_type(kThreadTexts, name);
  }
  return std::nullopt;
}

std::vector<std::string> field_names(RecordKind record) {
  std::vector<std::string> names = {"status"};
  switch (record) {
    case RecordKind::post:
      for (const char* name : {"kind", "position", "edit_count", "text_truncated"}) names.emplace_back(name);
      names_of(kPostTexts, names);
      names_of(kPostDates, names);
      names_of(kPostLists, names);
      names_of(kPostBools, names);
      break;
    case RecordKind::account:
      names_of(kAccountTexts, names);
      names_of(kAccountDates, names);
      names_of(kAccountLists, names);
      names_of(kAccountBools, names);
      break;
    case RecordKind::thread:
      names_of(kThreadTexts, names);
      break;
  }
  for (const std::string_view count : kCountNames) names.push_back("counts." + std::string(count));
  return names;
}

std::vector<std::string> list_field_names(std::string_view list) {
  if (list == "media") return {"url", "type", "mime", "alt", "width", "height", "duration_ms"};
  if (list == "links") return {"url", "text", "rel"};
  return {"handle", "native_id", "url"};
}

bool put_field(Post& post, std::string_view name, const FieldValue& value) {
  if (const auto put = put_family(post, name, value)) return *put;
  if (name == "status") return put_status(post.status, value.text);
  if (name == "kind") {
    const std::optional<PostKind> kind = post_kind_from(value.text);
    if (kind) post.kind = *kind;
    return kind.has_value();
  }
  if (name == "position" || name == "edit_count") {
    const std::optional<std::int64_t> number = whole_number(value.text);
    (name == "position" ? post.position : post.edit_count) = number;
    return number.has_value();
  }
  if (name == "text_truncated") {
    post.text_truncated = truth(value.text);
    return true;
  }
  if (name == "lang") post.lang_source = "platform";
  return use_field(kPostTexts, post, name, [&](std::string& at) { at = value.text; }) ||
         use_field(kPostDates, post, name, [&](std::optional<StatedTime>& at) { at = value.time; }) ||
         use_field(kPostLists, post, name, [&](std::vector<std::string>& at) { at = value.list; }) ||
         use_field(kPostBools, post, name, [&](std::optional<bool>& at) { at = truth(value.text); });
}

bool put_field(Account& account, std::string_view name, const FieldValue& value) {
  if (const auto put = put_family(account, name, value)) return *put;
  if (name == "status") return put_status(account.status, value.text);
  return use_field(kAccountTexts, account, name, [&](std::string& at) { at = value.text; }) ||
         use_field(kAccountDates, account, name, [&](std::optional<StatedTime>& at) { at = value.time; }) ||
         use_field(kAccountLists, account, name, [&](std::vector<std::string>& at) { at = value.list; }) ||
         use_field(kAccountBools, account, name, [&](std::optional<bool>& at) { at = truth(value.text); });
}

bool put_field(Thread& thread, std::string_view name, const FieldValue& value) {
  if (const auto put = put_family(thread, name, value)) return *put;
  if (name == "status") return put_status(thread.status, value.text);
  return use_field(kThreadTexts, thread, name, [&](std::string& at) { at = value.text; });
}

}  // namespace spoor::adapters
