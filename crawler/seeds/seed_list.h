// Seeds: what an investigator hands in, as a list of rows. Reads plain lines (URLs, bare hosts, handles, text with a
// URL in it) and CSV with any columns; undoes defanging. Every input line gives exactly one row and no line stops the
// reading; comments and blank lines (or rows) are not input lines.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor::seeds {

struct SeedRow {
  std::int64_t line = 0;          // where it begins in its source, from 1
  std::string input;              // the line, or the cell that was read for a link, as written (valid UTF-8)
  std::string url;                // "" when there is no link
  bool bare_host = false;         // a host and nothing else was given
  std::string status;             // ok | no_link | invalid | duplicate
  std::string reason;             // why it is not ok; with ok, what was assumed ("no scheme was given, https assumed")
  std::int64_t duplicate_of = 0;  // line of the first row with this link
  std::vector<std::pair<std::string, std::string>> columns;  // of a CSV, all of them, in order; empty for plain lines
};

struct SeedList {
  std::vector<SeedRow> rows;
  std::vector<std::string> columns;  // names, empty for plain lines
  std::string source;                // name that was given
  std::string sha256;                // of the bytes read
};

struct SeedOptions {
  std::string column;  // name of the CSV column to read links from; "" = the one with most links
  std::size_t max_bytes = std::size_t{256} << 20;    // more is too_large
  std::size_t max_row_bytes = std::size_t{1} << 20;  // a longer row becomes `invalid`
};

// `source` names the input in messages; a ".csv" or ".tsv" at its end says what it is, otherwise the content does.
// Errors: io; too_large; invalid_argument for an unknown column (the message lists those that are there).
Result<SeedList> read_seeds(std::istream& input, std::string_view source, const SeedOptions& options = {});

}  // namespace spoor::seeds
