#include "adapters/kit/page_links.h"

#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

PageLinks::PageLinks(const Document& document, const Url& page_url) : base_(page_url) {
  static const Selector base = Selector::must("base[href]");
  Node node = base.first(document.root());
  if (!node) return;
  auto url = Url::parse(trim(node.attr_or("href")), page_url.href().empty() ? nullptr : &page_url);
  if (!url || !url->is_http()) return;
  base_ = *url;
  base_href_ = base_.href();
}

std::string PageLinks::resolve(std::string_view reference) const {
  std::string text = trim(reference);
  auto url = Url::parse(text, base_.href().empty() ? nullptr : &base_);
  return url ? url->href() : text;
}

}  // namespace spoor::adapters
