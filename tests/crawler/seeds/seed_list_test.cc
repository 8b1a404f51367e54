#include "crawler/seeds/seed_list.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include <boost/json.hpp>

#include "storage/base/digest.h"

namespace spoor::seeds {
namespace {

SeedList read(const std::string& text, std::string_view name = "-", const SeedOptions& options = {}) {
  std::istringstream input(text);
  return read_seeds(input, name, options).value();
}

std::map<std::string, int> by_status(const SeedList& list) {
  std::map<std::string, int> counts;
  for (const SeedRow& row : list.rows) ++counts[row.status];
  return counts;
}

using Columns = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("Seeds: plain lines, with comments and blank lines left out", "[seeds]") {
  const std::string text =
      "# my list\n\nhttps://example.com/a\r\n  example.org  \n7,704 accounts\nx:@name\nfile:///etc/passwd\n"
      "https://example.com/a#top\n";
  const SeedList list = read(text);
  REQUIRE(list.rows.size() == 6);
  CHECK(list.columns.empty());
  CHECK(list.sha256 == sha256_hex(text));
  const auto check = [&](std::size_t i, std::int64_t line, std::string_view url, std::string_view status) {
    CAPTURE(i);
    CHECK(list.rows[i].line == line);
    CHECK(list.rows[i].url == url);
    CHECK(list.rows[i].status == status);
    CHECK(list.rows[i].columns.empty());
  };
  check(0, 3, "https://example.com/a", "ok");
  check(1, 4, "https://example.org/", "ok");
  check(2, 5, "", "no_link");
  check(3, 6, "https://x.com/name", "ok");
  check(4, 7, "", "invalid");
  check(5, 8, "https://example.com/a#top", "duplicate");
  CHECK(list.rows[1].bare_host);
  CHECK(list.rows[1].reason == "no scheme was given, https assumed");
  CHECK_FALSE(list.rows[3].bare_host);
  CHECK(list.rows[2].input == "7,704 accounts");
  CHECK(list.rows[5].duplicate_of == 3);
  CHECK(list.rows[5].reason == "same link as line 3");
}

TEST_CASE("Seeds: a path makes it no bare host", "[seeds]") {
  CHECK_FALSE(read("forum.example.com/path\n").rows.at(0).bare_host);
  CHECK(read("forum.example.com\n").rows.at(0).bare_host);
  CHECK_FALSE(read("https://forum.example.com/\n").rows.at(0).bare_host);
}

TEST_CASE("Seeds: a CSV's columns are carried through, whichever holds the link", "[seeds]") {
  const std::string text =
      "\xEF\xBB\xBFId,Text,Where\r\n1,\"two\r\nlines, "
      "\"\"quoted\"\"\",hxxps://example[.]com/1\r\n,,\r\n2,x,example.org\r\n";
  const SeedList list = read(text, "list.csv");
  CHECK(list.columns == std::vector<std::string>{"Id", "Text", "Where"});
  REQUIRE(list.rows.size() == 2);
  CHECK(list.rows[0].line == 2);
  CHECK(list.rows[0].url == "https://example.com/1");
  CHECK(list.rows[0].input == "hxxps://example[.]com/1");
  CHECK(list.rows[0].columns ==
        Columns{{"Id", "1"}, {"Text", "two\r\nlines, \"quoted\""}, {"Where", "hxxps://example[.]com/1"}});
  CHECK(list.rows[1].line == 5);
  CHECK(list.rows[1].url == "https://example.org/");
}

TEST_CASE("Seeds: separators are found, with or without a name that says CSV", "[seeds]") {
  for (const std::string separator : {",", ";", "\t"}) {
    for (const std::string name : {"-", "list.csv"}) {
      CAPTURE(separator, name);
      const SeedList list =
          read("url" + separator + "note\nhttps://a.example/" + separator + "x\nhttps://b.example/" + separator + "y\n",
               name);
      REQUIRE(list.rows.size() == 2);
      CHECK(list.columns == std::vector<std::string>{"url", "note"});
      CHECK(list.rows[1].url == "https://b.example/");
      CHECK(list.rows[1].columns == Columns{{"url", "https://b.example/"}, {"note", "y"}});
    }
  }
}

TEST_CASE("Seeds: URLs with commas are plain lines", "[seeds]") {
  const SeedList list = read("https://vk.com/a?w=wall1,2\nhttps://vk.com/b\nhello, https://vk.com/c, world\n");
  CHECK(list.columns.empty());
  CHECK(by_status(list) == std::map<std::string, int>{{"ok", 3}});
  CHECK(list.rows[0].url == "https://vk.com/a?w=wall1,2");
}

TEST_CASE("Seeds: a CSV without a header names its columns itself", "[seeds]") {
  const SeedList list = read("https://a.example/,first\nhttps://b.example/,second,third\n", "x.csv");
  REQUIRE(list.rows.size() == 2);
  CHECK(list.columns == std::vector<std::string>{"column_1", "column_2", "column_3"});
  CHECK(list.rows[1].columns.at(2) == std::pair<std::string, std::string>("column_3", "third"));
}

TEST_CASE("Seeds: the column can be named", "[seeds]") {
  SeedOptions options;
  options.column = "archive";
  const std::string text = "url,Archive\nhttps://a.example/,https://archive.example/a\nhttps://b.example/,\n";
  const SeedList list = read(text, "x.csv", options);
  CHECK(list.rows.at(0).url == "https://archive.example/a");
  CHECK(list.rows.at(1).status == "no_link");
  options.column = "nothing";
  std::istringstream input(text);
  const auto failed = read_seeds(input, "x.csv", options);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::invalid_argument);
  CHECK(failed.error().text() == "x.csv: no column \"nothing\"; there are: url, Archive");
}

TEST_CASE("Seeds: where the first column has none, another column of links gives it", "[seeds]") {
  const SeedList list = read(
      "url,other_url,comment\nhttps://a.example/,,see https://report.example/\n,https://b.example/,x\n,,see "
      "https://c.example/\n"
      "https://d.example/,https://e.example/,\n",
      "x.csv");
  REQUIRE(list.rows.size() == 4);
  CHECK(list.rows[0].url == "https://a.example/");
  CHECK(list.rows[1].url == "https://b.example/");
  CHECK(list.rows[2].status == "no_link");  // a comment is not a column of links
  CHECK(list.rows[3].url == "https://d.example/");
}

TEST_CASE("Seeds: indicators that are no pages say so", "[seeds]") {
  const SeedList list = read(
      "indicator_type,indicator_value\nmd5,d41d8cd98f00b204e9800998ecf8427e\nip,192.0.2.1\nandroid_package_name,al."
      "puik.cus\n"
      "ios_app_id,1555651942\ndomain_name,example.com\nurl,sites.example.com/view/x\n",
      "x.csv");
  REQUIRE(list.rows.size() == 6);
  CHECK(list.rows[0].reason == "an MD5 hash, not a page");
  CHECK(list.rows[1].reason == "an IP address, not a page");
  CHECK(list.rows[2].reason == "the name of an Android package, not a page");
  CHECK(list.rows[2].url.empty());
  CHECK(list.rows[3].reason == "the id of an iOS app, not a page");
  CHECK(list.rows[4].url == "https://example.com/");
  CHECK(list.rows[5].url == "https://sites.example.com/view/x");
  CHECK(by_status(list) == std::map<std::string, int>{{"no_link", 4}, {"ok", 2}});
}

TEST_CASE("Seeds: damaged input keeps one row per line", "[seeds]") {
  const std::string long_line(10'000'000, 'a');
  const std::string text =
      "https://a.example/\xff\n" + long_line + "\n" + std::string("b\0c\n", 4) + "\x80\x81\nhttps://b.example/\n";
  const SeedList list = read(text);
  REQUIRE(list.rows.size() == 5);
  CHECK(list.rows[0].input == "https://a.example/\xEF\xBF\xBD");
  CHECK(list.rows[1].status == "invalid");
  CHECK(list.rows[1].reason == "the line has 10000000 bytes; at most 1048576 are read");
  CHECK(list.rows[1].input.size() == 200);
  CHECK(list.rows[2].status == "invalid");
  CHECK(list.rows[2].reason == "NUL bytes in the text");
  CHECK(list.rows[3].status == "no_link");
  CHECK(list.rows[4].status == "ok");
  CHECK(list.rows[4].line == 5);
}

TEST_CASE("Seeds: a quote that is never closed does not swallow the rest", "[seeds]") {
  const SeedList list =
      read("url,note\nhttps://a.example/,\"open\nhttps://b.example/,x\nhttps://c.example/,y\n", "x.csv");
  REQUIRE(list.rows.size() == 3);
  CHECK(list.rows[0].columns.at(1).second == "\"open");
  CHECK(list.rows[2].line == 4);
}

TEST_CASE("Seeds: UTF-16 with a byte order mark is read", "[seeds]") {
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char c : std::string("url\tnote\nhttps://a.example/\tx\nhttps://b.example/\ty\n")) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  for (const std::string& text : {little, big}) {
    const SeedList list = read(text);
    REQUIRE(list.rows.size() == 2);
    CHECK(list.rows[1].url == "https://b.example/");
    CHECK(list.sha256 == sha256_hex(text));
  }
}

