#include "crawler/serve/status_routes.h"

#include <charconv>

#include "crawler/status/render.h"

namespace spoor::serve {
namespace {

std::size_t number(const Request& request, std::string_view name, std::size_t otherwise, std::size_t most) {
  const std::string text = request.parameter(name).value_or("");
  std::size_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size() && value <= most ? value : otherwise;
}

}  // namespace

void add_status_routes(Router& router, StatusSource source) {
  router.get("/", [source](const Request& request) {
    Reply reply = Reply::text(200, status::to_html(source(), status::parse_source_query(request.query)));
    reply.type = "text/html; charset=utf-8";
    reply.headers.emplace_back("Content-Security-Policy", status::html_policy());
    return reply;
  });
  router.get("/status.json", [source](const Request& request) {
    return Reply::json(200, status::to_json(source(), status::parse_source_query(request.query)));
  });
  router.get("/status.txt", [source](const Request& request) {
    status::TerminalStyle style;
    style.width = number(request, "width", style.width, 1000);
    style.height = number(request, "height", style.height, 10'000);
    style.colour = request.parameter("colour") == "1";
    return Reply::text(200, status::to_terminal(source(), style, status::parse_source_query(request.query)));
  });
  router.get("/metrics", [source](const Request&) {
    Reply reply = Reply::text(200, status::to_prometheus(source()));
    reply.type = status::kPrometheusType;
    return reply;
  });
  router.get("/healthz", [source](const Request&) {
    const status::DaemonStatus& now = source();
    const bool stopping = now.state == status::DaemonState::stopping;
    return Reply::text(stopping ? 503 : 200, stopping ? "stopping\n" : "ok\n");
  });
}

}  // namespace spoor::serve
