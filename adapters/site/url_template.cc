#include "adapters/site/url_template.h"

#include <algorithm>

namespace spoor::adapters {
namespace {

constexpr std::string_view kSeparators = "&;";  // of a query's parameters; SMF writes ';'

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find_first_of(separators);
    if (const std::string_view part = text.substr(0, end); !part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// The next part of a path that is not empty; "" at the end.
std::string_view next_part(std::string_view& path) {
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  const std::string_view part = path.substr(0, path.find('/'));
  path.remove_prefix(part.size());
  return part;
}

// The text of one hole "name" or "name!except".
std::string_view hole_value(std::string_view hole, const HoleValues& values) {
  const std::size_t bang = hole.find('!');
  const std::string_view found = values.get(hole.substr(0, bang));
  return bang != std::string_view::npos && found == hole.substr(bang + 1) ? std::string_view() : found;
}

enum class Encode { nothing, path, component };

std::string encoded(std::string_view value, Encode encode) {
  if (encode == Encode::nothing) return std::string(value);
  if (encode == Encode::component) return percent_encode_component(value);
  std::string out;
  for (;;) {
    const std::size_t slash = value.find('/');
    for (const char c : value.substr(0, slash)) {
      out += c == '@' || c == ':' ? std::string(1, c) : percent_encode_component(std::string_view(&c, 1));
    }
    if (slash == std::string_view::npos) return out;
    out += '/';
    value.remove_prefix(slash + 1);
  }
}

// The first part of a query that is no name=value pair: "12-Slug/page2" of showthread.php?12-Slug/page2&p=3.
std::optional<std::string> bare_part(std::string_view query) {
  for (const std::string_view part : split(query, "&")) {
    if (part.find('=') == std::string_view::npos) return percent_decode(part);
  }
  return std::nullopt;
}

// Replaces the holes; `empty` is set when one of them gave nothing.
std::string fill(std::string_view text, const HoleValues& values, Encode encode, bool& empty) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += text[i++];
      continue;
    }
    const std::string_view value = hole_value(text.substr(i + 1, close - i - 1), values);
    if (value.empty()) empty = true;
    out += encoded(value, encode);
    i = close + 1;
  }
  return out;
}

}  // namespace

std::string_view HoleValues::get(std::string_view name) const {
  if (value_ && name == "value") return *value_;
  const std::string key(name);
  for (const Captures* values : {first_, second_}) {
    if (values == nullptr) continue;
    if (const auto found = values->find(key); found != values->end()) return found->second;
  }
  return {};
}

Result<UrlTemplate> UrlTemplate::compile(std::string_view text) {
  UrlTemplate made;
  made.text_ = text;
  auto add_pattern = [](std::string_view part, std::vector<Pattern>& into) -> Result<void> {
    Result<Pattern> pattern = Pattern::compile(part);
    if (!pattern) return pattern.error();
    into.push_back(*pattern);
    return {};
  };
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t slash = std::min(text.find('/'), text.size());
    Result<Pattern> host = Pattern::compile(text.substr(0, slash));
    if (!host) return host.error();
    made.host_ = *host;
    text.remove_prefix(slash);
  }
  if (!text.starts_with('/')) return Error{ErrorCode::invalid_argument, "a URL shape starts with / or //host/", {}};
  const std::size_t question = text.find('?');
  for (const std::string_view segment : split(text.substr(0, question), "/")) {
    if (!made.rest_.empty()) return Error{ErrorCode::invalid_argument, "{name:path} must be the last segment", {}};
    if (segment.starts_with('{') && segment.ends_with(":path}")) {
      made.rest_ = segment.substr(1, segment.size() - 7);
    } else if (auto added = add_pattern(segment, made.segments_); !added) {
      return added.error();
    }
  }
  if (question == std::string_view::npos) return made;
  made.semicolons_ = text.find(';', question) != std::string_view::npos;
  for (const std::string_view part : split(text.substr(question + 1), kSeparators)) {
    Parameter parameter;
    const std::size_t equals = part.find('=');
    parameter.name = part.substr(0, equals);
    if (parameter.name.starts_with('!')) {
      parameter.forbidden = true;
      parameter.name.erase(0, 1);
    }
    parameter.bare = equals == std::string_view::npos && part.find_first_of("{/") != std::string_view::npos;
    std::string_view shape = equals == std::string_view::npos ? "{*?}" : part.substr(equals + 1);
    if (parameter.bare) shape = part;
    Result<Pattern> value = Pattern::compile(shape);
    if (!value) return value.error();
    parameter.value = *value;
    parameter.optional = equals != std::string_view::npos && part.ends_with("?}");
    made.query_.push_back(std::move(parameter));
  }
  return made;
}

