#include "tests/e2e/site_web.h"

namespace spoor::test {

void SiteWeb::add(std::unique_ptr<web::Site> site) {
  std::string host = site->host();
  sites_[host] = std::move(site);
}

Reply SiteWeb::answer(const RequestSeen& request) const {
  const std::string host = request.host().substr(0, request.host().find(':'));
  const auto site = sites_.find(host);
  if (site == sites_.end()) return Reply::make(404, {{"Content-Type", "text/plain"}}, "no such host\n");
  const std::string accept = request.header("Accept").value_or(""), cookie = request.header("Cookie").value_or("");
  web::SiteAnswer answer =
      site->second->answer({request.method, host, request.target, accept, cookie, request.body, now.load()});
  Reply::Headers headers = {{"Content-Type", answer.content_type}};
  headers.insert(headers.end(), answer.headers.begin(), answer.headers.end());
  return Reply::make(answer.status, std::move(headers), std::move(answer.body));
}

std::vector<std::string> SiteWeb::hosts() const {
  std::vector<std::string> out;
  for (const auto& [host, site] : sites_) out.push_back(host);
  return out;
}

std::vector<std::string> SiteWeb::seeds() const {
  std::vector<std::string> out;
  for (const auto& [host, site] : sites_) {
    for (std::string& seed : site->seeds()) out.push_back(std::move(seed));
  }
  return out;
}

std::vector<std::string> SiteWeb::truth() const {
  std::vector<std::string> out;
  for (const auto& [host, site] : sites_) {
    site->truth(now.load(), [&](std::string line) { out.push_back(std::move(line)); });
  }
  return out;
}

}  // namespace spoor::test
