#include <algorithm>

#include <gumbo.h>

#include "adapters/kit/element_index.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

struct Span {
  const char* begin;
  const char* end;
};

bool leaves_out(const std::vector<Selector>& without, const GumboNode* node) {
  return std::any_of(without.begin(), without.end(), [&](const Selector& s) { return s.matches(Node(node)); });
}

bool is_void(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
      return true;
    default:
      return false;
  }
}

bool is_raw_text(GumboTag tag) {
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_IFRAME ||
         tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES || tag == GUMBO_TAG_PLAINTEXT;
}

// Where the page itself writes the content of an element: true only when both tags are in the source.
bool inner_span(const GumboNode* node, Span& span) {
  const GumboElement& element = node->v.element;
  constexpr unsigned kMovedOrMade = ~static_cast<unsigned>(GUMBO_INSERTION_NORMAL);
  if ((node->parse_flags & kMovedOrMade) != 0) return false;
  if (element.original_tag.length == 0 || element.original_end_tag.length == 0) return false;
  span = {element.original_tag.data + element.original_tag.length, element.original_end_tag.data};
  return span.begin <= span.end;
}

// The source of what is inside `root`, less the elements to leave out; false when the tree is not what the source says
// there (misnested or foster-parented elements, missing end tags around what is left out).
bool copy_source(const GumboNode* root, const std::vector<Selector>& without, std::string& out) {
  Span whole;
  if (!inner_span(root, whole)) return false;
  constexpr unsigned kMoved = GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                              GUMBO_INSERTION_ADOPTION_AGENCY_CLONED | GUMBO_INSERTION_ADOPTION_AGENCY_MOVED |
                              GUMBO_INSERTION_FOSTER_PARENTED | GUMBO_INSERTION_CONVERTED_FROM_END_TAG |
                              GUMBO_INSERTION_FROM_ISINDEX;
  const ElementEntry* entry = entry_of(*root);
  const ElementEntry* end = entry + 1 + entry->descendants;
  const char* at = whole.begin;
  for (const ElementEntry* child = entry + 1; child < end; ++child) {
    const GumboElement& element = child->node->v.element;
    if ((child->node->parse_flags & kMoved) != 0) return false;
    if (element.original_tag.length == 0) continue;  // implied
    const char* begin = element.original_tag.data;
    if (begin < whole.begin || begin + element.original_tag.length > whole.end) return false;
    if (without.empty() || !leaves_out(without, child->node)) continue;
    Span inner{};
    const char* stop = begin + element.original_tag.length;
    if (inner_span(child->node, inner)) {
      stop = inner.end + element.original_end_tag.length;
    } else if (!is_void(element.tag)) {
      return false;
    }
    if (begin < at || stop > whole.end) return false;
    out.append(at, begin);
    at = stop;
    child += child->descendants;
  }
  out.append(at, whole.end);
  return true;
}

void append_escaped(std::string& out, std::string_view text, bool attribute) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<' && !attribute) {
      out += "&lt;";
    } else if (c == '>' && !attribute) {
      out += "&gt;";
    } else if (c == '"' && attribute) {
      out += "&quot;";
    } else if (c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0') {
      out += "&nbsp;";
      ++at;
    } else {
      out += c;
    }
  }
}

void open_tag(std::string& out, const GumboNode* node) {
  out += '<';
  out += entry_of(*node)->tag;
  const GumboVector& attributes = node->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
    out += ' ';
    out += attribute.name;
    out += "=\"";
    append_escaped(out, attribute.value, true);
    out += '"';
  }
  out += '>';
}

// HTML Standard 13.3, serialising fragments.
std::string serialise(const GumboNode* root, const std::vector<Selector>& without) {
  std::string out;
  std::vector<std::pair<const GumboNode*, unsigned>> path{{root, 0}};
  while (!path.empty()) {
    auto& [node, i] = path.back();
    const GumboVector& children = node->v.element.children;
    if (i >= children.length) {
      if (path.size() > 1) out.append("</").append(entry_of(*node)->tag).append(">");
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[i++]);
    if (is_gumbo_element(*child)) {
      if (leaves_out(without, child)) continue;
      open_tag(out, child);
      if (!is_void(child->v.element.tag)) path.emplace_back(child, 0);
    } else if (child->type == GUMBO_NODE_COMMENT) {
      out.append("<!--").append(child->v.text.text).append("-->");
    } else if (is_raw_text(node->v.element.tag)) {
      out += child->v.text.text;
    } else {
      append_escaped(out, child->v.text.text, false);
    }
  }
  return out;
}

}  // namespace

std::string html_of(Node node, const std::vector<Selector>& without) {
  std::string out;
  if (!node) return out;
  if (!node.is_element()) {
    append_escaped(out, node.own_text(), false);
    return out;
  }
  if (copy_source(node.raw(), without, out)) return out;
  return serialise(node.raw(), without);
}

}  // namespace spoor::adapters
