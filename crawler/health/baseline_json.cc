#include <algorithm>

#include <boost/json.hpp>

#include "crawler/health/baseline.h"
#include "crawler/health/health_json.h"
#include "storage/json/members.h"

namespace spoor::health {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxKinds = 64, kMaxTypes = 8, kMaxFields = 16, kMaxAdapters = 16, kMaxFindings = 20,
                      kMaxName = 200;

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

json::object rate_json(const TypeMemory::Rate& rate) {
  return {{"filled", millionths(rate.filled)},   {"items", millionths(rate.items)},
          {"weight", millionths(rate.weight)},   {"sum", millionths(rate.sum)},
          {"squares", millionths(rate.squares)}, {"binomial", millionths(rate.binomial)},
          {"peak", millionths(rate.peak)}};
}

TypeMemory::Rate rate_from(const json::object& object) {
  TypeMemory::Rate rate;
  rate.items = millionths_at(object, "items");
  rate.filled = std::min(millionths_at(object, "filled"), rate.items);
  rate.weight = millionths_at(object, "weight");
  rate.sum = std::min(millionths_at(object, "sum"), rate.weight);
  rate.squares = std::min(millionths_at(object, "squares"), rate.weight);
  rate.binomial = millionths_at(object, "binomial");
  rate.peak = std::min(1.0, millionths_at(object, "peak"));
  return rate;
}

json::object type_json(const TypeMemory& type) {
  json::object rates;
  for (const auto& [field, rate] : type.rates) rates[field] = rate_json(rate);
  json::object out{{"batches", millionths(type.batches)},
                   {"pages", millionths(type.pages)},
                   {"items", millionths(type.items)},
                   {"rates", std::move(rates)},
                   {"per_page", to_json(type.per_page)},
                   {"batch_per_page", to_json(type.batch_per_page)},
                   {"text_length", to_json(type.text_length)},
                   {"batch_text_length", to_json(type.batch_text_length)},
                   {"visits", millionths(type.visits)},
                   {"empty", millionths(type.empty)},
                   {"empty_in_a_row", millionths(type.empty_in_a_row)},
                   {"full_empty", millionths(type.full_empty)},
                   {"full_empty_in_a_row", millionths(type.full_empty_in_a_row)}};
  if (type.waiting.pages > 0) out["waiting"] = to_json(type.waiting);
  if (type.waiting_live > 0) out["waiting_live"] = millionths(type.waiting_live);
  return out;
}

TypeMemory type_from(const json::object& object) {
  TypeMemory type;
  type.batches = millionths_at(object, "batches");
  type.pages = millionths_at(object, "pages");
  type.items = millionths_at(object, "items");
  each_object(object_at(object, "rates"), kMaxFields,
              [&](std::string field, const json::object& rate) { type.rates[std::move(field)] = rate_from(rate); });
  type.per_page = spread_at(object, "per_page");
  type.batch_per_page = spread_at(object, "batch_per_page");
  type.text_length = spread_at(object, "text_length");
  type.batch_text_length = spread_at(object, "batch_text_length");
  type.waiting = tally_from(object_at(object, "waiting"));
  type.waiting_live = millionths_at(object, "waiting_live");
  type.visits = millionths_at(object, "visits");
  type.empty = millionths_at(object, "empty");
  type.empty_in_a_row = millionths_at(object, "empty_in_a_row");
  type.full_empty = millionths_at(object, "full_empty");
  type.full_empty_in_a_row = millionths_at(object, "full_empty_in_a_row");
  return type;
}

constexpr std::pair<Health, std::string_view> kWords[] = {{Health::inconclusive, "inconclusive"},
                                                          {Health::healthy, "healthy"},
                                                          {Health::degraded, "degraded"},
                                                          {Health::broken, "broken"}};

}  // namespace

std::string_view to_string(Health health) {
  for (const auto& [value, word] : kWords) {
    if (value == health) return word;
  }
  return "inconclusive";
}

std::optional<Health> health_from(std::string_view text) {
  for (const auto& [value, word] : kWords) {
    if (word == text) return value;
  }
  return std::nullopt;
}

json::object to_json(const Verdict& verdict) {
  json::object out{{"health", to_string(verdict.health)}};
  if (!verdict.reason.empty()) out["reason"] = verdict.reason;
  if (verdict.changed) out["changed"] = true;
  json::array findings;
  for (const Finding& finding : verdict.findings) {
    json::object one{{"health", to_string(finding.health)}, {"reason", finding.reason}};
    if (!finding.kind.empty()) one["kind"] = finding.kind;
    findings.push_back(std::move(one));
  }
  if (!findings.empty()) out["findings"] = std::move(findings);
  return out;
}

Verdict verdict_from(const json::value& value) {
  Verdict verdict;
  const json::object* object = value.if_object();
  if (!object) return verdict;
  verdict.health = health_from(text_member(*object, "health")).value_or(Health::inconclusive);
  verdict.reason = text_member(*object, "reason");
  verdict.changed = flag_member(*object, "changed");
  const json::value* list = object->if_contains("findings");
  if (!list || !list->is_array()) return verdict;
  for (const json::value& item : list->get_array()) {
    if (!item.is_object() || verdict.findings.size() >= kMaxFindings) continue;
    const auto health = health_from(text_member(item.get_object(), "health"));
    if (health)
      verdict.findings.push_back(
          {*health, text_member(item.get_object(), "kind"), text_member(item.get_object(), "reason")});
  }
  return verdict;
}

json::object to_json(const Baseline& baseline) {
  json::object kinds, adapters;
  for (const auto& [name, kind] : baseline.kinds) {
    json::object types;
    for (const auto& [type, memory] : kind.types) types[type] = type_json(memory);
    kinds[name] =
        json::object{{"types", std::move(types)}, {"bytes", to_json(kind.bytes)}, {"last_visit", kind.last_visit}};
  }
  for (const auto& [name, pages] : baseline.adapters) adapters[name] = millionths(pages);
  return {{"visits", baseline.visits}, {"adapters", std::move(adapters)}, {"kinds", std::move(kinds)}};
}

Baseline baseline_from(const json::value& value) {
  Baseline baseline;
  const json::object* whole = value.if_object();
  if (!whole) return baseline;
  baseline.visits = whole_at(*whole, "visits");
  const json::object& adapters = object_at(*whole, "adapters");
  for (const auto& member : adapters) {
    if (baseline.adapters.size() < kMaxAdapters && member.key().size() <= kMaxName)
      baseline.adapters[std::string(member.key())] = millionths_at(adapters, member.key());
  }
  each_object(object_at(*whole, "kinds"), kMaxKinds, [&](std::string name, const json::object& object) {
    KindMemory& kind = baseline.kinds[std::move(name)];
    kind.bytes = spread_at(object, "bytes");
    kind.last_visit = whole_at(object, "last_visit");
    each_object(object_at(object, "types"), kMaxTypes,
                [&](std::string type, const json::object& memory) { kind.types[std::move(type)] = type_from(memory); });
  });
  return baseline;
}

}  // namespace spoor::health
