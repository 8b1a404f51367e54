// UrlTemplate: one shape of URL of a platform, matched below a site's base, and the way back from ids to a URL.
//
//   /viewtopic.php?t={topic:int}&start={start:int?}&!view     parameters in any order; others are ignored; !view must
//   be absent /thread-{topic:int}-{page:int}-{*:int}.html               holes inside a segment (pattern.h)
//   //{user:word}.example.com/{rest:path}                     a host; {name:path} takes the rest of the path
//   /showthread.php?{thread:int}-{*}&p={post:int?}            a part without '=' that holds a hole or a '/' is matched
//                                                             with the query's first part without '='
//   /index.php?topic={topic:int}.{start:int};all={all?}       written with ';', it also parts the URL's parameters by
//   ';'
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/site/pattern.h"
#include "storage/base/url.h"

namespace spoor::adapters {

class UrlTemplate {
 public:
  static Result<UrlTemplate> compile(std::string_view text);

  // True when the URL's path lies below `base` ("" or "/forum") and has this shape. Values are percent-decoded.
  bool match(const Url& url, std::string_view base, Captures& into) const;
  bool has_host() const { return host_.has_value(); }
  const std::string& text() const { return text_; }
  std::vector<std::string> names() const;

 private:
  struct Parameter {
    std::string name;
    Pattern value;
    bool optional = false, forbidden = false;
    bool bare = false;  // no name: the query's first part without '='
  };
  bool match_path(std::string_view path, Captures& into) const;
  bool match_query(std::string_view query, Captures& into) const;

  std::string text_;
  std::optional<Pattern> host_;
  std::vector<Pattern> segments_;
  std::string rest_;  // name of the {rest:path} hole, "" if none
  std::vector<Parameter> query_;
  bool semicolons_ = false;
};

// Where the holes of a template get their values.
class HoleValues {
 public:
  HoleValues(const Captures& values) : first_(&values) {}  // NOLINT: a map is the usual case
  // {value}, then the names of one map, then those of another. All are borrowed.
  HoleValues(std::string_view value, const Captures& first, const Captures& second)
      : value_(value), first_(&first), second_(&second) {}
  std::string_view get(std::string_view name) const;  // "" if there is none

 private:
  std::optional<std::string_view> value_;
  const Captures* first_ = nullptr;
  const Captures* second_ = nullptr;
};

// Writes a URL from a template with {name} holes: "/viewtopic.php?t={topic}&start={start!0}". Values are
// percent-encoded; a parameter whose hole is empty, or equals what stands after '!', is left out; a path hole that is
// empty gives "".
std::string fill_url(std::string_view text, const HoleValues& values);
// True when every hole that is not in a name=value parameter or in the fragment has a value.
bool can_fill_path(std::string_view text, const HoleValues& values);
// The same holes in running text, without encoding; empty holes stay empty.
std::string fill_text(std::string_view text, const HoleValues& values);

}  // namespace spoor::adapters
