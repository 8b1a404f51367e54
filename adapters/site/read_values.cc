#include <algorithm>
#include <functional>

#include <boost/json.hpp>

#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "adapters/site/read_context.h"

namespace spoor::adapters {
namespace {

using Source = Alternative::Source;
using Get = Alternative::Get;

constexpr std::size_t kMaxWarnings = 50;

std::string own_text(Node node) {
  std::string text;
  for (const Node child : node.children()) {
    if (!child.is_element()) text += child.own_text();
  }
  return squeeze(text);
}

bool machine_attribute(std::string_view name) {
  return name == "datetime" || name.starts_with("data-") || name == "content";
}

Found read_node(const Alternative& alternative, Node node) {
  switch (alternative.get) {
    case Get::attribute:
      for (const std::string& name : alternative.attributes) {
        const std::string_view value = node.attr_or(name);
        if (value.empty()) continue;
        return {squeeze(value), machine_attribute(name) ? TimeSource::machine : TimeSource::text};
      }
      return {};
    case Get::text:
      return {text_of(node, alternative.without), TimeSource::text};
    case Get::html:
      return {html_of(node, alternative.without), TimeSource::text};
    case Get::own:
      return {own_text(node), TimeSource::text};
    case Get::line:
      break;
  }
  if (alternative.without.empty()) return {line_of(node), TimeSource::text};
  return {squeeze(text_of(node, alternative.without)), TimeSource::text};
}

bool is_inner(Node node, const Item& item) {
  for (; node && !(node == item.node); node = node.parent()) {
    if (std::find(item.inner.begin(), item.inner.end(), node) != item.inner.end()) return true;
  }
  return false;
}

// Rows that belong together lie close; looking further would cost a long table its square.
constexpr int kMaxSiblings = 8;

Node sibling_before(Node node, const Selector& form) {
  for (int looked_at = 0; node && looked_at < kMaxSiblings; ++looked_at) {
    node = node.previous_element();
    if (node && form.matches(node)) return node;
  }
  return {};
}

// Takes the values of an alternative as they are found, until it has had enough.
using Take = std::function<bool(Found&&)>;

Node scope_of(const Alternative& alternative, const ReadContext& context, const Item& item) {
  if (alternative.whole_page && context.open.document) return context.open.document->root();
  Node scope = alternative.in_content ? item.content : item.node;
  if (alternative.closest) {
    scope = scope.parent();
    while (scope && !alternative.closest->matches(scope)) scope = scope.parent();
  }
  return alternative.previous ? sibling_before(scope, *alternative.previous) : scope;
}

void read_css(const Alternative& alternative, const ReadContext& context, const Item& item, std::size_t limit,
              const Take& take) {
  const Node scope = scope_of(alternative, context, item);
  if (!scope) return;
  const bool nested = !item.inner.empty() && scope == item.node;
  const auto read = [&](Node node) {
    if (!node || (nested && is_inner(node, item))) return true;
    Found found = read_node(alternative, node);
    return found.text.empty() || take(std::move(found));
  };
  if (!alternative.css) {
    read(scope);
  } else if (limit == 1) {
    read(nested ? first_own(*alternative.css, item) : alternative.css->first(scope));
  } else {
    for (const Node node : alternative.css->all(scope)) {
      if (!read(node)) return;
    }
  }
}

// An alternative is always read with the same limit.
void read_page(const Alternative& alternative, const ReadContext& context, const Item& item, std::size_t limit,
               const Take& take) {
  auto [known, fresh] = context.of_page.try_emplace(&alternative);
  std::vector<Found>& values = known->second;
  if (fresh) {
    read_css(alternative, context, item, limit, [&](Found&& found) {
      values.push_back(std::move(found));
      return values.size() < limit;
    });
  }
  for (const Found& found : values) {
    if (!take(Found(found))) return;
  }
}

// "lines/pieces": the pieces of each line without a gap; "pieces": one line.
std::string parts_of(const boost::json::value& value, const std::string& paths) {
  const std::size_t slash = paths.find('/');
  JsonPlaces lines = {&value};
  if (slash != std::string::npos) lines = json_all(value, std::string_view(paths).substr(0, slash));
  const std::string_view pieces = std::string_view(paths).substr(slash == std::string::npos ? 0 : slash + 1);
  std::string text;
  for (const boost::json::value* line : lines) {
    if (!text.empty()) text += '\n';
    for (const boost::json::value* piece : json_all(*line, pieces)) text += json_text(piece).value_or("");
  }
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void read_json(const Alternative& alternative, const ReadContext& context, const Item& item, const Captures& fields,
               const Take& take) {
  const boost::json::value* scope = alternative.whole_page ? context.root : item.json;
  if (!alternative.table.empty()) {
    const std::optional<Found> key = read_value(alternative.key, context, item, fields);
    scope = key ? context.row(alternative.table, key->text) : nullptr;
  }
  if (scope == nullptr) return;
  const bool names = alternative.name.ends_with("~");  // the names of an object's members
  const std::string_view path = std::string_view(alternative.name).substr(0, alternative.name.size() - (names ? 1 : 0));
  for (const boost::json::value* value : path.empty() ? JsonPlaces{scope} : json_all(*scope, path)) {
    if (names) {
      if (value->if_object() == nullptr) continue;
      for (const auto& member : value->get_object()) {
        if (!take({std::string(member.key()), TimeSource::machine})) return;
      }
      continue;
    }
    std::optional<std::string> text =
        alternative.parts.empty() ? json_text(value) : parts_of(*value, alternative.parts);
    if (text && !text->empty() && !take({std::move(*text), TimeSource::machine})) return;
  }
}

void read_feed(const Alternative& alternative, const ReadContext& context, const Item& item, const Take& take) {
  if (context.feed == nullptr) return;
  if (alternative.name == "tags" && item.feed != nullptr) {
    for (const std::string& tag : item.feed->tags) {
      if (!take({tag, TimeSource::machine})) return;
    }
    return;
  }
  std::string text = feed_value(*context.feed, item.feed, alternative.name);
  if (!text.empty()) take({std::move(text), TimeSource::machine});
}

// What follows a literal text in the page's source: script variables, comments.
void read_source(const Alternative& alternative, const ReadContext& context, const Take& take) {
  constexpr std::size_t kMaxLength = 500;
  const std::string_view text = context.open.text;
  const std::string& words = alternative.name;
  if (words.empty()) return;
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + words.size())) {
    std::string after = valid_utf8(text.substr(at + words.size(), kMaxLength));
    if (!after.empty() && !take({std::move(after), TimeSource::text})) return;
  }
}

// The values as the source has them; `take` wants no more than `limit`.
void read_raw(const Alternative& alternative, const ReadContext& context, const Item& item, const Captures& fields,
              std::size_t limit, const Take& take) {
  const auto add = [&](std::string text, TimeSource origin = TimeSource::text) {
    if (!text.empty()) take({std::move(text), origin});
  };
  switch (alternative.source) {
    case Source::css:
      return alternative.whole_page ? read_page(alternative, context, item, limit, take)
                                    : read_css(alternative, context, item, limit, take);
    case Source::json:
      return read_json(alternative, context, item, fields, take);
    case Source::feed:
      return read_feed(alternative, context, item, take);
    case Source::meta:
      return add(context.open.metadata.first(alternative.name), TimeSource::machine);
    case Source::constant:
      take({alternative.name, TimeSource::text});
      return;
    case Source::route:
      if (const auto id = context.route.ids.find(alternative.name); id != context.route.ids.end()) add(id->second);
      return;
    case Source::header:
      for (const std::string_view value : headers_named(context.page, alternative.name)) {
        if (!value.empty() && !take({std::string(value), TimeSource::text})) return;
      }
      return;
    case Source::index:
      return add(std::to_string(item.index));
    case Source::url:
      return add(context.page.url.href());
    case Source::status:
      return add(std::to_string(context.page.status));
    case Source::source:
      return read_source(alternative, context, take);
    case Source::field:
      if (const auto field = fields.find(alternative.name); field != fields.end()) add(field->second);
      return;
  }
}

std::string first_author(const std::vector<FeedPerson>& people, std::string_view part) {
  if (people.empty()) return {};
  return part == "name" ? people[0].name : part == "url" ? people[0].url : people[0].avatar;
}

// The holes {.path} of a fill: other members of the item's JSON.
void add_members(const Alternative& alternative, const Item& item, Captures& fields) {
  for (const Step& step : alternative.steps) {
    if (step.kind != Step::Kind::fill || item.json == nullptr) continue;
    for (std::size_t at = step.text.find("{."); at != std::string::npos; at = step.text.find("{.", at + 2)) {
      const std::string name = step.text.substr(at + 1, step.text.find_first_of("}!", at) - at - 1);
      if (std::optional<std::string> text = json_text(json_at(*item.json, name))) fields[name] = std::move(*text);
    }
  }
}

bool has_members(const Alternative& alternative) {
  return std::any_of(alternative.steps.begin(), alternative.steps.end(), [](const Step& step) {
    return step.kind == Step::Kind::fill && step.text.find("{.") != std::string::npos;
  });
}

}  // namespace

