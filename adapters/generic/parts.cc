#include "adapters/generic/parts.h"

#include <algorithm>

#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"
#include "storage/base/canonical_url.h"
#include "storage/base/domain.h"

namespace spoor::adapters {

namespace {

std::optional<std::int64_t> pixels(std::string_view text) {
  std::int64_t value = 0;
  std::size_t n = 0;
  for (; n < text.size() && n < 6 && text[n] >= '0' && text[n] <= '9'; ++n) value = value * 10 + (text[n] - '0');
  return n > 0 ? std::optional(value) : std::nullopt;
}

// What lazy loaders put the real address into.
std::string_view picture_source(Node img) {
  for (const char* name : {"data-src", "data-original", "data-lazy-src", "src"}) {
    const auto value = img.attr_or(name);
    if (!value.empty() && value.substr(0, 5) != "data:") return value;
  }
  return {};
}

// What is known by its address already may still learn what the page shows with it.
void add_media(Post& post, MediaRef media) {
  if (media.url.empty()) return;
  for (MediaRef& known : post.media) {
    if (known.url != media.url) continue;
    if (known.alt.empty()) known.alt = std::move(media.alt);
    if (!known.width) known.width = media.width;
    if (!known.height) known.height = media.height;
    return;
  }
  if (post.media.size() < kMaxPostMedia) post.media.push_back(std::move(media));
}

void add_picture(Post& post, Node img, const Url& base) {
  MediaRef media;
  media.url = http_link(picture_source(img), base);
  media.type = "image";
  media.alt = trim(img.attr_or("alt"));
  media.width = pixels(img.attr_or("width"));
  media.height = pixels(img.attr_or("height"));
  if (media.width && *media.width <= 3) return;  // counting pixels
  add_media(post, std::move(media));
}

void add_player(Post& post, Node player, const Url& base) {
  MediaRef media;
  media.type = player.tag();
  media.url = http_link(player.attr_or("src"), base);
  if (media.url.empty()) {
    for (const Node child : player.element_children()) {
      if (child.tag() == "source" && media.url.empty()) media.url = http_link(child.attr_or("src"), base);
    }
  }
  add_media(post, std::move(media));
}

void add_link(Post& post, Node a, const Url& base) {
  const auto href = a.attr("href");
  if (!href || post.links.size() >= kMaxPostLinks) return;
  const std::string url = http_link(*href, base);
  if (url.empty()) return;
  post.links.push_back({std::string(*href), url, line_of(a), std::string(a.attr_or("rel"))});
}

}  // namespace

std::string platform_of(const Url& url) { return url.authority(); }

DateContext date_context(const Page& page, const std::string& lang) {
  DateContext context;
  context.captured_at = page.captured_at;
  context.lang = lang;
  return context;
}

std::optional<StatedTime> stated_time(std::string_view text, const DateContext& context) {
  if (auto stated = parse_machine_date(text, context)) return stated;
  return parse_date(text, context);
}

std::string http_link(std::string_view text, const Url& base) {
  const std::string trimmed = trim(text);
  if (trimmed.empty() || trimmed.size() > 4096) return "";
  const auto url = Url::parse(trimmed, &base);
  return url && url->is_http() ? url->href() : "";
}

std::string canonical_form(std::string_view href) {
  const auto url = Url::parse(href);
  return url ? canonical_url(*url).href() : "";
}

bool same_site(std::string_view a, std::string_view b) {
  const auto first = Url::parse(a);
  const auto second = Url::parse(b);
  return first && second && registrable_domain(first->host()) == registrable_domain(second->host());
}

bool is_root(const Url& url) { return (url.path() == "/" || url.path().empty()) && !url.has_query(); }

std::string canonical_of(const PageMetadata& metadata, const Url& url) {
  const auto usable = [&](const std::string& href) {
    const auto parsed = Url::parse(href, &url);
    if (!parsed || !parsed->is_http() || (is_root(*parsed) && !is_root(url))) return std::string();
    return same_site(parsed->href(), url.href()) ? canonical_url(*parsed).href() : std::string();
  };
  for (const LinkElement& link : metadata.links) {
    if (link.rel != "canonical") continue;
    if (auto href = usable(link.href); !href.empty()) return href;
  }
  if (auto href = usable(metadata.first("og:url")); !href.empty()) return href;
  return canonical_url(url).href();
}

Post new_post(const Url& url, PostKind kind) {
  Post post;
  post.platform = platform_of(url);
  post.kind = kind;
  return post;
}

void LeadList::add(std::string_view href, LeadKind kind, const Url& base) {
  if (leads_.size() >= most_) return;
  const std::string text = trim(href);
  if (text.empty() || text.size() > 4096 || text.front() == '#') return;
  const auto url = Url::parse(text, &base);
  if (!url || !url->is_http()) return;
  const Url plain = url->with_fragment("");
  if (plain.href() == base.with_fragment("").href() || !seen_.insert(plain.href()).second) return;
  leads_.push_back({plain, kind, ""});
}

void read_embedded(Node node, const Url& base, Post& post) {
  static const Selector selector = Selector::must("img, video, audio, a[href]");
  for (const Node found : selector.all(node)) {
    if (found.tag() == "img")
      add_picture(post, found, base);
    else if (found.tag() == "a")
      add_link(post, found, base);
    else
      add_player(post, found, base);
  }
}

}  // namespace spoor::adapters
