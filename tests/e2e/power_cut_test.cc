// Captures whose machine loses its power again and again: whatever was not synced may vanish or be torn, and still
// nothing that was acknowledged is lost or asked for again, and nobody has to lend a hand.
#include <catch2/catch.hpp>

#include <iostream>

#include "tests/e2e/crash.h"

using namespace spoor::test;

namespace {

struct Form {
  const char* concurrency;
  NameRule rule;
  int runs;
};

constexpr Form kForms[] = {
    {"1", NameRule::with_file, 1},
    {"4", NameRule::with_folder, 2},
};

}  // namespace

TEST_CASE("Power cut: again and again, at any moment, to the same end", "[e2e]") {
  std::map<std::string, int> phases;
  int cuts = 0;
  std::uint32_t seed = 20261124;
  const int wanted = long_form() ? 300 : 26;
  while (cuts < wanted) {
    const Form& form = kForms[seed % std::size(kForms)];
    Trail trail({"--concurrency", form.concurrency});
    Crash crash(trail, form.rule, ++seed);
    CAPTURE(seed, form.concurrency);
    for (int run = 0; run < form.runs; ++run) {
      trail.web.age = run;
      cuts += crash.until_done(long_form() ? 20 : 8, 300);
    }
    for (const auto& [phase, count] : crash.phases()) phases[phase] += count;
    check_archive(crash, trail, undisturbed(form.runs));
  }
  for (const auto& [phase, count] : phases) std::cout << count << "\t" << phase << "\n";
  std::cout << cuts << " power cuts" << std::endl;
}