Node first_own(const Selector& selector, const Item& item) {
  if (item.inner.empty()) return selector.first(item.node);
  for (const Node node : selector.all(item.node)) {
    if (!is_inner(node, item)) return node;
  }
  return {};
}

Item ReadContext::whole() const {
  Item item;
  if (open.document) item.node = open.document->root();
  item.json = root;
  item.content = item.node;
  return item;
}

const boost::json::value* ReadContext::row(const std::string& table, const std::string& key) const {
  if (root == nullptr || tables == nullptr) return nullptr;
  const auto named = tables->find(table);
  if (named == tables->end()) return nullptr;
  auto [found, fresh] = rows.try_emplace(table);
  if (fresh) {
    for (const boost::json::value* record : json_all(*root, named->second.each)) {
      if (std::optional<std::string> id = json_text(json_at(*record, named->second.key))) {
        found->second.emplace(std::move(*id), record);
      }
    }
  }
  const auto at = found->second.find(key);
  return at == found->second.end() ? nullptr : at->second;
}

std::string ReadContext::resolve(std::string_view text) const {
  if (text.empty()) return {};
  const Result<Url> url = Url::parse(text, &open.base);
  return url && url->is_http() ? url->href() : std::string();
}

void ReadContext::warn(std::string text) const {
  if (warnings.size() < kMaxWarnings) warnings.push_back(std::move(text));
}

