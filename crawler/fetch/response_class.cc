#include "crawler/fetch/response_class.h"

namespace spoor::fetch {

namespace {

struct StatusRow {
  int status;
  ResponseClass meaning;
};

// What differs from its class. 418, 420, 999: how sina, Twitter and LinkedIn say "too many requests".
constexpr StatusRow kStatuses[] = {
    {304, {Outcome::not_modified, Retry::never}},    {401, {Outcome::login_required, Retry::never}},
    {403, {Outcome::blocked, Retry::never}},         {404, {Outcome::not_found, Retry::never}},
    {408, {Outcome::timeout, Retry::later}},         {410, {Outcome::gone, Retry::never}},
    {418, {Outcome::rate_limited, Retry::back_off}}, {420, {Outcome::rate_limited, Retry::back_off}},
    {425, {Outcome::error, Retry::later}},           {429, {Outcome::rate_limited, Retry::back_off}},
    {451, {Outcome::geo_blocked, Retry::never}},     {503, {Outcome::error, Retry::back_off}},
    {504, {Outcome::timeout, Retry::later}},         {999, {Outcome::rate_limited, Retry::back_off}},
};

ResponseClass by_status(const Response& response) {
  const int status = response.status;
  // A challenge page asks for a browser, not for patience; asking again at once makes it worse.
  if (warc::header(response.head.headers, "cf-mitigated") && status >= 400) return {Outcome::blocked, Retry::never};
  for (const StatusRow& row : kStatuses) {
    if (row.status == status) return row.meaning;
  }
  if (status >= 200 && status < 300) return {Outcome::ok, Retry::never};
  if (status >= 300 && status < 400 && warc::header(response.head.headers, "Location")) {
    return {Outcome::redirect, Retry::never};
  }
  if (status >= 500 && status < 600) return {Outcome::error, Retry::later};
  return {Outcome::error, Retry::never};
}

}  // namespace

ResponseClass classify(const Response& response) {
  // An error page or redirect that was cut still says what its status says.
  const bool status_tells = response.status >= 300 && response.failure != Failure::cancelled;
  if (response.failure == Failure::none || status_tells) return by_status(response);
  switch (response.failure) {
    case Failure::none:
      break;
    case Failure::dns:
      return {Outcome::dns_error, Retry::later};
    case Failure::connect:
      return {Outcome::connect_error, Retry::later};
    case Failure::tls:
      // A bad certificate stays bad; a handshake that broke off may be the network.
      return {Outcome::tls_error,
              response.failure_text.find("certificate") == std::string::npos ? Retry::later : Retry::never};
    case Failure::timeout:
      return {Outcome::timeout, Retry::later};
    case Failure::disconnected:
      return {response.status == 0 ? Outcome::connect_error : Outcome::error, Retry::later};
    case Failure::too_large:
      return {Outcome::too_large, Retry::never};
    case Failure::refused_address:
      return {Outcome::scope_denied, Retry::never};
    case Failure::bad_response:
      return {Outcome::error, Retry::never};
    case Failure::type_skipped:
      return {Outcome::type_skipped, Retry::never};
    case Failure::cancelled:
      return {Outcome::error, Retry::later};
  }
  return {};
}

}  // namespace spoor::fetch
