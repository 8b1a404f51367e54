#include <algorithm>

#include "crawler/status/render.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

constexpr std::size_t kLeastWidth = 40;

class Screen {
 public:
  explicit Screen(const TerminalStyle& style) : style_(style), width_(std::max(style.width, kLeastWidth)) {}

  std::size_t width() const { return width_; }
  std::size_t lines() const { return lines_; }
  void line(std::string_view text, const char* colour = nullptr) {
    std::string fitted = columns_of(text) > width_ ? fit(text, width_) : std::string(text);
    while (!fitted.empty() && fitted.back() == ' ') fitted.pop_back();
    out_ += painted(fitted, colour) + '\n';
    ++lines_;
  }
  // One that is fitted already and may hold colours.
  void ready(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out_ += text + '\n';
    ++lines_;
  }
  std::string painted(const std::string& text, const char* colour) const {
    return colour != nullptr && style_.colour ? "\x1b[" + std::string(colour) + "m" + text + "\x1b[0m" : text;
  }
  std::string take() { return std::move(out_); }

 private:
  const TerminalStyle& style_;
  const std::size_t width_;
  std::string out_;
  std::size_t lines_ = 0;
};

const char* colour_of(std::string_view health) {
  if (health == "broken") return "31";
  if (health == "degraded") return "33";
  if (health == "healthy") return "32";
  return nullptr;
}

std::string or_dash(const std::optional<Timestamp>& at, Timestamp now) { return at ? relative(*at, now) : "-"; }
std::string number(std::int64_t count) { return count == 0 ? "0" : human_count(count); }

struct Column {
  const char* title;
  std::size_t width;
  bool right;
  int importance;  // columns go from the highest when the terminal is narrow
  std::string (*cell)(const SourceStatus&, Timestamp);
};
using Source = SourceStatus;
// Name and reason share what the others leave.
const Column kColumns[] = {
    {"health", 12, false, 0, [](const Source& s, Timestamp) { return s.health; }},
    {"last good", 11, false, 1, [](const Source& s, Timestamp now) { return or_dash(s.last_good_visit, now); }},
    {"next", 11, false, 2,
     [](const Source& s, Timestamp now) {
       return s.paused ? std::string("paused") : s.visiting ? std::string("visiting") : or_dash(s.next_visit, now);
     }},
    {"new", 6, true, 3, [](const Source& s, Timestamp) { return number(s.today.new_posts); }},
    {"edit", 5, true, 4, [](const Source& s, Timestamp) { return number(s.today.edited); }},
    {"gone", 5, true, 4, [](const Source& s, Timestamp) { return number(s.today.deleted); }},
    {"posts", 9, true, 6, [](const Source& s, Timestamp) { return number(s.total.new_posts); }},
    {"rate", 7, true, 7,
     [](const Source& s, Timestamp) { return s.posts_per_hour ? human_rate(*s.posts_per_hour) : std::string("-"); }},
    {"delay", 7, true, 5,
     [](const Source& s, Timestamp) { return s.delay_seconds ? human_span(*s.delay_seconds) : std::string("-"); }},
};

std::string reason_of(const SourceStatus& source) {
  if (!source.health_reason.empty() && source.health != "healthy") return source.health_reason;
  if (!source.delay_reason.empty()) return source.delay_reason;
  if (!source.outcome_reason.empty()) return source.outcome + ": " + source.outcome_reason;
  return source.outcome;
}

struct Layout {
  std::vector<const Column*> columns;
  std::size_t name = 0, reason = 0;
};

Layout layout_for(std::size_t width, const std::vector<const SourceStatus*>& rows) {
  constexpr std::size_t kLeastName = 14, kMostName = 40, kLeastReason = 12;
  std::size_t longest = kLeastName;
  for (const SourceStatus* row : rows) longest = std::max(longest, columns_of(excerpt(row->name, kMostName)));
  Layout layout;
  for (int importance = 9; importance >= 0; --importance) {
    layout.columns.clear();
    std::size_t used = 0;
    for (const Column& column : kColumns) {
      if (column.importance > importance) continue;
      layout.columns.push_back(&column);
      used += column.width + 1;
    }
    if (used + kLeastName > width && importance > 0) continue;
    layout.name = std::clamp(width > used ? width - used : 0, kLeastName, std::min(longest, kMostName));
    const std::size_t left = width > used + layout.name + 1 ? width - used - layout.name - 1 : 0;
    layout.reason = left >= kLeastReason ? left : 0;
    break;
  }
  return layout;
}

