#include "adapters/kit/tidy_tokens.h"

#include <algorithm>
#include <array>

#include "adapters/kit/element_index.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxAttributes = 32;  // each is compared with those before it

enum CharClass : unsigned char { kTagName = 1, kAttributeName = 2, kUnquoted = 4 };

constexpr std::array<unsigned char, 256> char_classes() {
  std::array<unsigned char, 256> classes{};
  for (int c = 33; c < 127; ++c) {
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit || c == '-' || c == ':' || c == '_') classes[c] |= kTagName;
    if (c != '"' && c != '\'' && c != '<' && c != '=' && c != '>' && c != '/') classes[c] |= kAttributeName;
    if (c != '"' && c != '\'' && c != '<' && c != '>' && c != '`') classes[c] |= kUnquoted;
  }
  return classes;
}
constexpr std::array<unsigned char, 256> kClasses = char_classes();

bool is(char c, CharClass which) { return (kClasses[static_cast<unsigned char>(c)] & which) != 0; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool same(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return a == b || (is_letter(a) && (a | 0x20) == b);
         });
}

bool same_names(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return x == y || (is_letter(x) && (x ^ y) == 0x20); });
}

// A comment in a script may hold another script, whose end tag is then not the end.
bool may_hold_script(std::string_view script) {
  std::size_t at = script.find("<!--");
  if (at == std::string_view::npos) return false;
  for (at = script.find('<', at + 1); at != std::string_view::npos; at = script.find('<', at + 1))
    if (same(script.substr(at + 1, 6), "script")) return true;
  return false;
}

}  // namespace

TidyTokens::Kind TidyTokens::next() {
  if (at_ >= source_.size()) return Kind::end;
  return source_[at_] == '<' ? markup() : take_text();
}

TidyTokens::Kind TidyTokens::take_text() {
  const std::size_t begin = at_;
  while (at_ < source_.size() && is_html_space(source_[at_])) ++at_;
  blank_ = at_ == source_.size() || source_[at_] == '<';
  if (!blank_) at_ = std::min(source_.find('<', at_), source_.size());
  text_ = source_.substr(begin, at_ - begin);
  return Kind::text;
}

TidyTokens::Kind TidyTokens::markup() {
  const char next = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
  if (is_letter(next)) return tag(Kind::start_tag, at_ + 1);
  if (next == '/' && at_ + 2 < source_.size() && is_letter(source_[at_ + 2])) return tag(Kind::end_tag, at_ + 2);
  if (next != '!') return Kind::untidy;
  return source_.substr(at_, 4) == "<!--" ? comment() : doctype();
}

TidyTokens::Kind TidyTokens::comment() {
  const std::size_t begin = at_ + 4, dashes = source_.find("--", begin);
  if (dashes == std::string_view::npos || source_.substr(dashes, 3) != "-->") return Kind::untidy;
  text_ = source_.substr(begin, dashes - begin);
  if (text_.substr(0, 1) == ">" || text_.substr(0, 2) == "->" || text_ == "-") return Kind::untidy;
  at_ = dashes + 3;
  return Kind::comment;
}

TidyTokens::Kind TidyTokens::doctype() {
  const std::size_t end = source_.find('>', at_);
  if (end == std::string_view::npos || !same(source_.substr(at_, 9), "<!doctype")) return Kind::untidy;
  text_ = source_.substr(at_, end + 1 - at_);
  at_ = end + 1;
  return Kind::doctype;
}

TidyTokens::Kind TidyTokens::tag(Kind kind, std::size_t name_begin) {
  const std::size_t begin = at_;
  at_ = name_begin;
  while (at_ < source_.size() && is(source_[at_], kTagName)) ++at_;
  name_ = source_.substr(name_begin, at_ - name_begin);
  tag_ = gumbo_tagn_enum(name_.data(), static_cast<unsigned>(name_.size()));
  attributes_.clear();
  while (true) {
    const std::size_t before = at_;
    while (at_ < source_.size() && is_html_space(source_[at_])) ++at_;
    if (at_ >= source_.size()) return Kind::untidy;
    if (source_[at_] == '/') {
      ++at_;
      if (kind == Kind::end_tag || at_ >= source_.size() || source_[at_] != '>') return Kind::untidy;
    }
    if (source_[at_] == '>') break;
    const bool apart = at_ > before || !attributes_.empty();
    if (!apart || kind == Kind::end_tag || !attribute()) return Kind::untidy;
  }
  text_ = source_.substr(begin, ++at_ - begin);
  return kind;
}

bool TidyTokens::attribute() {
  const std::size_t begin = at_;
  while (at_ < source_.size() && is(source_[at_], kAttributeName)) ++at_;
  SourceAttribute made{source_.substr(begin, at_ - begin), {}};
  if (made.name.empty() || at_ >= source_.size() || attributes_.size() >= kMaxAttributes) return false;
  if (source_[at_] == '=') {
    ++at_;
    if (!value(made.value)) return false;
  } else if (is_html_space(source_[at_])) {
    std::size_t behind = at_;
    while (behind < source_.size() && is_html_space(source_[behind])) ++behind;
    if (behind < source_.size() && source_[behind] == '=') return false;
  }
  attributes_.push_back(made);
  return true;
}

bool TidyTokens::value(std::string_view& value) {
  if (at_ >= source_.size()) return false;
  const char quote = source_[at_];
  if (quote == '"' || quote == '\'') {
    const std::size_t end = source_.find(quote, ++at_);
    if (end == std::string_view::npos) return false;
    value = source_.substr(at_, end - at_);
    at_ = end + 1;
  } else {
    const std::size_t begin = at_;
    while (at_ < source_.size() && is(source_[at_], kUnquoted)) ++at_;
    value = source_.substr(begin, at_ - begin);
    if (value.empty() || at_ >= source_.size() || (source_[at_] != '>' && !is_html_space(source_[at_]))) return false;
  }
  bool references = false;
  return end_of_run(value, 0, true, references) == value.size();
}

bool TidyTokens::raw_text(std::string_view& text) {
  for (std::size_t at = source_.find("</", at_); at != std::string_view::npos; at = source_.find("</", at + 2)) {
    const std::size_t end = at + 2 + name_.size();
    if (end >= source_.size()) return false;
    const char c = source_[end];
    if ((c != '>' && c != '/' && !is_html_space(c)) || !same_names(source_.substr(at + 2, name_.size()), name_))
      continue;
    text = source_.substr(at_, at - at_);
    if (tag_ == GUMBO_TAG_SCRIPT && may_hold_script(text)) return false;
    at_ = at;
    return true;
  }
  return false;
}

void TidyTokens::drop_space() {
  while (!text_.empty() && is_html_space(text_.front())) text_.remove_prefix(1);
}

void TidyTokens::skip_newline() {
  if (source_.substr(at_, 2) == "\r\n") {
    at_ += 2;
  } else if (at_ < source_.size() && (source_[at_] == '\n' || source_[at_] == '\r')) {
    ++at_;
  }
}

}  // namespace spoor::adapters
