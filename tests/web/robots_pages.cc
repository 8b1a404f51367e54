#include "tests/web/robots_pages.h"

#include <fmt/format.h>

namespace spoor::web {
namespace {

constexpr std::size_t kHugeBytes = 700u << 10;  // more than the 500 KiB that RFC 9309 asks crawlers to read

std::string disallowed(const HabitRule& habit) {
  std::string out = "User-agent: *\n";
  if (habit.paths.empty()) out += "Disallow: /members-only/\nDisallow: /search\n";
  for (const std::string& path : habit.paths) out += "Disallow: " + path + "\n";
  return out;
}

}  // namespace

SiteAnswer robots_page(const HabitRule& habit) {
  SiteAnswer answer;
  answer.content_type = "text/plain; charset=utf-8";
  switch (habit.robots) {
    case RobotsVariant::missing:
      answer.status = 404;
      answer.content_type = "text/html; charset=utf-8";
      answer.body = "<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>";
      break;
    case RobotsVariant::allow:
      answer.body = "User-agent: *\nDisallow:\n";
      break;
    case RobotsVariant::disallow:
      answer.body = disallowed(habit);
      break;
    case RobotsVariant::crawl_delay:
      answer.body = fmt::format("{}Crawl-delay: {}\n", disallowed(habit), habit.delay);
      break;
    case RobotsVariant::server_error:
      answer.status = 503;
      answer.body = "upstream connect error\n";
      break;
    case RobotsVariant::huge:
      answer.body = disallowed(habit);
      for (int i = 0; answer.body.size() < kHugeBytes; ++i) answer.body += fmt::format("Disallow: /old/{:06}/\n", i);
      break;
    case RobotsVariant::html:
      answer.content_type = "text/html; charset=utf-8";
      answer.body = "<!DOCTYPE html>\n<html><head><title>Home</title></head><body><h1>Welcome</h1></body></html>\n";
      break;
    case RobotsVariant::wildcard:
      answer.body =
          "User-agent: somebot\nDisallow: /\n\nUser-agent: *\nAllow: /members-only/*/public$\nDisallow: "
          "/members-only/*/\nDisallow: /*.bak$\n";
      break;
  }
  return answer;
}

std::string forbidden_target(const HabitRule& habit) {
  switch (habit.robots) {
    case RobotsVariant::disallow:
    case RobotsVariant::crawl_delay:
    case RobotsVariant::huge:
      if (habit.paths.empty()) return "/members-only/list";
      return habit.paths.front().find_first_of("*$") == std::string::npos ? habit.paths.front() + "list" : "";
    case RobotsVariant::wildcard:
      return "/members-only/7/list";
    default:
      return "";
  }
}

}  // namespace spoor::web
