#include "crawler/pipeline/page_memory.h"

#include <algorithm>
#include <charconv>

#include "storage/archive/exchange_records.h"
#include "storage/archive/validators.h"
#include "storage/base/digest.h"
#include "storage/kv/keys.h"
#include "storage/warc/http_message.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxRowBytes = std::size_t{256} << 10;

// Lines of a row. A text with a line end cannot be kept; everything here comes from URLs, heads and keys, which have
// none.
class Lines {
 public:
  void add(std::string_view text) {
    broken_ = broken_ || text.find('\n') != text.npos;
    row_.append(text).push_back('\n');
  }
  void add_number(std::int64_t number) { add(std::to_string(number)); }
  // Texts that begin alike: how much is as in the one before, then the rest.
  void add_alike(std::string_view text, std::string& before, std::string_view note = "") {
    const auto same = static_cast<std::size_t>(
        std::mismatch(text.begin(), text.end(), before.begin(), before.end()).first - text.begin());
    std::string line(note);
    line.append(std::to_string(same)).append(" ").append(text.substr(same));
    add(line);
    before.resize(same);
    before.append(text.substr(same));
  }
  std::string take() { return broken_ || row_.size() > kMaxRowBytes ? std::string() : std::move(row_); }

 private:
  std::string row_;
  bool broken_ = false;
};

class LineReader {
 public:
  explicit LineReader(std::string_view row) : rest_(row) {}

  std::string_view next() {
    const auto end = rest_.find('\n');
    if (end == rest_.npos) {
      damaged_ = true;
      return {};
    }
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  std::int64_t next_number() { return number(next()); }
  const std::string& next_alike(std::string_view line, std::string& before) {
    const auto space = line.find(' ');
    const std::int64_t same = number(line.substr(0, space));
    if (damaged_ || space == line.npos || same < 0 || static_cast<std::size_t>(same) > before.size()) {
      damaged_ = true;
      return before;
    }
    before.resize(static_cast<std::size_t>(same));
    before.append(line.substr(space + 1));
    return before;
  }
  std::int64_t number(std::string_view text) {
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) damaged_ = true;
    return number;
  }
  void is_damaged() { damaged_ = true; }
  bool damaged() const { return damaged_; }

 private:
  std::string_view rest_;
  bool damaged_ = false;
};

std::string form_of(const Exchange& exchange) {
  const auto head = warc::parse_response_head(exchange.response_head);
  if (!head) return {};
  std::string form(warc::header(head->head.headers, "content-type").value_or(""));
  form.append("\t").append(warc::header(head->head.headers, "content-encoding").value_or(""));
  return form;
}

void add_lead(Lines& lines, const adapters::Lead& lead, std::string& before) {
  std::string note(adapters::to_string(lead.kind));
  note.append("\t").append(lead.accept).append("\t");
  lines.add_alike(lead.url.href(), before, note);
}

std::optional<adapters::Lead> next_lead(LineReader& lines, std::string& before) {
  std::string_view line = lines.next();
  const auto first = line.find('\t');
  const auto second = first == line.npos ? first : line.find('\t', first + 1);
  if (second == line.npos) return std::nullopt;
  const auto kind = adapters::lead_kind_from(line.substr(0, first));
  auto url = Url::parse(lines.next_alike(line.substr(second + 1), before));
  if (!kind || !url) return std::nullopt;
  return adapters::Lead{std::move(*url), *kind, std::string(line.substr(first + 1, second - first - 1))};
}

}  // namespace

std::string readers_of(const adapters::Registry& registry) {
  std::string all = SPOOR_VERSION;
  for (const auto& adapter : registry.adapters()) {
    const adapters::AdapterInfo& info = adapter->info();
    all.append("\n").append(info.name).append(" ").append(std::to_string(info.version)).append(" ").append(info.digest);
  }
  return sha256_hex(all).substr(0, 16);
}

std::optional<PageMark> mark_of(const Exchange& exchange, const std::string& readers, const std::string& payload_sha256,
                                const std::string& refers_to_capture) {
  if (exchange.method != "GET" || !exchange.failure.empty() || !is_page_lead(exchange.facts.lead)) return std::nullopt;
  if (is_not_modified(exchange)) {
    if (refers_to_capture.empty()) return std::nullopt;
    return PageMark{readers, "", refers_to_capture, "", exchange.facts.site, exchange.facts.site};
  }
  if (!can_deduplicate(exchange)) return std::nullopt;
  const std::string& full = refers_to_capture.empty() ? exchange.capture_id : refers_to_capture;
  return PageMark{readers, payload_sha256, full, form_of(exchange), exchange.facts.site, exchange.facts.site};
}

