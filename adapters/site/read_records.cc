#include "adapters/site/read_records.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "adapters/site/read_content.h"

namespace spoor::adapters {
namespace {

constexpr std::size_t kMaxItems = 5000;

// Items come in document order, so the one around an item is the nearest before it that is its ancestor.
void find_inner(std::vector<Item>& items) {
  std::vector<std::size_t> around;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto holds = [&](std::size_t outer) {
      Node node = items[i].node.parent();
      while (node && !(node == items[outer].node)) node = node.parent();
      return static_cast<bool>(node);
    };
    while (!around.empty() && !holds(around.back())) around.pop_back();
    if (!around.empty()) items[around.back()].inner.push_back(items[i].node);
    around.push_back(i);
  }
}

std::vector<Item> items_of(const RecordBlock& block, const ReadContext& context) {
  std::vector<Item> items;
  if (context.feed != nullptr) {
    for (const FeedItem& entry : context.feed->items) {
      Item item;
      item.feed = &entry;
      items.push_back(item);
    }
  } else if (block.each.empty()) {
    items.push_back(context.whole());
  } else if (!block.css) {
    if (context.root == nullptr) return items;
    for (const boost::json::value* value : json_all(*context.root, block.each)) {
      Item item;
      item.json = value;
      items.push_back(item);
    }
  } else if (context.open.document) {
    for (const Node node : block.css->all(context.open.document->root())) {
      Item item;
      item.node = node;
      item.content = node;
      items.push_back(item);
    }
  }
  if (items.size() > kMaxItems) items.resize(kMaxItems);
  if (block.css) find_inner(items);
  for (std::size_t i = 0; i < items.size(); ++i) items[i].index = i;
  return items;
}

std::string shortened(std::string text) {
  if (text.size() > 80) text = valid_utf8(std::string_view(text).substr(0, 80)) + "...";
  return text;
}

// The value of a field as the record wants it; nullopt: there is none.
std::optional<FieldValue> field_value(const RecordField& field, const ReadContext& context, const Item& item,
                                      const Captures& fields) {
  FieldValue value;
  if (field.slot.type == FieldType::list) {
    value.list = read_values(field.value, context, item, fields);
    return value.list.empty() ? std::nullopt : std::optional(std::move(value));
  }
  std::optional<Found> found = read_value(field.value, context, item, fields);
  if (!found) return std::nullopt;
  value.text = field.slot.type == FieldType::url ? context.resolve(found->text) : std::move(found->text);
  if (field.slot.type == FieldType::date) {
    value.time = read_time({value.text, found->origin}, context);
    if (!value.time) {
      context.warn(field.name + ": no date in '" + shortened(std::move(value.text)) + "'");
      return std::nullopt;
    }
  }
  return value.text.empty() ? std::nullopt : std::optional(std::move(value));
}

// Fills the record's fields in the order of the definition. `fields` collects what later fields ask for.
template <class Record>
void read_fields(const RecordBlock& block, const ReadContext& context, const Item& item, Record& record,
                 Captures& fields) {
  for (const RecordField& field : block.fields) {
    std::optional<FieldValue> value = field_value(field, context, item, fields);
    if (!value) continue;
    if (field.asked_for && !value->text.empty()) fields[field.name] = value->text;
    if (!std::get<FieldSlot::Put<Record>>(field.slot.put)(record, *value)) {
      context.warn(field.name + ": cannot use '" + shortened(std::move(value->text)) + "'");
    }
  }
}

// The content is read first, so that fields may look into it. Keeps a parsed fragment alive for the item.
class ContentReader {
 public:
  ContentReader(const RecordBlock& block, const ReadContext& context) : block_(block), context_(context) {}

