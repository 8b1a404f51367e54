// The scan that makes a skeleton of a page (skeleton.h): one pass over the source.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "adapters/kit/skeleton.h"

namespace spoor::adapters {

class SkeletonScan {
 public:
  explicit SkeletonScan(Skeleton& skeleton);
  // False: the page has to stay as it is.
  bool run();

 private:
  struct Tag {
    std::string_view name;  // as written
    bool self_closing = false;
  };
  using Content = Skeleton::Content;

  void text_to(std::size_t end);
  bool markup();
  bool start_tag();
  bool end_tag();
  bool element_in_svg(const Tag& tag);
  Tag tag();
  void attributes(Tag& tag);
  void attribute();
  bool value();
  void unquoted_value();
  void quoted_value(char quote);
  void replace_attributes(const Tag& tag);
  void raw_text(std::string_view name);
  bool script();
  void comment();
  void to_bracket();
  std::size_t end_tag_of(std::string_view name) const;

  void replace(std::size_t begin, std::size_t end, Content content);
  void copy_to(std::size_t end);

  Skeleton& skeleton_;
  std::string_view source_;
  std::size_t at_ = 0;      // next byte of the source
  std::size_t copied_ = 0;  // the skeleton holds what is before
  bool returns_ = false;    // the source has carriage returns
  bool in_body_ = false;    // white space before a text goes where the text goes
  bool columns_ = false, template_ = false, select_ = false;
  bool newline_is_dropped_ = false;  // just behind <pre>
  // Of the tag at hand.
  struct Value {
    std::size_t begin, end;
    Content content;
  };
  std::vector<Value> values_;  // that may be replaced
  std::size_t attributes_begin_ = 0, attributes_end_ = 0;
  int attributes_count_ = 0;
  bool plain_attributes_ = true;  // nothing in them that only a tokenizer of HTML should read
  bool compared_ = false;         // its attributes are compared with those of others
  std::unordered_map<std::string_view, std::uint32_t> compared_values_;  // and the run that stands for each
  int svg_ = 0;
  bool svg_text_ = false;  // in an element of SVG in which HTML may stand
};

}  // namespace spoor::adapters
