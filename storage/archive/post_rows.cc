#include "storage/archive/post_rows.h"

#include <charconv>

#include <boost/json.hpp>

#include "storage/json/object_text.h"
#include "storage/kv/keys.h"

namespace spoor::post_rows {
namespace {

namespace json = boost::json;

std::string printable(std::string_view row_key) {
  std::string out(row_key);
  for (char& c : out) c = c == '\0' ? ' ' : c;
  return out;
}

struct Pieces {
  int richness = 0;
  std::string_view revision, record;
};

Result<Pieces> split(std::string_view row_key, std::string_view value) {
  if (value.empty() || (value.front() != 'V' && value.front() != 'T')) return damaged(row_key, "revision");
  if (is_tombstone(value)) return Pieces{0, value.substr(1), {}};
  std::size_t first = value.find('\n');
  std::size_t second = first == std::string_view::npos ? first : value.find('\n', first + 1);
  if (second == std::string_view::npos) return damaged(row_key, "revision");
  Pieces pieces{0, value.substr(first + 1, second - first - 1), value.substr(second + 1)};
  auto [end, error] = std::from_chars(value.data() + 1, value.data() + first, pieces.richness);
  if (error != std::errc() || end != value.data() + first) return damaged(row_key, "richness");
  return pieces;
}

}  // namespace

Error damaged(std::string_view row_key, std::string_view what) {
  return {ErrorCode::corruption, "index row is damaged (" + std::string(what) + "); rebuild the index",
          printable(row_key)};
}

Result<json::object> parse_object(std::string_view row_key, std::string_view value) {
  boost::system::error_code error;
  json::value parsed = json::parse(json::string_view(value.data(), value.size()), error);
  if (error || !parsed.is_object()) return damaged(row_key, "no JSON object");
  return std::move(parsed.get_object());
}

std::string record_prefix(std::string_view key) { return kv::make_prefix(kv::kRecord, {key}); }

std::string state_key(std::string_view key, std::string_view surface) {
  return kv::make_key(kv::kRecord, {key, surface, ""});
}

std::string revision_key(std::string_view key, std::string_view surface, std::int64_t number) {
  return kv::make_key(kv::kRecord, {key, surface, kv::sortable(static_cast<std::uint64_t>(number))});
}

std::optional<RecordKey> parse_record_key(std::string_view row_key) {
  const std::size_t first = row_key.find('\0');
  const std::size_t second = first == std::string_view::npos ? first : row_key.find('\0', first + 1);
  if (second == std::string_view::npos || row_key.find('\0', second + 1) != std::string_view::npos) return std::nullopt;
  return RecordKey{row_key.substr(1, first - 1), row_key.substr(first + 1, second - first - 1),
                   row_key.substr(second + 1)};
}

bool is_tombstone_state(std::string_view value) { return value.find("\"rev\":\"tombstone:") != std::string_view::npos; }

std::string encode(const LineState& state) {
  std::string out;
  ObjectText text(out);
  text.number("n", state.number);
  text.text("rev", state.rev);
  text.number("version", state.adapter_version);
  text.number("last_seen", state.last_seen.us);
  text.close();
  return out;
}

Result<LineState> decode_state(std::string_view value) {
  auto object = parse_object("state", value);
  if (!object) return object.error();
  const json::value* n = object->if_contains("n");
  const json::value* rev = object->if_contains("rev");
  const json::value* version = object->if_contains("version");
  const json::value* last_seen = object->if_contains("last_seen");
  if (!n || !n->is_int64() || !rev || !rev->is_string() || !version || !version->is_int64() || !last_seen ||
      !last_seen->is_int64())
    return damaged(value, "state");
  LineState state;
  state.number = n->get_int64();
  state.rev = std::string(rev->get_string());
  state.adapter_version = static_cast<int>(version->get_int64());
  state.last_seen.us = last_seen->get_int64();
  return state;
}

std::string encode(const RevisionRow& row) {
  if (row.record.empty()) return 'T' + to_row_text(row.revision, false);
  // The record stays text: it is the large part, and a merge parses it without the rest. JSON holds no line ends.
  std::string out = 'V' + std::to_string(row.richness) + '\n' + to_row_text(row.revision, true) + '\n';
  out.reserve(out.size() + row.record.size());
  return out += row.record;
}

bool is_tombstone(std::string_view value) { return !value.empty() && value.front() == 'T'; }

Result<ContentRow> read_content(std::string_view row_key, std::string_view value) {
  auto pieces = split(row_key, value);
  if (!pieces) return pieces.error();
  return ContentRow{pieces->richness, pieces->record};
}

Result<RevisionRow> decode_revision(std::string_view row_key, std::string_view value) {
  auto parts = parse_record_key(row_key);
  if (!parts) return damaged(row_key, "key");
  auto pieces = split(row_key, value);
  if (!pieces) return pieces.error();
  auto revision = parse_object(row_key, pieces->revision);
  if (!revision) return revision.error();
  RevisionRow row;
  if (!is_tombstone(value)) {
    auto record = parse_object(row_key, pieces->record);
    if (!record) return record.error();
    for (const char* name : {"rev", "seen_at", "prov"})
      if (const json::value* member = record->if_contains(name)) (*revision)[name] = *member;
    row.record = pieces->record;
    row.richness = pieces->richness;
  }
  (*revision)["target"] = json::string_view(parts->key.data(), parts->key.size());
  (*revision)["surface"] = json::string_view(parts->surface.data(), parts->surface.size());
  (*revision)["number"] = static_cast<std::int64_t>(kv::from_sortable(parts->number));
  auto read = revision_from_json(*revision);
  if (!read) return damaged(row_key, read.error().message);
  row.revision = std::move(*read);
  return row;
}

std::string observation_key(const Observation& observation) {
  return kv::make_key(kv::kObservation,
                      {observation.target, kv::sortable(static_cast<std::uint64_t>(observation.observed_at.us)),
                       observation.prov.capture_id});
}

std::string encode(const Observation& observation) { return to_row_text(observation); }

Result<Observation> decode_observation(std::string_view row_key, std::string_view value) {
  auto parts = kv::key_parts(row_key);
  auto object = parse_object(row_key, value);
  if (!object) return object.error();
  json::value* prov = object->if_contains("prov");
  if (parts.size() != 3 || !prov || !prov->is_array() || prov->get_array().empty() ||
      !prov->get_array().front().is_object())
    return damaged(row_key, "observation");
  auto text = [](std::string_view part) { return json::string_view(part.data(), part.size()); };
  prov->get_array().front().get_object()["capture_id"] = text(parts[2]);
  (*object)["target"] = text(parts[0]);
  (*object)["observed_at"] = to_rfc3339_us({static_cast<std::int64_t>(kv::from_sortable(parts[1]))});
  auto read = observation_from_json(*object);
  if (!read) return damaged(row_key, read.error().message);
  return read;
}

}  // namespace spoor::post_rows
