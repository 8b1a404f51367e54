#include "adapters/kit/tidy_tree.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "adapters/kit/element_index.h"
#include "adapters/kit/gumbo_parse.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxOpen = 200;
constexpr std::size_t kMaxAlike = 3;  // the Noah's Ark clause
using Token = TidyTokens::Kind;

// How an element behaves in a body.
enum class Role : unsigned char {
  ordinary,
  block,    // ends a paragraph; its end tag ends what may be left open
  heading,  // likewise
  preformatted,
  form,
  item,        // li
  definition,  // dd, dt
  paragraph,
  anchor,
  formatting,
  button,
  select,
  option,
  table,
  rows,  // tbody, thead, tfoot
  row,
  cell,
  empty,
  rule,  // hr
  raw,   // holds text alone
  rich,  // likewise, with references
  odd    // nothing for this builder
};

constexpr std::array<Role, GUMBO_TAG_LAST> roles() {
  std::array<Role, GUMBO_TAG_LAST> roles{};
  for (GumboTag tag :
       {GUMBO_TAG_ADDRESS,    GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,  GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_CENTER,
        GUMBO_TAG_DETAILS,    GUMBO_TAG_DIR,     GUMBO_TAG_DIV,    GUMBO_TAG_DL,         GUMBO_TAG_FIELDSET,
        GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE,  GUMBO_TAG_FOOTER, GUMBO_TAG_HEADER,     GUMBO_TAG_HGROUP,
        GUMBO_TAG_MAIN,       GUMBO_TAG_MENU,    GUMBO_TAG_NAV,    GUMBO_TAG_OL,         GUMBO_TAG_SECTION,
        GUMBO_TAG_SUMMARY,    GUMBO_TAG_UL})
    roles[tag] = Role::block;
  for (GumboTag tag : {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6})
    roles[tag] = Role::heading;
  for (GumboTag tag : {GUMBO_TAG_B, GUMBO_TAG_BIG, GUMBO_TAG_CODE, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I,
                       GUMBO_TAG_S, GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT, GUMBO_TAG_U})
    roles[tag] = Role::formatting;
  for (GumboTag tag :
       {GUMBO_TAG_AREA, GUMBO_TAG_BASE, GUMBO_TAG_BR, GUMBO_TAG_EMBED, GUMBO_TAG_IMG, GUMBO_TAG_INPUT, GUMBO_TAG_LINK,
        GUMBO_TAG_META, GUMBO_TAG_PARAM, GUMBO_TAG_SOURCE, GUMBO_TAG_TRACK, GUMBO_TAG_WBR})
    roles[tag] = Role::empty;
  for (GumboTag tag :
       {GUMBO_TAG_HTML,     GUMBO_TAG_HEAD,     GUMBO_TAG_BODY,    GUMBO_TAG_TEMPLATE,  GUMBO_TAG_IMAGE,
        GUMBO_TAG_ISINDEX,  GUMBO_TAG_SVG,      GUMBO_TAG_MATH,    GUMBO_TAG_OBJECT,    GUMBO_TAG_APPLET,
        GUMBO_TAG_MARQUEE,  GUMBO_TAG_NOBR,     GUMBO_TAG_FRAME,   GUMBO_TAG_FRAMESET,  GUMBO_TAG_KEYGEN,
        GUMBO_TAG_MENUITEM, GUMBO_TAG_XMP,      GUMBO_TAG_LISTING, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_CAPTION,
        GUMBO_TAG_COL,      GUMBO_TAG_COLGROUP, GUMBO_TAG_RB,      GUMBO_TAG_RT,        GUMBO_TAG_RTC,
        GUMBO_TAG_RP,       GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_NOEMBED,   GUMBO_TAG_NOFRAMES})
    roles[tag] = Role::odd;
  for (GumboTag tag : {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME}) roles[tag] = Role::raw;
  for (GumboTag tag : {GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA}) roles[tag] = Role::rich;
  for (GumboTag tag : {GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT}) roles[tag] = Role::rows;
  for (GumboTag tag : {GUMBO_TAG_TD, GUMBO_TAG_TH}) roles[tag] = Role::cell;
  for (GumboTag tag : {GUMBO_TAG_DD, GUMBO_TAG_DT}) roles[tag] = Role::definition;
  for (GumboTag tag : {GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP}) roles[tag] = Role::option;
  roles[GUMBO_TAG_PRE] = Role::preformatted;
  roles[GUMBO_TAG_FORM] = Role::form;
  roles[GUMBO_TAG_LI] = Role::item;
  roles[GUMBO_TAG_P] = Role::paragraph;
  roles[GUMBO_TAG_A] = Role::anchor;
  roles[GUMBO_TAG_BUTTON] = Role::button;
  roles[GUMBO_TAG_SELECT] = Role::select;
  roles[GUMBO_TAG_TABLE] = Role::table;
  roles[GUMBO_TAG_TR] = Role::row;
  roles[GUMBO_TAG_HR] = Role::rule;
  return roles;
}
constexpr std::array<Role, GUMBO_TAG_LAST> kRoles = roles();

