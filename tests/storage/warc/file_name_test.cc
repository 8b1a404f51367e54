#include "storage/warc/file_name.h"

#include <catch2/catch.hpp>

#include "tests/storage/warc/sample.h"

using namespace spoor::warc;
using spoor::warc::test::kMoment;

TEST_CASE("File name: made and parsed back") {
  CHECK(to_file_name({"SPOOR", kMoment, 1, "host"}) == "SPOOR-20260301080000-00001-host.warc.gz");
  CHECK(to_file_name({"SPOOR", kMoment, 1'234'567, "host"}) == "SPOOR-20260301080000-1234567-host.warc.gz");
  for (const FileName& name :
       {FileName{"SPOOR", kMoment, 7, "a-b-1"}, FileName{"my-case-12345", kMoment, 99'999, "h"}}) {
    for (const std::string suffix : {"", ".open"}) {
      const auto parsed = parse_file_name(to_file_name(name) + suffix);
      REQUIRE(parsed);
      CHECK(parsed->prefix == name.prefix);
      CHECK(parsed->created == name.created);
      CHECK(parsed->serial == name.serial);
      CHECK(parsed->host == name.host);
    }
  }
}

TEST_CASE("File name: other files are none of ours") {
  for (const char* other :
       {"", "x", ".warc.gz", "SPOOR.warc.gz", "SPOOR-20260301080000-00001.warc.gz", "SPOOR-2026-00001-h.warc.gz",
        "SPOOR-20261301080000-00001-h.warc.gz", "SPOOR-20260301080000--h.warc.gz", "SPOOR-20260301080000-00001-h.warc",
        "SPOOR-20260301080000-x1-h.warc.gz"}) {
    CAPTURE(other);
    CHECK_FALSE(parse_file_name(other));
  }
}

TEST_CASE("File name: parts hold no separators") {
  CHECK(file_name_part("my.host/../x") == "my-host----x");
  CHECK(file_name_part("") == "spoor");
}
