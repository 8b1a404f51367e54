#include "tests/web/answer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace spoor::web {
namespace {

std::string_view reason(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 18> kReasons = {{{200, "OK"},
                                                                          {204, "No Content"},
                                                                          {301, "Moved Permanently"},
                                                                          {302, "Found"},
                                                                          {303, "See Other"},
                                                                          {304, "Not Modified"},
                                                                          {307, "Temporary Redirect"},
                                                                          {308, "Permanent Redirect"},
                                                                          {400, "Bad Request"},
                                                                          {401, "Unauthorized"},
                                                                          {403, "Forbidden"},
                                                                          {404, "Not Found"},
                                                                          {405, "Method Not Allowed"},
                                                                          {410, "Gone"},
                                                                          {421, "Misdirected Request"},
                                                                          {429, "Too Many Requests"},
                                                                          {500, "Internal Server Error"},
                                                                          {503, "Service Unavailable"}}};
  const auto found =
      std::find_if(kReasons.begin(), kReasons.end(), [&](const auto& row) { return row.first == status; });
  return found == kReasons.end() ? "Status" : found->second;
}

std::string title_case(std::string_view name) {
  std::string out(name);
  bool first = true;
  for (char& c : out) {
    if (first && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    first = c == '-';
  }
  return out;
}

constexpr std::size_t kChunk = 4096;

std::string chunk_coded(std::string_view body) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += kChunk) {
    const std::string_view chunk = body.substr(at, kChunk);
    out += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
  }
  return out + "0\r\n\r\n";
}

}  // namespace

AnswerPtr make_answer(int status, std::vector<std::pair<std::string, std::string>> headers, std::string_view body,
                      std::int64_t declared, bool chunked) {
  auto answer = std::make_shared<Answer>();
  answer->status = status;
  for (auto& [name, value] : headers)
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  answer->headers = std::move(headers);
  const bool has_body = status != 204 && status != 304;
  if (has_body && !chunked) {
    const auto length = static_cast<std::int64_t>(body.size()) + declared;
    answer->headers.emplace_back("content-length", std::to_string(std::max<std::int64_t>(length, 0)));
  }
  std::string& wire = answer->wire;
  wire = fmt::format("HTTP/1.1 {} {}\r\n", status, reason(status));
  for (const auto& [name, value] : answer->headers)
    wire.append(title_case(name)).append(": ").append(value).append("\r\n");
  if (has_body && chunked) wire += "Transfer-Encoding: chunked\r\n";
  wire += "\r\n";
  answer->head = wire.size();
  if (has_body) wire += chunked ? chunk_coded(body) : std::string(body);
  return answer;
}

}  // namespace spoor::web