std::string feed_value(const Feed& feed, const FeedItem* item, std::string_view name) {
  if (name == "feed.title") return feed.title;
  if (name == "feed.url") return feed.url;
  if (name == "feed.id") return feed.id;
  if (name == "feed.next") return feed.next_url;
  if (name == "feed.description") return feed.description;
  if (name == "feed.author.name") return first_author(feed.authors, "name");
  if (item == nullptr) return {};
  if (name.starts_with("extra.")) {
    name.remove_prefix(6);
    for (const auto& [key, value] : item->extra) {
      if (key == name) return value;
    }
    return {};
  }
  if (name == "permalink") return item->id_is_permalink ? item->id : std::string();
  if (name == "author.name") return first_author(item->authors, "name");
  if (name == "author.url") return first_author(item->authors, "url");
  if (name == "author.avatar") return first_author(item->authors, "avatar");
  const std::pair<std::string_view, const std::string&> fields[] = {
      {"id", item->id},
      {"url", item->url},
      {"title", item->title},
      {"html", item->html.empty() ? item->summary_html : item->html},
      {"summary", item->summary_html},
      {"text", item->text},
      {"published", item->published},
      {"updated", item->updated},
      {"lang", item->lang},
      {"comments_url", item->comments_url},
      {"comments_feed", item->comments_feed},
      {"comment_count", item->comment_count},
      {"reply_to_id", item->reply_to_id},
      {"reply_to_url", item->reply_to_url},
  };
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

namespace {

bool is_asked(const Alternative& alternative, const ReadContext& context, const Item& item, const Captures& fields) {
  return (alternative.when.empty() || read_value(alternative.when, context, item, fields)) &&
         (alternative.unless.empty() || !read_value(alternative.unless, context, item, fields));
}

bool apply_steps(const Alternative& alternative, const ReadContext& context, const Captures& fields, Found& found) {
  return std::all_of(alternative.steps.begin(), alternative.steps.end(),
                     [&](const Step& step) { return apply_step(step, found, context, fields); });
}

// The first `limit` values of the source, after the steps; `take` is asked for each that they leave.
void read_each(const Alternative& alternative, const ReadContext& context, const Item& item, const Captures& fields,
               std::size_t limit, const Take& take) {
  if (!is_asked(alternative, context, item, fields)) return;
  std::optional<Found> other;
  if (!alternative.other_than.empty()) other = read_value(alternative.other_than, context, item, fields);
  std::optional<Captures> more;
  if (has_members(alternative)) add_members(alternative, item, more.emplace(fields));
  std::size_t seen = 0;
  read_raw(alternative, context, item, fields, limit, [&](Found&& found) {
    const bool last = ++seen >= limit;
    if (other && found.text == other->text) return !last;
    if (!apply_steps(alternative, context, more ? *more : fields, found) || found.text.empty()) return !last;
    return take(std::move(found)) && !last;
  });
}

}  // namespace

std::vector<Found> read_alternative(const Alternative& alternative, const ReadContext& context, const Item& item,
                                    const Captures& fields, std::size_t limit) {
  std::vector<Found> done;
  read_each(alternative, context, item, fields, limit, [&](Found&& found) {
    done.push_back(std::move(found));
    return true;
  });
  return done;
}

std::optional<Found> read_value(const Value& value, const ReadContext& context, const Item& item,
                                const Captures& fields) {
  std::optional<Found> first;
  for (const Alternative& alternative : value) {
    // A selector may match several nodes of which only a later one survives the steps.
    const std::size_t limit = alternative.steps.empty() && alternative.get != Get::attribute ? 1 : 50;
    read_each(alternative, context, item, fields, limit, [&](Found&& found) {
      first = std::move(found);
      return false;
    });
    if (first) break;
  }
  return first;
}

std::vector<std::string> read_values(const Value& value, const ReadContext& context, const Item& item,
                                     const Captures& fields) {
  std::vector<std::string> texts;
  for (const Alternative& alternative : value) {
    for (Found& found : read_alternative(alternative, context, item, fields, 500)) {
      if (std::find(texts.begin(), texts.end(), found.text) == texts.end()) texts.push_back(std::move(found.text));
    }
    if (!texts.empty()) return texts;
  }
  return texts;
}

}  // namespace spoor::adapters