Role role_of(GumboTag tag) { return kRoles[tag]; }

bool is_table_part(GumboTag tag) {
  const Role role = role_of(tag);
  return role == Role::table || role == Role::rows || role == Role::row;
}

// Elements whose end tag may be left out, and which others' tags end.
bool may_be_left_open(GumboTag tag) {
  const Role role = role_of(tag);
  return role == Role::item || role == Role::definition || role == Role::option || role == Role::paragraph;
}

// An item does not end one that is outside of such an element (the "special" elements of the Standard).
bool holds_items(GumboTag tag) {
  switch (role_of(tag)) {
    case Role::ordinary:
      return tag == GUMBO_TAG_NOSCRIPT;
    case Role::anchor:
    case Role::formatting:
    case Role::option:
    case Role::paragraph:
      return false;
    default:
      return tag != GUMBO_TAG_ADDRESS && tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_MAIN;  // as Gumbo has it
  }
}

bool may_stand_in_head(GumboTag tag) {
  const Role role = role_of(tag);
  return tag == GUMBO_TAG_BASE || tag == GUMBO_TAG_LINK || tag == GUMBO_TAG_META || tag == GUMBO_TAG_NOSCRIPT ||
         role == Role::raw || role == Role::rich || role == Role::odd;
}

}  // namespace

TidyTree::TidyTree(std::string_view source, Arena& arena) : tokens_(source), arena_(arena) {
  children_.reserve(256);
  open_.reserve(64);
}

GumboNode* TidyTree::build() {
  while ((kind_ = tokens_.next()) != Token::end)
    if (!token(kind_)) return nullptr;
  return body_ != nullptr && finish() ? children_.front() : nullptr;
}

bool TidyTree::token(Token kind) {
  switch (kind) {
    case Token::text:
      return text();
    case Token::comment:
      return comment();
    case Token::doctype:
      if (phase_ != Phase::before_html || std::exchange(doctype_, true)) return false;
      standard_ = tokens_.text().ends_with(" html>") && tokens_.text().size() == 15;
      return true;
    case Token::start_tag:
      return start_tag();
    case Token::end_tag:
      return end_tag();
    default:
      return false;
  }
}

bool TidyTree::text() {
  const bool blank = tokens_.blank();
  switch (phase_) {
    case Phase::before_html:
      if (blank) return true;
      tokens_.drop_space();
      if (!imply_body()) return false;
      break;
    case Phase::before_head:
      return blank;
    case Phase::body:
      if (!blank && is_table_part(top())) return false;
      break;
    default:
      if (!blank) return false;
  }
  // The end tags of forms, body and html may come between texts that are one.
  if (pending_.empty()) {
    pending_ = tokens_.text();
  } else {
    if (joined_.empty()) joined_ = pending_;
    joined_ += tokens_.text();
    pending_ = joined_;
  }
  return true;
}

bool TidyTree::comment() {
  if (phase_ == Phase::before_html) return true;  // a child of the document
  if (!flush()) return false;
  if (phase_ == Phase::after_html) return true;
  GumboNode* node = make(GUMBO_NODE_COMMENT);
  if (node == nullptr) return false;
  const std::string_view text = tokens_.text();
  const bool returns = text.find('\r') != std::string_view::npos;
  node->v.text.text = returns ? copy(decoded(text, false), arena_) : copy(text, arena_);
  (phase_ == Phase::after_body ? behind_body_ : children_).push_back(node);
  return node->v.text.text != nullptr;
}

