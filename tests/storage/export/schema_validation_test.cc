// Exports against the shipped JSON Schema, by an independent validator (python3-jsonschema, where it is installed).
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "storage/base/ids.h"
#include "storage/export/export.h"
#include "storage/schema/keys.h"
#include "tests/storage/schema/sample_records.h"

using namespace spoor;
namespace fs = std::filesystem;

namespace {

constexpr int kNoValidator = 77;

int validate(const std::string& schema, const std::string& records) {
  std::string command =
      "python3 '" SPOOR_SOURCE_DIR "/tests/storage/export/validate.py' '" + schema + "' '" + records + "'";
  int status = std::system(command.c_str());
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return code == 127 ? kNoValidator : code;
}

void write(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  REQUIRE(file.flush());
}

Sighting sighting(int n) {
  Sighting s;
  s.seen_at = Timestamp{from_civil(2026, 3, 1)->us + n * 1'000'000LL};
  s.http_status = 200;
  s.prov = samples::prov("cap" + std::to_string(n));
  return s;
}

}  // namespace

TEST_CASE("Export: every record satisfies the JSON Schema", "[export][schema]") {
  auto store = kv::make_memory_store();
  kv::Batch batch;
  kv::Overlay overlay(*store, batch);
  Sighting first = sighting(0), second = sighting(1), third = sighting(2);
  std::mt19937 random(11);
  for (int i = 0; i < 200; ++i) {
    first.posts.push_back(samples::random_post(random));
    first.posts.back().platform = "x";
  }
  first.posts.push_back(samples::full_post());
  first.accounts = {samples::full_account()};
  first.threads = {samples::full_thread()};
  second.posts = {samples::full_post()};
  second.posts[0].text += " edited";
  third.subjects = {{post_key(samples::full_post()), Status::deleted, "gone"}};
  for (const Sighting& s : {first, second, third}) REQUIRE(apply(overlay, s));
  REQUIRE(store->write(batch, false));

  fs::path folder = fs::temp_directory_path() / ("spoor-schema-" + uuid_v4());
  fs::create_directories(folder);
  const std::string records = folder / "all.jsonl", schema = folder / "schema.json", broken = folder / "broken.jsonl";
  ExportOptions options;
  options.filter.view = View::history;
  auto summary = export_records(*store, options, records);
  REQUIRE(summary);
  CHECK(summary->written.at("revision") > 3);
  write(schema, json_schema());
  int code = validate(schema, records);
  if (code == kNoValidator) {
    WARN("python3 with jsonschema is not installed: this check was left out");
  } else {
    CHECK(code == 0);
    write(broken, "{\"schema\":\"spoor/1.0\",\"record\":\"post\",\"key\":\"p:x:1\"}\n");
    CHECK(validate(schema, broken) == 1);
  }
  fs::remove_all(folder);
}
