// OpenPage: a page's bytes decoded and parsed once, for every adapter that looks at it. Immutable after opening; used
// by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/adapter.h"
#include "adapters/kit/charset.h"
#include "adapters/kit/dom.h"
#include "adapters/kit/metadata.h"

namespace spoor::adapters {

class OpenPage {
 public:
  enum class Kind { html, json, feed, other };

  // Never fails: what cannot be parsed is `other`, or html without a document (too_complex).
  static std::shared_ptr<const OpenPage> open(const Page& page);

  Kind kind = Kind::other;  // by what the bytes are, not by what the header says
  std::string text;         // UTF-8
  std::string charset;
  bool too_complex = false;          // HTML that the guard refused
  std::optional<Document> document;  // html
  PageMetadata metadata;             // html
  Url base;                          // what relative URLs are resolved against
};

// The last node of an HTML page that begins as a document and stops before </body> or </html>: what holds it may have
// been cut off. Nothing for pages that end and for fragments.
Node torn_end(const OpenPage& page);

// page.opened, or the page opened now.
std::shared_ptr<const OpenPage> opened(const Page& page);

}  // namespace spoor::adapters
