// What holds for every world that make_world makes.
#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "tests/web/shown.h"
#include "tests/web/world.h"

using namespace spoor::web;

namespace {

std::string everything(const World& world) {
  std::string out;
  for (const Host& host : world.hosts) {
    out += host.name + host.title + host.language;
    for (const Account& account : host.accounts) {
      out += account.handle + account.name + account.bio + std::to_string(account.joined);
    }
    for (const Thread& thread : host.threads) {
      for (const Entry& entry : thread.entries) {
        out += std::to_string(entry.id) + ' ' + std::to_string(entry.deleted.value_or(0));
        for (const Version& version : entry.versions) {
          out += version.title + std::to_string(version.at) + plain_text(version.paragraphs);
        }
      }
    }
  }
  return out;
}

template <class Visit>
void each_entry(const World& world, Visit visit) {
  for (const Host& host : world.hosts) {
    for (const Thread& thread : host.threads) {
      for (const Entry& entry : thread.entries) visit(host, thread, entry);
    }
  }
}

// What was posted, apart from the copy of the picture: each host has its own address of it.
std::string message(const Version& version) {
  std::string out;
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::picture) out += segment.text + segment.url;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("World: one seed is one world, another seed another", "[web]") {
  WorldOptions options;
  options.hosts = 9;
  const std::string once = everything(make_world(options));
  CHECK(once == everything(make_world(options)));
  options.seed = 2;
  CHECK(once != everything(make_world(options)));
  // The same on every machine and with every compiler: nothing here depends on the standard library's draws.
  CHECK(once.size() > 100'000);
}

TEST_CASE("World: ids rise with time, references go back, who writes had joined", "[web]") {
  const World world = make_world({});
  REQUIRE(world.hosts.size() == 50);
  std::set<std::string> names;
  for (const Host& host : world.hosts) {
    CAPTURE(host.name);
    CHECK(names.insert(host.name).second);
    CHECK(host.boards.size() >= 2);
    CHECK(std::is_sorted(host.accounts.begin(), host.accounts.end(),
                         [](const Account& a, const Account& b) { return a.id < b.id; }));
    std::map<int, Seconds> times;
    int last_thread = 0;
    for (const Thread& thread : host.threads) {
      REQUIRE_FALSE(thread.entries.empty());
      CHECK(thread.id > last_thread);
      last_thread = thread.id;
      CHECK(thread.walled == (thread.board == static_cast<int>(host.boards.size()) - 1));
      CHECK_FALSE(thread.entries.front().versions.front().title.empty());
      std::set<int> earlier;
      for (const Entry& entry : thread.entries) {
        CHECK(times.emplace(entry.id, entry.created()).second);
        CHECK(host.accounts[static_cast<std::size_t>(entry.account)].joined <= entry.created());
        if (entry.quotes) CHECK(earlier.contains(*entry.quotes));
        if (entry.answers) CHECK(earlier.contains(*entry.answers));
        earlier.insert(entry.id);
        CHECK(std::is_sorted(entry.versions.begin(), entry.versions.end(),
                             [](const Version& a, const Version& b) { return a.at < b.at; }));
        CHECK(entry.created() >= first_moment(world.options));
        CHECK(entry.created() < last_moment(world.options));
        if (entry.deleted) CHECK(*entry.deleted > entry.versions.back().at);
      }
    }
    CHECK(std::is_sorted(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

TEST_CASE("World: the operation posts one text under many accounts of many hosts within seconds", "[web]") {
  const World world = make_world({});
  struct Copy {
    Seconds at;
    std::string account;
  };
  std::map<std::string, std::vector<Copy>> copies;
  std::size_t all = 0, of_operation = 0;
  each_entry(world, [&](const Host& host, const Thread&, const Entry& entry) {
    ++all;
    const Account& account = host.accounts[static_cast<std::size_t>(entry.account)];
    if (!account.operation) return;
    ++of_operation;
    copies[message(entry.versions.front())].push_back({entry.created(), host.name + "/" + account.handle});
  });
  CHECK(of_operation > all / 5);
  CHECK(of_operation < all * 2 / 5);
  CHECK(copies.size() < 40);  // narratives times languages
  std::size_t in_bursts = 0, hosts_in_one = 0;
  for (auto& [text, posts] : copies) {
    std::sort(posts.begin(), posts.end(), [](const Copy& a, const Copy& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < posts.size(); ++i) {
      std::set<std::string> accounts;
      for (std::size_t k = i; k < posts.size() && posts[k].at < posts[i].at + 90; ++k)
        accounts.insert(posts[k].account);
      hosts_in_one = std::max(hosts_in_one, accounts.size());
      if (accounts.size() >= 2) ++in_bursts;
    }
  }
  CHECK(in_bursts > of_operation / 3);
  CHECK(hosts_in_one >= 4);
}

TEST_CASE("World: posts are edited and deleted, accounts suspended, threads walled, some threads empty or long",
          "[web]") {
  const World world = make_world({});
  double entries = 0, edited = 0, deleted = 0, threads = 0, walled = 0, empty = 0, agents = 0, suspended = 0;
  std::size_t longest = 0;
  std::set<Segment::Kind> kinds;
  for (const Host& host : world.hosts) {
    for (const Account& account : host.accounts) {
      agents += account.operation ? 1 : 0;
      suspended += account.suspended ? 1 : 0;
      if (account.suspended) CHECK(account.operation);
    }
    for (const Thread& thread : host.threads) {
      ++threads;
      walled += thread.walled ? 1 : 0;
      empty += thread.entries.size() == 1 ? 1 : 0;
      longest = std::max(longest, thread.entries.size());
    }
  }
  each_entry(world, [&](const Host&, const Thread&, const Entry& entry) {
    ++entries;
    edited += entry.versions.size() > 1 ? 1 : 0;
    deleted += entry.deleted ? 1 : 0;
    for (const Paragraph& paragraph : entry.versions.back().paragraphs) {
      for (const Segment& segment : paragraph) kinds.insert(segment.kind);
    }
  });
  CHECK(edited / entries > 0.02);
  CHECK(deleted / entries > 0.02);
  CHECK(walled / threads > 0.003);
  CHECK(empty / threads > 0.1);
  CHECK(suspended / agents > 0.04);
  CHECK(longest > 40);  // several pages on any forum
  CHECK(kinds.size() == 5);
}

TEST_CASE("World: one host without anything ordinary about it is a world, too", "[web]") {
  WorldOptions options;
  options.hosts = 1;
  options.threads_per_host = 1;
  options.entries_per_thread = 1;
  options.accounts_per_host = 1;
  options.operation_share = 0;
  const World world = make_world(options);
  REQUIRE(world.hosts.size() == 1);
  CHECK(world.hosts[0].threads.size() == 1);
}
