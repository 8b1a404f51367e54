#include "adapters/kit/skeleton_scan.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "adapters/kit/element_index.h"
#include "adapters/kit/source_text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMinRun = 3;        // shorter ones cost less as they are
constexpr std::size_t kMaxRuns = 65'000;  // the private code points U+F0000 to U+FFFFD

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_alphanumeric(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

bool same(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) != lower[i]) return false;
  }
  return true;
}

template <std::size_t N>
bool any_of(const std::array<std::string_view, N>& names, std::string_view name) {
  const char first = name.empty() ? '\0' : static_cast<char>(name.front() | 0x20);
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return known.front() == first && same(name, known); });
}

// Elements whose content the tokenizer takes as text, besides script and style.
constexpr std::array<std::string_view, 6> kRawText = {"title", "textarea", "iframe", "noframes", "xmp", "noembed"};

// Inside SVG everything else might lead back to HTML.
constexpr std::array<std::string_view, 26> kSvg = {
    "path",           "g",    "use",  "circle", "rect",   "line",   "polygon",  "polyline", "ellipse",
    "defs",           "stop", "text", "tspan",  "symbol", "mask",   "clippath", "image",    "lineargradient",
    "radialgradient", "svg",  "a",    "filter", "marker", "switch", "animate",  "pattern"};
// Here HTML or raw text may stand: nothing but text is let pass.
constexpr std::array<std::string_view, 4> kSvgText = {"title", "desc", "foreignobject", "style"};
// Gumbo compares the attributes of open elements of these names (the Noah's Ark clause): equal values must stay equal.
// Not "a": a second one closes the first.
constexpr std::array<std::string_view, 13> kFormatting = {"b", "big",   "code",   "em",     "font", "i", "nobr",
                                                          "s", "small", "strike", "strong", "tt",   "u"};

bool is_in_svg(std::string_view name) { return same(name.substr(0, 2), "fe") || any_of(kSvg, name); }

// Their attributes decide where they stand, or are merged with those of another.
constexpr std::array<std::string_view, 5> kMatteringAttributes = {"html", "body", "input", "isindex", "svg"};
constexpr int kMaxAttributes = 32;           // at a time: each is compared with those before it
constexpr std::size_t kWorthAttributes = 6;  // bytes

// Of names, and of values without quotes, that say what they say.
bool is_name_character(char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == ':' || c == '.'; }

// Digits of a reference to what may be one of the code points that stand for runs, or to more than there is.
bool may_be_private(std::string_view digits, bool hex) {
  while (!digits.empty() && digits.front() == '0') digits.remove_prefix(1);
  if (hex) return digits.size() > 5 || (digits.size() == 5 && (digits.front() | 0x20) == 'f');
  return digits.size() > 6 || (digits.size() == 6 && digits.front() == '9');
}

bool has_private_reference(std::string_view source) {
  for (std::size_t at = source.find("&#"); at != std::string_view::npos; at = source.find("&#", at + 2)) {
    std::size_t begin = at + 2;
    const bool hex = begin < source.size() && (source[begin] | 0x20) == 'x';
    if (hex) ++begin;
    std::size_t end = begin;
    while (end < source.size() && is_alphanumeric(source[end])) ++end;
    if (may_be_private(source.substr(begin, end - begin), hex)) return true;
  }
  return false;
}

bool holds(std::string_view source, unsigned char byte) {
  return std::memchr(source.data(), byte, source.size()) != nullptr;
}

}  // namespace

SkeletonScan::SkeletonScan(Skeleton& skeleton) : skeleton_(skeleton), source_(skeleton.source_) {}

bool SkeletonScan::run() {
  if (holds(source_, 0xF3) || has_odd_character(source_) || has_private_reference(source_)) return false;
  returns_ = holds(source_, '\r');
  skeleton_.text_.reserve(source_.size());
  while (at_ < source_.size()) {
    text_to(std::min(source_.find('<', at_), source_.size()));
    if (at_ < source_.size() && !markup()) return false;
  }
  copy_to(source_.size());
  return true;
}

void SkeletonScan::copy_to(std::size_t end) {
  skeleton_.text_.append(source_.substr(copied_, end - copied_));
  copied_ = end;
}

void SkeletonScan::replace(std::size_t begin, std::size_t end, Content content) {
  if (end - begin < kMinRun || skeleton_.runs_.size() >= kMaxRuns) return;
  copy_to(begin);
  copied_ = end;
  auto code = static_cast<std::uint32_t>(skeleton_.runs_.size());
  if (compared_) code = compared_values_.try_emplace(source_.substr(begin, end - begin), code).first->second;
  const char bytes[] = {'\xF3', static_cast<char>(0xB0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                        static_cast<char>(0x80 | (code & 0x3F))};
  skeleton_.text_.append(bytes, sizeof bytes);
  skeleton_.runs_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                             static_cast<std::uint32_t>(skeleton_.text_.size()), content});
}

