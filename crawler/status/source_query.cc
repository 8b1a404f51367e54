#include "crawler/status/source_query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "storage/base/url.h"

namespace spoor::status {
namespace {

constexpr std::size_t kMostText = 200, kMostQuery = 8000;

// What a source is sorted by: a text or a number; absent ones come last in either direction.
struct Key {
  const SourceStatus* source = nullptr;
  bool absent = false;
  double number = 0;
  std::string_view text;
};

int rank_of(std::string_view health) {
  static constexpr std::array<std::string_view, 5> kWorstFirst = {"broken", "degraded", "inconclusive", "unknown",
                                                                  "healthy"};
  return static_cast<int>(std::find(kWorstFirst.begin(), kWorstFirst.end(), health) - kWorstFirst.begin());
}

void set(Key& key, const std::optional<Timestamp>& time) {
  key.absent = !time;
  if (time) key.number = static_cast<double>(time->us);
}
void set(Key& key, const std::optional<double>& number) {
  key.absent = !number;
  key.number = number.value_or(0);
}
void set(Key& key, std::int64_t number) { key.number = static_cast<double>(number); }
void set(Key& key, const std::string& text) { key.text = text; }

struct Column {
  std::string_view name;
  void (*fill)(Key&, const SourceStatus&);
};
constexpr Column kColumns[] = {
    {"name", [](Key& key, const SourceStatus& source) { set(key, source.name); }},
    {"kind", [](Key& key, const SourceStatus& source) { set(key, source.kind); }},
    {"archive", [](Key& key, const SourceStatus& source) { set(key, source.archive); }},
    {"adapter", [](Key& key, const SourceStatus& source) { set(key, source.adapter); }},
    {"health", [](Key& key, const SourceStatus& source) { key.number = rank_of(source.health); }},
    {"last", [](Key& key, const SourceStatus& source) { set(key, source.last_good_visit); }},
    {"next", [](Key& key, const SourceStatus& source) { set(key, source.next_visit); }},
    {"new", [](Key& key, const SourceStatus& source) { set(key, source.today.new_posts); }},
    {"edited", [](Key& key, const SourceStatus& source) { set(key, source.today.edited); }},
    {"deleted", [](Key& key, const SourceStatus& source) { set(key, source.today.deleted); }},
    {"posts", [](Key& key, const SourceStatus& source) { set(key, source.total.new_posts); }},
    {"visits", [](Key& key, const SourceStatus& source) { set(key, source.visits); }},
    {"delay", [](Key& key, const SourceStatus& source) { set(key, source.delay_seconds); }},
    {"rate", [](Key& key, const SourceStatus& source) { set(key, source.posts_per_hour); }},
    {"takedown", [](Key& key, const SourceStatus& source) { set(key, source.takedowns_per_hour); }},
};

const Column* column_of(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kColumns), std::end(kColumns), [&](const Column& column) { return column.name == name; });
  return found == std::end(kColumns) ? nullptr : found;
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return folded(a) == folded(b); }) != text.end();
}

bool matches(const SourceStatus& source, const SourceQuery& query) {
  if (query.health == "paused") {
    if (!source.paused) return false;
  } else if (query.health == "visiting") {
    if (!source.visiting) return false;
  } else if (!query.health.empty() && source.health != query.health) {
    return false;
  }
  if (!query.archive.empty() && source.archive != query.archive) return false;
  if (!query.label.empty() && std::find(source.labels.begin(), source.labels.end(), query.label) == source.labels.end())
    return false;
  return query.text.empty() || contains(source.name, query.text) || contains(source.link, query.text);
}

std::string decoded(std::string_view text) {
  std::string spaced(text.substr(0, 3 * kMostText));
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced).substr(0, kMostText);
}

std::size_t number(std::string_view text, std::size_t otherwise) {
  std::size_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size() && value > 0 ? value : otherwise;
}

void add(std::string& out, std::string_view name, std::string_view value) {
  if (!out.empty()) out += '&';
  out.append(name).append("=").append(percent_encode_component(value));
}

}  // namespace

