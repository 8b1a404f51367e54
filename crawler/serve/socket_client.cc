#include "crawler/serve/socket_client.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include "crawler/serve/socket_path.h"
#include "storage/json/members.h"

namespace spoor::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using Code = boost::system::error_code;
using Local = asio::local::stream_protocol;

constexpr std::size_t kMostError = 1 << 20;
constexpr std::uint32_t kMostHeader = 1 << 20;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

ErrorCode code_from(std::string_view word, int status) {
  for (const ErrorCode code :
       {ErrorCode::not_found, ErrorCode::invalid_argument, ErrorCode::corruption, ErrorCode::io, ErrorCode::unavailable,
        ErrorCode::blocked, ErrorCode::too_large, ErrorCode::cancelled, ErrorCode::unsupported}) {
    if (to_string(code) == word) return code;
  }
  return status == 404 ? ErrorCode::not_found : status == 503 ? ErrorCode::unavailable : ErrorCode::io;
}

// What the daemon says is wrong, as it would have said it itself.
Error error_of(const Answer& answer, const std::string& target) {
  Code failed;
  const json::value parsed = json::parse(answer.body, failed);
  const json::object* whole = failed ? nullptr : parsed.if_object();
  const json::value* inner = whole ? whole->if_contains("error") : nullptr;
  if (inner == nullptr || !inner->is_object()) {
    return {code_from("", answer.status), "the daemon answers " + std::to_string(answer.status), target};
  }
  const json::object& error = inner->get_object();
  return {code_from(text_member(error, "code"), answer.status), text_member(error, "message"),
          text_member(error, "where")};
}

class Exchange {
 public:
  Exchange(const std::string& socket, const Question& question) : socket_(socket), question_(question) {}

  Result<Answer> run() {
    if (auto connected = connect(); !connected) return connected.error();
    http::request<http::string_body> request(http::string_to_verb(question_.method), question_.target, 11);
    request.method_string(question_.method);
    request.set(http::field::host, "localhost");
    request.set(http::field::connection, "close");
    if (!question_.body.empty() || question_.method != "GET") {
      request.set(http::field::content_type, question_.type);
      request.body() = question_.body;
      request.prepare_payload();
    }
    Code failed;
    wait([&](auto done) { http::async_write(stream_, request, done); }, failed);
    // A server that refuses early closes before it has read everything: what it says comes first.
    Result<Answer> answer = read();
    if (!answer && failed) return problem(failed, "ask");
    return answer;
  }

 private:
  Result<void> connect() {
    struct stat facts {};
    if (::lstat(socket_.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) return nobody();
    // An archive from elsewhere may name any socket as its own.
    if (facts.st_uid != ::geteuid() && facts.st_uid != 0 && ::geteuid() != 0)
      return Error{ErrorCode::io, "the daemon's socket belongs to another user", socket_};
    Code failed;
    stream_.socket().connect(Local::endpoint(socket_), failed);
    if (failed == asio::error::connection_refused || failed == boost::system::errc::no_such_file_or_directory)
      return nobody();
    if (failed) return problem(failed, "connect to");
    return {};
  }

  // Reads header, body and trailers.
  Result<Answer> read() {
    http::response_parser<http::buffer_body> parser;
    parser.header_limit(kMostHeader);
    parser.body_limit(boost::none);
    Code failed;
    wait([&](auto done) { http::async_read_header(stream_, buffer_, parser, done); }, failed);
    if (failed) return problem(failed, "hear from");
    Answer answer;
    answer.status = static_cast<int>(parser.get().result_int());
    answer.type = std::string(parser.get()[http::field::content_type]);
    const bool pieces = question_.piece && answer.status == 200;
    std::array<char, 64 << 10> room;
    while (!parser.is_done()) {
      parser.get().body().data = room.data();
      parser.get().body().size = room.size();
      parser.get().body().more = true;
      wait([&](auto done) { http::async_read(stream_, buffer_, parser, done); }, failed);
      if (failed == http::error::need_buffer) failed = {};
      if (failed) return problem(failed, "hear from");
      const std::string_view piece(room.data(), room.size() - parser.get().body().size);
      if (pieces) {
        if (auto taken = question_.piece(piece); !taken) return taken.error();
      } else {
        answer.body.append(piece);
        if (answer.status >= 400 && answer.body.size() > kMostError) break;
      }
    }
    for (const auto& field : parser.get())
      answer.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    if (answer.status >= 400) return error_of(answer, question_.target);
    return answer;
  }

  template <class Start>
  void wait(Start start, Code& failed) {
    stream_.expires_after(question_.patience);
    start([&](Code outcome, std::size_t) { failed = outcome; });
    io_.restart();
    io_.run();
  }

  Error nobody() const { return {ErrorCode::not_found, "no daemon is running", socket_}; }
  Error problem(Code failed, const char* what) const {
    if (failed == beast::error::timeout) return {ErrorCode::unavailable, "the daemon does not answer in time", socket_};
    if (failed == http::error::end_of_stream || failed == http::error::partial_message)
      return {ErrorCode::io, "the daemon's answer ended too soon; it was stopped, or its log says why", socket_};
    return {ErrorCode::io, std::string("cannot ") + what + " the daemon: " + failed.message(), socket_};
  }

  const std::string socket_;
  const Question& question_;
  asio::io_context io_{1};
  beast::basic_stream<Local> stream_{io_};
  beast::flat_buffer buffer_;
};

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  return found == headers.end() ? std::string_view() : found->second;
}

bool has_daemon(const std::string& archive_folder) {
  asio::io_context io;
  Local::socket probe(io);
  const std::string path = socket_path(archive_folder);
  if (path.size() >= sizeof(sockaddr_un::sun_path)) return false;
  Code failed;
  probe.connect(Local::endpoint(path), failed);
  return !failed;
}

Result<Answer> ask(const std::string& archive_folder, const Question& question) {
  const std::string socket = socket_path(archive_folder);
  auto answer = ask_socket(socket, question);
  if (!answer && answer.error().code == ErrorCode::not_found && answer.error().where == socket)
    return Error{ErrorCode::not_found, "no daemon is running for this archive", archive_folder};
  return answer;
}

Result<Answer> ask_socket(const std::string& socket, const Question& question) {
  if (socket.size() >= sizeof(sockaddr_un::sun_path))
    return Error{ErrorCode::not_found, "no daemon is running", socket};
  return Exchange(socket, question).run();
}

}  // namespace spoor::serve
