#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/warc/reader.h"
#include "storage/warc/writer.h"
#include "tests/storage/warc/sample.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::TempDir;
using spoor::test::write_file;
using spoor::warc::test::sample_exchange;
using spoor::warc::test::sample_warcinfo;

namespace {

TornTail tail_of(const std::string& bytes, std::int64_t from = 0) {
  const TempDir folder;
  write_file(folder.file("x"), bytes);
  const auto tail = find_torn_tail(folder.file("x"), from);
  REQUIRE(tail);
  CHECK(tail->size == static_cast<std::int64_t>(bytes.size()));
  return *tail;
}

std::string joined(const std::vector<std::string>& members) {
  std::string out;
  for (const auto& member : members) out += member;
  return out;
}

}  // namespace

TEST_CASE("Torn tail: cut at every byte, all whole records are read and the last whole exchange is found") {
  std::vector<std::size_t> record_ends = {0}, exchange_ends = {0};
  std::string bytes = gzip_member(encode(sample_warcinfo()));
  record_ends.push_back(bytes.size());
  exchange_ends.push_back(bytes.size());
  for (int i = 0; i < 3; ++i) {
    auto exchange = sample_exchange(i, "body " + std::to_string(i));
    if (i == 1) exchange.response.type = kRevisit;
    for (const auto& member : exchange.members()) {
      bytes += member;
      record_ends.push_back(bytes.size());
    }
    exchange_ends.push_back(bytes.size());
  }
  const TempDir folder;
  const std::string path = folder.file("x");
  const auto last_before = [](const std::vector<std::size_t>& ends, std::size_t cut) {
    std::size_t index = 0;
    while (index + 1 < ends.size() && ends[index + 1] <= cut) ++index;
    return index;
  };
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    write_file(path, std::string_view(bytes).substr(0, cut));
    CAPTURE(cut);
    auto reader = Reader::open(path);
    REQUIRE(reader);
    std::size_t records = 0;
    auto read = reader->next();
    for (; read && *read; read = reader->next()) ++records;
    const std::size_t whole = last_before(record_ends, cut);
    REQUIRE(records == whole);
    REQUIRE(reader->offset() == static_cast<std::int64_t>(record_ends[whole]));
    REQUIRE(read.has_error() == (record_ends[whole] != cut));

    const std::size_t keep = exchange_ends[last_before(exchange_ends, cut)];
    for (const std::size_t from : exchange_ends) {
      if (from > cut) continue;
      const auto tail = find_torn_tail(path, static_cast<std::int64_t>(from));
      REQUIRE(tail);
      REQUIRE(tail->keep == static_cast<std::int64_t>(std::max(keep, from)));
      REQUIRE(tail->size == static_cast<std::int64_t>(cut));
      REQUIRE(tail->records_behind_damage == 0);
      const std::string lost =
          bytes.substr(static_cast<std::size_t>(tail->keep), cut - static_cast<std::size_t>(tail->keep));
      REQUIRE(tail->cut_sha256 == (lost.empty() ? "" : sha256_hex(lost)));
    }
  }
}

TEST_CASE("Torn tail: an exchange without its own metadata is cut") {
  const std::string begin = gzip_member(encode(sample_warcinfo())) + joined(sample_exchange(1).members());
  const auto two = sample_exchange(2);
  const auto keep = static_cast<std::int64_t>(begin.size());
  CHECK(tail_of(begin + two.members()[0]).keep == keep);
  CHECK(tail_of(begin + two.members()[1] + two.members()[2]).keep == keep);
  CHECK(tail_of(begin + two.members()[0] + two.members()[2]).keep == keep);
  CHECK(tail_of(begin + two.members()[0] + two.members()[1] + sample_exchange(3).members()[2]).keep == keep);
  const std::string whole = begin + joined(two.members());
  CHECK(tail_of(whole).keep == static_cast<std::int64_t>(whole.size()));
  CHECK(tail_of(whole).cut_sha256.empty());
}

TEST_CASE("Torn tail: records of other types are whole by themselves") {
  Record resource{std::string(kResource), "urn:uuid:r", {}, {}, "text"};
  const std::string bytes = joined(sample_exchange(1).members()) + gzip_member(encode(resource));
  CHECK(tail_of(bytes).keep == static_cast<std::int64_t>(bytes.size()));
  Record note{std::string(kMetadata), "urn:uuid:m", {}, {{"WARC-Refers-To", "<urn:uuid:r>"}}, "x: y\r\n"};
  const std::string more = bytes + gzip_member(encode(note));
  CHECK(tail_of(more).keep == static_cast<std::int64_t>(more.size()));
}

TEST_CASE("Torn tail: zeros behind a power cut are cut; whole records behind damage are counted") {
  const std::string begin = gzip_member(encode(sample_warcinfo()));
  const auto keep = static_cast<std::int64_t>(begin.size());
  const auto zeros = tail_of(begin + std::string(5000, '\0'));
  CHECK(zeros.keep == keep);
  CHECK(zeros.records_behind_damage == 0);
  const auto middle = tail_of(begin + std::string(5000, '\0') + joined(sample_exchange(1).members()) + "x" +
                              joined(sample_exchange(2).members()));
  CHECK(middle.keep == keep);
  CHECK(middle.records_behind_damage == 6);
}

TEST_CASE("Torn tail: a file shorter than its known good part is an error, so is one of another kind") {
  const TempDir folder;
  write_file(folder.file("short"), "abc");
  CHECK(find_torn_tail(folder.file("short"), 4).error().code == ErrorCode::corruption);
  CHECK(find_torn_tail(folder.file("missing")).error().code == ErrorCode::not_found);
  write_file(folder.file("plain"), encode(sample_warcinfo()));
  CHECK(find_torn_tail(folder.file("plain")).error().code == ErrorCode::unsupported);
}
