#include "crawler/serve/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::serve;

namespace {

// What systemd would hear.
class Listener {
 public:
  explicit Listener(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  }
  ~Listener() { ::close(fd_); }
  std::string next() {
    char buffer[4096];
    const ssize_t size = ::recv(fd_, buffer, sizeof buffer, 0);
    return size < 0 ? "nothing" : std::string(buffer, static_cast<std::size_t>(size));
  }

 private:
  int fd_;
};

}  // namespace

TEST_CASE("Notify: says to systemd what it understands", "[serve]") {
  test::TempDir folder;
  const std::string path = GENERATE_REF(folder.file("notify"), "@spoor-test-" + std::to_string(::getpid()));
  Listener systemd(path);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  Notifier notifier = Notifier::from_environment();
  CHECK(::getenv("NOTIFY_SOCKET") == nullptr);
  CHECK(notifier.is_watched());
  CHECK(notifier.watchdog_period() == std::chrono::seconds(15));
  notifier.ready("12 sources\nREADY=0");
  CHECK(systemd.next() == "READY=1\nSTATUS=12 sources READY=0");
  notifier.ready();
  CHECK(systemd.next() == "READY=1");
  notifier.reloading();
  CHECK(systemd.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  notifier.watchdog();
  CHECK(systemd.next() == "WATCHDOG=1");
  notifier.status("paused: disk is full");
  CHECK(systemd.next() == "STATUS=paused: disk is full");
  notifier.stopping();
  CHECK(systemd.next() == "STOPPING=1");
  notifier.extend_timeout(std::chrono::seconds(5));
  CHECK(systemd.next() == "EXTEND_TIMEOUT_USEC=5000000");
  CHECK(systemd.next() == "nothing");
}

TEST_CASE("Notify: without systemd, or with a bad word from it, nothing happens", "[serve]") {
  ::unsetenv("NOTIFY_SOCKET");
  ::setenv("WATCHDOG_USEC", "1000000", 1);
  Notifier alone = Notifier::from_environment();
  alone.ready("x");
  CHECK_FALSE(alone.is_watched());
  CHECK_FALSE(alone.watchdog_period());
  for (const char* socket : {"", "relative/path", "/nowhere/at/all", "@", "/"}) {
    Notifier notifier(socket, std::chrono::seconds(1));
    notifier.ready();
    notifier.watchdog();
  }
  Notifier notifier(std::string(5000, '/'));
  CHECK_FALSE(notifier.is_watched());
  for (const char* usec : {"0", "-5", "many", "99999999999999999999999"}) {
    ::setenv("NOTIFY_SOCKET", "/tmp/spoor-nobody-listens", 1);
    ::setenv("WATCHDOG_USEC", usec, 1);
    CHECK_FALSE(Notifier::from_environment().watchdog_period());
  }
  ::setenv("NOTIFY_SOCKET", "/tmp/spoor-nobody-listens", 1);
  ::setenv("WATCHDOG_USEC", "1000000", 1);
  ::setenv("WATCHDOG_PID", "1", 1);
  CHECK_FALSE(Notifier::from_environment().watchdog_period());
}
