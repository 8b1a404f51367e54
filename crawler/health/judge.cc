#include <algorithm>
#include <cmath>

#include "crawler/health/baseline.h"
#include "crawler/health/tails.h"

namespace spoor::health {
namespace {

constexpr std::int64_t kBatch = 20;
constexpr std::size_t kMaxFindings = 20;

std::string percent(double rate) { return std::to_string(std::lround(100 * rate)) + " %"; }
std::string whole(double number) { return std::to_string(std::llround(number)); }

std::string_view adapter_of(std::string_view kind) { return kind.substr(0, kind.find('/')); }

// What pages of a kind are there for.
std::string_view main_type(const KindMemory& kind) {
  for (const char* type : {"post", "thread", "account", "lead"}) {
    const auto known = kind.types.find(type);
    if (known != kind.types.end() && known->second.visits > 2 * known->second.empty) return type;
  }
  return {};
}

bool is_well_known(const TypeMemory& type) {
  return type.batches >= 2.8 || type.pages >= 8 || (type.pages >= 2.8 && type.items >= 50);
}

// Without these a post is none.
bool makes_a_post(std::string_view field) { return field == "id" || field == "url" || field == "text"; }

class KindJudge {
 public:
  KindJudge(const std::string& name, const KindMemory& memory, const PageYield& yield, bool own,
            std::vector<Finding>& findings)
      : name_(name), memory_(memory), yield_(yield), own_(own), findings_(findings), main_(main_type(memory)) {}

  // How many tests could have found something.
  int run() {
    for (const auto& [type, known] : memory_.types) {
      const auto given = yield_.types.find(type);
      if (given == yield_.types.end() || given->second.pages == 0) {
        nothing(type, known);
      } else {
        records(type, known, given->second);
      }
    }
    return tests_;
  }

 private:
  void add(Health health, std::string reason) { findings_.push_back({health, name_, std::move(reason)}); }

  std::string named(const std::string& type, const std::string& field) const {
    return type == "post" ? field : type + " " + field;
  }

  bool is_full_size() const {
    return memory_.bytes.n == 0 || yield_.bytes.mean() > memory_.bytes.mean() - std::log(2.0);
  }

  void nothing(const std::string& type, const TypeMemory& known) {
    if (!is_well_known(known) || known.visits <= 0) return;
    ++tests_;
    const bool main = type == main_;
    const std::string pages = std::to_string(yield_.live) + (yield_.live == 1 ? " page" : " pages");
    const std::string usual = whole(std::expm1(known.per_page.mean()));
    const std::string reason = type + ": none on " + pages + ", usually " + usual + " a page";
    const Health health = main ? Health::broken : Health::degraded;
    const bool read_otherwise = main && type == "post" && yield_.stand_ins > 0;
    const bool full = main && (is_full_size() || read_otherwise);
    if (full && known.full_empty < 0.5) {
      add(health, reason + (read_otherwise ? "; the page shows text all the same" : ", and the page is not smaller"));
      return;
    }
    if (!own_) return;
    const double before = full ? known.full_empty : known.empty;
    const double in_a_row = 1 + (full ? known.full_empty_in_a_row : known.empty_in_a_row);
    const double share = (before + 0.5) / (known.visits + 1);
    const bool unmarked = main && yield_.unmarked == yield_.live && known.empty < 0.5 && in_a_row >= 2;
    if (unmarked || std::pow(share, in_a_row) < kAlarm.none)
      add(health, reason + ", " + whole(in_a_row) + " visits in a row");
  }

  void records(const std::string& type, const TypeMemory& known, const Tally& given) {
    Tally tally = given;
    double live = static_cast<double>(yield_.live);
    if (own_ && given.items < kBatch) {
      tally.add(known.waiting);
      live += known.waiting_live;
    }
    const auto items = static_cast<double>(tally.items);
    for (const auto& [field, rate] : known.rates) {
      if (is_known(rate)) ++tests_;
      if (field == "pages") {
        pages(type, rate, static_cast<double>(tally.pages), live);
        continue;
      }
      const auto found = tally.filled.find(field);
      const double filled = found == tally.filled.end() ? 0 : static_cast<double>(found->second);
      const bool crept = own_ && has_crept_down(rate, filled, items);
      if (!crept && !has_fallen(rate, filled, items, kAlarm)) continue;
      const bool broken = type == "post" && makes_a_post(field) && filled < 0.1 * items;
      add(broken ? Health::broken : Health::degraded, named(type, field) + ": " + whole(filled) + " of " +
                                                          whole(items) + " filled, usually " +
                                                          percent(crept ? rate.peak : usual_rate(rate)));
    }
    if (own_ && tally.text_length.n >= 10 &&
        has_shrunk(known.batch_text_length, known.text_length, tally.text_length, 0.25, kAlarm)) {
      add(Health::degraded, named(type, "text") + ": " + whole(std::expm1(tally.text_length.mean())) +
                                " bytes long, usually " + whole(std::expm1(known.batch_text_length.mean())));
    }
    if (own_ && given.pages >= 3 && has_shrunk(known.batch_per_page, known.per_page, given.per_page, 0.35, kAlarm)) {
      add(Health::degraded, type + ": " + whole(std::expm1(given.per_page.mean())) + " a page, usually " +
                                whole(std::expm1(known.batch_per_page.mean())));
    }
  }

