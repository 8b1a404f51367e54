#include "crawler/pipeline/seed_progress.h"

#include <array>
#include <algorithm>

#include "storage/kv/keys.h"

namespace spoor::pipeline {

int status_rank(std::string_view status) {
  static constexpr std::array<std::string_view, 4> content = {"ok", "not_modified", "live", "parse_empty"};
  static constexpr std::array<std::string_view, 4> definite = {"not_found", "gone", "deleted", "suspended"};
  static constexpr std::array<std::string_view, 7> walls = {
      "login_required", "private", "blocked", "rate_limited", "geo_blocked", "robots_denied", "scope_denied"};
  auto in = [status](const auto& words) { return std::find(words.begin(), words.end(), status) != words.end(); };
  if (in(content)) return 0;
  if (in(definite)) return 1;
  if (in(walls)) return 2;
  return status == "pending" ? 4 : 3;
}

Result<SeedProgress> SeedProgress::open(kv::Overlay& index, std::string_view run, std::string_view seed) {
  SeedProgress progress(index, run, seed);
  auto entry_row = index.get(seed_key(run, seed));
  if (!entry_row) return entry_row.error();
  auto state_row = index.get(seed_state_key(run, seed));
  if (!state_row) return state_row.error();
  if (!*entry_row || !*state_row) {
    return Error{ErrorCode::corruption, "seed is missing from the index; rebuild with 'spoor reindex'",
                 std::string(seed)};
  }
  auto entry = decode_seed_entry(**entry_row);
  if (!entry) return entry.error();
  auto state = decode_seed_state(**state_row);
  if (!state) return state.error();
  progress.entry = std::move(*entry);
  progress.state = std::move(*state);
  return progress;
}

Result<void> SeedProgress::credit(const std::vector<std::string>& record_keys) {
  for (const std::string& record : record_keys) {
    if (!record.starts_with("p:")) continue;
    std::string row = kv::make_key(kv::kCredit, {run_, seed_, "r", record});
    auto known = index_->get(row);
    if (!known) return known.error();
    if (*known) continue;
    index_->put(std::move(row), "");
    ++state.posts;
  }
  return {};
}

Result<bool> SeedProgress::claim(std::string_view request_key) {
  std::string row = kv::make_key(kv::kCredit, {run_, seed_, "u", request_key});
  auto known = index_->get(row);
  if (!known) return known.error();
  if (*known) return false;
  index_->put(std::move(row), "");
  return true;
}

void SeedProgress::own_request_ended(std::string_view status, std::string_view reason, std::string_view url) {
  const int rank = rank_of(status, url), before = rank_of(state.status, state.final_url);
  if (rank > before || (rank == before && url != entry.url)) return;  // among equals, the link itself is quoted
  state.status = status;
  state.reason = reason;
  state.final_url = url;
}

// A surface that a site does not have (a feed, an API) says nothing about a page behind a wall.
int SeedProgress::rank_of(std::string_view status, std::string_view url) const {
  const bool is_missing_surface = status == "not_found" && url != entry.url;
  return is_missing_surface ? 2 * status_rank("blocked") + 1 : 2 * status_rank(status);
}

void SeedProgress::save() { index_->put(seed_state_key(run_, seed_), encode(state)); }

}  // namespace spoor::pipeline
