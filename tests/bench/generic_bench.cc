// What the generic layer reads on pages of no known software, for scripts/bench_generic, which scores it.
//   spoor_bench_generic read LIST           one JSON object a page: what the adapter gave
//   spoor_bench_generic cost ROUNDS LIST    processor time a page beside bare Gumbo on the same bytes
// LIST: a file with one page a line, path and URL separated by a tab.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/generic/generic_adapter.h"
#include "adapters/generic/main_text.h"
#include "adapters/open_page.h"
#include "adapters/registry.h"
#include "tests/bench/bare_html.h"

namespace json = boost::json;
using namespace spoor;
using namespace spoor::adapters;

namespace {

struct Saved {
  std::string path, body;
  Url url;
};

std::vector<Saved> pages_of(const char* list) {
  std::vector<Saved> pages;
  std::ifstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    Saved page;
    page.path = line.substr(0, tab);
    const auto url = Url::parse(line.substr(tab + 1));
    std::ifstream in(page.path, std::ios::binary);
    if (!url || !in) {
      std::fprintf(stderr, "no page: %s\n", line.c_str());
      std::exit(1);
    }
    page.url = *url;
    page.body.assign(std::istreambuf_iterator<char>(in), {});
    pages.push_back(std::move(page));
  }
  return pages;
}

Page page_of(const Saved& saved) {
  return {saved.url, 200, {{"Content-Type", "text/html"}}, saved.body, *from_civil(2026, 8, 22, 0), nullptr};
}

bool is_reply(const Post& post) { return post.kind == PostKind::comment || post.kind == PostKind::reply; }

std::string day_of(const std::optional<StatedTime>& time) {
  if (!time) return "";
  // The day as the page shows it.
  Timestamp local = time->utc;
  local.us += static_cast<std::int64_t>(time->offset_minutes.value_or(0)) * 60'000'000;
  const auto civil = to_civil(local);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(civil.year), static_cast<int>(civil.month),
                static_cast<int>(civil.day));
  return text;
}

json::object read_page(const Saved& saved, const Adapter& adapter) {
  const Page page = page_of(saved);
  const Parsed parsed = adapter.parse(page, *adapter.route(page.url, {}), {});
  json::object out{{"path", saved.path}, {"status", to_string(parsed.status)}};
  out["comments"] = std::count_if(parsed.posts.begin(), parsed.posts.end(), is_reply);
  std::string comments;
  for (const Post& post : parsed.posts) {
    if (is_reply(post)) comments += post.text + '\n';
  }
  out["comment_text"] = comments;
  const auto subject =
      std::find_if(parsed.posts.begin(), parsed.posts.end(), [](const Post& p) { return !is_reply(p); });
  if (subject != parsed.posts.end()) {
    out["text"] = subject->text;
    out["title"] = subject->title;
    out["author"] = subject->author.display_name;
    out["published"] = day_of(subject->published);
    out["lang"] = subject->lang;
    for (const char* name : {"site_name", "description"}) {
      if (const auto it = subject->extra.find(name); it != subject->extra.end()) out[name] = it->second;
    }
  }
  const auto open = OpenPage::open(page);
  if (open->document) out["main_text"] = find_main_text(*open->document).text;
  return out;
}

// Seconds that f needs for every page, the best of the rounds.
template <class F>
double best_of(int rounds, const std::vector<Saved>& pages, F f) {
  double best = 1e30;
  for (int round = 0; round < rounds; ++round) {
    const double begun = bench::processor_seconds();
    for (const Saved& page : pages) f(page);
    best = std::min(best, bench::processor_seconds() - begun);
  }
  return best;
}

void cost(int rounds, const std::vector<Saved>& pages) {
  bench::BareHtml bare;
  std::size_t found = 0, bytes = 0;
  for (const Saved& page : pages) bytes += page.body.size();
  const double gumbo = best_of(rounds, pages, [&](const Saved& saved) { bare.parse(saved.body); });
  const double open =
      best_of(rounds, pages, [&](const Saved& saved) { found += OpenPage::open(page_of(saved))->text.size(); });
  const auto adapter = make_generic_adapter();
  const double generic = best_of(rounds, pages, [&](const Saved& saved) {
    const Page page = page_of(saved);
    found += adapter->parse(page, *adapter->route(page.url, {}), {}).posts.size();
  });
  const Registry registry = Registry::built_in();
  const double all = best_of(
      rounds, pages, [&](const Saved& saved) { found += registry.interpret(page_of(saved), {}).parsed.posts.size(); });
  const auto n = static_cast<double>(pages.size());
  std::printf(
      "cost pages=%zu kb=%.1f gumbo_us=%.0f open_us=%.0f generic_us=%.0f interpret_us=%.0f open_ratio=%.3f "
      "generic_ratio=%.3f interpret_ratio=%.3f\n",
      pages.size(), static_cast<double>(bytes) / n / 1000, gumbo / n * 1e6, open / n * 1e6, generic / n * 1e6,
      all / n * 1e6, open / gumbo, generic / gumbo, all / gumbo);
  if (found == 0) std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "read" && argc == 3) {
    const auto adapter = make_generic_adapter();
    for (const Saved& page : pages_of(argv[2])) std::cout << json::serialize(read_page(page, *adapter)) << '\n';
    return 0;
  }
  if (what == "cost" && argc == 4) {
    cost(std::atoi(argv[2]), pages_of(argv[3]));
    return 0;
  }
  std::fputs("spoor_bench_generic read LIST | cost ROUNDS LIST\n", stderr);
  return 2;
}
