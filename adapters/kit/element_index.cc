#include "adapters/kit/element_index.h"

#include <array>
#include <string>

namespace spoor::adapters {

namespace {

struct KnownTag {
  std::string_view name;
  std::uint64_t bloom = 0;
};

std::array<KnownTag, GUMBO_TAG_LAST> known_tags() {
  std::array<KnownTag, GUMBO_TAG_LAST> tags;
  for (int i = 0; i < GUMBO_TAG_UNKNOWN; ++i) {
    tags[i].name = gumbo_normalized_tagname(static_cast<GumboTag>(i));
    tags[i].bloom = bloom_of(tags[i].name);
  }
  return tags;
}

bool has_upper(std::string_view text) {
  for (char c : text)
    if (c >= 'A' && c <= 'Z') return true;
  return false;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

std::uint64_t bloom_of_attributes(const GumboVector& attributes) {
  std::uint64_t bloom = 0;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
    const char* name = attribute.name;
    if (std::strcmp(name, "class") == 0) {
      any_word(attribute.value, [&](std::string_view word) {
        bloom |= bloom_of(word);
        return false;
      });
    } else if (std::strcmp(name, "id") == 0) {
      bloom |= bloom_of(attribute.value);
    }
  }
  return bloom;
}

}  // namespace

void ElementIndex::lower_names(std::size_t bytes) {
  names.reserve(bytes);
  for (ElementEntry& entry : entries) {
    if (entry.node->v.element.tag != GUMBO_TAG_UNKNOWN || !has_upper(entry.tag)) continue;
    const char* begin = names.data() + names.size();
    for (char c : entry.tag) names.push_back(lower(c));
    entry.tag = std::string_view(begin, entry.tag.size());
  }
}

void ElementIndex::build(GumboNode* root, int max_depth, std::size_t nodes) {
  static const std::array<KnownTag, GUMBO_TAG_LAST> tags = known_tags();
  struct Level {
    GumboNode* node;
    std::uint32_t entry;
    unsigned child = 0;
    std::uint32_t elements = 0;
  };
  std::vector<Level> path;
  std::size_t upper_bytes = 0;
  entries.reserve(nodes + 1);
  auto open = [&](GumboNode* node, std::uint32_t ordinal) {
    const GumboElement& element = node->v.element;
    ElementEntry entry;
    entry.node = node;
    entry.ordinal = ordinal;
    if (element.tag != GUMBO_TAG_UNKNOWN) {
      entry.tag = tags[element.tag].name;
      entry.bloom = tags[element.tag].bloom;
    } else {
      GumboStringPiece name = element.original_tag;
      gumbo_tag_from_original_text(&name);
      entry.tag = std::string_view(name.data == nullptr ? "" : name.data, name.length);
      entry.bloom = bloom_of(entry.tag);
      if (has_upper(entry.tag)) {
        upper_bytes += entry.tag.size();
        entry.bloom = bloom_of(lowered(entry.tag));
      }
    }
    if (element.attributes.length > 0) entry.bloom |= bloom_of_attributes(element.attributes);
    if (!path.empty()) {
      const ElementEntry& parent = entries[path.back().entry];
      entry.ancestors = parent.ancestors | parent.bloom;
    }
    path.push_back({node, static_cast<std::uint32_t>(entries.size())});
    entries.push_back(entry);
    depth = std::max(depth, static_cast<int>(path.size()));
  };
  open(root, 1);
  while (!path.empty() && depth <= max_depth) {
    Level& level = path.back();
    const GumboVector& children = level.node->v.element.children;
    if (level.child >= children.length) {
      entries[level.entry].descendants = static_cast<std::uint32_t>(entries.size()) - level.entry - 1;
      path.pop_back();
      continue;
    }
    auto* child = static_cast<GumboNode*>(children.data[level.child]);
    child->parent = level.node;
    child->index_within_parent = level.child++;
    if (is_gumbo_element(*child)) open(child, ++level.elements);
  }
  if (upper_bytes > 0) lower_names(upper_bytes);
  for (const ElementEntry& entry : entries) {
    const ElementEntry* address = &entry;
    std::memcpy(&const_cast<GumboNode*>(entry.node)->v.element.start_pos, &address, sizeof address);
  }
}

}  // namespace spoor::adapters
