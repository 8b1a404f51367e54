#include "crawler/pipeline/robots_rows.h"

#include <charconv>

#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

std::string row_key(std::string_view origin) { return kv::make_key(kv::kRobots, {origin}); }

// Takes the text up to the next LF off the front.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

template <class Number>
bool to_number(std::string_view text, Number& out) {
  return std::from_chars(text.data(), text.data() + text.size(), out).ec == std::errc();
}

}  // namespace

void put_robots(kv::Overlay& index, std::string_view origin, const RobotsAnswer& answer) {
  std::string reason = answer.reason;
  for (char& c : reason) c = c == '\n' ? ' ' : c;
  index.put(row_key(origin), std::to_string(answer.status) + "\n" + std::to_string(answer.fetched_at.us) + "\n" +
                                 reason + "\n" + answer.body.substr(0, 512'000));
}

Result<std::optional<RobotsAnswer>> get_robots(const kv::Store& index, std::string_view origin) {
  auto row = index.get(row_key(origin));
  if (!row) return row.error();
  if (!*row) return std::optional<RobotsAnswer>();
  std::string_view rest = **row;
  RobotsAnswer answer;
  if (!to_number(take_line(rest), answer.status) || !to_number(take_line(rest), answer.fetched_at.us)) {
    return Error{ErrorCode::corruption, "damaged robots row; rebuild with 'spoor reindex'", std::string(origin)};
  }
  answer.reason = take_line(rest);
  answer.body = rest;
  return std::optional<RobotsAnswer>(std::move(answer));
}

}  // namespace spoor::pipeline
