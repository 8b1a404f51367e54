#include "storage/base/csv.h"

#include <catch2/catch.hpp>

using spoor::csv_cell;

TEST_CASE("CSV: cells are quoted only when needed", "[csv]") {
  CHECK(csv_cell("plain", true) == "plain");
  CHECK(csv_cell("a,b", true) == "\"a,b\"");
  CHECK(csv_cell("say \"hi\"", true) == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("two\nlines", true) == "\"two\nlines\"");
  CHECK(csv_cell("", true).empty());
  CHECK(csv_cell(std::string_view("a\0b", 3), true) == "a\uFFFDb");
}

TEST_CASE("CSV: a cell that a spreadsheet would run is guarded", "[csv]") {
  for (const char* cell : {"=1+1", "+1", "-1", "@handle", "\tx", "\uFF1D1", "\uFF20a"}) {
    CAPTURE(cell);
    CHECK(csv_cell(cell, true).front() == '\'');
    CHECK(csv_cell(cell, false) == cell);
  }
  CHECK(csv_cell("\r=1", true) == "\"'\r=1\"");
}
