#include "adapters/kit/text.h"

#include <algorithm>
#include <array>

#include <gumbo.h>

#include "adapters/kit/element_index.h"
#include "adapters/kit/utf8.h"

namespace spoor::adapters {

namespace {

enum class Layout : unsigned char { flow, block, cell, line_break, verbatim, hidden };

std::array<Layout, GumboTag(GUMBO_TAG_LAST) + 1> layouts() {
  std::array<Layout, GumboTag(GUMBO_TAG_LAST) + 1> table{};
  for (GumboTag tag :
       {GUMBO_TAG_ADDRESS,    GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,    GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BODY,
        GUMBO_TAG_CENTER,     GUMBO_TAG_DD,      GUMBO_TAG_DETAILS,  GUMBO_TAG_DIR,        GUMBO_TAG_DIV,
        GUMBO_TAG_DL,         GUMBO_TAG_DT,      GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGURE,     GUMBO_TAG_FOOTER,
        GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FORM,    GUMBO_TAG_H1,       GUMBO_TAG_H2,         GUMBO_TAG_H3,
        GUMBO_TAG_H4,         GUMBO_TAG_H5,      GUMBO_TAG_H6,       GUMBO_TAG_HEADER,     GUMBO_TAG_HGROUP,
        GUMBO_TAG_HR,         GUMBO_TAG_HTML,    GUMBO_TAG_LEGEND,   GUMBO_TAG_LI,         GUMBO_TAG_MAIN,
        GUMBO_TAG_MENU,       GUMBO_TAG_NAV,     GUMBO_TAG_OL,       GUMBO_TAG_OPTION,     GUMBO_TAG_P,
        GUMBO_TAG_SECTION,    GUMBO_TAG_SUMMARY, GUMBO_TAG_TABLE,    GUMBO_TAG_CAPTION,    GUMBO_TAG_TBODY,
        GUMBO_TAG_THEAD,      GUMBO_TAG_TFOOT,   GUMBO_TAG_TR,       GUMBO_TAG_UL,         GUMBO_TAG_OPTGROUP})
    table[tag] = Layout::block;
  table[GUMBO_TAG_TD] = table[GUMBO_TAG_TH] = Layout::cell;
  table[GUMBO_TAG_BR] = Layout::line_break;
  for (GumboTag tag : {GUMBO_TAG_PRE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_LISTING, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_XMP})
    table[tag] = Layout::verbatim;
  // What browsers with scripts do not show: code, and what stands in for media that they do show.
  for (GumboTag tag :
       {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_HEAD, GUMBO_TAG_TITLE,
        GUMBO_TAG_IFRAME, GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED, GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO, GUMBO_TAG_DATALIST})
    table[tag] = Layout::hidden;
  return table;
}

class Writer {
 public:
  void text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t space = space_at(text, at);
      if (space > 0) {
        space_ = true;
        at += space;
        continue;
      }
      std::size_t end = at + 1;
      while (end < text.size() && !maybe_space(text[end])) ++end;
      flush();
      out_.append(text.substr(at, end - at));
      at = end;
    }
  }
  void verbatim(std::string_view text) {
    if (text.empty()) return;
    flush();
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0') {
        out_ += ' ';
        ++at;
      } else if (text[at] != '\r') {
        out_ += text[at];
      }
    }
  }
  void block() { breaks_ = std::max(breaks_, 1); }
  void line_break() { breaks_ = std::min(breaks_ + 1, 2); }
  void cell() { space_ = true; }
  std::string take() { return std::move(out_); }

 private:
  static bool maybe_space(char c) { return is_html_space(c) || c == '\xC2'; }
  static std::size_t space_at(std::string_view text, std::size_t at) {
    if (is_html_space(text[at])) return 1;
    return text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0' ? 2 : 0;
  }
  void flush() {
    if (!out_.empty()) {
      if (breaks_ > 0) {
        out_.append(static_cast<std::size_t>(breaks_), '\n');
      } else if (space_ && out_.back() != '\n') {
        out_ += ' ';
      }
    }
    breaks_ = 0;
    space_ = false;
  }

  std::string out_;
  int breaks_ = 0;
  bool space_ = false;
};

struct Level {
  const GumboNode* node;
  unsigned child;
  Layout layout;
};

