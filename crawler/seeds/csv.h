// CSV as it is met (RFC 4180 and what spreadsheets make of it): quoted cells with separators, doubled quotes and line
// breaks in them; CR, LF or CRLF. A quote that is never closed is a plain character. Linear time; borrows the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::seeds {

struct CsvRow {
  std::int64_t line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
  std::size_t bytes = 0;  // as written

  bool is_blank() const;  // nothing but white space
};

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}
  std::optional<CsvRow> next();

 private:
  std::string read_cell();
  std::optional<std::string> read_quoted();
  bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  int unclosed_ = 0;
};

// What separates the cells: ',', ';' or TAB when the first rows agree on a number of columns; nullopt when the text is
// plain lines. With `is_csv` there is always an answer.
std::optional<char> find_separator(std::string_view text, bool is_csv);

std::string_view trim(std::string_view text);  // ASCII white space

}  // namespace spoor::seeds
