#include "crawler/health/page_yield.h"

#include <algorithm>
#include <cmath>

#include "storage/base/domain.h"

namespace spoor::health {
namespace {

constexpr std::size_t kMaxKinds = 64, kMaxDomains = 16;

double log_of(std::size_t n) { return std::log1p(static_cast<double>(n)); }

class Count {
 public:
  explicit Count(Tally& tally) : tally_(tally) {}
  void operator()(const char* field, bool is_filled) {
    std::int64_t& count = tally_.filled[field];
    if (is_filled) ++count;
  }
  template <class Text>
  void operator()(const char* field, const Text& text) {
    (*this)(field, !text.empty());
  }
  void operator()(const char* field, const char*) = delete;

 private:
  Tally& tally_;
};

void count(Tally& tally, const Post& post) {
  Count filled(tally);
  filled("id", post.native_id);
  filled("url", post.url);
  filled("author", post.author);
  filled("published", post.published.has_value());
  filled("text", post.text);
  filled("whole_text", !post.text.empty() && !post.text_truncated);
  filled("title", post.title);
  filled("thread_id", post.thread_id);
  filled("media", post.media);
  if (!post.text.empty()) tally.text_length.add(log_of(post.text.size()));
}

void count(Tally& tally, const Account& account) {
  Count filled(tally);
  filled("id", account.native_id);
  filled("handle", account.handle);
  filled("name", account.display_name);
  filled("bio", account.bio);
  filled("avatar", account.avatar_url);
}

void count(Tally& tally, const Thread& thread) {
  Count filled(tally);
  filled("id", thread.native_id);
  filled("url", thread.url);
  filled("title", thread.title);
}

// Placeholders of what was deleted have no content to be missed.
template <class Record>
void count_all(PageYield& yield, const char* type, const std::vector<Record>& records) {
  Tally tally;
  for (const Record& record : records) {
    if (record.status != Status::live) continue;
    ++tally.items;
    count(tally, record);
  }
  if (records.empty()) return;
  tally.pages = 1;
  tally.per_page.add(log_of(records.size()));
  yield.types[type].add(tally);
}

bool leads_to_posts(const adapters::Lead& lead) {
  return lead.kind == adapters::LeadKind::thread || lead.kind == adapters::LeadKind::post;
}

void count_leads(PageYield& yield, const std::vector<adapters::Lead>& leads) {
  const auto number = std::count_if(leads.begin(), leads.end(), leads_to_posts);
  if (number == 0) return;
  Tally& tally = yield.types["lead"];
  tally.pages = 1;
  tally.items = number;
  tally.per_page.add(log_of(static_cast<std::size_t>(number)));
}

bool bears_mark(const adapters::AdapterInfo& info, std::string_view body) {
  return info.look_for.empty() || std::any_of(info.look_for.begin(), info.look_for.end(), [&](const std::string& word) {
           return body.find(word) != std::string_view::npos;
         });
}

std::string name_of(const adapters::Route& route) { return route.adapter + '/' + route.kind; }

void count_page(PageYield& yield, PageState state) {
  switch (state) {
    case PageState::live:
      ++yield.live;
      return;
    case PageState::wall:
      ++yield.walls;
      return;
    case PageState::gone:
      ++yield.gone;
      return;
    case PageState::failed:
      ++yield.failed;
      return;
  }
}

}  // namespace

PageState state_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
    case Outcome::not_modified:
    case Outcome::parse_empty:
      return PageState::live;
    case Outcome::login_required:
    case Outcome::private_:
    case Outcome::blocked:
    case Outcome::rate_limited:
    case Outcome::geo_blocked:
    case Outcome::robots_denied:
    case Outcome::scope_denied:
      return PageState::wall;
    case Outcome::not_found:
    case Outcome::gone:
      return PageState::gone;
    default:
      return PageState::failed;
  }
}

double Spread::variance() const {
  if (n < 2) return 0;
  return std::max(0.0, (squares - sum * sum / n) / (n - 1));
}

void Tally::add(const Tally& other) {
  pages += other.pages;
  items += other.items;
  per_page.add(other.per_page);
  text_length.add(other.text_length);
  for (const auto& [field, number] : other.filled) filled[field] += number;
}

void PageYield::add(const PageYield& other) {
  live += other.live;
  walls += other.walls;
  gone += other.gone;
  failed += other.failed;
  unchanged += other.unchanged;
  stand_ins += other.stand_ins;
  empty += other.empty;
  unmarked += other.unmarked;
  version = std::max(version, other.version);
  bytes.add(other.bytes);
  for (const auto& [type, tally] : other.types) types[type].add(tally);
}

void VisitYield::add(const VisitYield& other) {
  for (const auto& [name, yield] : other.kinds) {
    if (kinds.contains(name) || kinds.size() < kMaxKinds) kinds[name].add(yield);
  }
  for (const auto& [domain, number] : other.moved_to) {
    if (moved_to.contains(domain) || moved_to.size() < kMaxDomains) moved_to[domain] += number;
  }
}

VisitYield yield_of(const adapters::Registry& registry, const Url& url, std::string_view body,
                    const adapters::Interpretation& read, Outcome outcome) {
  VisitYield visit;
  const adapters::Route own = read.adapter == "generic" ? registry.route(url, read.site) : read.route;
  const bool stands_in = own.adapter != read.route.adapter;
  PageYield& yield = visit.kinds[name_of(own)];
  count_page(yield, state_of(outcome));
  if (yield.live == 0) return visit;

  const adapters::Adapter* adapter = registry.find(own.adapter);
  const adapters::Parsed& parsed = read.parsed;
  yield.version = adapter ? adapter->info().version : 0;
  yield.bytes.add(log_of(body.size()));
  if (stands_in) {
    yield.stand_ins = 1;
  } else {
    count_all(yield, "post", parsed.posts);
    count_all(yield, "account", parsed.accounts);
    count_all(yield, "thread", parsed.threads);
    count_leads(yield, parsed.leads);
  }
  if (stands_in || (parsed.posts.empty() && parsed.accounts.empty() && parsed.threads.empty())) {
    yield.empty = 1;
    yield.unmarked = adapter && !bears_mark(adapter->info(), body) ? 1 : 0;
  }
  return visit;
}

VisitYield yield_of(const adapters::Route& route, Outcome outcome) {
  VisitYield visit;
  PageYield& yield = visit.kinds[name_of(route)];
  const PageState state = state_of(outcome);
  if (state == PageState::live) {
    yield.unchanged = 1;
  } else {
    count_page(yield, state);
  }
  return visit;
}

VisitYield yield_of_redirect(const Url& from, const Url& to) {
  VisitYield visit;
  const std::string there = registrable_domain(to.host());
  if (there != registrable_domain(from.host())) visit.moved_to[there] = 1;
  return visit;
}

}  // namespace spoor::health
