#include "crawler/cli/run_log.h"

#include <filesystem>

namespace spoor::cli {

void RunLog::write(const pipeline::Event& event) {
  std::string line =
      to_rfc3339_ms(clock_.now()) + "\t" + std::string(event.name) + "\t" + event.subject + "\t" + event.detail;
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  line += '\n';
  if (!file_.is_open()) {
    before_run_ += line;
    if (event.name != "run_started" && event.name != "run_resumed") return;
    const std::string folder = folder_ + "/reports/" + event.subject;
    std::error_code ignored;  // a log that cannot be written must not stop the capture
    std::filesystem::create_directories(folder, ignored);
    file_.rdbuf()->pubsetbuf(nullptr, 0);  // what could not be written is not written again behind its first half
    file_.open(folder + "/run.log", std::ios::app | std::ios::binary);
    line = std::move(before_run_);
  }
  if (is_torn_) line.insert(0, 1, '\n');
  file_ << line << std::flush;
  is_torn_ = !file_;
  file_.clear();
}

}  // namespace spoor::cli
