#include "storage/warc/file_name.h"

#include <charconv>

namespace spoor::warc {
namespace {

constexpr std::string_view kSuffix = ".warc.gz";

std::optional<std::int64_t> to_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<Timestamp> parse_stamp14(std::string_view text) {
  const auto all = to_number(text);
  if (text.size() != 14 || !all || *all < 0) return std::nullopt;
  const auto two = [&](std::size_t at) { return static_cast<int>(*to_number(text.substr(at, 2))); };
  return from_civil(static_cast<int>(*to_number(text.substr(0, 4))), two(4), two(6), two(8), two(10), two(12));
}

// Takes "-part" off the front; the part ends before the next '-'.
bool take_part(std::string_view& text, std::string_view& part) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  part = text.substr(0, text.find('-'));
  text.remove_prefix(part.size());
  return true;
}

}  // namespace

std::string to_file_name(const FileName& name) {
  std::string serial = std::to_string(name.serial);
  if (serial.size() < 5) serial.insert(0, 5 - serial.size(), '0');
  std::string out = name.prefix + "-" + to_stamp14(name.created) + "-" + serial + "-" + name.host;
  out += kSuffix;
  return out;
}

std::optional<FileName> parse_file_name(std::string_view file_name) {
  if (file_name.ends_with(kOpenSuffix)) file_name.remove_suffix(kOpenSuffix.size());
  if (!file_name.ends_with(kSuffix)) return std::nullopt;
  file_name.remove_suffix(kSuffix.size());
  // Prefix and host may hold '-' too: the first part of 14 digits decides.
  for (std::size_t dash = file_name.find('-'); dash != std::string_view::npos; dash = file_name.find('-', dash + 1)) {
    std::string_view rest = file_name.substr(dash), stamp, serial;
    if (!take_part(rest, stamp) || !take_part(rest, serial) || rest.size() < 2) continue;
    const auto created = parse_stamp14(stamp);
    const auto number = to_number(serial);
    if (!created || !number || *number < 0) continue;
    return FileName{std::string(file_name.substr(0, dash)), *created, *number, std::string(rest.substr(1))};
  }
  return std::nullopt;
}

std::string file_name_part(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += allowed ? c : '-';
  }
  return out.empty() ? "spoor" : out;
}

}  // namespace spoor::warc
