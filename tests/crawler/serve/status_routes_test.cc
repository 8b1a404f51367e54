#include "crawler/serve/status_routes.h"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crawler/status/render.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/crawler/status/sample.h"

using namespace spoor;
using namespace spoor::serve;

TEST_CASE("Status routes: a page, data, metrics, a table and a sign of life", "[serve]") {
  status::DaemonStatus now = status::sample_status(30);
  Router router;
  add_status_routes(router, [&]() -> const status::DaemonStatus& { return now; });
  RunningServer running(router.handler());
  const auto fetched = [&](const std::string& path) { return RawClient(running.port).send(get(path)).rest(); };
  const auto body = [](const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); };

  const std::string page = fetched("/?sort=health&label=east");
  CHECK(status_of(page) == 200);
  CHECK(page.find("Content-Type: text/html; charset=utf-8\r\n") != std::string::npos);
  CHECK(page.find("Content-Security-Policy: " + status::html_policy() + "\r\n") != std::string::npos);
  CHECK(page.find("10 of 30") != std::string::npos);
  CHECK(boost::json::parse(body(fetched("/status.json?limit=3"))).at("sources").as_array().size() == 3);
  CHECK(fetched("/metrics").find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") != std::string::npos);
  CHECK(body(fetched("/metrics")) == status::to_prometheus(now));
  status::TerminalStyle style;
  style.width = 70;
  style.height = 12;
  CHECK(body(fetched("/status.txt?width=70&height=12")) == status::to_terminal(now, style));
  CHECK(status_of(fetched("/status.txt?width=-1&height=x")) == 200);
  CHECK(body(fetched("/healthz")) == "ok\n");
  running.on_io_thread([&] { now.state = status::DaemonState::stopping; });
  CHECK(status_of(fetched("/healthz")) == 503);
}
