#include "tests/web/demo_web.h"

#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace spoor::web {
namespace {

constexpr std::string_view kFaults = R"(
faults:
  - {kind: login_wall, hosts: ["*.forum.sim"], paths: ["/viewtopic.php?t=90007"], times: always}
  - {kind: captcha, hosts: ["*.journal.sim"], paths: ["/members/*"], times: always}
  - {kind: too_many_requests, hosts: ["*.blog.sim"], share: 0.3, wait: 1}
  - {kind: redirect_chain, hosts: ["*.journal.sim"], length: 2, share: 0.3}
habits:
  - {kind: robots, hosts: ["*.bbs.sim"], variant: disallow, paths: ["/drafts/"]}
  - {kind: robots, variant: missing}
  - {kind: compress}
)";

std::string text(const boost::json::object& record, const char* key) {
  const boost::json::value* value = record.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("://") + 3;
  return url.substr(begin, url.find('/', begin) - begin);
}

std::string row(const std::string& link, std::string_view note) {
  // Nothing in our addresses needs more than quotes.
  return fmt::format("\"{}\",{}\n", link, note);
}

}  // namespace

SimWebOptions demo_options() {
  SimWebOptions options;
  options.world.seed = 7;
  options.world.hosts = 7;
  options.world.threads_per_host = 8;
  options.world.entries_per_thread = 4;
  options.world.accounts_per_host = 12;
  options.world.before = options.world.days * 86'400;
  options.addresses = 4;
  options.faults = kFaults;
  options.faults_name = "the demo's faults";
  return options;
}

std::string demo_list(const SimWeb& web) {
  std::map<std::string, std::string> first, gone;  // by host
  web.truth([&](const std::string& line) {
    const boost::json::object record = boost::json::parse(line).as_object();
    const std::string url = text(record, "url");
    if (text(record, "record") != "post" || url.empty()) return;
    const std::string status = text(record, "status");
    if (status == "live") first.emplace(host_of(url), url);
    if (status == "deleted" || status == "not_found") gone.emplace(host_of(url), url);
  });
  std::string list = "link,note\n", again;
  for (const WebHost& host : web.hosts()) {
    if (const auto found = first.find(host.name); found != first.end()) {
      list += row(found->second, "a post");
      again = found->second;
    }
    if (const auto found = gone.find(host.name); found != gone.end()) list += row(found->second, "was taken down");
    const auto on = [&](std::string_view kind) { return host.name.find(kind) != std::string::npos; };
    if (on(".forum.")) {
      list += fmt::format("hxxp://{}[.]forum[.]sim/viewtopic.php?t=90006,was deleted\n",
                          host.name.substr(0, host.name.find('.')));
      list += row("http://" + host.name + "/viewtopic.php?t=90007", "members only");
    }
    if (on(".journal.")) list += row("http://" + host.name + "/members/1", "behind a check for robots");
    if (on(".bbs.")) list += row("http://" + host.name + "/drafts/78", "forbidden by robots.txt");
  }
  list += row(again, "a duplicate");
  return list + "Everybody who has eyes can see it: cost are hidden,text without a link\n";
}

}  // namespace spoor::web
