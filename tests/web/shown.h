// What of a world can be seen at a moment, and how times and texts are written into pages. For the sites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/schema/records.h"
#include "tests/web/world.h"

namespace spoor::web {

enum class Presence { not_yet, live, deleted, suspended };
// Of an entry by this account: deleted wins over suspended when it came first.
Presence presence(const Account& account, const Entry& entry, Seconds now);
Presence presence(const Host& host, const Entry& entry, Seconds now);
// The newest version by then; the first one for an entry that is not there yet.
const Version& version_at(const Entry& entry, Seconds now);
// Likes or views by then: they grow from 0 at `created` to `total` at the end of the timeline.
int grown(int total, Seconds created, Seconds now, const WorldOptions& options);

std::string html_escaped(std::string_view text);           // & < > " '  (also right for XML and attributes)
std::string path_escaped(std::string_view text);           // percent-encoded UTF-8 of one path segment or query value
std::string iso_time(Seconds at, int offset_minutes = 0);  // 2026-03-01T08:00:00+00:00
std::string feed_time(Seconds at);                         // Sun, 01 Mar 2026 08:00:00 +0000
std::string civil_day(Seconds at);                         // 2026-03-01

// The time as a page states it, for the truth.
StatedTime stated(Seconds at, std::string raw, std::optional<int> offset_minutes = std::nullopt,
                  Precision precision = Precision::second, TimeSource source = TimeSource::machine);

// Text as a reader sees it: segments run together, paragraphs as lines. Pictures show nothing.
std::string plain_text(const std::vector<Paragraph>& paragraphs, std::string_view between = "\n");

// At most so many bytes from the beginning, whole characters, with an ellipsis when it is cut.
std::string beginning_of(std::string_view text, std::size_t bytes);

// Truth lines: the record's JSON without provenance, digests and capture times.
std::string truth_line(const Post& post);
std::string truth_line(const spoor::Account& account);
std::string truth_line(const spoor::Thread& thread);
// Something that had been public: its key, address and status alone.
std::string gone_line(const Post& post, Status status);

}  // namespace spoor::web
