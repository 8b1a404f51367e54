#include "storage/archive/replay_source.h"

#include <algorithm>
#include <utility>

namespace spoor {

ReplaySource::ReplaySource(const ArchivePaths& paths, const IndexPosition& from, OnDamage on_damage)
    : paths_(paths),
      from_(from),
      on_damage_(std::move(on_damage)),
      files_(warc_files(paths.warc)),
      journal_(paths.journal, from.journal) {
  const auto at =
      std::find_if(files_.begin(), files_.end(), [&](const WarcFile& file) { return file.name == from_.warc_file; });
  if (at != files_.end()) next_file_ = static_cast<std::size_t>(at - files_.begin());
}

Result<void> ReplaySource::fill_exchange() {
  while (!exchange_) {
    if (!reader_) {
      if (next_file_ == files_.size()) return {};
      const WarcFile& file = files_[next_file_++];
      const std::int64_t start = file.name == from_.warc_file ? from_.warc_offset : 0;
      auto reader = ExchangeReader::open(paths_.warc, file, start, on_damage_);
      if (!reader) return reader.error();
      reader_.emplace(std::move(*reader));
    }
    auto exchange = reader_->next();
    if (!exchange) return exchange.error();
    if (!*exchange) {
      reader_.reset();
    } else if ((*exchange)->stored.seq > from_.seq) {
      exchange_ = std::move(*exchange);
    }
  }
  return {};
}

Result<void> ReplaySource::fill_line() {
  while (!line_) {
    auto line = journal_.next();
    if (!line) return line.error();
    if (!*line) return {};
    if (!(*line)->whole) continue;
    if (!(*line)->entry) {
      on_damage_(Error{ErrorCode::corruption, "a journal line is damaged",
                       paths_.journal + "/" + (*line)->end.file + ":" + std::to_string((*line)->offset)});
    } else if ((*line)->entry->seq > from_.seq) {
      line_ = std::move(*line);
    }
  }
  return {};
}

Result<std::optional<ReplayStep>> ReplaySource::next() {
  if (auto filled = fill_exchange(); !filled) return filled.error();
  if (auto filled = fill_line(); !filled) return filled.error();
  if (!exchange_ && !line_) return std::optional<ReplayStep>();
  ReplayStep step;
  if (exchange_ && (!line_ || exchange_->stored.seq < line_->entry->seq)) {
    step.exchange = std::exchange(exchange_, std::nullopt);
  } else {
    step.line = std::exchange(line_, std::nullopt);
  }
  return std::optional<ReplayStep>(std::move(step));
}

}  // namespace spoor
