// The steps of a value: small, total functions from text to text.
#include <algorithm>
#include <charconv>

#include "adapters/kit/counts.h"
#include "adapters/kit/entities.h"
#include "adapters/kit/text.h"
#include "adapters/site/read_context.h"

namespace spoor::adapters {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string segment(std::string_view path, std::size_t wanted) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  if (parts.empty()) return {};
  if (wanted == std::string_view::npos) return percent_decode(parts.back());
  return wanted < parts.size() ? percent_decode(parts[wanted]) : std::string();
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  while (!from.empty()) {
    const std::size_t at = text.find(from);
    if (at == std::string_view::npos) break;
    out += text.substr(0, at);
    out += to;
    text.remove_prefix(at + from.size());
  }
  out += text;
  return out;
}

std::string url_part(std::string_view text, std::string_view part, const ReadContext& context) {
  const Result<Url> url = Url::parse(text, &context.open.base);
  if (!url) return {};
  if (part == "host") return std::string(url->host());
  if (part == "authority") return url->authority();
  if (part == "path") return std::string(url->path());
  if (part == "last") return segment(url->path(), std::string_view::npos);
  return segment(url->path(), part == "first" ? 0 : part == "second" ? 1 : 2);
}

std::string query_part(std::string_view text, std::string_view name, const ReadContext& context) {
  const Result<Url> url = Url::parse(text, &context.open.base);
  if (!url) return {};
  if (std::optional<std::string> value = query_value(url->query(), name)) return std::move(*value);
  std::string parted(url->query());  // SMF and others part their parameters by ';'
  std::replace(parted.begin(), parted.end(), ';', '&');
  return query_value(parted, name).value_or("");
}

std::string without_parameters(std::string_view text, const std::vector<std::string>& names,
                               const ReadContext& context) {
  const Result<Url> url = Url::parse(text, &context.open.base);
  if (!url) return std::string(text);
  std::string kept;
  std::string_view query = url->query();
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    const std::string_view name = part.substr(0, part.find('='));
    if (std::find(names.begin(), names.end(), name) == names.end()) (kept += kept.empty() ? "" : "&") += part;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return url->with_query(kept).href();
}

// A template in which every hole must have a value. A result that starts with '/' is below the installation's base.
std::optional<std::string> fill_step(const std::string& shape, const Found& found, const ReadContext& context,
                                     const Captures& fields) {
  const HoleValues values(found.text, fields, context.route.ids);
  for (std::size_t i = shape.find('{'); i != std::string::npos; i = shape.find('{', i + 1)) {
    const std::size_t close = shape.find('}', i);
    if (close == std::string::npos) break;
    if (values.get(std::string_view(shape).substr(i + 1, close - i - 1)).empty()) return std::nullopt;
  }
  if (shape.starts_with('/')) return context.prefix + fill_url(shape, values);
  if (shape.starts_with("http://") || shape.starts_with("https://")) return fill_url(shape, values);
  return fill_text(shape, values);
}

std::optional<Found> time_of_id(const Step& step, const Found& found) {
  if (step.hex) {
    std::int64_t seconds = 0;
    const std::string_view head = std::string_view(found.text).substr(0, 8);
    const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), seconds, 16);
    if (error != std::errc{} || head.size() < 8 || end != head.data() + 8) return std::nullopt;
    const Timestamp time = Timestamp::from_millis(seconds * 1000);
    if (to_civil(time).year < 1990 || to_civil(time).year > 2100) return std::nullopt;
    return Found{to_rfc3339_s(time), TimeSource::id};
  }
  const std::optional<std::int64_t> id = number_of(found.text);
  if (!id || *id < 0) return std::nullopt;
  const Timestamp time = Timestamp::from_millis((*id >> step.number) + step.epoch_ms);
  if (to_civil(time).year < 1990 || to_civil(time).year > 2200) return std::nullopt;
  return Found{to_rfc3339_ms(time), TimeSource::id};
}

std::optional<std::string> decoded_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    int digit = 0;
    if (c >= 'A' && c <= 'Z') {
      digit = c - 'A';
    } else if (c >= 'a' && c <= 'z') {
      digit = c - 'a' + 26;
    } else if (c >= '0' && c <= '9') {
      digit = c - '0' + 52;
    } else if (c == '+' || c == '-') {
      digit = 62;
    } else if (c == '/' || c == '_') {
      digit = 63;
    } else if (c == '=' || c == '\n' || c == '\r') {
      continue;
    } else {
      return std::nullopt;
    }
    bits = ((bits << 6) | static_cast<std::uint32_t>(digit)) & 0xFFFFFFU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>((bits >> held) & 0xFFU);
    }
  }
  return out;
}

