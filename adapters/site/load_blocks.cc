// The blocks of a page: records, leads, status markers.
#include <algorithm>

#include "adapters/site/load_values.h"

namespace spoor::adapters {
namespace {

std::string_view record_name(RecordKind kind) {
  return kind == RecordKind::post ? "a post" : kind == RecordKind::account ? "an account" : "a thread";
}

constexpr std::string_view kStatuses[] = {"live",        "deleted", "suspended",    "private",   "login_required",
                                          "geo_blocked", "blocked", "rate_limited", "not_found", "unknown"};

template <class Use>
void for_each_item(const YamlNode* node, Use&& use) {
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::list) {
    use(*node);
    return;
  }
  for (const YamlNode& item : node->items) use(item);
}

using Names = std::set<std::string, std::less<>>;

// The holes of a template; "{count!0}" asks for count.
void add_holes(std::string_view text, Names& into) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    into.emplace(text.substr(at + 1, text.find_first_of("}!", at) - at - 1));
  }
}

// The fields, read before, that a value asks for.
void add_fields_of(const Value& value, Names& into) {
  for (const Alternative& alternative : value) {
    if (alternative.source == Alternative::Source::field) into.insert(alternative.name);
    for (const Value* inner : {&alternative.key, &alternative.when, &alternative.unless, &alternative.other_than}) {
      add_fields_of(*inner, into);
    }
    for (const Step& step : alternative.steps) {
      if (step.kind == Step::Kind::unless_field) into.insert(step.text);
      if (step.kind == Step::Kind::fill) add_holes(step.text, into);
    }
  }
}

}  // namespace

void ValueReader::each(const YamlNode& node, std::string& text, std::optional<Selector>& css) const {
  const YamlNode* path = data_ && node.kind == YamlNode::Kind::map ? node.find("json") : nullptr;
  text = path == nullptr ? node.text : path->text;
  if (path == nullptr && type_ == PageBlock::Type::html) css = read_selector(mistakes_, node);
  if (type_ == PageBlock::Type::feed) mistakes_.add(node, "'each' is not needed on feeds: every item is read");
}

RecordBlock ValueReader::record(RecordKind kind, const YamlNode& node) const {
  RecordBlock block;
  if (node.kind != YamlNode::Kind::map) {
    mistakes_.add(node, std::string(record_name(kind)) + " must be a map of fields");
    return block;
  }
  std::vector<std::string> known = field_names(kind);
  for (const char* name : {"each", "only"}) known.emplace_back(name);
  if (kind == RecordKind::post) {
    for (const char* name : {"content", "first_position", "media", "links", "mentions"}) known.emplace_back(name);
  }
  for (const YamlEntry& entry : node.entries) {
    const bool post = kind == RecordKind::post;
    if (entry.key == "each") {
      each(entry.value, block.each, block.css);
    } else if (entry.key == "only") {
      block.only = value(entry.value);
    } else if (post && entry.key == "content") {
      block.content = content(entry.value);
    } else if (post && entry.key == "first_position") {
      block.first_position = value(entry.value);
    } else if (post && (entry.key == "media" || entry.key == "links" || entry.key == "mentions")) {
      std::vector<ListBlock>& list = entry.key == "media"   ? block.media
                                     : entry.key == "links" ? block.links
                                                            : block.mentions;
      for_each_item(&entry.value, [&](const YamlNode& item) { list.push_back(list_block(entry.key, item)); });
    } else if (std::optional<FieldSlot> slot = field_slot(kind, entry.key)) {
      block.fields.push_back({entry.key, value(entry.value), std::move(*slot)});
    } else {
      mistakes_.add(entry.line, entry.column,
                    unknown_word("field of " + std::string(record_name(kind)), entry.key, known));
    }
  }
  const bool named = std::any_of(block.fields.begin(), block.fields.end(), [](const auto& field) {
    return field.name == "native_id" || field.name == "url" || field.name == "handle";
  });
  if (!named) mistakes_.add(node, std::string(record_name(kind)) + " needs native_id or url");
  Names asked_for;
  for (const RecordField& field : block.fields) add_fields_of(field.value, asked_for);
  for (RecordField& field : block.fields) field.asked_for = asked_for.contains(field.name);
  return block;
}

Content ValueReader::content(const YamlNode& node) const {
  Content content;
  if (node.kind != YamlNode::Kind::map) {
    content.source = value(node);
    return content;
  }
  MapReader map(mistakes_, node, "content");
  if (const YamlNode* from = map.need("from")) content.source = value(*from);
  content.plain = map.flag("plain");
  content.join = map.flag("join");
  content.leave_out = map.selectors("leave_out");
  content.not_media = map.selectors("not_media");
  if (std::vector<std::string> attributes = map.texts("image_attributes"); !attributes.empty()) {
    content.image_attributes = std::move(attributes);
  }
  if (std::optional<Selector> links = map.selector("links")) content.links = *links;
  const ValueReader in_html(mistakes_, PageBlock::Type::html, ids_, true);
  if (const YamlNode* link = map.get("link_url")) content.link_url = in_html.value(*link);
  return content;
}

