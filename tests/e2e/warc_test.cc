// What lies in the WARC is what the servers sent: whatever the coding, the framing, the protocol. Read with our reader,
// judged whole by programs that share no code with it.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <set>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <zlib.h>

#include "storage/warc/http_message.h"
#include "storage/warc/reader.h"
#include "tests/e2e/certificate.h"
#include "tests/e2e/lab.h"
#include "tests/support/show_result.h"

using namespace spoor;
using namespace spoor::test;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kHost = "codings.example";

// `more`: further members of the page's JSON-LD.
std::string page(const std::string& title, const std::string& more = "") {
  return "<!doctype html><html lang=en><head><title>" + title +
         "</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"BlogPosting\","
         "\"headline\":\"" +
         title + "\",\"author\":{\"@type\":\"Person\",\"name\":\"Harbor Lens\"},\"datePublished\":" +
         "\"2026-03-01T08:00:00Z\"," + more + "\"articleBody\":\"The text of " + title +
         ".\"}</script></head><body><article><h1>" + title + "</h1><p>The text of " + title +
         ".</p></article></body></html>";
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string little_endian(std::uint32_t number, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
  return out;
}

// RFC 7932: one uncompressed meta-block, then an empty last one.
std::string brotli(const std::string& bytes) {
  return little_endian(static_cast<std::uint32_t>((bytes.size() - 1) << 4 | 1 << 20), 3) + bytes + "\x03";
}

// RFC 8878: a single segment with its size in four bytes, one raw block.
std::string zstd(const std::string& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  return "\x28\xb5\x2f\xfd\xa0" + little_endian(size, 4) + little_endian(size << 3 | 1, 3) + bytes;
}

std::string chunked(const std::string& bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 100) {
    const std::string part = bytes.substr(at, 100);
    char size[16];
    std::snprintf(size, sizeof size, "%zx", part.size());
    out += std::string(size) + ";note=x\r\n" + part + "\r\n";
  }
  return out + "0\r\nX-Trailer: yes\r\n\r\n";
}

// What the server sends for a path: the body as it belongs into the record, and its coding.
struct Answer {
  std::string body;
  std::string coding;
  bool in_chunks = false;
};

const std::map<std::string, Answer>& answers() {
  static const std::map<std::string, Answer> all = {
      {"/plain", {page("plain page", "\"image\":\"/gate.png\","), ""}},
      {"/gzip", {gzip(page("gzip page")), "gzip"}},
      {"/br", {brotli(page("brotli page")), "br"}},
      {"/zstd", {zstd(page("zstd page")), "zstd"}},
      {"/chunked", {page("chunked page"), "", true}},
      {"/chunked-gzip", {gzip(page("chunked gzip page")), "gzip", true}},
      {"/empty", {"", ""}},
      {"/gate.png", {std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(300, '\x7f'), ""}},
      {"/etag", {page("page with a tag"), ""}},
  };
  return all;
}

Reply serve(const RequestSeen& request) {
  if (request.path() == "/moved") return Reply::redirect("/plain", 301);
  const auto found = answers().find(request.path());
  if (found == answers().end()) return Reply::make(404, {{"Content-Type", "text/plain"}}, "none");
  const Answer& answer = found->second;
  Reply::Headers headers = {{"Content-Type", request.path() == "/gate.png" ? "image/png" : "text/html"}};
  if (!answer.coding.empty()) headers.emplace_back("Content-Encoding", answer.coding);
  if (request.path() == "/etag") headers.emplace_back("ETag", "\"v1\"");
  if (!answer.in_chunks) return Reply::make(200, headers, answer.body);
  std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  return Reply::raw(head + "\r\n" + chunked(answer.body), Reply::Then::keep_alive);
}

struct Kept {
  std::string type, uri, head, body, profile;
};

// Every request, response and revisit record of the archive, in order.
std::vector<Kept> kept_in(const std::string& archive) {
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(archive + "/warc")) files.insert(entry.path().string());
  std::vector<Kept> kept;
  for (const std::string& file : files) {
    auto reader = warc::Reader::open(file);
    REQUIRE(reader);
    for (;;) {
      auto next = reader->next();
      REQUIRE(next);
      if (!*next) break;
      const warc::Record& record = (**next).record;
      const std::string uri = std::string(record.field("WARC-Target-URI").value_or(""));
      const std::size_t end = record.block.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      kept.push_back({record.type, uri, record.block.substr(0, end + 2), record.block.substr(end + 4),
                      std::string(record.field("WARC-Profile").value_or(""))});
    }
  }
  return kept;
}

const Kept* response_of(const std::vector<Kept>& kept, const std::string& path) {
  for (const Kept& each : kept) {
    if (each.type == "response" && each.uri.ends_with(path)) return &each;
  }
  return nullptr;
}

std::size_t revisits(const std::vector<Kept>& kept, const std::string& path, const std::string& profile) {
  std::size_t count = 0;
  for (const Kept& each : kept) {
    count += each.type == "revisit" && each.uri.ends_with(path) && each.profile.ends_with(profile);
  }
  return count;
}

// warcio (npm), Node's zlib and crypto on the whole archive; empty where Node or npm or the package cannot be had.
std::optional<json::object> judged(const Lab& lab) {
  RunOptions options;
  options.arguments = {SPOOR_SOURCE_DIR "/scripts/check_warc_with_warcio.mjs", "--npm", SPOOR_BINARY_DIR "/npm",
                       lab.archive()};
  options.timeout = std::chrono::seconds(240);
  if (!fs::exists("/usr/bin/node") || !fs::exists("/usr/bin/npm")) return std::nullopt;
  const RunResult result = run("/usr/bin/node", options);
  if (result.exit_code == 77) {
    WARN("left out: " << result.err);
    return std::nullopt;
  }
  INFO(result.out << result.err);
  REQUIRE(result.exit_code == 0);
  return json::parse(result.out).as_object();
}

