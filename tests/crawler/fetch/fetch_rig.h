// A fetcher with its io_context, run until an answer is there.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "crawler/fetch/fetcher.h"

namespace spoor::fetch {

inline FetcherOptions local_options() {
  FetcherOptions options;
  options.user_agent = "spoor-test/1";
  options.allow_private = true;
  return options;
}

inline Request request_for(std::string_view url, Purpose purpose = Purpose::page) {
  Request request;
  request.url = Url::parse(url).value();
  request.purpose = purpose;
  return request;
}

struct FetchRig {
  explicit FetchRig(FetcherOptions options = local_options())
      : fetcher(make_curl_fetcher(io, std::move(options)).value()) {}

  // Runs the loop until `ready` or, a mistake, until half a minute is over.
  template <class Ready>
  void run_until(Ready ready) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!ready()) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("no answer within 30 s");
      io.restart();
      io.run_one_for(std::chrono::milliseconds(100));
    }
  }

  Response get(Request request) {
    std::optional<Response> response;
    fetcher->start(std::move(request), [&](Response came) { response = std::move(came); });
    run_until([&] { return response.has_value(); });
    return std::move(*response);
  }
  Response get(std::string_view url, Purpose purpose = Purpose::page) { return get(request_for(url, purpose)); }

  boost::asio::io_context io;
  std::unique_ptr<Fetcher> fetcher;
};

}  // namespace spoor::fetch
