#include "storage/export/export.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "storage/base/digest.h"
#include "storage/base/ids.h"
#include "storage/kv/keys.h"

using namespace spoor;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

Post post_of(std::string id, std::string text) {
  Post p;
  p.platform = "x";
  p.native_id = std::move(id);
  p.text = std::move(text);
  return p;
}

std::unique_ptr<kv::Store> store_of(std::vector<Post> posts) {
  Sighting s;
  s.seen_at = *from_civil(2026, 3, 1);
  s.http_status = 200;
  s.prov.capture_id = "cap1";
  s.prov.warc_file = "a.warc.gz";
  s.prov.warc_offset = 12;
  s.prov.adapter = "x";
  s.prov.adapter_version = 2;
  s.prov.surface = "page";
  s.posts = std::move(posts);
  Account account;
  account.platform = "x";
  account.handle = "anna";
  account.bio = "bio";
  s.accounts = {account};
  auto store = kv::make_memory_store();
  kv::Batch batch;
  kv::Overlay overlay(*store, batch);
  REQUIRE(apply(overlay, s));
  batch.put(kv::make_key(kv::kCapture, {"cap1"}), R"({"schema":"spoor/1.0","record":"capture","key":"c:cap1"})");
  REQUIRE(store->write(batch, false));
  return store;
}

std::string exported(const kv::Store& store, const ExportOptions& options) {
  std::ostringstream out;
  auto summary = export_records(store, options, out);
  REQUIRE(summary);
  CHECK(summary->sha256 == sha256_hex(out.str()));
  CHECK(summary->bytes == static_cast<std::int64_t>(out.str().size()));
  return out.str();
}

ExportOptions csv(bool raw = false) {
  ExportOptions options;
  options.format = ExportFormat::csv;
  options.raw_cells = raw;
  return options;
}

// Rows of RFC 4180 text.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    std::string& cell = rows.back().back();
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.emplace_back(1);
    } else {
      cell += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::string cell(const std::vector<std::vector<std::string>>& rows, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    if (rows[0][i] == column) return rows[row][i];
  FAIL("no column " << column);
  return {};
}

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("spoor-export-" + uuid_v4())) { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const char* name) const { return (path_ / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A store whose records vanish between the walk and the count.
class Shrinking : public kv::Store {
 public:
  explicit Shrinking(const kv::Store& store) : store_(store) {}
  Result<std::optional<std::string>> get(std::string_view key) const override { return store_.get(key); }
  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view, std::string_view)>& each) const override {
    return store_.scan(from, to, [&](std::string_view key, std::string_view value) {
      bool record = key.front() == kv::kRecord;
      if (record && key.find(":2") != std::string_view::npos && ++seen_ > 2) return true;
      return each(key, value);
    });
  }
  Result<void> write(const kv::Batch&, bool) override { return {}; }

 private:
  const kv::Store& store_;
  mutable int seen_ = 0;
};

}  // namespace

TEST_CASE("Export: JSON Lines hold one record a line in key order", "[export]") {
  auto store =
      store_of({post_of("2", "line\nbreak\xE2\x80\xA8 and \xE2\x80\xA9."), post_of("1", std::string("nul\0", 4))});
  std::string text = exported(*store, {});
  std::istringstream lines(text);
  std::vector<json::value> records;
  for (std::string line; std::getline(lines, line);) records.push_back(json::parse(line));
  REQUIRE(records.size() == 3);
  CHECK(records[0].at("key").as_string() == "a:x:@anna");
  CHECK(records[1].at("key").as_string() == "p:x:1");
  CHECK(records[2].at("text").as_string() == "line\nbreak\xE2\x80\xA8 and \xE2\x80\xA9.");
  CHECK(records[1].at("text").as_string() == std::string("nul\0", 4));
  CHECK(text.back() == '\n');
  CHECK(text.find("\xE2\x80\xA8") == std::string::npos);
  CHECK(text.find("\\u2029") != std::string::npos);
  CHECK(exported(*store, {}) == text);
}

