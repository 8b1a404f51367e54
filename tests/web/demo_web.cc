// spoor-demo-web: serves the demo's small web on a free port of 127.0.0.1, prints the port, and ends when its standard
// input does.
#include <iostream>
#include <string>

#include "tests/web/demo_pages.h"

int main() {
  spoor::web::DemoWeb web;
  const spoor::test::LoopbackServer server(
      [&web](const spoor::test::RequestSeen& request) { return web.answer(request); });
  std::cout << server.port() << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
}
