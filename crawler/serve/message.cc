#include "crawler/serve/message.h"

#include <algorithm>

#include <boost/json.hpp>

#include "storage/base/url.h"

namespace spoor::serve {
namespace {

std::string decoded(std::string text) {
  std::replace(text.begin(), text.end(), '+', ' ');
  return percent_decode(text);
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  return found == headers.end() ? std::string_view() : found->second;
}

std::vector<std::string> Request::parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (auto& [key, value] : query_pairs(query)) {
    if (decoded(key) == name) values.push_back(decoded(value));
  }
  return values;
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  std::vector<std::string> values = parameters(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

Reply Reply::text(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

Reply Reply::json(int status, std::string body) {
  Reply reply = text(status, std::move(body));
  reply.type = "application/json";
  return reply;
}

Reply Reply::error(const Error& error) {
  boost::json::object inner;
  inner["code"] = boost::json::string_view(to_string(error.code).data(), to_string(error.code).size());
  inner["message"] = error.message;
  inner["where"] = error.where;
  return json(http_status_of(error.code), boost::json::serialize(boost::json::object{{"error", inner}}) + "\n");
}

int http_status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::invalid_argument:
    case ErrorCode::unsupported:
      return 400;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::blocked:
      return 403;
    case ErrorCode::unavailable:
    case ErrorCode::cancelled:
      return 503;
    case ErrorCode::corruption:
    case ErrorCode::io:
      return 500;
  }
  return 500;
}

}  // namespace spoor::serve
