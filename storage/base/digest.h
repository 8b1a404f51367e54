// SHA-256 and friends. Lower-case hexadecimal everywhere (standards: evidence, "Digest practice").
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace spoor {

// Streaming SHA-256. Movable, not copyable; one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  std::string hex();  // ends the digest; call once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
std::string md5_hex(std::string_view bytes);  // only for platforms' own look-ups, never as proof

std::string to_hex(std::string_view bytes);

}  // namespace spoor
