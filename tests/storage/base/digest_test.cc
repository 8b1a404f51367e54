#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/base/result.h"

using namespace spoor;

TEST_CASE("Digest: known answers", "[digest]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(to_hex(std::string("\0\x7f\xff", 3)) == "007fff");
}

TEST_CASE("Digest: pieces give the digest of the whole", "[digest]") {
  Sha256 digest;
  for (char c : std::string("abc")) digest.update(std::string(1, c));
  Sha256 moved = std::move(digest);
  CHECK(moved.hex() == sha256_hex("abc"));
}

TEST_CASE("Error: the text names the thing first", "[result]") {
  CHECK(Error{ErrorCode::io, "no space", "a/b"}.text() == "a/b: no space");
  CHECK(Error{ErrorCode::io, "no space", ""}.text() == "no space");
  CHECK(errno_error("write", "a/b", ENOSPC).text() == "a/b: write failed: No space left on device");
  CHECK(to_string(ErrorCode::too_large) == "too_large");
  Result<int> failed = Error{ErrorCode::not_found, "gone", "k"};
  CHECK_THROWS_WITH(failed.value(), "k: gone");
}
