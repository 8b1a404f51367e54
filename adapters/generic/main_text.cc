#include "adapters/generic/main_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "adapters/generic/page_blocks.h"
#include "adapters/generic/related_lines.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kFewBytes = 250;

class Scorer {
 public:
  explicit Scorer(const Document& document) : blocks_(blocks_of(document)) {}

  MainText best() {
    if (blocks_.empty()) return {};
    undo_overeager_drops();
    MainText main = read(marked_body());
    if (main.text.size() < kFewBytes) main = longer(std::move(main), read(scored_body()));
    if (main.text.size() < kFewBytes && undo_guesses()) main = longer(std::move(main), read(scored_body()));
    return main;
  }

 private:
  MainText read(std::size_t top) const {
    if (top == kNoBlock) return {};
    top = narrow(top);
    MainText main;
    main.node = blocks_[top].node;
    write(top, main);
    add_lead(top, main);
    return main;
  }

  // The paragraph between headline and body that stands outside the body.
  void add_lead(std::size_t top, MainText& main) const {
    std::size_t child = top;
    for (int level = 0; level < 4 && child != 0; ++level) {
      const std::size_t up = blocks_[child].parent;
      for (std::size_t i = child; --i > up;) {
        const Block& e = blocks_[i];
        if (e.tag == "h1") return;
        const bool dropped = e.drop == Drop::never || e.drop == Drop::talk;
        if (!e.block || dropped || e.text < 50 || e.text > 800 || e.link_density() > 0.3 || e.end > child) continue;
        if (!is_named_lead(e.node) || blocks_between(i, up, Drop::talk)) continue;
        const std::string lead = text_of(e.node);
        if (main.text.find(lead.substr(0, 40)) == std::string::npos) main.text = lead + '\n' + main.text;
        return;
      }
      child = up;
    }
  }

  // Something above `i` and below `up` is left out for a reason that is no guess.
  bool blocks_between(std::size_t i, std::size_t up, Drop least) const {
    for (; i != up; i = blocks_[i].parent) {
      if (blocks_[i].drop >= least) return true;
    }
    return false;
  }

  static MainText longer(MainText a, MainText b) { return b.text.size() > a.text.size() * 3 / 2 ? b : a; }

  // What was left out only because of its name.
  bool undo_guesses() {
    bool any = false;
    for (Block& e : blocks_) {
      if (e.drop == Drop::unlikely && e.text > 100 && e.link_density() < 0.3) e.drop = Drop::none, any = true;
      e.candidate = false;
    }
    return any;
  }

  // A class like "has-sidebar" on the whole page must not throw the page away.
  void undo_overeager_drops() {
    const std::size_t all = blocks_[0].text;
    for (Block& e : blocks_) {
      if (e.drop == Drop::none || e.drop == Drop::never) continue;
      const bool most = e.text * 2 > all && e.link_density() < 0.5;
      const bool much = e.drop == Drop::unlikely && e.text * 3 > all && e.text > 1000 && e.link_density() < 0.2;
      if (most || much) e.drop = Drop::none;
    }
  }

  // What the page marks plainly stands above guesses by names.
  bool inside_dropped(std::size_t i, bool plainly_marked) const {
    for (; i != kNoBlock; i = blocks_[i].parent) {
      if (blocks_[i].drop != Drop::none && !(plainly_marked && blocks_[i].drop == Drop::unlikely)) return true;
    }
    return false;
  }

