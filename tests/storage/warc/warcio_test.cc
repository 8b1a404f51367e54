// What our writer writes, judged by programs that share no code with it (scripts/check_warc_with_warcio.mjs).
#include <cstdlib>

#include <catch2/catch.hpp>

#include "storage/warc/reader.h"
#include "storage/warc/writer.h"
#include "tests/storage/warc/sample.h"
#include "tests/support/binary.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::RunResult;
using spoor::test::TempDir;
using spoor::warc::test::kMoment;
using spoor::warc::test::sample_exchange;
using spoor::warc::test::SampleExchange;

namespace {

// nullopt where node, npm or the package cannot be had.
std::optional<RunResult> check_with_warcio(const std::string& path) {
  if (std::system("node --version > /dev/null 2>&1 && npm --version > /dev/null 2>&1") != 0) {
    WARN("left out: node or npm is not here");
    return std::nullopt;
  }
  spoor::test::RunOptions options;
  options.arguments = {SPOOR_SOURCE_DIR "/scripts/check_warc_with_warcio.mjs", "--npm", SPOOR_BINARY_DIR "/npm", path};
  options.timeout = std::chrono::minutes(5);
  RunResult result = spoor::test::run("node", options);
  if (result.exit_code != 77) return result;
  WARN("left out: " << result.err);
  return std::nullopt;
}

SampleExchange revisit_of(int number, const SampleExchange& original) {
  SampleExchange out = sample_exchange(number);
  out.response.type = kRevisit;
  out.response.fields.clear();
  out.response.add("WARC-Target-URI", "http://example.com/" + std::to_string(number));
  out.response.add("WARC-Payload-Digest", std::string(*original.response.field("WARC-Payload-Digest")));
  out.response.add("WARC-Profile", std::string(kProfileIdenticalPayload));
  out.response.add("WARC-Refers-To-Target-URI", std::string(*original.response.field("WARC-Target-URI")));
  out.response.add("WARC-Refers-To-Date", to_rfc3339_us(original.response.date));
  out.response.add("WARC-Truncated", "length");
  out.response.add("Content-Type", "application/http;msgtype=response");
  out.response.block = out.response.block.substr(0, out.response.block.find("\r\n\r\n") + 4);
  return out;
}

void write_sample(const TempDir& folder) {
  const FakeClock clock(kMoment);
  WriterOptions options;
  options.folder = folder.path();
  options.roll_bytes = 200'000;
  options.info = {{"software", "spoor"}, {"format", "WARC File Format 1.1"}};
  Writer writer(options, clock);
  for (int i = 0; i < 60; ++i) {
    const std::string body(static_cast<std::size_t>(i * i * 40), static_cast<char>(i));
    REQUIRE(writer.append(sample_exchange(i, body + std::string("\0\r\n\r\n", 5)).members()));
  }
  const auto original =
      sample_exchange(59, std::string(59 * 59 * 40, static_cast<char>(59)) + std::string("\0\r\n\r\n", 5));
  REQUIRE(writer.append(revisit_of(60, original).members()));
  REQUIRE(writer.close());
}

}  // namespace

TEST_CASE("Warcio: reads all that the writer writes and finds nothing bad", "[warcio]") {
  const TempDir folder;
  write_sample(folder);
  const auto judged = check_with_warcio(folder.path());
  if (!judged) return;
  INFO(judged->out << judged->err);
  CHECK(judged->exit_code == 0);
  CHECK(judged->out.find("\"responses\": 60,") != std::string::npos);
  CHECK(judged->out.find("\"requests\": 61,") != std::string::npos);
  CHECK(judged->out.find("\"revisits\": 1,") != std::string::npos);
  CHECK(judged->out.find("\"metadata\": 61,") != std::string::npos);
}

TEST_CASE("Warcio: the judge sees what is wrong", "[warcio]") {
  const auto exchange = sample_exchange(1);
  const auto info = gzip_member(encode(spoor::warc::test::sample_warcinfo()));
  const auto joined = [&](const SampleExchange& one) {
    std::string out = info;
    for (const auto& member : one.members()) out += member;
    return out;
  };
  SampleExchange wrong_payload = exchange, wrong_block = exchange, unlinked = exchange, chunked = exchange;
  wrong_payload.response.fields[1].second.back() = wrong_payload.response.fields[1].second.back() == '0' ? '1' : '0';
  wrong_block.request.add("WARC-Block-Digest", "sha256:" + sha256_hex("other"));
  unlinked.metadata.fields[1].second = "<urn:uuid:other>";
  chunked.response.block.insert(17, "Transfer-Encoding: chunked\r\n");
  std::string no_metadata = info + exchange.members()[0] + exchange.members()[1];
  const std::string whole = joined(exchange);
  const std::pair<std::string, const char*> cases[] = {
      {joined(wrong_payload), "WARC-Payload-Digest is wrong"},
      {joined(wrong_block), "WARC-Block-Digest is wrong"},
      {joined(unlinked), "without its metadata"},
      {joined(chunked), "Transfer-Encoding was not renamed"},
      {no_metadata, "without its metadata"},
      {whole.substr(info.size()), "does not begin with warcinfo"},
      {whole.substr(0, whole.size() - 20), ""},
      {info + gzip_member(encode(exchange.request) + encode(exchange.response) + encode(exchange.metadata)), ""},
      {whole + whole.substr(info.size()), "occurs twice"},
  };
  const TempDir folder;
  for (const auto& [bytes, expected] : cases) {
    spoor::test::write_file(folder.file("x.warc.gz"), bytes);
    const auto judged = check_with_warcio(folder.file("x.warc.gz"));
    if (!judged) return;
    INFO(judged->out << judged->err);
    CAPTURE(expected);
    CHECK(judged->exit_code == 1);
    CHECK(judged->out.find(expected) != std::string::npos);
  }
}
