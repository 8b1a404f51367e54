// Dates by the format that a definition names: %Y %y %m %d %e %b %B %a %A %H %I %M %S %f %p %z %Z %s %%, other signs
// literally.
#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_words.h"
#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

struct Reader {
  std::string_view text;
  std::size_t at = 0;
  DateParts parts;
  int half = 0;  // 1 = am, 2 = pm

  void spaces() {
    while (at < text.size() && text[at] == ' ') ++at;
  }

  bool number(int& to, std::size_t most) {
    spaces();
    std::size_t n = 0;
    int value = 0;
    for (; n < most && at < text.size() && text[at] >= '0' && text[at] <= '9'; ++n, ++at)
      value = value * 10 + (text[at] - '0');
    to = value;
    return n > 0;
  }

  const WordSense* word(Sense sense) {
    spaces();
    std::size_t end = at;
    while (
        end < text.size() && text[end] != ' ' && text[end] != ',' && !(text[end] >= '0' && text[end] <= '9') &&
        (static_cast<unsigned char>(text[end]) >= 0x80 || (text[end] >= 'a' && text[end] <= 'z') || text[end] == '.')) {
      ++end;
    }
    for (std::size_t n = end; n > at; --n) {
      const DateWord* known = find_date_word(text.substr(at, n - at));
      const WordSense* found = known ? known->find(sense) : nullptr;
      if (found == nullptr) continue;
      at = n;
      if (at < text.size() && text[at] == '.') ++at;
      return found;
    }
    return nullptr;
  }

  bool zone() {
    spaces();
    const std::size_t end = std::min(text.find_first_of(" )", at), text.size());
    parts.offset_minutes = parse_zone_offset(text.substr(at, end - at));
    at = end;
    return parts.offset_minutes.has_value();
  }

  bool fraction() {
    int us = 0, n = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++n) {
      if (n < 6) us = us * 10 + (text[at] - '0');
    }
    for (int i = n; i < 6; ++i) us *= 10;
    parts.microsecond = us;
    return n > 0;
  }

  bool directive(char c) {
    switch (c) {
      case 'Y':
        return number(parts.year, 4);
      case 'y': {
        const bool read = number(parts.year, 2);
        parts.year = year_of_two_digits(parts.year);
        return read;
      }
      case 'm':
        return number(parts.month, 2);
      case 'd':
      case 'e':
        return number(parts.day, 2);
      case 'H':
      case 'I':
        return number(parts.hour, 2);
      case 'M':
        return number(parts.minute, 2);
      case 'S':
        return number(parts.second, 2);
      case 'f':
        return fraction();
      case 'z':
      case 'Z':
        return zone();
      case 'a':
      case 'A':
        return word(Sense::weekday) != nullptr;
      case 'b':
      case 'B': {
        const WordSense* month = word(Sense::month);
        if (month != nullptr) parts.month = month->value;
        return month != nullptr;
      }
      case 'p': {
        half = word(Sense::am) != nullptr ? 1 : word(Sense::pm) != nullptr ? 2 : 0;
        return half != 0;
      }
      default:
        return false;
    }
  }

  bool literal(char c) {
    if (c == ' ') {
      spaces();
      return true;
    }
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  }
};

}  // namespace

std::optional<StatedTime> read_formatted_date(std::string_view text, const DateContext& context) {
  const std::string folded = fold(text.substr(0, 256));
  // Literals are folded like the text, the letters behind '%' are not.
  std::string format;
  std::string_view rest = context.format;
  while (!rest.empty()) {
    const auto percent = rest.find('%');
    format += fold(rest.substr(0, percent));
    if (percent == std::string_view::npos) break;
    format += rest.substr(percent, 2);
    rest.remove_prefix(std::min(percent + 2, rest.size()));
  }
  if (format == "%s") return read_epoch(text);
  Reader reader{folded};
  reader.spaces();
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool directive = format[i] == '%' && i + 1 < format.size();
    if (directive) ++i;
    const bool read = directive && format[i] != '%' ? reader.directive(format[i]) : reader.literal(format[i]);
    if (!read) return std::nullopt;
  }
  reader.spaces();
  DateParts& parts = reader.parts;
  if (reader.at != folded.size() || parts.month > 12 || parts.hour > 24 || parts.minute > 59) return std::nullopt;
  if (reader.half == 2 && parts.hour < 12) parts.hour += 12;
  if (reader.half == 1 && parts.hour == 12) parts.hour = 0;
  if (parts.year == 0 && parts.month > 0) parts.year = likely_year(parts.month, std::max(parts.day, 1), context);
  return to_stated(parts, context, TimeSource::text);
}

}  // namespace spoor::adapters
