#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <boost/json.hpp>

#include "adapters/kit/element_index.h"
#include "adapters/kit/page_links.h"
#include "adapters/kit/schema_org.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace json = boost::json;

namespace {

constexpr int kMaxNesting = 32;
constexpr long kMaxText = 16 << 20;  // properties inside properties hold the same text again
constexpr int kMaxVisits = 500000;   // elements looked at: itemref can name the same ones again and again

// Microdata and RDFa Lite say the same with other attributes.
struct Syntax {
  const char *scope, *types, *names, *id;
};
constexpr Syntax kMicrodata{"itemscope", "itemtype", "itemprop", "itemid"};
constexpr Syntax kRdfa{"typeof", "typeof", "property", "resource"};

class Reader {
 public:
  Reader(const Document& document, const Url& page_url, const Syntax& syntax)
      : document_(document), links_(document, page_url), syntax_(syntax) {}

  json::object item(Node scope, int nesting) {
    json::object out;
    json::array types;
    any_word(scope.attr_or(syntax_.types), [&](std::string_view type) {
      types.emplace_back(std::string_view(schema_type(type)));
      return types.size() >= 16;
    });
    if (types.size() == 1) {
      out["@type"] = types[0];
    } else if (!types.empty()) {
      out["@type"] = std::move(types);
    }
    if (auto id = scope.attr(syntax_.id)) out["@id"] = links_.resolve(*id);
    if (nesting > kMaxNesting) return out;
    std::unordered_set<const GumboNode*> seen{scope.raw()};
    properties(scope, out, seen, nesting);
    any_word(scope.attr_or("itemref"), [&](std::string_view id) {
      if (Node node = by_id(id)) visit(node, out, seen, nesting);
      return visits_ <= 0;
    });
    return out;
  }

 private:
  // What is below `node`, in document order; nested items keep theirs.
  void properties(Node node, json::object& out, std::unordered_set<const GumboNode*>& seen, int nesting) {
    const ElementEntry* entry = entry_of(*node.raw());
    const ElementEntry* end = entry + 1 + entry->descendants;
    for (const ElementEntry* at = entry + 1; at < end && visits_ > 0;) {
      bool nested = visit_one(Node(at->node), out, seen, nesting);
      at += nested ? 1 + at->descendants : 1;
    }
  }

  void visit(Node node, json::object& out, std::unordered_set<const GumboNode*>& seen, int nesting) {
    if (seen.count(node.raw()) != 0) return;
    if (!visit_one(node, out, seen, nesting)) properties(node, out, seen, nesting);
  }

  // True when the node is an item of its own.
  bool visit_one(Node node, json::object& out, std::unordered_set<const GumboNode*>& seen, int nesting) {
    --visits_;
    bool scope = node.attr(syntax_.scope).has_value();
    std::string_view names = node.attr_or(syntax_.names);
    if (!scope && names.empty()) return false;
    if (!seen.insert(node.raw()).second) return true;
    if (!names.empty()) {
      json::value value = scope ? json::value(item(node, nesting + 1)) : json::value(json::string(value_of(node)));
      int left = 16;
      any_word(names, [&](std::string_view name) {
        add(out, schema_type(name), value);
        return --left == 0;
      });
    }
    return scope;
  }

  static void add(json::object& out, std::string_view name, const json::value& value) {
    json::value& slot = out[name];
    if (slot.is_null()) {
      slot = value;
    } else if (slot.is_array()) {
      slot.get_array().push_back(value);
    } else {
      json::array both{slot, value};
      slot = std::move(both);
    }
  }

  // HTML Standard 5.2.4 "Values"; `content` counts everywhere, as RDFa Lite writers use it.
  std::string value_of(Node node) {
    std::string_view tag = node.tag();
    if (auto content = node.attr("content")) return trim(*content);
    const char* reference = tag == "a" || tag == "area" || tag == "link" ? "href"
                            : tag == "object"                            ? "data"
                            : tag == "img" || tag == "audio" || tag == "embed" || tag == "iframe" || tag == "source" ||
                                    tag == "track" || tag == "video"
                                ? "src"
                                : nullptr;
    if (&syntax_ == &kRdfa && node.attr("resource")) return links_.resolve(node.attr_or("resource"));
    if (reference != nullptr && node.attr(reference)) return links_.resolve(node.attr_or(reference));
    if ((tag == "data" || tag == "meter") && node.attr("value")) return trim(node.attr_or("value"));
    if (tag == "time" && node.attr("datetime")) return trim(node.attr_or("datetime"));
    visits_ -= static_cast<int>(entry_of(*node.raw())->descendants);
    if (text_left_ <= 0) return "";
    std::string text = text_of(node);
    text_left_ -= static_cast<long>(text.size());
    return text;
  }

  Node by_id(std::string_view id) {
    if (ids_.empty()) {
      const ElementEntry* root = entry_of(*document_.root().raw());
      for (const ElementEntry* at = root; at <= root + root->descendants; ++at)
        if (auto found = Node(at->node).attr("id")) ids_.emplace(*found, Node(at->node));
    }
    auto found = ids_.find(id);
    return found == ids_.end() ? Node() : found->second;
  }

  const Document& document_;
  PageLinks links_;
  const Syntax& syntax_;
  std::unordered_map<std::string_view, Node> ids_;
  int visits_ = kMaxVisits;
  long text_left_ = kMaxText;
};

// "schema:Article", "https://schema.org/Article", or "Article" below vocab="https://schema.org/".
bool is_schema_org(Node scope) {
  const std::string_view type = scope.attr_or("typeof");
  if (type.find("schema") != std::string_view::npos) return true;
  int left = 400;
  for (Node up = scope; up && left-- > 0; up = up.parent()) {
    if (auto vocabulary = up.attr("vocab")) return vocabulary->find("schema.org") != std::string_view::npos;
  }
  return false;
}

}  // namespace

void append_rdfa(const Document& document, const Url& page_url, std::vector<json::value>& items) {
  if (document.source().find("typeof") == std::string_view::npos) return;
  static const Selector scopes = Selector::must("[typeof]:not([property])");
  Reader reader(document, page_url, kRdfa);
  for (Node scope : scopes.all(document.root())) {
    if (is_schema_org(scope)) items.emplace_back(reader.item(scope, 0));
  }
}

void append_microdata(const Document& document, const Url& page_url, std::vector<json::value>& items) {
  static const Selector scopes = Selector::must("[itemscope]:not([itemprop])");
  std::vector<Node> found = scopes.all(document.root());
  if (found.empty()) return;
  Reader reader(document, page_url, kMicrodata);
  for (Node scope : found) items.emplace_back(reader.item(scope, 0));
}

}  // namespace spoor::adapters
