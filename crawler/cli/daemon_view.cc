#include "crawler/cli/daemon_view.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include <boost/json.hpp>

#include "crawler/serve/socket_client.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

constexpr time_t kEverySeconds = 2;
constexpr std::size_t kPlainWidth = 120;

Result<std::string> asked(const DaemonView& view, const std::string& target) {
  serve::Question question;
  question.target = target;
  auto answer = serve::ask(view.archive, question);
  if (!answer) return answer.error();
  return std::move(answer->body);
}

std::string with(const std::string& path, const std::string& query, const std::string& more) {
  return path + '?' + query + (query.empty() || more.empty() ? "" : "&") + more;
}

// All pages as one object: what a script asks for is everything.
Result<std::string> whole_json(const DaemonView& view) {
  status::SourceQuery query = view.query;
  query.per_page = status::SourceQuery::kMostPerPage;
  json::object whole;
  for (std::size_t pages = 1; query.page <= pages; ++query.page) {
    const auto text = asked(view, with("/status.json", status::to_query(query), ""));
    if (!text) return text.error();
    boost::system::error_code failed;
    json::value page = json::parse(*text, failed);
    json::object* object = failed ? nullptr : page.if_object();
    json::value* sources = object ? object->if_contains("sources") : nullptr;
    const json::value* count = object ? object->if_contains("pages") : nullptr;
    if (!sources || !sources->is_array() || !count || !count->is_int64())
      return Error{ErrorCode::corruption, "the daemon's answer is no status", view.archive};
    pages = static_cast<std::size_t>(count->get_int64());
    if (query.page == 1) {
      whole = std::move(*object);
      whole.erase("page");
      whole.erase("pages");
    } else {
      json::array& all = whole.at("sources").as_array();
      all.insert(all.end(), sources->get_array().begin(), sources->get_array().end());
    }
  }
  return json::serialize(whole) + '\n';
}

Result<std::string> table(const DaemonView& view, bool terminal) {
  std::string style = "width=" + std::to_string(kPlainWidth);
  if (terminal) {
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    style = "width=" + std::to_string(known ? std::min<unsigned>(size.ws_col, 1000) : 80);
    if (view.watch && known) style += "&height=" + std::to_string(std::max<unsigned>(size.ws_row, 4) - 1);
    const char* no_colour = std::getenv("NO_COLOR");
    if (no_colour == nullptr || *no_colour == '\0') style += "&colour=1";
  }
  return asked(view, with("/status.txt", status::to_query(view.query), style));
}

}  // namespace

Result<void> show_daemon(const DaemonView& view) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  sigset_t stop;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGINT);
  ::sigaddset(&stop, SIGTERM);
  if (view.watch) ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  for (;;) {
    const auto text = view.as_json ? whole_json(view) : table(view, terminal);
    if (!text) return text.error();
    const bool redraw = terminal && view.watch && !view.as_json;
    std::cout << (redraw ? "\x1b[H\x1b[J" : "") << *text << std::flush;
    if (!std::cout) return Error{ErrorCode::io, "could not write everything", "standard output"};
    if (!view.watch) return {};
    if (!redraw && !view.as_json) std::cout << '\n';
    const timespec pause{kEverySeconds, 0};
    if (::sigtimedwait(&stop, nullptr, &pause) > 0) return {};
  }
}

}  // namespace spoor::cli
