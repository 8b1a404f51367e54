// CDXJ: the sorted index by which replay tools (pywb, wabac, OutbackCDX) find a capture in WARC files
// (standards: warc, section 10). Lines `<surt> <14 digits> <JSON>`, all values strings, sorted bytewise.
//
// Indexed are response, revisit, resource and metadata records, the last two not where they are
// application/warc-fields. A capture by another method than GET is keyed by `__wb_method` and its form body or, for
// other bodies, `__wb_post_data`; JSON bodies are not spread into parameters as pywb does it. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor::warc {

struct CdxjLines {
  std::vector<std::string> lines;  // sorted, each without its line end
  std::int64_t damaged = 0;        // damaged places that were read over
  std::int64_t unplaced = 0;       // records without a gzip member of their own: replay tools cannot find them
};

// The lines of one WARC file; `file_name` is what they call it. unsupported for ARC and Zstandard files.
Result<CdxjLines> cdxj_lines(const std::string& path, std::string_view file_name);

struct CdxjTotals {
  std::int64_t lines = 0, damaged = 0, unplaced = 0;
};
// Writes the index of many files (called by their last path part, without ".open") to `output`, which is replaced only
// when all is written. Memory is bounded; sorted runs are kept in files beside `output` meanwhile.
Result<CdxjTotals> write_cdxj(std::span<const std::string> paths, const std::string& output);

}  // namespace spoor::warc
