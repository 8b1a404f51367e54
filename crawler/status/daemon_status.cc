#include "crawler/status/daemon_status.h"

#include <algorithm>

#include "crawler/status/words.h"

namespace spoor::status {

void note_post(DaemonStatus& status, LatestPost post) {
  constexpr std::size_t kName = 100, kUrl = 2000;
  post.source = excerpt(post.source, kName);
  post.author = excerpt(post.author, kName);
  post.text = excerpt(post.text, kLatestText);
  if (post.url.size() > kUrl) post.url.clear();
  const auto place = std::find_if(status.latest.begin(), status.latest.end(),
                                  [&](const LatestPost& other) { return other.at <= post.at; });
  status.latest.insert(place, std::move(post));
  if (status.latest.size() > kLatestPosts) status.latest.pop_back();
}

std::string_view to_string(DaemonState state) {
  switch (state) {
    case DaemonState::running:
      return "running";
    case DaemonState::paused:
      return "paused";
    case DaemonState::stopping:
      return "stopping";
    case DaemonState::reload_failed:
      return "reload failed";
  }
  return "";
}

}  // namespace spoor::status
