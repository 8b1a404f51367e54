#include "storage/warc/record.h"

#include <random>

#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/warc/reader.h"
#include "tests/storage/warc/sample.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::TempDir;
using spoor::test::write_file;

namespace {

Result<ReadRecord> read_back(const std::string& bytes) {
  const TempDir folder;
  write_file(folder.file("x"), bytes);
  return read_at(folder.file("x"), 0);
}

}  // namespace

TEST_CASE("Record: the bytes follow the standard's grammar") {
  Record record{"resource", "urn:uuid:1", Timestamp{1'772'352'000'123'456}, {{"Content-Type", "text/plain"}}, "hello"};
  CHECK(encode(record) ==
        "WARC/1.1\r\n"
        "WARC-Type: resource\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Date: 2026-03-01T08:00:00.123456Z\r\n"
        "Content-Type: text/plain\r\n"
        "WARC-Block-Digest: sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n"
        "Content-Length: 5\r\n\r\nhello\r\n\r\n");
}

TEST_CASE("Record: an empty block has the digest of nothing, a given digest is kept") {
  Record record{"metadata", "urn:uuid:1", {}, {}, ""};
  CHECK(encode(record).find("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\r\n") !=
        std::string::npos);
  record.add("warc-block-digest", "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N");
  CHECK(encode(record).find("sha256:") == std::string::npos);
}

TEST_CASE("Record: a value never ends its line") {
  Record record{"response", "urn:uuid:1", {}, {{"WARC-Target-URI", "http://a/\r\nContent-Length: 0"}}, "body"};
  const auto read = read_back(encode(record));
  REQUIRE(read);
  CHECK(read->record.block == "body");
  CHECK(read->record.field("warc-target-uri") == "http://a/%20%20Content-Length:%200");
}

TEST_CASE("Record: fields are found whatever their case, the first one counts") {
  const Record record{"metadata", "x", {}, {{"A", "1"}, {"b", "2"}, {"a", "3"}}, ""};
  CHECK(record.field("a") == "1");
  CHECK(record.field("B") == "2");
  CHECK_FALSE(record.field("c"));
}

TEST_CASE("Record: what is written is read back equal, gzipped or not") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Record record{
        "response", warc::test::sample_id(round), Timestamp{static_cast<std::int64_t>(random()) * 1'000'003}, {}, ""};
    for (unsigned n = random() % 5; n > 0; --n) {
      std::string value;
      for (unsigned length = random() % 20; length > 0; --length) value += static_cast<char>('!' + random() % 200);
      record.add("X-" + std::to_string(n), value);
    }
    for (unsigned length = random() % (round % 10 == 0 ? 300'000 : 2'000); length > 0; --length) {
      record.block += static_cast<char>(random() % (round % 3 == 0 ? 4 : 256));
    }
    CAPTURE(round);
    for (const bool zipped : {false, true}) {
      const std::string bytes = zipped ? gzip_member(encode(record), 1 + round % 12) : encode(record);
      const auto read = read_back(bytes);
      REQUIRE(read);
      CHECK(read->record.type == record.type);
      CHECK(read->record.id == record.id);
      CHECK(read->record.date == record.date);
      CHECK(read->record.block == record.block);
      CHECK(read->block_size == static_cast<std::int64_t>(record.block.size()));
      CHECK(read->length == static_cast<std::int64_t>(bytes.size()) - (zipped ? 0 : 4));
      auto fields = read->record.fields;
      REQUIRE(fields.size() == record.fields.size() + 1);
      CHECK(fields.back() ==
            std::pair<std::string, std::string>("WARC-Block-Digest", "sha256:" + sha256_hex(record.block)));
      fields.pop_back();
      CHECK(fields == record.fields);
    }
  }
}

TEST_CASE("Warc-fields: names and values go there and back") {
  const std::vector<std::pair<std::string, std::string>> fields = {{"software", "spoor/1"}, {"via", ""}, {"x", "a: b"}};
  CHECK(encode_fields(fields) == "software: spoor/1\r\nvia: \r\nx: a: b\r\n");
  CHECK(decode_fields(encode_fields(fields)) == fields);
  CHECK(encode_fields({{"site", "a\r\nb"}}) == "site: a  b\r\n");
}

TEST_CASE("Warc-fields: a name never hides its field") {
  const std::string zeros("\0\0name", 6);
  const auto again = decode_fields(encode_fields({{"a", "1"}, {zeros, "2"}, {" b:c\r\n", "3"}}));
  REQUIRE(again.size() == 3);
  CHECK(again[1] == std::pair<std::string, std::string>("--name", "2"));
  CHECK(again[2] == std::pair<std::string, std::string>("-b-c--", "3"));
}

TEST_CASE("Warc-fields: bare LF, folded lines and lines without a name are read tolerantly") {
  using Fields = std::vector<std::pair<std::string, std::string>>;
  CHECK(decode_fields("a: 1\nb:2\n") == Fields{{"a", "1"}, {"b", "2"}});
  CHECK(decode_fields("a: 1\r\n  more\r\n\tstill\r\nb: 2") == Fields{{"a", "1 more still"}, {"b", "2"}});
  CHECK(decode_fields(" lost\r\nnonsense\r\n kept out\r\n: x\r\na: 1\r\n\r\n") == Fields{{"a", "1"}});
  CHECK(decode_fields("").empty());
}
