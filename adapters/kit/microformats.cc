#include <algorithm>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "adapters/kit/element_index.h"
#include "adapters/kit/metadata.h"
#include "adapters/kit/microformats_classic.h"
#include "adapters/kit/microformats_value.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace json = boost::json;

namespace {

// A prefix and a name: groups of lower-case letters; the first of several may have digits too (a vendor's).
bool is_name(std::string_view word, std::string_view prefix) {
  if (word.size() <= prefix.size() || word.substr(0, prefix.size()) != prefix) return false;
  word.remove_prefix(prefix.size());
  bool first = true;
  for (;;) {
    std::string_view group = word.substr(0, word.find('-'));
    bool last = group.size() == word.size();
    if (group.empty()) return false;
    for (char c : group)
      if (!(c >= 'a' && c <= 'z') && !(first && !last && c >= '0' && c <= '9')) return false;
    if (last) return true;
    word.remove_prefix(group.size() + 1);
    first = false;
  }
}

struct Property {
  char kind;  // p, u, d, e
  std::string name;
  bool operator==(const Property&) const = default;
};

// About the bytes of a value of a property.
std::size_t size_of(const json::value& value) {
  if (value.is_string()) return 64 + value.get_string().size();
  std::size_t bytes = 64;
  if (value.is_object())
    for (const auto& member : value.get_object()) bytes += size_of(member.value());
  return bytes;
}

// An item being read.
struct Item {
  std::vector<std::string> types;
  bool classic = false;
  json::object properties;
  json::array children;
  std::string date;       // of the last dt- property
  json::value name, url;  // the first p-name and u-url: what the item is worth as a value
  bool has_text = false, has_url = false, has_items = false;
  std::size_t bytes = 64;  // about what it holds
};

class Reader {
 public:
  explicit Reader(const PageLinks& links) : links_(links), values_(links) {}

  json::array items(Node root) {
    json::array out;
    const ElementEntry* entry = entry_of(*root.raw());
    const ElementEntry* end = entry + 1 + entry->descendants;
    for (const ElementEntry* at = entry; at < end;) {
      Item item;
      if (at->tag == "template") {
        at += 1 + at->descendants;
        continue;
      }
      if (!is_root(Node(at->node), nullptr, item)) {
        ++at;
        continue;
      }
      out.push_back(read(Node(at->node), item));
      at += 1 + at->descendants;
    }
    return out;
  }

 private:
  static bool is_root(Node node, const Item* parent, Item& item) {
    std::string_view classes = node.attr_or("class");
    if (classes.empty()) return false;
    any_word(classes, [&](std::string_view word) {
      if (is_name(word, "h-")) item.types.emplace_back(word);
      return item.types.size() >= 16;
    });
    if (item.types.empty()) {
      item.classic = true;
      any_word(classes, [&](std::string_view word) {
        std::string_view type = classic_root(word);
        if (!type.empty()) item.types.emplace_back(type);
        return false;
      });
      bool review = parent != nullptr && parent->classic && parent->types[0].substr(0, 8) == "h-review";
      if (item.types.empty() && review && node.has_class("item")) item.types.emplace_back("h-item");
    }
    std::sort(item.types.begin(), item.types.end());
    item.types.erase(std::unique(item.types.begin(), item.types.end()), item.types.end());
    return !item.types.empty();
  }

  static std::vector<Property> properties_of(Node node, const Item& item) {
    std::vector<Property> out;
    auto add = [&](std::string_view word) {
      for (std::string_view prefix : {"p-", "u-", "dt-", "e-"}) {
        if (!is_name(word, prefix)) continue;
        Property property{prefix[0], std::string(word.substr(prefix.size()))};
        if (out.size() < 16 && std::find(out.begin(), out.end(), property) == out.end())
          out.push_back(std::move(property));
      }
    };
    any_word(node.attr_or("class"), [&](std::string_view word) {
      if (!item.classic) {
        add(word);
      } else {
        for (const std::string& type : item.types) add(classic_property(type, word));
      }
      return false;
    });
    return out;
  }

