#include "adapters/kit/dates.h"

#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_tokens.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxRaw = 512;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string raw_of(std::string_view text) {
  if (text.size() <= kMaxRaw) return std::string(text);
  std::size_t n = kMaxRaw;
  while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
  return std::string(text.substr(0, n));
}

std::optional<StatedTime> with_raw(std::optional<StatedTime> stated, std::string_view raw) {
  if (stated) stated->raw = raw_of(raw);
  return stated;
}

std::optional<StatedTime> machine(std::string_view text, const DateContext& context) {
  if (text.empty() || text.size() > 80) return std::nullopt;
  const char first = text.front();
  if (first >= '0' && first <= '9') {
    if (auto stated = read_iso_date(text, context)) return stated;
    if (auto stated = read_epoch(text)) return stated;
  } else if (first == '/') {
    return read_epoch(text);
  }
  return read_rfc822_date(text, context);
}

// In visible text only what states its zone was written by a machine for machines.
bool is_surely_machine(const StatedTime& stated, std::string_view text) {
  if (stated.offset_minutes) return true;
  return text.size() > 10 && text[4] == '-' && text[7] == '-' && text[10] == 'T';
}

bool is_year_alone(std::string_view text) { return text.size() == 4; }

}  // namespace

std::optional<StatedTime> parse_machine_date(std::string_view text, const DateContext& context) {
  return with_raw(machine(trimmed(text), context), trimmed(text));
}

std::optional<StatedTime> parse_date(std::string_view text, const DateContext& context) {
  const std::string_view view = trimmed(text);
  if (!context.format.empty()) {
    if (auto stated = read_formatted_date(view, context)) return with_raw(std::move(stated), view);
  }
  if (auto stated = is_year_alone(view) ? std::nullopt : machine(view, context)) {
    if (!is_surely_machine(*stated, view)) stated->source = TimeSource::text;
    return with_raw(std::move(stated), view);
  }
  DateTokens tokens(view);
  if (tokens.size() == 0) return std::nullopt;
  if (auto stated = read_calendar_date(tokens, context)) return with_raw(std::move(stated), view);
  tokens.release();
  return with_raw(read_relative_date(tokens, context), view);
}

}  // namespace spoor::adapters
