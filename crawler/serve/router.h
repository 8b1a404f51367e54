// Router: which function answers which path. Unknown paths are 404 and unknown methods 405, both in JSON.
//
//   Router router;
//   router.get("/healthz", [&](const Request&) { return Reply::text(200, "ok\n"); });
//   router.local("POST", "/pause", [&](const Request& request) { return pause(request); });
//   HttpServer server(io, router.handler());
#pragma once

#include <functional>
#include <map>
#include <string>

#include "crawler/serve/http_server.h"

namespace spoor::serve {

class Router {
 public:
  using Answer = std::function<Reply(const Request&)>;
  using LateAnswer = std::function<void(Request, HttpServer::Respond)>;

  void get(const std::string& path, Answer answer);  // for everybody
  // Only over the unix socket; elsewhere such a path does not exist.
  void local(const std::string& method, const std::string& path, Answer answer);
  void local_late(const std::string& method, const std::string& path, LateAnswer answer);

  // Holds a copy of the table.
  HttpServer::Handler handler() const;

 private:
  struct Route {
    bool local = false;
    LateAnswer answer;
  };
  std::map<std::string, std::map<std::string, Route>> routes_;  // path -> method
};

}  // namespace spoor::serve