// White space that comes first may belong elsewhere than the text behind it; after the first character that is none,
// all goes to one place.
void SkeletonScan::text_to(std::size_t end) {
  const std::string_view text = source_.substr(0, end);
  std::size_t begin = at_;
  at_ = end;
  std::size_t visible = begin;
  while (visible < end && is_html_space(text[visible])) ++visible;
  if (visible == end || svg_ > 0 || columns_) return;
  if (!in_body_ || newline_is_dropped_) begin = visible;
  while (begin < end) {
    bool references = false;
    const std::size_t stop = end_of_run(text, begin, false, references);
    replace(begin, stop,
            references ? Content::with_references : (returns_ ? Content::with_returns : Content::verbatim));
    if (stop == end || !in_body_) return;
    begin = stop + 1;
    while (begin < end && (is_alphanumeric(text[begin]) || text[begin] == '#')) ++begin;
    if (begin < end && text[begin] == ';') ++begin;
  }
}

bool SkeletonScan::markup() {
  newline_is_dropped_ = false;
  const char next = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
  if (is_letter(next)) return start_tag();
  if (next == '/' && at_ + 2 < source_.size() && is_letter(source_[at_ + 2])) return end_tag();
  if (next != '/' && next != '!' && next != '?') {
    ++at_;
    return true;
  }
  if (source_.substr(at_, 4) == "<!--") {
    comment();
  } else if (next == '!' && svg_ > 0) {
    return false;  // perhaps CDATA
  } else {
    to_bracket();
  }
  return true;
}

void SkeletonScan::to_bracket() {
  const std::size_t end = source_.find('>', at_);
  at_ = end == std::string_view::npos ? source_.size() : end + 1;
}

void SkeletonScan::comment() {
  const std::size_t begin = at_ + 4;
  if (source_.substr(begin, 1) == ">" || source_.substr(begin, 2) == "->") return to_bracket();
  const std::size_t dashes = source_.find("--", begin);
  if (dashes != std::string_view::npos && source_.substr(dashes, 3) == "-->") {
    replace(begin, dashes, returns_ ? Content::with_returns : Content::verbatim);
    at_ = dashes + 3;
    return;
  }
  for (at_ = dashes; at_ != std::string_view::npos; at_ = source_.find("--", at_)) {
    std::size_t end = at_ + 2;
    while (end < source_.size() && source_[end] == '-') ++end;
    if (end < source_.size() && source_[end] == '!') ++end;
    if (end < source_.size() && source_[end] == '>') {
      at_ = end + 1;
      return;
    }
    at_ = end;
  }
  at_ = source_.size();
}

SkeletonScan::Tag SkeletonScan::tag() {
  const std::size_t begin = at_;
  while (at_ < source_.size() && !is_html_space(source_[at_]) && source_[at_] != '/' && source_[at_] != '>') ++at_;
  Tag tag{source_.substr(begin, at_ - begin)};
  values_.clear();
  attributes_begin_ = attributes_end_ = 0;
  attributes_count_ = 0;
  plain_attributes_ = true;
  attributes(tag);
  replace_attributes(tag);
  return tag;
}

void SkeletonScan::attributes(Tag& tag) {
  while (at_ < source_.size()) {
    const char c = source_[at_];
    if (c == '>') {
      tag.self_closing = source_[at_ - 1] == '/';
      ++at_;
      return;
    }
    if (c == '/' || is_html_space(c)) {
      plain_attributes_ &= c != '/' || source_.substr(at_, 2) == "/>";
      ++at_;
    } else {
      attribute();
    }
  }
  plain_attributes_ = false;  // never closed
}

void SkeletonScan::attribute() {
  if (attributes_count_++ == 0) attributes_begin_ = at_;
  const std::size_t begin = at_++;  // the first character belongs to the name, whatever it is
  while (at_ < source_.size() && source_[at_] != '=' && source_[at_] != '>' && source_[at_] != '/' &&
         !is_html_space(source_[at_]))
    ++at_;
  attributes_end_ = at_;
  const std::string_view name = source_.substr(begin, at_ - begin);
  plain_attributes_ &= std::all_of(name.begin(), name.end(), is_name_character);
  if (value()) attributes_end_ = at_;
}

bool SkeletonScan::value() {
  std::size_t behind = at_;
  while (behind < source_.size() && is_html_space(source_[behind])) ++behind;
  if (behind == source_.size() || source_[behind] != '=') return false;
  plain_attributes_ &= behind == at_;
  at_ = behind + 1;
  if (at_ == source_.size()) return false;
  if (is_html_space(source_[at_]) || source_[at_] == '>') plain_attributes_ = false;
  while (at_ < source_.size() && is_html_space(source_[at_])) ++at_;
  if (at_ == source_.size()) return false;
  if (source_[at_] == '"' || source_[at_] == '\'') {
    quoted_value(source_[at_]);
  } else {
    unquoted_value();
  }
  return true;
}

void SkeletonScan::unquoted_value() {
  while (at_ < source_.size() && source_[at_] != '>' && !is_html_space(source_[at_])) {
    plain_attributes_ &= is_name_character(source_[at_]);
    ++at_;
  }
}