std::string page_row_key(const Exchange& exchange) {
  const AskedFor asked = asked_for(exchange);
  return kv::make_key(kv::kPage, {asked.url, asked.manner});
}

std::string to_row(const PageMark& mark, std::string_view capture_id, const Reading& reading,
                   const std::vector<std::string>& records) {
  if (!reading.page) return {};
  const adapters::Interpretation& page = *reading.page;
  Lines lines;
  for (std::string_view text :
       {std::string_view(mark.readers), std::string_view(mark.payload_sha256), std::string_view(mark.full_capture),
        std::string_view(mark.form), std::string_view(mark.site_before), std::string_view(mark.site_after)}) {
    lines.add(text);
  }
  lines.add(capture_id);
  lines.add(reading.reason);
  lines.add_number(reading.whole_post);
  lines.add(page.adapter);
  lines.add_number(page.adapter_version);
  lines.add_number(page.richness);
  lines.add(page.route.adapter);
  lines.add(page.route.kind);
  lines.add(page.route.canonical);
  lines.add_number(static_cast<int>(page.route.subject));
  lines.add_number(static_cast<std::int64_t>(page.route.ids.size()));
  for (const auto& [name, id] : page.route.ids) {
    lines.add(name);
    lines.add(id);
  }
  std::string before;
  lines.add_number(static_cast<std::int64_t>(records.size()));
  for (const std::string& key : records) lines.add_alike(key, before);
  before.clear();
  lines.add_number(static_cast<std::int64_t>(page.parsed.leads.size()));
  for (const adapters::Lead& lead : page.parsed.leads) add_lead(lines, lead, before);
  return lines.take();
}

bool stands_for(std::string_view row, const PageMark& mark) {
  LineReader lines(row);
  const std::string_view readers = lines.next(), payload = lines.next(), full = lines.next(), form = lines.next(),
                         before = lines.next(), after = lines.next();
  const bool not_modified = mark.payload_sha256.empty();
  return !lines.damaged() && readers == mark.readers &&
         (not_modified ? full == mark.full_capture : payload == mark.payload_sha256 && form == mark.form) &&
         (before == mark.site_before || after == mark.site_before);
}

Result<PageMemory> page_memory_from(std::string_view row) {
  LineReader lines(row);
  PageMemory memory;
  for (int i = 0; i < 5; ++i) lines.next();
  adapters::Interpretation page;
  page.site = adapters::site_from_json(lines.next());
  memory.capture_id = lines.next();
  memory.reading.reason = lines.next();
  memory.reading.whole_post = lines.next_number() == 1;
  page.adapter = lines.next();
  page.adapter_version = static_cast<int>(lines.next_number());
  page.richness = static_cast<int>(lines.next_number());
  page.route.adapter = lines.next();
  page.route.kind = lines.next();
  page.route.canonical = lines.next();
  const std::int64_t subject = lines.next_number();
  if (subject < 0 || subject > static_cast<int>(adapters::Route::Subject::media)) lines.is_damaged();
  page.route.subject = static_cast<adapters::Route::Subject>(subject);
  for (std::int64_t left = lines.next_number(); left > 0 && !lines.damaged(); --left) {
    std::string name(lines.next());
    page.route.ids.emplace(std::move(name), lines.next());
  }
  std::string before;
  for (std::int64_t left = lines.next_number(); left > 0 && !lines.damaged(); --left) {
    memory.records.push_back(lines.next_alike(lines.next(), before));
  }
  before.clear();
  for (std::int64_t left = lines.next_number(); left > 0 && !lines.damaged(); --left) {
    auto lead = next_lead(lines, before);
    if (!lead) return Error{ErrorCode::corruption, "damaged page row; rebuild with 'spoor reindex'", memory.capture_id};
    page.parsed.leads.push_back(std::move(*lead));
  }
  if (lines.damaged()) {
    return Error{ErrorCode::corruption, "damaged page row; rebuild with 'spoor reindex'", memory.capture_id};
  }
  memory.reading.page = std::move(page);
  return memory;
}

}  // namespace spoor::pipeline
