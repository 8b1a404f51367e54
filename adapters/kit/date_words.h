// The words of dates in many languages, as data: months, weekdays, units, "ago", "yesterday", am/pm, zones.
// Words are folded (fold.h). A word may have several senses ("ago" is also August); the reader of the date decides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spoor::adapters {

enum class Sense : std::uint8_t {
  none,
  month,    // value 1-12
  weekday,  // 0 = Sunday
  unit,     // value is a Unit
  ago,
  last,      // "last week": one unit ago
  day_word,  // value: days from today
  now,
  am,
  pm,
  noon,
  midnight,
  year_mark,  // the CJK marks and their like stand behind their number
  month_mark,
  day_mark,
  hour_mark,
  minute_mark,
  second_mark,
  number,  // value: halves ("half" = 1, "one" = 2)
  zone,    // value: minutes east of UTC
  filler,
};

enum Unit : std::int16_t { kSecond, kMinute, kHour, kDay, kWeek, kMonth, kYear };

struct WordSense {
  Sense sense = Sense::none;
  std::int16_t value = 0;
};

struct DateWord {
  std::array<WordSense, 4> senses;
  bool starts_phrase = false;  // some phrase of several words begins with this word

  const WordSense* find(Sense sense) const;
};

// nullptr for an unknown word. Phrases are asked for with one space between words.
const DateWord* find_date_word(std::string_view folded);
inline constexpr std::size_t kMaxPhraseWords = 5;

// Longest known word at the start of a text without spaces between words (Chinese, Japanese, Thai); its length in
// bytes, 0 if none.
std::size_t longest_date_word(std::string_view folded);

}  // namespace spoor::adapters
