#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "crawler/serve/router.h"
#include "crawler/serve/socket_client.h"
#include "storage/base/digest.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::serve;

namespace {

constexpr std::size_t kPiece = 64 << 10;

std::string piece(std::size_t number) {
  std::string out(kPiece, static_cast<char>('a' + number % 26));
  out.replace(0, 8, "PIECE" + std::to_string(number % 1000));
  return out;
}

// What the producers of the test have seen.
struct Seen {
  std::atomic<std::size_t> made = 0;
  std::atomic<int> ended = 0, stopped = 0;
};

Router streaming_router(Seen& seen, std::size_t pieces) {
  Router router;
  router.get("/quick", [](const Request&) { return Reply::text(200, "quick"); });
  router.get("/long", [&seen, pieces](const Request&) {
    Reply reply;
    reply.stop = [&seen] { ++seen.stopped; };
    reply.producer = [&seen, pieces](const WritePiece& write) -> Result<Trailers> {
      for (std::size_t i = 0; i < pieces; ++i) {
        if (!write(piece(i))) {
          ++seen.ended;
          return Error{ErrorCode::cancelled, "the client has gone", ""};
        }
        ++seen.made;
      }
      ++seen.ended;
      return Trailers{{"X-Pieces", std::to_string(pieces)}};
    };
    return reply;
  });
  router.get("/bad", [](const Request&) {
    Reply reply;
    reply.producer = [](const WritePiece&) -> Result<Trailers> {
      return Error{ErrorCode::invalid_argument, "that cannot be", "here"};
    };
    return reply;
  });
  router.get("/breaks", [](const Request&) {
    Reply reply;
    reply.producer = [](const WritePiece& write) -> Result<Trailers> {
      for (int i = 0; i < 100; ++i) write("some bytes");
      return Error{ErrorCode::io, "the disk failed", ""};
    };
    return reply;
  });
  router.get("/empty", [](const Request&) {
    Reply reply;
    reply.producer = [](const WritePiece& write) -> Result<Trailers> {
      write("");
      return Trailers{{"X-Pieces", "0"}};
    };
    return reply;
  });
  return router;
}

}  // namespace

TEST_CASE("Streamed body: whole, with trailers, while others are answered, in constant memory", "[serve]") {
  Seen seen;
  test::TempDir folder;
  constexpr std::size_t kPieces = 800;  // 50 MB
  RunningServer running(streaming_router(seen, kPieces).handler(), {}, folder.path());

  // A client that does not read: the producer comes to a halt.
  RawClient lazy(running.socket);
  lazy.send(get("/long"));
  std::size_t before = 0;
  for (int still = 0; still < 200;) {
    REQUIRE(RawClient(running.port).send(get("/quick")).rest().ends_with("quick"));
    still = seen.made == before && before > 0 ? still + 1 : 0;
    before = seen.made;
  }
  CHECK(before * kPiece < (8 << 20));

  Sha256 expected, got;
  for (std::size_t i = 0; i < kPieces; ++i) expected.update(piece(i));
  Question question;
  question.target = "/long";
  question.piece = [&](std::string_view bytes) -> Result<void> {
    got.update(bytes);
    return {};
  };
  const auto answer = ask_socket(running.socket, question);
  REQUIRE(answer);
  CHECK(answer->header("x-pieces") == "800");
  CHECK(answer->body.empty());
  CHECK(got.hex() == expected.hex());

  const std::string late = lazy.rest();
  CHECK(late.size() > kPieces * kPiece);
  CHECK(late.ends_with("0\r\nX-Pieces: 800\r\n\r\n"));
}

TEST_CASE("Streamed body: an early error is a reply, a late one no whole answer", "[serve]") {
  Seen seen;
  test::TempDir folder;
  RunningServer running(streaming_router(seen, 1).handler(), {}, folder.path());
  Question question;
  question.target = "/bad";
  const auto bad = ask_socket(running.socket, question);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ErrorCode::invalid_argument);
  CHECK(bad.error().text() == "here: that cannot be");
  question.target = "/breaks";
  const auto broken = ask_socket(running.socket, question);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == ErrorCode::io);
  question.target = "/empty";
  const auto empty = ask_socket(running.socket, question);
  REQUIRE(empty);
  CHECK(empty->body.empty());
  CHECK(empty->header("x-pieces") == "0");
}

TEST_CASE("Streamed body: a client that goes ends its producer", "[serve]") {
  Seen seen;
  RunningServer running(streaming_router(seen, 1'000'000).handler());
  {
    RawClient client(running.port);
    client.send(get("/long"));
    CHECK(client.until("PIECE5").find("PIECE5") != std::string::npos);
  }
  while (seen.ended == 0 || seen.stopped == 0) std::this_thread::yield();
  CHECK(seen.made < 1'000'000);
  while (running.connections() > 0) std::this_thread::yield();
}

TEST_CASE("Streamed body: only so many at a time", "[serve]") {
  Seen seen;
  ServerLimits limits;
  limits.streams = 2;
  RunningServer running(streaming_router(seen, 100'000).handler(), limits);
  RawClient first(running.port), second(running.port);
  for (RawClient* client : {&first, &second}) CHECK(client->send(get("/long")).until("PIECE0").size() > 0);
  CHECK(status_of(RawClient(running.port).send(get("/long")).rest()) == 503);
  CHECK(RawClient(running.port).send(get("/quick")).rest().ends_with("quick"));
}

TEST_CASE("Streamed body: ended at once when what it reads goes away", "[serve]") {
  Seen seen;
  RunningServer running(streaming_router(seen, 1'000'000).handler());
  RawClient client(running.port);
  CHECK(client.send(get("/long")).until("PIECE0").size() > 0);
  running.on_io_thread([&] { running.server().end_streams(); });
  CHECK(seen.ended == 1);
  CHECK_FALSE(client.rest().ends_with("0\r\n\r\n"));
  CHECK(status_of(RawClient(running.port).send(get("/long")).rest()) == 503);
  running.on_io_thread([&] { running.server().resume_streams(); });
  CHECK(status_of(RawClient(running.port).send(get("/long")).until("PIECE0")) == 200);
  CHECK(RawClient(running.port)
            .send("HEAD /long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .rest()
            .ends_with("\r\n\r\n"));
}
