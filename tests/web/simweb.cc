#include "tests/web/simweb.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "tests/web/control.h"
#include "tests/web/front.h"
#include "tests/web/https_truth.h"
#include "tests/web/records.h"
#include "tests/web/server.h"
#include "tests/web/tls.h"
#include "tests/web/world_sites.h"

namespace spoor::web {
namespace {

constexpr int kMostAddresses = 250;

std::string_view protocol_name(Protocol protocol) {
  if (protocol == Protocol::http1) return "http/1.1";
  return protocol == Protocol::https1 ? "https/1.1" : "https/2";
}

Result<void> write_whole(const std::string& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) return Error{ErrorCode::io, "cannot be written", path};
  return {};
}

std::string lines(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out.append(item).append("\n");
  return out;
}

std::optional<Seconds> parameter(std::string_view target, std::string_view name) {
  const auto query = target.find('?');
  if (query == std::string_view::npos) return std::nullopt;
  for (auto at = query + 1; at < target.size();) {
    const auto end = std::min(target.find('&', at), target.size());
    const std::string_view pair = target.substr(at, end - at);
    at = end + 1;
    if (pair.substr(0, pair.find('=')) != name || pair.size() <= name.size() + 1) continue;
    Seconds value = 0;
    const std::string_view text = pair.substr(name.size() + 1);
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && stop == text.data() + text.size()) return value;
  }
  return std::nullopt;
}

}  // namespace

struct SimWeb::Parts {
  std::unique_ptr<World> world;  // the sites refer to it
  std::unique_ptr<Front> front;
  std::unique_ptr<Tls> tls;
  std::unique_ptr<Server> server;
  std::vector<std::string> addresses;
  bool own_ca = false;
  std::atomic<bool> stop{false};
  std::unique_ptr<Control> control;  // last: it speaks of all the others
};

SimWeb::SimWeb(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SimWeb::~SimWeb() { parts_->control.reset(); }

Result<std::unique_ptr<SimWeb>> SimWeb::start(SimWebOptions options) {
  if (options.addresses < 1 || options.addresses > kMostAddresses)
    return Error{ErrorCode::invalid_argument, fmt::format("1 to {} are possible", kMostAddresses), "addresses"};
  auto plan = read_fault_plan(options.faults, options.faults_name);
  if (!plan) return plan.error();

  auto parts = std::make_unique<Parts>();
  std::vector<FrontHost> hosts;
  if (options.world.hosts > 0) {
    parts->world = std::make_unique<World>(make_world(options.world));
    for (const Host& host : parts->world->hosts)
      hosts.push_back({make_site(*parts->world, host), host.name, host.language});
  }
  for (auto& site : options.sites) {
    std::string name = site->host();
    hosts.push_back({std::move(site), std::move(name), ""});
  }
  if (hosts.empty()) return Error{ErrorCode::invalid_argument, "a web needs a host", "hosts"};
  const int addresses = std::min<int>(options.addresses, static_cast<int>(hosts.size()));
  for (int i = 0; i < addresses; ++i) parts->addresses.push_back(fmt::format("127.77.0.{}", i + 1));

  parts->front = std::make_unique<Front>(std::move(hosts), options.world.seed,
                                         options.now.value_or(options.world.start), options.cache_bytes);
  parts->front->set_faults(std::move(*plan));
  if (options.tls) {
    auto tls = Tls::make(options.certificate, options.key, options.http2);
    if (!tls) return tls.error();
    parts->tls = std::move(*tls);
  }
  ServerOptions serving;
  serving.addresses = parts->addresses;
  serving.threads = options.threads;
  serving.http_port = options.http_port;
  serving.https_port = options.https_port;
  serving.log_entries = options.log_entries / static_cast<std::size_t>(std::max(options.threads, 1));
  auto server = Server::start(serving, *parts->front, parts->tls.get());
  if (!server) return server.error();
  parts->server = std::move(*server);

  std::unique_ptr<SimWeb> web(new SimWeb(std::move(parts)));
  SimWeb* raw = web.get();
  auto control =
      Control::start(options.control_port, [raw](std::string_view method, std::string_view target,
                                                 std::string_view body) { return raw->control(method, target, body); });
  if (!control) return control.error();
  web->parts_->control = std::move(*control);
  return web;
}

ControlAnswer SimWeb::control(std::string_view method, std::string_view target, std::string_view body) {
  const std::string what = fmt::format("{} {}", method, target.substr(0, target.find('?')));
  if (what == "GET /clock") return {200, fmt::format("{}\n", now())};
  if (what == "POST /clock") {
    const auto to = parameter(target, "now"), by = parameter(target, "advance");
    if (!to && !by) return {400, "now=SECONDS or advance=SECONDS is needed\n"};
    set_now(to ? *to : now() + *by);
    return {200, fmt::format("{}\n", now())};
  }
  if (what == "GET /log") {
    std::string out;
    for (const LogEntry& entry : log()) out.append(to_json(entry)).append("\n");
    return {200, std::move(out)};
  }
  if (what == "POST /log/clear") {
    clear_log();
    return {200, ""};
  }
  if (what == "GET /truth") return {200, lines(truth())};
  if (what == "GET /seeds") return {200, lines(seeds())};
  if (what == "GET /hosts") {
    std::string out;
    for (const WebHost& host : hosts()) out.append(to_json(host)).append("\n");
    return {200, std::move(out)};
  }
  if (what == "GET /stats") return {200, to_json(stats()) + "\n"};
  if (what == "POST /faults") {
    const auto set = set_faults(body);
    return set ? ControlAnswer{200, ""} : ControlAnswer{400, set.error().text() + "\n"};
  }
  if (what == "POST /stop") {
    parts_->stop = true;
    parts_->stop.notify_all();
    return {200, ""};
  }
  return {404, "GET /clock /log /truth /seeds /hosts /stats; POST /clock /log/clear /faults /stop\n"};
}

std::uint16_t SimWeb::http_port() const { return parts_->server->http_port(); }
std::uint16_t SimWeb::https_port() const { return parts_->server->https_port(); }
std::uint16_t SimWeb::control_port() const { return parts_->control->port(); }
std::string SimWeb::ca_pem() const { return parts_->tls ? parts_->tls->ca_pem() : ""; }

std::vector<WebHost> SimWeb::hosts() const {
  const Front& front = *parts_->front;
  std::vector<WebHost> out;
  for (std::size_t i = 0; i < front.hosts().size(); ++i) {
    const FrontHost& host = front.hosts()[i];
    WebHost shown;
    shown.name = host.name;
    shown.software = host.site->software();
    shown.language = host.language;
    shown.address = parts_->addresses[i % parts_->addresses.size()];
    shown.https = front.https(i);
    shown.faults = front.permanent_faults(i);
    shown.robots = front.robots(i);
    out.push_back(std::move(shown));
  }
  return out;
}

std::vector<std::string> SimWeb::resolve() const {
  std::vector<std::string> out;
  const auto& hosts = parts_->front->hosts();
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const std::string& address = parts_->addresses[i % parts_->addresses.size()];
    out.push_back(fmt::format("{}:80:{}:{}", hosts[i].name, address, http_port()));
    if (https_port() != 0) out.push_back(fmt::format("{}:443:{}:{}", hosts[i].name, address, https_port()));
  }
  return out;
}

