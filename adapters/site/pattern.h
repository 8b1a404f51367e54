// Pattern: the small matching language of definitions, in URLs and in short texts. Not a regular expression: literals
// and named holes, matched within a fixed number of steps, so that neither a definition nor a stranger's text can make
// it slow.
//
//   "edited {*} on {value}, edited {times:int} time"   "thread-{thread:int}-{page:int?}"
//
// Holes: {name} any text, shortest first; {name:int} digits; {name:word} letters, digits, _; {name:hex}; {name:slug}
// anything but / ? # &; {name:url}
// anything but space, quotes and angle brackets; {name:num} digits with separators. '?' after the kind: may be empty.
// {*} is a hole without a name. "{{" is a brace.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor::adapters {

using Captures = std::map<std::string, std::string>;

class Pattern {
 public:
  static Result<Pattern> compile(std::string_view text);

  // The whole text. Captures are added to `into` only on success; optional holes that took nothing are left out.
  bool match_all(std::string_view text, Captures& into) const;
  // The first place where it matches; '^' at the pattern's start and '$' at its end tie it to the text's.
  bool search(std::string_view text, Captures& into) const;

  const std::string& text() const { return text_; }
  std::vector<std::string> names() const;
  bool has_name(std::string_view name) const;

 private:
  enum class Kind { literal, any, digits, word, hex, slug, url, number };
  struct Token {
    Kind kind = Kind::literal;
    std::string text;  // literal text, or the hole's name
    bool optional = false;
  };
  struct Run;
  static Result<Token> hole(std::string_view inside);
  static bool accepts(Kind kind, char c);
  bool ends_fit(std::string_view text) const;
  bool at(Run& run, std::size_t token, std::size_t position) const;

  std::string text_;
  std::vector<Token> tokens_;
  bool from_start_ = false, to_end_ = false;
};

}  // namespace spoor::adapters
