#include "adapters/site/pattern.h"

#include <algorithm>

namespace spoor::adapters {
namespace {

constexpr std::size_t kMaxText = 20'000;
constexpr int kMaxSteps = 200'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Error mistake(std::string message) { return Error{ErrorCode::invalid_argument, std::move(message), {}}; }

}  // namespace

struct Pattern::Run {
  std::string_view text;
  bool to_end = false;
  int steps = 0;
  std::vector<std::pair<std::size_t, std::string_view>> taken;  // token, text
};

Result<Pattern::Token> Pattern::hole(std::string_view inside) {
  Token token;
  token.kind = Kind::any;
  if (!inside.empty() && inside.back() == '?') {
    token.optional = true;
    inside.remove_suffix(1);
  }
  const std::size_t colon = inside.find(':');
  const std::string_view name = inside.substr(0, colon);
  const std::string_view kind = colon == std::string_view::npos ? "" : inside.substr(colon + 1);
  if (name.empty()) return mistake("a hole needs a name or *, e.g. {topic:int}");
  for (const char c : name) {
    if (!is_letter(c) && !is_digit(c) && c != '_' && name != "*") {
      return mistake("'" + std::string(name) + "' is no name of a hole: use letters, digits and _");
    }
  }
  if (name != "*") token.text = name;
  if (kind == "int") {
    token.kind = Kind::digits;
  } else if (kind == "word") {
    token.kind = Kind::word;
  } else if (kind == "hex") {
    token.kind = Kind::hex;
  } else if (kind == "slug") {
    token.kind = Kind::slug;
  } else if (kind == "url") {
    token.kind = Kind::url;
  } else if (kind == "num") {
    token.kind = Kind::number;
  } else if (!kind.empty()) {
    return mistake("unknown kind of hole '" + std::string(kind) +
                   "': int, word, hex, slug, url, num, or none for any text");
  }
  return token;
}

Result<Pattern> Pattern::compile(std::string_view text) {
  Pattern pattern;
  pattern.text_ = text;
  if (!text.empty() && text.front() == '^') {
    pattern.from_start_ = true;
    text.remove_prefix(1);
  }
  if (!text.empty() && text.back() == '$') {
    pattern.to_end_ = true;
    text.remove_suffix(1);
  }
  std::string literal;
  auto flush = [&] {
    if (!literal.empty()) pattern.tokens_.push_back({Kind::literal, literal, false});
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      literal += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '{') {
      literal += '{';
      ++i;
    } else {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos) return mistake("'{' without '}'");
      Result<Token> token = hole(text.substr(i + 1, close - i - 1));
      if (!token) return token.error();
      flush();
      pattern.tokens_.push_back(*token);
      i = close;
    }
  }
  flush();
  return pattern;
}

bool Pattern::accepts(Kind kind, char c) {
  switch (kind) {
    case Kind::digits:
      return is_digit(c);
    case Kind::word:
      return is_digit(c) || is_letter(c) || c == '_';
    case Kind::hex:
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    case Kind::slug:
      return c != '/' && c != '?' && c != '#' && c != '&';
    case Kind::url:
      return static_cast<unsigned char>(c) > ' ' && c != '<' && c != '>' && c != '"' && c != '\'';
    case Kind::number:
      return is_digit(c) || c == '.' || c == ',' || c == ' ' || c == '\'';
    case Kind::any:
    case Kind::literal:
      return true;
  }
  return false;
}

bool Pattern::at(Run& run, std::size_t index, std::size_t position) const {
  if (++run.steps > kMaxSteps) return false;
  if (index == tokens_.size()) return !run.to_end || position == run.text.size();
  const Token& token = tokens_[index];
  if (token.kind == Kind::literal) {
    return run.text.substr(position, token.text.size()) == token.text &&
           at(run, index + 1, position + token.text.size());
  }
  auto take = [&](std::size_t length) {
    run.taken.emplace_back(index, run.text.substr(position, length));
    if (at(run, index + 1, position + length)) return true;
    run.taken.pop_back();
    return false;
  };
  const std::size_t least = token.optional ? 0 : 1;
  std::size_t most = 0;
  while (position + most < run.text.size() && accepts(token.kind, run.text[position + most])) ++most;
  if (token.kind == Kind::any) {
    if (index + 1 == tokens_.size()) return most >= least && take(most);
    for (std::size_t length = least; length <= most; ++length) {
      if (run.steps > kMaxSteps) return false;
      if (take(length)) return true;
    }
    return false;
  }
  for (std::size_t length = most + 1; length-- > least;) {
    if (run.steps > kMaxSteps) return false;
    if (take(length)) return true;
  }
  return false;
}

// Most texts that do not match show it at once, at the literals that begin and end the pattern.
bool Pattern::ends_fit(std::string_view text) const {
  if (tokens_.empty()) return text.empty();
  const Token& first = tokens_.front();
  const Token& last = tokens_.back();
  if (first.kind == Kind::literal && !text.starts_with(first.text)) return false;
  return last.kind != Kind::literal || text.ends_with(last.text);
}

bool Pattern::match_all(std::string_view text, Captures& into) const {
  if (text.size() > kMaxText || !ends_fit(text)) return false;
  Run run{text, true, 0, {}};
  if (!at(run, 0, 0)) return false;
  for (const auto& [index, taken] : run.taken) {
    if (!tokens_[index].text.empty() && !taken.empty()) into[tokens_[index].text] = std::string(taken);
  }
  return true;
}

bool Pattern::search(std::string_view text, Captures& into) const {
  text = text.substr(0, kMaxText);
  Run run{text, to_end_, 0, {}};
  const std::size_t last = from_start_ ? 0 : text.size();
  for (std::size_t start = 0; start <= last && run.steps <= kMaxSteps; ++start) {
    run.taken.clear();
    if (!at(run, 0, start)) continue;
    for (const auto& [index, taken] : run.taken) {
      if (!tokens_[index].text.empty() && !taken.empty()) into[tokens_[index].text] = std::string(taken);
    }
    return true;
  }
  return false;
}

std::vector<std::string> Pattern::names() const {
  std::vector<std::string> names;
  for (const Token& token : tokens_) {
    if (token.kind != Kind::literal && !token.text.empty()) names.push_back(token.text);
  }
  return names;
}

bool Pattern::has_name(std::string_view name) const {
  const std::vector<std::string> all = names();
  return std::find(all.begin(), all.end(), name) != all.end();
}

}  // namespace spoor::adapters