// Emoji and smilies that a page draws as images: the characters they stand for. "" for any other image.
std::string_view drawn_characters(Node image) {
  static constexpr std::string_view kDrawn[] = {"emoji",     "emojione", "twemoji", "joypixels",
                                                "wp-smiley", "smilies",  "smiley"};
  const bool drawn =
      std::any_of(std::begin(kDrawn), std::end(kDrawn), [&](std::string_view name) { return image.has_class(name); });
  return drawn ? image.attr_or("alt") : std::string_view();
}

}  // namespace

std::string text_of(Node node, const std::vector<Selector>& without) {
  static const auto table = layouts();
  if (!node) return {};
  if (!node.is_element()) return squeeze(node.own_text());
  Writer writer;
  std::vector<Level> path;
  int verbatim = 0;
  auto open = [&](const GumboNode* element) {
    Layout layout = table[element->v.element.tag];
    if (!path.empty()) {
      if (layout == Layout::hidden || element->v.element.tag_namespace == GUMBO_NAMESPACE_SVG) return;
      for (const Selector& selector : without)
        if (selector.matches(Node(element))) return;
    }
    if (layout == Layout::line_break) return writer.line_break();
    if (element->v.element.tag == GUMBO_TAG_IMG) return writer.text(drawn_characters(Node(element)));
    if (layout == Layout::block || layout == Layout::verbatim) writer.block();
    if (layout == Layout::cell) writer.cell();
    if (layout == Layout::verbatim) ++verbatim;
    path.push_back({element, 0, layout});
  };
  open(node.raw());
  while (!path.empty()) {
    Level& level = path.back();
    const GumboVector& children = level.node->v.element.children;
    if (level.child >= children.length) {
      if (level.layout == Layout::block || level.layout == Layout::verbatim) writer.block();
      if (level.layout == Layout::cell) writer.cell();
      if (level.layout == Layout::verbatim) --verbatim;
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[level.child++]);
    if (is_gumbo_element(*child)) {
      open(child);
    } else if (is_gumbo_text(*child)) {
      if (verbatim > 0) {
        writer.verbatim(child->v.text.text);
      } else {
        writer.text(child->v.text.text);
      }
    }
  }
  return trim(writer.take());
}

std::string line_of(Node node) {
  std::string text = text_of(node);
  if (text.find('\n') == std::string::npos) return text;
  return squeeze(text);
}

std::string text_of_fragment(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return squeeze(html);
  auto document = Document::parse(valid_utf8(html));
  if (document) return text_of(document->body() ? document->body() : document->root());
  std::string plain;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      plain += html[at++];
      continue;
    }
    plain += ' ';
    at = std::min(html.find('>', at), html.size() - 1) + 1;
  }
  return squeeze(valid_utf8(plain));
}

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  auto append = [&](std::string_view part) {
    if (space && !out.empty()) out += ' ';
    space = false;
    out.append(part);
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] > ' ' && text[end] < 0x7F) ++end;
    if (end > at) {
      append(text.substr(at, end - at));
      at = end;
      continue;
    }
    CodePoint code = code_point_at(text, at);
    if (is_white_space(code.value)) {
      space = true;
    } else {
      append(text.substr(at, code.bytes));
    }
    at += code.bytes;
  }
  return out;
}

std::string trim(std::string_view text) {
  std::size_t begin = text.size(), end = 0;
  for (std::size_t at = 0; at < text.size();) {
    CodePoint code = code_point_at(text, at);
    if (!is_white_space(code.value)) {
      begin = at;
      break;
    }
    at += code.bytes;
  }
  for (end = text.size(); end > begin;) {
    std::size_t at = end - 1;
    while (at > begin && end - at < 4 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    CodePoint code = code_point_at(text, at);
    if (at + code.bytes != end || !is_white_space(code.value)) break;
    end = at;
  }
  return std::string(text.substr(begin, end - begin));
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (std::size_t plain = ascii_prefix(text.substr(at)); plain > 0) {
      out.append(text.substr(at, plain));
      at += plain;
      continue;
    }
    CodePoint code = code_point_at(text, at);
    if (code.valid) {
      out.append(text.substr(at, code.bytes));
    } else {
      out += "\xEF\xBF\xBD";
    }
    at += code.bytes;
  }
  return out;
}

}  // namespace spoor::adapters