bool UrlTemplate::match(const Url& url, std::string_view base, Captures& into) const {
  if (!url.is_http()) return false;
  Captures found;
  if (host_ && !host_->match_all(url.host(), found)) return false;
  std::string_view path = url.path();
  if (!path.starts_with(base)) return false;
  path.remove_prefix(base.size());
  if (!path.empty() && path.front() != '/') return false;
  if (!match_path(path, found) || !match_query(url.query(), found)) return false;
  into.merge(found);
  return true;
}

bool UrlTemplate::match_path(std::string_view path, Captures& into) const {
  for (const Pattern& segment : segments_) {
    const std::string_view part = next_part(path);
    if (part.empty()) return false;
    const bool plain = part.find('%') == std::string_view::npos;
    if (!(plain ? segment.match_all(part, into) : segment.match_all(percent_decode(part), into))) return false;
  }
  std::string rest;
  for (std::string_view part = next_part(path); !part.empty(); part = next_part(path)) {
    if (rest_.empty()) return false;
    rest += (rest.empty() ? "" : "/") + percent_decode(part);
  }
  if (rest_.empty()) return true;
  if (rest.empty()) return false;
  into[rest_] = rest;
  return true;
}

bool UrlTemplate::match_query(std::string_view query, Captures& into) const {
  std::string with_ampersands;
  if (semicolons_ && query.find(';') != std::string_view::npos) {
    with_ampersands = query;
    std::replace(with_ampersands.begin(), with_ampersands.end(), ';', '&');
    query = with_ampersands;
  }
  for (const Parameter& parameter : query_) {
    const std::optional<std::string> value = parameter.bare ? bare_part(query) : query_value(query, parameter.name);
    if (parameter.forbidden) {
      if (value) return false;
    } else if ((!value || !parameter.value.match_all(*value, into)) && !parameter.optional) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> UrlTemplate::names() const {
  std::vector<std::string> all;
  auto add = [&](const Pattern& pattern) {
    for (std::string& name : pattern.names()) all.push_back(std::move(name));
  };
  if (host_) add(*host_);
  for (const Pattern& segment : segments_) add(segment);
  if (!rest_.empty()) all.push_back(rest_);
  for (const Parameter& parameter : query_) add(parameter.value);
  return all;
}

std::string fill_url(std::string_view text, const HoleValues& values) {
  bool empty = false;
  std::string_view fragment;
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  const std::size_t question = text.find('?');
  std::string out = fill(text.substr(0, question), values, Encode::path, empty);
  if (question != std::string_view::npos) {
    bool first = true;
    for (const std::string_view part : split(text.substr(question + 1), kSeparators)) {
      bool gone = false;
      const std::string filled = fill(part, values, Encode::component, gone);
      if (gone) continue;
      out += (first ? '?' : part.data()[-1]) + filled;  // the separator that stands before the part
      first = false;
    }
  }
  bool gone = false;
  const std::string end = fill(fragment, values, Encode::component, gone);
  if (!end.empty() && !gone) out += "#" + end;
  return out;
}

bool can_fill_path(std::string_view text, const HoleValues& values) {
  text = text.substr(0, text.find('#'));
  const std::size_t question = text.find('?');
  bool empty = false;
  fill(text.substr(0, question), values, Encode::nothing, empty);
  if (question == std::string_view::npos) return !empty;
  for (const std::string_view part : split(text.substr(question + 1), kSeparators)) {
    if (part.find('=') == std::string_view::npos) fill(part, values, Encode::nothing, empty);
  }
  return !empty;
}

std::string fill_text(std::string_view text, const HoleValues& values) {
  bool empty = false;
  return fill(text, values, Encode::nothing, empty);
}

}  // namespace spoor::adapters
