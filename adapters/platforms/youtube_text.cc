// Hashtags and URLs in plain text.
#include <algorithm>

#include "adapters/platforms/youtube_urls.h"
#include "adapters/platforms/youtube_watch.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxFound = 500;
constexpr std::size_t kMaxTag = 200;
constexpr std::size_t kMaxUrl = 2048;

// Letters of other scripts are bytes above ASCII; general punctuation (U+2000 to U+206F) and CJK marks end a tag.
std::size_t tag_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < kMaxTag) {
    const auto c = static_cast<unsigned char>(text[end]);
    const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const std::string_view rest = text.substr(end);
    const bool mark = rest.starts_with("\xE2\x80") || rest.starts_with("\xE2\x81") || rest.starts_with("\xE3\x80") ||
                      rest.starts_with("\xC2\xA0") || rest.starts_with("\xEF\xBC\x8C");
    if (mark || (!word && c < 0x80)) break;
    ++end;
  }
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;  // whole characters
  return end;
}

bool ends_url(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '|' || c == '\\' || c == '^';
}

}  // namespace

void add_hashtags(Post& post, std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (post.hashtags.size() >= kMaxFound) return;
    const char before = at == 0 ? ' ' : text[at - 1];
    const bool begins = static_cast<unsigned char>(before) <= ' ' || before == '(' || before == '#' ||
                        static_cast<unsigned char>(before) >= 0x80;
    const std::string_view tag = text.substr(at + 1, tag_length(text.substr(at + 1)));
    const bool number = std::all_of(tag.begin(), tag.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!begins || tag.empty() || number) continue;
    if (std::find(post.hashtags.begin(), post.hashtags.end(), tag) == post.hashtags.end()) {
      post.hashtags.emplace_back(tag);
    }
  }
}

void add_plain_links(Post& post, std::string_view text) {
  for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 4)) {
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with("http://") && !rest.starts_with("https://")) continue;
    std::size_t end = 0;
    while (end < rest.size() && end < kMaxUrl && !ends_url(rest[end])) ++end;
    while (end > 0 && std::string_view(".,;:!?)]}'").find(rest[end - 1]) != std::string_view::npos) --end;
    const std::string written(rest.substr(0, end));
    const std::string url = target_of(written);
    if (url.empty() || post.links.size() >= kMaxFound) continue;
    post.links.push_back({written, url, "", ""});
  }
}

}  // namespace spoor::adapters::youtube