SourceQuery parse_source_query(std::string_view text) {
  SourceQuery query;
  for (const auto& [name, written] : query_pairs(text.substr(0, kMostQuery))) {
    const std::string value = decoded(written);
    if (name == "sort") {
      if (column_of(value) != nullptr) query.sort = value;
    } else if (name == "desc") {
      query.descending = value == "1";
    } else if (name == "label") {
      query.label = value;
    } else if (name == "health") {
      query.health = value;
    } else if (name == "archive") {
      query.archive = value;
    } else if (name == "q") {
      query.text = value;
    } else if (name == "page") {
      query.page = number(value, 1);
    } else if (name == "limit") {
      query.per_page = std::min(number(value, query.per_page), SourceQuery::kMostPerPage);
    }
  }
  return query;
}

std::string to_query(const SourceQuery& query) {
  const SourceQuery usual;
  std::string out;
  if (query.sort != usual.sort) add(out, "sort", query.sort);
  if (query.descending) add(out, "desc", "1");
  if (!query.label.empty()) add(out, "label", query.label);
  if (!query.health.empty()) add(out, "health", query.health);
  if (!query.archive.empty()) add(out, "archive", query.archive);
  if (!query.text.empty()) add(out, "q", query.text);
  if (query.page != usual.page) add(out, "page", std::to_string(query.page));
  if (query.per_page != usual.per_page) add(out, "limit", std::to_string(query.per_page));
  return out;
}

SourcePage select(const DaemonStatus& status, const SourceQuery& query) {
  const Column* column = column_of(query.sort);
  if (column == nullptr) column = &kColumns[0];
  std::vector<Key> keys;
  for (const SourceStatus& source : status.sources) {
    if (!matches(source, query)) continue;
    Key& key = keys.emplace_back();
    key.source = &source;
    column->fill(key, source);
  }
  const auto before = [descending = query.descending](const Key& a, const Key& b) {
    if (a.absent != b.absent) return b.absent;
    if (a.number != b.number) return descending ? a.number > b.number : a.number < b.number;
    if (const int order = a.text.compare(b.text); order != 0) return descending ? order > 0 : order < 0;
    if (const int order = a.source->name.compare(b.source->name); order != 0) return order < 0;
    return a.source < b.source;
  };

  SourcePage out;
  out.matching = keys.size();
  const std::size_t per_page = std::clamp<std::size_t>(query.per_page, 1, SourceQuery::kMostPerPage);
  out.pages = std::max<std::size_t>(1, (keys.size() + per_page - 1) / per_page);
  out.page = std::clamp<std::size_t>(query.page, 1, out.pages);
  // Only the page asked for is put in order: there may be 100,000 sources.
  const auto first = keys.begin() + static_cast<std::ptrdiff_t>((out.page - 1) * per_page);
  const auto last = keys.end() - first > static_cast<std::ptrdiff_t>(per_page)
                        ? first + static_cast<std::ptrdiff_t>(per_page)
                        : keys.end();
  if (first != keys.end()) std::nth_element(keys.begin(), first, keys.end(), before);
  std::partial_sort(first, last, keys.end(), before);
  for (auto key = first; key != last; ++key) out.rows.push_back(key->source);
  return out;
}

SourceCounts count_sources(const DaemonStatus& status) {
  SourceCounts counts;
  for (const SourceStatus& source : status.sources) {
    ++counts.all;
    counts.paused += source.paused ? 1 : 0;
    counts.visiting += source.visiting ? 1 : 0;
    std::size_t& word = source.health == "healthy"        ? counts.healthy
                        : source.health == "degraded"     ? counts.degraded
                        : source.health == "broken"       ? counts.broken
                        : source.health == "inconclusive" ? counts.inconclusive
                                                          : counts.unknown;
    ++word;
    for (auto [sum, found] : {std::pair{&counts.today, &source.today}, std::pair{&counts.total, &source.total}}) {
      sum->new_posts += found->new_posts;
      sum->edited += found->edited;
      sum->deleted += found->deleted;
    }
  }
  return counts;
}

}  // namespace spoor::status
