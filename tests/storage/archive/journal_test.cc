#include "storage/archive/journal.h"

#include <fstream>

#include "tests/storage/archive/archive_fixture.h"

using namespace spoor;
using namespace spoor::test;

namespace {

JournalEntry entry(std::int64_t seq, const std::string& type, const std::string& data = "") {
  return {type, "", data, seq, *parse_rfc3339("2024-05-13T12:00:00Z")};
}

std::vector<JournalLine> lines(const std::string& folder, const JournalPosition& from = {}) {
  JournalReader reader(folder, from);
  std::vector<JournalLine> found;
  for (;;) {
    auto line = reader.next().value();
    if (!line) return found;
    found.push_back(std::move(*line));
  }
}

}  // namespace

TEST_CASE("Journal: a line is canonical JSON and carries the digest of the one before", "[journal]") {
  const std::string genesis = journal_line(entry(0, "genesis"), std::string(64, '0')).value();
  CHECK(genesis == R"({"actor":"spoor/)" SPOOR_VERSION R"(","prev":")" + std::string(64, '0') +
                       R"(","seq":0,"time":"2024-05-13T12:00:00.000Z","type":"genesis"})");
  const std::string next = journal_line(entry(1, "site", R"({"b":1,"a":"x"})"), sha256_hex(genesis)).value();
  CHECK(next.find(R"("data":{"a":"x","b":1},"prev":")" + sha256_hex(genesis)) != std::string::npos);
}

TEST_CASE("Journal: the chain of the standard's example is accepted", "[journal]") {
  // Evidence, section 3: the digest of the first line stands in the second.
  const TemporaryFolder folder;
  std::ofstream(folder.at("journal-00001.jsonl"))
      << R"({"actor":"spoor/0.0.0","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":0,"time":"2024-05-13T12:00:00.000Z","type":"genesis"})"
      << "\n"
      << R"({"actor":"spoor/0.0.0","prev":"ad44d0f2414a381b05291a14ccf9e5f22c9a70010af0f5ac8dd2a5111e61022b","seq":1,"sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824","subject":"urn:uuid:00000000-0000-4000-8000-000000000001","time":"2024-05-13T12:00:01.000Z","type":"capture"})"
      << "\n";
  const auto found = lines(folder.path.string());
  REQUIRE(found.size() == 2);
  CHECK(found[0].linked);
  CHECK(found[1].linked);
  CHECK(found[1].end.last_sha256 == "095783267296e5cb976d1b53f5f80b5165e5c51ecd6776715f785d3deb200896");
}

TEST_CASE("Journal: files roll and the chain goes on over them", "[journal]") {
  const TemporaryFolder folder;
  JournalWriter writer(folder.path.string(), {}, 300);
  for (int i = 0; i < 9; ++i) {
    REQUIRE(writer.add(entry(i, "site")));
    REQUIRE(writer.flush());
    REQUIRE(writer.sync());
  }
  CHECK(journal_files(folder.path.string()) == std::vector<std::string>{"journal-00001.jsonl", "journal-00002.jsonl",
                                                                        "journal-00003.jsonl", "journal-00004.jsonl",
                                                                        "journal-00005.jsonl"});
  const auto all = lines(folder.path.string());
  REQUIRE(all.size() == 9);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].linked);
    CHECK(all[i].entry->seq == static_cast<std::int64_t>(i));
    CHECK(lines(folder.path.string(), all[i].end).size() == 8 - i);
  }
  CHECK(all.back().end == writer.end());
}

TEST_CASE("Journal: what is dropped before it is flushed was never there", "[journal]") {
  const TemporaryFolder folder;
  JournalWriter writer(folder.path.string(), {}, 1000);
  REQUIRE(writer.add(entry(0, "genesis")));
  REQUIRE(writer.flush());
  const JournalPosition end = writer.end();
  REQUIRE(writer.add(entry(1, "site")));
  CHECK_FALSE(writer.add(entry(2, "site", "[]")));
  writer.drop_pending();
  CHECK(writer.end() == end);
  REQUIRE(writer.add(entry(1, "other")));
  REQUIRE(writer.flush());
  const auto found = lines(folder.path.string());
  REQUIRE(found.size() == 2);
  CHECK(found[1].entry->type == "other");
  CHECK(found[1].linked);
}

TEST_CASE("Journal: torn, odd and changed lines are told apart", "[journal]") {
  const TemporaryFolder folder;
  const std::string first = journal_line(entry(0, "genesis"), std::string(64, '0')).value();
  const std::string unlinked = journal_line(entry(1, "site"), std::string(64, '1')).value();
  std::ofstream(folder.at("journal-00001.jsonl")) << first << "\n"
                                                  << unlinked << "\n"
                                                  << "{\"seq\":-1}\n"
                                                  << std::string(3, '\0') << "\n"
                                                  << "{\"actor\":";
  const auto found = lines(folder.path.string());
  REQUIRE(found.size() == 5);
  CHECK(found[0].linked);
  CHECK(found[1].entry);
  CHECK_FALSE(found[1].linked);
  CHECK_FALSE(found[2].entry);
  CHECK_FALSE(found[3].entry);
  CHECK(found[3].whole);
  CHECK_FALSE(found[4].whole);
  CHECK(found[4].offset == found[3].end.offset);
}
