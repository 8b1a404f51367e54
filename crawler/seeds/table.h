// A CSV as a table: which row names the columns, which column holds the links.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/seeds/csv.h"
#include "storage/base/result.h"

namespace spoor::seeds {

struct Table {
  std::vector<std::string> names;  // of the columns; "column_1", ... without a header
  std::vector<CsvRow> rows;        // with content, header and comments left out
};

Table read_table(std::string_view text, char separator, std::size_t max_row_bytes);

// Columns in which to look for a row's link, best first: the one named, or else the one with most links and then those
// that hold little else (a URL and its archived copy). invalid_argument when there is no column of that name.
Result<std::vector<std::size_t>> link_columns(const Table& table, std::string_view named);

// The column that says what kind of indicator a row is ("md5", "domain_name"); names.size() if there is none.
std::size_t type_column(const Table& table);
// Why an indicator of this type is no page; "" if it may be one.
std::string type_reason(std::string_view type);

}  // namespace spoor::seeds
