#include "tests/web/tls.h"

#include <mutex>
#include <unordered_map>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace spoor::web {
namespace {

struct Free {
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t kMostLeaves = 8192;

Owned<X509> certificate_for(EVP_PKEY* key, const std::string& name, X509* issuer, EVP_PKEY* issuer_key, long serial) {
  Owned<X509> made(X509_new());
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -86'400L);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 86'400L * 3650);
  X509_set_pubkey(made.get(), key);
  X509_NAME* subject = X509_get_subject_name(made.get());
  const std::string common = name.size() > 60 ? "simulated host" : name;
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(made.get(), issuer == nullptr ? subject : X509_get_subject_name(issuer));
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer == nullptr ? made.get() : issuer, made.get(), nullptr, nullptr, 0);
  const auto extend = [&](int nid, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension != nullptr) X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
  };
  if (issuer == nullptr) {
    extend(NID_basic_constraints, "critical,CA:TRUE");
    extend(NID_key_usage, "critical,keyCertSign");
    extend(NID_subject_key_identifier, "hash");
  } else {
    extend(NID_subject_alt_name, "DNS:" + name);
  }
  X509_sign(made.get(), issuer == nullptr ? key : issuer_key, EVP_sha256());
  return made;
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size,
                    void* http2) {
  static constexpr unsigned char kBoth[] = "\x02h2\x08http/1.1";
  const unsigned char* ours = kBoth;
  unsigned size = sizeof kBoth - 1;
  if (http2 == nullptr) ours += 3, size -= 3;
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, ours, size, in, in_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

struct Tls::State {
  Owned<SSL_CTX> context;
  Owned<EVP_PKEY> ca_key, leaf_key;
  Owned<X509> ca;
  std::string ca_pem;
  std::mutex mutex;
  std::unordered_map<std::string, Owned<X509>> leaves;
  long serial = 2;

  // Gives the connection the certificate of the host that it asks for.
  static int choose_certificate(SSL* ssl, void* self) {
    auto& state = *static_cast<State*>(self);
    const char* asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const std::string name = asked == nullptr ? "localhost" : asked;
    const std::lock_guard lock(state.mutex);
    if (state.leaves.size() > kMostLeaves) state.leaves.clear();
    Owned<X509>& leaf = state.leaves[name];
    if (!leaf) leaf = certificate_for(state.leaf_key.get(), name, state.ca.get(), state.ca_key.get(), ++state.serial);
    return SSL_use_certificate(ssl, leaf.get()) == 1 && SSL_use_PrivateKey(ssl, state.leaf_key.get()) == 1 ? 1 : 0;
  }
};

Tls::Tls(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tls::~Tls() = default;
SSL_CTX* Tls::context() const { return state_->context.get(); }
const std::string& Tls::ca_pem() const { return state_->ca_pem; }

Result<std::unique_ptr<Tls>> Tls::make(const std::string& certificate, const std::string& key, bool http2) {
  auto state = std::make_unique<State>();
  state->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = state->context.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, http2 ? state.get() : nullptr);
  if (!certificate.empty() || !key.empty()) {
    if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
      return Error{ErrorCode::invalid_argument, "holds no certificate in PEM form", certificate};
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
      return Error{ErrorCode::invalid_argument, "holds no private key that fits the certificate", key};
  } else {
    state->ca_key.reset(EVP_EC_gen("P-256"));
    state->leaf_key.reset(EVP_EC_gen("P-256"));
    state->ca = certificate_for(state->ca_key.get(), "spoor-simweb CA", nullptr, nullptr, 1);
    const Owned<BIO> pem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(pem.get(), state->ca.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(pem.get(), &text);
    state->ca_pem.assign(text, static_cast<std::size_t>(size));
    SSL_CTX_set_cert_cb(context, State::choose_certificate, state.get());
  }
  return std::unique_ptr<Tls>(new Tls(std::move(state)));
}

}  // namespace spoor::web
