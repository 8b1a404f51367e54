// Pages from strangers through the kit: decode, parse, select, text, HTML, metadata.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "adapters/kit/charset.h"
#include "adapters/kit/metadata.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"
#include "adapters/kit/utf8.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void walk(const Document& document) {
  static const Selector selectors[] = {Selector::must("a[href], .post > p:not(.x)"),
                                       Selector::must("*:has(> b + i ~ u)"), Selector::must("li:nth-child(2n+1)"),
                                       Selector::must("p:contains('a b')"),
                                       Selector::must("b:last-of-type, :only-child:empty")};
  for (const Selector& selector : selectors)
    for (Node node : selector.all(document.root())) require(selector.matches(node));
  require(is_utf8(text_of(document.root())));
  html_of(document.root());
  html_of(document.body(), {selectors[2]});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A buffer of exactly the size, so that reading one byte too far is seen.
  auto exact = std::make_unique<char[]>(size);
  std::copy(data, data + size, exact.get());
  std::string_view bytes(exact.get(), size);
  Decoded decoded = decode_text(bytes, size % 2 == 0 ? "text/html" : "text/html; charset=utf-8");
  require(is_utf8(decoded.utf8));
  text_of_fragment(bytes);
  auto selector = Selector::compile(bytes.substr(0, 60));
  auto document = Document::parse(decoded.utf8);
  if (!document) return 0;
  if (selector) selector->all(document->root());
  walk(*document);
  static const Url url = *Url::parse("https://example.org/a/b");
  read_metadata(*document, url);
  read_schema_org(*document, url);
  read_microformats(*document, url);
  return 0;
}
