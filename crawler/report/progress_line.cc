#include "crawler/report/progress_line.h"

#include <cmath>
#include <cstdio>

namespace spoor::report {
namespace {

std::string rate(std::int64_t done, double seconds) {
  if (seconds < 0.5) return "";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f/s", static_cast<double>(done) / seconds);
  return text;
}

}  // namespace

std::string progress_line(const pipeline::Progress& progress, Timestamp now, std::size_t width) {
  std::string line = std::to_string(progress.done) + "/" + std::to_string(progress.total) + " requests";
  if (const std::string speed = rate(progress.done, progress.seconds); !speed.empty()) line += "  " + speed;
  line += "  " + human_bytes(progress.bytes) + "  " + std::to_string(progress.posts) + " posts seen";
  if (!progress.notice.empty()) {
    line += "  " + progress.notice;
  } else if (!progress.waiting.empty()) {
    const frontier::HostWait& slowest = progress.waiting.front();
    const double seconds = static_cast<double>(slowest.until.us - now.us) / 1e6;
    if (seconds >= 1) {
      line += "  " + slowest.host + ": " + std::to_string(slowest.queued) + " waiting, next in " +
              std::to_string(static_cast<long long>(std::ceil(seconds))) + " s";
      if (!slowest.reason.empty()) line += " (" + slowest.reason + ")";
    }
  }
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return line.size() > width ? line.substr(0, width) : line;
}

}  // namespace spoor::report
