// What the sources of the generic adapter share. Internal to the folder.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "adapters/adapter.h"
#include "adapters/kit/dates.h"
#include "adapters/kit/dom.h"
#include "adapters/kit/metadata.h"

namespace spoor::adapters {

inline constexpr std::size_t kMaxLeads = 2000;
inline constexpr std::size_t kMaxPosts = 5000;
inline constexpr std::size_t kMaxPostMedia = 100;
inline constexpr std::size_t kMaxPostLinks = 500;
inline constexpr int kMaxReplyDepth = 32;

// An HTML page with everything the sources ask for more than once. Borrowed for one parse() call.
struct HtmlPage {
  const Page& page;
  const Document& document;
  const PageMetadata& metadata;
  std::string canonical;  // the URL that stands for the page
  std::string lang;
};

// host[:port]: the platform of a page that no adapter knows.
std::string platform_of(const Url& url);
DateContext date_context(const Page& page, const std::string& lang);
// Machine forms first, then what people write.
std::optional<StatedTime> stated_time(std::string_view text, const DateContext& context);
// http(s) URL resolved against base; "" when it is none.
std::string http_link(std::string_view text, const Url& base);
// The canonical form of a URL's text; "" when it is none.
std::string canonical_form(std::string_view href);
// link[rel=canonical] of the same site, og:url, else the page's own.
std::string canonical_of(const PageMetadata& metadata, const Url& url);
bool same_site(std::string_view a, std::string_view b);
Post new_post(const Url& url, PostKind kind);
bool is_root(const Url& url);

// Collects leads once each, `most` at most.
class LeadList {
 public:
  explicit LeadList(std::vector<Lead>& leads, std::size_t most = kMaxLeads) : leads_(leads), most_(most) {}
  void add(std::string_view href, LeadKind kind, const Url& base);

 private:
  std::vector<Lead>& leads_;
  std::size_t most_;
  std::set<std::string> seen_;
};

// Pictures, films, sounds and hyperlinks under a node.
void read_embedded(Node node, const Url& base, Post& post);

// The sources. Each adds to `parsed`.
void posts_from_feed(std::string_view utf8, const Page& page, Parsed& parsed);
bool looks_like_sitemap(std::string_view utf8);
// The text of a sitemap that is served as a gzip file; nullopt when the body is none.
std::optional<std::string> unpacked_sitemap(std::string_view body);
// An oEmbed answer (https://oembed.com) as the post it describes. False when the text is none.
bool post_from_oembed(std::string_view utf8, const Page& page, Parsed& parsed);
void leads_from_sitemap(std::string_view utf8, const Page& page, Parsed& parsed);
// The index of the post that is the page's own subject, if one of them is.
std::optional<std::size_t> posts_from_schema_org(const std::vector<boost::json::value>& items, const HtmlPage& html,
                                                 Parsed& parsed);
std::optional<std::size_t> posts_from_microformats(const HtmlPage& html, Parsed& parsed);
// Fills what the page's post lacks from meta tags, visible dates, the URL, and the main text.
void complete_from_page(const HtmlPage& html, Post& post);
// The comments below the page's subject (its canonical URL), as replies to it or to one another. Nothing when machine
// data gave them.
void comments_from_html(const HtmlPage& html, const std::string& subject, Parsed& parsed);
// The page as an article of its own, when it looks like one.
std::optional<Post> post_from_page(const HtmlPage& html);
void leads_from_html(const HtmlPage& html, Parsed& parsed);
void leads_of_posts(const Page& page, Parsed& parsed);
bool is_login_page(const HtmlPage& html);

}  // namespace spoor::adapters
