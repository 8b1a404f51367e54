// What goes on around a capture: the system's clock is set, names cannot be resolved for a while. Nothing is lost, and
// it goes on by itself.
#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>
#include <filesystem>

#include "tests/e2e/trail.h"

using namespace spoor::test;

namespace {

void check_undisturbed(const Trail& trail) {
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
  CHECK(verify_complaint(trail.lab) == "");
  CHECK(report_complaint(trail.lab) == "");
}

std::map<std::string, std::string> with_resolver(const std::string& away = "", const std::string& broken = "") {
  return with_shim(
      "resolver",
      {{"SPOOR_RESOLVER_DOMAIN", ".names.example"}, {"SPOOR_RESOLVER_AWAY", away}, {"SPOOR_RESOLVER_BROKEN", broken}});
}

}  // namespace

TEST_CASE("Clock: set an hour forward and back while a capture runs, it neither waits nor hurries", "[e2e]") {
  const Trail trail({"--concurrency", "2", "--delay", "0.02", "--delay-factor", "0", "--ip-delay", "0"});
  const auto begin = std::chrono::steady_clock::now();
  const RunResult result = trail.capture(with_shim("clock", {{"SPOOR_CLOCK", "300:3600,700:-7200,1100:3600"}}));
  INFO(result.err);
  CHECK(result.exit_code == 4);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(50));
  CHECK(event_logged(trail.lab.archive(), "clock_set"));
  check_undisturbed(trail);
}

TEST_CASE("Clock: set back by a day between the parts of a run, it goes on at once", "[e2e]") {
  Trail trail({"--concurrency", "2", "--delay", "0.02", "--delay-factor", "0", "--ip-delay", "0"});
  trail.bell.arm(40);
  BackgroundRun run(spoor_binary(), trail.command());
  while (run.running() && !trail.bell.rang_within(std::chrono::milliseconds(10))) {
  }
  run.send(SIGKILL);
  run.wait(std::chrono::seconds(60));
  auto known = trail.acknowledged();
  std::erase_if(known, [](const std::string& url) { return url.ends_with("/robots.txt"); });  // too old or too new
  const std::size_t asked = trail.lab.server.requests().size();
  const RunResult result = trail.capture(with_shim("clock", {{"SPOOR_CLOCK", "0:-86400"}}));
  INFO(result.err);
  CHECK(result.exit_code == 4);
  CHECK(trail.asked_again(asked, known) == std::vector<std::string>());
  check_undisturbed(trail);
}

TEST_CASE("Names: a resolver that is away for an hour is waited for", "[e2e]") {
  // A pause between two looks stands for minutes here.
  Trail trail({"--concurrency", "2", "--retry-delay", "0.05"}, "names.example");
  const std::string away = trail.lab.folder.file("away");
  trail.bell.arm(20);
  BackgroundRun first(spoor_binary(), trail.command(with_resolver(away)));
  while (first.running() && !trail.bell.rang_within(std::chrono::milliseconds(10))) {
  }
  first.send(SIGTERM);
  CHECK(first.wait(std::chrono::seconds(60)).exit_code == 6);

  // A new process has no names in memory.
  write_file(away, "");
  const std::size_t asked = trail.lab.server.requests().size();
  BackgroundRun second(spoor_binary(), trail.command(with_resolver(away)));
  CHECK(second.wait_for_output("can be resolved; waiting", std::chrono::seconds(30)));
  CHECK_FALSE(second.wait_for_output("goes on", std::chrono::seconds(2)));  // some 40 looks
  CHECK(second.running());
  CHECK(trail.lab.server.requests().size() == asked);
  std::filesystem::remove(away);
  const RunResult result = second.wait(std::chrono::seconds(60));
  INFO(result.err);
  CHECK(result.exit_code == 4);
  CHECK(result.err.find("names can be resolved again") != std::string::npos);
  check_undisturbed(trail);
}

TEST_CASE("Names: a capture that waits for the resolver can be stopped and gone on with", "[e2e]") {
  Trail trail({"--concurrency", "2", "--retry-delay", "0.05"}, "names.example");
  const std::string away = trail.lab.folder.file("away");
  trail.bell.arm(20);
  BackgroundRun first(spoor_binary(), trail.command(with_resolver(away)));
  while (first.running() && !trail.bell.rang_within(std::chrono::milliseconds(10))) {
  }
  first.send(SIGKILL);
  first.wait(std::chrono::seconds(60));
  write_file(away, "");
  BackgroundRun second(spoor_binary(), trail.command(with_resolver(away)));
  CHECK(second.wait_for_output("can be resolved; waiting", std::chrono::seconds(30)));
  second.send(SIGINT);
  CHECK(second.wait(std::chrono::seconds(20)).exit_code == 6);
  std::filesystem::remove(away);
  CHECK(trail.capture(with_resolver(away)).exit_code == 4);
  check_undisturbed(trail);
}

TEST_CASE("Names: one that does not exist, or whose own server is silent, is not waited for", "[e2e]") {
  Lab lab([](const RequestSeen& request) {
    return request.path() == "/robots.txt" ? Reply::make(404, {}, "") : Reply::html("<p>a page of some words</p>");
  });
  const std::string port = std::to_string(lab.server.port());
  const std::string seeds = lab.file(
      "seeds.txt", "http://good.example/\nhttp://gone.example/\nhttp://silent.example/\nhttp://good.example/2\n");
  std::vector<std::string> more = {"--retry-delay", "0.01", "--retries", "1", "--concurrency", "1"};
  for (const char* name : {"good.example:80:good.names.example:", "gone.example:80:gone.elsewhere.example:",
                           "silent.example:80:silent.names.example:"}) {
    more.emplace_back("--resolve");
    more.push_back(name + port);
  }
  const RunResult result = lab.capture({seeds}, more, with_resolver("", "silent.names.example"));
  INFO(result.out << result.err);
  CHECK(result.exit_code == 4);
  CHECK(text_at(lab.row("gone.example"), {"status"}) == "dns_error");
  CHECK(text_at(lab.row("silent.example"), {"status"}) == "dns_error");
  CHECK(text_at(lab.row("good.example/2"), {"status"}) != "dns_error");
  CHECK(report_complaint(lab) == "");
}
