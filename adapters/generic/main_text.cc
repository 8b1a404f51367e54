#include "adapters/generic/main_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kMaxElements = 200'000;

// One element of the page in document order; parents stand before their children.
struct Element {
  Node node;
  std::size_t parent = kNone;
  std::size_t end = 0;    // one behind its last descendant
  std::size_t text = 0;   // visible characters in it, also below
  std::size_t links = 0;  // of these, inside links
  std::size_t commas = 0;
  bool block = false;
  bool block_children = false;
  bool dropped = false;
  double score = 0;
  bool candidate = false;
};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 22> kDroppedTags = {
    "script", "style",    "noscript", "nav",      "footer", "aside",     "form",   "button",
    "select", "textarea", "svg",      "iframe",   "object", "embed",     "canvas", "input",
    "option", "dialog",   "menu",     "template", "head",   "figcaption"};
constexpr std::array<std::string_view, 38> kBlockTags = {
    "p",    "div",  "section", "article", "main",    "blockquote", "pre",      "ul",     "ol",    "li",
    "dl",   "dt",   "dd",      "table",   "tr",      "td",         "th",       "tbody",  "h1",    "h2",
    "h3",   "h4",   "h5",      "h6",      "figure",  "header",     "hr",       "br",     "thead", "tfoot",
    "body", "html", "address", "center",  "details", "summary",    "fieldset", "caption"};
// Words of class and id, split at every sign and capital.
constexpr std::array<std::string_view, 62> kUnlikely = {
    "comment",      "comments",    "disqus",       "sidebar",     "footer",     "nav",        "navigation",
    "navbar",       "menu",        "breadcrumb",   "breadcrumbs", "share",      "sharing",    "social",
    "related",      "recommended", "promo",        "sponsor",     "sponsored",  "advert",     "advertisement",
    "ads",          "ad",          "cookie",       "cookies",     "consent",    "newsletter", "subscribe",
    "subscription", "signup",      "popup",        "modal",       "pagination", "pager",      "tags",
    "widget",       "widgets",     "byline",       "outbrain",    "taboola",    "sharedaddy", "relatedposts",
    "addtoany",     "jp",          "wpcnt",        "trending",    "login",      "vcard",      "copyright",
    "rating",       "skip",        "screenreader", "toolbar",     "masthead",   "respond",    "reply",
    "discussion",   "pingback",    "banner",       "sociable",    "addthis",    "shares"};
constexpr std::array<std::string_view, 14> kPositive = {"article", "body", "content", "entry",      "hentry",
                                                        "main",    "page", "post",    "text",       "blog",
                                                        "story",   "news", "prose",   "articlebody"};
constexpr std::array<std::string_view, 12> kNegative = {"meta", "date",   "time",  "caption", "credit", "extra",
                                                        "foot", "hidden", "media", "tool",    "author", "info"};

// Calls f with each word of a class or id value, lower case.
template <class F>
void for_words(std::string_view value, F f) {
  char word[32];
  std::size_t n = 0;
  const auto flush = [&] {
    if (n > 0) f(std::string_view(word, n));
    n = 0;
  };
  for (std::size_t i = 0; i < value.size() && i < 300; ++i) {
    const char c = value[i];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (upper && i > 0 && value[i - 1] >= 'a' && value[i - 1] <= 'z') flush();
    if (!upper && !lower)
      flush();
    else if (n < sizeof word)
      word[n++] = upper ? static_cast<char>(c + 32) : c;
  }
  flush();
}

// "tag-social", "category-newsletter": what a post is about, not what the element is for.
bool is_topic_class(std::string_view name) {
  for (const std::string_view prefix : {"tag-", "category-", "cat-", "author-", "format-", "type-"}) {
    if (name.substr(0, prefix.size()) == prefix) return true;
  }
  return false;
}

bool is_unlikely(Node node) {
  bool unlikely = false;
  const auto look = [&](std::string_view word) { unlikely = unlikely || is_one_of(word, kUnlikely); };
  std::string_view classes = node.attr_or("class");
  classes = classes.substr(0, 600);
  while (!classes.empty()) {
    const auto end = classes.find_first_of(" \t\r\n");
    const auto name = classes.substr(0, end);
    if (!is_topic_class(name)) for_words(name, look);
    if (end == std::string_view::npos) break;
    classes.remove_prefix(end + 1);
  }
  for_words(node.attr_or("id"), look);
  return unlikely;
}

