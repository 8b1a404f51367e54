#include "tests/support/rendered_site.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tests/support/temp_dir.h"

namespace spoor::test {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

std::string sorted_target(const std::string& target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return target;
  std::vector<std::string> parameters;
  std::istringstream query(target.substr(mark + 1));
  const bool needs_no_board = target.starts_with("/viewtopic.php?");  // phpBB finds topics without their board
  for (std::string parameter; std::getline(query, parameter, '&');) {
    if (!needs_no_board || !parameter.starts_with("f=")) parameters.push_back(parameter);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string sorted = target.substr(0, mark);
  for (std::size_t i = 0; i < parameters.size(); ++i) sorted += (i ? '&' : '?') + parameters[i];
  return sorted;
}

std::map<std::string, std::int64_t> ranks_of(const std::vector<RenderedPage>& pages) {
  std::map<std::string, std::map<std::int64_t, std::string>> threads;
  for (const RenderedPage& page : pages) {
    const json::value* posts = page.expect.if_contains("posts");
    if (!posts || !posts->is_array()) continue;
    for (const json::value& post : posts->as_array()) {
      if (!post.as_object().contains("n") || !post.as_object().contains("thread_id")) continue;
      threads[text(post.at("thread_id"))][post.at("n").as_int64()] = text(post.at("native_id"));
    }
  }
  std::map<std::string, std::int64_t> ranks;
  for (const auto& [thread, posts] : threads) {
    std::int64_t rank = 0;
    for (const auto& [n, id] : posts) ranks[thread + "/" + id] = rank++;
  }
  return ranks;
}

}  // namespace

RenderedSite::RenderedSite(const std::string& rendered, std::string software) : software_(std::move(software)) {
  const std::string folder = rendered + "/" + software_ + "/";
  const json::value manifest = json::parse(read_file(folder + "manifest.json"));
  rendered_on_ = text(manifest.at("rendered_on"));
  for (const json::value& entry : manifest.at("files").as_array()) {
    RenderedPage page;
    page.file = text(entry.at("file"));
    page.url = text(entry.at("url"));
    const std::size_t host = page.url.find("//") + 2, path = page.url.find('/', host);
    if (path == std::string::npos) throw std::runtime_error(folder + ": no path in " + page.url);
    authority_ = page.url.substr(host, path - host);
    page.target = page.url.substr(path);
    page.status = static_cast<int>(entry.at("status").as_int64());
    for (const auto& [name, value] : entry.at("headers").as_object()) page.headers.emplace_back(name, text(value));
    page.body = read_file(folder + page.file);
    page.expect = entry.at("expect").as_object();
    pages_.push_back(std::move(page));
  }
  for (const RenderedPage& page : pages_) by_target_[sorted_target(page.target)] = &page;
  ranks_ = ranks_of(pages_);
}

const RenderedPage& RenderedSite::page(const std::string& file) const {
  for (const RenderedPage& page : pages_) {
    if (page.file == file) return page;
  }
  throw std::runtime_error("no rendered page " + file);
}

Reply RenderedSite::answer(const RequestSeen& request) const {
  const auto found = by_target_.find(sorted_target(request.target));
  if (found == by_target_.end()) return Reply::make(404, {{"Content-Type", "text/html"}}, "<h1>Not Found</h1>");
  return Reply::make(found->second->status, found->second->headers, found->second->body);
}

}  // namespace spoor::test
