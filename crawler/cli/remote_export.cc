#include "crawler/cli/remote_export.h"

#include <filesystem>
#include <ostream>

#include "crawler/serve/export_handler.h"
#include "crawler/serve/socket_client.h"
#include "storage/base/digest.h"
#include "storage/export/output_file.h"

namespace spoor::cli {
namespace {

Result<ExportSummary> receive(const std::string& archive, const ExportOptions& options, const ExportPiece& piece) {
  Sha256 digest;
  serve::Question question;
  question.target = "/export?" + serve::export_query(options);
  // A filter that lets little through walks long before it writes.
  question.patience = std::chrono::minutes(60);
  question.piece = [&](std::string_view bytes) {
    digest.update(bytes);
    return piece(bytes);
  };
  const auto answer = serve::ask(archive, question);
  if (!answer) return answer.error();
  auto summary = serve::summary_from(answer->header("x-spoor-summary"));
  if (!summary) return summary;
  if (summary->sha256 != digest.hex())
    return Error{ErrorCode::corruption, "what arrived is not what the daemon sent; try again", archive};
  return summary;
}

}  // namespace

Result<ExportSummary> export_remote(const std::string& archive, const ExportOptions& options, std::ostream& out) {
  return receive(archive, options, [&](std::string_view bytes) -> Result<void> {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out) return Error{ErrorCode::io, "the output stream does not take the export", ""};
    return {};
  });
}

Result<ExportSummary> export_remote(const std::string& archive, const ExportOptions& options, const std::string& path) {
  OutputFile file(path), meta(path + ".meta.json");
  if (auto opened = file.open(); !opened) return opened.error();
  if (auto opened = meta.open(); !opened) return opened.error();
  auto summary = receive(archive, options, [&](std::string_view bytes) { return file.write(bytes); });
  if (!summary) return summary;
  const std::string name = std::filesystem::path(path).filename().string();
  if (auto done = meta.write(export_meta(options, *summary, name)); !done) return done.error();
  for (OutputFile* part : {&file, &meta})
    if (auto synced = part->sync(); !synced) return synced.error();
  for (OutputFile* part : {&file, &meta})
    if (auto published = part->publish(); !published) return published.error();
  return summary;
}

}  // namespace spoor::cli
