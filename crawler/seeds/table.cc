#include "crawler/seeds/table.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "crawler/seeds/link_finder.h"
#include "crawler/seeds/text.h"

namespace spoor::seeds {
namespace {

constexpr std::size_t kSampleRows = 2'000;  // that decide which column holds the links

std::string lowered(std::string_view text) {
  std::string out(trim(text));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '-') c = '_';
  }
  return out;
}

// Names under which lists publish their links, and other columns of such lists.
constexpr std::array<std::string_view, 22> kLinkNames = {
    "url",       "link",    "uri",     "href",     "indicator", "indicator_value", "ioc",         "value",
    "permalink", "address", "website", "web_site", "post_url",  "profile_url",     "account_url", "source_url",
    "urls",      "links",   "post",    "profile",  "domain",    "observable"};
constexpr std::array<std::string_view, 22> kOtherNames = {
    "tactic",         "technique", "procedure", "note",     "notes",   "comment", "comments", "type",
    "indicator_type", "ds",        "date",      "platform", "account", "name",    "id",       "title",
    "text",           "handle",    "username",  "language", "country", "category"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view name) {
  return std::find(words.begin(), words.end(), lowered(name)) != words.end();
}

bool is_header(const CsvRow& row) {
  std::set<std::string> seen;
  bool known = false, plain = true;
  for (const std::string& cell : row.cells) {
    const std::string name = lowered(cell);
    if (name.empty()) continue;
    if (find_link(cell).is_link()) return false;
    known = known || is_one_of(kLinkNames, name) || is_one_of(kOtherNames, name);
    plain =
        plain && name.size() <= 64 && name.find_first_of("0123456789") == std::string::npos && seen.insert(name).second;
  }
  return known || (plain && seen.size() >= 2);
}

std::string column_name(std::size_t column) { return "column_" + std::to_string(column + 1); }

struct Tally {
  std::size_t column = 0;
  std::int64_t strong = 0, weak = 0, filled = 0, in_text = 0;
  bool named = false;  // as a column of links

  std::int64_t links() const { return strong + weak; }
  // A host alone may be a word with a dot in it.
  std::int64_t score() const { return 4 * (strong - in_text) + 2 * in_text + weak + (named ? 1 : 0); }
  bool holds_little_else() const { return links() - in_text > 0 && (2 * (links() - in_text) >= filled || named); }
};

std::vector<Tally> count_links(const Table& table) {
  std::vector<Tally> tallies(table.names.size());
  for (std::size_t c = 0; c < tallies.size(); ++c) {
    tallies[c].column = c;
    tallies[c].named = is_one_of(kLinkNames, table.names[c]);
  }
  for (std::size_t r = 0; r < std::min(table.rows.size(), kSampleRows); ++r) {
    const auto& cells = table.rows[r].cells;
    for (std::size_t c = 0; c < std::min(cells.size(), tallies.size()); ++c) {
      if (trim(cells[c]).empty()) continue;
      ++tallies[c].filled;
      const FoundLink link = find_link(cells[c]);
      if (!link.is_link()) continue;
      ++(link.kind == FoundLink::Kind::host ? tallies[c].weak : tallies[c].strong);
      if (link.in_text && link.kind != FoundLink::Kind::host) ++tallies[c].in_text;
    }
  }
  return tallies;
}

}  // namespace

Table read_table(std::string_view text, char separator, std::size_t max_row_bytes) {
  Table table;
  CsvReader reader(text, separator);
  bool at_start = true;
  std::size_t columns = 0;
  while (auto row = reader.next()) {
    if (row->is_blank()) continue;
    if (at_start && trim(row->cells.front()).substr(0, 1) == "#") continue;
    if (at_start && row->bytes <= max_row_bytes && is_header(*row)) {
      for (const std::string& cell : row->cells) table.names.push_back(valid_utf8(trim(cell)));
    } else {
      columns = std::max(columns, row->cells.size());
      table.rows.push_back(std::move(*row));
    }
    at_start = false;
  }
  while (table.names.size() < columns) table.names.push_back(column_name(table.names.size()));
  for (std::size_t c = 0; c < table.names.size(); ++c) {
    if (table.names[c].empty()) table.names[c] = column_name(c);
  }
  return table;
}

Result<std::vector<std::size_t>> link_columns(const Table& table, std::string_view named) {
  std::vector<std::size_t> columns;
  if (!named.empty()) {
    std::string there;
    for (std::size_t c = 0; c < table.names.size(); ++c) {
      if (lowered(table.names[c]) == lowered(named)) return std::vector<std::size_t>{c};
      there += (c ? ", " : "") + table.names[c];
    }
    return Error{ErrorCode::invalid_argument, "no column \"" + std::string(named) + "\"; there are: " + there, ""};
  }
  std::vector<Tally> tallies = count_links(table);
  std::stable_sort(tallies.begin(), tallies.end(),
                   [](const Tally& a, const Tally& b) { return a.score() > b.score(); });
  for (const Tally& tally : tallies) {
    if (columns.empty() || tally.holds_little_else()) columns.push_back(tally.column);
  }
  return columns;
}

std::size_t type_column(const Table& table) {
  for (std::size_t c = 0; c < table.names.size(); ++c) {
    const std::string name = lowered(table.names[c]);
    if (name == "indicator_type" || name == "ioc_type" || name == "observable_type" || name == "type") return c;
  }
  return table.names.size();
}

std::string type_reason(std::string_view type) {
  static constexpr std::pair<std::string_view, std::string_view> kNoPages[] = {
      {"md5", "an MD5 hash"},
      {"sha1", "a SHA-1 hash"},
      {"sha_1", "a SHA-1 hash"},
      {"sha256", "a SHA-256 hash"},
      {"sha_256", "a SHA-256 hash"},
      {"hash", "a hash"},
      {"filehash", "a hash"},
      {"ip", "an IP address"},
      {"ipv4", "an IP address"},
      {"ipv6", "an IP address"},
      {"ip_dst", "an IP address"},
      {"ip_src", "an IP address"},
      {"ip_address", "an IP address"},
      {"email", "an e-mail address"},
      {"email_address", "an e-mail address"},
      {"phone_number", "a telephone number"},
      {"filename", "a file name"},
      {"android_package_name", "the name of an Android package"},
      {"package_name", "the name of a package"},
      {"ios_app_id", "the id of an iOS app"},
  };
  const std::string name = lowered(type);
  for (const auto& [word, meaning] : kNoPages) {
    if (name == word) return std::string(meaning) + ", not a page";
  }
  return "";
}

}  // namespace spoor::seeds
