#include <array>

#include "storage/schema/records.h"

namespace spoor {
namespace {

// In the order of the enums. The words are on disk: they are never changed.
constexpr std::array<std::string_view, 8> kPrecisions = {"ms",  "second", "minute", "hour",
                                                         "day", "month",  "year",   "relative"};
constexpr std::array<std::string_view, 4> kTimeSources = {"machine", "text", "id", "header"};
constexpr std::array<std::string_view, 10> kStatuses = {"live",           "deleted",     "suspended", "private",
                                                        "login_required", "geo_blocked", "blocked",   "rate_limited",
                                                        "not_found",      "unknown"};
constexpr std::array<std::string_view, 12> kPostKinds = {"post",  "comment", "reply",  "repost", "quote",   "video",
                                                         "image", "article", "thread", "poll",   "profile", "story"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Precision value) { return kPrecisions.at(static_cast<std::size_t>(value)); }
std::string_view to_string(TimeSource value) { return kTimeSources.at(static_cast<std::size_t>(value)); }
std::string_view to_string(Status value) { return kStatuses.at(static_cast<std::size_t>(value)); }
std::string_view to_string(PostKind value) { return kPostKinds.at(static_cast<std::size_t>(value)); }

std::optional<Precision> precision_from(std::string_view text) { return find<Precision>(kPrecisions, text); }
std::optional<TimeSource> time_source_from(std::string_view text) { return find<TimeSource>(kTimeSources, text); }
std::optional<Status> status_from(std::string_view text) { return find<Status>(kStatuses, text); }
std::optional<PostKind> post_kind_from(std::string_view text) { return find<PostKind>(kPostKinds, text); }

}  // namespace spoor
