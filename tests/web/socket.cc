#include "tests/web/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace spoor::web {

Socket::Socket(int fd, SSL_CTX* tls) : fd_(fd) {
  if (tls == nullptr) {
    ready_ = true;
    return;
  }
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd);
  SSL_set_accept_state(ssl_);
}

Socket::~Socket() {
  SSL_free(ssl_);
  ::close(fd_);
}

Socket::State Socket::handshake() {
  if (ready_) return State::ok;
  ERR_clear_error();
  const int done = SSL_do_handshake(ssl_);
  if (done == 1) {
    ready_ = true;
    return State::ok;
  }
  return tls_result(done).state;
}

bool Socket::speaks_http2() const {
  if (ssl_ == nullptr) return false;
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_, &name, &size);
  return size == 2 && name[0] == 'h' && name[1] == '2';
}

Socket::Moved Socket::tls_result(int done) {
  if (done > 0) return {State::ok, static_cast<std::size_t>(done)};
  const int error = SSL_get_error(ssl_, done);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return {State::would_block};
  return {State::closed};
}

Socket::Moved Socket::read(char* to, std::size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return tls_result(SSL_read(ssl_, to, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
  }
  const ssize_t got = ::recv(fd_, to, size, 0);
  if (got > 0) return {State::ok, static_cast<std::size_t>(got)};
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {State::would_block};
  return {State::closed};
}

Socket::Moved Socket::write(std::string_view bytes) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return tls_result(SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX))));
  }
  const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return {State::ok, static_cast<std::size_t>(sent)};
  if (errno == EAGAIN || errno == EINTR) return {State::would_block};
  return {State::closed};
}

void Socket::finish() {
  if (ssl_ != nullptr && ready_) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  ::shutdown(fd_, SHUT_WR);
}

void Socket::reset_when_closed() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace spoor::web
