#include "crawler/seeds/seed_list.h"

#include <algorithm>
#include <unordered_map>

#include "crawler/seeds/csv.h"
#include "crawler/seeds/link_finder.h"
#include "crawler/seeds/table.h"
#include "crawler/seeds/text.h"
#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::seeds {
namespace {

constexpr std::size_t kKeptOfTooLong = 200;

Result<std::string> read_all(std::istream& input, std::string_view source, std::size_t max_bytes) {
  std::string bytes;
  std::string block(std::size_t{1} << 16, '\0');
  while (input.read(block.data(), static_cast<std::streamsize>(block.size())) || input.gcount() > 0) {
    bytes.append(block, 0, static_cast<std::size_t>(input.gcount()));
    if (bytes.size() > max_bytes) {
      return Error{ErrorCode::too_large, "more than " + std::to_string(max_bytes) + " bytes; split the list",
                   std::string(source)};
    }
  }
  if (input.bad()) return Error{ErrorCode::io, "reading failed", std::string(source)};
  return bytes;
}

void judge(SeedRow& row, const FoundLink& link) {
  row.url = link.url;
  row.reason = link.reason;
  row.bare_host = link.kind == FoundLink::Kind::host;
  if (link.is_link()) {
    row.status = "ok";
    if (link.in_text)
      row.reason += row.reason.empty() ? "text around the link was left out" : "; text around the link was left out";
  } else {
    row.status = link.kind == FoundLink::Kind::invalid ? "invalid" : "no_link";
  }
}

void judge_too_long(SeedRow& row, std::string_view text, std::size_t bytes, std::size_t limit) {
  row.input = valid_utf8(text.substr(0, kKeptOfTooLong));
  row.status = "invalid";
  row.reason = "the line has " + std::to_string(bytes) + " bytes; at most " + std::to_string(limit) + " are read";
}

std::vector<SeedRow> rows_of_lines(std::string_view text, std::size_t max_row_bytes) {
  std::vector<SeedRow> rows;
  for (std::int64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = trim(text.substr(0, end));
    const bool is_crlf = end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n';
    text.remove_prefix(std::min(text.size(), end + (is_crlf ? 2 : 1)));
    if (line.empty() || line.front() == '#') continue;
    SeedRow row;
    row.line = number;
    if (line.size() > max_row_bytes) {
      judge_too_long(row, line, line.size(), max_row_bytes);
    } else {
      row.input = valid_utf8(line);
      judge(row, find_link(row.input));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

struct CellLink {
  std::size_t column;
  FoundLink link;
};

CellLink link_of_row(const CsvRow& row, const std::vector<std::size_t>& columns, std::size_t type) {
  CellLink first{columns.front(), {}};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] >= row.cells.size()) continue;
    FoundLink link = find_link(valid_utf8(row.cells[columns[i]]));
    if (link.is_link()) return {columns[i], std::move(link)};
    if (i == 0) first.link = std::move(link);
  }
  if (first.link.reason.empty()) first.link.reason = "no text where links are expected";
  if (type < row.cells.size()) {
    if (std::string reason = type_reason(row.cells[type]); !reason.empty()) first.link.reason = std::move(reason);
  }
  return first;
}

std::vector<SeedRow> rows_of_table(const Table& table, const std::vector<std::size_t>& columns, std::size_t max_bytes) {
  std::vector<SeedRow> rows;
  const std::size_t type = type_column(table);
  for (const CsvRow& cells : table.rows) {
    SeedRow row;
    row.line = cells.line;
    if (cells.bytes > max_bytes) {
      judge_too_long(row, cells.cells.front(), cells.bytes, max_bytes);
      rows.push_back(std::move(row));
      continue;
    }
    for (std::size_t c = 0; c < cells.cells.size(); ++c)
      row.columns.emplace_back(table.names[c], valid_utf8(cells.cells[c]));
    // A package's name looks like a host: what the list itself says comes first.
    const std::string no_page = type < cells.cells.size() ? type_reason(cells.cells[type]) : "";
    CellLink found = link_of_row(cells, columns, type);
    if (!no_page.empty() && found.link.kind != FoundLink::Kind::url)
      found.link = {FoundLink::Kind::none, "", no_page, false};
    if (found.column < row.columns.size()) row.input = std::string(trim(row.columns[found.column].second));
    judge(row, found.link);
    rows.push_back(std::move(row));
  }
  return rows;
}

void name_duplicates(std::vector<SeedRow>& rows) {
  std::unordered_map<std::string, std::int64_t> first_line;
  for (SeedRow& row : rows) {
    if (row.status != "ok") continue;
    const auto url = Url::parse(row.url);
    const auto [at, is_first] = first_line.emplace(url ? canonical_url(*url).href() : row.url, row.line);
    if (is_first) continue;
    row.status = "duplicate";
    row.duplicate_of = at->second;
    row.reason = "same link as line " + std::to_string(at->second);
  }
}

bool ends_with_csv(std::string_view source) {
  std::string end(source.substr(source.size() - std::min<std::size_t>(source.size(), 4)));
  for (char& c : end) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return end == ".csv" || end == ".tsv";
}

}  // namespace

Result<SeedList> read_seeds(std::istream& input, std::string_view source, const SeedOptions& options) {
  auto bytes = read_all(input, source, options.max_bytes);
  if (!bytes) return bytes.error();
  SeedList list;
  list.source = source;
  list.sha256 = sha256_hex(*bytes);
  const std::string text = decode_file(std::move(*bytes));
  const bool is_csv = ends_with_csv(source) || !options.column.empty();
  if (const auto separator = find_separator(text, is_csv)) {
    const Table table = read_table(text, *separator, options.max_row_bytes);
    if (!table.names.empty()) {
      const auto columns = link_columns(table, options.column);
      if (!columns) return Error{columns.error().code, columns.error().message, std::string(source)};
      list.columns = table.names;
      list.rows = rows_of_table(table, *columns, options.max_row_bytes);
    }
  } else {
    list.rows = rows_of_lines(text, options.max_row_bytes);
  }
  name_duplicates(list.rows);
  return list;
}

}  // namespace spoor::seeds
