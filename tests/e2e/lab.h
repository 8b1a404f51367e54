// Lab: a temporary archive, a loopback web and the real binary, for end-to-end tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tests/support/binary.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temp_dir.h"

namespace spoor::test {

class Lab {
 public:
  explicit Lab(LoopbackServer::Handler handler, LoopbackOptions options = {});

  LoopbackServer server;
  TempDir folder;
  std::string archive() const { return folder.path() + "/case"; }

  // Writes a file into the lab's folder; gives its path.
  std::string file(const std::string& name, const std::string& content) const;
  // --resolve arguments that send these hosts (port 80) to the server.
  std::vector<std::string> resolve(const std::vector<std::string>& hosts, int port = 80) const;

  // spoor capture SEEDS -o archive, without pauses, plus `more`.
  RunResult capture(const std::vector<std::string>& seeds, std::vector<std::string> more,
                    std::map<std::string, std::string> environment = {}) const;
  RunOptions capture_options(const std::vector<std::string>& seeds, std::vector<std::string> more) const;
  RunResult spoor(std::vector<std::string> arguments) const;

  // The newest run's report.json.
  boost::json::object report() const;
  // Row of the report whose input holds this text.
  boost::json::object row(const std::string& input) const;
  // spoor export --format jsonl, parsed, plus `more` arguments. Fails the test when the export fails.
  std::vector<boost::json::object> records(std::vector<std::string> more = {}) const;
  std::string exported(const std::string& format, std::vector<std::string> more = {}) const;  // raw bytes
  // Posts only, by key.
  std::map<std::string, boost::json::object> posts() const;
  // How often the server was asked for this target.
  int asked(const std::string& target) const;
};

// Text at a path of keys, "" if absent.
std::string text_at(const boost::json::object& object, std::initializer_list<const char*> path);

// SPOOR_SOURCE_DIR/../shared/corpus, "" where it does not exist.
std::string corpus_folder();

}  // namespace spoor::test
