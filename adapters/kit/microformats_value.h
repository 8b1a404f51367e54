// Values of microformats2 properties: p-, u-, dt-, e-, with the value class pattern.
#pragma once

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "adapters/kit/dom.h"
#include "adapters/kit/page_links.h"

namespace spoor::adapters {

class MicroformatValues {
 public:
  explicit MicroformatValues(const PageLinks& links) : links_(links) {}

  std::string text(Node node);        // p-
  boost::json::value url(Node node);  // u-: a string, or {value, alt} of an image
  // dt-: `date` is the date of the item's last dt- property, for times without one; it is updated.
  std::string date_time(Node node, std::string& date);
  boost::json::value embedded(Node node);  // e-: {html, value}
  boost::json::value image(Node node, const char* attribute);

  enum class Images { none, alt, alt_or_source };
  // textContent without scripts and styles, trimmed.
  std::string content(Node node, Images images);

 private:
  std::optional<std::string> value_class(Node node);
  std::optional<std::string> date_class(Node node, std::string& date);

  const PageLinks& links_;
  long budget_ = 16 << 20;  // characters gathered: properties inside properties read the same text again
};

}  // namespace spoor::adapters
