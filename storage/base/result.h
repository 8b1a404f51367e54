// Result<T> and Error: how every function that can fail for reasons outside the program says so
// (network, disk, a stranger's bytes, a user's file). Broken promises in our own code throw.
//
// An Error names the thing (file, URL, key) in `where` and the way out in `message`.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

namespace spoor {

// Each code asks for a different reaction from the caller.
enum class ErrorCode {
  not_found,         // the thing is not there
  invalid_argument,  // the input is wrong; trying again is useless
  corruption,        // stored bytes are damaged
  io,                // the disk or a system call failed; the file is suspect
  unavailable,       // try again later
  blocked,           // the host does not want us; stop asking it
  too_large,         // over a limit
  cancelled,         // the operator or a deadline stopped it
  unsupported,       // understood, but not something we do
};

std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::io;
  std::string message;  // what happened and what to do next
  std::string where;    // file[:offset], URL or key; may be empty

  // "where: message", or the message alone.
  std::string text() const;
};

template <class T>
using Result = boost::system::result<T, Error>;

// "value" or "error: <text>": for logs and test reports. T itself need not be printable.
std::ostream& print_result(std::ostream& out, const Error* error);
template <class T>
std::ostream& operator<<(std::ostream& out, const boost::system::result<T, Error>& result) {
  if (result) return print_result(out, nullptr);
  const Error error = result.error();
  return print_result(out, &error);
}

// Called by Result<T>::value() on an error; throws std::runtime_error with Error::text().
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& at);

// An io Error from errno, e.g. errno_error("write", path) -> "path: write failed: No space left...".
Error errno_error(std::string_view operation, std::string_view where, int saved_errno);

}  // namespace spoor
