#include "storage/archive/verify.h"

#include <fstream>
#include <sstream>

#include "tests/storage/archive/archive_fixture.h"
#include "storage/warc/reader.h"

using namespace spoor;
using namespace spoor::test;

namespace {

struct Checked {
  VerifySummary summary;
  std::vector<Finding> findings;

  std::string text() const {
    std::string out;
    for (const Finding& f : findings) {
      out += f.file + ":" + std::to_string(f.offset) + " " + f.what + " [" + f.expected + "] [" + f.found + "]\n";
    }
    return out;
  }
  bool names(const std::string& file, std::int64_t offset) const {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
      return f.level == Finding::Level::error && f.file == file && f.offset == offset;
    });
  }
};

Checked check(const Archive& archive) {
  Checked checked;
  const auto summary = verify(archive, [&](const Finding& finding) { checked.findings.push_back(finding); });
  REQUIRE(summary);
  checked.summary = *summary;
  return checked;
}

struct Sample {
  TemporaryFolder folder;
  FakeClock clock = clock_2026();
  std::vector<StoredCapture> stored;
  std::string file, journal = "journal-00001.jsonl";

  Sample() {
    auto archive = create(folder.at("a"), clock);
    const std::string body = noise(2000, 1);
    for (int i = 0; i < 4; ++i) {
      auto group = archive->begin();
      note(group, "site", "{\"n\":" + std::to_string(i) + "}");
      const std::string url = "https://a.example/" + std::to_string(i);
      stored.push_back(append(*archive, group, exchange(url, i == 1 ? body : noise(1000, 5), 200, i)));
      commit(group);
    }
    file = stored[0].position.file;
    REQUIRE(archive->close());
  }

  std::string archive_path() const { return folder.at("a"); }
  std::string warc_path() const { return archive_path() + "/warc/" + file; }
  std::string journal_path() const { return archive_path() + "/journal/" + journal; }

  static void flip(const std::string& path, std::int64_t at) {
    std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(at);
    const char changed = static_cast<char>(bytes.get() ^ 0x20);
    bytes.seekp(at);
    bytes.put(changed);
    REQUIRE(bytes);
  }

  // Replaces [from, to) of the WARC by other bytes.
  void replace(std::int64_t from, std::int64_t to, const std::string& bytes) const {
    std::ifstream in(warc_path(), std::ios::binary);
    std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    all.replace(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from), bytes);
    std::ofstream(warc_path(), std::ios::binary | std::ios::trunc) << all;
  }
};

}  // namespace

TEST_CASE("Verify: a sound archive has no findings, and everything in it is counted", "[verify]") {
  const Sample sample;
  ArchiveOptions reading;
  for (const bool read_only : {false, true}) {
    reading.read_only = read_only;
    auto archive = open(sample.archive_path(), sample.clock, reading);
    replay(*archive);
    const Checked checked = check(*archive);
    CAPTURE(checked.text());
    CHECK(checked.findings.empty());
    CHECK(checked.summary.exchanges == 4);
    CHECK(checked.summary.revisits == 2);
    CHECK(checked.summary.records == 13);
    CHECK(checked.summary.journal_entries == 5);
    CHECK(checked.summary.capture_rows == 4);
    CHECK(checked.summary.payload_rows == 2);
    CHECK(checked.summary.warc_bytes == static_cast<std::int64_t>(fs::file_size(sample.warc_path())));
  }
}

TEST_CASE("Verify: a flipped byte of a WARC is named with file and record", "[verify]") {
  const Sample sample;
  const warc::Position place = sample.stored[1].position;
  // Ids are random, so places differ from run to run: only the choice is generated.
  struct Flip {
    const char* name;
    std::int64_t at;
  };
  const std::vector<Flip> flips = {{"gzip magic", place.offset},
                                   {"deflate data", place.offset + 900},
                                   {"CRC", place.offset + place.length - 6},
                                   {"length", place.offset + place.length - 2}};
  const auto& [name, at] = flips[GENERATE(0u, 1u, 2u, 3u)];
  CAPTURE(name);
  Sample::flip(sample.warc_path(), at);
  auto archive = open(sample.archive_path(), sample.clock);
  const Checked checked = check(*archive);
  CAPTURE(checked.text());
  CHECK(checked.names("warc/" + sample.file, place.offset));
  CHECK(checked.summary.exchanges == 3);  // the others are still looked at
}

TEST_CASE("Verify: changed content in sound framing is found by its digests", "[verify]") {
  const Sample sample;
  const warc::Position place = sample.stored[1].position;
  warc::Record record = warc::read_at(sample.warc_path(), place.offset).value().record;
  std::string expected;
  SECTION("block digest") {
    record.block.back() = static_cast<char>(record.block.back() ^ 1);
    expected = "the block is not what its digest says";
  }
  SECTION("payload digest") {
    record.block.back() = static_cast<char>(record.block.back() ^ 1);
    std::erase_if(record.fields, [](const auto& field) { return field.first == "WARC-Block-Digest"; });
    expected = "the payload is not what its digest says";
  }
  SECTION("metadata names another response") {
    record.id = "urn:uuid:00000000-0000-4000-8000-000000000001";
    expected = "request, response and metadata do not name each other";
  }
  sample.replace(place.offset, place.offset + place.length, warc::gzip_member(warc::encode(record)));
  auto archive = open(sample.archive_path(), sample.clock);
  const Checked checked = check(*archive);
  CAPTURE(checked.text());
  CHECK(checked.names("warc/" + sample.file, place.offset));
  CHECK(checked.text().find(expected) != std::string::npos);
}

