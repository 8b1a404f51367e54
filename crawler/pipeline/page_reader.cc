#include "crawler/pipeline/page_reader.h"

#include <algorithm>

#include "crawler/pipeline/page_subjects.h"
#include "storage/archive/exchange_records.h"
#include "storage/archive/index_rows.h"
#include "storage/archive/seen_again.h"
#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"
#include "storage/schema/keys.h"

namespace spoor::pipeline {
namespace {

Outcome outcome_of_unchanged(const Exchange& exchange) {
  return is_not_modified(exchange) ? Outcome::not_modified : Outcome::ok;
}

// What the page's row says, if it stands for such an answer now. The work of an earlier look is used where it still
// holds, and handed on where no row stands for the answer.
template <class Index>
Result<Prepared> recall(const Index& index, const Exchange& exchange, const PageMark& mark, Prepared earlier) {
  auto row = index.get(page_row_key(exchange));
  if (!row) return row.error();
  std::shared_ptr<const PageMemory> memory = std::move(earlier.memory);
  if (!*row || !stands_for(**row, mark)) return earlier;
  if (!memory || earlier.row != **row) {
    auto read_now = page_memory_from(**row);
    if (!read_now) return read_now.error();
    read_now->reading.outcome = outcome_of_unchanged(exchange);
    memory = std::make_shared<PageMemory>(std::move(*read_now));
  }
  auto overtaken = is_overtaken(index, memory->capture_id);
  if (!overtaken) return overtaken.error();
  if (*overtaken) return earlier;
  earlier.row = std::move(**row);
  earlier.memory = std::move(memory);
  return earlier;
}

// A post without an id that the page does not stand for: its key may be another one tomorrow.
bool has_nameless_posts(const Exchange& exchange, const Reading& reading) {
  const std::vector<Post>& posts = reading.page->parsed.posts;
  const std::string here = canonical_url(exchange.url).href();
  return std::any_of(posts.begin(), posts.end(), [&](const Post& post) {
    if (!post.native_id.empty()) return false;
    const auto url = Url::parse(post.url);
    return url && canonical_url(*url).href() != here;
  });
}

bool is_without_reserve(const Exchange& exchange, const Reading& reading) {
  return reading.page && (reading.outcome == Outcome::ok || reading.outcome == Outcome::not_modified) &&
         reading.page->parsed.status == Status::live && !has_nameless_posts(exchange, reading);
}

}  // namespace

Result<Prepared> PageReader::prepare(const kv::Store& index, const Exchange& exchange, const EncodedExchange& encoded,
                                     const Load& load) const {
  const auto mark = mark_of(exchange, readers_, encoded.payload_sha256, encoded.refers_to_capture);
  if (mark) {
    auto known = recall(index, exchange, *mark, {});
    if (!known) return known.error();
    if (known->memory) return std::move(*known);
  }
  return read_whole(exchange, mark, load);
}

// A 304 says what the answer said that it refers to; the words of then were meant for then.
Result<Prepared> PageReader::read_whole(const Exchange& exchange, const std::optional<PageMark>& mark,
                                        const Load& load) const {
  Prepared prepared;
  if (!mark || !is_not_modified(exchange)) {
    prepared.reading = std::make_shared<Reading>(read(registry_, exchange));
    return prepared;
  }
  auto whole = load(mark->full_capture);
  if (!whole) {
    if (whole.error().code == ErrorCode::io) return whole.error();
    prepared.reading =
        std::make_shared<Reading>(read(registry_, exchange));  // the archive is damaged there: nothing is said
    return prepared;
  }
  whole->url = exchange.url;
  whole->facts = exchange.facts;
  Reading reading = read(registry_, *whole);
  if (reading.outcome == Outcome::ok) reading.outcome = Outcome::not_modified;
  prepared.reading = std::make_shared<Reading>(std::move(reading));
  prepared.mark = mark_of(*whole, readers_, sha256_hex(whole->body), mark->full_capture);
  return prepared;
}

Result<Settled> PageReader::settle(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                                   Prepared prepared, const Load& load) const {
  Settled settled;
  const auto mark = mark_of(exchange, readers_, stored.payload_sha256, stored.refers_to_capture);
  if (mark) {
    auto known = recall(index, exchange, *mark, std::move(prepared));
    if (!known) return known.error();
    if (known->memory) {
      settled.memory = std::move(known->memory);
      return settled;
    }
    prepared = std::move(*known);
  }
  if (!prepared.reading) {
    auto read_now = read_whole(exchange, mark, load);
    if (!read_now) return read_now.error();
    prepared = std::move(*read_now);
  }
  settled.reading = std::move(prepared.reading);
  settled.mark = is_not_modified(exchange) ? std::move(prepared.mark) : mark;
  return settled;
}

Result<void> PageReader::remember(kv::Overlay& index, const Exchange& exchange, const Settled& settled,
                                  const std::vector<std::string>& records) const {
  if (settled.memory || !is_page_lead(exchange.facts.lead) || exchange.method != "GET") return {};
  std::string key = page_row_key(exchange);
  std::string row;
  if (settled.mark && is_without_reserve(exchange, *settled.reading)) {
    PageMark mark = *settled.mark;
    mark.site_after = adapters::site_to_json(settled.reading->page->site);
    row = to_row(mark, exchange.capture_id, *settled.reading, records);
  }
  if (!row.empty()) {
    index.put(std::move(key), std::move(row));
    return {};
  }
  auto known = index.get(key);
  if (!known) return known.error();
  if (*known) index.erase(std::move(key));
  return {};
}

Result<PageReader::Recollection> PageReader::recollect(kv::Overlay& index, std::string_view capture_id,
                                                       const Load& load) const {
  auto exchange = load(capture_id);
  if (!exchange) return exchange.error();
  Recollection out{exchange->url, redirect_target(*exchange), {}, {}};
  auto row = index.get(page_row_key(*exchange));
  if (!row) return row.error();
  if (*row) {
    auto memory = page_memory_from(**row);
    if (!memory) return memory.error();
    auto visits = seen_again(index, memory->capture_id);
    if (!visits) return visits.error();
    const bool is_it = memory->capture_id == capture_id ||
                       std::any_of(visits->begin(), visits->end(),
                                   [&](const SeenAgain& seen) { return seen.capture_id == capture_id; });
    if (is_it) {
      out.reading = std::move(memory->reading);
      for (std::string& key : memory->records) {
        if (key.starts_with("p:")) out.posts.push_back(std::move(key));
      }
      return out;
    }
  }
  std::string refers_to;
  auto place_row = index.get(capture_row_key(capture_id));
  if (!place_row) return place_row.error();
  if (const auto place = *place_row ? place_from(**place_row) : std::nullopt) refers_to = place->refers_to_capture;
  auto made = read_whole(*exchange, mark_of(*exchange, readers_, "-", refers_to), load);
  if (!made) return made.error();
  out.reading = *made->reading;
  if (!out.reading.page) return out;
  std::vector<Post> posts = out.reading.page->parsed.posts;
  if (auto named = name_by_url(index, posts); !named) return named.error();
  for (const Post& post : posts) out.posts.push_back(post_key(post));
  return out;
}

}  // namespace spoor::pipeline
