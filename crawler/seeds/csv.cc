#include "crawler/seeds/csv.h"

#include <algorithm>
#include <utility>

namespace spoor::seeds {
namespace {

constexpr std::size_t kMaxQuoted = std::size_t{1} << 20;
constexpr std::size_t kMaxQuotedLater = 4'096;  // when quotes were left open before: they mean nothing in this file
constexpr int kMaxUnclosed = 3;
constexpr std::size_t kMaxCells = 1'000;
constexpr int kSampleRows = 40;
constexpr std::size_t kSampleBytes = std::size_t{1} << 20;

// How well a separator fits: rows that have as many cells as the first, when that is at least two.
std::pair<int, int> fit(std::string_view text, char separator) {
  CsvReader reader(text.substr(0, kSampleBytes), separator);
  std::size_t columns = 0;
  int rows = 0, agreeing = 0;
  while (rows < kSampleRows) {
    const auto row = reader.next();
    if (!row) break;
    if (row->is_blank()) continue;
    ++rows;
    if (columns == 0) columns = row->cells.size();
    if (row->cells.size() == columns) ++agreeing;
  }
  return columns < 2 ? std::pair(0, rows) : std::pair(agreeing, rows);
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace(" \t\r\n\v\f\0", 7);
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

bool CsvRow::is_blank() const {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return trim(cell).empty(); });
}

std::optional<CsvRow> CsvReader::next() {
  if (at_ >= text_.size()) return std::nullopt;
  CsvRow row;
  row.line = line_;
  const std::size_t begin = at_;
  for (;;) {
    std::string cell = read_cell();
    if (row.cells.size() < kMaxCells) {
      row.cells.push_back(std::move(cell));
    } else {
      row.cells.back().append(1, separator_).append(cell);
    }
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  row.bytes = at_ - begin;
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n' && (at_ == begin + row.bytes || text_[at_ - 1] == '\r')) ++at_;
  ++line_;
  return row;
}

std::string CsvReader::read_cell() {
  std::string cell;
  if (at_ < text_.size() && text_[at_] == '"') {
    if (auto quoted = read_quoted()) cell = std::move(*quoted);
  }
  const std::size_t begin = at_;
  while (!at_line_end() && text_[at_] != separator_) ++at_;
  return cell.append(text_.substr(begin, at_ - begin));  // after a closing quote: what is there is kept
}

// The text between the quotes; nullopt, and nothing read, when the closing one is missing.
std::optional<std::string> CsvReader::read_quoted() {
  std::string cell;
  std::int64_t lines = 0;
  const std::size_t limit = unclosed_ < kMaxUnclosed ? kMaxQuoted : kMaxQuotedLater;
  for (std::size_t i = at_ + 1; i < text_.size() && i - at_ < limit; ++i) {
    const char c = text_[i];
    if (c == '"') {
      if (i + 1 < text_.size() && text_[i + 1] == '"') {
        ++i;
      } else {
        at_ = i + 1;
        line_ += lines;
        return cell;
      }
    } else if (c == '\n' || (c == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'))) {
      ++lines;
    }
    cell += c;
  }
  ++unclosed_;
  return std::nullopt;
}

std::optional<char> find_separator(std::string_view text, bool is_csv) {
  std::optional<char> best;
  std::pair<int, int> best_fit{0, 0};
  for (const char separator : {',', ';', '\t'}) {
    const auto fits = fit(text, separator);
    if (fits.first > best_fit.first) {
      best = separator;
      best_fit = fits;
    }
  }
  if (is_csv) return best.value_or(',');
  // Prose and URLs have commas too: without a name that says CSV, two rows or more must all agree.
  return best && best_fit.first >= 2 && best_fit.first == best_fit.second ? best : std::nullopt;
}

}  // namespace spoor::seeds
