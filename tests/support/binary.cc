#include "tests/support/binary.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "tests/support/temp_dir.h"

namespace spoor::test {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (added.find(std::string(text.substr(0, text.find('=')))) == added.end()) out.emplace_back(text);
  }
  for (const auto& [name, value] : added) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
}

}  // namespace

struct BackgroundRun::State {
  TempDir files;
  pid_t pid = -1;
  int pid_fd = -1;
  bool ended = false;
  int status = 0;
  rusage used{};

  // Waits up to `timeout_ms` for the end.
  bool wait_end(int timeout_ms) {
    if (ended) return true;
    pollfd end{pid_fd, POLLIN, 0};
    if (::poll(&end, 1, timeout_ms) <= 0) return false;
    ended = ::wait4(pid, &status, 0, &used) == pid;
    return ended;
  }
};

BackgroundRun::BackgroundRun(const std::string& program, const RunOptions& options)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  write_file(state.files.file("in"), options.input);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, state.files.file("in").c_str(), O_RDONLY, 0);
  const int flags = O_WRONLY | O_CREAT | O_APPEND;
  ::posix_spawn_file_actions_addopen(&actions, 1, state.files.file("out").c_str(), flags, 0600);
  ::posix_spawn_file_actions_addopen(&actions, 2, state.files.file("err").c_str(), flags, 0600);
  if (!options.folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  std::vector<std::string> arguments = options.arguments;
  arguments.insert(arguments.begin(), program);
  std::vector<std::string> environment = environment_with(options.environment);
  const int failed = ::posix_spawnp(&state.pid, program.c_str(), &actions, nullptr, pointers(arguments).data(),
                                    pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + program + ": " + std::strerror(failed));
  state.pid_fd = static_cast<int>(::syscall(SYS_pidfd_open, state.pid, 0));
  if (state.pid_fd < 0) throw std::runtime_error("pidfd_open failed");
}

BackgroundRun::~BackgroundRun() {
  if (!state_->ended) {
    send(SIGKILL);
    state_->wait_end(-1);
  }
  if (state_->pid_fd >= 0) ::close(state_->pid_fd);
}

pid_t BackgroundRun::pid() const { return state_->pid; }

bool BackgroundRun::running() { return !state_->wait_end(0); }

void BackgroundRun::send(int signal) {
  if (!state_->ended) ::kill(state_->pid, signal);
}

std::string BackgroundRun::out() const { return read_file(state_->files.file("out")); }

std::string BackgroundRun::err() const { return read_file(state_->files.file("err")); }

bool BackgroundRun::wait_for_output(std::string_view text, std::chrono::milliseconds timeout) {
  const auto end = Clock::now() + timeout;
  for (;;) {
    const bool alive = running();
    if (out().find(text) != std::string::npos || err().find(text) != std::string::npos) return true;
    if (!alive || Clock::now() >= end) return false;
    state_->wait_end(std::min(20, milliseconds_until(end)));
  }
}

RunResult BackgroundRun::wait(std::chrono::milliseconds timeout) {
  RunResult result;
  const auto end = Clock::now() + timeout;
  while (!state_->wait_end(milliseconds_until(end))) {
    if (Clock::now() < end) continue;
    result.timed_out = true;
    send(SIGKILL);
    state_->wait_end(-1);
    break;
  }
  if (WIFEXITED(state_->status)) result.exit_code = WEXITSTATUS(state_->status);
  if (WIFSIGNALED(state_->status)) result.signal = WTERMSIG(state_->status);
  result.out = out();
  result.err = err();
  result.peak_rss_kb = state_->used.ru_maxrss;
  result.user_seconds = seconds(state_->used.ru_utime);
  result.system_seconds = seconds(state_->used.ru_stime);
  return result;
}

std::string spoor_binary() {
  const char* chosen = std::getenv("SPOOR_BINARY");
  return chosen != nullptr ? chosen : SPOOR_BINARY_DIR "/spoor";
}

RunResult run(const std::string& program, const RunOptions& options) {
  BackgroundRun started(program, options);
  return started.wait(options.timeout);
}

std::map<std::string, std::string> with_shim(const std::string& name, std::map<std::string, std::string> settings) {
  const char* asan = std::getenv("ASAN_OPTIONS");
  settings["LD_PRELOAD"] = SPOOR_BINARY_DIR "/tests/libspoor_" + name + "_shim.so";
  // Without this, a program built with AddressSanitizer refuses any preloaded library.
  settings["ASAN_OPTIONS"] = std::string(asan != nullptr ? asan : "") + ":verify_asan_link_order=0";
  return settings;
}

std::map<std::string, std::string> with_faults(const std::string& fault, const std::string& log,
                                               const std::string& log_path) {
  return with_shim("fault", {{"SPOOR_FAULT", fault}, {"SPOOR_FAULT_LOG", log}, {"SPOOR_FAULT_LOG_PATH", log_path}});
}

}  // namespace spoor::test
