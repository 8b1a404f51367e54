#include "crawler/pipeline/run_rows.h"

#include <cstdio>

#include <boost/json.hpp>

#include "storage/json/members.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

json::array pairs_to_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::array array;
  for (const auto& [name, value] : pairs) array.push_back(json::array{name, value});
  return array;
}

std::vector<std::pair<std::string, std::string>> pairs_from_json(const json::object& object, std::string_view name) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const json::value* value = object.if_contains(name);
  if (!value || !value->is_array()) return pairs;
  for (const json::value& item : value->get_array()) {
    const json::array* pair = item.if_array();
    if (pair && pair->size() == 2 && (*pair)[0].is_string() && (*pair)[1].is_string()) {
      pairs.emplace_back((*pair)[0].get_string(), (*pair)[1].get_string());
    }
  }
  return pairs;
}

Result<json::object> object_of(std::string_view text_form) {
  boost::system::error_code error;
  json::value value = json::parse(text_form, error);
  if (error || !value.is_object())
    return Error{ErrorCode::corruption, "damaged row; rebuild with 'spoor reindex'", "index"};
  return std::move(value.get_object());
}

}  // namespace

std::string encode(const SeedEntry& seed) {
  json::object object{{"number", seed.number},
                      {"source", seed.source},
                      {"line", seed.line},
                      {"input", seed.input},
                      {"url", seed.url},
                      {"bare_host", seed.bare_host},
                      {"status", seed.status},
                      {"reason", seed.reason},
                      {"duplicate_of", seed.duplicate_of},
                      {"columns", pairs_to_json(seed.columns)}};
  if (seed.followed_before) object["followed_before"] = true;
  if (seed.kept) object["kept"] = json::parse(encode(*seed.kept));
  return json::serialize(object);
}

std::string encode(const SeedState& state) {
  json::object refused;
  for (const auto& [reason, count] : state.refused) refused[reason] = count;
  json::object object{{"status", state.status},       {"reason", state.reason}, {"platform", state.platform},
                      {"software", state.software},   {"kind", state.kind},     {"scope", state.scope},
                      {"final_url", state.final_url}, {"posts", state.posts},   {"captures", state.captures},
                      {"pages", state.pages},         {"media", state.media},   {"refused", std::move(refused)}};
  return json::serialize(object);
}

std::string encode(const RunRow& run) {
  json::object object{{"id", run.id},
                      {"state", run.state},
                      {"started", run.started},
                      {"seeds_sha256", run.seeds_sha256},
                      {"seeds", run.seeds},
                      {"seeds_loaded", run.seeds_loaded},
                      {"options", pairs_to_json(run.options)}};
  if (!run.source.empty()) {
    object["source"] = run.source;
    object["tier"] = run.tier;
    object["recheck"] = json::value_from(run.recheck);
  }
  return json::serialize(object);
}

Result<SeedEntry> decode_seed_entry(std::string_view text_form) {
  auto object = object_of(text_form);
  if (!object) return object.error();
  SeedEntry seed;
  seed.number = number_member(*object, "number");
  seed.source = text_member(*object, "source");
  seed.line = number_member(*object, "line");
  seed.input = text_member(*object, "input");
  seed.url = text_member(*object, "url");
  seed.bare_host = flag_member(*object, "bare_host");
  seed.followed_before = flag_member(*object, "followed_before");
  seed.status = text_member(*object, "status");
  seed.reason = text_member(*object, "reason");
  seed.duplicate_of = number_member(*object, "duplicate_of");
  seed.columns = pairs_from_json(*object, "columns");
  if (const json::value* kept = object->if_contains("kept")) {
    auto state = decode_seed_state(json::serialize(*kept));
    if (!state) return state.error();
    seed.kept = std::move(*state);
  }
  return seed;
}

