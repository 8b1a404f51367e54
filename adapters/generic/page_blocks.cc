#include "adapters/generic/page_blocks.h"

#include <algorithm>
#include <array>

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxElements = 200'000;
constexpr std::size_t kShort = 400;

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
bool is_sorted_in(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::binary_search(words.begin(), words.end(), word);
}

constexpr std::array<std::string_view, 21> kDroppedTags = {
    "script", "style", "noscript", "nav",   "footer", "aside",  "button", "select",   "textarea", "svg",       "iframe",
    "object", "embed", "canvas",   "input", "option", "dialog", "menu",   "template", "head",     "figcaption"};
constexpr std::array<std::string_view, 38> kBlockTags = {
    "p",    "div",  "section", "article", "main",    "blockquote", "pre",      "ul",     "ol",    "li",
    "dl",   "dt",   "dd",      "table",   "tr",      "td",         "th",       "tbody",  "h1",    "h2",
    "h3",   "h4",   "h5",      "h6",      "figure",  "header",     "hr",       "br",     "thead", "tfoot",
    "body", "html", "address", "center",  "details", "summary",    "fieldset", "caption"};
// Words of class and id, split at every sign and capital; sorted. clang-format off
constexpr std::array<std::string_view, 8> kTalk = {"comment",  "comments", "discussion", "disqus",
                                                   "pingback", "reply",    "respond",    "wpcnt"};
constexpr std::array<std::string_view, 81> kUnlikely = {"ad",
                                                        "addthis",
                                                        "addtoany",
                                                        "ads",
                                                        "advert",
                                                        "advertisement",
                                                        "appendix",
                                                        "authorbox",
                                                        "banner",
                                                        "breadcrumb",
                                                        "breadcrumbs",
                                                        "byline",
                                                        "consent",
                                                        "cookie",
                                                        "cookies",
                                                        "copyright",
                                                        "crp",
                                                        "cta",
                                                        "donate",
                                                        "donation",
                                                        "essb",
                                                        "footer",
                                                        "heateor",
                                                        "interesting",
                                                        "jp",
                                                        "login",
                                                        "mailchimp",
                                                        "mashsb",
                                                        "masthead",
                                                        "menu",
                                                        "modal",
                                                        "nav",
                                                        "navbar",
                                                        "navigation",
                                                        "newsletter",
                                                        "nextstory",
                                                        "optin",
                                                        "outbrain",
                                                        "pager",
                                                        "pagination",
                                                        "popup",
                                                        "postnav",
                                                        "prevnext",
                                                        "printfriendly",
                                                        "promo",
                                                        "rating",
                                                        "ratings",
                                                        "readmore",
                                                        "recommendation",
                                                        "recommendations",
                                                        "recommended",
                                                        "related",
                                                        "relatedposts",
                                                        "saboxplugin",
                                                        "screenreader",
                                                        "share",
                                                        "shareaholic",
                                                        "sharebar",
                                                        "sharedaddy",
                                                        "shares",
                                                        "sharethis",
                                                        "sharing",
                                                        "sidebar",
                                                        "signup",
                                                        "skip",
                                                        "sociable",
                                                        "social",
                                                        "socials",
                                                        "sponsor",
                                                        "sponsored",
                                                        "sponsors",
                                                        "subscribe",
                                                        "subscription",
                                                        "taboola",
                                                        "tagcloud",
                                                        "taglist",
                                                        "tags",
                                                        "toolbar",
                                                        "trending",
                                                        "vcard",
                                                        "yarpp"};
// These drop what is short or mostly links: whole articles stand in "widgets", too.
constexpr std::array<std::string_view, 15> kWeak = {"author",     "authors", "bio",      "caption",  "credits",
                                                    "disclosure", "meta",    "metadata", "postmeta", "postmetadata",
                                                    "teaser",     "teasers", "toc",      "widget",   "widgets"};
// The paragraph between headline and body.
constexpr std::array<std::string_view, 23> kLead = {
    "abstract",     "bajada",      "chapo",    "dek",     "einleitung", "entradilla", "excerpt", "intro",
    "introduction", "introtext",   "introtxt", "lead",    "lede",       "lide",       "perex",   "standfirst",
    "subhead",      "subheadline", "subtitle", "summary", "teaser",     "teasertext", "vorspann"};
// clang-format on
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

Drop drop_by_name(Node node, bool& weak) {
  Drop drop = Drop::none;
  const auto look = [&](std::string_view word) {
    if (is_sorted_in(word, kTalk))
      drop = Drop::talk;
    else if (drop == Drop::none && is_sorted_in(word, kUnlikely))
      drop = Drop::unlikely;
    weak = weak || is_sorted_in(word, kWeak);
  };
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
  return drop;
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

class Collector {
 public:
  explicit Collector(std::vector<Block>& blocks) : blocks_(blocks) {}

  // Depth is bounded by the document's own limit.
  void collect(Node node, std::size_t parent, bool in_link) {
    if (blocks_.size() >= kMaxElements) return;
    const std::size_t self = blocks_.size();
    Block& block = blocks_.emplace_back();
    block.node = node;
    block.tag = node.tag();
    block.parent = parent;
    block.end = self + 1;
    block.block = is_one_of(block.tag, kBlockTags);
    const std::string_view tag = block.tag;
    bool weak = false;
    if (is_one_of(tag, kDroppedTags)) {
      block.drop = Drop::never;
      if (tag != "figcaption") return;
    } else if (parent != kNoBlock) {
      block.drop = is_hidden(node) ? Drop::never : drop_by_name(node, weak);
      if (tag == "form" && block.drop == Drop::none) block.drop = Drop::unlikely;
    }
    const bool link = in_link || (tag == "a" && !is_written_link(node, parent == kNoBlock ? "" : blocks_[parent].tag));
    for (const Node child : node.children()) {
      if (child.is_element()) {
        const std::size_t index = blocks_.size();
        collect(child, self, link);
        if (index < blocks_.size()) absorb(self, blocks_[index]);
      } else {
        std::size_t length = 0, commas = 0;
        measure_text(child.own_text(), length, commas);
        blocks_[self].text += length;
        blocks_[self].commas += commas;
        if (link) blocks_[self].links += length;
      }
    }
    blocks_[self].end = blocks_.size();
    const Block& all = blocks_[self];
    if (weak && all.drop == Drop::none && (all.text < kShort || all.link_density() > 0.3))
      blocks_[self].drop = Drop::unlikely;
  }

 private:
  void absorb(std::size_t self, const Block& child) {
    Block& block = blocks_[self];
    block.text += child.text;
    block.links += child.links;
    block.commas += child.commas;
    if (child.block ? child.tag != "br" : child.block_children) block.block_children = true;
  }

  std::vector<Block>& blocks_;
};

}  // namespace

void measure_text(std::string_view text, std::size_t& length, std::size_t& commas) {
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

bool is_named_lead(Node node) {
  bool lead = false;
  const auto look = [&](std::string_view word) { lead = lead || is_sorted_in(word, kLead); };
  for_words(node.attr_or("class"), look);
  for_words(node.attr_or("id"), look);
  return lead;
}

std::vector<Block> blocks_of(const Document& document) {
  std::vector<Block> blocks;
  if (const Node body = document.body()) Collector(blocks).collect(body, kNoBlock, false);
  return blocks;
}

}  // namespace spoor::adapters
