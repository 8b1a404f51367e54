#include "adapters/site/load_values.h"

#include <algorithm>
#include <array>

namespace spoor::adapters {
namespace {

using Source = Alternative::Source;
using Get = Alternative::Get;

constexpr std::array<std::pair<std::string_view, Source>, 12> kSources = {{
    {"css", Source::css},
    {"json", Source::json},
    {"feed", Source::feed},
    {"meta", Source::meta},
    {"const", Source::constant},
    {"route", Source::route},
    {"header", Source::header},
    {"index", Source::index},
    {"url", Source::url},
    {"http_status", Source::status},
    {"field", Source::field},
    {"source", Source::source},
}};
constexpr std::array<std::pair<std::string_view, Get>, 4> kGets = {{
    {"text", Get::text},
    {"line", Get::line},
    {"html", Get::html},
    {"own", Get::own},
}};
constexpr std::array<std::pair<std::string_view, Step::Kind>, 24> kSteps = {{
    {"match", Step::Kind::match},
    {"query", Step::Kind::query},
    {"url_part", Step::Kind::url_part},
    {"strip_prefix", Step::Kind::strip_prefix},
    {"strip_suffix", Step::Kind::strip_suffix},
    {"before", Step::Kind::before},
    {"after", Step::Kind::after},
    {"lower", Step::Kind::lower},
    {"replace", Step::Kind::replace},
    {"map", Step::Kind::map},
    {"add", Step::Kind::add},
    {"times", Step::Kind::times},
    {"is", Step::Kind::is},
    {"contains", Step::Kind::contains},
    {"fill", Step::Kind::fill},
    {"id_time", Step::Kind::id_time},
    {"untag", Step::Kind::untag},
    {"resolve", Step::Kind::resolve},
    {"unless_field", Step::Kind::unless_field},
    {"not", Step::Kind::differs},
    {"lacks", Step::Kind::lacks},
    {"drop", Step::Kind::drop},
    {"decode", Step::Kind::decode},
    {"encode", Step::Kind::encode},
}};
const std::vector<std::string> kModifiers = {"attr",     "get", "without", "page", "in",     "closest",
                                             "previous", "of",  "parts",   "when", "unless", "other_than"};

std::vector<std::string> value_keys() {
  std::vector<std::string> keys = kModifiers;
  for (const auto& [name, source] : kSources) keys.emplace_back(name);
  for (const auto& [name, kind] : kSteps) keys.emplace_back(name);
  return keys;
}

bool reads_texts(Step::Kind kind) {
  return kind == Step::Kind::contains || kind == Step::Kind::lacks || kind == Step::Kind::differs ||
         kind == Step::Kind::drop;
}

bool reads_numbers(Step::Kind kind) { return kind == Step::Kind::add || kind == Step::Kind::times; }

}  // namespace

std::vector<std::string> feed_field_names() {
  return {"id",
          "url",
          "title",
          "html",
          "summary",
          "text",
          "author.name",
          "author.url",
          "author.avatar",
          "published",
          "updated",
          "tags",
          "lang",
          "comments_url",
          "comments_feed",
          "comment_count",
          "reply_to_id",
          "reply_to_url",
          "permalink",
          "feed.title",
          "feed.url",
          "feed.id",
          "feed.next",
          "feed.author.name",
          "feed.description"};
}

Value ValueReader::value(const YamlNode& node) const {
  Value value;
  if (node.kind != YamlNode::Kind::list) return {alternative(node)};
  if (node.items.empty()) mistakes_.add(node, "an empty list gives no value");
  for (const YamlNode& item : node.items) value.push_back(alternative(item));
  return value;
}

Alternative ValueReader::alternative(const YamlNode& node) const {
  Alternative made;
  const Source natural = type_ == PageBlock::Type::json   ? Source::json
                         : type_ == PageBlock::Type::feed ? Source::feed
                                                          : Source::css;
  made.source = natural;
  if (node.kind == YamlNode::Kind::scalar) {
    YamlEntry entry{natural == Source::css    ? "css"
                    : natural == Source::json ? "json"
                                              : "feed",
                    node.line, node.column, node};
    source(entry, made);
    return made;
  }
  if (node.kind != YamlNode::Kind::map) {
    mistakes_.add(node, "expected a value: a text, or a map with a source and steps");
    return made;
  }
  int sources = 0;
  for (const YamlEntry& entry : node.entries) {
    if (source(entry, made)) {
      if (++sources > 1)
        mistakes_.add(entry.line, entry.column, "a value has one source; write several values as a list");
    } else if (std::find(kModifiers.begin(), kModifiers.end(), entry.key) != kModifiers.end()) {
      modifier(entry, made);
    } else if (!step(entry, made)) {
      mistakes_.add(entry.line, entry.column, unknown_word("key in a value", entry.key, value_keys()));
    }
  }
  if (sources == 0 && natural == Source::feed && !made.css)
    mistakes_.add(node, "a value needs a source, e.g. feed: url");
  return made;
}

bool ValueReader::source(const YamlEntry& entry, Alternative& into) const {
  const auto* found =
      std::find_if(kSources.begin(), kSources.end(), [&](const auto& s) { return s.first == entry.key; });
  if (found == kSources.end()) return false;
  into.source = found->second;
  into.name = entry.value.text;
  const bool scalar = entry.value.kind == YamlNode::Kind::scalar;
  if (!scalar && entry.key != "const") mistakes_.add(entry.value, "'" + entry.key + "' must be a text");
  if (into.source == Source::css) {
    into.css = read_selector(mistakes_, entry.value);
  } else if (into.source == Source::route && !ids_.contains(into.name)) {
    mistakes_.add(entry.value, unknown_word("id of the routes of this page", into.name, {ids_.begin(), ids_.end()}));
  } else if (into.source == Source::feed && !into.name.starts_with("extra.")) {
    const std::vector<std::string> known = feed_field_names();
    if (std::find(known.begin(), known.end(), into.name) == known.end()) {
      mistakes_.add(entry.value, unknown_word("feed field", into.name, known));
    }
  }
  const bool html = type_ == PageBlock::Type::html;
  if (into.source == Source::json && type_ != PageBlock::Type::json && !data_) {
    mistakes_.add(entry.line, entry.column, "json: needs a page of type json");
  }
  if (into.source == Source::feed && type_ != PageBlock::Type::feed) {
    mistakes_.add(entry.line, entry.column, "feed: needs a page of type feed");
  }
  if (into.source == Source::meta && !html) mistakes_.add(entry.line, entry.column, "meta: needs a page of type html");
  return true;
}

void ValueReader::modifier(const YamlEntry& entry, Alternative& into) const {
  const YamlNode& node = entry.value;
  if (entry.key == "attr") {
    into.get = Get::attribute;
    into.attributes = read_texts(mistakes_, node);
  } else if (entry.key == "get") {
    const auto* found = std::find_if(kGets.begin(), kGets.end(), [&](const auto& g) { return g.first == node.text; });
    if (found == kGets.end()) {
      mistakes_.add(node, unknown_word("way to get", node.text, {"text", "line", "html", "own"}));
    } else {
      into.get = found->second;
    }
  } else if (entry.key == "without") {
    const std::vector<YamlNode> one = {node};
    for (const YamlNode& item : node.kind == YamlNode::Kind::list ? node.items : one) {
      if (std::optional<Selector> selector = read_selector(mistakes_, item)) into.without.push_back(*selector);
    }
  } else if (entry.key == "closest") {
    into.closest = read_selector(mistakes_, node);
  } else if (entry.key == "previous") {
    into.previous = read_selector(mistakes_, node);
  } else if (entry.key == "of") {
    table(node, into);
  } else if (entry.key == "parts") {
    into.parts = node.text;
  } else if (entry.key == "when") {
    into.when = value(node);
  } else if (entry.key == "unless") {
    into.unless = value(node);
  } else if (entry.key == "other_than") {
    into.other_than = value(node);
  } else if (entry.key == "page") {
    into.whole_page = node.text == "true";
    if (node.text != "true") mistakes_.add(node, "'page' can only be true");
  } else {
    into.in_content = node.text == "content";
    if (node.text != "content") mistakes_.add(node, "'in' can only be content");
  }
}

void ValueReader::table(const YamlNode& node, Alternative& into) const {
  if (node.kind != YamlNode::Kind::map || node.entries.size() != 1) {
    mistakes_.add(node, "'of' needs a table and the key to look for: of: {users: user_id}");
    return;
  }
  into.table = node.entries[0].key;
  into.key = value(node.entries[0].value);
  if (!tables_.contains(into.table)) {
    mistakes_.add(node, unknown_word("table of this page", into.table, {tables_.begin(), tables_.end()}));
  }
  if (into.source != Source::json) mistakes_.add(node, "'of' belongs to a json value");
}

bool ValueReader::step(const YamlEntry& entry, Alternative& into) const {
  const auto* found = std::find_if(kSteps.begin(), kSteps.end(), [&](const auto& s) { return s.first == entry.key; });
  if (found == kSteps.end()) return false;
  Step step;
  step.kind = found->second;
  step.text = entry.value.text;
  const YamlNode& node = entry.value;
  if (step.kind == Step::Kind::match) {
    Result<Pattern> pattern = Pattern::compile(node.text);
    if (!pattern) {
      mistakes_.add(node, "bad pattern: " + pattern.error().message);
    } else if (!pattern->has_name("value")) {
      mistakes_.add(node, "a pattern needs the hole {value}");
    } else {
      step.pattern = *pattern;
    }
    if (!step.pattern) return true;
  } else if (step.kind == Step::Kind::map || step.kind == Step::Kind::replace) {
    if (node.kind != YamlNode::Kind::map) mistakes_.add(node, "'" + entry.key + "' must be a map of text to text");
    for (const YamlEntry& pair : node.entries) step.pairs.emplace_back(pair.key, pair.value.text);
  } else if (reads_texts(step.kind)) {
    step.texts = read_texts(mistakes_, node);
  } else if (reads_numbers(step.kind)) {
    step.number = read_number(mistakes_, node).value_or(0);
  } else if (step.kind == Step::Kind::id_time) {
    MapReader map(mistakes_, node, "id_time");
    step.number = map.number("shift").value_or(0);
    step.epoch_ms = map.number("epoch_ms").value_or(0);
    step.hex = map.flag("hex");
    if (step.number < 0 || step.number > 60) mistakes_.add(node, "'shift' must be from 0 to 60");
  } else if (step.kind == Step::Kind::url_part) {
    const std::vector<std::string> parts = {"host", "authority", "path", "last", "first", "second", "third"};
    if (std::find(parts.begin(), parts.end(), node.text) == parts.end()) {
      mistakes_.add(node, unknown_word("part of a URL", node.text, parts));
    }
  } else if (step.kind == Step::Kind::decode || step.kind == Step::Kind::encode) {
    const bool decode = step.kind == Step::Kind::decode;
    const std::vector<std::string> forms =
        decode ? std::vector<std::string>{"base36", "hex", "base64", "base64_hex", "url", "html"}
               : std::vector<std::string>{"base36", "url"};
    if (std::find(forms.begin(), forms.end(), node.text) == forms.end())
      mistakes_.add(node, unknown_word("code", node.text, forms));
  } else if (node.kind != YamlNode::Kind::scalar) {
    mistakes_.add(node, "'" + entry.key + "' must be a text");
  }
  into.steps.push_back(std::move(step));
  return true;
}

}  // namespace spoor::adapters
