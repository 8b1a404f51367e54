#include "tests/web/request_log.h"

namespace spoor::web {

void RequestLog::add(const LogRecord& record, std::string_view texts) {
  const std::lock_guard lock(mutex_);
  if (records_.size() >= most_) {
    dropped_ += most_ > 0;
    return;
  }
  // The User-Agent, the last of the texts, is kept once.
  const auto agent = texts.rfind('\n', texts.size() - 2) + 1;
  records_.push_back({record, texts_.size(), static_cast<std::uint32_t>(agent),
                      agent_number(texts.substr(agent, texts.size() - agent - 1))});
  texts_.append(texts, 0, agent);
}

std::uint32_t RequestLog::agent_number(std::string_view agent) {
  if (!agents_.empty() && agents_.back() == agent) return static_cast<std::uint32_t>(agents_.size() - 1);
  const auto [place, fresh] = agent_numbers_.emplace(agent, static_cast<std::uint32_t>(agents_.size()));
  if (fresh) agents_.emplace_back(agent);
  return place->second;
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  records_.clear();
  texts_.clear();
  dropped_ = 0;
}

std::uint64_t RequestLog::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace spoor::web