bool is_hidden(Node node) {
  if (node.attr("hidden") || node.attr_or("aria-hidden") == "true") return true;
  const auto style = node.attr_or("style");
  if (style.find("display:none") != std::string_view::npos || style.find("display: none") != std::string_view::npos)
    return true;
  const auto role = node.attr_or("role");
  return role == "navigation" || role == "complementary" || role == "contentinfo" || role == "banner" ||
         role == "dialog" || role == "menu" || role == "search" || role == "alert";
}

double class_weight(Node node) {
  double weight = 0;
  bool positive = false, negative = false;
  const auto look = [&](std::string_view word) {
    positive = positive || is_one_of(word, kPositive);
    negative = negative || is_one_of(word, kNegative);
  };
  for_words(node.attr_or("class"), look);
  for_words(node.attr_or("id"), look);
  if (positive) weight += 25;
  if (negative) weight -= 25;
  return weight;
}

double tag_weight(std::string_view tag) {
  if (tag == "article" || tag == "main") return 10;
  if (tag == "div") return 5;
  if (tag == "pre" || tag == "td" || tag == "blockquote") return 3;
  if (tag == "ol" || tag == "ul" || tag == "dl" || tag == "dd" || tag == "dt" || tag == "li" || tag == "address")
    return -3;
  if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6') return -5;
  return 0;
}

// A link that shows its address or a hashtag is what somebody wrote, not navigation.
bool is_written_link(Node a, std::string_view parent_tag) {
  Node node = a;
  for (int depth = 0; depth < 4; ++depth) {
    const auto children = node.children();
    if (children.begin() == children.end()) return false;
    const Node first = *children.begin();
    if (first.is_element()) {
      node = first;
      continue;
    }
    const std::string_view text = first.own_text();
    if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")) return true;
    return parent_tag == "p" && text.starts_with('#') && text.size() > 1;
  }
  return false;
}

// Characters and commas of eight scripts.
void measure(std::string_view text, std::size_t& length, std::size_t& commas) {
  bool space = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == ' ' || (c >= 9 && c <= 13)) {
      if (!space) ++length;
      space = true;
      continue;
    }
    space = false;
    if ((c & 0xC0) != 0x80) ++length;
    if (c == ',') ++commas;
    if (c >= 0xE3 && i + 2 < text.size()) {
      const std::string_view three = text.substr(i, 3);
      if (three == "\xE3\x80\x81" || three == "\xEF\xBC\x8C" || three == "\xE3\x80\x82")
        ++commas;              // ideographic comma, full stop
      if (c < 0xEE) ++length;  // an ideograph weighs as two letters
    }
    if (c == 0xD8 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x8C) ++commas;  // Arabic comma
  }
}

class Scorer {
 public:
  explicit Scorer(const Document& document) { collect(document.body(), kNone, false); }

  MainText best() {
    if (elements_.empty()) return {};
    undo_overeager_drops();
    std::size_t top = marked_body();
    if (top == kNone) top = scored_body();
    if (top == kNone) return {};
    top = narrow(top);
    MainText main;
    main.node = elements_[top].node;
    write(top, main);
    return main;
  }

 private:
  // Depth is bounded by the document's own limit.
  void collect(Node node, std::size_t parent, bool in_link) {
    if (elements_.size() >= kMaxElements) return;
    const std::size_t self = elements_.size();
    Element element;
    element.node = node;
    element.parent = parent;
    const auto tag = node.tag();
    element.block = is_one_of(tag, kBlockTags);
    if (is_one_of(tag, kDroppedTags) && tag != "figcaption") {
      element.dropped = true;
      element.end = self + 1;
      elements_.push_back(element);
      return;
    }
    element.dropped = parent != kNone && (tag == "figcaption" || is_hidden(node) || is_unlikely(node));
    elements_.push_back(element);
    const bool link =
        in_link || (tag == "a" && !is_written_link(node, parent == kNone ? "" : elements_[parent].node.tag()));
    for (const Node child : node.children()) {
      if (child.is_element()) {
        const std::size_t index = elements_.size();
        collect(child, self, link);
        if (index < elements_.size() && elements_[index].block && elements_[index].node.tag() != "br")
          elements_[self].block_children = true;
        if (index < elements_.size()) absorb(self, elements_[index]);
      } else {
        std::size_t length = 0, commas = 0;
        measure(child.own_text(), length, commas);
        elements_[self].text += length;
        elements_[self].commas += commas;
        if (link) elements_[self].links += length;
      }
    }
    elements_[self].end = elements_.size();
  }

  void absorb(std::size_t self, const Element& child) {
    elements_[self].text += child.text;
    elements_[self].links += child.links;
    elements_[self].commas += child.commas;
    if (!child.block && child.block_children) elements_[self].block_children = true;
  }

