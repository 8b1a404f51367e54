// RequestLog: who asked what when, as the server saw it. One for each serving thread; reading is for any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace spoor::web {

enum class Protocol : std::uint8_t { http1, https1, https2 };

struct LogRecord {
  std::int64_t arrived_ns = 0, answered_ns = 0;
  std::uint64_t bytes = 0, connection = 0;
  std::uint32_t host = 0;  // the front's number
  std::uint16_t address = 0, status = 0;
  Protocol protocol = Protocol::http1;
  std::string_view fault;  // a name that lives for ever
};

class RequestLog {
 public:
  explicit RequestLog(std::size_t most) : most_(most) {}

  // `texts`: method, target, host as asked and User-Agent, in this order, each with a '\n' behind it.
  void add(const LogRecord& record, std::string_view texts);
  void clear();
  std::uint64_t dropped() const;

  // Calls see(record, method, target, host, user_agent) for each.
  template <class See>
  void each(See see) const {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : records_) {
      std::string_view parts[3], rest = std::string_view(texts_).substr(kept.begin, kept.size);
      for (std::string_view& part : parts) {
        const auto end = rest.find('\n');
        part = rest.substr(0, end);
        rest.remove_prefix(end + 1);
      }
      see(kept.record, parts[0], parts[1], parts[2], std::string_view(agents_[kept.agent]));
    }
  }

 private:
  struct Kept {
    LogRecord record;
    std::uint64_t begin;
    std::uint32_t size, agent;
  };
  std::uint32_t agent_number(std::string_view agent);

  std::size_t most_;
  mutable std::mutex mutex_;
  std::vector<Kept> records_;
  std::string texts_;
  std::vector<std::string> agents_;
  std::unordered_map<std::string, std::uint32_t> agent_numbers_;
  std::uint64_t dropped_ = 0;
};

}  // namespace spoor::web
