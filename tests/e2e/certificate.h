// Certificate: a key and a self-signed certificate for some hosts, made by the openssl program, for servers of a test.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace spoor::test {

class Certificate {
 public:
  // Writes key.pem and cert.pem into the folder. Throws std::runtime_error when openssl does not make them.
  Certificate(std::string folder, const std::vector<std::string>& hosts) : folder_(std::move(folder)) {
    std::string names;
    for (const std::string& host : hosts) names += (names.empty() ? "DNS:" : ",DNS:") + host;
    write_file(folder_ + "/openssl.cnf",
               "[req]\ndistinguished_name = name\nx509_extensions = extensions\nprompt = no\n[name]\nCN = spoor test\n"
               "[extensions]\nsubjectAltName = " +
                   names + "\nbasicConstraints = critical,CA:TRUE\n");
    RunOptions options;
    options.arguments = {
        "req",  "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key(),
        "-out", cert(),  "-days",   "2",  "-config",  folder_ + "/openssl.cnf"};
    const RunResult made = run("/usr/bin/openssl", options);
    if (made.exit_code != 0) throw std::runtime_error("openssl makes no certificate: " + made.err);
  }

  std::string key() const { return folder_ + "/key.pem"; }
  std::string cert() const { return folder_ + "/cert.pem"; }

 private:
  std::string folder_;
};

}  // namespace spoor::test
