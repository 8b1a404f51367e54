#include "storage/base/csv.h"

namespace spoor {
namespace {

bool would_run(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
  for (std::string_view full_width : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    if (text.starts_with(full_width)) return true;
  }
  return false;
}

}  // namespace

std::string csv_cell(std::string_view text, bool guard) {
  std::string cell;
  cell.reserve(text.size() + 2);
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) cell += '"';
  if (guard && would_run(text)) cell += '\'';
  for (const char c : text) {
    if (c == '\0') {
      cell += "\uFFFD";
      continue;
    }
    if (c == '"') cell += '"';
    cell += c;
  }
  if (quoted) cell += '"';
  return cell;
}

}  // namespace spoor
