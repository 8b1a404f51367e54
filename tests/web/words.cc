#include "tests/web/words.h"

namespace spoor::web {

const Lexicon& lexicon(std::string_view language) {
  for (const Lexicon* words :
       {&spanish_words(), &russian_words(), &chinese_words(), &german_words(), &arabic_words()}) {
    if (words->language == language) return *words;
  }
  return english_words();
}

std::string sentence(const Lexicon& words, Random& random) {
  if (random.chance(0.15)) return std::string(random.pick(words.asides));
  std::string out(random.pick(words.subjects));
  out += words.space;
  out += random.pick(words.predicates);
  if (random.chance(0.8)) {
    out += words.space;
    out += random.pick(words.tails);
  }
  if (random.chance(0.1)) {
    out += words.space;
    out += '(' + std::to_string(random.between(2, 990)) + ')';
  }
  out += words.stop;
  return out;
}

std::string heading(const Lexicon& words, Random& random) {
  std::string out(random.pick(words.headings));
  out += words.space;
  out += random.pick(words.places);
  if (random.chance(0.3)) out += " #" + std::to_string(random.between(2, 400));
  if (random.chance(0.2)) out += random.chance(0.5) ? " & <" + std::to_string(random.between(2, 9)) + ">" : " \"!?\"";
  return out;
}

}  // namespace spoor::web