TEST_CASE("Seeds: empty input is an empty list, too much is an error", "[seeds]") {
  for (const std::string text : {"", "\n\n", "# only\n", "\xEF\xBB\xBF"}) {
    CHECK(read(text).rows.empty());
    CHECK(read(text, "x.csv").rows.empty());
  }
  SeedOptions options;
  options.max_bytes = 100;
  std::istringstream input(std::string(101, 'a'));
  const auto failed = read_seeds(input, "-", options);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::too_large);
}

TEST_CASE("Seeds: the list of the operation this project was founded on", "[seeds][corpus]") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  std::ifstream file(corpus / "indicators/Q2_2023_Spamouflage_China_based_CIB_updated.csv", std::ios::binary);
  REQUIRE(file);
  const SeedList list = read_seeds(file, "spamouflage.csv").value();
  CHECK(list.columns == std::vector<std::string>{"Tactic", "Technique", "Procedure", "Indicator", "Note"});
  CHECK(list.rows.size() == 528);
  auto counts = by_status(list);
  CHECK(counts["ok"] == 243);
  CHECK(counts["duplicate"] == 7);
  CHECK(counts["no_link"] == 278);
  CHECK(counts["invalid"] == 0);
}

TEST_CASE("Seeds: every published indicator list is read, each row accounted for", "[seeds][corpus]") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  const auto folder = corpus / "indicators";
  std::ifstream manifest_file(folder / "manifest.json");
  REQUIRE(manifest_file);
  const std::string text{std::istreambuf_iterator<char>(manifest_file), std::istreambuf_iterator<char>()};
  const boost::json::value manifest = boost::json::parse(text);
  int files = 0;
  for (const auto& entry : manifest.at("files").as_array()) {
    const std::string name{entry.at("file").as_string()};
    CAPTURE(name);
    std::ifstream file(folder / name, std::ios::binary);
    REQUIRE(file);
    const SeedList list = read_seeds(file, name).value();
    const auto all = entry.at("rows_after_header").as_int64(), with_url = entry.at("rows_with_http_url").as_int64();
    auto counts = by_status(list);
    CAPTURE(all, with_url, list.rows.size(), counts["ok"], counts["no_link"], counts["invalid"], counts["duplicate"]);
    CHECK(static_cast<std::int64_t>(list.rows.size()) <= all);
    CHECK(static_cast<std::int64_t>(list.rows.size()) >= all * 7 / 10);  // the rest is blank
    CHECK(counts["ok"] + counts["duplicate"] >= with_url);
    CHECK(counts["invalid"] == 0);
    CHECK(list.sha256 == std::string(entry.at("sha256").as_string()));
    for (const SeedRow& row : list.rows) {
      CHECK(row.columns.size() <= list.columns.size());
      CHECK(row.url.empty() == (row.status == "no_link" || row.status == "invalid"));
      if (row.url.empty()) CHECK_FALSE(row.reason.empty());
    }
    ++files;
  }
  CHECK(files > 40);
}

}  // namespace spoor::seeds