bool TidyTree::start_tag() {
  const GumboTag tag = tokens_.tag();
  switch (phase_) {
    case Phase::before_html:
      phase_ = Phase::before_head;
      return tag == GUMBO_TAG_HTML ? insert() : !may_stand_in_head(tag) && imply_body() && start_in_body();
    case Phase::before_head:
      phase_ = Phase::head;
      return tag == GUMBO_TAG_HEAD && insert();
    case Phase::head:
      return start_in_head();
    case Phase::after_head:
      phase_ = Phase::body;
      if (tag != GUMBO_TAG_BODY || !insert()) return false;
      body_ = open_.back().node;
      return true;
    case Phase::body:
      return start_in_body();
    default:
      return false;
  }
}

// A piece of a page.
bool TidyTree::imply_body() {
  phase_ = Phase::body;
  if (!insert_implied(GUMBO_TAG_HTML) || !insert_implied(GUMBO_TAG_HEAD) || !pop({})) return false;
  if (!insert_implied(GUMBO_TAG_BODY)) return false;
  body_ = open_.back().node;
  return true;
}

bool TidyTree::start_in_head() {
  switch (tokens_.tag()) {
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_BASE:
      return insert_empty();
    case GUMBO_TAG_TITLE:
      return insert_with_text(true);
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
      return insert_with_text(false);
    default:
      return false;
  }
}

bool TidyTree::start_in_body() {
  if (is_table_part(top())) return start_in_table();
  if (in_select()) return start_in_select();
  switch (role_of(tokens_.tag())) {
    case Role::ordinary:
      return insert();
    case Role::block:
    case Role::paragraph:
      return close_paragraph() && insert();
    case Role::heading:
      return close_paragraph() && role_of(top()) != Role::heading && insert();
    case Role::preformatted:
      if (!close_paragraph() || !insert()) return false;
      tokens_.skip_newline();
      return true;
    case Role::form:
      return !std::exchange(form_, true) && close_paragraph() && insert();
    case Role::item:
    case Role::definition:
      return start_item();
    case Role::anchor:
    case Role::formatting:
      return start_formatting();
    case Role::button:
      return !is_open(GUMBO_TAG_BUTTON) && insert();
    case Role::option:
      return (top() != GUMBO_TAG_OPTION || pop({})) && insert();
    case Role::select:
      return insert();
    case Role::table:
      return (standard_ ? close_paragraph() : !is_open(GUMBO_TAG_P)) && insert();
    case Role::rows:
    case Role::row:
    case Role::cell:
      return close_cell() && start_in_table();
    case Role::empty:
      return insert_empty();
    case Role::rule:
      return close_paragraph() && insert_empty();
    case Role::raw:
      return insert_with_text(false);
    case Role::rich:
      return insert_with_text(true);
    case Role::odd:
      return false;
  }
  return false;
}

bool TidyTree::start_in_table() {
  const Role role = role_of(tokens_.tag());
  if (tokens_.tag() == GUMBO_TAG_SCRIPT || tokens_.tag() == GUMBO_TAG_STYLE) return insert_with_text(false);
  if (role != Role::rows && role != Role::row && role != Role::cell) return false;
  if (role_of(top()) == Role::row && role != Role::cell && !pop({})) return false;
  if (role_of(top()) == Role::rows && role == Role::rows && !pop({})) return false;
  if (role_of(top()) == Role::table && role != Role::rows && !insert_implied(GUMBO_TAG_TBODY)) return false;
  if (role_of(top()) == Role::rows && role == Role::cell && !insert_implied(GUMBO_TAG_TR)) return false;
  return insert();
}

bool TidyTree::start_in_select() {
  const GumboTag tag = tokens_.tag();
  if (role_of(tag) != Role::option) return false;
  if (top() == GUMBO_TAG_OPTION && !pop({})) return false;
  if (tag == GUMBO_TAG_OPTGROUP && top() == GUMBO_TAG_OPTGROUP && !pop({})) return false;
  return insert();
}

bool TidyTree::start_item() {
  const GumboTag tag = tokens_.tag();
  for (std::size_t i = open_.size(); i-- > 0;) {
    const GumboTag other = open_[i].tag;
    if (role_of(other) == role_of(tag)) {
      if (!close_implied_until(other)) return false;
      break;
    }
    if (holds_items(other)) break;
  }
  return close_paragraph() && insert();
}

bool TidyTree::start_formatting() {
  std::size_t alike = 0;
  for (std::size_t i = open_.size(); i-- > 0 && role_of(open_[i].tag) != Role::cell;)
    if (open_[i].tag == tokens_.tag()) ++alike;
  return alike < (tokens_.tag() == GUMBO_TAG_A ? 1 : kMaxAlike) && insert();
}

