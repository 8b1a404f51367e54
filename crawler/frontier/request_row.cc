#include "crawler/frontier/request_row.h"

#include <algorithm>
#include <charconv>

#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

constexpr char kQueued = 'q', kDone = 'd';

Error damaged(std::string_view message) { return {ErrorCode::corruption, std::string(message), "frontier row"}; }

// A row is its state's letter, then fields: the length in bytes (7 bits each, low ones first, high bit: more follow)
// and the bytes. Short and quick: there are millions, and every link that is met again reads one.
void put(std::string& out, std::string_view field) {
  std::size_t size = field.size();
  for (; size >= 0x80; size >>= 7) out.push_back(static_cast<char>(size | 0x80));
  out.push_back(static_cast<char>(size));
  out.append(field);
}

void put(std::string& out, std::int64_t number) { put(out, number == 0 ? std::string() : std::to_string(number)); }

class FieldReader {
 public:
  explicit FieldReader(std::string_view rest) : rest_(rest) {}

  std::string_view text() {
    std::size_t size = 0;
    for (int shift = 0;; shift += 7) {
      if (rest_.empty() || shift > 28) return fail();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      size |= static_cast<std::size_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (size > rest_.size()) return fail();
    const std::string_view field = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return field;
  }

  template <class Number>
  void number(Number& out) {
    const std::string_view field = text();
    out = 0;
    if (field.empty()) return;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), out);
    if (error != std::errc() || end != field.data() + field.size()) fail();
  }

  bool fine() const { return fine_ && rest_.empty(); }

 private:
  std::string_view fail() {
    fine_ = false;
    rest_ = {};
    return {};
  }

  std::string_view rest_;
  bool fine_ = true;
};

std::string two_digits(int priority) {
  const int p = std::clamp(priority, 0, 99);
  return {static_cast<char>('0' + p / 10), static_cast<char>('0' + p % 10)};
}

}  // namespace

std::string encode(const RequestRow& row) {
  const CrawlUri& uri = row.uri;
  std::string out(1, row.finished ? kDone : kQueued);
  put(out, static_cast<std::int64_t>(row.order));
  put(out, uri.url);
  put(out, uri.method == "GET" ? std::string_view() : uri.method);
  for (const std::string* field : {&uri.accept, &uri.via, &uri.hop_path, &uri.lead}) put(out, *field);
  for (const int number : {uri.priority, uri.attempt, uri.redirects}) put(out, number);
  put(out, uri.not_before.us);
  put(out, static_cast<std::int64_t>(uri.seeds.size()));
  for (const std::string& seed : uri.seeds) put(out, seed);
  if (row.finished) {
    for (const auto* field : {&row.finished->outcome, &row.finished->reason, &row.finished->capture_id}) {
      put(out, *field);
    }
  }
  return out;
}

Result<RequestRow> decode_request_row(std::string_view text) {
  if (text.empty() || (text.front() != kQueued && text.front() != kDone)) return damaged("no such state");
  RequestRow row;
  CrawlUri& uri = row.uri;
  FieldReader fields(text.substr(1));
  fields.number(row.order);
  uri.url = fields.text();
  if (const std::string_view method = fields.text(); !method.empty()) uri.method = method;
  for (std::string* field : {&uri.accept, &uri.via, &uri.hop_path, &uri.lead}) *field = fields.text();
  for (int* number : {&uri.priority, &uri.attempt, &uri.redirects}) fields.number(*number);
  fields.number(uri.not_before.us);
  std::size_t seeds = 0;
  fields.number(seeds);
  if (seeds > CrawlUri::kMaxSeeds) return damaged("too many seeds");
  for (std::size_t i = 0; i < seeds; ++i) uri.seeds.emplace_back(fields.text());
  if (text.front() == kDone) {
    row.finished.emplace();
    for (auto* field : {&row.finished->outcome, &row.finished->reason, &row.finished->capture_id}) {
      *field = fields.text();
    }
  }
  if (!fields.fine() || uri.url.empty()) return damaged("a request's fields are damaged");
  return row;
}

std::string request_key(std::string_view run, std::string_view key) { return kv::make_key(kv::kRequest, {run, key}); }

std::string queue_key(std::string_view run, const CrawlUri::Place& place, const RequestRow& row) {
  return kv::make_key(kv::kQueue, {run, place.host, two_digits(row.uri.priority), kv::sortable(row.order), place.key});
}

std::string queue_value(const CrawlUri& uri) {
  return uri.not_before.us > 0 ? kv::sortable(static_cast<std::uint64_t>(uri.not_before.us)) : std::string();
}

std::string waiting_key(std::string_view run, std::string_view host) { return kv::make_key(kv::kWaiting, {run, host}); }

std::string order_key(std::string_view run) { return kv::make_key(kv::kMeta, {"frontier", run}); }

std::optional<QueueRow> read_queue_row(std::string_view key, std::string_view value) {
  const auto parts = kv::key_parts(key);
  if (parts.size() != 5) return std::nullopt;
  return QueueRow{parts[1], parts[4], {static_cast<std::int64_t>(kv::from_sortable(value))}};
}

}  // namespace spoor::frontier