  double link_density(const Element& e) const {
    return e.text == 0 ? 0 : static_cast<double>(e.links) / static_cast<double>(e.text);
  }

  // A class like "has-sidebar" on the whole page must not throw the page away.
  void undo_overeager_drops() {
    const std::size_t all = elements_[0].text;
    for (Element& e : elements_) {
      if (e.dropped && e.text * 2 > all && link_density(e) < 0.5) e.dropped = false;
    }
  }

  bool inside_dropped(std::size_t i) const {
    for (; i != kNone; i = elements_[i].parent) {
      if (elements_[i].dropped) return true;
    }
    return false;
  }

  // The one that holds the page's only h1.
  std::size_t with_heading(const std::vector<std::size_t>& found) const {
    std::size_t heading = kNone;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      if (elements_[i].node.tag() != "h1") continue;
      if (heading != kNone) return kNone;
      heading = i;
    }
    for (const std::size_t i : found) {
      if (heading != kNone && heading > i && heading < elements_[i].end) return i;
    }
    return kNone;
  }

  // One marked element is the body. Several are the parts of one body when their common ancestor holds little else;
  // else one must stand out, or the page is a list.
  std::size_t settle(const std::vector<std::size_t>& found) const {
    if (found.empty()) return kNone;
    std::size_t largest = found.front(), sum = 0;
    for (const std::size_t i : found) {
      sum += elements_[i].text;
      if (elements_[i].text > elements_[largest].text) largest = i;
    }
    if (elements_[largest].text < 250) return kNone;
    if (found.size() == 1) return largest;
    if (const std::size_t headed = with_heading(found); headed != kNone) return headed;
    std::size_t common = elements_[found.front()].parent;
    while (common != kNone && elements_[common].end <= found.back()) common = elements_[common].parent;
    const bool articles = elements_[largest].node.tag() == "article";
    if (common != kNone && !articles && sum > elements_[largest].text * 5 / 4 && elements_[common].text < sum * 5 / 4)
      return common;
    return elements_[largest].text * 2 > elements_[0].text ? largest : kNone;
  }

  // What the page itself marks as the body.
  std::size_t marked_body() const {
    static constexpr std::array<std::string_view, 17> kBodies = {
        "entry-content", "post-content",  "article-content", "article-body",    "article__body",  "post-body",
        "articlebody",   "story-body",    "post__content",   "td-post-content", "entry__content", "article__content",
        "post-text",     "story-content", "body-copy",       "article-text",    "content-body"};
    for (int round = 0; round < 3; ++round) {
      std::vector<std::size_t> found;
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        const Element& e = elements_[i];
        if (e.text < (round == 2 ? 250u : 100u) || link_density(e) > 0.4) continue;
        bool hit = false;
        if (round == 0) {
          hit = e.node.attr_or("itemprop").find("articleBody") != std::string_view::npos;
        } else if (round == 1) {
          for (const auto name : kBodies) hit = hit || e.node.has_class(name);
        } else {
          hit = e.node.tag() == "article" || e.node.attr_or("role") == "article";
        }
        if (!hit || inside_dropped(i)) continue;
        found.push_back(i);
        i = e.end - 1;  // what lies inside belongs to it
      }
      if (const std::size_t body = settle(found); body != kNone) return body;
    }
    return kNone;
  }

  void give(std::size_t i, double score) {
    Element& e = elements_[i];
    if (!e.candidate) {
      e.candidate = true;
      e.score = tag_weight(e.node.tag()) + class_weight(e.node);
    }
    e.score += score;
  }

  std::size_t scored_body() {
    for (std::size_t i = 1; i < elements_.size(); ++i) {
      const Element& e = elements_[i];
      if (e.dropped) {
        i = e.end - 1;
        continue;
      }
      const auto tag = e.node.tag();
      const bool paragraph = tag == "p" || tag == "td" || tag == "pre" || (tag == "div" && !e.block_children) ||
                             (tag == "section" && !e.block_children) || (tag == "blockquote" && !e.block_children);
      if (!paragraph || e.text < 25) continue;
      const double score =
          1.0 + static_cast<double>(e.commas) + std::min(std::floor(static_cast<double>(e.text) / 100.0), 3.0);
      std::size_t up = e.parent;
      for (int level = 0; level < 5 && up != kNone; ++level, up = elements_[up].parent) {
        give(up, level == 0 ? score : level == 1 ? score / 2 : score / (level * 3));
      }
    }
    std::size_t top = kNone;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      Element& e = elements_[i];
      if (!e.candidate) continue;
      e.score *= 1.0 - link_density(e);
      if (top == kNone || e.score > elements_[top].score) top = i;
    }
    return top == kNone ? kNone : widen(top);
  }

  // The text may be spread over siblings: go up while the parent holds much more prose of the same kind.
  std::size_t widen(std::size_t top) const {
    double best = elements_[top].score;
    std::size_t at = top;
    for (std::size_t up = elements_[top].parent; up != kNone && elements_[up].parent != kNone;
         up = elements_[up].parent) {
      const Element& e = elements_[up];
      if (!e.candidate || e.score < best / 3) break;
      std::size_t good = 0;
      for (std::size_t i = up + 1; i < e.end; i = elements_[i].end) {
        if (elements_[i].candidate && !elements_[i].dropped && elements_[i].score > std::max(10.0, best / 5)) ++good;
      }
      if (good < 2 && e.score <= best) continue;
      at = up;
      best = std::max(best, e.score);
    }
    return at;
  }

  static bool is_heading(std::string_view tag) { return tag == "h1" || tag == "header" || tag == "hgroup"; }

  // "By Anna, 1 March": a short block that names the author or the time.
  bool is_byline(std::size_t index) const {
    const Element& e = elements_[index];
    if (!e.block || e.text > 200) return false;
    for (std::size_t i = index; i < e.end; ++i) {
      const Node node = elements_[i].node;
      if (node.tag() == "time" || node.attr_or("rel") == "author") return true;
    }
    return false;
  }

  bool holds_picture(std::size_t index) const {
    for (std::size_t i = index; i < elements_[index].end; ++i) {
      const auto tag = elements_[i].node.tag();
      if (tag == "img" || tag == "video" || tag == "audio") return true;
    }
    return false;
  }

  // What stands around a single block of text, as headline, byline and tags, is not the text.
  std::size_t narrow(std::size_t top) const {
    for (int depth = 0; depth < 8; ++depth) {
      std::size_t only = kNone, own = elements_[top].text;
      for (std::size_t i = top + 1; i < elements_[top].end; i = elements_[i].end) {
        const Element& e = elements_[i];
        own -= std::min(own, e.text);
        if (e.dropped) continue;
        const bool furniture = e.text == 0 || is_heading(e.node.tag()) || is_byline(i) || is_boilerplate(e);
        if (furniture && !holds_picture(i)) continue;
        if (only != kNone) return top;
        only = i;
      }
      if (only == kNone || own > 0) return top;
      const auto tag = elements_[only].node.tag();
      if (tag != "div" && tag != "section" && tag != "article" && tag != "main") return top;
      top = only;
    }
    return top;
  }

  bool is_boilerplate(const Element& e) const {
    const auto tag = e.node.tag();
    const bool list =
        tag == "ul" || tag == "ol" || tag == "table" || tag == "div" || tag == "section" || tag == "p" || tag == "dl";
    if (!list || e.text == 0) return false;
    const double density = link_density(e);
    if (tag == "p") return density > 0.9 && e.text < 60;
    if (tag == "ul" || tag == "ol") return density > 0.6;
    return density > 0.5 && e.text < 2000;
  }

  void write(std::size_t top, MainText& main) const {
    Writer writer{*this, main, {}};
    writer.element(top, true);
    writer.flush();
  }

  struct Writer {
    const Scorer& scorer;
    MainText& main;
    std::string line;

    void flush() {
      const std::string clean = squeeze(line);
      line.clear();
      if (clean.empty()) return;
      std::size_t length = 0, commas = 0;
      measure(clean, length, commas);
      if (length > 140) main.prose += std::sqrt(static_cast<double>(length - 140));
      if (!main.text.empty()) main.text += '\n';
      main.text += clean;
    }

    void element(std::size_t index, bool top) {
      const Element& e = scorer.elements_[index];
      if (!top && (e.dropped || scorer.is_boilerplate(e))) return;
      const bool begins = main.text.empty() && line.find_first_not_of(" \t\r\n") == std::string::npos;
      if (!top && begins && (e.node.tag() == "h1" || scorer.is_byline(index))) return;
      if (e.block) flush();
      std::size_t next = index + 1;
      for (const Node child : e.node.children()) {
        if (!child.is_element()) {
          line += child.own_text();
        } else if (next < e.end) {
          element(next, false);
          next = scorer.elements_[next].end;
        }
      }
      if (e.block) flush();
    }
  };

  std::vector<Element> elements_;
};

}  // namespace

MainText find_main_text(const Document& document) {
  if (!document.body()) return {};
  return Scorer(document).best();
}

}  // namespace spoor::adapters
