// Tags, texts and comments of a page that is written tidily: quoted attributes, references that are references, nothing
// that only the tokenizer of the HTML Standard (13.2.5) should read. For anything else the page is no tidy one.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <gumbo.h>

#include "adapters/kit/source_text.h"

namespace spoor::adapters {

class TidyTokens {
 public:
  enum class Kind { text, start_tag, end_tag, comment, doctype, end, untidy };

  // `source`: UTF-8 without odd characters; must outlive this.
  explicit TidyTokens(std::string_view source) : source_(source) {}

  Kind next();
  // Of the newest token: the text or comment as written, or the whole tag.
  std::string_view text() const { return text_; }
  bool blank() const { return blank_; }            // a text of white space alone
  GumboTag tag() const { return tag_; }            // of the newest tag
  std::string_view name() const { return name_; }  // as written
  const std::vector<SourceAttribute>& attributes() const { return attributes_; }

  // Behind the start tag of an element that holds text alone: that text; the next token is the end tag. False: untidy.
  bool raw_text(std::string_view& text);
  void skip_newline();  // directly behind <pre>
  void drop_space();    // at the beginning of the newest text

 private:
  Kind markup();
  Kind take_text();
  Kind comment();
  Kind doctype();
  Kind tag(Kind kind, std::size_t name_begin);
  bool attribute();
  bool value(std::string_view& value);

  std::string_view source_;
  std::size_t at_ = 0;
  std::string_view text_, name_;
  GumboTag tag_ = GUMBO_TAG_UNKNOWN;
  bool blank_ = false;
  std::vector<SourceAttribute> attributes_;
};

}  // namespace spoor::adapters