  void read(Item& item, Post& post) {
    if (!block_.content) return;
    for (const Alternative& alternative : block_.content->source) {
      if (alternative.source == Alternative::Source::css) {
        const Node node = alternative.css ? first_own(*alternative.css, item) : item.node;
        if (!node) continue;
        item.content = node;
        read_content(*block_.content, node, context_, post);
        if (context_.torn && node.contains(context_.torn)) post.text_truncated = true;
        return;
      }
      std::vector<Found> found = read_alternative(alternative, context_, item, {}, block_.content->join ? 5000 : 1);
      if (found.empty()) continue;
      for (std::size_t i = 1; i < found.size(); ++i) found[0].text += "\n" + found[i].text;
      if (block_.content->plain) {
        read_plain(std::move(found[0].text), context_, post);
        return;
      }
      read_fragment(std::move(found[0].text), item, post);
      return;
    }
  }

 private:
  void read_fragment(std::string html, Item& item, Post& post) {
    Result<Document> document = Document::parse(html);
    if (!document) {
      post.html = std::move(html);
      context_.warn("a content was too complex to be read");
      return;
    }
    fragment_ = std::move(*document);
    item.content = fragment_->body();
    if (!item.content) return;
    read_content(*block_.content, item.content, context_, post);
    post.html = std::move(html);
  }

  const RecordBlock& block_;
  const ReadContext& context_;
  std::optional<Document> fragment_;
};

bool wanted(const RecordBlock& block, const ReadContext& context, const Item& item) {
  return block.only.empty() || read_value(block.only, context, item, {}).has_value();
}

std::optional<std::int64_t> first_position(const RecordBlock& block, const ReadContext& context) {
  const std::optional<Found> found = read_value(block.first_position, context, context.whole(), {});
  if (!found) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string platform_of(const Definition& definition, const Url& url, const Site& site) {
  if (!definition.platform.empty()) return definition.platform;
  return url.authority() + site.base;
}

std::optional<StatedTime> read_time(const Found& found, const ReadContext& context) {
  if (found.origin != TimeSource::text) {
    if (std::optional<StatedTime> time = parse_machine_date(found.text, context.dates)) {
      time->source = found.origin;
      return time;
    }
  }
  return parse_date(found.text, context.dates);
}

void read_posts(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into) {
  ContentReader content(block, context);
  std::optional<std::int64_t> next = first_position(block, context);
  for (Item& item : items_of(block, context)) {
    if (!wanted(block, context, item)) continue;
    Post post;
    post.platform = platform_of(definition, context.page.url, context.site);
    post.software = definition.info.software;
    content.read(item, post);
    Captures fields;
    if (next) {
      fields["position"] = std::to_string(*next);
      post.position = (*next)++;
    }
    read_fields(block, context, item, post, fields);
    read_lists(block, context, item, post);
    if (post.native_id.empty() && post.url.empty()) {
      context.warn("an item without id and URL was left out");
      continue;
    }
    into.posts.push_back(std::move(post));
  }
}

void read_accounts(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into) {
  for (const Item& item : items_of(block, context)) {
    if (!wanted(block, context, item)) continue;
    Account account;
    account.platform = platform_of(definition, context.page.url, context.site);
    account.software = definition.info.software;
    Captures fields;
    read_fields(block, context, item, account, fields);
    if (account.native_id.empty() && account.handle.empty()) continue;
    into.accounts.push_back(std::move(account));
  }
}

void read_threads(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into) {
  for (const Item& item : items_of(block, context)) {
    if (!wanted(block, context, item)) continue;
    Thread thread;
    thread.platform = platform_of(definition, context.page.url, context.site);
    thread.software = definition.info.software;
    Captures fields;
    read_fields(block, context, item, thread, fields);
    if (thread.native_id.empty() && thread.url.empty()) continue;
    const auto known = [&](const Thread& t) { return t.native_id == thread.native_id && t.url == thread.url; };
    if (std::any_of(into.threads.begin(), into.threads.end(), known)) continue;
    into.threads.push_back(std::move(thread));
  }
}

}  // namespace spoor::adapters
