#include "crawler/pipeline/news.h"

#include <map>

#include "storage/archive/held_before.h"
#include "storage/schema/keys.h"

namespace spoor::pipeline {
namespace {

bool is_list(const adapters::Route& route) {
  using Subject = adapters::Route::Subject;
  return route.subject != Subject::thread && route.subject != Subject::post;
}

// What the page says about its threads; nothing where it was not read because it has not changed.
std::map<std::string, std::int64_t> replies_shown(const adapters::Interpretation& page) {
  std::map<std::string, std::int64_t> replies;
  for (const Thread& thread : page.parsed.threads) {
    const auto found = thread.counts.values.find("replies");
    if (found != thread.counts.values.end()) replies[thread_key(thread)] = found->second;
  }
  return replies;
}

}  // namespace

Result<News> news_of(const kv::Overlay& index, const adapters::Interpretation& page,
                     const std::vector<std::string>& records, Timestamp began) {
  News news;
  const bool unchanged = page.parsed.posts.empty() && page.parsed.threads.empty() && !records.empty();
  const auto shown = replies_shown(page);
  bool shows_something = false, all_held = true;
  for (const std::string& key : records) {
    auto held = seen_before(index, key, began);
    if (!held) return held.error();
    all_held = all_held && *held;
    shows_something = shows_something || !key.starts_with("a:");
    if (!key.starts_with("t:") || !*held) continue;
    auto before = replies_before(index, key, began);
    if (!before) return before.error();
    const auto now = shown.find(key);
    if (!*before || (!unchanged && now == shown.end())) continue;  // nobody counts them: only asking tells
    if (!unchanged && now->second != **before) {
      all_held = false;
      continue;
    }
    auto url = url_of_record(index, key);
    if (!url) return url.error();
    if (!url->empty()) news.quiet_threads.insert(*url);
  }
  news.list_is_known = is_list(page.route) && shows_something && all_held;
  return news;
}

Result<std::string> old_news(const kv::Overlay& index, const News& news, const adapters::Lead& lead, Timestamp began) {
  using adapters::LeadKind;
  if (lead.kind == LeadKind::next_page && news.list_is_known) return std::string("nothing new since the last run");
  if (lead.kind != LeadKind::thread || !news.quiet_threads.contains(lead.url.href())) return std::string();
  auto held = captured_before(index, lead.url, began);
  if (!held) return held.error();
  return std::string(*held ? "as many replies as at the last run" : "");
}

}  // namespace spoor::pipeline
