#include "tests/support/power_cut.h"

#include <csignal>
#include <filesystem>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

using namespace spoor::test;

namespace {

namespace fs = std::filesystem;

// What a folder holds: "name=content " for each file, sorted.
std::string contents(const std::string& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files.insert(fs::relative(entry.path(), folder).string() + "=" + read_file(entry.path().string()));
  }
  std::string all;
  for (const std::string& file : files) all += file + " ";
  return all;
}

// Everything that may be left of the folder "/d", empty before, after these calls.
std::set<std::string> worlds(NameRule rule, const std::vector<DiskCall>& calls) {
  std::set<std::string> found;
  std::mt19937 random(1);
  Disk disk("/d", rule);
  for (const DiskCall& call : calls) disk.apply(call);
  for (int i = 0; i < 300; ++i) {
    const TempDir folder;
    disk.cut(folder.file("left"), random);
    found.insert(contents(folder.file("left")));
  }
  return found;
}

DiskCall call(char what, const std::string& path, const std::string& other = "") { return {what, path, other, 0, ""}; }
DiskCall write(const std::string& path, std::int64_t at, const std::string& bytes) {
  return {'W', path, "", at, bytes};
}

std::vector<DiskCall> sync(const std::string& path, std::int64_t ticket) {
  return {{'S', path, "", ticket, ""}, {'E', path, "", ticket, ""}};
}

std::vector<DiskCall> join(std::initializer_list<std::vector<DiskCall>> parts) {
  std::vector<DiskCall> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

using Worlds = std::set<std::string>;

}  // namespace

TEST_CASE("Power cut: an unsynced file may be gone, empty, torn or whole") {
  const Worlds left = worlds(NameRule::with_file, {call('C', "/d/a"), write("/d/a", 0, "xyz")});
  for (const char* world : {"", "a= ", "a=xyz ", "a=x ", "a=xy "}) CHECK(left.contains(world));
  CHECK(left.contains(std::string("a=\0\0\0 ", 6)));
}

TEST_CASE("Power cut: what was synced stays, what came later is open") {
  const auto begin = std::vector<DiskCall>{call('C', "/d/a"), write("/d/a", 0, "one")};
  CHECK(worlds(NameRule::with_file, join({begin, sync("/d/a", 1)})) == Worlds{"a=one "});
  CHECK(worlds(NameRule::with_folder, join({begin, sync("/d/a", 1)})) == Worlds{"", "a=one "});
  CHECK(worlds(NameRule::with_folder, join({begin, sync("/d/a", 1), sync("/d", 2)})) == Worlds{"a=one "});
  for (const std::string& world :
       worlds(NameRule::with_file, join({begin, sync("/d/a", 1), {write("/d/a", 3, "two")}}))) {
    CHECK(world.starts_with("a=one"));
  }
  // A write that comes while a sync is under way is not covered by it.
  const auto race = join({begin, {{'S', "/d/a", "", 1, ""}}, {write("/d/a", 3, "two")}, {{'E', "/d/a", "", 1, ""}}});
  CHECK(worlds(NameRule::with_file, race).contains("a=one "));
}

TEST_CASE("Power cut: a rename has happened or has not, never half") {
  const auto begin = join({{call('C', "/d/now"), write("/d/now", 0, "old")},
                           sync("/d/now", 1),
                           {call('C', "/d/tmp"), write("/d/tmp", 0, "new")},
                           sync("/d/tmp", 2),
                           sync("/d", 3),
                           {call('R', "/d/tmp", "/d/now")}});
  for (const NameRule rule : {NameRule::with_file, NameRule::with_folder}) {
    CHECK(worlds(rule, begin) == Worlds{"now=old tmp=new ", "now=new "});
    CHECK(worlds(rule, join({begin, sync("/d", 4)})) == Worlds{"now=new "});
  }
}

TEST_CASE("Power cut: a removal may be undone, and each is for itself") {
  const auto begin =
      join({{call('C', "/d/a"), call('C', "/d/b")}, sync("/d", 1), {call('U', "/d/a"), call('U', "/d/b")}});
  CHECK(worlds(NameRule::with_file, begin) == Worlds{"", "a= ", "b= ", "a= b= "});
  CHECK(worlds(NameRule::with_file, join({begin, sync("/d", 2)})) == Worlds{""});
}

TEST_CASE("Power cut: the recording of a real program gives what the program has done") {
  const TempDir folder;
  const std::string root = folder.file("root");
  fs::create_directory(root);
  const auto run_recorded = [&](const std::string& program, std::vector<std::string> arguments, long at) {
    RunOptions options;
    options.arguments = std::move(arguments);
    options.environment = with_recording(root, folder.file("log"), at);
    return run(program, options);
  };
  const auto dd = [&](long at) {
    return run_recorded(
        "dd", {"if=/proc/self/comm", "of=" + root + "/f", "bs=1", "count=3", "conv=fdatasync", "status=none"}, at);
  };
  CHECK(dd(0).exit_code == 0);
  CHECK(run_recorded("mv", {root + "/f", root + "/g"}, 0).exit_code == 0);
  CHECK(run_recorded("mkdir", {root + "/sub"}, 0).exit_code == 0);
  CHECK(run_recorded("truncate", {"-s", "2", root + "/g"}, 0).exit_code == 0);
  std::string seen;
  for (const DiskCall& call : recorded_calls(folder.file("log"))) {
    if (call.what != 'b') seen += std::string(1, call.what) + call.bytes + " ";
  }
  CHECK(seen == "C Wd Wd W\n S E R M T ");
  // Entry 4 of dd is its first byte as written.
  fs::remove_all(root);
  fs::create_directory(root);
  fs::remove(folder.file("log"));
  CHECK(dd(4).signal == SIGKILL);
  CHECK(contents(root) == "f=d ");
}
