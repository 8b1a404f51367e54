// Baseline: what a source (or all sources of an adapter) usually gives, and whether a visit fits in.
//
// The rules, for each "<adapter>/<route kind>" and type of record:
//  fields   The number of filled among n records is beta-binomial: the usual rate m, smoothed, and the correlation rho
//           of records within a visit, by the method of moments over earlier visits, shrunk towards 0.03 for fields
//           that are nearly always there (m >= 0.92) and 0.25 for others. Alarm: P(X <= filled) < 5e-5 and the rate has
//           fallen by 25 points and below 70 % of the usual one.
//  length   Texts: mean logarithm of the length, spread between visits by moments with a floor of 0.25. Alarm: 4.5 + 12
//  / visits
//           deviations below and less than a third of the usual length.
//  items    Only in visits of 3 pages or more: mean logarithm of the records per page, the same test, and less than a
//           quarter of the usual.
//  nothing  No record at all in live pages of a kind that is never empty. As large as usual (more than half): broken at
//           once, when 8 pages or more are known and hardly any of that size was empty before. Smaller: a page that has
//           nothing to show looks the same; an alarm when empty visits come in a row that is less likely than 1e-6 by
//           the share of empty visits so far.
//  changed  The usual adapter reads none of the live pages any more, or they are empty and bear no mark of its
//           software, or the seeds' pages send to another domain: the source has become something else. Degraded, with
//           that reason, whatever else is found: not the adapter's fault, nothing that a mended definition cures.
// Walls, 404s and failures are no evidence: with nothing else, inconclusive.
//
// Visits with few records wait in a batch of 20 that is judged as one, so that small sources are watched too. What is
// learnt decays by 3 % a batch. An alarm, and what is unlikely (1e-3) without being one, is never learnt. A field that
// was nearly always there (0.9) and has come down by and by to three quarters of that is an alarm as well: a break that
// comes slowly. Only reset() makes a lasting change of the source the usual.
//
// Pure, deterministic, bounded (64 kinds, 16 fields each); no clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "crawler/health/page_yield.h"

namespace spoor::health {

// Inconclusive says nothing: the verdict of the visit before stands.
enum class Health { inconclusive, healthy, degraded, broken };
std::string_view to_string(Health health);  // the words above
std::optional<Health> health_from(std::string_view word);

struct Finding {
  Health health = Health::healthy;
  std::string kind;    // "<adapter>/<route kind>"; "" for the source as a whole
  std::string reason;  // in words: "author: 0 of 20 filled, usually 98 %"
  bool operator==(const Finding&) const = default;
};

struct Verdict {
  Health health = Health::inconclusive;  // the gravest finding
  std::string reason;                    // of the gravest; "" when healthy; why it is inconclusive
  bool changed = false;                  // degraded because the source has become something else
  std::vector<Finding> findings;         // all of them, gravest first; at most 20
  bool operator==(const Verdict&) const = default;
};
boost::json::object to_json(const Verdict& verdict);
Verdict verdict_from(const boost::json::value& json);  // damaged: inconclusive

// What is remembered of one type of records of one kind of page. Numbers decay, so they are no whole ones.
struct TypeMemory {
  struct Rate {
    double filled = 0, items = 0;             // pooled
    double weight = 0, sum = 0, squares = 0;  // of the batches' rates
    double binomial = 0;                      // what chance alone adds to `squares`
    double peak = 0;                          // the highest usual rate, hardly fading
  };
  double batches = 0, pages = 0, items = 0;
  std::map<std::string, Rate> rates;  // by field; "pages": of live pages that give such records
  Spread per_page, batch_per_page;    // within batches; of the batches' means
  Spread text_length, batch_text_length;
  Tally waiting;                                   // not yet a batch
  double waiting_live = 0;                         // its live pages
  double visits = 0;                               // with live pages
  double empty = 0, empty_in_a_row = 0;            // of those, without such a record; not yet among `empty`
  double full_empty = 0, full_empty_in_a_row = 0;  // the same, though the pages were as large as usual
};
struct KindMemory {
  std::map<std::string, TypeMemory> types;
  Spread bytes;                 // of visits' live pages that gave something: their mean size
  std::int64_t last_visit = 0;  // the kind that was not seen for the longest time makes room
};
struct Baseline {
  std::map<std::string, KindMemory> kinds;
  std::map<std::string, double> adapters;  // live pages by adapter
  std::int64_t visits = 0;                 // that had live pages
  void reset() { *this = {}; }
};
boost::json::object to_json(const Baseline& baseline);
Baseline baseline_from(const boost::json::value& json);  // what is damaged is left out

// `adapter`: baseline over all sources, for kinds that the source's own does not know yet; may be null.
Verdict judge(const Baseline& baseline, const VisitYield& yield, const Baseline* adapter = nullptr);
// To be called after every judge(), with its verdict: takes in what may be learnt.
void learn(Baseline& baseline, const VisitYield& yield, const Verdict& verdict);
// What of a visit belongs to an adapter's own baseline over all sources.
VisitYield part_of(const VisitYield& yield, std::string_view adapter);

}  // namespace spoor::health
