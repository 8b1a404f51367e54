#include "crawler/authoring/captured_page.h"

#include <filesystem>

#include "crawler/pipeline/capture_run.h"
#include "crawler/pipeline/reading.h"
#include "crawler/pipeline/run_opening.h"
#include "storage/archive/index_rows.h"
#include "storage/base/ids.h"
#include "storage/kv/keys.h"

namespace spoor::authoring {
namespace {

constexpr int kMaxRedirects = 5;

// A folder that goes with this value.
class Scratch {
 public:
  Scratch() : path_((std::filesystem::temp_directory_path() / ("spoor-record-" + uuid_v4())).string()) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Capture ids grow with time: the last row of a URL is its newest.
Result<Exchange> newest_of(const Archive& archive, const Url& url) {
  const std::string wanted = url.with_fragment("").href();
  const std::string prefix = kv::make_prefix(kv::kCapture, {});
  std::string capture_id;
  auto scanned = archive.index().sweep(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view row) {
    if (row.find(wanted) == std::string_view::npos) return true;
    const auto place = place_from(row);
    if (!place) return true;
    const auto found = Url::parse(place->url);
    if (found && found->with_fragment("").href() == wanted) capture_id = place->capture_id;
    return true;
  });
  if (!scanned) return scanned.error();
  if (capture_id.empty()) return Error{ErrorCode::not_found, "the archive holds no answer of this URL", url.href()};
  return archive.load(capture_id);
}

Error not_captured(const Archive& archive, const std::string& run, const std::string& url) {
  std::string why = "was not captured";
  const auto told =
      pipeline::each_seed(archive.index(), run, [&why](const pipeline::SeedEntry&, const pipeline::SeedState& state) {
        why += ": " + state.status;
        if (!state.reason.empty()) why += ", " + state.reason;
        return false;
      });
  if (!told) why += ": " + told.error().text();
  return Error{ErrorCode::not_found, why, url};
}

}  // namespace

Result<Exchange> find_page(const Archive& archive, const Url& url) {
  Result<Exchange> exchange = newest_of(archive, url);
  for (int hop = 0; exchange && hop < kMaxRedirects; ++hop) {
    const auto target = pipeline::redirect_target(*exchange);
    if (!target) break;
    exchange = newest_of(archive, *target);
  }
  return exchange;
}

Result<Exchange> capture_page(const adapters::Registry& registry, config::CaptureOptions options,
                              pipeline::SeedEntry seed) {
  options.scope = "page";
  options.media = false;
  auto url = Url::parse(seed.url);
  if (!url) return url.error();
  const Scratch scratch;
  const Clock& clock = system_clock();
  ArchiveOptions archive_options;
  archive_options.create = true;
  archive_options.user_agent = pipeline::user_agent_of(options);
  pipeline::CaptureSetup setup;
  setup.options = std::move(options);
  setup.seeds.push_back(std::move(seed));
  pipeline::CaptureRun run([&] { return Archive::open(scratch.path(), archive_options, clock); }, registry,
                           std::move(setup), clock);
  auto result = run.go();
  if (!result) return result.error();
  if (run.archive() == nullptr) return Error{ErrorCode::io, "the archive could not be opened again", scratch.path()};
  auto page = find_page(*run.archive(), *url);
  if (!page && page.error().code == ErrorCode::not_found)
    return not_captured(*run.archive(), result->run_id, url->href());
  return page;
}

}  // namespace spoor::authoring
