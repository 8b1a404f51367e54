#include "storage/warc/reader.h"

#include <zlib.h>

#include <catch2/catch.hpp>

#include "tests/storage/warc/sample.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::TempDir;
using spoor::test::write_file;
using spoor::warc::test::kMoment;
using spoor::warc::test::sample_exchange;
using spoor::warc::test::sample_warcinfo;

namespace {

struct ReadFile {
  std::vector<ReadRecord> records;
  std::optional<Error> error;
  std::int64_t offset = 0;
};

ReadFile read_bytes(const std::string& bytes, ReadOptions options = {}) {
  const TempDir folder;
  write_file(folder.file("x"), bytes);
  auto reader = Reader::open(folder.file("x"), options);
  REQUIRE(reader);
  ReadFile out;
  for (;;) {
    auto read = reader->next();
    out.offset = reader->offset();
    if (!read) out.error = read.error();
    if (!read || !*read) return out;
    out.records.push_back(std::move(**read));
  }
}

std::string record_text(const std::string& head, const std::string& block) { return head + "\r\n" + block; }

// A gzip member with an extra field ("sl", 8 bytes), a name, a comment and a header checksum.
std::string gzip_member_with_everything(const std::string& text) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string extra(
      "sl\x08\x00"
      "12345678",
      12),
      name = "name", comment = "comment";
  gz_header header{};
  header.extra = reinterpret_cast<Bytef*>(extra.data());
  header.extra_len = static_cast<uInt>(extra.size());
  header.name = reinterpret_cast<Bytef*>(name.data());
  header.comment = reinterpret_cast<Bytef*>(comment.data());
  header.hcrc = 1;
  deflateSetHeader(&z, &header);
  std::string out(text.size() + 1000, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

}  // namespace

TEST_CASE("Reader: offsets and lengths are those of the members") {
  std::string bytes;
  std::vector<std::pair<std::int64_t, std::int64_t>> places;
  for (int i = 0; i < 30; ++i) {
    const std::string member = gzip_member(encode(sample_exchange(i, std::string(i * 9000, 'x')).response));
    places.emplace_back(bytes.size(), member.size());
    bytes += member;
  }
  const auto file = read_bytes(bytes);
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 30);
  for (std::size_t i = 0; i < 30; ++i) {
    CHECK(file.records[i].offset == places[i].first);
    CHECK(file.records[i].length == places[i].second);
  }
  CHECK(file.offset == static_cast<std::int64_t>(bytes.size()));
}

TEST_CASE("Reader: an uncompressed file; a record's length leaves out the blank lines behind it") {
  const std::string one = encode(sample_warcinfo()), two = encode(sample_exchange(1).response);
  const auto file = read_bytes(one + two);
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 2);
  CHECK(file.records[0].length == static_cast<std::int64_t>(one.size()) - 4);
  CHECK(file.records[1].offset == static_cast<std::int64_t>(one.size()));
  CHECK(file.records[1].record.block == sample_exchange(1).response.block);
}

TEST_CASE("Reader: an empty file and an empty gzip member hold no records") {
  CHECK(read_bytes("").records.empty());
  CHECK_FALSE(read_bytes("").error);
  const auto file = read_bytes(gzip_member("") + gzip_member(encode(sample_warcinfo())) + gzip_member(""));
  CHECK_FALSE(file.error);
  CHECK(file.records.size() == 1);
}

TEST_CASE("Reader: gzip extra fields, names and header checksums are skipped") {
  const std::string member = gzip_member_with_everything(encode(sample_warcinfo()));
  const auto file = read_bytes(member + member);
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 2);
  CHECK(file.records[1].offset == static_cast<std::int64_t>(member.size()));
  CHECK(file.records[1].length == static_cast<std::int64_t>(member.size()));
}

TEST_CASE("Reader: old versions, bare LF, brackets and blanks in targets, folded and unknown lines") {
  const auto file = read_bytes(
      "WARC/1.0\nwarc-type: response\nWARC-Record-ID: <urn:uuid:1>\nwarc-date: 2026-03-01T08:00:00Z\n"
      "WARC-Target-URI: <http://example.com/a b>\nX-Folded: a\n  b\nno colon\ncontent-length: 5\nContent-Length: "
      "9\n\nhello\n\n"
      "WARC/0.18\r\nWARC-Type: resource\r\nWARC-Record-ID: urn:uuid:2\r\nWARC-Date: "
      "20260301080000\r\nContent-Length:2\r\n\r\nhi"
      "\r\n\r\n\r\n\r\n"
      "WARC/1.1\r\nWARC-Type: newtype\r\nWARC-Date: 2026-03\r\nWARC-Record-ID: <urn:uuid:3>\r\nContent-Length: "
      "0\r\n\r\n");
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 3);
  const Record& first = file.records[0].record;
  CHECK(first.type == "response");
  CHECK(first.id == "urn:uuid:1");
  CHECK(first.date == kMoment);
  CHECK(first.field("WARC-Target-URI") == "http://example.com/a%20b");
  CHECK(first.field("X-Folded") == "a b");
  CHECK(first.block == "hello");
  CHECK(file.records[1].record.id == "urn:uuid:2");
  CHECK(file.records[1].record.date == kMoment);
  CHECK(file.records[1].record.block == "hi");
  CHECK(file.records[2].record.type == "newtype");
  CHECK(file.records[2].record.date == from_civil(2026, 3, 1));
  CHECK(file.records[2].record.block.empty());
}