TEST_CASE("Export: CSV has the columns that were agreed on, and its cells survive", "[export][csv]") {
  Post p = post_of("1", "say \"hi\", twice\nand\r\nmore");
  p.author = {"7", "anna", "Anna", "https://x/anna", ""};
  p.container.name = "Board";
  p.published = StatedTime{*from_civil(2026, 2, 1), 60, Precision::minute, "1 Feb", TimeSource::text};
  p.media = {{"https://x/a b.png", "image", "", "", {}, {}, {}}, {"https://x/c.png", "image", "", "", {}, {}, {}}};
  p.links = {{"/r", "https://x/r", "", ""}, {"raw only", "", "", ""}};
  p.hashtags = {"a|b", "c"};
  p.mentions = {{"bob", "", ""}, {"", "9", ""}};
  p.reply_to = {"", "0", "", ""};
  p.quote_of = {"", "", "https://x/q", ""};
  p.position = 0;
  p.counts.values = {{"likes", 0}, {"reposts", 4}, {"score", -5}};
  auto store = store_of({p, post_of("2", "")});
  std::string text = exported(*store, csv());
  auto rows = parse_csv(text);
  REQUIRE(rows.size() == 3);
  std::string header;
  for (const std::string& name : rows[0]) header += name + " ";
  CHECK(
      header ==
      "key rev platform software kind native_id url author_handle author_native_id author_display_name author_url "
      "container published_utc published_precision published_raw edited_utc title text lang media_urls links hashtags "
      "mentions reply_to repost_of quote_of thread_id position likes shares replies comments views score status "
      "seen_at "
      "capture_id warc_file warc_offset adapter adapter_version surface ");
  for (const auto& row : rows) CHECK(row.size() == rows[0].size());
  struct Case {
    const char* column;
    const char* value;
  };
  for (const Case& c : {Case{"key", "p:x:1"},
                        Case{"kind", "reply"},
                        Case{"author_handle", "anna"},
                        Case{"container", "Board"},
                        Case{"published_utc", "2026-02-01T00:00:00.000Z"},
                        Case{"published_precision", "minute"},
                        Case{"published_raw", "1 Feb"},
                        Case{"text", "say \"hi\", twice\nand\r\nmore"},
                        Case{"media_urls", "https://x/a%20b.png https://x/c.png"},
                        Case{"links", "https://x/r raw%20only"},
                        Case{"hashtags", "a%7Cb|c"},
                        Case{"mentions", "bob|9"},
                        Case{"reply_to", "p:x:0"},
                        Case{"position", "0"},
                        Case{"likes", "0"},
                        Case{"shares", "4"},
                        Case{"score", "-5"},
                        Case{"views", ""},
                        Case{"status", "live"},
                        Case{"seen_at", "2026-03-01T00:00:00.000Z"},
                        Case{"capture_id", "cap1"},
                        Case{"warc_offset", "12"},
                        Case{"adapter_version", "2"},
                        Case{"surface", "page"}}) {
    CAPTURE(c.column);
    CHECK(cell(rows, 1, c.column) == c.value);
  }
  CHECK(cell(rows, 2, "text").empty());
}

TEST_CASE("Export: a spreadsheet runs no cell of a CSV unless asked", "[export][csv]") {
  for (const char* start : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx",
                            "\xEF\xBC\x9D"
                            "1",
                            "\xEF\xBC\xA0x"}) {
    CAPTURE(start);
    auto store = store_of({post_of("1", start)});
    CHECK(cell(parse_csv(exported(*store, csv())), 1, "text") == std::string("'") + start);
    CHECK(cell(parse_csv(exported(*store, csv(true))), 1, "text") == start);
  }
  auto plain = store_of({post_of("1", "a=b"), post_of("2", std::string("a\0b", 3))});
  auto rows = parse_csv(exported(*plain, csv()));
  CHECK(cell(rows, 1, "text") == "a=b");
  CHECK(cell(rows, 2, "text") ==
        "a\xEF\xBF\xBD"
        "b");
}