std::optional<std::string> decoded(std::string_view text, std::string_view form) {
  if (form == "url") return percent_decode(text);
  if (form == "html") return decode_entities(text);
  if (form == "base64" || form == "base64_hex") {
    std::optional<std::string> bytes = decoded_base64(text);
    if (!bytes || form == "base64") return bytes ? std::optional(valid_utf8(*bytes)) : std::nullopt;
    static constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    for (const char c : *bytes) {
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
    return out;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, form == "hex" ? 16 : 36);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return std::to_string(number);
}

std::optional<std::string> encoded(std::string_view text, std::string_view form) {
  if (form == "url") return percent_encode_component(text);
  const std::optional<std::int64_t> number = number_of(text);
  if (!number || *number < 0) return std::nullopt;
  char buffer[16];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, *number, 36);
  if (error != std::errc{}) return std::nullopt;
  return std::string(buffer, end);
}

}  // namespace

bool apply_step(const Step& step, Found& found, const ReadContext& context, const Captures& fields) {
  std::string& text = found.text;
  switch (step.kind) {
    case Step::Kind::match: {
      Captures holes;
      if (!step.pattern->search(text, holes) || !holes.contains("value")) return false;
      text = trim(holes["value"]);
      break;
    }
    case Step::Kind::query:
      text = query_part(text, step.text, context);
      break;
    case Step::Kind::url_part:
      text = url_part(text, step.text, context);
      break;
    case Step::Kind::strip_prefix:
      if (text.starts_with(step.text)) text = trim(std::string_view(text).substr(step.text.size()));
      break;
    case Step::Kind::strip_suffix:
      if (text.ends_with(step.text)) text = trim(std::string_view(text).substr(0, text.size() - step.text.size()));
      break;
    case Step::Kind::before:
      text = trim(std::string_view(text).substr(0, text.find(step.text)));
      break;
    case Step::Kind::after: {
      const std::size_t at = text.find(step.text);
      if (at == std::string::npos) return false;
      text = trim(std::string_view(text).substr(at + step.text.size()));
      break;
    }
    case Step::Kind::lower:
      for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      break;
    case Step::Kind::replace:
      for (const auto& [from, to] : step.pairs) text = replaced(text, from, to);
      break;
    case Step::Kind::map: {
      const auto pair =
          std::find_if(step.pairs.begin(), step.pairs.end(), [&](const auto& p) { return p.first == text; });
      if (pair == step.pairs.end()) return false;
      text = pair->second;
      break;
    }
    case Step::Kind::add:
    case Step::Kind::times: {
      std::optional<std::int64_t> number = number_of(text);
      if (!number) {
        const std::optional<Count> count = parse_count(text);
        if (!count) return false;
        number = count->value;
      }
      if (*number > 1'000'000'000'000 || *number < -1'000'000'000'000) return false;
      const bool add = step.kind == Step::Kind::add;
      if (!add && (step.number > 1'000'000 || step.number < -1'000'000)) return false;
      text = std::to_string(add ? *number + step.number : *number * step.number);
      break;
    }
    case Step::Kind::is:
      text = step.text;
      break;
    case Step::Kind::contains:
      if (std::none_of(step.texts.begin(), step.texts.end(),
                       [&](const std::string& part) { return text.find(part) != std::string::npos; })) {
        return false;
      }
      break;
    case Step::Kind::lacks:
      if (std::any_of(step.texts.begin(), step.texts.end(),
                      [&](const std::string& part) { return text.find(part) != std::string::npos; })) {
        return false;
      }
      break;
    case Step::Kind::drop:
      text = without_parameters(text, step.texts, context);
      break;
    case Step::Kind::differs:
      if (std::find(step.texts.begin(), step.texts.end(), text) != step.texts.end()) return false;
      break;
    case Step::Kind::unless_field:
      if (const auto other = fields.find(step.text); other != fields.end() && other->second == text) return false;
      break;
    case Step::Kind::fill: {
      std::optional<std::string> filled = fill_step(step.text, found, context, fields);
      if (!filled) return false;
      text = std::move(*filled);
      break;
    }
    case Step::Kind::id_time:
      if (std::optional<Found> time = time_of_id(step, found)) {
        found = std::move(*time);
        break;
      }
      return false;
    case Step::Kind::untag:
      text = text_of_fragment(text);
      break;
    case Step::Kind::decode:
    case Step::Kind::encode: {
      std::optional<std::string> made =
          step.kind == Step::Kind::decode ? decoded(text, step.text) : encoded(text, step.text);
      if (!made) return false;
      text = std::move(*made);
      break;
    }
    case Step::Kind::resolve:
      text = context.resolve(text);
      break;
  }
  return true;
}

}  // namespace spoor::adapters
