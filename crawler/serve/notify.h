// Telling systemd how the daemon is: the sd_notify protocol over $NOTIFY_SOCKET. Without that variable nothing happens.
// Never blocks, never fails the caller. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::serve {

class Notifier {
 public:
  // Reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID and removes them, so that children do not speak for us.
  static Notifier from_environment();
  explicit Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog = std::nullopt);
  ~Notifier();
  Notifier(Notifier&& other) noexcept;
  Notifier& operator=(Notifier&&) = delete;

  void ready(std::string_view status = {});
  void reloading();  // then ready() again
  void stopping();
  void watchdog();                                    // alive
  void status(std::string_view status);               // one line for `systemctl status`
  void extend_timeout(std::chrono::microseconds by);  // starting or stopping takes longer

  // How often watchdog() is due (half of what systemd allows); nullopt when nobody watches.
  std::optional<std::chrono::milliseconds> watchdog_period() const;
  bool is_watched() const { return fd_ >= 0; }

 private:
  void send(const std::string& message);
  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
  int fd_ = -1;
};

}  // namespace spoor::serve
