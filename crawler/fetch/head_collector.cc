#include "crawler/fetch/head_collector.h"

#include <algorithm>
#include <cctype>

namespace spoor::fetch {

namespace {

constexpr std::string_view kTransferEncoding = "transfer-encoding:";
constexpr std::string_view kRenamed = "X-Archive-Orig-Transfer-Encoding:";

bool is_status_line(std::string_view line) { return line.starts_with("HTTP/"); }
bool is_blank(std::string_view line) { return line == "\r\n" || line == "\n"; }

bool starts_with_name(std::string_view line, std::string_view name) {
  return line.size() >= name.size() && std::equal(name.begin(), name.end(), line.begin(), [](char n, char c) {
           return n == static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
         });
}

int status_of(std::string_view line) {
  const auto space = line.find(' ');
  int status = 0;
  if (space == line.npos) return 0;
  for (const char c : line.substr(space + 1, 3)) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return status;
}

}  // namespace

HeadCollector::Step HeadCollector::add(std::string_view line) {
  if (complete_) return Step::more;
  seen_ += static_cast<std::int64_t>(line.size());
  if (seen_ > limit_) return Step::too_long;
  if (is_blank(line)) {
    if (status_ >= 100 && status_ < 200) {
      text_.clear();
      return Step::more;
    }
    text_.append(line);
    complete_ = true;
    return Step::complete;
  }
  if (text_.empty() && is_status_line(line)) {
    status_ = status_of(line);
    if (line.starts_with("HTTP/2 ")) {
      text_.append("HTTP/1.1").append(line.substr(6));
      return Step::more;
    }
  } else if (starts_with_name(line, kTransferEncoding)) {
    text_.append(kRenamed).append(line.substr(kTransferEncoding.size()));
    return Step::more;
  }
  text_.append(line);
  return Step::more;
}

std::string HeadCollector::take_text() {
  if (!is_status_line(text_) || (status_ >= 100 && status_ < 200)) return {};
  if (!complete_) text_.append(text_.ends_with("\r\n") ? "\r\n" : "\n");
  return std::move(text_);
}

warc::ResponseHead HeadCollector::parse(std::string_view text) {
  const auto parsed = warc::parse_response_head(text);
  if (parsed) return parsed->head;
  warc::ResponseHead head;
  head.status = status_of(text);
  return head;
}

}  // namespace spoor::fetch
