#include <algorithm>
#include <charconv>

#include "adapters/kit/element_index.h"
#include "adapters/kit/selector_parts.h"
#include "adapters/kit/utf8.h"

namespace spoor::adapters::css {

namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  return text;
}

// Throws Mistake inside, caught by compile().
struct Mistake {
  std::string what;
  std::size_t at;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<Complex> whole() {
    std::vector<Complex> list = selector_list(0, false);
    if (at_ < text_.size()) fail("unexpected '" + std::string(1, text_[at_]) + "'");
    return list;
  }

 private:
  [[noreturn]] void fail(std::string what) const { throw Mistake{std::move(what), at_}; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail(std::string("'") + c + "' expected");
  }
  bool skip_space() {
    std::size_t begin = at_;
    while (at_ < text_.size() && is_html_space(text_[at_])) ++at_;
    return at_ > begin;
  }

  void escape(std::string& out) {
    ++at_;
    if (at_ >= text_.size()) fail("nothing after '\\'");
    if (hex_value(text_[at_]) < 0) {
      out += text_[at_++];
      return;
    }
    unsigned code = 0;
    for (int digits = 0; digits < 6 && at_ < text_.size() && hex_value(text_[at_]) >= 0; ++digits)
      code = code * 16 + static_cast<unsigned>(hex_value(text_[at_++]));
    if (at_ < text_.size() && is_html_space(text_[at_])) ++at_;
    append_code_point(out, code == 0 ? 0xFFFD : code);
  }

  std::string name(const char* what) {
    std::string out;
    while (at_ < text_.size()) {
      if (is_name_char(text_[at_])) {
        out += text_[at_++];
      } else if (text_[at_] == '\\') {
        escape(out);
      } else {
        break;
      }
    }
    if (out.empty()) fail(std::string(what) + " expected");
    return out;
  }

