#include "storage/warc/cdxj.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <catch2/catch.hpp>

#include "storage/warc/reader.h"
#include "storage/warc/record.h"
#include "tests/storage/warc/sample.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::read_file;
using spoor::test::TempDir;
using spoor::test::write_file;
using spoor::warc::test::kMoment;
using spoor::warc::test::sample_exchange;
using spoor::warc::test::sample_warcinfo;

namespace {

struct Line {
  std::string key, stamp;
  boost::json::object json;
  std::string text(const char* name) const { return std::string(json.at(name).as_string()); }
};

Line parse_line(const std::string& line) {
  const std::size_t one = line.find(' '), two = line.find(' ', one + 1);
  REQUIRE(two != std::string::npos);
  return {line.substr(0, one), line.substr(one + 1, two - one - 1),
          boost::json::parse(line.substr(two + 1)).as_object()};
}

Record http_record(std::string_view type, int number, const std::string& url, const std::string& block) {
  Record out{std::string(type), warc::test::sample_id(number), kMoment, {}, block};
  out.add("WARC-Target-URI", url);
  return out;
}

Result<CdxjLines> lines_of(const std::string& bytes) {
  const TempDir folder;
  write_file(folder.file("x"), bytes);
  return cdxj_lines(folder.file("x"), "name.warc.gz");
}

}  // namespace

