// The time of day inside a date: "9:14 am", "下午3:15", "14h30", "21時40分", "6pm", "18.37 Uhr", and the zone behind
// it.
#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_tokens.h"

namespace spoor::adapters {

namespace {

bool is_hour(const DateToken& t) { return t.is_number() && !t.used && t.digits <= 2 && t.value <= 24; }
bool is_sixty(const DateToken& t) { return t.is_number() && !t.used && t.digits <= 2 && t.value <= 60; }

// h:mm[:ss[.f]] at i; the token behind it, or i when there is none.
std::size_t colon_clock(const DateTokens& t, std::size_t i, DateParts& parts) {
  if (!is_hour(t.at(i)) || !t.at(i + 1).is_sign(':') || !is_sixty(t.at(i + 2)) || t.at(i + 2).digits != 2) return i;
  parts.hour = t[i].value;
  parts.minute = t[i + 2].value;
  std::size_t end = i + 3;
  if (t.at(end).is_sign(':') && is_sixty(t.at(end + 1))) {
    parts.second = t[end + 1].value;
    end += 2;
    if ((t.at(end).is_sign('.') || t.at(end).is_sign(',')) && t.at(end + 1).is_number() &&
        !t.at(end + 1).space_before) {
      int us = t[end + 1].value;
      int digits = std::min<int>(t[end + 1].digits, 9);
      for (; digits < 6; ++digits) us *= 10;
      for (; digits > 6; --digits) us /= 10;
      parts.microsecond = us;
      end += 2;
    }
  }
  return end;
}

// 14h30, 21時40分05秒, 15 Uhr, 오후 3시
std::size_t marked_clock(const DateTokens& t, std::size_t i, DateParts& parts) {
  const DateToken& mark = t.at(i + 1);
  if (!is_hour(t.at(i)) || mark.sense(Sense::hour_mark) == nullptr) return i;
  parts.hour = t[i].value;
  std::size_t end = i + 2;
  if (!is_sixty(t.at(end)) || (mark.text == "uhr" && t.at(end).space_before)) return end;
  parts.minute = t[end++].value;
  if (t.at(end).sense(Sense::minute_mark) != nullptr) ++end;
  if (is_sixty(t.at(end)) && t.at(end + 1).sense(Sense::second_mark) != nullptr) {
    parts.second = t[end].value;
    end += 2;
  }
  return end;
}

bool says_clock(const DateToken& word) {
  return word.text == "um" || word.text == "klo" || word.text == "kl" || word.text == "alle" || word.text == "ore" ||
         word.text == "pukul";
}

// 18.37 Uhr, um 18.37, kl. 9.05
std::size_t dotted_clock(const DateTokens& t, std::size_t i, DateParts& parts) {
  if (!is_hour(t.at(i)) || !t.at(i + 1).is_sign('.') || !is_sixty(t.at(i + 2)) || t.at(i + 2).digits != 2) return i;
  const bool before = (i > 0 && says_clock(t[i - 1])) || (i > 1 && t[i - 1].is_sign('.') && says_clock(t[i - 2]));
  const bool after = t.at(i + 3).sense(Sense::hour_mark) != nullptr;
  if (!before && !after) return i;
  parts.hour = t[i].value;
  parts.minute = t[i + 2].value;
  return i + (after ? 4 : 3);
}

// 6pm, 1 a.m
std::size_t half_day_clock(const DateTokens& t, std::size_t i, DateParts& parts) {
  if (!is_hour(t.at(i)) || t[i].value > 12 || t[i].value == 0) return i;
  const DateToken& half = t.at(i + 1);
  if ((half.sense(Sense::am) == nullptr && half.sense(Sense::pm) == nullptr) || half.sense(Sense::unit) != nullptr)
    return i;
  parts.hour = t[i].value;
  return i + 1;
}

void apply_half(DateParts& parts, bool pm) {
  if (parts.hour > 12) return;
  if (pm && parts.hour < 12) parts.hour += 12;
  if (!pm && parts.hour == 12) parts.hour = 0;
}

void apply_half_day(DateTokens& t, std::size_t begin, std::size_t& end, DateParts& parts) {
  std::size_t after = end;
  if (t.at(after).is_sign('(')) ++after;
  for (const std::size_t i : {after, begin - 1}) {
    if (i >= t.size() || t[i].used) continue;
    const bool pm = t[i].sense(Sense::pm) != nullptr;
    if (!pm && t[i].sense(Sense::am) == nullptr) continue;
    apply_half(parts, pm);
    t[i].used = true;
    if (i == after) end = after + 1;
    return;
  }
}

// [+-]hh[:]mm, UTC+2, (GMT+0800), MSK
void take_zone(DateTokens& t, std::size_t i, DateParts& parts) {
  while (t.at(i).is_sign('(') || t.at(i).is_sign('.') || t.at(i).is_sign(',')) ++i;
  const WordSense* zone = t.at(i).sense(Sense::zone);
  const bool utc = zone != nullptr && zone->value == 0;
  std::size_t sign = utc ? i + 1 : i;
  const bool plus = t.at(sign).is_sign('+');
  const DateToken& number = t.at(sign + 1);
  const bool touching = utc || (number.digits >= 2 && !number.space_before);
  if ((plus || t.at(sign).is_sign('-')) && number.is_number() && !number.space_before && touching &&
      (number.digits <= 2 || number.digits == 4)) {
    int minutes = number.digits == 4 ? number.value / 100 * 60 + number.value % 100 : number.value * 60;
    std::size_t end = sign + 2;
    if (number.digits <= 2 && t.at(end).is_sign(':') && t.at(end + 1).is_number() && t.at(end + 1).digits == 2) {
      minutes += t[end + 1].value;
      end += 2;
    } else if (number.digits <= 2 && !utc) {
      return;  // "9:14 -03" is too weak without minutes or a name
    }
    if (minutes > 18 * 60) return;
    parts.offset_minutes = plus ? minutes : -minutes;
    t.use(i, end);
    return;
  }
  if (zone != nullptr && t[i].sense(Sense::number) == nullptr) {
    parts.offset_minutes = zone->value;
    t[i].used = true;
  }
}

}  // namespace

bool take_time(DateTokens& t, DateParts& parts) {
  using Reader = std::size_t (*)(const DateTokens&, std::size_t, DateParts&);
  for (const Reader reader :
       {Reader{colon_clock}, Reader{marked_clock}, Reader{dotted_clock}, Reader{half_day_clock}}) {
    for (std::size_t i = 0; i < t.size(); ++i) {
      DateParts read;
      std::size_t end = reader(t, i, read);
      if (end == i || read.minute > 59) continue;
      parts.hour = read.hour;
      parts.minute = read.minute;
      parts.second = read.second;
      parts.microsecond = read.microsecond;
      t.use(i, end);
      apply_half_day(t, i, end, parts);
      take_zone(t, end, parts);
      return true;
    }
  }
  for (std::size_t i = 0; i < t.size(); ++i) {
    const bool noon = t[i].sense(Sense::noon) != nullptr;
    if (!noon && t[i].sense(Sense::midnight) == nullptr) continue;
    parts.hour = noon ? 12 : 0;
    t[i].used = true;
    return true;
  }
  return false;
}

}  // namespace spoor::adapters
