#include "storage/warc/record_header.h"

#include <charconv>

#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxFields = 10'000;

std::optional<Timestamp> from_digits(std::string_view digits) {
  int parts[6] = {0, 1, 1, 0, 0, 0};
  constexpr std::size_t kWidths[6] = {4, 2, 2, 2, 2, 2};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 6 && at < digits.size(); at += kWidths[i], ++i) {
    const std::string_view part = digits.substr(at, kWidths[i]);
    const auto parsed = std::from_chars(part.data(), part.data() + part.size(), parts[i]);
    if (part.size() != kWidths[i] || parsed.ptr != part.data() + part.size()) return std::nullopt;
  }
  if (digits.empty() || at < digits.size()) return std::nullopt;
  return from_civil(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
}

// W3C-DTF may stop after year, month, day or minute; ARC-minded writers put 14 digits.
std::optional<Timestamp> parse_date(std::string_view text) {
  if (const auto exact = parse_rfc3339(text)) return exact;
  std::string digits;
  for (char c : text.substr(0, 32)) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != '-' && c != ':' && c != 'T' && c != 'Z' && c != ' ') {
      return std::nullopt;
    }
  }
  return from_digits(digits);
}

std::string tolerant_uri(std::string_view text) {
  std::string out;
  for (char c : without_brackets(text)) {
    if (c == ' ') {
      out += "%20";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_uri_field(std::string_view name) {
  return equal_ignoring_case(name, "WARC-Target-URI") || equal_ignoring_case(name, "WARC-Refers-To-Target-URI") ||
         equal_ignoring_case(name, "WARC-Profile");
}

Error damaged(std::string message) { return {ErrorCode::corruption, std::move(message), ""}; }

Result<void> place(RecordHeader& header, std::string_view name, std::string_view value) {
  Record& record = header.record;
  if (equal_ignoring_case(name, "WARC-Type")) {
    if (record.type.empty()) record.type = value;
  } else if (equal_ignoring_case(name, "WARC-Record-ID")) {
    if (record.id.empty()) record.id = without_brackets(value);
  } else if (equal_ignoring_case(name, "Content-Length")) {
    if (header.content_length) return {};
    std::int64_t length = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), length);
    if (parsed.ec != std::errc() || parsed.ptr != value.data() + value.size() || length < 0) {
      return damaged("the record's Content-Length is not a number of bytes");
    }
    header.content_length = length;
  } else if (is_uri_field(name)) {
    record.add(std::string(name), tolerant_uri(value));
  } else {
    record.add(std::string(name), std::string(value));
  }
  return {};
}

// A date that cannot be read stays among the fields as it is written, so that nothing is lost.
void take_date(Record& record) {
  for (auto field = record.fields.begin(); field != record.fields.end(); ++field) {
    if (!equal_ignoring_case(field->first, "WARC-Date")) continue;
    const auto date = parse_date(field->second);
    if (!date) return;
    record.date = *date;
    record.fields.erase(field);
    return;
  }
}

}  // namespace

std::string_view without_brackets(std::string_view text) {
  if (text.size() >= 2 && text.front() == '<' && text.back() == '>') return text.substr(1, text.size() - 2);
  return text;
}

bool begins_record(std::string_view bytes) { return bytes.starts_with("WARC/"); }

std::size_t header_size(std::string_view bytes, std::size_t from) {
  for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at + 1 < bytes.size() && bytes[at + 1] == '\n') return at + 2;
    if (at + 2 < bytes.size() && bytes[at + 1] == '\r' && bytes[at + 2] == '\n') return at + 3;
  }
  return std::string_view::npos;
}

Result<RecordHeader> parse_record_header(std::string_view bytes) {
  if (!begins_record(bytes)) return damaged("no WARC record begins here");
  take_line(bytes);
  RecordHeader header;
  std::string pending;  // a field with its folded lines joined
  const auto flush = [&]() -> Result<void> {
    std::string_view name, value;
    if (!split_field(pending, name, value)) return {};
    return place(header, name, value);
  };
  while (!bytes.empty()) {
    const std::string_view line = take_line(bytes);
    if (begins_record(line)) return damaged("the record's header is cut: another record begins inside it");
    if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
      pending += ' ';
      pending += trimmed(line);
      continue;
    }
    if (auto placed = flush(); !placed) return placed.error();
    pending = line;
    if (header.record.fields.size() > kMaxFields) return damaged("the record has too many fields");
  }
  if (auto placed = flush(); !placed) return placed.error();
  take_date(header.record);
  if (header.record.type.empty()) return damaged("the record has no WARC-Type");
  return header;
}

}  // namespace spoor::warc
