#include <algorithm>
#include <cmath>

#include "crawler/health/baseline.h"
#include "crawler/health/tails.h"

namespace spoor::health {
namespace {

constexpr double kKept = 0.97, kVisitsKept = 0.99;
constexpr std::int64_t kBatch = 20;
constexpr std::size_t kMaxKinds = 64, kMaxAdapters = 16;

void fade(Spread& spread) { spread.n *= kKept, spread.sum *= kKept, spread.squares *= kKept; }

void learn_rate(TypeMemory::Rate& rate, double filled, double items) {
  if (items <= 0 || has_fallen(rate, filled, items, kUnlikely) || has_crept_down(rate, filled, items)) return;
  for (double* number : {&rate.filled, &rate.items, &rate.weight, &rate.sum, &rate.squares, &rate.binomial})
    *number *= kKept;
  const double share = filled / items;
  rate.filled += filled;
  rate.items += items;
  rate.weight += 1;
  rate.sum += share;
  rate.squares += share * share;
  const double mean = usual_rate(rate);
  rate.binomial += mean * (1 - mean) / items;
  if (rate.weight >= 6) rate.peak = std::max(mean, rate.peak * 0.998 + mean * 0.002);
}

void learn_size(Spread& means, Spread& within, const Spread& now, double least) {
  if (now.n <= 0 || has_shrunk(means, within, now, least, kUnlikely)) return;
  fade(means);
  fade(within);
  means.add(now.mean());
  within.add(now);
}

void learn_batch(TypeMemory& type, const Tally& batch, double live) {
  std::map<std::string, double> filled;
  for (const auto& [field, rate] : type.rates) filled[field] = 0;
  for (const auto& [field, number] : batch.filled) filled[field] = static_cast<double>(number);
  filled.erase("pages");
  for (const auto& [field, number] : filled) learn_rate(type.rates[field], number, static_cast<double>(batch.items));
  learn_rate(type.rates["pages"], static_cast<double>(batch.pages), live);
  learn_size(type.batch_text_length, type.text_length, batch.text_length, 0.25);
  learn_size(type.batch_per_page, type.per_page, batch.per_page, 0.35);
  type.batches = type.batches * kKept + 1;
  type.pages = type.pages * kKept + static_cast<double>(batch.pages);
  type.items = type.items * kKept + static_cast<double>(batch.items);
}

// What waits stays as large as a batch at most: it tells of the last visits.
Tally scaled(const Tally& tally, double factor) {
  const auto scale = [factor](std::int64_t number) {
    return static_cast<std::int64_t>(std::llround(static_cast<double>(number) * factor));
  };
  Tally out = tally;
  out.pages = scale(tally.pages);
  out.items = scale(tally.items);
  for (auto& [field, number] : out.filled) number = scale(number);
  for (Spread* spread : {&out.per_page, &out.text_length})
    spread->n *= factor, spread->sum *= factor, spread->squares *= factor;
  return out;
}

void count_visit(TypeMemory& type, bool gave_any, bool full_size) {
  if (!gave_any) {
    double& in_a_row = full_size ? type.full_empty_in_a_row : type.empty_in_a_row;
    in_a_row += 1;
    return;
  }
  // A break that was mended is not to make the next one the usual.
  const double empty = std::min(2.0, type.empty_in_a_row), full_empty = std::min(1.0, type.full_empty_in_a_row);
  type.empty_in_a_row = type.full_empty_in_a_row = 0;
  type.visits = type.visits * kVisitsKept + 1 + empty + full_empty;
  type.empty = type.empty * kVisitsKept + empty + full_empty;
  type.full_empty = type.full_empty * kVisitsKept + full_empty;
}

void learn_type(TypeMemory& type, const Tally& given, std::int64_t live, bool flagged, bool full_size) {
  count_visit(type, given.pages > 0, full_size);
  if (given.pages == 0) return;
  type.waiting.add(given);
  type.waiting_live += static_cast<double>(live);
  if (type.waiting.items < kBatch && type.waiting.pages < kBatch) return;
  learn_batch(type, type.waiting, type.waiting_live);
  if (flagged && given.items < kBatch) {
    const double factor = (kBatch - 1) / static_cast<double>(std::max(type.waiting.items, kBatch));
    type.waiting = scaled(type.waiting, factor);
    type.waiting_live = std::floor(type.waiting_live * factor);
  } else {
    type.waiting = {};
    type.waiting_live = 0;
  }
}

KindMemory& room_for(Baseline& baseline, const std::string& name) {
  const auto known = baseline.kinds.find(name);
  if (known != baseline.kinds.end()) return known->second;
  if (baseline.kinds.size() >= kMaxKinds) {
    baseline.kinds.erase(
        std::min_element(baseline.kinds.begin(), baseline.kinds.end(),
                         [](const auto& a, const auto& b) { return a.second.last_visit < b.second.last_visit; }));
  }
  return baseline.kinds[name];
}

void learn_kind(KindMemory& kind, const PageYield& page, bool flagged) {
  const bool full_size =
      page.stand_ins > 0 || kind.bytes.n == 0 || page.bytes.mean() > kind.bytes.mean() - std::log(2.0);
  for (const auto& given : page.types) kind.types[given.first];
  for (auto& [type, memory] : kind.types) {
    const auto given = page.types.find(type);
    learn_type(memory, given == page.types.end() ? Tally() : given->second, page.live, flagged, full_size);
  }
  if (page.empty == page.live) return;
  fade(kind.bytes);
  kind.bytes.add(page.bytes.mean());
}

}  // namespace

void learn(Baseline& baseline, const VisitYield& yield, const Verdict& verdict) {
  if (verdict.changed) return;
  std::map<std::string, std::int64_t> live;
  for (const auto& [name, page] : yield.kinds) {
    if (page.live == 0) continue;
    live[name.substr(0, name.find('/'))] += page.live;
    const bool flagged = std::any_of(verdict.findings.begin(), verdict.findings.end(),
                                     [&](const Finding& finding) { return finding.kind == name; });
    KindMemory& kind = room_for(baseline, name);
    kind.last_visit = baseline.visits + 1;
    learn_kind(kind, page, flagged);
  }
  if (live.empty()) return;
  ++baseline.visits;
  for (auto& [adapter, pages] : baseline.adapters) pages *= kKept;
  for (const auto& [adapter, pages] : live) {
    if (baseline.adapters.contains(adapter) || baseline.adapters.size() < kMaxAdapters)
      baseline.adapters[adapter] += static_cast<double>(pages);
  }
}

VisitYield part_of(const VisitYield& yield, std::string_view adapter) {
  VisitYield part;
  const std::string prefix = std::string(adapter) + '/';
  for (const auto& [name, page] : yield.kinds) {
    if (name.starts_with(prefix)) part.kinds.emplace(name, page);
  }
  return part;
}

}  // namespace spoor::health