bool TidyTree::end_tag() {
  const GumboTag tag = tokens_.tag();
  switch (phase_) {
    case Phase::head:
      phase_ = Phase::after_head;
      return tag == GUMBO_TAG_HEAD && pop_named(tag);
    case Phase::body:
      return tag == GUMBO_TAG_BODY ? end_of_body() : end_in_body();
    case Phase::after_body:
      phase_ = Phase::after_html;
      if (tag != GUMBO_TAG_HTML) return false;
      open_.front().node->v.element.original_end_tag = {tokens_.text().data(), tokens_.text().size()};
      return true;
    default:
      return false;
  }
}

bool TidyTree::end_of_body() {
  for (const Open& open : open_)
    if (open.tag == GUMBO_TAG_TABLE || open.tag == GUMBO_TAG_SELECT) return false;
  phase_ = Phase::after_body;
  body_->v.element.original_end_tag = {tokens_.text().data(), tokens_.text().size()};
  return true;
}

bool TidyTree::end_in_body() {
  const GumboTag tag = tokens_.tag();
  if (is_table_part(tag) || role_of(tag) == Role::cell) return end_in_table();
  if (is_table_part(top())) return false;
  if (in_select()) return end_in_select();
  switch (role_of(tag)) {
    case Role::ordinary:
    case Role::anchor:
    case Role::formatting:
    case Role::option:
      return pop_named(tag);
    case Role::form:
      form_ = false;
      return close_implied(GUMBO_TAG_LAST) && top() == tag && take_off();
    case Role::block:
    case Role::button:
    case Role::heading:
    case Role::preformatted:
      return close_implied(GUMBO_TAG_LAST) && pop_named(tag);
    case Role::item:
    case Role::definition:
    case Role::paragraph:
      return close_implied_until(tag);
    default:
      return false;
  }
}

bool TidyTree::end_in_table() {
  const GumboTag tag = tokens_.tag();
  const Role role = role_of(tag);
  if (role == Role::cell) return !is_table_part(top()) && close_implied(GUMBO_TAG_LAST) && pop_named(tag);
  if (!is_table_part(top()) && !close_cell()) return false;
  if (role != Role::row && role_of(top()) == Role::row && !pop(end_tag_at_hand())) return false;
  if (role == Role::table && role_of(top()) == Role::rows && !pop(end_tag_at_hand())) return false;
  return pop_named(tag);
}

bool TidyTree::end_in_select() {
  const GumboTag tag = tokens_.tag();
  if (tag != GUMBO_TAG_SELECT && role_of(tag) != Role::option) return false;
  if (tag != GUMBO_TAG_OPTION && top() == GUMBO_TAG_OPTION && !pop(end_tag_at_hand())) return false;
  if (tag == GUMBO_TAG_SELECT && top() == GUMBO_TAG_OPTGROUP && !pop(end_tag_at_hand())) return false;
  return pop_named(tag);
}

bool TidyTree::is_open(GumboTag tag) const {
  for (std::size_t i = open_.size(); i-- > 0 && role_of(open_[i].tag) != Role::cell;)
    if (open_[i].tag == tag) return true;
  return false;
}

// Nothing but options stands in one.
bool TidyTree::in_select() const {
  return top() == GUMBO_TAG_SELECT || (role_of(top()) == Role::option && is_open(GUMBO_TAG_SELECT));
}

std::string_view TidyTree::end_tag_at_hand() const {
  return kind_ == Token::end_tag ? tokens_.text() : std::string_view();
}

GumboNode* TidyTree::make(GumboNodeType type) {
  void* block = arena_.allocate(sizeof(GumboNode));
  if (block == nullptr) return nullptr;
  auto* node = new (block) GumboNode{};
  node->type = type;
  return node;
}

bool TidyTree::open(GumboTag tag, unsigned flags) {
  if (!flush() || open_.size() >= kMaxOpen) return false;
  GumboNode* node = make(GUMBO_NODE_ELEMENT);
  if (node == nullptr) return false;
  node->parse_flags = static_cast<GumboParseFlags>(flags);
  node->v.element.tag = tag;
  open_.push_back({node, tag, static_cast<std::uint32_t>(children_.size())});
  ++elements_;
  return true;
}

bool TidyTree::insert() {
  if (!open(tokens_.tag(), GUMBO_INSERTION_NORMAL)) return false;
  GumboElement& element = open_.back().node->v.element;
  element.original_tag = {tokens_.text().data(), tokens_.text().size()};
  return put_attributes(element.attributes, tokens_.attributes(), arena_);
}

