// WebProcess: the simulated web (tests/web/simweb.h) in a process of its own, spoor-simweb, spoken to over its control
// port; for tests that must not share a process or its processor time with it. Ends with the object.
// Throws std::runtime_error when the program does not start or does not answer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"
#include "tests/web/simweb.h"

namespace spoor::test {

class WebProcess {
 public:
  // `arguments` as of spoor-simweb: {"--seed", "7", "--hosts", "50"}. Its files go into a folder of the object.
  explicit WebProcess(std::vector<std::string> arguments);
  WebProcess(const WebProcess&) = delete;
  WebProcess& operator=(const WebProcess&) = delete;
  ~WebProcess();

  std::uint16_t http_port() const { return http_; }
  std::uint16_t https_port() const { return https_; }
  std::uint16_t control_port() const { return control_; }
  // {"--config", FILE}: what `spoor capture` needs to reach the hosts. seeds_file(): its list.
  std::vector<std::string> capture_arguments() const;
  std::string seeds_file() const { return folder_.file("seeds.txt"); }

  std::vector<web::WebHost> hosts() const;
  std::vector<std::string> seeds() const;
  std::vector<std::string> truth() const;  // at the present clock
  web::Seconds now() const;
  void set_now(web::Seconds now);
  void set_faults(std::string_view yaml);
  std::vector<web::LogEntry> log() const;
  void clear_log();
  web::WebStats stats() const;

 private:
  std::string ask(std::string_view method, std::string_view target, std::string_view body = "") const;
  TempDir folder_;
  std::unique_ptr<BackgroundRun> run_;
  std::uint16_t http_ = 0, https_ = 0, control_ = 0;
};

}  // namespace spoor::test
