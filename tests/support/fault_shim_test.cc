// The shim is judged with programs of the system: dd, mv, mkdir, truncate.
#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

using namespace spoor::test;

namespace {

// Writes five blocks of ten bytes to `file` and syncs it.
RunResult run_dd(const std::string& file, const std::string& fault, const std::string& log = "") {
  RunOptions options;
  options.arguments = {"if=/dev/zero", "of=" + file, "bs=10", "count=5", "conv=fdatasync", "status=none"};
  options.environment = with_faults(fault, log, "target");
  return run("dd", options);
}

}  // namespace

TEST_CASE("Fault shim: without a fault nothing changes, and the log says what was called") {
  const TempDir folder;
  const std::string file = folder.file("target");
  CHECK(run_dd(file, "", folder.file("log")).exit_code == 0);
  CHECK(std::filesystem::file_size(file) == 50);
  const std::string log = read_file(folder.file("log"));
  for (const char* line : {"open ", "write ", "fdatasync "}) CHECK(log.find(line + file + " 1\n") != std::string::npos);
  CHECK(log.find("write " + file + " 5\n") != std::string::npos);
  CHECK(log.find("write " + file + " 6\n") == std::string::npos);
}

TEST_CASE("Fault shim: killed before or after the nth write") {
  const TempDir folder;
  for (int nth = 1; nth <= 5; ++nth) {
    for (const bool after : {false, true}) {
      const std::string file = folder.file("target-" + std::to_string(nth) + (after ? "a" : "b"));
      const std::string fault = "op=write;path=target;nth=" + std::to_string(nth) + ";action=kill";
      const RunResult result = run_dd(file, fault + (after ? ";when=after" : ""));
      CHECK(result.signal == SIGKILL);
      CHECK(std::filesystem::file_size(file) == static_cast<std::uintmax_t>(10 * (after ? nth : nth - 1)));
    }
  }
}

TEST_CASE("Fault shim: errors are those asked for, as often as asked for, on the paths asked for") {
  const TempDir folder;
  const std::string file = folder.file("target");
  RunResult result = run_dd(file, "op=write;path=target;nth=3;action=errno:ENOSPC");
  CHECK(result.exit_code == 1);
  CHECK(result.err.find("No space left") != std::string::npos);
  CHECK(std::filesystem::file_size(file) == 20);
  result = run_dd(file, "op=fdatasync;path=target;action=errno:EIO;count=0");
  CHECK(result.exit_code == 1);
  CHECK(std::filesystem::file_size(file) == 50);
  result = run_dd(file, "op=open;path=target;action=errno:EACCES");
  CHECK(result.err.find("Permission denied") != std::string::npos);
  CHECK(run_dd(file, "op=write;path=elsewhere;action=errno:EIO;count=0").exit_code == 0);
  CHECK(run_dd(file, "op=write;path=target;nth=6;action=errno:EIO").exit_code == 0);
  result = run_dd(file, "op=any;path=elsewhere;action=kill|op=close;path=target;action=errno:EIO;count=0");
  CHECK(result.exit_code == 1);
}

TEST_CASE("Fault shim: a short write writes half, and the program may go on") {
  const TempDir folder;
  const std::string file = folder.file("target");
  CHECK(run_dd(file, "op=write;path=target;nth=2;action=short", folder.file("log")).exit_code == 0);
  CHECK(std::filesystem::file_size(file) == 50);
  CHECK(read_file(folder.file("log")).find("write " + file + " 6\n") != std::string::npos);
}

TEST_CASE("Fault shim: renames, folders and truncations are covered") {
  const TempDir folder;
  write_file(folder.file("from"), "x");
  RunOptions options;
  options.arguments = {folder.file("from"), folder.file("to")};
  options.environment = with_faults("op=rename;path=" + folder.file("to") + ";action=kill");
  CHECK(run("mv", options).signal == SIGKILL);
  CHECK_FALSE(std::filesystem::exists(folder.file("to")));
  options.environment = with_faults("op=rename;path=" + folder.file("to") + ";action=kill;when=after");
  CHECK(run("mv", options).signal == SIGKILL);
  CHECK(std::filesystem::exists(folder.file("to")));
  options.arguments = {folder.file("new")};
  options.environment = with_faults("op=mkdir;path=new;action=errno:EROFS");
  CHECK(run("mkdir", options).exit_code == 1);
  options.arguments = {"-s", "0", folder.file("to")};
  options.environment = with_faults("op=ftruncate;path=to;action=errno:EIO");
  CHECK(run("truncate", options).exit_code == 1);
  CHECK(std::filesystem::file_size(folder.file("to")) == 1);
}