  // The one that holds the page's only h1.
  std::size_t with_heading(const std::vector<std::size_t>& found) const {
    std::size_t heading = kNoBlock;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].tag != "h1") continue;
      if (heading != kNoBlock) return kNoBlock;
      heading = i;
    }
    for (const std::size_t i : found) {
      if (heading != kNoBlock && heading > i && heading < blocks_[i].end) return i;
    }
    return kNoBlock;
  }

  // One marked element is the body. Several are the parts of one body when their common ancestor holds little else;
  // else one must stand out, or the page is a list.
  std::size_t settle(const std::vector<std::size_t>& found) const {
    if (found.empty()) return kNoBlock;
    std::size_t largest = found.front(), sum = 0;
    for (const std::size_t i : found) {
      sum += blocks_[i].text;
      if (blocks_[i].text > blocks_[largest].text) largest = i;
    }
    if (blocks_[largest].text < 250) return kNoBlock;
    if (found.size() == 1) return largest;
    if (const std::size_t headed = with_heading(found); headed != kNoBlock) return headed;
    std::size_t common = blocks_[found.front()].parent;
    while (common != kNoBlock && blocks_[common].end <= found.back()) common = blocks_[common].parent;
    const bool articles = blocks_[largest].tag == "article";
    if (common != kNoBlock && !articles && sum > blocks_[largest].text * 5 / 4 && blocks_[common].text < sum * 5 / 4)
      return common;
    return blocks_[largest].text * 2 > blocks_[0].text ? largest : kNoBlock;
  }

  // What the page itself marks as the body.
  std::size_t marked_body() const {
    static constexpr std::array<std::string_view, 17> kBodies = {
        "entry-content", "post-content",  "article-content", "article-body",    "article__body",  "post-body",
        "articlebody",   "story-body",    "post__content",   "td-post-content", "entry__content", "article__content",
        "post-text",     "story-content", "body-copy",       "article-text",    "content-body"};
    for (int round = 0; round < 3; ++round) {
      std::vector<std::size_t> found;
      for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const Block& e = blocks_[i];
        if (e.text < (round == 2 ? 250u : 100u) || e.link_density() > 0.4) continue;
        bool hit = false;
        if (round == 0) {
          hit = e.node.attr_or("itemprop").find("articleBody") != std::string_view::npos;
        } else if (round == 1) {
          for (const auto name : kBodies) hit = hit || e.node.has_class(name);
        } else {
          hit = e.tag == "article" || e.node.attr_or("role") == "article";
        }
        if (!hit || inside_dropped(i, round < 2)) continue;
        found.push_back(i);
        i = e.end - 1;  // what lies inside belongs to it
      }
      if (const std::size_t body = settle(found); body != kNoBlock) return body;
    }
    return kNoBlock;
  }

  void give(std::size_t i, double score) {
    Block& e = blocks_[i];
    if (!e.candidate) {
      e.candidate = true;
      e.score = tag_weight(e.tag) + class_weight(e.node);
    }
    e.score += score;
  }

  std::size_t scored_body() {
    for (std::size_t i = 1; i < blocks_.size(); ++i) {
      const Block& e = blocks_[i];
      if (e.drop != Drop::none) {
        i = e.end - 1;
        continue;
      }
      const auto tag = e.tag;
      const bool paragraph = tag == "p" || tag == "td" || tag == "pre" || (tag == "div" && !e.block_children) ||
                             (tag == "section" && !e.block_children) || (tag == "blockquote" && !e.block_children);
      if (!paragraph || e.text < 25) continue;
      const double score =
          1.0 + static_cast<double>(e.commas) + std::min(std::floor(static_cast<double>(e.text) / 100.0), 3.0);
      std::size_t up = e.parent;
      for (int level = 0; level < 5 && up != kNoBlock; ++level, up = blocks_[up].parent) {
        give(up, level == 0 ? score : level == 1 ? score / 2 : score / (level * 3));
      }
    }
    std::size_t top = kNoBlock;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      Block& e = blocks_[i];
      if (!e.candidate) continue;
      e.score *= 1.0 - e.link_density();
      if (top == kNoBlock || e.score > blocks_[top].score) top = i;
    }
    return top == kNoBlock ? kNoBlock : widen(top);
  }

  // The text may be spread over siblings: go up while the parent holds much more prose of the same kind.
  std::size_t widen(std::size_t top) const {
    double best = blocks_[top].score;
    std::size_t at = top;
    for (std::size_t up = blocks_[top].parent; up != kNoBlock && blocks_[up].parent != kNoBlock;
         up = blocks_[up].parent) {
      const Block& e = blocks_[up];
      if (!e.candidate || e.score < best / 3) break;
      std::size_t good = 0;
      for (std::size_t i = up + 1; i < e.end; i = blocks_[i].end) {
        if (blocks_[i].candidate && blocks_[i].drop == Drop::none && blocks_[i].score > std::max(10.0, best / 5))
          ++good;
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
    const Block& e = blocks_[index];
    if (!e.block || e.text > 200) return false;
    for (std::size_t i = index; i < e.end; ++i) {
      const Node node = blocks_[i].node;
      if (node.tag() == "time" || node.attr_or("rel") == "author") return true;
    }
    return false;
  }

  bool holds_picture(std::size_t index) const {
    for (std::size_t i = index; i < blocks_[index].end; ++i) {
      const auto tag = blocks_[i].tag;
      if (tag == "img" || tag == "video" || tag == "audio") return true;
    }
    return false;
  }

  // What stands around a single block of text, as headline, byline and tags, is not the text.
  std::size_t narrow(std::size_t top) const {
    for (int depth = 0; depth < 8; ++depth) {
      std::size_t only = kNoBlock, own = blocks_[top].text;
      for (std::size_t i = top + 1; i < blocks_[top].end; i = blocks_[i].end) {
        const Block& e = blocks_[i];
        own -= std::min(own, e.text);
        if (e.drop != Drop::none) continue;
        const bool furniture = e.text == 0 || is_heading(e.tag) || is_byline(i) || is_boilerplate(e);
        if (furniture && !holds_picture(i)) continue;
        if (only != kNoBlock) return top;
        only = i;
      }
      if (only == kNoBlock || own > 0) return top;
      const auto tag = blocks_[only].tag;
      if (tag != "div" && tag != "section" && tag != "article" && tag != "main") return top;
      top = only;
    }
    return top;
  }

  bool is_boilerplate(const Block& e) const {
    const auto tag = e.tag;
    const bool list =
        tag == "ul" || tag == "ol" || tag == "table" || tag == "div" || tag == "section" || tag == "p" || tag == "dl";
    if (!list || e.text == 0) return false;
    const double density = e.link_density();
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
      measure_text(clean, length, commas);
      if (length > 140) main.prose += std::sqrt(static_cast<double>(length - 140));
      if (!main.text.empty()) main.text += '\n';
      main.text += clean;
    }

    static bool is_related(const Block& e) {
      if (!e.block || e.block_children || e.text == 0 || e.text > 250) return false;
      return is_related_line(line_of(e.node), e.link_density());
    }

    void element(std::size_t index, bool top) {
      const Block& e = scorer.blocks_[index];
      if (!top && (e.drop != Drop::none || scorer.is_boilerplate(e) || is_related(e))) return;
      const bool begins = main.text.empty() && line.find_first_not_of(" \t\r\n") == std::string::npos;
      if (!top && begins && (e.tag == "h1" || scorer.is_byline(index))) return;
      if (e.block) flush();
      std::size_t next = index + 1;
      for (const Node child : e.node.children()) {
        if (!child.is_element()) {
          line += child.own_text();
        } else if (next < e.end) {
          element(next, false);
          next = scorer.blocks_[next].end;
        }
      }
      if (e.block) flush();
    }
  };

  std::vector<Block> blocks_;
};

}  // namespace

MainText find_main_text(const Document& document) {
  if (!document.body()) return {};
  return Scorer(document).best();
}

}  // namespace spoor::adapters
