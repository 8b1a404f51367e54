// Runs programs, above all the real spoor binary: to its end, or in the background to be killed. Nothing is left
// running: a run that is still alive when its object goes is killed. Output goes to temporary files, so a program never
// blocks on it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::test {

// Under a sanitizer, a program's memory says nothing about the program.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

struct RunOptions {
  std::vector<std::string> arguments;              // without the program's name
  std::map<std::string, std::string> environment;  // added to ours, replacing what has the same name
  std::string input;                               // stdin
  std::string folder;                              // working folder; "" = ours
  std::chrono::milliseconds timeout{60'000};       // then it is killed and `timed_out` set
};

struct RunResult {
  int exit_code = -1;  // -1 when a signal ended it
  int signal = 0;
  bool timed_out = false;
  std::string out, err;
  std::int64_t peak_rss_kb = 0;  // the most memory it held at a time
  double user_seconds = 0;       // processor time outside the kernel, all threads
  double system_seconds = 0;     // and inside
};

// The spoor binary of this build; the environment variable SPOOR_BINARY names another one.
std::string spoor_binary();

RunResult run(const std::string& program, const RunOptions& options);
inline RunResult run_spoor(const RunOptions& options) { return run(spoor_binary(), options); }

class BackgroundRun {
 public:
  BackgroundRun(const std::string& program, const RunOptions& options);  // throws std::runtime_error if it cannot start
  BackgroundRun(const BackgroundRun&) = delete;
  BackgroundRun& operator=(const BackgroundRun&) = delete;
  ~BackgroundRun();

  pid_t pid() const;
  bool running();
  void send(int signal);
  std::string out() const;  // so far
  std::string err() const;
  // Waits until stdout or stderr hold `text`; false when the program ends or the time is up before.
  bool wait_for_output(std::string_view text, std::chrono::milliseconds timeout);
  // Waits for the end; kills it when the time is up.
  RunResult wait(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Environment that runs a program under the fault shim (fault_shim.cc has the language of `fault`). `log`: file for the
// calls it makes, only those on paths that hold `log_path`; "" = none.
std::map<std::string, std::string> with_faults(const std::string& fault, const std::string& log = "",
                                               const std::string& log_path = "");

// Environment that runs a program with one of the libraries of this folder preloaded: "clock" is clock_shim.cc, ...
std::map<std::string, std::string> with_shim(const std::string& name, std::map<std::string, std::string> settings);

}  // namespace spoor::test