TEST_CASE("Reader: a date that cannot be read stays as it is written") {
  const auto file =
      read_bytes("WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Date: yesterday\r\nContent-Length: 0\r\n\r\n\r\n\r\n");
  REQUIRE(file.records.size() == 1);
  CHECK(file.records[0].record.date == Timestamp{});
  CHECK(file.records[0].record.field("WARC-Date") == "yesterday");
}

TEST_CASE("Reader: blank lines behind a block may be missing or too many") {
  const std::string head = "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 2\r\n\r\nhi";
  for (const char* end : {"", "\r\n", "\n\n", "\r\n\r\n", "\r\n\r\n\r\n\n"}) {
    CAPTURE(end);
    for (const bool zipped : {false, true}) {
      const std::string one = zipped ? gzip_member(head + end) : head + end;
      const auto file = read_bytes(one + one);
      CHECK_FALSE(file.error);
      REQUIRE(file.records.size() == 2);
      CHECK(file.records[1].record.block == "hi");
      CHECK(file.offset == static_cast<std::int64_t>(2 * one.size()));
    }
  }
}

TEST_CASE("Reader: a record without Content-Length takes the rest of its member") {
  const auto file = read_bytes(gzip_member("WARC/1.1\r\nWARC-Type: resource\r\n\r\nall of it\r\n\r\n"));
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 1);
  CHECK(file.records[0].record.block == "all of it");
}

TEST_CASE("Reader: records that share one gzip member are read but have no place of their own") {
  const std::string shared = gzip_member(encode(sample_exchange(1).request) + encode(sample_exchange(1).response));
  const std::string own = gzip_member(encode(sample_exchange(2).request));
  const auto file = read_bytes(shared + own);
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 3);
  CHECK(file.records[0].length == 0);
  CHECK(file.records[1].length == 0);
  CHECK(file.records[1].record.type == kResponse);
  CHECK(file.records[2].offset == static_cast<std::int64_t>(shared.size()));
  CHECK(file.records[2].length == static_cast<std::int64_t>(own.size()));
}

TEST_CASE("Reader: a record that is spread over several gzip members is one record") {
  const std::string text = encode(sample_exchange(1).response);
  const std::size_t block = text.find("\r\n\r\n") + 4;
  const std::string spread = gzip_member(text.substr(0, block)) + gzip_member(text.substr(block, 7)) +
                             gzip_member(text.substr(block + 7, text.size() - block - 11)) + gzip_member("\r\n\r\n");
  const auto file = read_bytes(spread + gzip_member(encode(sample_exchange(2).response)));
  CHECK_FALSE(file.error);
  REQUIRE(file.records.size() == 2);
  CHECK(file.records[0].record.block == sample_exchange(1).response.block);
  CHECK(file.records[1].record.block == sample_exchange(2).response.block);
}

TEST_CASE("Reader: damage is corruption that names file and offset, and the reader stays before it") {
  const std::string good = gzip_member(encode(sample_warcinfo()));
  std::string flipped = good;
  flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 0x55);
  const std::string long_block =
      record_text("WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 3\r\n", "hello\r\n\r\n");
  struct Case {
    const char* what;
    std::string bytes;
  };
  for (const Case& c :
       {Case{"garbage", "garbage"}, Case{"other gzip", gzip_member("hi\n")}, Case{"zeros", std::string(500, '\0')},
        Case{"flipped byte", flipped}, Case{"cut member", good.substr(0, good.size() - 1)},
        Case{"length too small", gzip_member(long_block)},
        Case{"length too large",
             gzip_member(record_text("WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 99\r\n", "hello"))},
        Case{"length no number",
             gzip_member(record_text("WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 5x\r\n", "hello"))},
        Case{"negative length",
             gzip_member(record_text("WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: -5\r\n", "hello"))},
        Case{"no type", gzip_member(record_text("WARC/1.1\r\nContent-Length: 0\r\n", ""))},
        Case{"header without end", gzip_member("WARC/1.1\r\nWARC-Type: resource\r\n")}}) {
    CAPTURE(c.what);
    const auto file = read_bytes(good + c.bytes + good);
    REQUIRE(file.error);
    CHECK(file.error->code == ErrorCode::corruption);
    CHECK(file.error->where.ends_with("/x:" + std::to_string(good.size())));
    CHECK(file.records.size() == 1);
    CHECK(file.offset == static_cast<std::int64_t>(good.size()));
  }
}