  json::object read(Node node, Item& item) {
    for (Node child : node.element_children()) visit(child, item);
    if (!item.classic) imply(node, item);
    json::object out;
    json::array types;
    for (const std::string& type : item.types) types.emplace_back(std::string_view(type));
    out["type"] = std::move(types);
    out["properties"] = std::move(item.properties);
    if (!item.children.empty()) out["children"] = std::move(item.children);
    if (auto id = node.attr("id"); id && !id->empty() && !item.classic) out["id"] = std::string_view(*id);
    return out;
  }

  // Recursion is as deep as the document, which is bounded.
  void visit(Node node, Item& item) {
    if (node.tag() == "template") return;
    Item inner;
    bool root = is_root(node, &item, inner);
    std::vector<Property> properties = properties_of(node, item);
    if (item.classic) add_rels(node, item);
    if (root) {
      item.has_items = true;
      json::object nested = read(node, inner);
      if (properties.empty()) {
        item.children.push_back(std::move(nested));
        return;
      }
      // An item that is two properties is written twice, and so are those inside it: without a limit that doubles per
      // level.
      for (std::size_t i = 0; i < properties.size(); ++i) {
        bool copy = i == 0 || inner.bytes <= copies_left_;
        if (i > 0 && copy) copies_left_ -= inner.bytes;
        add(item, properties[i],
            copy ? nested_value(node, properties[i], inner, nested, item) : value_of(node, properties[i], item));
        if (copy) item.bytes += inner.bytes;
      }
      return;
    }
    for (const Property& property : properties) add(item, property, value_of(node, property, item));
    for (Node child : node.element_children()) visit(child, item);
  }

  static void add(Item& item, const Property& property, json::value value) {
    if (property.kind == 'p' || property.kind == 'e') item.has_text = true;
    if (property.kind == 'u') item.has_url = true;
    if (property.kind == 'p' && property.name == "name" && item.name.is_null()) item.name = value;
    if (property.kind == 'u' && property.name == "url" && item.url.is_null()) item.url = value;
    append(item.properties, property.name, std::move(value));
  }

  static void append(json::object& properties, std::string_view name, json::value value) {
    json::value& slot = properties[name];
    if (!slot.is_array()) slot.emplace_array();
    slot.get_array().push_back(std::move(value));
  }

  json::value value_of(Node node, const Property& property, Item& item) {
    json::value value;
    if (property.kind == 'u') {
      value = values_.url(node);
    } else if (property.kind == 'd') {
      value = json::string(values_.date_time(node, item.date));
    } else if (property.kind == 'e') {
      value = values_.embedded(node);
    } else {
      value = json::string(values_.text(node));
    }
    item.bytes += size_of(value);
    return value;
  }

  json::value nested_value(Node node, const Property& property, const Item& inner, json::object nested, Item& item) {
    json::value value;
    if (property.kind == 'p' && !inner.name.is_null()) {
      value = inner.name;
    } else if (property.kind == 'u' && !inner.url.is_null()) {
      value = inner.url;
    } else if (property.kind == 'e') {
      json::value embedded = value_of(node, property, item);
      nested["html"] = embedded.get_object()["html"];
      value = embedded.get_object()["value"];
    } else {
      value = value_of(node, property, item);
    }
    if (value.is_object() && value.get_object().contains("alt")) nested["alt"] = value.get_object()["alt"];
    if (value.is_object()) value = json::value(value.get_object()["value"]);
    nested["value"] = std::move(value);
    return nested;
  }

  // hAtom: rel=bookmark is the permalink, rel=tag a category.
  void add_rels(Node node, Item& item) {
    if ((node.tag() != "a" && node.tag() != "area") || !node.attr("href")) return;
    std::string url = links_.resolve(node.attr_or("href"));
    const std::string& type = item.types[0];
    any_word(node.attr_or("rel"), [&](std::string_view rel) {
      if (rel == "bookmark" && (type == "h-entry" || type == "h-review")) add(item, {'u', "url"}, json::string(url));
      if (rel == "tag" &&
          (type == "h-entry" || type == "h-feed" || type == "h-review" || type == "h-review-aggregate") &&
          !node.has_class("category")) {
        std::string path = url.substr(0, url.find_first_of("?#"));
        while (!path.empty() && path.back() == '/') path.pop_back();
        add(item, {'p', "category"}, json::string(percent_decode(path.substr(path.rfind('/') + 1))));
      }
      return false;
    });
  }

