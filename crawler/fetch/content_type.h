// What a body is, judged by its head and then by its first bytes: decides which size limit holds and which bodies are
// not downloaded at all (executables, archives, disk images, macro documents, unknown binaries: dangerous to keep on an
// investigator's disk, and no posts in them). Pure functions over bytes from strangers; nothing is thrown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/warc/http_message.h"

namespace spoor::fetch {

enum class BodyKind {
  text,      // HTML, XML, feeds, JSON, style sheets, scripts, plain text
  document,  // PDF
  image,
  audio_video,
  font,
  unwanted,  // see above
  unknown,   // the head does not tell: look at the first bytes
};

struct BodyJudgement {
  BodyKind kind = BodyKind::unknown;
  const char* reason = "";  // for unwanted: "executable", "archive" ...; a literal
};

// "Text/HTML; charset=x" -> "text/html".
std::string media_type(std::string_view content_type);

// The file name that Content-Disposition proposes, filename* first; "" if none.
std::string disposition_filename(std::string_view content_disposition);

// By Content-Type, the Content-Disposition file name and, where the type says nothing, the extension of the URL's path.
BodyJudgement judge_head(const warc::Headers& headers, std::string_view url_path);

// By the first bytes (kSniffBytes are enough), content encoding undone. Never `unknown`: bytes that are neither text
// nor a known format are unwanted ("unknown binary"). No bytes at all are text.
constexpr std::size_t kSniffBytes = 1024;
BodyJudgement judge_bytes(std::string_view prefix);

// Whether the first bytes are those of an executable, archive or the like, whatever the head says. gzip alone is not:
// servers send gzipped text without saying so.
BodyJudgement judge_disguise(std::string_view prefix);

}  // namespace spoor::fetch
