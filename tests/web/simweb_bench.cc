// spoor_bench_simweb [SECONDS] [BYTES]: how many prepared pages a second the simulated web serves with one core, by the
// processor time of its threads, for a plain client that keeps connections open, one that pipelines, and with the log
// and the fault plan of a proof. Prints a table.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/web/simweb.h"
#include "tests/web/tiny_site.h"

namespace {

using namespace spoor::web;

constexpr int kConnections = 16, kPages = 500;
constexpr int kRoundsOfAll = 125;  // of 16 requests or a multiple: then the same pages come again
constexpr double kLongestWarming = 30;

int connect_to(const std::string& address, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  ::inet_pton(AF_INET, address.c_str(), &place.sin_addr);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

// Reads `count` whole answers; false when the connection ends.
bool read_answers(int fd, int count, std::string& buffer) {
  while (count > 0) {
    const auto head = buffer.find("\r\n\r\n");
    if (head != std::string::npos) {
      const auto length = buffer.find("Content-Length: ");
      const std::size_t size = head + 4 + std::strtoull(buffer.c_str() + length + 16, nullptr, 10);
      if (length < head && buffer.size() >= size) {
        buffer.erase(0, size);
        --count;
        continue;
      }
    }
    char bytes[65536];
    const ssize_t got = ::recv(fd, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(got));
  }
  return true;
}

// Pages a second of the server's processor time; 0 when something went wrong.
double measure(const SimWeb& web, int pipelined, double seconds) {
  struct Client {
    int fd;
    std::string host, buffer;
  };
  std::vector<Client> clients;
  const auto hosts = web.hosts();
  for (int i = 0; i < kConnections; ++i) {
    const WebHost& host = hosts[static_cast<std::size_t>(i) % hosts.size()];
    clients.push_back({connect_to(host.address, web.http_port()), host.name, ""});
    if (clients.back().fd < 0) return 0;
  }
  WebStats before;
  auto start = std::chrono::steady_clock::now();
  int page = 0;
  bool good = true, warm = false;
  for (int round = 0; good; ++round) {
    for (Client& client : clients) {
      std::string requests;
      for (int i = 0; i < pipelined; ++i)
        requests +=
            fmt::format("GET /page/{} HTTP/1.1\r\nHost: {}\r\nUser-Agent: bench\r\n\r\n", page++ % kPages, client.host);
      good = good &&
             ::send(client.fd, requests.data(), requests.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(requests.size());
    }
    for (Client& client : clients) good = good && read_answers(client.fd, pipelined, client.buffer);
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!warm && round % kRoundsOfAll == 0) {  // once nothing new was prepared while every page was asked for
      const WebStats now = web.stats();
      warm = round > 0 && now.prepared == before.prepared;
      before = now;
      start = std::chrono::steady_clock::now();
      continue;
    }
    if (spent > (warm ? seconds : kLongestWarming)) break;
  }
  for (const Client& client : clients) ::close(client.fd);
  const WebStats after = web.stats();
  if (!good || !warm || after.prepared != before.prepared) return 0;
  return static_cast<double>(after.requests - before.requests) / (after.server_cpu_seconds - before.server_cpu_seconds);
}

std::unique_ptr<SimWeb> web_of(const std::string& faults, std::size_t log, std::size_t bytes) {
  SimWebOptions options;
  options.world.hosts = 0;
  options.tls = false;
  options.faults = faults;
  options.log_entries = log;
  for (int i = 0; i < 8; ++i) options.sites.push_back(std::make_unique<TinySite>(fmt::format("h{}.sim", i), bytes));
  auto web = SimWeb::start(std::move(options));
  if (web) return std::move(*web);
  std::cerr << web.error().text() << std::endl;
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  const std::size_t bytes = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 12'000;
  const std::string plan =
      "faults:\n  - {kind: redirect_chain, share: 0.001}\nhabits:\n  - {kind: robots, variant: disallow}\n";
  struct Row {
    std::string name, faults;
    std::size_t log;
    int pipelined;
  };
  const Row rows[] = {{"keep-alive, no log", "", 0, 1},
                      {"keep-alive, log", "", 4'000'000, 1},
                      {"keep-alive, log, fault plan", plan, 4'000'000, 1},
                      {"pipelined by 16, log", "", 4'000'000, 16}};
  fmt::print("pages of {} bytes, {} connections, prepared pages a second of one core of the server\n", bytes,
             kConnections);
  for (const Row& row : rows) {
    const auto web = web_of(row.faults, row.log, bytes);
    const double rate = web ? measure(*web, row.pipelined, seconds) : 0;
    if (!(rate > 0)) {
      std::cerr << row.name << ": not all was answered from what was prepared" << std::endl;
      return 1;
    }
    fmt::print("{:<30} {:>10.0f}\n", row.name, rate);
  }
  return 0;
}
