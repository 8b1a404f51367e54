#include "storage/warc/http_message.h"

#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxHeaders = 10'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "HTTP/1.1 200 OK", "HTTP/2 200", "HTTP/1.0 200"; also "ICY 200 OK" of old stream servers.
bool parse_status_line(std::string_view line, ResponseHead& head) {
  if (line.starts_with("HTTP/")) {
    line.remove_prefix(5);
    while (!line.empty() && (is_digit(line.front()) || line.front() == '.')) line.remove_prefix(1);
  } else if (line.starts_with("ICY ")) {
    line.remove_prefix(3);
  } else {
    return false;
  }
  line = trimmed(line);
  if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return false;
  if (line.size() > 3 && is_digit(line[3])) return false;
  head.status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  head.reason = trimmed(line.substr(3));
  return head.status >= 100;
}

}  // namespace

std::optional<std::string_view> header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

Result<ParsedHead> parse_response_head(std::string_view block) {
  ParsedHead parsed;
  std::string_view rest = block;
  if (!parse_status_line(take_line(rest), parsed.head)) {
    return Error{ErrorCode::corruption, "the response does not begin with an HTTP status line", ""};
  }
  Headers& headers = parsed.head.headers;
  bool open = false;  // whether a folded line has a header to belong to
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (open) headers.back().second.append(" ").append(trimmed(line));
      continue;
    }
    std::string_view name, value;
    open = headers.size() < kMaxHeaders && split_field(line, name, value);
    if (open) headers.emplace_back(name, value);
  }
  parsed.size = block.size() - rest.size();
  return parsed;
}

std::string encode_response_head(const ResponseHead& head) {
  std::string out =
      "HTTP/1.1 " + std::to_string(head.status) + " " + std::string(trimmed(one_line(head.reason))) + "\r\n";
  for (const auto& [name, value] : head.headers) {
    if (name.empty() || name.front() == ':') continue;  // HTTP/2 pseudo-headers have no HTTP/1.1 form
    out += field_name(name);
    out += ": ";
    out += trimmed(one_line(value));
    out += "\r\n";
  }
  out += "\r\n";
  return out;
}

}  // namespace spoor::warc