TEST_CASE("CDXJ: a response's line, exactly") {
  const std::string info = gzip_member(encode(sample_warcinfo()));
  auto response = http_record(kResponse, 1, "https://www.Example.com/B?b=2&a=1",
                              "HTTP/1.1 404 X\r\nContent-Type: Text/HTML; charset=x\r\n\r\nhello");
  response.add("WARC-Payload-Digest", "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  const std::string member = gzip_member(encode(response));
  const auto found = lines_of(info + member);
  REQUIRE(found);
  REQUIRE(found->lines.size() == 1);
  CHECK(
      found->lines[0] ==
      "com,example)/b?a=1&b=2 20260301080000 {\"url\": \"https://www.Example.com/B?b=2&a=1\", \"mime\": \"text/html\", "
      "\"status\": \"404\", \"digest\": \"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\", "
      "\"length\": \"" +
          std::to_string(member.size()) + "\", \"offset\": \"" + std::to_string(info.size()) +
          "\", \"filename\": \"name.warc.gz\"}");
}

TEST_CASE("CDXJ: which records have a line, and what it says of each type") {
  std::string bytes = gzip_member(encode(sample_warcinfo()));
  for (const auto& member : sample_exchange(1).members()) bytes += member;
  auto revisit = http_record(kRevisit, 2, "http://example.com/r", "HTTP/1.1 304 Not Modified\r\n\r\n");
  auto bare_revisit = http_record(kRevisit, 3, "http://example.com/s", "");
  auto resource = http_record(kResource, 4, "urn:text:http://example.com/", "hello");
  resource.add("Content-Type", "text/plain");
  auto facts = http_record(kMetadata, 5, "http://example.com/", "{}");
  facts.add("Content-Type", "application/json");
  for (const auto& record : {revisit, bare_revisit, resource, facts}) bytes += gzip_member(encode(record));
  const auto found = lines_of(bytes);
  REQUIRE(found);
  CHECK(std::is_sorted(found->lines.begin(), found->lines.end()));
  REQUIRE(found->lines.size() == 5);
  std::map<std::string, Line> by_url;
  for (const auto& line : found->lines) by_url.emplace(parse_line(line).text("url"), parse_line(line));
  CHECK(by_url.at("http://example.com/r").text("mime") == "warc/revisit");
  CHECK(by_url.at("http://example.com/r").text("status") == "304");
  CHECK(by_url.at("http://example.com/r").text("digest") == "-");
  CHECK_FALSE(by_url.at("http://example.com/s").json.contains("status"));
  CHECK(by_url.at("urn:text:http://example.com/").text("mime") == "text/plain");
  CHECK(by_url.at("urn:text:http://example.com/").text("digest") ==
        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  CHECK(by_url.at("http://example.com/").text("mime") == "application/json");
  CHECK(by_url.at("http://example.com/1").text("mime") == "text/html");
}

TEST_CASE("CDXJ: offset and length lead back to the record") {
  std::string bytes;
  for (int i = 0; i < 20; ++i) {
    for (const auto& member : sample_exchange(i, std::string(i * 777, 'x')).members()) bytes += member;
  }
  const TempDir folder;
  write_file(folder.file("x"), bytes);
  const auto found = cdxj_lines(folder.file("x"), "x");
  REQUIRE(found);
  REQUIRE(found->lines.size() == 20);
  for (const auto& text : found->lines) {
    const Line line = parse_line(text);
    const auto read = read_at(folder.file("x"), std::stoll(line.text("offset")));
    REQUIRE(read);
    CHECK(read->record.type == kResponse);
    CHECK(read->record.field("WARC-Target-URI") == line.text("url"));
    CHECK(read->record.field("WARC-Payload-Digest") == line.text("digest"));
    CHECK(read->length == std::stoll(line.text("length")));
  }
}

TEST_CASE("CDXJ: a capture by POST is keyed by its body") {
  struct Case {
    const char *type, *body, *key;
  };
  for (const Case& c :
       {Case{"application/x-www-form-urlencoded", "b=2&a=1", "com,example)/q?__wb_method=post&a=1&b=2&x=1"},
        Case{"application/octet-stream", "ab", "com,example)/q?__wb_method=post&__wb_post_data=ywi=&x=1"},
        Case{"text/plain", "", "com,example)/q?__wb_method=post&x=1"}}) {
    CAPTURE(c.type);
    auto request = http_record(kRequest, 1, "http://example.com/q?x=1",
                               "POST /q?x=1 HTTP/1.1\r\nContent-Type: " + std::string(c.type) + "\r\n\r\n" + c.body);
    request.add("WARC-Concurrent-To", "<" + warc::test::sample_id(2) + ">");
    const auto response = http_record(kResponse, 2, "http://example.com/q?x=1", "HTTP/1.1 200 OK\r\n\r\n");
    const auto other = http_record(kResponse, 3, "http://example.com/other", "HTTP/1.1 200 OK\r\n\r\n");
    const auto found =
        lines_of(gzip_member(encode(request)) + gzip_member(encode(response)) + gzip_member(encode(other)));
    REQUIRE(found);
    REQUIRE(found->lines.size() == 2);
    const Line line = parse_line(found->lines[1]);
    CHECK(line.key == c.key);
    CHECK(line.text("url") == "http://example.com/q?x=1");
    CHECK(line.text("method") == "POST");
    CHECK(line.json.contains("requestBody") == (c.body[0] != '\0'));
    CHECK_FALSE(parse_line(found->lines[0]).json.contains("method"));
  }
}

TEST_CASE("CDXJ: strange bytes never break a line or its JSON") {
  auto record = http_record(kResponse, 1, "http://example.com/\"a\\b\xc3\xa9\x01",
                            "HTTP/1.1 200 OK\r\nContent-Type: a\"b c\xff\r\n\r\n");
  const auto found = lines_of(gzip_member(encode(record)));
  REQUIRE(found);
  REQUIRE(found->lines.size() == 1);
  CHECK(parse_line(found->lines[0]).text("url") == "http://example.com/\"a\\b%C3%A9%01");
  CHECK(found->lines[0].find('\n') == std::string::npos);
}

TEST_CASE("CDXJ: damage is read over and counted, so are records that share a member") {
  const auto one = gzip_member(encode(sample_exchange(1).response)),
             two = gzip_member(encode(sample_exchange(2).response));
  auto found = lines_of(one + "garbage" + two + two.substr(0, 50));
  REQUIRE(found);
  CHECK(found->lines.size() == 2);
  CHECK(found->damaged == 2);
  found = lines_of(gzip_member(encode(sample_exchange(1).response) + encode(sample_exchange(2).response)));
  REQUIRE(found);
  CHECK(found->lines.empty());
  CHECK(found->unplaced == 2);
  CHECK(lines_of("filedesc://x 0.0.0.0").error().code == ErrorCode::unsupported);
}

TEST_CASE("CDXJ: the index of many files is one sorted file, replaced as a whole") {
  const TempDir folder;
  std::vector<std::string> paths, expected;
  for (int f = 0; f < 4; ++f) {
    std::string bytes;
    for (int i = f; i < 40; i += 4) bytes += gzip_member(encode(sample_exchange(i).response));
    const std::string name = "w" + std::to_string(f) + ".warc.gz";
    paths.push_back(folder.file(name + (f == 3 ? ".open" : "")));
    write_file(paths.back(), bytes);
    const auto found = cdxj_lines(paths.back(), name);
    REQUIRE(found);
    expected.insert(expected.end(), found->lines.begin(), found->lines.end());
  }
  std::sort(expected.begin(), expected.end());
  write_file(folder.file("index.cdxj"), "old");
  write_file(folder.file("index.cdxj.run0"), "left by a killed run");
  const auto totals = write_cdxj(paths, folder.file("index.cdxj"));
  REQUIRE(totals);
  CHECK(totals->lines == 40);
  std::istringstream written(read_file(folder.file("index.cdxj")));
  std::vector<std::string> lines;
  for (std::string line; std::getline(written, line);) lines.push_back(line);
  CHECK(lines == expected);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 5);

  paths.push_back(folder.file("missing"));
  CHECK_FALSE(write_cdxj(paths, folder.file("index.cdxj")));
  CHECK(read_file(folder.file("index.cdxj")) == written.str());
}
