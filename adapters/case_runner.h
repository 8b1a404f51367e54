// Cases: recorded, rendered or handmade pages with what an adapter must find in them. How a researcher proves a
// definition and how this project proves its own. A case is a folder:
//
//   page.yaml      url, status, headers, captured_at, site, origin (recorded|rendered|handmade), body or corpus (a
//   file) body.*         the page's bytes expected.json  what must be there: adapter, kind, status, counts, and parts
//   of posts, accounts, threads and leads
//
// For tests and `spoor adapters test`; the only place in adapters/ that reads files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/registry.h"
#include "storage/base/result.h"

namespace spoor::adapters {

// A case as it stands in its folder. `page` borrows `body`.
struct Case {
  std::string origin;  // recorded, rendered, handmade
  std::string body;
  Site site;
  Page page;
};

// Errors as run_case.
Result<std::unique_ptr<Case>> read_case(const std::string& folder, const std::string& corpus = "");

struct CaseReport {
  std::string folder;
  std::string origin;         // recorded, rendered, handmade
  std::string adapter, kind;  // what read the page
  bool passed = false;
  std::string diff;  // what differs, three lines each: posts[native_id="3"].author.handle, expected "a", got "b"
  std::string got;   // everything that was read, as indented JSON (what an expected.json is made from)
};

// `corpus` is the folder that `corpus:` bodies are relative to; "" when there is none: such a case gives not_found.
// Other errors: the case itself is damaged (invalid_argument, with the file).
Result<CaseReport> run_case(const std::string& folder, const Registry& registry, const std::string& corpus = "");

// An interpretation as JSON in the form of expected.json, complete.
std::string interpretation_json(const Interpretation& interpretation);
// What `expected` (JSON) asks for and `got` (interpretation_json) does not have. Objects: every expected key; null:
// must be absent; arrays of records: matched by native_id, handle or url; other arrays: element by element, same
// length.
std::vector<std::string> compare_json(std::string_view expected, std::string_view got);

}  // namespace spoor::adapters