void head(Screen& screen, const DaemonStatus& status) {
  std::string line = "spoor " + excerpt(status.version, 30) + "  " + std::string(to_string(status.state));
  if (!status.state_reason.empty()) line += ": " + excerpt(status.state_reason, 200);
  line += "  since " + to_rfc3339_s(status.started) + " (" +
          human_span(static_cast<double>(status.now.us - status.started.us) / 1e6) + ")  pid " +
          std::to_string(status.pid);
  screen.line(line, status.state == DaemonState::running ? "1" : "1;33");
  if (!status.config_file.empty()) {
    line = "config " + excerpt(status.config_file, 200);
    if (status.last_reload) {
      line += ", " + std::string(status.last_reload->ok ? "read" : "not taken over") + " " +
              relative(status.last_reload->at, status.now);
      if (!status.last_reload->ok) line += ": " + excerpt(status.last_reload->message, 300);
    }
    screen.line(line, status.last_reload && !status.last_reload->ok ? "33" : nullptr);
  }
  line = "requests today " + human_count(status.requests_today);
  if (status.request_budget) line += " of " + human_count(*status.request_budget);
  line += "  in flight " + human_count(status.in_flight) + "  queued " + human_count(status.queued);
  if (status.lateness_p99) line += "  late p99 " + human_span(*status.lateness_p99);
  screen.line(line);
}

void archive_line(Screen& screen, const ArchiveStatus& archive, Timestamp now) {
  std::string line = "archive " + excerpt(archive.name, 40) + "  " + human_bytes(archive.bytes);
  if (archive.bytes_per_day) line += " (+" + human_bytes(static_cast<std::int64_t>(*archive.bytes_per_day)) + "/day)";
  if (archive.free_bytes) line += ", " + human_bytes(*archive.free_bytes) + " free";
  if (archive.days_until_full) line += ", full in " + human_span(*archive.days_until_full * 86400);
  line += "  " + human_count(archive.posts) + " posts, " + human_count(archive.captures) + " captures";
  if (archive.last_commit) line += "  written " + relative(*archive.last_commit, now);
  const bool soon = archive.days_until_full && *archive.days_until_full < 7;
  screen.line(line, soon ? "33" : nullptr);
}

void summary(Screen& screen, const SourceCounts& counts) {
  std::string line = human_count(static_cast<std::int64_t>(counts.all)) + " sources:";
  const std::pair<const char*, std::size_t> words[] = {
      {"broken", counts.broken},   {"degraded", counts.degraded}, {"inconclusive", counts.inconclusive},
      {"unknown", counts.unknown}, {"healthy", counts.healthy},   {"paused", counts.paused}};
  bool any = false;
  for (const auto& [word, count] : words) {
    if (count == 0) continue;
    line += (any ? ", " : " ") + human_count(static_cast<std::int64_t>(count)) + " " + word;
    any = true;
  }
  line += "; today " + human_count(counts.today.new_posts) + " new, " + human_count(counts.today.edited) + " edited, " +
          human_count(counts.today.deleted) + " deleted";
  screen.line(line);
}

std::string row_of(const Screen& screen, const Layout& layout, const SourceStatus& source, Timestamp now) {
  std::string line = fit(excerpt(source.name, 200), layout.name);
  for (const Column* column : layout.columns) {
    const std::string cell = fit(excerpt(column->cell(source, now), 60), column->width, column->right);
    line += ' ' + (column == &kColumns[0] ? screen.painted(cell, colour_of(source.health)) : cell);
  }
  if (layout.reason > 0) line += ' ' + fit(excerpt(reason_of(source), 300), layout.reason);
  return line;
}

}  // namespace

std::string to_terminal(const DaemonStatus& status, const TerminalStyle& style, const SourceQuery& query) {
  Screen screen(style);
  head(screen, status);
  for (const ArchiveStatus& archive : status.archives) archive_line(screen, archive, status.now);
  summary(screen, count_sources(status));
  for (const HostWait& wait : status.hosts) {
    if (wait.reason.empty()) continue;
    std::string line = "waiting " + excerpt(wait.host, 60) + ": " + excerpt(wait.reason, 100);
    if (wait.until) line += ", next " + relative(*wait.until, status.now);
    screen.line(line);
    if (screen.lines() > 12) break;
  }
  screen.line("");

  const SourcePage page = select(status, query);
  const Layout layout = layout_for(screen.width(), page.rows);
  std::string titles = fit("source", layout.name);
  for (const Column* column : layout.columns) titles += ' ' + fit(column->title, column->width, column->right);
  if (layout.reason > 0) titles += ' ' + fit("why", layout.reason);
  screen.line(titles, "1");
  std::size_t shown = 0;
  for (const SourceStatus* source : page.rows) {
    if (style.height > 0 && screen.lines() + 1 >= style.height) break;
    screen.ready(row_of(screen, layout, *source, status.now));
    ++shown;
  }
  if (shown < page.matching) {
    screen.line("... " + human_count(static_cast<std::int64_t>(page.matching - shown)) + " more");
  }
  return screen.take();
}

}  // namespace spoor::status
