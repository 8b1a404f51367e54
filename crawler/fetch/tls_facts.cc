#include "crawler/fetch/tls_facts.h"

#include <memory>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "storage/base/digest.h"

namespace spoor::fetch {

namespace {

std::string version_name(int version) {
  switch (version) {
    case TLS1_VERSION:
      return "tls/1.0";
    case TLS1_1_VERSION:
      return "tls/1.1";
    case TLS1_2_VERSION:
      return "tls/1.2";
    case TLS1_3_VERSION:
      return "tls/1.3";
    default:
      return {};
  }
}

std::string cert_digest(const X509* cert) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (X509_digest(cert, EVP_sha256(), digest, &size) != 1) return {};
  return to_hex({reinterpret_cast<const char*>(digest), size});
}

}  // namespace

TlsFacts read_tls_facts(void* ssl) {
  TlsFacts facts;
  const auto* connection = static_cast<const SSL*>(ssl);
  if (connection == nullptr) return facts;
  facts.version = version_name(SSL_version(connection));
  if (const SSL_CIPHER* cipher = SSL_get_current_cipher(connection)) {
    const char* name = SSL_CIPHER_standard_name(cipher);
    facts.cipher = name != nullptr ? name : SSL_CIPHER_get_name(cipher);
  }
  const std::unique_ptr<X509, decltype(&X509_free)> cert(SSL_get1_peer_certificate(connection), X509_free);
  if (cert) facts.cert_sha256 = cert_digest(cert.get());
  return facts;
}

}  // namespace spoor::fetch
