// TidyTree: the tree of a page that is written tidily, made without Gumbo, and equal to the tree that Gumbo makes.
//
// Most pages are what a template wrote: every element is closed where it ends, or where the HTML Standard (13.2.6) lets
// its end tag be left out. Such a page needs none of what makes a parser slow. The builder follows the tree
// construction as far as it is plain; at the first thing that is not (a misnested or ignored tag, foster parenting,
// SVG, a template) it gives up, and Gumbo reads the page from its beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gumbo.h>

#include "adapters/kit/tidy_tokens.h"

namespace spoor::adapters {

class Arena;

class TidyTree {
 public:
  // `source`: UTF-8, must outlive the tree; the tree lies in the arena.
  TidyTree(std::string_view source, Arena& arena);
  // The html element, with what Gumbo would have said of it in its type, tag, attributes, parse_flags, original tags
  // and children; nullptr where the page is not tidy. To be called once.
  GumboNode* build();
  std::size_t elements() const { return elements_; }

 private:
  enum class Phase { before_html, before_head, head, after_head, body, after_body, after_html };
  struct Open {
    GumboNode* node;
    GumboTag tag;
    std::uint32_t first_child;  // in children_
  };

  bool token(TidyTokens::Kind kind);
  bool text();
  bool comment();
  bool start_tag();
  bool imply_body();
  bool start_in_head();
  bool start_in_body();
  bool start_in_table();
  bool start_in_select();
  bool start_item();
  bool start_formatting();
  bool end_tag();
  bool end_in_body();
  bool end_in_table();
  bool end_in_select();
  bool end_of_body();

  bool insert();  // the newest start tag
  bool insert_empty() { return insert() && pop({}); }
  bool insert_implied(GumboTag tag);
  bool insert_with_text(bool references);  // and its text, up to its end tag
  bool open(GumboTag tag, unsigned flags);
  GumboNode* make(GumboNodeType type);
  bool pop(std::string_view end_tag);  // end_tag: the tag at hand if it is one, whatever its name
  bool take_off();
  bool pop_named(GumboTag tag);
  bool close_implied(GumboTag except);
  bool close_implied_until(GumboTag tag);  // then it is the current one, and is closed
  bool close_paragraph();
  bool close_cell();
  bool flush();
  bool put_text(std::string_view run, bool references);
  bool finish();

  GumboTag top() const { return open_.back().tag; }
  bool is_open(GumboTag tag) const;  // up to the cell around
  bool in_select() const;
  std::string_view end_tag_at_hand() const;

  TidyTokens tokens_;
  TidyTokens::Kind kind_ = TidyTokens::Kind::end;
  Arena& arena_;
  Phase phase_ = Phase::before_html;
  std::vector<Open> open_;
  std::vector<GumboNode*> children_;     // of the open elements, what is whole
  std::vector<GumboNode*> behind_body_;  // comments
  std::string_view pending_;             // text that no tag has ended yet
  std::string joined_;                   // of several runs
  GumboNode* body_ = nullptr;
  std::size_t elements_ = 0;
  bool form_ = false, standard_ = false, doctype_ = false;
};

}  // namespace spoor::adapters
