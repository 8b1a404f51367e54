// What the index keeps of a watched source between visits, and what it forgets of a visit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// Under which hosts that visits asked are counted (contacts.h).
inline constexpr std::string_view kVisitContacts = "visits";

// JSON that the daemon makes and reads (schedule/watched_source.h); here it is only kept.
void put_source(kv::Overlay& index, std::string_view source, std::string state);
Result<void> each_source(const kv::Store& index,
                         const std::function<void(std::string_view source, std::string_view state)>& each);

// Likewise what a daemon counts over all its sources: of the last one that wrote here. nullopt: none has.
void put_watch_counts(kv::Overlay& index, std::string counts);
Result<std::optional<std::string>> watch_counts(const kv::Store& index);

// All rows of a visit that has ended: requests, seeds, credits, tally, and its own.
Result<void> forget_visit(kv::Overlay& index, std::string_view run);

}  // namespace spoor::pipeline
