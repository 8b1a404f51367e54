// For tests with TLS: a folder with a certificate of our own, nghttpd as HTTP/2 server, and a proxy that opens tunnels.
#pragma once

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace spoor::fetch {

// A folder of its own with key.pem and cert.pem (site.test and 127.0.0.1, signed by itself); removed at the end.
class TlsFolder {
 public:
  TlsFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoor-tls-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + key() + " -out " + cert() +
        " -days 2 -subj /CN=site.test -addext subjectAltName=DNS:site.test,IP:127.0.0.1 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl cannot make a certificate");
  }
  ~TlsFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TlsFolder(const TlsFolder&) = delete;
  TlsFolder& operator=(const TlsFolder&) = delete;

  std::string key() const { return (path_ / "key.pem").string(); }
  std::string cert() const { return (path_ / "cert.pem").string(); }
  std::string path() const { return path_.string(); }
  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  // openssl's own opinion of the certificate's SHA-256, lower-case hex without colons.
  std::string cert_sha256() const {
    const std::string out = (path_ / "fingerprint").string();
    const std::string command = "openssl x509 -in " + cert() + " -outform DER | openssl dgst -sha256 -r > " + out;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl x509");
    std::string digest;
    std::ifstream(out) >> digest;
    return digest;
  }

 private:
  std::filesystem::path path_;
};

// nghttpd serving the folder's files over TLS; its log of frames is in the file "log".
class Http2Server {
 public:
  Http2Server(const TlsFolder& folder, std::uint16_t port) {
    const std::string log = folder.path() + "/log";
    std::vector<std::string> words = {"/usr/sbin/nghttpd",  "-v",           "-a",
                                      "127.0.0.1",          "-d",           folder.path(),
                                      "--trailer",          "x-trailer: 1", "--echo-upload",
                                      std::to_string(port), folder.key(),   folder.cert()};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    const int failed = ::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("nghttpd does not start (package nghttp2-server)");
  }
  ~Http2Server() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;

 private:
  pid_t pid_ = 0;
};

// Takes one connection, speaks SOCKS 5 or HTTP CONNECT, and leads the rest to `backend` on 127.0.0.1.
class Tunnel {
 public:
  enum class Kind { socks5, connect };
  Tunnel(Kind kind, std::uint16_t backend) : acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this, kind, backend] { serve(kind, backend); });
  }
  ~Tunnel() { thread_.join(); }  // the client must have closed its connection
  Tunnel(const Tunnel&) = delete;
  Tunnel& operator=(const Tunnel&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  const std::string& asked() const { return asked_; }  // host:port; read it after the answer came

 private:
  using Socket = boost::asio::ip::tcp::socket;
  using Code = boost::system::error_code;

  void serve(Kind kind, std::uint16_t backend) {
    Socket client = acceptor_.accept();
    if (kind == Kind::socks5) {
      greet_socks(client);
    } else {
      std::string head;
      boost::asio::read_until(client, boost::asio::dynamic_buffer(head), "\r\n\r\n");
      asked_ = head.substr(8, head.find(' ', 8) - 8);
      boost::asio::write(client, boost::asio::buffer(std::string("HTTP/1.1 200 Connected\r\nVia: tunnel\r\n\r\n")));
    }
    Socket server(io_);
    server.connect({boost::asio::ip::address_v4::loopback(), backend});
    std::thread back([&] { pump(server, client); });
    pump(client, server);
    back.join();
  }

  // RFC 1928: no authentication, CONNECT, address given as a name.
  void greet_socks(Socket& client) {
    std::array<unsigned char, 262> in{};
    boost::asio::read(client, boost::asio::buffer(in, 2));
    boost::asio::read(client, boost::asio::buffer(in.data() + 2, in[1]));
    boost::asio::write(client, boost::asio::buffer(std::string("\5\0", 2)));
    boost::asio::read(client, boost::asio::buffer(in, 5));
    const std::size_t size = in[3] == 3 ? in[4] : 0;
    boost::asio::read(client, boost::asio::buffer(in, size + 2));
    asked_.assign(reinterpret_cast<const char*>(in.data()), size);
    asked_ += ":" + std::to_string(in[size] * 256 + in[size + 1]);
    boost::asio::write(client, boost::asio::buffer(std::string("\5\0\0\1\0\0\0\0\0\0", 10)));
  }

  static void pump(Socket& from, Socket& to) {
    std::array<char, 4096> bytes;
    Code failed;
    while (!failed) {
      const std::size_t size = from.read_some(boost::asio::buffer(bytes), failed);
      if (!failed) boost::asio::write(to, boost::asio::buffer(bytes, size), failed);
    }
    to.shutdown(Socket::shutdown_send, failed);
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::string asked_;
  std::thread thread_;
};

}  // namespace spoor::fetch
