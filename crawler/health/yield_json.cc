#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "crawler/health/health_json.h"

#include "storage/json/members.h"

namespace spoor::health {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxKinds = 64, kMaxTypes = 8, kMaxFields = 16, kMaxDomains = 16, kMaxName = 200;
constexpr double kMost = 1e15;

const json::object kNone;

// fill(name, object) for the first `most` members that are objects.
template <class Fill>
void each_object(const json::object& object, std::size_t most, Fill fill) {
  for (const auto& member : object) {
    if (most == 0) return;
    if (!member.value().is_object() || member.key().size() > kMaxName) continue;
    --most;
    fill(std::string(member.key()), member.value().get_object());
  }
}

void read_counts(const json::object& object, std::size_t most, std::map<std::string, std::int64_t>& counts) {
  for (const auto& member : object) {
    if (counts.size() >= most) return;
    if (member.key().size() <= kMaxName) counts[std::string(member.key())] = whole_at(object, member.key());
  }
}

json::object counts_json(const std::map<std::string, std::int64_t>& counts) {
  json::object out;
  for (const auto& [name, number] : counts) out[name] = number;
  return out;
}

void put(json::object& out, std::string_view name, std::int64_t number) {
  if (number != 0) out[name] = number;
}

}  // namespace

double number_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (!value || !value->is_number()) return 0;
  const double number = value->is_double()   ? value->get_double()
                        : value->is_uint64() ? static_cast<double>(value->get_uint64())
                                             : static_cast<double>(value->get_int64());
  return std::isfinite(number) && number >= 0 && number <= kMost ? number : 0;
}

std::int64_t whole_at(const json::object& object, std::string_view name) {
  return static_cast<std::int64_t>(number_at(object, name));
}

const json::object& object_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::object* inner = value ? value->if_object() : nullptr;
  return inner ? *inner : kNone;
}

std::int64_t millionths(double number) { return std::llround(std::clamp(number, 0.0, kMost / 1e6) * 1e6); }

double millionths_at(const json::object& object, std::string_view name) { return number_at(object, name) / 1e6; }

json::value to_json(const Spread& spread) {
  return json::array{millionths(spread.n), millionths(spread.sum), millionths(spread.squares)};
}

Spread spread_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::array* parts = value ? value->if_array() : nullptr;
  if (!parts || parts->size() != 3) return {};
  const json::object named{{"n", (*parts)[0]}, {"sum", (*parts)[1]}, {"squares", (*parts)[2]}};
  Spread spread{millionths_at(named, "n"), millionths_at(named, "sum"), millionths_at(named, "squares")};
  return spread.n > 0 && spread.squares * spread.n >= 0.999 * spread.sum * spread.sum ? spread : Spread();
}

json::object to_json(const Tally& tally) {
  json::object out{{"pages", tally.pages}, {"items", tally.items}, {"per_page", to_json(tally.per_page)}};
  if (!tally.filled.empty()) out["filled"] = counts_json(tally.filled);
  if (tally.text_length.n > 0) out["text_length"] = to_json(tally.text_length);
  return out;
}

Tally tally_from(const json::object& object) {
  Tally tally;
  tally.pages = whole_at(object, "pages");
  tally.items = whole_at(object, "items");
  tally.per_page = spread_at(object, "per_page");
  tally.text_length = spread_at(object, "text_length");
  read_counts(object_at(object, "filled"), kMaxFields, tally.filled);
  for (auto& [field, number] : tally.filled) number = std::min(number, tally.items);
  return tally;
}

json::object to_json(const VisitYield& yield) {
  json::object kinds;
  for (const auto& [name, page] : yield.kinds) {
    json::object out;
    put(out, "live", page.live);
    put(out, "walls", page.walls);
    put(out, "gone", page.gone);
    put(out, "failed", page.failed);
    put(out, "unchanged", page.unchanged);
    put(out, "stand_ins", page.stand_ins);
    put(out, "empty", page.empty);
    put(out, "unmarked", page.unmarked);
    put(out, "version", page.version);
    if (page.bytes.n > 0) out["bytes"] = to_json(page.bytes);
    json::object types;
    for (const auto& [type, tally] : page.types) types[type] = to_json(tally);
    if (!types.empty()) out["types"] = std::move(types);
    kinds[name] = std::move(out);
  }
  json::object out;
  if (!kinds.empty()) out["kinds"] = std::move(kinds);
  if (!yield.moved_to.empty()) out["moved_to"] = counts_json(yield.moved_to);
  return out;
}

VisitYield visit_yield_from(const json::value& value) {
  VisitYield yield;
  const json::object* whole = value.if_object();
  if (!whole) return yield;
  each_object(object_at(*whole, "kinds"), kMaxKinds, [&](std::string name, const json::object& object) {
    PageYield& page = yield.kinds[std::move(name)];
    page.live = whole_at(object, "live");
    page.walls = whole_at(object, "walls");
    page.gone = whole_at(object, "gone");
    page.failed = whole_at(object, "failed");
    page.unchanged = whole_at(object, "unchanged");
    page.stand_ins = whole_at(object, "stand_ins");
    page.empty = whole_at(object, "empty");
    page.unmarked = whole_at(object, "unmarked");
    page.version = static_cast<int>(std::min<std::int64_t>(whole_at(object, "version"), 1'000'000));
    page.bytes = spread_at(object, "bytes");
    each_object(object_at(object, "types"), kMaxTypes,
                [&](std::string type, const json::object& tally) { page.types[std::move(type)] = tally_from(tally); });
  });
  read_counts(object_at(*whole, "moved_to"), kMaxDomains, yield.moved_to);
  return yield;
}

}  // namespace spoor::health
