#include "crawler/pipeline/page_subjects.h"

#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"
#include "storage/kv/keys.h"
#include "storage/schema/keys.h"

namespace spoor::pipeline {
namespace {

std::string row_key(const Exchange& exchange) {
  return kv::make_key(kv::kPageSubject, {sha256_hex(canonical_url(exchange.url).href())});
}

// The one record that the page stands for; "" for listings.
std::string subject_of(const adapters::Interpretation& page) {
  using Subject = adapters::Route::Subject;
  const adapters::Parsed& parsed = page.parsed;
  switch (page.route.subject) {
    case Subject::thread:
      return parsed.threads.size() == 1 ? thread_key(parsed.threads[0]) : std::string();
    case Subject::account:
      return parsed.accounts.size() == 1 ? account_key(parsed.accounts[0]) : std::string();
    default:
      break;
  }
  return !parsed.posts.empty() && page.route.subject == Subject::post ? post_key(parsed.posts[0]) : std::string();
}

bool is_about_the_subject(Status status) { return status != Status::live && status != Status::unknown; }

}  // namespace

Result<void> keep_page_subjects(kv::Overlay& index, const Exchange& exchange, const adapters::Interpretation& page) {
  const std::string subject = subject_of(page);
  if (subject.empty() || page.parsed.status != Status::live) return {};
  std::string key = row_key(exchange);
  auto known = index.get(key);
  if (!known) return known.error();
  if (!*known || **known != subject) index.put(std::move(key), subject);
  return {};
}

Result<std::vector<Sighting::Subject>> subjects_of_page(kv::Overlay& index, const Exchange& exchange,
                                                        const Reading& reading) {
  std::vector<Sighting::Subject> subjects;
  if (!reading.page || !is_about_the_subject(reading.page->parsed.status)) return subjects;
  auto known = index.get(row_key(exchange));
  if (!known) return known.error();
  if (*known) subjects.push_back({**known, reading.page->parsed.status, reading.page->parsed.status_raw});
  return subjects;
}

}  // namespace spoor::pipeline
