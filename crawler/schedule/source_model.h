// SourceModel: what visits have taught about one source: how often it posts and at which hours, how soon its posts are
// taken down, what a visit costs; and from that the worth of a visit now. A plain value with JSON in and out; pure:
// time is a parameter. Rates are per hour, always finite and > 0; counts fade with a half-life, priors stand behind
// them. Theory: standards, recrawl.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "crawler/schedule/posting_pool.h"
#include "storage/base/timestamp.h"

namespace spoor::schedule {

// What one visit saw.
struct VisitSummary {
  enum class Answer {
    good,
    nothing_learned,  // wall, 429, network: says nothing about the source
  };
  Timestamp started, ended;
  bool deep = false;     // the whole scope
  bool recheck = false;  // only single posts were asked for: teaches takedowns, is no visit to the source
  Answer answer = Answer::good;
  std::string reason;                    // of nothing_learned, in words: "429", "login wall"
  std::optional<Timestamp> retry_after;  // of nothing_learned: what the host asked for

  std::int64_t new_posts = 0;      // published since the last good visit
  std::int64_t backlog_posts = 0;  // older, seen for the first time now
  std::int64_t edited = 0, gone = 0;
  double alive_hours = 0;     // hours between earlier sightings and this one, of posts still live; of gone ones, half
  double gone_gap_hours = 0;  // those hours of the gone ones, whole; 0 = not told
  std::int64_t posts_shown = 0, requests = 0;
  std::optional<Timestamp> newest_published;
  std::vector<Timestamp> published;  // of new and backlog posts; the first kMostPublished count

  static constexpr std::size_t kMostPublished = 1000;
};

// Evidence between visits.
struct Hint {
  enum class Kind {
    posts,      // a feed or sitemap shows `count` posts that no visit has seen, published at `at`
    takedowns,  // a sibling of this source lost posts at `at`
  };
  Kind kind = Kind::posts;
  Timestamp at;
  double count = 1;
};

// Fading counts of takedowns; those of many sources added up are a pool.
struct TakedownCounts {
  double gone = 0;         // posts
  double alive_hours = 0;  // post-hours watched
  bool operator==(const TakedownCounts&) const = default;
};

// Posts taken down per hour by a pool's counts, where it has too few drawn towards `without` (the platform's pool
// stands behind that of the operation, kTakedowns behind the platform's).
double pooled_takedowns(const TakedownCounts& pool, double without);

// Before anything is known.
inline constexpr double kPostsPerHour = 1.0 / 24;  // one post a day
inline constexpr Prior kPosts{kPostsPerHour, 2};
inline constexpr double kUsualWeight = 2;                   // how many recent posts its usual rate outweighs
inline constexpr double kTakedownsPerHour = 1.0 / 60 / 24;  // a post lives for two months

class SourceModel {
 public:
  // In the order of the visits; failed visits and rechecks, too. `takedowns`: per hour, what pools say (see below).
  void learn(const VisitSummary& visit, double takedowns = kTakedownsPerHour);
  void hint(const Hint& hint);
  // What all sources together show of posting, and how many recent posts a usual rate outweighs; no part of the JSON.
  void expect_posts(const Prior& prior, double usual_weight);

  // Posts per hour: expected at that moment; and without hour of the day, weekday and bursts.
  double posts_per_hour(Timestamp at) const;
  double usual_posts_per_hour() const;
  // Takedowns per post and hour, where `pool` is what sources like it show (pooled_takedowns()).
  double takedowns_per_hour(double pool) const;
  // How often the listing changes at all, from whether it had, visit by visit.
  double changes_per_hour() const;
  // Requests that the next visit is likely to make, at least 1.
  double requests_per_visit(bool deep) const;

  // How many posts more a visit saves when it comes at `at` (recrawl: the index), given the takedown rate. 0 at the
  // last visit, growing from there; to be divided by the requests it costs.
  double index(Timestamp at, double takedowns) const;
  // The first moment from `from` to `until` at which index() has reached `threshold`; nullopt: none.
  std::optional<Timestamp> reaches(double threshold, double takedowns, Timestamp from, Timestamp until) const;

  // Own counts, faded to `at`: what a pool adds up.
  TakedownCounts takedown_counts(Timestamp at) const;
  PostCounts post_counts(Timestamp at) const;
  std::optional<Timestamp> last_good_visit() const;
  // The clock was set back: nothing has happened after `now`.
  void clamp(Timestamp now);

  boost::json::value to_json() const;
  // Never fails: what is missing or damaged is as before the first visit.
  static SourceModel from_json(const boost::json::value& json);

  bool operator==(const SourceModel&) const = default;

 private:
  static constexpr std::size_t kGaps = 12;
  double steady_rate() const;
  double recent_rate(double hours_since) const;
  double hazard(double takedowns, Timestamp at) const;
  void fade_to(Timestamp at);
  void learn_posts(const VisitSummary& visit, double gap_hours, double takedowns);
  void learn_first_visit(const VisitSummary& visit, double takedowns);
  void learn_profile(const VisitSummary& visit);
  void learn_takedowns(const VisitSummary& visit, double pool);
  void learn_change(bool changed, double gap_hours);
  void learn_cost(const VisitSummary& visit);
  friend class Outlook;

  std::optional<Timestamp> good_;  // start of the last good visit
  Timestamp counted_;              // moment to which the counts are faded
  PostCounts steady_, recent_;     // slow and fast half-life
  Prior posts_prior_ = kPosts;
  double usual_weight_ = kUsualWeight;
  TakedownCounts takedowns_;
  std::array<float, 24> by_hour_{};          // posts by hour of the day, UTC, fading
  std::array<float, 7> by_day_{};            // and by weekday
  std::array<float, kGaps> gaps_{};          // hours between visits, the newest first; negative: nothing had changed
  double shallow_cost_ = 0, deep_cost_ = 0;  // requests; 0 = not known
  double hinted_posts_ = 0;                  // published at hinted_at_, seen by no visit
  Timestamp hinted_at_;
  std::optional<Timestamp> danger_at_;  // siblings were losing posts then
};

}  // namespace spoor::schedule
