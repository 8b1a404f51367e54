#include "storage/schema/keys.h"

#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor {
namespace {

// Percent-encodes what a key cannot hold.
std::string key_text(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c != '\0' && std::string_view("._~:@/-").find(static_cast<char>(c)) != std::string_view::npos);
    if (plain) {
      out += static_cast<char>(c);
    } else {
      append_percent_encoded(out, c);
    }
  }
  return out;
}

std::string key(char kind, std::string_view platform, std::string_view id) {
  return std::string(1, kind) + ':' + key_text(platform) + ':' + key_text(id);
}

// The id of a thing that has only a URL. The fragment stays: "#comment-5" is all that tells two comments of a page
// apart.
std::string url_id(std::string_view text) {
  auto url = Url::parse(text);
  if (!url) return "url:" + sha256_hex(text);
  Url canonical = canonical_url(*url);
  if (!url->fragment().empty()) canonical = canonical.with_fragment(url->fragment());
  return "url:" + sha256_hex(canonical.href());
}

std::string in_space(std::string_view space, std::string_view id) {
  return space.empty() ? std::string(id) : std::string(space) + '/' + std::string(id);
}

// ASCII only: what "lower case" means for other letters changes with the Unicode version, and keys must not.
std::string handle_id(std::string_view handle) {
  if (!handle.empty() && handle.front() == '@') handle.remove_prefix(1);
  std::string out = "@";
  for (char c : handle) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

std::string post_key(const Post& post) {
  if (!post.native_id.empty()) return key('p', post.platform, in_space(post.space, post.native_id));
  return key('p', post.platform, url_id(post.url_canonical.empty() ? post.url : post.url_canonical));
}

std::string post_key(std::string_view platform, const PostRef& ref) {
  if (!ref.native_id.empty()) return key('p', platform, in_space(ref.space, ref.native_id));
  return ref.url.empty() ? std::string() : key('p', platform, url_id(ref.url));
}

std::string account_key(const Account& account) {
  if (!account.native_id.empty()) return key('a', account.platform, account.native_id);
  if (!account.handle.empty()) return key('a', account.platform, handle_id(account.handle));
  return key('a', account.platform, url_id(account.url));
}

std::string account_key(std::string_view platform, const AuthorRef& author) {
  if (!author.native_id.empty()) return key('a', platform, author.native_id);
  return author.handle.empty() ? std::string() : key('a', platform, handle_id(author.handle));
}

std::string thread_key(const Thread& thread) {
  return key('t', thread.platform, thread.native_id.empty() ? url_id(thread.url) : thread.native_id);
}

std::string media_key_of_url(std::string_view url) { return "m:url:" + sha256_hex(url); }
std::string media_key_of_bytes(std::string_view sha256) { return "m:sha256:" + std::string(sha256); }
std::string capture_key(std::string_view capture_id) { return "c:" + std::string(capture_id); }

}  // namespace spoor