  static bool is_item(Node node) {
    Item ignored;
    return is_root(node, nullptr, ignored) && !ignored.classic;
  }

  // The only child element, when it is no item.
  static Node only_child(Node node) {
    std::vector<Node> children = node.element_children();
    return children.size() == 1 && !is_item(children[0]) ? children[0] : Node();
  }

  static Node only_of_type(Node node, std::string_view tag) {
    Node found;
    for (Node child : node.element_children()) {
      if (child.tag() != tag) continue;
      if (found) return {};
      found = child;
    }
    return found && !is_item(found) ? found : Node();
  }

  // The node itself, or below it alone: tag with attribute.
  static Node implied(Node node, std::string_view tag, std::string_view attribute) {
    if (node.tag() == tag) return node.attr(attribute) ? node : Node();
    Node found = only_of_type(node, tag);
    if (Node child = only_child(node); !found && child) found = only_of_type(child, tag);
    return found && found.attr(attribute) ? found : Node();
  }

  static std::optional<std::string_view> implied_name(Node node) {
    std::string_view tag = node.tag();
    if (tag == "img" || tag == "area") return node.attr("alt");
    if (tag == "abbr") return node.attr("title");
    return std::nullopt;
  }

  std::string name_of(Node node) {
    if (auto name = implied_name(node)) return trim(*name);
    Node at = node;
    for (int level = 0; level < 2; ++level) {
      at = only_child(at);
      if (!at) break;
      auto name = implied_name(at);
      if (name && !name->empty()) return trim(*name);
    }
    return values_.content(node, MicroformatValues::Images::alt);
  }

  static void append_implied(Item& item, std::string_view name, json::value value) {
    item.bytes += size_of(value);
    append(item.properties, name, std::move(value));
  }

  void imply(Node node, Item& item) {
    if (!item.properties.contains("name") && !item.has_text && !item.has_items)
      append_implied(item, "name", json::string(name_of(node)));
    bool no_urls = !item.has_url && !item.has_items;
    if (no_urls && !item.properties.contains("photo")) {
      if (Node image = implied(node, "img", "src")) {
        append_implied(item, "photo", values_.image(image, "src"));
      } else if (Node object = implied(node, "object", "data")) {
        append_implied(item, "photo", values_.image(object, "data"));
      }
    }
    if (no_urls && !item.properties.contains("url")) {
      Node link = implied(node, "a", "href");
      if (!link) link = implied(node, "area", "href");
      if (link) append_implied(item, "url", json::string(links_.resolve(link.attr_or("href"))));
    }
  }

  const PageLinks& links_;
  MicroformatValues values_;
  std::size_t copies_left_ = 4u << 20;
};

void read_rels(const Document& document, const PageLinks& links, json::object& rels, json::object& urls) {
  static const Selector with_rel = Selector::must("a[rel][href], link[rel][href], area[rel][href]");
  auto add_once = [](json::value& slot, std::string_view text) {
    if (!slot.is_array()) slot.emplace_array();
    json::array& list = slot.get_array();
    if (list.size() < 1000 && std::find(list.begin(), list.end(), json::value(text)) == list.end())
      list.emplace_back(text);
  };
  for (Node node : with_rel.all(document.root())) {
    std::string url = links.resolve(node.attr_or("href"));
    any_word(node.attr_or("rel"), [&](std::string_view rel) {
      add_once(rels[rel], url);
      json::value& slot = urls[url];
      if (!slot.is_object()) slot.emplace_object()["text"] = std::string_view(text_of(node));
      json::object& entry = slot.get_object();
      for (const char* name : {"hreflang", "media", "title", "type"})
        if (node.attr(name) && !entry.contains(name)) entry[name] = std::string_view(node.attr_or(name));
      add_once(entry["rels"], rel);
      return false;
    });
  }
}

}  // namespace

json::value read_microformats(const Document& document, const Url& page_url) {
  PageLinks links(document, page_url);
  json::object out;
  out["items"] = Reader(links).items(document.root());
  json::object rels, urls;
  read_rels(document, links, rels, urls);
  out["rels"] = std::move(rels);
  out["rel-urls"] = std::move(urls);
  return out;
}

}  // namespace spoor::adapters
