#include <sys/stat.h>

#include <filesystem>

#include <catch2/catch.hpp>

#include "crawler/serve/router.h"
#include "crawler/serve/socket_client.h"
#include "crawler/serve/socket_path.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::serve;
namespace fs = std::filesystem;

namespace {

HttpServer::Handler says(const std::string& text) {
  return [text](const Request&, const HttpServer::Respond& respond) { respond(Reply::text(200, text)); };
}

unsigned mode_of(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

// Sets $XDG_RUNTIME_DIR for a test.
class RuntimeDir {
 public:
  RuntimeDir() { ::setenv("XDG_RUNTIME_DIR", folder_.path().c_str(), 1); }
  ~RuntimeDir() { ::unsetenv("XDG_RUNTIME_DIR"); }
  const std::string& path() const { return folder_.path(); }

 private:
  test::TempDir folder_;
};

}  // namespace

TEST_CASE("Socket: in the archive, for its user only, gone when the server stops", "[serve]") {
  test::TempDir archive;
  CHECK_FALSE(has_daemon(archive.path()));
  const auto nobody = ask(archive.path(), {});
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().code == ErrorCode::not_found);
  CHECK(nobody.error().text() == archive.path() + ": no daemon is running for this archive");
  {
    RunningServer running(says("hello"), {}, archive.path());
    CHECK(running.socket == archive.file("control.sock"));
    CHECK(mode_of(running.socket) == 0600);
    CHECK(has_daemon(archive.path()));
    CHECK(has_daemon(archive.path() + "/./"));
    CHECK(ask(archive.path(), {}).value().body == "hello");
    boost::asio::io_context io;
    HttpServer second(io, says("second"));
    CHECK(second.listen_local(archive.path()).error().code == ErrorCode::unavailable);
    CHECK(ask(archive.path(), {}).value().body == "hello");
  }
  CHECK_FALSE(fs::exists(archive.file("control.sock")));
  CHECK_FALSE(has_daemon(archive.path()));
}

TEST_CASE("Socket: what a killed daemon left is replaced, anything else is not", "[serve]") {
  test::TempDir archive;
  {
    // Bound and never listened on: as the file looks after a kill.
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, archive.file("control.sock").c_str());
    REQUIRE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(left);
  }
  CHECK_FALSE(has_daemon(archive.path()));
  CHECK(ask(archive.path(), {}).error().code == ErrorCode::not_found);
  {
    RunningServer running(says("again"), {}, archive.path());
    CHECK(ask(archive.path(), {}).value().body == "again");
  }
  const RuntimeDir runtime;
  test::write_file(archive.file("control.sock"), "somebody's notes");
  RunningServer elsewhere(says("elsewhere"), {}, archive.path());
  CHECK(test::read_file(archive.file("control.sock")) == "somebody's notes");
  CHECK(ask(archive.path(), {}).value().body == "elsewhere");
}

TEST_CASE("Socket: an archive with a long path has it in the runtime directory", "[serve]") {
  test::TempDir top;
  const RuntimeDir runtime;
  std::string archive = top.path();
  for (int i = 0; i < 5; ++i) archive += "/" + std::string(40, static_cast<char>('a' + i));
  fs::create_directories(archive);
  {
    RunningServer running(says("far"), {}, archive);
    CHECK(running.socket.starts_with(runtime.path() + "/spoor/"));
    CHECK(mode_of(runtime.path() + "/spoor") == 0700);
    CHECK(mode_of(running.socket) == 0600);
    CHECK(socket_path(archive) == running.socket);
    // A client that has another runtime directory finds it by the note.
    const RuntimeDir other;
    CHECK(has_daemon(archive));
    CHECK(ask(archive, {}).value().body == "far");
  }
  CHECK_FALSE(has_daemon(archive));
  CHECK(ask(archive, {}).error().code == ErrorCode::not_found);
}

TEST_CASE("Socket: the runtime directory is nobody else's", "[serve]") {
  const RuntimeDir runtime;
  test::TempDir elsewhere;
  fs::create_directory_symlink(elsewhere.path(), runtime.path() + "/spoor");
  CHECK_FALSE(runtime_folder());
  fs::remove(runtime.path() + "/spoor");
  fs::create_directory(runtime.path() + "/spoor");
  fs::permissions(runtime.path() + "/spoor", fs::perms::all);
  REQUIRE(runtime_folder());
  CHECK(mode_of(runtime.path() + "/spoor") == 0700);
}

TEST_CASE("Socket: one server for several archives knows which is meant", "[serve]") {
  test::TempDir one, two;
  Router router;
  router.local("GET", "/which", [](const Request& request) { return Reply::text(200, request.archive); });
  RunningServer running(router.handler(), {}, one.path());
  running.on_io_thread([&] { REQUIRE(running.server().listen_local(two.path())); });
  Question question;
  question.target = "/which";
  CHECK(ask(one.path(), question).value().body == one.path());
  CHECK(ask(two.path(), question).value().body == two.path());
}

TEST_CASE("Socket: a daemon that does not answer is not waited for without end", "[serve]") {
  test::TempDir archive;
  std::vector<HttpServer::Respond> pending;
  RunningServer running([&](const Request&, HttpServer::Respond respond) { pending.push_back(std::move(respond)); }, {},
                        archive.path());
  Question question;
  question.patience = std::chrono::milliseconds(50);
  CHECK(ask(archive.path(), question).error().code == ErrorCode::unavailable);
  running.on_io_thread([&] { pending.clear(); });
}
