#include "crawler/pipeline/reading_diff.h"

#include <boost/json.hpp>

#include "storage/archive/index_rows.h"
#include "storage/archive/post_rows.h"
#include "storage/archive/post_store.h"
#include "storage/json/members.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

// What says where a record comes from, not what it says.
bool is_about_the_reading(std::string_view member) {
  return member == "rev" || member == "prov" || member == "seen_at" || member == "schema";
}

RecordChange change_of(RecordChange::What what, const json::object& record) {
  RecordChange change;
  change.what = what;
  change.kind = text_member(record, "record");
  change.key = text_member(record, "key");
  const json::value* prov = record.if_contains("prov");
  if (!prov || !prov->is_array() || prov->get_array().empty() || !prov->get_array().front().is_object()) return change;
  change.adapter = text_member(prov->get_array().front().get_object(), "adapter");
  change.capture_id = text_member(prov->get_array().front().get_object(), "capture_id");
  return change;
}

std::vector<FieldChange> changed_members(const json::object& before, const json::object& after) {
  std::vector<FieldChange> fields;
  for (const auto& member : before) {
    const std::string name(member.key());
    if (is_about_the_reading(name)) continue;
    const json::value* now = after.if_contains(name);
    if (!now || *now != member.value())
      fields.push_back({name, json::serialize(member.value()), now ? json::serialize(*now) : std::string()});
  }
  for (const auto& member : after) {
    if (!is_about_the_reading(member.key()) && !before.contains(member.key()))
      fields.push_back({std::string(member.key()), "", json::serialize(member.value())});
  }
  return fields;
}

Result<bool> has_record(const kv::Store& index, std::string_view key) {
  bool found = false;
  const std::string prefix = post_rows::record_prefix(key);
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  if (!done) return done.error();
  return found;
}

// A scan whose callback can fail.
Result<void> each_row(const kv::Store& index, const std::string& prefix,
                      const std::function<Result<void>(std::string_view, std::string_view)>& row) {
  Result<void> inner;
  auto done = index.sweep(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    inner = row(key, value);
    return inner.has_value();
  });
  if (!done) return done.error();
  return inner;
}

Result<void> each_revision(const kv::Store& index, const std::string& prefix,
                           const std::function<Result<void>(post_rows::RevisionRow&)>& each) {
  return each_row(index, prefix, [&](std::string_view row_key, std::string_view value) -> Result<void> {
    const auto parts = post_rows::parse_record_key(row_key);
    if (!parts) return post_rows::damaged(row_key, "key");
    if (parts->number.empty()) return {};
    auto row = post_rows::decode_revision(row_key, value);
    if (!row) return row.error();
    return each(*row);
  });
}

Result<std::set<std::string>> revs_of(const kv::Store& index, const std::string& key) {
  std::set<std::string> revs;
  auto read = each_revision(index, post_rows::record_prefix(key), [&](post_rows::RevisionRow& row) -> Result<void> {
    revs.insert(row.revision.rev);
    return {};
  });
  if (!read) return read.error();
  return revs;
}

Result<bool> is_superseded(const kv::Store& index, const Revision& revision) {
  bool found = false;
  const std::string prefix = kv::make_prefix(kv::kSuperseded, {revision.target, revision.rev});
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  if (!done) return done.error();
  return found;
}

}  // namespace

std::string_view to_string(RecordChange::What what) {
  switch (what) {
    case RecordChange::What::added:
      return "new";
    case RecordChange::What::lost:
      return "lost";
    case RecordChange::What::changed:
      return "changed";
  }
  return "changed";
}

Result<void> compare_readings(const kv::Store& older, const kv::Store& newer,
                              const std::function<void(const RecordChange&)>& each) {
  using What = RecordChange::What;
  std::optional<Error> error;
  auto walked = walk(older, {}, [&](const json::object& before) {
    auto after = record_of(newer, text_member(before, "key"));
    if (!after) {
      error = after.error();
      return false;
    }
    if (!*after) {
      each(change_of(What::lost, before));
      return true;
    }
    RecordChange change = change_of(What::changed, **after);
    change.fields = changed_members(before, **after);
    if (!change.fields.empty()) each(change);
    return true;
  });
  if (error) return *error;
  if (!walked) return walked;
  walked = walk(newer, {}, [&](const json::object& after) {
    auto known = has_record(older, text_member(after, "key"));
    if (!known) error = known.error();
    if (known && !*known) each(change_of(What::added, after));
    return !error;
  });
  if (error) return *error;
  return walked;
}

Result<void> revisions_lost(const kv::Store& older, const kv::Store& newer, Timestamp now,
                            const std::function<Result<void>(const Superseded&)>& each) {
  std::string key;
  std::set<std::string> held;  // by the newer index, and given already
  return each_revision(older, kv::make_prefix(kv::kRecord, {}), [&](post_rows::RevisionRow& row) -> Result<void> {
    if (row.revision.target != key) {
      key = row.revision.target;
      auto revs = revs_of(newer, key);
      if (!revs) return revs.error();
      held = std::move(*revs);
    }
    if (!held.insert(row.revision.rev).second) return {};
    auto known = is_superseded(older, row.revision);
    if (!known) return known.error();
    if (*known) return {};
    return each({now, std::move(row.revision), std::move(row.record)});
  });
}

Result<std::map<std::string, std::set<int>>> adapter_versions(const kv::Store& index) {
  std::map<std::string, std::set<int>> versions;
  auto read = each_row(index, kv::make_prefix(kv::kRecord, {}),
                       [&](std::string_view row_key, std::string_view value) -> Result<void> {
                         const auto parts = post_rows::parse_record_key(row_key);
                         if (!parts) return post_rows::damaged(row_key, "key");
                         if (!parts->number.empty()) return {};
                         auto state = post_rows::decode_state(value);
                         if (!state) return state.error();
                         const std::string_view surface = parts->surface;
                         versions[std::string(surface.substr(0, surface.find('/')))].insert(state->adapter_version);
                         return {};
                       });
  if (!read) return read.error();
  return versions;
}

Result<bool> same_readings(const kv::Store& older, const kv::Store& newer) {
  const auto digest_of = [](const kv::Store& index) -> Result<std::string> {
    Sha256 digest;
    for (char kind : {kv::kRecord, kv::kObservation, kv::kSeenAgain, kv::kCapture}) {
      auto read = each_row(index, kv::make_prefix(kind, {}), [&](std::string_view key, std::string_view value) {
        for (std::string_view part : {key, value}) {
          digest.update(std::to_string(part.size()) + ':');
          digest.update(part);
        }
        return Result<void>();
      });
      if (!read) return read.error();
    }
    return digest.hex();
  };
  auto a = digest_of(older);
  if (!a) return a.error();
  auto b = digest_of(newer);
  if (!b) return b.error();
  return *a == *b;
}

Result<std::string> url_of_capture(const kv::Store& index, std::string_view capture_id) {
  auto row = index.get(capture_row_key(capture_id));
  if (!row) return row.error();
  const auto place = *row ? place_from(**row) : std::nullopt;
  return place ? place->url : std::string();
}

}  // namespace spoor::pipeline