Result<SeedState> decode_seed_state(std::string_view text_form) {
  auto object = object_of(text_form);
  if (!object) return object.error();
  SeedState state;
  state.status = text_member(*object, "status");
  state.reason = text_member(*object, "reason");
  state.platform = text_member(*object, "platform");
  state.software = text_member(*object, "software");
  state.kind = text_member(*object, "kind");
  state.scope = text_member(*object, "scope");
  state.final_url = text_member(*object, "final_url");
  state.posts = number_member(*object, "posts");
  state.captures = number_member(*object, "captures");
  state.pages = number_member(*object, "pages");
  state.media = number_member(*object, "media");
  if (const json::value* refused = object->if_contains("refused"); refused && refused->is_object()) {
    for (const auto& [reason, count] : refused->get_object()) {
      if (count.is_int64()) state.refused[std::string(reason)] = count.get_int64();
    }
  }
  return state;
}

Result<RunRow> decode_run(std::string_view text_form) {
  auto object = object_of(text_form);
  if (!object) return object.error();
  RunRow run;
  run.id = text_member(*object, "id");
  run.state = text_member(*object, "state");
  run.started = text_member(*object, "started");
  run.seeds_sha256 = text_member(*object, "seeds_sha256");
  run.seeds = number_member(*object, "seeds");
  run.seeds_loaded = number_member(*object, "seeds_loaded");
  run.options = pairs_from_json(*object, "options");
  run.source = text_member(*object, "source");
  run.tier = text_member(*object, "tier");
  if (const json::value* ages = object->if_contains("recheck"); ages && ages->is_array()) {
    for (const json::value& age : ages->get_array()) {
      if (age.is_int64()) run.recheck.push_back(age.get_int64());
    }
  }
  return run;
}

std::string seed_id(std::int64_t seed_number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%010lld", static_cast<long long>(seed_number));
  return digits;
}

bool is_visit(std::string_view run) { return run.starts_with("v/"); }

std::string visit_id(std::string_view source, std::int64_t visit) {
  return "v/" + std::string(source) + "/" + std::to_string(visit);
}

std::string run_key(std::string_view run) { return kv::make_key(is_visit(run) ? kv::kVisit : kv::kRun, {run}); }
std::string seed_key(std::string_view run, std::string_view seed) {
  return kv::make_key(kv::kSeed, {run, seed, "entry"});
}
std::string seed_state_key(std::string_view run, std::string_view seed) {
  return kv::make_key(kv::kSeed, {run, seed, "state"});
}

Result<std::optional<RunRow>> newest_run(const kv::Store& index) {
  std::string last;
  const std::string from(1, kv::kRun);
  auto scanned = index.scan(from, kv::prefix_end(from), [&](std::string_view, std::string_view value) {
    last = std::string(value);
    return true;
  });
  if (!scanned) return scanned.error();
  if (last.empty()) return std::optional<RunRow>();
  auto run = decode_run(last);
  if (!run) return run.error();
  return std::optional<RunRow>(std::move(*run));
}

namespace {

Result<std::vector<RunRow>> runs_of(const kv::Store& index, char kind, bool finished) {
  std::vector<RunRow> runs;
  std::optional<Error> failure;
  const std::string from(1, kind);
  auto scanned = index.scan(from, kv::prefix_end(from), [&](std::string_view, std::string_view value) {
    auto run = decode_run(value);
    if (!run) return failure = run.error(), false;
    if ((run->state == "finished") == finished) runs.push_back(std::move(*run));
    return true;
  });
  if (!scanned) return scanned.error();
  if (failure) return *failure;
  return runs;
}

}  // namespace

Result<std::vector<RunRow>> finished_runs(const kv::Store& index) { return runs_of(index, kv::kRun, true); }
Result<std::vector<RunRow>> open_visits(const kv::Store& index) { return runs_of(index, kv::kVisit, false); }

Result<void> each_seed(const kv::Store& index, std::string_view run,
                       const std::function<bool(const SeedEntry&, const SeedState&)>& each) {
  const std::string prefix = kv::make_prefix(kv::kSeed, {run});
  std::optional<Error> failure;
  SeedEntry entry;
  auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    if (key.ends_with("entry")) {  // sorts before its "state"
      auto decoded = decode_seed_entry(value);
      if (!decoded) return failure = decoded.error(), false;
      entry = std::move(*decoded);
      return true;
    }
    auto state = decode_seed_state(value);
    if (!state) return failure = state.error(), false;
    return each(entry, *state);
  });
  if (!scanned) return scanned.error();
  if (failure) return *failure;
  return {};
}

}  // namespace spoor::pipeline
