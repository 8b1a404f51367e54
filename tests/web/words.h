// Words of made-up people, by language: what they write about on ordinary days, and what they are called.
// All made up; sentences are put together from `subjects` + `predicates` + `tails`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tests/web/random.h"

namespace spoor::web {

using Words = std::span<const std::string_view>;

struct Lexicon {
  std::string_view language;          // BCP 47
  int utc_offset_minutes;             // where its speakers live
  std::string_view space, stop;       // between sentence parts, after sentences
  Words subjects, predicates, tails;  // of sentences
  Words asides;                       // whole short sentences: greetings, doubts, emoji, characters special to HTML
  Words headings;                     // of threads
  Words boards, site_titles;
  Words given_names, family_names;
  Words tags;
  Words places;
};

// By BCP 47 tag; English for what is not here. The languages: en, es, ru, zh-CN, de, ar.
const Lexicon& lexicon(std::string_view language);

std::string sentence(const Lexicon& words, Random& random);
std::string heading(const Lexicon& words, Random& random);

// The tables, one file each.
const Lexicon& english_words();
const Lexicon& spanish_words();
const Lexicon& russian_words();
const Lexicon& chinese_words();
const Lexicon& german_words();
const Lexicon& arabic_words();

}  // namespace spoor::web