ListBlock ValueReader::list_block(std::string_view list, const YamlNode& node) const {
  ListBlock block;
  if (node.kind != YamlNode::Kind::map) {
    mistakes_.add(node, std::string(list) + " must be a map with 'each' and fields");
    return block;
  }
  const std::vector<std::string> names = list_field_names(list);
  const YamlNode* each_node = node.find("each");
  const YamlNode* within = each_node == nullptr ? nullptr : each_node->find("content");
  if (within != nullptr) {
    block.each = within->text;
    block.css = read_selector(mistakes_, *within);
    block.in_content = true;
  }
  const ValueReader of_elements(mistakes_, PageBlock::Type::html, ids_);
  for (const YamlEntry& entry : node.entries) {
    if (entry.key == "each") {
      if (within == nullptr) each(entry.value, block.each, block.css);
    } else if (std::find(names.begin(), names.end(), entry.key) != names.end()) {
      block.fields.emplace_back(entry.key, within == nullptr ? value(entry.value) : of_elements.value(entry.value));
    } else {
      std::vector<std::string> known = names;
      known.emplace_back("each");
      mistakes_.add(entry.line, entry.column, unknown_word("field of " + std::string(list), entry.key, known));
    }
  }
  if (block.each.empty()) mistakes_.add(node, std::string(list) + " needs 'each'");
  return block;
}

LeadBlock ValueReader::lead(const YamlNode& node) const {
  LeadBlock block;
  MapReader map(mistakes_, node, "a lead");
  if (const YamlNode* kind = map.need("kind")) {
    if (const std::optional<LeadKind> found = lead_kind_from(kind->text)) {
      block.kind = *found;
    } else {
      mistakes_.add(*kind, unknown_word("kind of lead", kind->text,
                                        {"next_page", "thread", "post", "comments", "account", "listing", "feed",
                                         "alternate", "media", "avatar", "requisite", "link"}));
    }
  }
  block.accept = map.text("accept");
  if (const YamlNode* fill = map.get("fill")) block.fill = fill->text;
  if (const YamlNode* when = map.get("when")) block.when = value(*when);
  if (const YamlNode* from = map.get("from")) {
    block.value = alternative(*from);
  } else if (!block.fill) {
    mistakes_.add(node, "a lead needs 'from' (where the URLs stand) or 'fill' (a URL with holes)");
  }
  if (block.value.source == Alternative::Source::css && block.value.get == Alternative::Get::line) {
    block.value.get = Alternative::Get::attribute;
    block.value.attributes = {"href"};
  }
  return block;
}

DataSource ValueReader::data(const YamlNode& node) const {
  DataSource source;
  MapReader map(mistakes_, node, "data");
  source.css = map.selector("css");
  source.attribute = map.text("attr");
  source.after = map.text("after");
  source.each_after = map.texts("each_after");
  if (source.css.has_value() + !source.after.empty() + !source.each_after.empty() != 1) {
    mistakes_.add(node, "data needs 'css' (the element that holds it), 'after' (the text before it) or 'each_after'");
  }
  return source;
}

StatusMarker ValueReader::status(const YamlNode& node) const {
  StatusMarker marker;
  MapReader map(mistakes_, node, "a status");
  if (const YamlNode* is = map.need("is")) {
    if (const std::optional<Status> found = status_from(is->text)) {
      marker.status = *found;
    } else {
      mistakes_.add(*is, unknown_word("status", is->text, {std::begin(kStatuses), std::end(kStatuses)}));
    }
  }
  if (const YamlNode* http = map.get("http")) {
    for_each_item(http, [&](const YamlNode& item) {
      if (const auto code = read_number(mistakes_, item)) marker.http.push_back(static_cast<int>(*code));
    });
  }
  marker.css = map.selector("css");
  marker.json = map.text("json");
  marker.texts = map.texts("text");
  marker.go_on = map.flag("go_on");
  const bool looks = marker.css.has_value() || !marker.json.empty();
  if (!marker.texts.empty() && !looks && map.node().find("css") == nullptr) {
    mistakes_.add(node, "'text' needs 'css' or 'json': where to look for it");
  }
  if (marker.http.empty() && !looks) mistakes_.add(node, "a status needs 'http', 'css' or 'json'");
  return marker;
}

}  // namespace spoor::adapters
