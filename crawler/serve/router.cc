#include "crawler/serve/router.h"

#include <utility>

namespace spoor::serve {
namespace {

Router::LateAnswer at_once(Router::Answer answer) {
  return [answer = std::move(answer)](const Request& request, const HttpServer::Respond& respond) {
    respond(answer(request));
  };
}

}  // namespace

void Router::get(const std::string& path, Answer answer) { routes_[path]["GET"] = {false, at_once(std::move(answer))}; }

void Router::local(const std::string& method, const std::string& path, Answer answer) {
  local_late(method, path, at_once(std::move(answer)));
}

void Router::local_late(const std::string& method, const std::string& path, LateAnswer answer) {
  routes_[path][method] = {true, std::move(answer)};
}

HttpServer::Handler Router::handler() const {
  return [routes = routes_](Request request, const HttpServer::Respond& respond) {
    const auto methods = routes.find(request.path);
    std::string allowed;
    if (methods != routes.end()) {
      for (const auto& [method, route] : methods->second) {
        if (route.local && !request.local) continue;
        if (method == request.method) return route.answer(std::move(request), respond);
        allowed += (allowed.empty() ? "" : ", ") + method;
      }
    }
    if (allowed.empty())
      return respond(Reply::error({ErrorCode::not_found, "there is nothing here", std::move(request.path)}));
    Reply reply = Reply::error({ErrorCode::invalid_argument, "takes " + allowed, std::move(request.path)});
    reply.status = 405;
    reply.headers.emplace_back("Allow", allowed);
    respond(std::move(reply));
  };
}

}  // namespace spoor::serve
