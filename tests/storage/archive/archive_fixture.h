// What the tests of storage/archive share: temporary folders, made-up exchanges, an apply() that leaves a visible row.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "storage/archive/archive.h"
#include "storage/base/digest.h"
#include "storage/base/ids.h"
#include "storage/kv/keys.h"

namespace spoor::test {

namespace fs = std::filesystem;

struct TemporaryFolder {
  fs::path path = fs::temp_directory_path() / ("spoor-archive-" + uuid_v4());
  TemporaryFolder() { fs::create_directories(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path); }
  std::string at(const std::string& name) const { return (path / name).string(); }
};

inline FakeClock clock_2026() { return FakeClock(*parse_rfc3339("2026-03-01T08:00:00.123456Z")); }

inline Exchange exchange(const std::string& url, std::string body, int status = 200, std::int64_t at_ms = 0) {
  Exchange e;
  e.started = {parse_rfc3339("2026-03-01T08:00:00.123456Z")->us + at_ms * 1000};
  e.ended = {e.started.us + 250'001};
  e.capture_id = uuid_v7(e.started);
  e.url = Url::parse(url).value();
  e.request_head = "GET " + std::string(e.url.path()) + " HTTP/1.1\r\nHost: " + e.url.authority() + "\r\n\r\n";
  e.response_head = "HTTP/1.1 " + std::to_string(status) +
                    " X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n";
  e.body = std::move(body);
  e.status = status;
  e.bytes_wire = static_cast<std::int64_t>(e.response_head.size() + e.body.size());
  e.ip = "192.0.2.7";
  e.protocol = "h2";
  e.tls_version = "TLSv1.3";
  e.tls_cipher = "TLS_AES_128_GCM_SHA256";
  e.tls_cert_sha256 = std::string(64, 'c');
  e.outcome = status == 304 ? Outcome::not_modified : Outcome::ok;
  e.facts.run_id = "run-1";
  e.facts.seeds = {"run-1/1", "run-1/9"};
  e.facts.via = "https://forum.example/index?a=1%20b";
  e.facts.hop_path = "LE";
  e.facts.request_key = "GET " + url;
  e.facts.robots = R"({"decision":"allowed","agent":"spoor"})";
  return e;
}

// Bytes that do not shrink, so that cuts and flips have something to hit.
inline std::string noise(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  for (char& c : bytes) {
    seed = seed * 1664525u + 1013904223u;
    c = static_cast<char>(seed >> 24);
  }
  return bytes;
}

inline bool equal(const Exchange& a, const Exchange& b) {
  const auto text = [](const Exchange& e) {
    const CrawlFacts& f = e.facts;
    std::string out;
    const auto add = [&out](const std::string& part) { out += std::to_string(part.size()) + ":" + part + ","; };
    for (const std::string& part : {e.capture_id,
                                    e.url.href(),
                                    e.method,
                                    e.request_head,
                                    e.request_body,
                                    e.response_head,
                                    e.body,
                                    std::to_string(e.status),
                                    to_rfc3339_us(e.started),
                                    to_rfc3339_us(e.ended),
                                    std::to_string(e.bytes_wire),
                                    e.ip,
                                    e.protocol,
                                    e.tls_version,
                                    e.tls_cipher,
                                    e.tls_cert_sha256,
                                    e.truncated,
                                    e.failure,
                                    std::string(to_string(e.outcome)),
                                    f.run_id,
                                    f.via,
                                    f.hop_path,
                                    f.request_key,
                                    f.lead,
                                    f.site,
                                    f.robots,
                                    std::to_string(f.attempt)}) {
      add(part);
    }
    for (const std::string& seed : f.seeds) add(seed);
    return out;
  };
  return text(a) == text(b);
}

using Rows = std::map<std::string, std::string>;

inline Rows rows(const kv::Store& store) {
  Rows found;
  const auto done = store.scan("", "", [&](std::string_view key, std::string_view value) {
    found.emplace(key, value);
    return true;
  });
  REQUIRE(done);
  return found;
}

// A row per item that shows everything a caller could make rows of.
inline Result<void> apply(const ReplayItem& item, kv::Overlay& index) {
  if (item.exchange) {
    const StoredCapture& s = item.stored;
    index.put(kv::make_key(kv::kRecord, {kv::sortable(static_cast<std::uint64_t>(s.seq))}),
              s.capture_id + " " + s.record_id + " " + s.request_record_id + " " + s.position.file + ":" +
                  std::to_string(s.position.offset) + "+" + std::to_string(s.position.length) + " " + s.payload_sha256 +
                  " " + s.block_sha256 + " " + (s.revisit ? "revisit " : "full ") + s.refers_to_capture + " " +
                  sha256_hex(item.exchange->body));
  } else {
    index.put(
        kv::make_key(kv::kRun, {kv::sortable(static_cast<std::uint64_t>(item.entry->seq))}),
        item.entry->type + " " + item.entry->subject + " " + item.entry->data + " " + to_rfc3339_us(item.entry->time));
  }
  return {};
}

// Appends, and applies as a replay would.
inline StoredCapture append(Archive& archive, Archive::Group& group, const Exchange& e) {
  auto encoded = archive.encode(std::make_shared<const Exchange>(e));
  REQUIRE(encoded);
  auto stored = group.append(*encoded);
  if (!stored) FAIL(stored.error().text());
  ReplayItem item;
  item.exchange = e;
  item.stored = *stored;
  REQUIRE(apply(item, group.index()));
  return *stored;
}

inline void note(Archive::Group& group, const std::string& type, const std::string& data = "") {
  ReplayItem item;
  item.entry.emplace();
  item.entry->type = type;
  item.entry->subject = "https://example.org/";
  item.entry->data = data;
  REQUIRE(group.note(*item.entry));
  REQUIRE(apply(item, group.index()));
}

inline void commit(Archive::Group& group) {
  const auto done = group.commit();
  if (!done) FAIL(done.error().text());
}

inline std::unique_ptr<Archive> open(const std::string& folder, const Clock& clock, ArchiveOptions options = {}) {
  auto archive = Archive::open(folder, options, clock);
  if (!archive) FAIL(archive.error().text());
  return std::move(*archive);
}

inline std::unique_ptr<Archive> create(const std::string& folder, const Clock& clock) {
  ArchiveOptions options;
  options.create = true;
  return open(folder, clock, options);
}

inline void replay(Archive& archive) {
  const auto done = archive.replay(apply);
  if (!done) FAIL(done.error().text());
}

// The rows after throwing the index away and making it again.
inline Rows rebuilt_rows(Archive& archive) {
  REQUIRE(archive.drop_index());
  replay(archive);
  CHECK(archive.damage().empty());
  return rows(archive.index());
}

inline fs::path only_file(const fs::path& folder, const std::string& part) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(part) != std::string::npos) found = entry.path();
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

}  // namespace spoor::test
