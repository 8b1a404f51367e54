#include "crawler/serve/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "crawler/status/words.h"

namespace spoor::serve {
namespace {

constexpr std::size_t kMostStatus = 300;

std::optional<std::int64_t> number(const char* text) {
  if (text == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const char* end = text + std::strlen(text);
  const auto [at, failed] = std::from_chars(text, end, value);
  if (failed != std::errc() || at != end || value <= 0) return std::nullopt;
  return value;
}

// One line of UTF-8: systemd takes no other.
std::string status_line(std::string_view text) { return "STATUS=" + status::excerpt(text, kMostStatus); }

}  // namespace

Notifier Notifier::from_environment() {
  const char* socket = std::getenv("NOTIFY_SOCKET");
  std::optional<std::chrono::microseconds> watchdog;
  const auto period = number(std::getenv("WATCHDOG_USEC"));
  const auto meant = number(std::getenv("WATCHDOG_PID"));
  if (period && (!meant || *meant == ::getpid())) watchdog = std::chrono::microseconds(*period);
  Notifier notifier(socket != nullptr ? socket : "", watchdog);
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
  return notifier;
}

Notifier::Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog)
    : socket_(std::move(socket)), watchdog_(watchdog) {
  // A path, or an abstract name that is written with '@'.
  if (socket_.size() < 2 || (socket_.front() != '/' && socket_.front() != '@')) return;
  if (socket_.size() >= sizeof(sockaddr_un::sun_path)) return;
  fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

Notifier::~Notifier() {
  if (fd_ >= 0) ::close(fd_);
}

Notifier::Notifier(Notifier&& other) noexcept
    : socket_(std::move(other.socket_)), watchdog_(other.watchdog_), fd_(std::exchange(other.fd_, -1)) {}

void Notifier::send(const std::string& message) {
  if (fd_ < 0) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  // Whoever does not listen does not stop us.
  while (::sendto(fd_, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
                  size) < 0 &&
         errno == EINTR) {
  }
}

void Notifier::ready(std::string_view status) {
  send(status.empty() ? std::string("READY=1") : "READY=1\n" + status_line(status));
}

void Notifier::reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const std::int64_t us = static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(us));
}

void Notifier::stopping() { send("STOPPING=1"); }
void Notifier::watchdog() { send("WATCHDOG=1"); }
void Notifier::status(std::string_view status) { send(status_line(status)); }
void Notifier::extend_timeout(std::chrono::microseconds by) {
  send("EXTEND_TIMEOUT_USEC=" + std::to_string(by.count()));
}

std::optional<std::chrono::milliseconds> Notifier::watchdog_period() const {
  if (fd_ < 0 || !watchdog_) return std::nullopt;
  return std::max(std::chrono::milliseconds(1), std::chrono::duration_cast<std::chrono::milliseconds>(*watchdog_ / 2));
}

}  // namespace spoor::serve
