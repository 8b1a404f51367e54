#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "storage/base/ids.h"
#include "storage/kv/store.h"

using namespace spoor;
using namespace spoor::kv;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("spoor-kv-" + uuid_v4());
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string text() const { return path.string(); }
};

using Rows = std::vector<std::pair<std::string, std::string>>;

template <class Source>
Rows rows(const Source& source, std::string_view from, std::string_view to, std::size_t limit = 1000) {
  Rows found;
  REQUIRE(source.scan(from, to, [&](std::string_view key, std::string_view value) {
    found.emplace_back(key, value);
    return found.size() < limit;
  }));
  return found;
}

void put(Store& store, std::initializer_list<std::pair<const char*, const char*>> values, bool sync = false) {
  Batch batch;
  for (const auto& [key, value] : values) batch.put(key, value);
  REQUIRE(store.write(batch, sync));
}

void check_store(Store& store) {
  CHECK_FALSE(store.get("a").value());
  put(store, {{"a", "1"}, {"b", "2"}, {"b\xff", "3"}, {"c", "4"}});
  CHECK(store.get("b").value() == "2");
  CHECK(rows(store, "b", "c") == Rows{{"b", "2"}, {"b\xff", "3"}});
  CHECK(rows(store, "b", "") == Rows{{"b", "2"}, {"b\xff", "3"}, {"c", "4"}});
  CHECK(rows(store, "", "", 1) == Rows{{"a", "1"}});

  Batch batch;
  batch.put("a", "x");
  batch.erase("a");
  batch.erase("c");
  batch.put("c", "5");
  REQUIRE(store.write(batch, true));
  CHECK_FALSE(store.get("a").value());
  CHECK(store.get("c").value() == "5");

  const auto then = store.snapshot();
  REQUIRE(then);
  const Rows before = rows(**then, "", "");
  put(store, {{"b", "new"}, {"d", "6"}});
  CHECK(rows(**then, "", "") == before);
  CHECK((*then)->get("b").value() == "2");
  CHECK_FALSE((*then)->get("d").value());
  CHECK(store.get("b").value() == "new");
}

// The newest file whose name ends so.
fs::path file_with(const fs::path& folder, const std::string& extension) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension && entry.path() > found) found = entry.path();
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

}  // namespace

TEST_CASE("Store: memory and LevelDB behave alike", "[kv]") {
  const auto memory = make_memory_store();
  check_store(*memory);
  const Folder folder;
  auto store = open_leveldb(folder.text() + "/index", true);
  REQUIRE(store);
  check_store(**store);
}

TEST_CASE("Store: prefix_end is the first key after a prefix", "[kv]") {
  CHECK(prefix_end("a") == "b");
  CHECK(prefix_end("a\xff") == "b");
  CHECK(prefix_end("\xff\xff").empty());
  CHECK(prefix_end("").empty());
}

TEST_CASE("Overlay: reads see the batch first", "[kv]") {
  const auto store = make_memory_store();
  put(*store, {{"a", "1"}, {"c", "3"}, {"e", "5"}});
  Batch batch;
  Overlay overlay(*store, batch);
  overlay.put("b", "2");
  overlay.put("c", "33");
  overlay.erase("e");
  overlay.put("f", "6");
  CHECK(overlay.get("a").value() == "1");
  CHECK(overlay.get("c").value() == "33");
  CHECK_FALSE(overlay.get("e").value());
  CHECK(rows(overlay, "", "") == Rows{{"a", "1"}, {"b", "2"}, {"c", "33"}, {"f", "6"}});
  CHECK(rows(overlay, "b", "f") == Rows{{"b", "2"}, {"c", "33"}});
  CHECK(rows(overlay, "", "", 2) == Rows{{"a", "1"}, {"b", "2"}});
  CHECK(store->get("b").value() == std::nullopt);
}