TEST_CASE("Verify: an exchange that was taken out is missed", "[verify]") {
  const Sample sample;
  const std::int64_t begin = sample.stored[0].position.offset + sample.stored[0].position.length;
  // From behind the first response over its metadata, request, response and metadata of the second: the pieces left fit
  // together as bytes.
  const std::int64_t end = sample.stored[1].position.offset + sample.stored[1].position.length;
  sample.replace(begin, end, "");
  ArchiveOptions reading;
  reading.read_only = true;
  auto archive = open(sample.archive_path(), sample.clock, reading);
  replay(*archive);
  const Checked checked = check(*archive);
  CAPTURE(checked.text());
  CHECK(checked.text().find("do not name each other") != std::string::npos);
  CHECK(checked.text().find("neither WARC nor journal holds sequence number 2") != std::string::npos);
}

TEST_CASE("Verify: a whole WARC file that is gone is missed", "[verify]") {
  const Sample sample;
  fs::remove(sample.warc_path());
  ArchiveOptions reading;
  reading.read_only = true;
  auto archive = open(sample.archive_path(), sample.clock, reading);
  replay(*archive);
  const Checked checked = check(*archive);
  CHECK(checked.text().find("holds sequence number 2") != std::string::npos);
}

TEST_CASE("Verify: a changed journal line is named, the last one too", "[verify]") {
  const Sample sample;
  std::ifstream in(sample.journal_path(), std::ios::binary);
  std::string line;
  std::vector<std::int64_t> begins = {0};
  while (std::getline(in, line)) begins.push_back(begins.back() + static_cast<std::int64_t>(line.size()) + 1);
  REQUIRE(begins.size() == 6);
  const std::size_t changed = GENERATE(0u, 2u, 4u);
  CAPTURE(changed);
  const std::int64_t last_byte = begins[changed + 1] - 1;
  // A letter of the actor: the line stays valid JSON.
  Sample::flip(sample.journal_path(), begins[changed] + 10);
  ArchiveOptions reading;
  reading.read_only = true;
  reading.index_folder = sample.archive_path() + "/index";
  auto archive = open(sample.archive_path(), sample.clock, reading);
  const Checked checked = check(*archive);
  CAPTURE(checked.text(), last_byte);
  if (changed < 4) {
    CHECK(checked.names("journal/" + sample.journal, begins[changed]));
  } else {
    // The index knew the last line's digest: it does not fit any more and is not believed.
    CHECK(archive->index_is_behind());
  }
}

TEST_CASE("Verify: the index is compared with the files both ways", "[verify]") {
  const Sample sample;
  const std::string id = sample.stored[1].capture_id;
  const std::string key = kv::make_key(kv::kCapture, {id});
  std::string expected;
  {
    auto store = kv::open_leveldb(sample.archive_path() + "/index", false).value();
    std::string row = *store->get(key).value();
    kv::Batch batch;
    SECTION("a flipped byte in a capture row") {
      row[row.find("a.example")] = 'b';
      batch.put(key, row);
      expected = "the row of capture " + id;
    }
    SECTION("a capture row is missing") {
      batch.erase(key);
      expected = "no row for capture " + id;
    }
    SECTION("a capture row too many") {
      const std::string other = "0190a1b2-0000-7000-8000-000000000001";
      std::string copy = row;
      for (std::size_t at = copy.find(id); at != std::string::npos; at = copy.find(id)) copy.replace(at, 36, other);
      batch.put(kv::make_key(kv::kCapture, {other}), copy);
      expected = "capture " + other + " has a row but no record";
    }
    SECTION("a payload row is missing") {
      batch.erase(kv::make_key(kv::kPayload, {sample.stored[1].payload_sha256}));
      expected = "no row says who holds the payload of capture " + id;
    }
    SECTION("a payload row leads elsewhere") {
      batch.put(kv::make_key(kv::kPayload, {std::string(64, '0')}),
                *store->get(kv::make_key(kv::kPayload, {sample.stored[1].payload_sha256})).value());
      expected = "does not lead to a full record";
    }
    REQUIRE(store->write(batch, true));
  }
  auto archive = open(sample.archive_path(), sample.clock);
  const Checked checked = check(*archive);
  CAPTURE(checked.text(), expected);
  CHECK(checked.names("index", 0));
  CHECK(checked.text().find(expected) != std::string::npos);
}

TEST_CASE("Verify: random bytes in place of files are findings, not crashes", "[verify]") {
  const Sample sample;
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::ofstream(sample.warc_path(), std::ios::binary | std::ios::trunc) << noise(3000, seed);
    std::ofstream(sample.journal_path(), std::ios::binary | std::ios::trunc) << noise(500, seed);
    ArchiveOptions reading;
    reading.read_only = true;
    auto archive = open(sample.archive_path(), sample.clock, reading);
    replay(*archive);
    CHECK(check(*archive).summary.errors > 0);
  }
}