  std::string quoted() {
    char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\') {
        escape(out);
      } else {
        out += text_[at_++];
      }
    }
    if (!take(quote)) fail("the string does not end");
    return out;
  }

  std::vector<Complex> selector_list(int nesting, bool relative) {
    if (nesting > kMaxNesting) fail("nested too deep");
    std::vector<Complex> list;
    do {
      list.push_back(complex(nesting, relative));
    } while (take(','));
    return list;
  }

  Complex complex(int nesting, bool relative) {
    std::vector<Step> left_to_right;
    skip_space();
    bool leading = peek() == '>' || peek() == '+' || peek() == '~';
    if (relative || (leading && nesting == 0)) {
      Step anchor;
      anchor.compound.scope = true;
      if (leading) {
        anchor.combinator = text_[at_++];
        skip_space();
      }
      left_to_right.push_back(std::move(anchor));
    }
    for (;;) {
      Step step;
      step.compound = compound(nesting);
      left_to_right.push_back(std::move(step));
      if (left_to_right.size() > kMaxSteps) fail("too many steps");
      bool space = skip_space();
      char next = peek();
      if (at_ >= text_.size() || next == ',' || next == ')') break;
      if (next == '>' || next == '+' || next == '~') {
        left_to_right.back().combinator = next;
        ++at_;
        skip_space();
      } else if (!space) {
        fail(std::string("unexpected '") + next + "'");
      }
    }
    Complex result;
    for (std::size_t i = left_to_right.size(); i-- > 0;) {
      result.steps.push_back(std::move(left_to_right[i]));
      if (i > 0) result.steps.back().combinator = left_to_right[i - 1].combinator;
    }
    // What is left of a space or '>' is around the subject; what is left of '+' or '~' stands beside something.
    for (std::size_t i = 1; i < result.steps.size(); ++i) {
      const char combinator = result.steps[i - 1].combinator;
      if (combinator == ' ' || combinator == '>') result.ancestors |= result.steps[i].compound.bloom;
    }
    return result;
  }

  Compound compound(int nesting) {
    Compound out;
    std::size_t begin = at_;
    if (take('*')) {
    } else if (is_name_char(peek()) || peek() == '\\') {
      out.tag = lower(name("a tag name"));
      out.bloom |= bloom_of(out.tag);
    }
    for (;;) {
      if (take('#')) {
        std::string id = name("an id");
        out.bloom |= bloom_of(id);
        if (out.id.empty()) {
          out.id = std::move(id);
        } else {
          out.attributes.push_back({"id", std::move(id), '=', false});
        }
      } else if (take('.')) {
        out.classes.push_back(name("a class"));
        out.bloom |= bloom_of(out.classes.back());
      } else if (take('[')) {
        out.attributes.push_back(attribute());
      } else if (take(':')) {
        pseudo(out, nesting);
      } else {
        break;
      }
    }
    if (at_ == begin) fail("a selector expected");
    return out;
  }

  AttributeTest attribute() {
    AttributeTest test;
    skip_space();
    test.name = lower(name("an attribute name"));
    skip_space();
    if (take(']')) return test;
    if (peek() == '~' || peek() == '|' || peek() == '^' || peek() == '$' || peek() == '*') test.op = text_[at_++];
    expect('=');
    if (test.op == 0) test.op = '=';
    skip_space();
    test.value = peek() == '"' || peek() == '\'' ? quoted() : name("a value");
    skip_space();
    if (take('i') || take('I')) {
      test.ignore_case = true;
    } else if (take('s') || take('S')) {
    }
    skip_space();
    expect(']');
    return test;
  }

  void pseudo(Compound& out, int nesting) {
    std::string kind = lower(name("a pseudo-class"));
    auto add = [&](PseudoKind k, int a = 0, int b = 0) { out.pseudos.push_back({k, a, b, {}, {}}); };
    if (kind == "first-child") return add(PseudoKind::nth_child, 0, 1);
    if (kind == "last-child") return add(PseudoKind::last_child);
    if (kind == "first-of-type") return add(PseudoKind::nth_of_type, 0, 1);
    if (kind == "last-of-type") return add(PseudoKind::last_of_type);
    if (kind == "only-child") return add(PseudoKind::only_child);
    if (kind == "empty") return add(PseudoKind::empty);
    if (kind == "root") return add(PseudoKind::root);
    if (kind == "scope") {
      out.scope = true;
      return;
    }
    Pseudo with;
    if (kind == "nth-child" || kind == "nth-of-type") {
      with.kind = kind == "nth-child" ? PseudoKind::nth_child : PseudoKind::nth_of_type;
      expect('(');
      nth(with);
    } else if (kind == "contains") {
      with.kind = PseudoKind::contains;
      expect('(');
      skip_space();
      with.text = peek() == '"' || peek() == '\'' ? quoted() : name("a text");
      skip_space();
    } else if (kind == "not" || kind == "is" || kind == "where" || kind == "has") {
      with.kind = kind == "not" ? PseudoKind::is_not : kind == "has" ? PseudoKind::has : PseudoKind::is;
      expect('(');
      with.list = selector_list(nesting + 1, kind == "has");
    } else {
      fail("unknown pseudo-class ':" + kind + "'");
    }
    expect(')');
    out.pseudos.push_back(std::move(with));
  }

  int number() {
    int value = 0;
    auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) fail("a number expected");
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  // an+b, odd, even
  void nth(Pseudo& out) {
    skip_space();
    if (text_.substr(at_, 3) == "odd" || text_.substr(at_, 4) == "even") {
      out.a = 2;
      out.b = peek() == 'o' ? 1 : 0;
      at_ += peek() == 'o' ? 3 : 4;
      skip_space();
      return;
    }
    int sign = take('-') ? -1 : 1;
    if (sign > 0) take('+');
    bool digits = peek() >= '0' && peek() <= '9';
    int first = digits ? number() : 1;
    if (!take('n') && !take('N')) {
      if (!digits) fail("an+b expected");
      out.b = sign * first;
      skip_space();
      return;
    }
    out.a = sign * first;
    skip_space();
    if (peek() == '+' || peek() == '-') {
      sign = text_[at_++] == '-' ? -1 : 1;
      skip_space();
      if (peek() < '0' || peek() > '9') fail("a number expected");
      out.b = sign * number();
      skip_space();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Complex>> compile(std::string_view text) {
  try {
    return Parser(text).whole();
  } catch (const Mistake& mistake) {
    return Error{ErrorCode::invalid_argument, "column " + std::to_string(mistake.at + 1) + ": " + mistake.what,
                 "selector '" + std::string(text) + "'"};
  }
}

}  // namespace spoor::adapters::css
