#include "tests/support/web_process.h"

#include <stdexcept>

#include <boost/json.hpp>

#include "tests/support/web_client.h"
#include "tests/web/records.h"

namespace spoor::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

template <class Read>
auto read_all(const std::string& text, Read read) {
  std::vector<typename decltype(read(text))::value_type> out;
  for (const std::string& line : lines_of(text)) {
    auto record = read(line);
    if (!record) throw std::runtime_error("spoor-simweb says: " + line);
    out.push_back(std::move(*record));
  }
  return out;
}

}  // namespace

WebProcess::WebProcess(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--out", folder_.path()});
  RunOptions options;
  options.arguments = std::move(arguments);
  run_ = std::make_unique<BackgroundRun>(SPOOR_BINARY_DIR "/tests/web/spoor-simweb", options);
  if (!run_->wait_for_output("}\n", std::chrono::seconds(120)))
    throw std::runtime_error("spoor-simweb does not start: " + run_->err());
  const boost::json::object ready = boost::json::parse(run_->out()).as_object();
  http_ = ready.at("http").to_number<std::uint16_t>();
  https_ = ready.at("https").to_number<std::uint16_t>();
  control_ = ready.at("control").to_number<std::uint16_t>();
}

WebProcess::~WebProcess() = default;

std::string WebProcess::ask(std::string_view method, std::string_view target, std::string_view body) const {
  WebClient client({}, "");
  client.patience = 300;
  const Seen seen = client.send(
      std::string(method), "http://127.0.0.1:" + std::to_string(control_) + std::string(target), {}, std::string(body));
  if (seen.status != 200)
    throw std::runtime_error("spoor-simweb, " + std::string(target) + ": " + std::to_string(seen.status) + " " +
                             seen.body);
  return seen.body;
}

std::vector<std::string> WebProcess::capture_arguments() const { return {"--config", folder_.file("capture.yaml")}; }
std::vector<web::WebHost> WebProcess::hosts() const { return read_all(ask("GET", "/hosts"), web::web_host_of); }
std::vector<std::string> WebProcess::seeds() const { return lines_of(ask("GET", "/seeds")); }
std::vector<std::string> WebProcess::truth() const { return lines_of(ask("GET", "/truth")); }
web::Seconds WebProcess::now() const { return std::stoll(ask("GET", "/clock")); }
void WebProcess::set_now(web::Seconds now) { ask("POST", "/clock?now=" + std::to_string(now)); }
void WebProcess::set_faults(std::string_view yaml) { ask("POST", "/faults", yaml); }
std::vector<web::LogEntry> WebProcess::log() const { return read_all(ask("GET", "/log"), web::log_entry_of); }
void WebProcess::clear_log() { ask("POST", "/log/clear"); }
web::WebStats WebProcess::stats() const { return read_all(ask("GET", "/stats"), web::web_stats_of).at(0); }

}  // namespace spoor::test