TEST_CASE("Export: a file comes whole, with its meta file", "[export]") {
  Folder folder;
  auto store = store_of({post_of("1", "a"), post_of("2", "b")});
  const std::string path = folder / "out.csv";
  ExportOptions options = csv();
  options.filter.kinds = {"post"};
  auto summary = export_records(*store, options, path);
  REQUIRE(summary);
  CHECK(summary->written.at("post") == 2);
  CHECK(summary->store.accounts == 1);
  CHECK(folder.files() == 2);
  json::value meta = json::parse(contents(path + ".meta.json"));
  CHECK(meta.at("sha256").as_string() == sha256_hex(contents(path)));
  CHECK(meta.at("written").at("post").as_int64() == 2);
  CHECK(meta.at("query").at("kinds").at(0).as_string() == "post");
  CHECK(meta.at("csv_guard").as_bool());
  CHECK(meta.at("schema").as_string() == "spoor/1.0");
  CHECK(meta.at("file").as_string() == "out.csv");
  REQUIRE(export_records(*store, options, path));
  CHECK(folder.files() == 2);
}

TEST_CASE("Export: a failed one leaves nothing behind", "[export]") {
  Folder folder;
  auto store = store_of({post_of("1", "a")});
  CHECK(export_records(*store, {}, folder / "missing/out.jsonl").error().code == ErrorCode::io);
  kv::Batch batch;
  batch.put(kv::make_key(kv::kRecord, {"p:x:1", "x/page", kv::sortable(0)}), "V?");
  REQUIRE(store->write(batch, false));
  CHECK(export_records(*store, {}, folder / "out.jsonl").error().code == ErrorCode::corruption);
  CHECK(folder.files() == 0);
  std::ostringstream closed;
  closed.setstate(std::ios::badbit);
  auto good = store_of({post_of("1", "a")});
  CHECK(export_records(*good, {}, closed).error().code == ErrorCode::io);
}

TEST_CASE("Export: what the format cannot hold is said at once", "[export]") {
  auto store = store_of({post_of("1", "a")});
  std::ostringstream out;
  ExportOptions options = csv();
  options.filter.kinds = {"account"};
  CHECK(export_records(*store, options, out).error().code == ErrorCode::invalid_argument);
  options = csv();
  options.filter.view = View::history;
  CHECK(export_records(*store, options, out).error().code == ErrorCode::invalid_argument);
  CHECK(out.str().empty());
  auto skipped = export_records(*store, csv(), out);
  REQUIRE(skipped);
  CHECK(skipped->skipped.at("account") == 1);
}

TEST_CASE("Export: a walk that misses records is an error", "[export]") {
  auto store = store_of({post_of("1", "a"), post_of("2", "b"), post_of("3", "c")});
  Shrinking damaged(*store);
  std::ostringstream out;
  auto summary = export_records(damaged, {}, out);
  REQUIRE_FALSE(summary);
  CHECK(summary.error().code == ErrorCode::corruption);
  CHECK(summary.error().where == "posts");
}

TEST_CASE("Export: the history and the captures on request", "[export]") {
  auto store = store_of({post_of("1", "a")});
  ExportOptions options;
  options.filter.view = View::history;
  options.filter.kinds = {"post", "capture"};
  std::ostringstream out;
  auto summary = export_records(*store, options, out);
  REQUIRE(summary);
  CHECK(summary->written ==
        std::map<std::string, std::int64_t>{{"capture", 1}, {"observation", 1}, {"post", 1}, {"revision", 1}});
  CHECK(export_format_from("csv") == ExportFormat::csv);
  CHECK_FALSE(export_format_from("xlsx"));
}
