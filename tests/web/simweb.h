// SimWeb: the simulated web, served from this process. Many hosts on addresses of 127.0.0.0/8, HTTP/1.1 and HTTP/2,
// plain and over TLS, with a fault plan, a clock of its own and a log of who asked what when.
//
// Answers depend on the options, the clock and how often a target was asked: equal options give equal webs. All member
// functions may be called from any thread; serving happens in threads that end with the object. WebProcess
// (web_process.h) is the same in a process of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

struct ControlAnswer;

struct SimWebOptions {
  WorldOptions world;                        // world.hosts = 0: only `sites`
  std::vector<std::unique_ptr<Site>> sites;  // served beside the world's: for benches and tests
  int addresses = 64;                        // host number i is at 127.77.0.1 + i modulo this; at most 250
  int threads = 1;                           // that serve
  std::string faults;                        // the plan, YAML as in faults.example.yaml; "" = none
  std::string faults_name = "faults";        // file name for error messages
  bool tls = true, http2 = true;             // http2 only over TLS (ALPN)
  std::string certificate, key;              // PEM files; "" = an own CA, and a leaf for each host when asked
  std::size_t cache_bytes = 256u << 20;      // prepared answers
  std::size_t log_entries = 4'000'000;       // newer ones are dropped and counted; 0 = no log
  std::optional<Seconds> now;                // default: world.start
  std::uint16_t control_port = 0, http_port = 0, https_port = 0;  // 0 = a free one
};

struct WebHost {
  std::string name, software, language, address;
  bool https = false;               // the plan sends plain requests to https
  std::vector<std::string> faults;  // of the plan, that never pass on this host: "dead", "forbidden", ...
  std::string robots;               // variant of its robots.txt, "" = the site's own answer
};

struct LogEntry {
  std::int64_t arrived_ns = 0, answered_ns = 0;  // CLOCK_MONOTONIC: request read whole, last byte given to the kernel
  std::string host, address, protocol;           // protocol: "http/1.1", "https/1.1", "https/2"
  std::string method, target, user_agent;
  int status = 0;           // 0: no status line was sent
  std::uint64_t bytes = 0;  // of the body, as sent
  std::uint64_t connection = 0;
  std::string fault;  // name in the plan; "gone": the client left before the end; "" = none
};

struct WebStats {
  std::uint64_t requests = 0, bytes = 0, connections = 0, prepared = 0, cache_hits = 0, log_dropped = 0;
  double server_cpu_seconds = 0;  // of the serving threads
  std::uint64_t cache_bytes = 0;
};

class SimWeb {
 public:
  static Result<std::unique_ptr<SimWeb>> start(SimWebOptions options);
  SimWeb(const SimWeb&) = delete;
  SimWeb& operator=(const SimWeb&) = delete;
  ~SimWeb();

  std::uint16_t http_port() const;
  std::uint16_t https_port() const;    // 0 without TLS
  std::uint16_t control_port() const;  // plain HTTP on 127.0.0.1: README.md
  std::vector<WebHost> hosts() const;
  // HOST:80:ADDR:PORT and HOST:443:ADDR:PORT of every host, for `spoor capture --resolve` or `resolve:` of a
  // configuration file.
  std::vector<std::string> resolve() const;
  std::string ca_pem() const;  // what a client has to trust; "" without TLS or with a certificate given
  // Into an existing folder: capture.yaml (resolve, ca_file, for `spoor capture --config`), ca.pem, resolve.txt,
  // seeds.txt, hosts.jsonl, truth.jsonl (of the present clock). A proof of recall reads truth and hosts: what a
  // permanent fault hides cannot be found.
  Result<void> write_files(const std::string& folder) const;

  std::vector<std::string> seeds() const;
  void truth(const TruthSink& sink) const;  // of all hosts in their order, at the present clock
  std::vector<std::string> truth() const;

  Seconds now() const;
  void set_now(Seconds now);
  Result<void> set_faults(std::string_view yaml);  // also forgets how often targets were asked

  std::vector<LogEntry> log() const;  // finished requests by arrival
  void clear_log();
  WebStats stats() const;
  void wait_for_stop() const;  // until POST /stop is asked

 private:
  ControlAnswer control(std::string_view method, std::string_view target, std::string_view body);
  struct Parts;
  explicit SimWeb(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace spoor::web
