// What stays the same in a picture's URL while content networks change size, shard and signature.
#include <algorithm>
#include <string>

#include "storage/base/url.h"
#include "storage/schema/keys.h"

namespace spoor {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Networks that serve one picture from many hosts.
constexpr std::string_view kSharded[] = {
    "fbcdn.net", "cdninstagram.com", "userapi.com", "vkuser.net",      "vkuserphoto.ru",        "mycdn.me",
    "okcdn.ru",  "cdn-telegram.org", "telesco.pe",  "bp.blogspot.com", "googleusercontent.com", "ggpht.com",
    "ytimg.com", "sinaimg.cn",       "hdslb.com",   "pinimg.com",      "tiktokcdn.com",         "wp.com",
};

std::string_view shard_free(std::string_view host) {
  for (std::string_view domain : kSharded) {
    if (host.size() > domain.size() && host[host.size() - domain.size() - 1] == '.' &&
        host.substr(host.size() - domain.size()) == domain)
      return domain;
  }
  return host;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// "300x200", "236x"
bool is_dimensions(std::string_view text) {
  std::size_t width = digits_at(text, 0);
  if (width < 2 || width > 5 || width >= text.size() || text[width] != 'x') return false;
  std::size_t height = digits_at(text, width + 1);
  return width + 1 + height == text.size() && height <= 5;
}

// "s1600", "s320-c", "w640-h480-p": sizes of Google's image servers
bool is_google_size(std::string_view text) {
  if (text.size() < 2 || (text[0] != 's' && text[0] != 'w' && text[0] != 'h')) return false;
  std::size_t digits = digits_at(text, 1);
  if (digits < 2 || digits > 5) return false;
  std::string_view rest = text.substr(1 + digits);
  return rest.empty() || (rest[0] == '-' && rest.size() <= 40);
}

// "photo-300x200.jpg" -> "photo.jpg" (WordPress); "x.jpg:large" -> "x.jpg" (Twitter); "id=s800" -> "id" (Google)
std::string plain_name(std::string name) {
  std::size_t colon = name.rfind(':');
  if (colon != std::string::npos) {
    std::string_view size = std::string_view(name).substr(colon + 1);
    if (size == "thumb" || size == "small" || size == "medium" || size == "large" || size == "orig") name.resize(colon);
  }
  std::size_t equals = name.rfind('=');
  if (equals != std::string::npos && is_google_size(std::string_view(name).substr(equals + 1))) name.resize(equals);
  std::size_t dot = name.rfind('.');
  std::size_t dash = name.rfind('-', dot);
  if (dot != std::string::npos && dash != std::string::npos && dash > 0 &&
      is_dimensions(std::string_view(name).substr(dash + 1, dot - dash - 1)))
    name.erase(dash, dot - dash);
  return name;
}

}  // namespace

std::string media_identity(std::string_view text) {
  auto url = Url::parse(text);
  if (!url || !url->is_http()) return std::string(text.substr(0, text.find_first_of("?#")));
  std::string out(shard_free(url->host()));
  if (auto port = url->explicit_port()) out += ':' + std::to_string(*port);
  std::string_view path = url->path();
  while (!path.empty()) {
    path.remove_prefix(1);
    std::size_t slash = path.find('/');
    std::string_view segment = path.substr(0, slash);
    bool last = slash == std::string_view::npos;
    if (last) {
      out += '/' + plain_name(std::string(segment));
    } else if (!is_dimensions(segment) && !is_google_size(segment)) {
      out.append("/").append(segment);
    }
    path = last ? std::string_view() : path.substr(slash);
  }
  return out;
}

}  // namespace spoor
