// References of a page made absolute, with <base href>.
#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/dom.h"
#include "storage/base/url.h"

namespace spoor::adapters {

class PageLinks {
 public:
  PageLinks(const Document& document, const Url& page_url);
  // The absolute URL; the text itself, trimmed, when it is no reference.
  std::string resolve(std::string_view reference) const;
  const std::string& base_href() const { return base_href_; }  // "" when the page has no usable <base href>

 private:
  Url base_;
  std::string base_href_;
};

}  // namespace spoor::adapters
