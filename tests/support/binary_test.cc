#include "tests/support/binary.h"

#include <csignal>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace spoor::test;
using std::chrono::milliseconds;

TEST_CASE("Running a program: output, exit code, input, environment, folder") {
  const TempDir folder;
  RunOptions options;
  options.arguments = {"-c", "cat; echo \"$SPOOR_TEST_VALUE\"; pwd >&2; exit 7"};
  options.environment = {{"SPOOR_TEST_VALUE", "a b"}};
  options.input = "given\n";
  options.folder = folder.path();
  const RunResult result = run("/bin/sh", options);
  CHECK(result.exit_code == 7);
  CHECK(result.signal == 0);
  CHECK_FALSE(result.timed_out);
  CHECK(result.out == "given\na b\n");
  CHECK(result.err == folder.path() + "\n");
}

TEST_CASE("Running a program: a signal is told from an exit code, a hanging one is killed") {
  CHECK(run("/bin/sh", {{"-c", "kill -TERM $$"}, {}, "", "", milliseconds(60'000)}).signal == SIGTERM);
  const RunResult hanging = run("/bin/sh", {{"-c", "echo begun; exec sleep 1000"}, {}, "", "", milliseconds(300)});
  CHECK(hanging.timed_out);
  CHECK(hanging.signal == SIGKILL);
  CHECK(hanging.exit_code == -1);
}

TEST_CASE("Running a program: much output does not block it") {
  const RunResult result =
      run("/bin/sh", {{"-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"}, {}, "", ""});
  CHECK(result.out.size() == 3'000'000);
  CHECK(result.err.size() == 3'000'000);
}

TEST_CASE("Running a program: in the background, waited for, signalled, and never left behind") {
  pid_t pid = 0;
  {
    BackgroundRun started(
        "/bin/sh", {{"-c", "trap 'echo stopping; exit 3' TERM; echo ready; while :; do sleep 0.05; done"}, {}, "", ""});
    REQUIRE(started.wait_for_output("ready", milliseconds(20'000)));
    CHECK(started.running());
    CHECK_FALSE(started.wait_for_output("never", milliseconds(10)));
    started.send(SIGTERM);
    const RunResult result = started.wait(milliseconds(20'000));
    CHECK(result.exit_code == 3);
    CHECK(result.out == "ready\nstopping\n");
    CHECK_FALSE(started.running());
  }
  {
    BackgroundRun started("/bin/sleep", {{"1000"}, {}, "", ""});
    pid = started.pid();
    CHECK(::kill(pid, 0) == 0);
  }
  CHECK(::kill(pid, 0) != 0);
  CHECK_THROWS(BackgroundRun("/nowhere/program", {}));
}