TEST_CASE("Reader: goes on behind damage when it is told to") {
  for (const bool zipped : {true, false}) {
    const auto wrapped = [&](const Record& record) { return zipped ? gzip_member(encode(record)) : encode(record); };
    const std::string one = wrapped(sample_exchange(1).response), two = wrapped(sample_exchange(2).response);
    const TempDir folder;
    write_file(folder.file("x"),
               one + one.substr(0, one.size() / 2) + std::string("\n\x1f\x8b\x08junk", 8) + "\n" + two);
    auto reader = Reader::open(folder.file("x"));
    REQUIRE(reader);
    REQUIRE(reader->next());
    REQUIRE_FALSE(reader->next());
    REQUIRE_FALSE(reader->next());
    const auto skipped = reader->skip_damaged();
    REQUIRE(skipped);
    REQUIRE(*skipped);
    const auto read = reader->next();
    REQUIRE(read);
    REQUIRE(*read);
    CHECK((*read)->record.id == sample_exchange(2).response.id);
    const auto end = reader->next();
    REQUIRE(end);
    CHECK_FALSE(*end);
  }
  const TempDir folder;
  write_file(folder.file("x"), "nothing but garbage");
  auto reader = Reader::open(folder.file("x"));
  REQUIRE_FALSE(reader->next());
  CHECK_FALSE(*reader->skip_damaged());
  CHECK_FALSE(*reader->next());
}

TEST_CASE("Reader: ARC and Zstandard files are said to be unsupported") {
  const std::string arc = "filedesc://a.arc 0.0.0.0 20140216050221 text/plain 75\n1 0 X\n";
  for (const std::string& bytes : {arc, gzip_member(arc), std::string("\x28\xb5\x2f\xfd 0123456789"),
                                   std::string("\x5d\x2a\x4d\x18 0123456789")}) {
    const auto file = read_bytes(bytes);
    REQUIRE(file.error);
    CHECK(file.error->code == ErrorCode::unsupported);
  }
}

TEST_CASE("Reader: a record beyond the limit is too large, unless blocks are left out") {
  const std::string bytes = gzip_member(encode(sample_exchange(1, std::string(100'000, 'x')).response));
  ReadOptions options;
  options.max_record_bytes = 50'000;
  const auto file = read_bytes(bytes, options);
  REQUIRE(file.error);
  CHECK(file.error->code == ErrorCode::too_large);
  const auto unnamed =
      read_bytes(gzip_member("WARC/1.1\r\nWARC-Type: resource\r\n\r\n" + std::string(100'000, 'x')), options);
  REQUIRE(unnamed.error);
  CHECK(unnamed.error->code == ErrorCode::too_large);
  options.blocks = false;
  const auto skimmed = read_bytes(bytes, options);
  CHECK_FALSE(skimmed.error);
  REQUIRE(skimmed.records.size() == 1);
  CHECK(skimmed.records[0].record.block.empty());
  CHECK(skimmed.records[0].block_size ==
        static_cast<std::int64_t>(sample_exchange(1, std::string(100'000, 'x')).response.block.size()));
}

TEST_CASE("Reader: a header without end is given up at a megabyte") {
  const auto file = read_bytes(gzip_member("WARC/1.1\r\n" + std::string(8'000'000, 'a')));
  REQUIRE(file.error);
  CHECK(file.error->code == ErrorCode::corruption);
}

TEST_CASE("Reader: files that cannot be read are errors that name them") {
  const TempDir folder;
  CHECK(Reader::open(folder.file("missing")).error().code == ErrorCode::not_found);
  CHECK(Reader::open(folder.path()).error().code == ErrorCode::invalid_argument);
  write_file(folder.file("x"), "");
  CHECK(read_at(folder.file("x"), 0).error().code == ErrorCode::not_found);
  CHECK(read_at(folder.file("x"), 100).error().code == ErrorCode::not_found);
  CHECK(read_at(folder.file("x"), -1).error().code == ErrorCode::invalid_argument);
}
