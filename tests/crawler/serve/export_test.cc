#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

#include "crawler/serve/export_handler.h"
#include "crawler/serve/socket_client.h"
#include "storage/base/digest.h"
#include "storage/kv/keys.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::serve;

namespace {

void add_posts(kv::Store& store, int from, int to) {
  Sighting sighting;
  sighting.seen_at = *from_civil(2026, 3, 1);
  sighting.http_status = 200;
  sighting.prov.capture_id = "cap" + std::to_string(from);
  sighting.prov.warc_file = "a.warc.gz";
  sighting.prov.adapter = "x";
  sighting.prov.surface = "page";
  for (int i = from; i < to; ++i) {
    Post post;
    post.platform = i % 2 == 0 ? "x" : "vk";
    post.native_id = std::to_string(i);
    post.text = "=post " + std::to_string(i) + std::string(300, 't');
    sighting.posts.push_back(std::move(post));
  }
  kv::Batch batch;
  kv::Overlay overlay(store, batch);
  REQUIRE(apply(overlay, std::move(sighting)));
  REQUIRE(store.write(batch, false));
}

std::string direct(const kv::Store& store, const ExportOptions& options) {
  std::ostringstream out;
  REQUIRE(export_records(store, options, out));
  return out.str();
}

Result<Answer> through_socket(const std::string& archive, const std::string& query) {
  Question question;
  question.target = "/export?" + query;
  return ask(archive, question);
}

}  // namespace

TEST_CASE("Export over the socket: the same bytes as beside it, with counts that agree", "[serve]") {
  test::TempDir archive;
  const auto store = kv::open_leveldb(archive.file("index"), true).value();
  add_posts(*store, 0, 3000);
  Router router;
  add_export_route(router, [&](const std::string&) { return store->snapshot(); });
  RunningServer running(router.handler(), {}, archive.path());

  std::vector<ExportOptions> wanted(5);
  wanted[1].format = ExportFormat::csv;
  wanted[2].format = ExportFormat::csv;
  wanted[2].raw_cells = true;
  wanted[3].filter.view = View::history;
  wanted[4].filter.platform = "vk";
  wanted[4].filter.kinds = {"post", "account"};
  wanted[4].filter.since = from_civil(2026, 2, 1);
  for (const ExportOptions& options : wanted) {
    const auto answer = through_socket(archive.path(), export_query(options));
    CAPTURE(export_query(options));
    REQUIRE(answer);
    CHECK(answer->body == direct(*store, options));
    const auto summary = summary_from(answer->header("x-spoor-summary"));
    REQUIRE(summary);
    CHECK(summary->sha256 == sha256_hex(answer->body));
    CHECK(summary->bytes == static_cast<std::int64_t>(answer->body.size()));
    CHECK(summary->store.posts == 3000);
    CHECK(summary_json(*summary) == answer->header("x-spoor-summary"));
  }
  // What nobody may see over TCP.
  CHECK(status_of(RawClient(running.port).send(get("/export")).rest()) == 404);
}

TEST_CASE("Export over the socket: one moment of an archive that goes on growing", "[serve]") {
  test::TempDir archive;
  const auto store = kv::open_leveldb(archive.file("index"), true).value();
  add_posts(*store, 0, 2000);
  const std::string before = direct(*store, {});
  std::atomic<bool> taken = false, end = false;
  Router router;
  add_export_route(router, [&](const std::string&) {
    auto snapshot = store->snapshot();
    taken = true;
    return snapshot;
  });
  std::thread growing([&] {
    while (!taken) std::this_thread::yield();
    for (int i = 2000; !end; i += 10) add_posts(*store, i, i + 10);
  });
  {
    RunningServer running(router.handler(), {}, archive.path());
    const auto answer = through_socket(archive.path(), "");
    CHECK(answer);
    if (answer) CHECK(answer->body == before);
  }
  end = true;
  growing.join();
}

TEST_CASE("Export over the socket: what cannot be is said before anything is sent", "[serve]") {
  test::TempDir archive;
  const auto store = kv::make_memory_store();
  Router router;
  bool closed = false;
  add_export_route(router, [&](const std::string&) -> Result<std::unique_ptr<kv::Store>> {
    if (closed) return Error{ErrorCode::unavailable, "the archive is being reopened", "index"};
    return store->snapshot();
  });
  RunningServer running(router.handler(), {}, archive.path());
  for (const char* query : {"format=xml", "since=yesterday", "view=all", "format=csv&view=history",
                            "format=csv&kind=account", "plattform=x"}) {
    CAPTURE(query);
    const auto answer = through_socket(archive.path(), query);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::invalid_argument);
  }
  CHECK(through_socket(archive.path(), "").value().body.empty());
  closed = true;
  CHECK(through_socket(archive.path(), "").error().code == ErrorCode::unavailable);
}

TEST_CASE("Export over the socket: ended when the archive closes, so that nothing reads it any more", "[serve]") {
  test::TempDir archive;
  auto store = kv::open_leveldb(archive.file("index"), true).value();
  add_posts(*store, 0, 20000);
  Router router;
  add_export_route(router, [&](const std::string&) { return store->snapshot(); });
  RunningServer running(router.handler(), {}, archive.path());
  RawClient lazy(running.socket);
  lazy.send(get("/export?view=history"));
  CHECK(status_of(lazy.until("\r\n\r\n")) == 200);
  running.on_io_thread([&] {
    running.server().end_streams();
    store.reset();  // a reader of it would fall here, under a sanitizer at the latest
  });
  CHECK_FALSE(lazy.rest().ends_with("TIMEOUT"));
}