TEST_CASE("Overlay: a scan may change what it visits", "[kv]") {
  const auto store = make_memory_store();
  put(*store, {{"a", "1"}, {"c", "3"}});
  Batch batch;
  Overlay overlay(*store, batch);
  overlay.put("b", std::string(100, 'x'));
  std::vector<std::string> seen;
  REQUIRE(overlay.scan("", "", [&](std::string_view key, std::string_view value) {
    overlay.erase(std::string(key));
    seen.emplace_back(value);
    return true;
  }));
  CHECK(seen == std::vector<std::string>{"1", std::string(100, 'x'), "3"});
  CHECK(rows(overlay, "", "").empty());
}

TEST_CASE("LevelDB store: what is not there is not_found, and is not made", "[kv]") {
  const Folder folder;
  const auto store = open_leveldb(folder.text() + "/none", false);
  REQUIRE_FALSE(store);
  CHECK(store.error().code == ErrorCode::not_found);
  CHECK_FALSE(fs::exists(folder.path / "none"));
}

TEST_CASE("LevelDB store: a log cut at any byte keeps whole batches, in order", "[kv]") {
  const Folder folder;
  const fs::path original = folder.path / "original";
  {
    auto store = open_leveldb(original.string(), true);
    REQUIRE(store);
    for (int i = 0; i < 4; ++i) {
      Batch batch;
      batch.put("n", std::to_string(i));
      batch.put("row" + std::to_string(i), std::string(40, 'v'));
      REQUIRE((*store)->write(batch, true));
    }
  }
  const std::uintmax_t size = fs::file_size(file_with(original, ".log"));
  REQUIRE(size > 200);
  for (std::uintmax_t cut = 0; cut <= size; cut += 7) {
    CAPTURE(cut);
    const fs::path copy = folder.path / "copy";
    fs::remove_all(copy);
    fs::copy(original, copy);
    fs::resize_file(file_with(copy, ".log"), size - cut);
    auto store = open_leveldb(copy.string(), true);
    REQUIRE(store);
    const auto last = (*store)->get("n").value();
    const int count = last ? std::stoi(*last) + 1 : 0;
    for (int i = 0; i < 4; ++i) {
      CHECK((*store)->get("row" + std::to_string(i)).value().has_value() == (i < count));
    }
    if (cut == 0) CHECK(count == 4);
  }
}

TEST_CASE("LevelDB store: damage is reported as corruption", "[kv]") {
  const Folder folder;
  const std::string index = folder.text() + "/index";
  {
    auto store = open_leveldb(index, true);
    REQUIRE(store);
    put(**store, {{"a", "first value"}, {"b", "second"}}, true);
    put(**store, {{"c", "third"}}, true);
  }
  SECTION("CURRENT leads nowhere") { std::ofstream(index + "/CURRENT") << "MANIFEST-999999\n"; }
  SECTION("CURRENT is empty") { std::ofstream(index + "/CURRENT") << ""; }
  SECTION("a byte in the middle of the log is flipped") {
    std::fstream file(file_with(index, ".log"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('\x7e');
  }
  const auto store = open_leveldb(index, true);
  REQUIRE_FALSE(store);
  CAPTURE(store.error().text());
  CHECK(store.error().code == ErrorCode::corruption);
}

TEST_CASE("LevelDB store: a flipped byte in a table is corruption when read", "[kv]") {
  const Folder folder;
  const std::string index = folder.text() + "/index";
  {
    auto store = open_leveldb(index, true);
    REQUIRE(store);
    put(**store, {{"a", "first value"}, {"b", "second"}}, true);
  }
  { REQUIRE(open_leveldb(index, true)); }  // turns the log into a table
  {
    std::fstream file(file_with(index, ".ldb"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(12);
    file.put('\x7e');
  }
  const auto store = open_leveldb(index, true);
  if (store) {
    const auto value = (*store)->get("a");
    REQUIRE_FALSE(value);
    CHECK(value.error().code == ErrorCode::corruption);
  } else {
    CHECK(store.error().code == ErrorCode::corruption);
  }
}