  void pages(const std::string& type, const TypeMemory::Rate& rate, double with, double live) {
    if (live < 10 || !has_fallen(rate, with, live, kAlarm)) return;
    add(Health::degraded,
        type + ": on " + whole(with) + " of " + whole(live) + " pages, usually " + percent(usual_rate(rate)));
  }

  const std::string& name_;
  const KindMemory& memory_;
  const PageYield& yield_;
  const bool own_;
  std::vector<Finding>& findings_;
  const std::string_view main_;
  int tests_ = 0;
};

// What the source has become, "" if it is what it was.
std::string something_else(const Baseline& baseline, const VisitYield& yield, const std::vector<Finding>& findings) {
  if (baseline.visits < 3) return {};
  double all = 0;
  std::string_view usual;
  double most = 0;
  for (const auto& [adapter, pages] : baseline.adapters) {
    all += pages;
    if (pages > most) most = pages, usual = adapter;
  }
  if (all < 2.8 || most < 0.5 * all) return {};

  std::int64_t live = 0, strange = 0, of_usual = 0, held_up = 0, given = 0, unmarked = 0;
  std::string now;
  for (const auto& [kind, page] : yield.kinds) {
    const std::string_view adapter = adapter_of(kind);
    const auto known = baseline.adapters.find(std::string(adapter));
    live += page.live + page.unchanged;
    given += page.live - page.empty;
    unmarked += page.unmarked;
    if (adapter == usual) {
      of_usual += page.live + page.unchanged;
      held_up += page.walls + page.failed;
    }
    if ((known == baseline.adapters.end() || known->second < 0.02 * all) && page.live > 0) {
      strange += page.live;
      now = adapter;
    }
  }
  if (of_usual == 0 && held_up == 0 && !yield.moved_to.empty()) return "redirects to " + yield.moved_to.begin()->first;
  if (of_usual == 0 && held_up == 0 && strange > 0 && strange == live)
    return "was " + std::string(usual) + ", is " + now + " now";
  const bool nothing = std::any_of(findings.begin(), findings.end(),
                                   [](const Finding& finding) { return finding.health == Health::broken; });
  if (nothing && given == 0 && unmarked == live) return "its pages bear no mark of " + std::string(usual) + " any more";
  return {};
}

std::string why_inconclusive(const VisitYield& yield, bool any_live) {
  std::int64_t walls = 0, gone = 0, failed = 0, unchanged = 0;
  for (const auto& [kind, page] : yield.kinds) {
    walls += page.walls;
    gone += page.gone;
    failed += page.failed;
    unchanged += page.unchanged;
  }
  if (any_live) return "too little is known of its pages yet, or of this visit";
  std::string reason;
  const auto say = [&](std::int64_t number, const char* what) {
    if (number > 0) reason += (reason.empty() ? "" : ", ") + std::to_string(number) + " " + what;
  };
  say(unchanged, "unchanged");
  say(walls, "behind walls");
  say(gone, "gone");
  say(failed, "failed");
  return reason.empty() ? "no page was read" : "no page was read: " + reason;
}

// Enough batches of at least one type.
bool is_judged_by(const KindMemory& memory) {
  return std::any_of(memory.types.begin(), memory.types.end(),
                     [](const auto& type) { return is_well_known(type.second); });
}

}  // namespace

Verdict judge(const Baseline& baseline, const VisitYield& yield, const Baseline* adapter) {
  Verdict verdict;
  int tests = 0;
  bool any_live = false;
  for (const auto& [name, page] : yield.kinds) {
    if (page.live == 0) continue;
    any_live = true;
    const auto known = baseline.kinds.find(name);
    const bool own = known != baseline.kinds.end() && is_judged_by(known->second);
    const KindMemory* memory = own ? &known->second : nullptr;
    if (!own && adapter) {
      const auto general = adapter->kinds.find(name);
      if (general != adapter->kinds.end()) memory = &general->second;
    }
    if (memory) tests += KindJudge(name, *memory, page, own, verdict.findings).run();
  }
  std::stable_sort(verdict.findings.begin(), verdict.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.health > b.health; });
  if (verdict.findings.size() > kMaxFindings) verdict.findings.resize(kMaxFindings);

  if (std::string change = something_else(baseline, yield, verdict.findings); !change.empty()) {
    verdict.changed = true;
    verdict.health = Health::degraded;
    verdict.reason = "the source has changed: " + change;
    for (Finding& finding : verdict.findings) finding.health = Health::degraded;
    verdict.findings.insert(verdict.findings.begin(), {Health::degraded, "", verdict.reason});
    return verdict;
  }
  if (!verdict.findings.empty()) {
    verdict.health = verdict.findings.front().health;
    verdict.reason = verdict.findings.front().reason;
  } else if (tests > 0) {
    verdict.health = Health::healthy;
  } else {
    verdict.reason = why_inconclusive(yield, any_live);
  }
  return verdict;
}

}  // namespace spoor::health
