// What TLS shows of the server, read from the OpenSSL connection that libcurl lends during a transfer.
#pragma once

#include <string>

namespace spoor::fetch {

struct TlsFacts {
  std::string version;      // "tls/1.3": the form of WARC-Protocol
  std::string cipher;       // IANA name: TLS_AES_128_GCM_SHA256
  std::string cert_sha256;  // of the leaf certificate's DER, lower-case hex
};

// `ssl`: an SSL* with its handshake done; null gives empty facts. Borrowed for the call.
TlsFacts read_tls_facts(void* ssl);

}  // namespace spoor::fetch
