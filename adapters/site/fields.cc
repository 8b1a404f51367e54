#include "adapters/site/fields.h"

#include <algorithm>
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

bool put_count(Counts& counts, const std::string& name, const std::string& text) {
  const std::optional<Count> count = parse_count(text);
  if (!count) return false;
  counts.values[name] = count->value;
  if (count->approx) counts.approx.push_back(name);
  if (std::to_string(count->value) != text) counts.raw[name] = text;
  return true;
}

bool put_reaction(Counts& counts, const std::string& name, const std::string& text) {
  const std::optional<Count> count = parse_count(text);
  if (count) counts.reactions[name] = count->value;
  return count.has_value();
}

bool put_number(std::optional<std::int64_t>& at, std::string_view text) {
  at = whole_number(text);
  return at.has_value();
}

template <class Table>
auto row_of(const Table& table, std::string_view name) {
  const auto* row = std::find_if(std::begin(table), std::end(table), [&](const auto& r) { return r.name == name; });
  return row == std::end(table) ? nullptr : row;
}

template <class Record>
FieldSlot slot(FieldType type, FieldSlot::Put<Record> put) {
  return {type, std::move(put)};
}

// Counts, reactions, extras and the status: what every record may have.
template <class Record>
std::optional<FieldSlot> common_slot(std::string_view name) {
  if (name.starts_with("counts.") && known_count(name.substr(7))) {
    return slot<Record>(FieldType::count, [count = std::string(name.substr(7))](Record& record, FieldValue& value) {
      return put_count(record.counts, count, value.text);
    });
  }
  if (name.starts_with("reactions.") && name.size() > 10) {
    return slot<Record>(FieldType::count, [reaction = std::string(name.substr(10))](Record& record, FieldValue& value) {
      return put_reaction(record.counts, reaction, value.text);
    });
  }
  if constexpr (requires(Record record) { record.extra; }) {
    if (name.starts_with("x.") && name.size() > 2) {
      return slot<Record>(FieldType::text, [extra = std::string(name.substr(2))](Record& record, FieldValue& value) {
        record.extra[extra] = std::move(value.text);
        return true;
      });
    }
  }
  if (name != "status") return std::nullopt;
  return slot<Record>(FieldType::status, [](Record& record, FieldValue& value) {
    const std::optional<Status> found = status_from(value.text);
    if (found) record.status = *found;
    return found.has_value();
  });
}

// The slot of a table's row; `set` puts a value into the row's member.
template <class Record, template <class> class Row, std::size_t N, class Set>
std::optional<FieldSlot> row_slot(const Row<Record> (&table)[N], std::string_view name, FieldType type, Set set) {
  const Row<Record>* row = row_of(table, name);
  if (row == nullptr) return std::nullopt;
  if constexpr (requires { row->type; }) type = row->type;
  return slot<Record>(type, [at = row->at, set](Record& record, FieldValue& value) {
    set(at(record), value);
    return true;
  });
}

constexpr auto kSetText = [](std::string& at, FieldValue& value) { at = std::move(value.text); };
constexpr auto kSetDate = [](std::optional<StatedTime>& at, FieldValue& value) { at = std::move(value.time); };
constexpr auto kSetList = [](std::vector<std::string>& at, FieldValue& value) { at = std::move(value.list); };
constexpr auto kSetBool = [](std::optional<bool>& at, FieldValue& value) { at = truth(value.text); };

// What only posts have, and is no plain text.
std::optional<FieldSlot> odd_post_slot(std::string_view name) {
  if (name == "kind") {
    return slot<Post>(FieldType::kind, [](Post& post, FieldValue& value) {
      const std::optional<PostKind> kind = post_kind_from(value.text);
      if (kind) post.kind = *kind;
      return kind.has_value();
    });
  }
  if (name == "position") {
    return slot<Post>(FieldType::integer,
                      [](Post& post, FieldValue& value) { return put_number(post.position, value.text); });
  }
  if (name == "edit_count") {
    return slot<Post>(FieldType::integer,
                      [](Post& post, FieldValue& value) { return put_number(post.edit_count, value.text); });
  }
  if (name == "text_truncated") {
    return slot<Post>(FieldType::boolean, [](Post& post, FieldValue& value) {
      post.text_truncated = truth(value.text);
      return true;
    });
  }
  if (name != "lang") return std::nullopt;
  return slot<Post>(FieldType::text, [](Post& post, FieldValue& value) {
    post.lang = std::move(value.text);
    post.lang_source = "platform";
    return true;
  });
}

std::optional<FieldSlot> post_slot(std::string_view name) {
  if (auto found = common_slot<Post>(name)) return found;
  if (auto found = odd_post_slot(name)) return found;
  if (auto found = row_slot(kPostTexts, name, FieldType::text, kSetText)) return found;
  if (auto found = row_slot(kPostDates, name, FieldType::date, kSetDate)) return found;
  if (auto found = row_slot(kPostLists, name, FieldType::list, kSetList)) return found;
  return row_slot(kPostBools, name, FieldType::boolean, kSetBool);
}

std::optional<FieldSlot> account_slot(std::string_view name) {
  if (auto found = common_slot<Account>(name)) return found;
  if (auto found = row_slot(kAccountTexts, name, FieldType::text, kSetText)) return found;
  if (auto found = row_slot(kAccountDates, name, FieldType::date, kSetDate)) return found;
  if (auto found = row_slot(kAccountLists, name, FieldType::list, kSetList)) return found;
  return row_slot(kAccountBools, name, FieldType::boolean, kSetBool);
}

std::optional<FieldSlot> thread_slot(std::string_view name) {
  if (auto found = common_slot<Thread>(name)) return found;
  return row_slot(kThreadTexts, name, FieldType::text, kSetText);
}

template <class Table>
void names_of(const Table& table, std::vector<std::string>& into) {
  for (const auto& field : table) into.emplace_back(field.name);
}

}  // namespace

std::optional<FieldSlot> field_slot(RecordKind record, std::string_view name) {
  switch (record) {
    case RecordKind::post:
      return post_slot(name);
    case RecordKind::account:
      return account_slot(name);
    case RecordKind::thread:
      return thread_slot(name);
  }
  return std::nullopt;
}

std::vector<std::string> field_names(RecordKind record) {
  std::vector<std::string> names = {"status"};
  switch (record) {
    case RecordKind::post:
      for (const char* name : {"kind", "position", "edit_count", "text_truncated", "lang"}) names.emplace_back(name);
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

}  // namespace spoor::adapters
