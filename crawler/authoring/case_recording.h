// Case recording: makes a case of a captured answer (adapters/case_runner.h has the form), masked (masking.h). What the
// adapters read of it now becomes the expectation: somebody has to compare it with the page.
#pragma once

#include <string>
#include <vector>

#include "adapters/registry.h"
#include "storage/archive/exchange.h"
#include "storage/base/result.h"

namespace spoor::authoring {

struct CaseFile {
  std::string name;  // page.yaml, body.html, expected.json
  std::string content;
};

struct RecordedCase {
  std::string adapter, kind;  // what read the page
  std::size_t posts = 0, accounts = 0, threads = 0;
  std::vector<CaseFile> files;
};

// `software`: what runs the site, where the page alone does not show it (an answer of an API); "" = as it was known
// when the page was captured. `masked` false: a page of made-up content, which holds nothing of anybody; its origin is
// "rendered". unsupported when the answer is no page (a redirect, a 304).
Result<RecordedCase> record_case(const adapters::Registry& registry, const Exchange& exchange,
                                 const std::string& software, bool masked);

}  // namespace spoor::authoring
