// spoor-simweb: the simulated web as a program. When it is ready it prints one line of JSON: the control, http and
// https ports and the folder with the files for spoor. It ends at POST /stop, at the end of its standard input
// (--until-eof) or at a signal.
#include <csignal>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "tests/web/demo_web.h"
#include "tests/web/simweb.h"
#include "tests/web/world_sites.h"

namespace {

using namespace spoor;
using namespace spoor::web;

struct Flags {
  SimWebOptions web;
  std::string fault_file, folder;
  std::vector<std::string> certificate;
  std::optional<Seconds> now;
  std::size_t cache_mb = 256;
  bool no_tls = false, no_http2 = false, truth = false, until_eof = false, demo = false;
};

void add_flags(CLI::App& app, Flags& flags) {
  WorldOptions& world = flags.web.world;
  app.add_option("--seed", world.seed, "number that the world is made from");
  app.add_option("--hosts", world.hosts, "hosts of the world");
  app.add_option("--threads-per-host", world.threads_per_host, "topics, articles, videos, channels' days");
  app.add_option("--entries", world.entries_per_thread, "entries of a thread, on average");
  app.add_option("--accounts", world.accounts_per_host, "accounts of a host");
  app.add_option("--operation", world.operation_share, "the operation's share of the entries");
  app.add_option("--walled", world.walled, "share of threads behind a login");
  app.add_option("--start", world.start, "where the simulated clock starts, seconds since 1970");
  app.add_option("--days", world.days, "how long the timeline is");
  app.add_option("--now", flags.now, "simulated time, if not the start");
  app.add_option("--faults", flags.fault_file, "fault plan, YAML");
  app.add_option("--addresses", flags.web.addresses, "addresses of 127.77.0.0/24 that the hosts share");
  app.add_option("--threads", flags.web.threads, "threads that serve");
  app.add_option("--control-port", flags.web.control_port, "0: a free one");
  app.add_option("--http-port", flags.web.http_port, "0: a free one");
  app.add_option("--https-port", flags.web.https_port, "0: a free one");
  app.add_option("--tls", flags.certificate, "certificate and key, PEM files, instead of an own CA")->expected(2);
  app.add_flag("--no-tls", flags.no_tls, "plain HTTP only");
  app.add_flag("--no-http2", flags.no_http2, "HTTP/1.1 only");
  app.add_option("--cache-mb", flags.cache_mb, "memory for prepared answers");
  app.add_option("--log-entries", flags.web.log_entries, "most requests that the log keeps; 0: no log");
  app.add_option("--out", flags.folder,
                 "folder for capture.yaml, ca.pem, resolve.txt, seeds.txt, hosts.jsonl, truth.jsonl");
  app.add_flag("--truth", flags.truth, "print the truth and serve nothing");
  app.add_flag("--demo", flags.demo, "the demo's web, and its list.csv beside the other files");
  app.add_flag("--until-eof", flags.until_eof, "end when standard input does");
}

int complain(const Error& error) {
  std::cerr << "spoor-simweb: " << error.text() << std::endl;
  return 2;
}

int print_truth(const Flags& flags) {
  const World world = make_world(flags.web.world);
  for (const Host& host : world.hosts) {
    make_site(world, host)->truth(flags.now.value_or(flags.web.world.start), [](const std::string& line) {
      std::cout << line << '\n';
    });
  }
  return std::cout.flush() ? 0 : 1;
}

int serve(Flags& flags) {
  if (flags.demo) flags.web = demo_options();
  if (!flags.fault_file.empty()) {
    std::ifstream in(flags.fault_file, std::ios::binary);
    if (!in) return complain({ErrorCode::invalid_argument, "cannot be read", flags.fault_file});
    std::ostringstream text;
    text << in.rdbuf();
    flags.web.faults = text.str();
    flags.web.faults_name = flags.fault_file;
  }
  if (!flags.certificate.empty()) flags.web.certificate = flags.certificate[0], flags.web.key = flags.certificate[1];
  flags.web.tls = !flags.no_tls;
  flags.web.http2 = !flags.no_http2;
  flags.web.now = flags.now;
  flags.web.cache_bytes = flags.cache_mb << 20;

  auto web = SimWeb::start(std::move(flags.web));
  if (!web) return complain(web.error());
  if (!flags.folder.empty()) {
    if (auto written = (*web)->write_files(flags.folder); !written) return complain(written.error());
    if (flags.demo) std::ofstream(flags.folder + "/list.csv", std::ios::binary) << demo_list(**web);
  }
  std::cout << boost::json::serialize(boost::json::object{{"control", (*web)->control_port()},
                                                          {"http", (*web)->http_port()},
                                                          {"https", (*web)->https_port()},
                                                          {"hosts", (*web)->hosts().size()},
                                                          {"files", flags.folder}})
            << std::endl;
  if (flags.until_eof) {
    std::string line;
    while (std::getline(std::cin, line)) {
    }
    return 0;
  }
  (*web)->wait_for_stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // whoever asked may be killed before the answer
  CLI::App app("Serves the simulated web on loopback.", "spoor-simweb");
  Flags flags;
  add_flags(app, flags);
  CLI11_PARSE(app, argc, argv);
  return flags.truth ? print_truth(flags) : serve(flags);
}
