#include "crawler/pipeline/page_subjects.h"

#include <map>

#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"
#include "storage/kv/keys.h"
#include "storage/schema/keys.h"

namespace spoor::pipeline {
namespace {

std::string row_key(const Url& url) { return kv::make_key(kv::kPageSubject, {sha256_hex(canonical_url(url).href())}); }

// "?p=112#p112" is an address of post 112 alone, "?t=9#p112" is a place on a page.
bool is_own_address(const Url& url, const std::string& id) {
  if (url.fragment().empty()) return true;
  const std::string href = url.with_fragment("").href();
  for (std::size_t at = href.find(id); !id.empty() && at != std::string::npos; at = href.find(id, at + 1)) {
    const std::size_t end = at + id.size();
    const bool begins = at > 0 && (href[at - 1] == '/' || href[at - 1] == '=');
    if (begins && (end == href.size() || href[end] == '&' || href[end] == '/')) return true;
  }
  return false;
}

// Of the posts that a post's page shows beside each other (a topic, say), the one that the page was asked for.
const Post& post_of(const Url& page, const std::vector<Post>& posts) {
  const std::string here = row_key(page);
  for (const Post& post : posts) {
    const auto url = Url::parse(post.url);
    if (url && url->is_http() && is_own_address(*url, post.native_id) && row_key(*url) == here) {
      return post;
    }
  }
  return posts.front();
}

// Of a page that no route says anything about: the post that has this page's address.
std::string own_post(const Url& page, const std::vector<Post>& posts) {
  const std::string here = row_key(page);
  for (const Post& post : posts) {
    const auto url = Url::parse(post.url_canonical.empty() ? post.url : post.url_canonical);
    if (url && url->is_http() && url->fragment().empty() && row_key(*url) == here) return post_key(post);
  }
  return "";
}

// The one record that the page stands for; "" for listings.
std::string subject_of(const Url& url, const adapters::Interpretation& page) {
  using Subject = adapters::Route::Subject;
  const adapters::Parsed& parsed = page.parsed;
  switch (page.route.subject) {
    case Subject::thread:
      return parsed.threads.size() == 1 ? thread_key(parsed.threads[0]) : std::string();
    case Subject::account:
      return parsed.accounts.size() == 1 ? account_key(parsed.accounts[0]) : std::string();
    case Subject::other:
      return own_post(url, parsed.posts);
    default:
      break;
  }
  return !parsed.posts.empty() && page.route.subject == Subject::post ? post_key(post_of(url, parsed.posts))
                                                                      : std::string();
}

bool is_about_the_subject(Status status) { return status != Status::live && status != Status::unknown; }

Result<void> keep(kv::Overlay& index, std::string key, const std::string& subject) {
  auto known = index.get(key);
  if (!known) return known.error();
  if (!*known || **known != subject) index.put(std::move(key), subject);
  return {};
}

// The pages of their own that the page names for its posts; a page that two posts name is neither's own. Row key ->
// record key; "" for the latter.
std::map<std::string, std::string> own_pages(const Exchange& exchange, const std::vector<Post>& posts) {
  const std::string here = row_key(exchange.url);
  std::map<std::string, std::string> pages;
  for (const Post& post : posts) {
    const auto url = Url::parse(post.url);
    if (!url || !url->is_http() || !is_own_address(*url, post.native_id)) continue;
    std::string row = row_key(*url);
    if (row == here) continue;
    auto [place, added] = pages.emplace(std::move(row), post.native_id.empty() ? "" : post_key(post));
    if (!added) place->second.clear();
  }
  return pages;
}

}  // namespace

Result<void> keep_page_subjects(kv::Overlay& index, const Exchange& exchange, const adapters::Interpretation& page) {
  if (page.parsed.status != Status::live) return {};
  for (const auto& [row, subject] : own_pages(exchange, page.parsed.posts)) {
    if (subject.empty()) continue;
    if (auto kept = keep(index, row, subject); !kept) return kept.error();
  }
  const std::string subject = subject_of(exchange.url, page);
  if (subject.empty()) return {};
  return keep(index, row_key(exchange.url), subject);
}

Result<void> name_by_url(kv::Overlay& index, std::vector<Post>& posts) {
  for (Post& post : posts) {
    if (!post.native_id.empty()) continue;
    const auto url = Url::parse(post.url);
    if (!url || !url->fragment().empty()) continue;
    auto known = index.get(row_key(*url));
    if (!known) return known.error();
    if (!*known) continue;
    Post named = post;
    named.native_id = "0";
    const std::string with_zero = post_key(named);  // the key with this platform and space, up to the id
    const std::string prefix = with_zero.substr(0, with_zero.size() - 1);
    if (!(*known)->starts_with(prefix)) continue;
    named.native_id = (*known)->substr(prefix.size());
    if (post_key(named) == **known && !named.native_id.starts_with("url:")) post = std::move(named);
  }
  return {};
}

Result<std::vector<Sighting::Subject>> subjects_of_page(kv::Overlay& index, const Exchange& exchange,
                                                        const Reading& reading) {
  std::vector<Sighting::Subject> subjects;
  if (!reading.page || !is_about_the_subject(reading.page->parsed.status)) return subjects;
  auto known = index.get(row_key(exchange.url));
  if (!known) return known.error();
  if (*known) subjects.push_back({**known, reading.page->parsed.status, reading.page->parsed.status_raw});
  return subjects;
}

}  // namespace spoor::pipeline
