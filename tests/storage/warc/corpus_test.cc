// Files of other writers, good and broken.
#include <filesystem>
#include <map>

#include <catch2/catch.hpp>

#include "storage/warc/http_message.h"
#include "storage/warc/reader.h"
#include "storage/warc/record.h"
#include "tests/support/show_result.h"

using namespace spoor;
using namespace spoor::warc;

namespace {

const std::string kCorpus = SPOOR_SOURCE_DIR "/../shared/corpus";

struct Found {
  std::map<std::string, int> types;
  std::vector<ReadRecord> records;
  std::optional<ErrorCode> error;
};

Found read_file_of(const std::string& name) {
  const std::string path = kCorpus + "/warc/" + name;
  auto reader = Reader::open(path);
  REQUIRE(reader);
  Found found;
  for (;;) {
    auto read = reader->next();
    if (!read) found.error = read.error().code;
    if (!read || !*read) return found;
    ++found.types[(*read)->record.type];
    found.records.push_back(std::move(**read));
  }
}

}  // namespace

TEST_CASE("Corpus: WARC files of other writers", "[corpus]") {
  if (!std::filesystem::exists(kCorpus)) return;
  using Types = std::map<std::string, int>;
  struct Case {
    const char* file;
    Types types;
    std::optional<ErrorCode> error;
  };
  const Case cases[] = {
      {"webrecorder-warcio/example.warc.gz",
       {{"warcinfo", 2}, {"response", 1}, {"request", 2}, {"revisit", 1}},
       std::nullopt},
      {"webrecorder-warcio/example-resource.warc.gz", {{"warcinfo", 2}, {"resource", 1}}, std::nullopt},
      {"webrecorder-warcio/example-space-in-target-uri.warc.gz", {{"warcinfo", 1}, {"resource", 1}}, std::nullopt},
      {"webrecorder-warcio/example-wrong-chunks.warc.gz", {{"response", 1}, {"request", 1}}, std::nullopt},
      {"webrecorder-warcio/post-test.warc.gz", {{"response", 3}, {"request", 3}}, std::nullopt},
      {"webrecorder-warcio/example-bad-non-chunked.warc.gz",
       {{"warcinfo", 2}, {"response", 1}, {"request", 2}, {"revisit", 1}},
       std::nullopt},
      {"iipc-jwarc/cc.warc.gz", {{"response", 1}}, std::nullopt},
      {"iipc-jwarc/gzip_extra_sl.warc.gz", {{"warcinfo", 1}}, std::nullopt},
      {"iipc-webarchive-commons/IAH-urls-wget.warc",
       {{"warcinfo", 1}, {"request", 16}, {"response", 16}, {"resource", 3}},
       std::nullopt},
      {"iipc-webarchive-commons/empty.gz", {}, std::nullopt},
      {"iipc-webarchive-commons/hi.gz", {}, ErrorCode::corruption},
      {"iipc-webarchive-commons/abcd.gz", {}, ErrorCode::corruption},
      {"iipc-webarchive-commons/double-single-inflate-error.gz", {}, ErrorCode::corruption},
      {"webrecorder-warcio/example.arc", {}, ErrorCode::unsupported},
      {"webrecorder-warcio/example.arc.gz", {}, ErrorCode::unsupported},
      {"webrecorder-warcio/example-space-in-url.arc", {}, ErrorCode::unsupported},
      {"webrecorder-warcio/bad.arc", {}, ErrorCode::unsupported},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file);
    const Found found = read_file_of(c.file);
    CHECK(found.types == c.types);
    CHECK(found.error == c.error);
    for (const ReadRecord& read : found.records) {
      if (read.length == 0) continue;
      const auto again = read_at(kCorpus + "/warc/" + c.file, read.offset);
      REQUIRE(again);
      CHECK(again->length == read.length);
      CHECK(again->record.block == read.record.block);
      CHECK(again->record.fields == read.record.fields);
    }
  }
}

TEST_CASE("Corpus: what the records say is read as it stands there", "[corpus]") {
  if (!std::filesystem::exists(kCorpus)) return;
  const Found example = read_file_of("webrecorder-warcio/example.warc.gz");
  REQUIRE(example.records.size() == 6);
  const Record& response = example.records[2].record;
  CHECK(response.field("WARC-Target-URI") == "http://example.com/");
  const auto head = parse_response_head(response.block);
  REQUIRE(head);
  CHECK(head->head.status == 200);
  const auto encoding = header(head->head.headers, "Content-Encoding");
  REQUIRE(encoding);
  const DecodedBody body = decode_body(std::string_view(response.block).substr(head->size), *encoding, 1 << 20);
  CHECK_FALSE(body.damaged);
  CHECK(body.bytes.find("<title>Example Domain</title>") != std::string::npos);

  CHECK(read_file_of("webrecorder-warcio/example-space-in-target-uri.warc.gz")
            .records[1]
            .record.field("WARC-Target-URI")
            ->find(' ') == std::string::npos);
  for (const ReadRecord& shared : read_file_of("webrecorder-warcio/example-bad-non-chunked.warc.gz").records)
    CHECK(shared.length == 0);
  const Found wget = read_file_of("iipc-webarchive-commons/IAH-urls-wget.warc");
  for (const ReadRecord& read : wget.records) {
    const auto target = read.record.field("WARC-Target-URI");
    if (target) CHECK(target->front() != '<');
    if (read.record.type == kResponse) CHECK(parse_response_head(read.record.block));
  }
}