void wait_until_it_listens(std::uint16_t port, BackgroundRun& server) {
  boost::asio::io_context io;
  const boost::asio::ip::tcp::endpoint there(boost::asio::ip::address_v4::loopback(), port);
  for (;;) {
    boost::asio::ip::tcp::socket socket(io);
    boost::system::error_code error;
    socket.connect(there, error);
    if (!error) return;
    REQUIRE(server.running());
    ::usleep(1000);
  }
}

}  // namespace

TEST_CASE("WARC: every coding and framing is kept as it was sent, and other readers agree", "[e2e]") {
  std::atomic<bool> unchanged = false;
  const Lab lab([&unchanged](const RequestSeen& request) {
    const bool is_known = unchanged && request.path() == "/etag";
    return is_known ? Reply::make(304, {{"ETag", "\"v1\""}}, "") : serve(request);
  });
  std::string list;
  for (const auto& [path, answer] : answers()) {
    if (path != "/gate.png") list += std::string("http://") + kHost + path + "\n";
  }
  list += std::string("http://") + kHost + "/moved\n";
  const std::string seeds = lab.file("seeds.txt", list);

  const RunResult first = lab.capture({seeds}, lab.resolve({kHost}));
  INFO(first.err << first.out);
  REQUIRE(first.exit_code == 0);
  const std::vector<Kept> kept = kept_in(lab.archive());
  for (const auto& [path, answer] : answers()) {
    CAPTURE(path);
    const Kept* response = response_of(kept, path);
    REQUIRE(response != nullptr);
    CHECK(response->body == answer.body);
    CHECK((response->head.find("\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n") != std::string::npos) ==
          answer.in_chunks);
    if (!answer.coding.empty()) {
      CHECK(response->head.find("\r\nContent-Encoding: " + answer.coding + "\r\n") != std::string::npos);
    }
  }
  const Kept* moved = response_of(kept, "/moved");
  REQUIRE(moved != nullptr);
  CHECK(moved->head.starts_with("HTTP/1.1 301 "));
  CHECK(moved->head.find("\r\nLocation: /plain\r\n") != std::string::npos);
  CHECK(moved->body.empty());

  std::set<std::string> titles;
  for (const auto& [key, post] : lab.posts()) titles.insert(text_at(post, {"title"}));
  CHECK(titles == std::set<std::string>{"plain page", "gzip page", "brotli page", "zstd page", "chunked page",
                                        "chunked gzip page", "page with a tag"});

  unchanged = true;
  const RunResult second = lab.capture({seeds}, lab.resolve({kHost}));
  INFO(second.err << second.out);
  REQUIRE(second.exit_code == 0);
  const std::vector<Kept> both = kept_in(lab.archive());
  CHECK(revisits(both, "/etag", "server-not-modified") == 1);
  for (const char* path : {"/plain", "/gzip", "/br", "/zstd", "/chunked", "/chunked-gzip", "/gate.png"}) {
    CAPTURE(path);
    CHECK(revisits(both, path, "identical-payload-digest") == 1);
  }
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);

  if (const auto verdict = judged(lab)) {
    CHECK(verdict->at("bad").as_array().empty());
    CHECK(verdict->at("revisits") == 8);
    CHECK(verdict->at("warcinfos").as_int64() >= 2);
    const auto responses = static_cast<std::size_t>(verdict->at("responses").as_int64());
    CHECK(verdict->at("requests") == responses + 8);
    CHECK(verdict->at("metadata") == responses + 8);
  }
}

TEST_CASE("WARC: HTTP/2 is kept in HTTP/1.1's words, the body as it was sent", "[e2e]") {
  if (!fs::exists("/usr/sbin/nghttpd")) {
    WARN("left out: nghttpd is not installed (package nghttp2-server)");
    return;
  }
  const Lab lab(serve);
  const Certificate certificate(lab.folder.path(), {kHost});
  fs::create_directory(lab.folder.path() + "/web");
  const std::string body = page("a page by HTTP/2");
  lab.file("web/page.html", body);
  const std::uint16_t port = unused_port();
  RunOptions options;
  options.arguments = {"-v",
                       "-a",
                       "127.0.0.1",
                       "-d",
                       lab.folder.path() + "/web",
                       "--trailer",
                       "x-trailer: 1",
                       std::to_string(port),
                       certificate.key(),
                       certificate.cert()};
  BackgroundRun server("/usr/sbin/nghttpd", options);
  wait_until_it_listens(port, server);

  const std::string url = std::string("https://") + kHost + "/page.html";
  const RunResult result = lab.capture(
      {url},
      {"--resolve", std::string(kHost) + ":443:127.0.0.1:" + std::to_string(port), "--ca-file", certificate.cert()});
  INFO(result.err << result.out << server.out());
  REQUIRE(result.exit_code == 0);
  CHECK(server.out().find(":path: /page.html") != std::string::npos);
  const std::vector<Kept> kept = kept_in(lab.archive());
  const Kept* response = response_of(kept, "/page.html");
  REQUIRE(response != nullptr);
  CHECK(response->body == body);
  CHECK(response->head.starts_with("HTTP/1.1 200"));
  CHECK(lab.posts().size() == 1);
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
  if (const auto verdict = judged(lab)) CHECK(verdict->at("bad").as_array().empty());
}
