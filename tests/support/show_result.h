// Lets Catch print a Result: include it in tests that say REQUIRE(result).
#pragma once

#include <catch2/catch.hpp>

#include "storage/base/result.h"

namespace Catch {

template <class T>
struct StringMaker<boost::system::result<T, spoor::Error>> {
  static std::string convert(const boost::system::result<T, spoor::Error>& result) {
    return result ? "a value" : "error " + result.error().text();
  }
};

}  // namespace Catch
