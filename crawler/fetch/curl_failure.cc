#include "crawler/fetch/curl_failure.h"

#include <curl/curl.h>

namespace spoor::fetch {

Failure failure_of(int code, std::string_view text) {
  switch (code) {
    case CURLE_OK:
      return Failure::none;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_URL_MALFORMAT:  // our URLs are well formed: a host name that libcurl does not take
      return Failure::dns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
    case CURLE_INTERFACE_FAILED:
      return Failure::connect;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CLIENTCERT:
      return Failure::tls;
    case CURLE_RECV_ERROR:
      // The same code stands for a reset connection and for framing that makes no sense.
      if (text.find("chunked-encoding") != text.npos || text.find("header") != text.npos) return Failure::bad_response;
      return text.find("CONNECT") != text.npos ? Failure::connect : Failure::disconnected;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Failure::disconnected;
    default:
      return Failure::bad_response;
  }
}

const char* truncation_of(Failure failure) {
  switch (failure) {
    case Failure::none:
      return "";
    case Failure::timeout:
      return "time";
    case Failure::too_large:
    case Failure::type_skipped:
      return "length";
    default:
      return "disconnect";
  }
}

}  // namespace spoor::fetch
