// Tls: the simulated web's certificates. A CA of its own, and a leaf for each host when it is first asked for; or one
// certificate from files for all.
#pragma once

#include <memory>
#include <string>

#include "storage/base/result.h"

struct ssl_ctx_st;

namespace spoor::web {

class Tls {
 public:
  // Files in PEM form; both empty: an own CA. `http2`: offered by ALPN before http/1.1.
  static Result<std::unique_ptr<Tls>> make(const std::string& certificate, const std::string& key, bool http2);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  ~Tls();

  ssl_ctx_st* context() const;  // lives as long as this object; for any thread
  const std::string& ca_pem() const;

 private:
  struct State;
  explicit Tls(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::web