Result<void> SimWeb::write_files(const std::string& folder) const {
  const std::string ca = ca_pem();
  std::string config = ca.empty() ? "" : fmt::format("ca_file: \"{}/ca.pem\"\n", folder);
  config += "resolve:\n";
  for (const std::string& line : resolve()) config += fmt::format("  - \"{}\"\n", line);
  std::string host_lines;
  for (const WebHost& host : hosts()) host_lines.append(to_json(host)).append("\n");
  const std::pair<std::string_view, std::string> files[] = {
      {"capture.yaml", config},          {"ca.pem", ca},
      {"resolve.txt", lines(resolve())}, {"seeds.txt", lines(seeds())},
      {"hosts.jsonl", host_lines},       {"truth.jsonl", lines(truth())}};
  for (const auto& [name, bytes] : files) {
    if (auto written = write_whole(fmt::format("{}/{}", folder, name), bytes); !written) return written.error();
  }
  return {};
}

std::vector<std::string> SimWeb::seeds() const {
  std::vector<std::string> out;
  const auto& hosts = parts_->front->hosts();
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    for (std::string& seed : hosts[i].site->seeds()) out.push_back(parts_->front->in_its_scheme(i, std::move(seed)));
  }
  return out;
}

void SimWeb::truth(const TruthSink& sink) const {
  const auto& hosts = parts_->front->hosts();
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!parts_->front->https(i)) {
      hosts[i].site->truth(now(), sink);
      continue;
    }
    std::vector<std::string> told;
    hosts[i].site->truth(now(), [&](std::string line) { told.push_back(std::move(line)); });
    for (std::string& line : https_truth(std::move(told), hosts[i].name)) sink(std::move(line));
  }
}

std::vector<std::string> SimWeb::truth() const {
  std::vector<std::string> out;
  truth([&](std::string line) { out.push_back(std::move(line)); });
  return out;
}

Seconds SimWeb::now() const { return parts_->front->now(); }
void SimWeb::set_now(Seconds now) { parts_->front->set_now(now); }

Result<void> SimWeb::set_faults(std::string_view yaml) {
  auto plan = read_fault_plan(yaml, "faults");
  if (!plan) return plan.error();
  parts_->front->set_faults(std::move(*plan));
  return {};
}

std::vector<LogEntry> SimWeb::log() const {
  std::vector<LogEntry> out;
  for (const auto& part : parts_->server->logs()) {
    part->each([&](const LogRecord& record, std::string_view method, std::string_view target, std::string_view host,
                   std::string_view user_agent) {
      LogEntry entry;
      entry.arrived_ns = record.arrived_ns;
      entry.answered_ns = record.answered_ns;
      entry.host = record.host == Front::kNoHost ? host : parts_->front->hosts()[record.host].name;
      entry.address = parts_->addresses[record.address];
      entry.protocol = protocol_name(record.protocol);
      entry.method = method;
      entry.target = target;
      entry.user_agent = user_agent;
      entry.status = record.status;
      entry.bytes = record.bytes;
      entry.connection = record.connection;
      entry.fault = record.fault;
      out.push_back(std::move(entry));
    });
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const LogEntry& a, const LogEntry& b) { return a.arrived_ns < b.arrived_ns; });
  return out;
}

void SimWeb::clear_log() {
  for (const auto& part : parts_->server->logs()) part->clear();
}

WebStats SimWeb::stats() const {
  const ServerTotals totals = parts_->server->totals();
  WebStats stats;
  stats.requests = totals.requests;
  stats.bytes = totals.bytes;
  stats.connections = totals.connections;
  stats.server_cpu_seconds = totals.cpu_seconds;
  stats.prepared = parts_->front->prepared();
  stats.cache_hits = parts_->front->cache_hits();
  stats.cache_bytes = parts_->front->cache_bytes();
  for (const auto& part : parts_->server->logs()) stats.log_dropped += part->dropped();
  return stats;
}

void SimWeb::wait_for_stop() const { parts_->stop.wait(false); }

}  // namespace spoor::web