bool TidyTree::insert_implied(GumboTag tag) { return open(tag, GUMBO_INSERTION_BY_PARSER | GUMBO_INSERTION_IMPLIED); }

bool TidyTree::insert_with_text(bool references) {
  const GumboTag tag = tokens_.tag();
  if (!insert()) return false;
  if (tag == GUMBO_TAG_TEXTAREA) tokens_.skip_newline();
  std::string_view text;
  if (!tokens_.raw_text(text) || !put_text(text, references)) return false;
  kind_ = tokens_.next();
  return kind_ == Token::end_tag && pop_named(tag);
}

bool TidyTree::put_text(std::string_view run, bool references) {
  if (run.empty()) return true;
  bool decode = false;
  if (references && end_of_run(run, 0, false, decode) != run.size()) return false;
  decode |= run.find('\r') != std::string_view::npos;
  GumboNode* node = make(std::all_of(run.begin(), run.end(), is_html_space) ? GUMBO_NODE_WHITESPACE : GUMBO_NODE_TEXT);
  if (node == nullptr) return false;
  node->v.text.text = decode ? copy(decoded(run, references), arena_) : copy(run, arena_);
  children_.push_back(node);
  return node->v.text.text != nullptr;
}

bool TidyTree::flush() {
  if (pending_.empty()) return true;
  const bool put = put_text(pending_, true);
  pending_ = {};
  joined_.clear();
  return put;
}

bool TidyTree::pop(std::string_view end_tag) {
  if (!flush()) return false;
  GumboNode& node = *open_.back().node;
  GumboElement& element = node.v.element;
  if (element.original_end_tag.length == 0)  // not the body's or the html element's, which stays open behind it
    node.parse_flags = static_cast<GumboParseFlags>(node.parse_flags | GUMBO_INSERTION_IMPLICIT_END_TAG);
  if (!end_tag.empty()) element.original_end_tag = {end_tag.data(), end_tag.size()};
  return take_off();
}

// All that happens at the end tag of a form: a text before it goes behind it.
bool TidyTree::take_off() {
  const Open open = open_.back();
  open_.pop_back();
  GumboElement& element = open.node->v.element;
  const std::size_t count = children_.size() - open.first_child;
  if (count > 0) {
    auto* block = static_cast<void**>(arena_.allocate(count * sizeof(void*)));
    if (block == nullptr) return false;
    std::copy(children_.begin() + open.first_child, children_.end(), block);
    element.children = {block, static_cast<unsigned>(count), static_cast<unsigned>(count)};
    children_.resize(open.first_child);
  }
  children_.push_back(open.node);
  return true;
}

bool TidyTree::pop_named(GumboTag tag) {
  if (open_.empty() || top() != tag) return false;
  GumboNode* node = open_.back().node;
  if (tag == GUMBO_TAG_UNKNOWN) {  // all one to Gumbo
    const GumboStringPiece& begun = node->v.element.original_tag;
    if (std::string_view(begun.data + 1, tokens_.name().size()) != tokens_.name()) return false;
  }
  const GumboParseFlags flags = node->parse_flags;
  if (!pop(end_tag_at_hand())) return false;
  node->parse_flags = flags;
  return true;
}

bool TidyTree::close_implied(GumboTag except) {
  while (may_be_left_open(top()) && top() != except)
    if (!pop(end_tag_at_hand())) return false;
  return true;
}

bool TidyTree::close_implied_until(GumboTag tag) {
  if (!close_implied(tag) || top() != tag) return false;
  return kind_ == Token::end_tag ? pop_named(tokens_.tag()) : pop({});
}

bool TidyTree::close_paragraph() {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const GumboTag tag = open_[i].tag;
    if (tag == GUMBO_TAG_P) return close_implied_until(GUMBO_TAG_P);
    if (tag == GUMBO_TAG_BUTTON || tag == GUMBO_TAG_TABLE || role_of(tag) == Role::cell) return true;
  }
  return true;
}

bool TidyTree::close_cell() {
  return close_implied(GUMBO_TAG_LAST) && role_of(top()) == Role::cell && pop(end_tag_at_hand());
}

bool TidyTree::finish() {
  if (!flush()) return false;
  while (open_.size() > 1)
    if (!pop({})) return false;
  children_.insert(children_.end(), behind_body_.begin(), behind_body_.end());
  return pop({});
}

}  // namespace spoor::adapters
