// spoor_page_server forum|forum-validators|mastodon COUNT: serves COUNT pages of one kind on a free port of 127.0.0.1
// until it is killed. Prints "port N" once everything is ready.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/bench/forum_page.h"
#include "tests/bench/mastodon_page.h"
#include "tests/bench/page_server.h"

int main(int argc, char** argv) {
  using namespace spoor::bench;
  const std::string kind = argc > 1 ? argv[1] : "";
  const int count = argc > 2 ? std::atoi(argv[2]) : 0;
  if (count < 1 || (kind != "forum" && kind != "forum-validators" && kind != "mastodon")) return 2;
  PageServer server(kind == "forum-validators");
  for (int i = 1; i <= count; ++i) {
    if (kind == "mastodon") {
      server.add(mastodon_target(i), "Content-Type: application/json; charset=utf-8\r\nServer: Mastodon\r\n",
                 mastodon_page(i));
    } else {
      server.add("/viewtopic.php?t=" + std::to_string(i), "Content-Type: text/html; charset=utf-8\r\n", forum_page(i));
    }
  }
  const unsigned port = server.listen();
  if (port == 0) return 1;
  std::printf("port %u\n", port);
  std::fflush(stdout);
  server.run();
}