void SkeletonScan::quoted_value(char quote) {
  const std::size_t begin = at_ + 1, end = source_.find(quote, begin);
  if (end == std::string_view::npos) {
    at_ = source_.size();
    return;
  }
  at_ = end + 1;
  const std::string_view value = source_.substr(begin, end - begin);
  bool references = false;
  if (end_of_run(value, 0, true, references) != value.size()) {
    plain_attributes_ = false;
    return;
  }
  if (same(value, "hidden")) return;  // an input of this type is put elsewhere
  values_.push_back(
      {begin, end, references ? Content::with_references : (returns_ ? Content::with_returns : Content::verbatim)});
}

// All attributes at once, where none of them has a say in the tree; else their values.
void SkeletonScan::replace_attributes(const Tag& tag) {
  compared_ = any_of(kFormatting, tag.name);
  const bool all = plain_attributes_ && !compared_ && svg_ == 0 && attributes_count_ > 0 &&
                   attributes_count_ <= kMaxAttributes && !any_of(kMatteringAttributes, tag.name);
  if (all && attributes_end_ - attributes_begin_ > kWorthAttributes) {
    replace(attributes_begin_, attributes_end_, Content::attributes);
  } else {
    for (const Value& value : values_) replace(value.begin, value.end, value.content);
  }
  compared_ = false;
}

bool SkeletonScan::element_in_svg(const Tag& tag) {
  if (svg_text_) return false;
  if (any_of(kSvgText, tag.name)) {
    svg_text_ = !tag.self_closing;
    return true;
  }
  if (same(tag.name, "svg") && !tag.self_closing) ++svg_;
  return is_in_svg(tag.name);
}

bool SkeletonScan::start_tag() {
  ++at_;
  const Tag tag = this->tag();
  const std::string_view name = tag.name;
  if (svg_ > 0) return element_in_svg(tag);
  switch (name.front() | 0x20) {
    case 'b':
      if (same(name, "body") && !template_) in_body_ = true;
      return true;
    case 'c':
      if (same(name, "col") || same(name, "colgroup")) columns_ = true;
      return true;
    case 'f':
      return !same(name, "frameset");
    case 'l':
      newline_is_dropped_ = same(name, "listing");
      return true;
    case 'm':
      return !same(name, "math");
    case 'p':
      newline_is_dropped_ = same(name, "pre");
      return !same(name, "plaintext");
    case 's':
      if (same(name, "script")) return script();
      if (same(name, "style") && !select_) {
        raw_text(name);
        return true;
      }
      if (same(name, "select")) select_ = true;
      if (same(name, "svg") && !tag.self_closing) ++svg_;
      return !select_ || (!same(name, "style") && !same(name, "svg"));
    default:
      if (same(name, "template")) {
        template_ = true;
        return !select_;
      }
      if (!any_of(kRawText, name)) return true;
      if (select_) return false;
      at_ = end_tag_of(name);
      return true;
  }
}

bool SkeletonScan::end_tag() {
  at_ += 2;
  const Tag tag = this->tag();
  if (svg_ > 0) {
    if (any_of(kSvgText, tag.name)) {
      svg_text_ = false;
      return true;
    }
    if (svg_text_) return false;
    if (same(tag.name, "svg")) --svg_;
    return is_in_svg(tag.name);
  }
  if (same(tag.name, "select")) select_ = false;
  if (same(tag.name, "table") && !template_) columns_ = false;
  return true;
}

std::size_t SkeletonScan::end_tag_of(std::string_view name) const {
  for (std::size_t at = source_.find("</", at_); at != std::string_view::npos; at = source_.find("</", at + 2)) {
    const std::size_t end = at + 2 + name.size();
    if (end >= source_.size()) break;
    const char c = source_[end];
    if (c != '>' && c != '/' && !is_html_space(c)) continue;
    const std::string_view found = source_.substr(at + 2, name.size());
    if (std::equal(found.begin(), found.end(), name.begin(),
                   [](char a, char b) { return a == b || (is_letter(a) && (a | 0x20) == (b | 0x20)); }))
      return at;
  }
  return source_.size();
}

void SkeletonScan::raw_text(std::string_view name) {
  const std::size_t begin = at_;
  at_ = end_tag_of(name);
  const auto content = source_.substr(begin, at_ - begin);
  const bool blank = std::all_of(content.begin(), content.end(), is_html_space);
  if (at_ < source_.size() && !blank) replace(begin, at_, returns_ ? Content::with_returns : Content::verbatim);
}

// A comment in a script may hold another script, whose end tag is then not the end.
bool SkeletonScan::script() {
  const std::string_view content = source_.substr(at_, end_tag_of("script") - at_);
  if (const std::size_t comment = content.find("<!--"); comment != std::string_view::npos) {
    for (std::size_t at = content.find('<', comment + 1); at != std::string_view::npos; at = content.find('<', at + 1))
      if (same(content.substr(at + 1, 6), "script")) return false;
  }
  raw_text("script");
  return true;
}

}  // namespace spoor::adapters
