#include "storage/base/result.h"

#include <cstring>
#include <ostream>
#include <stdexcept>

namespace spoor {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::corruption:
      return "corruption";
    case ErrorCode::io:
      return "io";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::blocked:
      return "blocked";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::unsupported:
      return "unsupported";
  }
  return "io";
}

std::string Error::text() const { return where.empty() ? message : where + ": " + message; }

std::ostream& print_result(std::ostream& out, const Error* error) {
  return error == nullptr ? out << "value" : out << "error: " << error->text();
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.text());
}

Error errno_error(std::string_view operation, std::string_view where, int saved_errno) {
  char buffer[256];
  const char* reason = ::strerror_r(saved_errno, buffer, sizeof buffer);  // the GNU form: returns the text
  return {ErrorCode::io, std::string(operation) + " failed: " + reason, std::string(where)};
}

}  // namespace spoor
