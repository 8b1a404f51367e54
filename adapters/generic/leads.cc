#include "adapters/generic/parts.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

bool has_word(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const bool begins = at == 0 || list[at - 1] == ' ';
    const bool ends = at + word.size() == list.size() || list[at + word.size()] == ' ';
    if (begins && ends) return true;
  }
  return false;
}

bool is_feed_type(std::string_view type) {
  type = type.substr(0, type.find(';'));
  for (const std::string_view known :
       {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml",
        "application/xml", "text/rss+xml", "text/atom+xml", "application/x-rss+xml", "application/x-atom+xml",
        "application/rss", "application/atom", "application/json"}) {
    if (type == known) return true;
  }
  return false;
}

bool is_api(std::string_view href) {
  return href.find("wp-json/") != std::string_view::npos || href.find("oembed") != std::string_view::npos;
}

}  // namespace

void leads_from_html(const HtmlPage& html, Parsed& parsed) {
  LeadList leads(parsed.leads);
  const Url& url = html.page.url;
  for (const LinkElement& link : html.metadata.links) {
    if (has_word(link.rel, "feed") ||
        (has_word(link.rel, "alternate") && is_feed_type(link.type) && !is_api(link.href))) {
      leads.add(link.href, LeadKind::feed, url);
    } else if (parsed.posts.empty() && has_word(link.rel, "alternate") && link.type == "application/json+oembed") {
      // Where the page itself tells nothing: else it would only be a second request for less.
      leads.add(link.href, LeadKind::alternate, url);
    } else if (has_word(link.rel, "next")) {
      leads.add(link.href, LeadKind::next_page, url);
    }
  }
  static const Selector anchors = Selector::must("a[href], area[href]");
  const auto base = Url::parse(html.metadata.base_href, &url);
  const auto found = anchors.all(html.document.root());
  for (const Node a : found) {
    if (has_word(a.attr_or("rel"), "next"))
      leads.add(http_link(a.attr_or("href"), base ? *base : url), LeadKind::next_page, url);
  }
  // Pagers of Jekyll, Hugo, Bootstrap and others. Below a text such a link leads to the next text.
  static const Selector pagers = Selector::must(
      ".pagination a.next, .pagination a.next-page, .pagination .next a, .pagination a[aria-label=Next i], "
      ".pager a.next, .pager a.next-page, .pager .next a, a.pagination-next, .pagination-next a");
  if (parsed.posts.empty()) {
    for (const Node a : pagers.all(html.document.root()))
      leads.add(http_link(a.attr_or("href"), base ? *base : url), LeadKind::next_page, url);
  }
  for (const Node a : found) leads.add(http_link(a.attr_or("href"), base ? *base : url), LeadKind::link, url);
}

void leads_of_posts(const Page& page, Parsed& parsed) {
  // Pictures are what pages lose first: they come before the links, in a list of their own.
  std::vector<Lead> media;
  LeadList leads(media);
  for (const Post& post : parsed.posts) {
    for (const MediaRef& m : post.media) leads.add(m.url, LeadKind::media, page.url);
    leads.add(post.author.avatar_url, LeadKind::avatar, page.url);
  }
  for (const Account& account : parsed.accounts) leads.add(account.avatar_url, LeadKind::avatar, page.url);
  if (parsed.leads.size() + media.size() > kMaxLeads) {
    parsed.leads.erase(
        parsed.leads.begin() + static_cast<std::ptrdiff_t>(kMaxLeads - std::min(media.size(), kMaxLeads)),
        parsed.leads.end());
  }
  parsed.leads.insert(parsed.leads.end(), media.begin(), media.end());
}

bool is_login_page(const HtmlPage& html) {
  static const Selector password = Selector::must("form input[type=password i]");
  if (!password.first(html.document.body())) return false;
  static const Selector articles = Selector::must("article, [itemprop=articleBody], .h-entry, .hentry");
  if (articles.first(html.document.body())) return false;
  return line_of(html.document.body()).size() < 1500;
}

}  // namespace spoor::adapters
