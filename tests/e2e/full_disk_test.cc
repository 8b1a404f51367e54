// A disk that is full: the capture pauses, goes on by itself when there is room, and can be stopped meanwhile. Needs
// root, to mount a small file system; left out elsewhere.
#include <catch2/catch.hpp>

#include <sys/mount.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/e2e/trail.h"

using namespace spoor::test;

namespace {

namespace fs = std::filesystem;

// A file system of 3 MB at the folder, with a file that fills it up but for `room`.
class SmallDisk {
 public:
  explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    mounted_ = ::mount("spoor-test", folder_.c_str(), "tmpfs", 0, "size=3m") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }

  void fill(std::uintmax_t room) const {
    const std::uintmax_t free = fs::space(folder_).available;
    std::ofstream(folder_ + "/filler") << std::string(free > room ? free - room : 0, 'x');
  }
  void make_room() const { fs::remove(folder_ + "/filler"); }

 private:
  std::string folder_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("Full disk: the capture pauses, and goes on by itself when there is room", "[e2e]") {
  Trail trail({"--concurrency", "4"});
  const SmallDisk disk(trail.lab.archive());
  if (!disk.mounted()) {
    WARN("left out: a small file system cannot be mounted here");
    return;
  }
  disk.fill(200'000);
  BackgroundRun run(spoor_binary(), trail.command());
  const bool paused = run.wait_for_output("paused", std::chrono::seconds(60));
  INFO(run.err());
  REQUIRE(paused);
  const std::size_t asked = trail.lab.server.requests().size();

  SECTION("room is made") {
    disk.make_room();
    const RunResult result = run.wait(std::chrono::seconds(100));
    INFO(result.err);
    CHECK(result.exit_code == 4);
    CHECK(result.err.find("goes on") != std::string::npos);
  }
  SECTION("the operator stops it, makes room and repeats the command") {
    run.send(SIGTERM);
    const RunResult stopped = run.wait(std::chrono::seconds(10));  // does not wait for room
    INFO(stopped.err);
    CHECK(stopped.exit_code == 6);
    disk.make_room();
    const RunResult result = trail.capture();
    INFO(result.err);
    CHECK(result.exit_code == 4);
  }
  SECTION("the process is killed while it waits") {
    run.send(SIGKILL);
    run.wait(std::chrono::seconds(10));
    disk.make_room();
    CHECK(trail.capture().exit_code == 4);
  }
  CHECK(asked < 170);
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
  CHECK(verify_complaint(trail.lab) == "");
}

TEST_CASE("Full disk: a capture that cannot even begin says so", "[e2e]") {
  Trail trail;
  const SmallDisk disk(trail.lab.archive());
  if (!disk.mounted()) {
    WARN("left out: a small file system cannot be mounted here");
    return;
  }
  disk.fill(0);
  const RunResult refused = trail.capture();
  INFO(refused.err);
  CHECK(refused.exit_code == 7);
  CHECK(refused.err.find("No space left") != std::string::npos);
  disk.make_room();
  CHECK(trail.capture().exit_code == 4);
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
}

TEST_CASE("Full disk: a large answer that does not fit any more is taken back and written when there is room",
          "[e2e]") {
  // Incompressible, so that the WARC grows by as much.
  std::string picture = "\x89PNG\r\n\x1a\n";
  std::mt19937 random(3);
  while (picture.size() < 1'200'000) picture += static_cast<char>(random());
  Lab lab([&](const RequestSeen& request) {
    if (request.path() == "/robots.txt") return Reply::make(404, {}, "");
    if (request.path() == "/large.png") return Reply::make(200, {{"Content-Type", "image/png"}}, picture);
    return Reply::html("<p>a small page");
  });
  const SmallDisk disk(lab.archive());
  if (!disk.mounted()) {
    WARN("left out: a small file system cannot be mounted here");
    return;
  }
  disk.fill(500'000);
  const std::string seeds = lab.file(
      "seeds.txt", "http://one.example/a\nhttp://one.example/large.png\nhttp://one.example/b\nhttp://one.example/c\n");
  auto more = lab.resolve({"one.example"});
  more.insert(more.end(), {"--concurrency", "1", "--scope", "page"});
  BackgroundRun run(spoor_binary(), lab.capture_options({seeds}, more));
  const bool paused = run.wait_for_output("paused", std::chrono::seconds(60));
  INFO(run.err());
  REQUIRE(paused);
  disk.make_room();
  const RunResult result = run.wait(std::chrono::seconds(100));
  INFO(result.out << result.err);
  CHECK(result.exit_code == 0);
  CHECK(lab.asked("/large.png") == 1);
  CHECK(verify_complaint(lab) == "");
  CHECK(report_complaint(lab) == "");
  const std::string exported = lab.exported("jsonl", {"--kind", "capture"});
  for (const char* page : {"/a\"", "/large.png\"", "/b\"", "/c\""}) CHECK(exported.find(page) != std::string::npos);
}
