#include "tests/bench/frontier_fill.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "crawler/frontier/request_row.h"
#include "storage/kv/keys.h"

namespace spoor::bench {
namespace {

using frontier::RequestRow;

constexpr std::size_t kBatch = 2000;

std::string host_name(std::uint64_t host) { return "http://board" + std::to_string(host) + ".example"; }

class Filler {
 public:
  explicit Filler(kv::Store& store) : store_(store) {}
  void put(std::string key, std::string value) {
    batch_.put(std::move(key), std::move(value));
    if (batch_.size() >= kBatch) flush();
  }
  void flush() {
    if (auto written = store_.write(batch_, false); !written) throw std::runtime_error(written.error().text());
    batch_.clear();
  }

 private:
  kv::Store& store_;
  kv::Batch batch_;
};

// Link numbers in the order of their keys.
std::vector<std::uint32_t> by_key(std::uint64_t urls, std::uint64_t hosts) {
  struct Place {
    std::array<char, 16> key_begin;
    std::uint32_t number;
    bool operator<(const Place& other) const { return key_begin < other.key_begin; }
  };
  std::vector<Place> places(urls);
  for (std::uint64_t i = 0; i < urls; ++i) {
    const std::string key = known_link(i, hosts).key();
    std::memcpy(places[i].key_begin.data(), key.data(), places[i].key_begin.size());
    places[i].number = static_cast<std::uint32_t>(i);
  }
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> numbers;
  numbers.reserve(urls);
  for (const Place& place : places) numbers.push_back(place.number);
  return numbers;
}

void fill_queues(Filler& filler, const std::string& run, std::uint64_t urls, std::uint64_t hosts) {
  std::vector<std::uint32_t> by_name(hosts);
  std::iota(by_name.begin(), by_name.end(), 0);
  std::sort(by_name.begin(), by_name.end(), [](auto a, auto b) { return host_name(a) < host_name(b); });
  for (const std::uint64_t host : by_name) {
    std::uint64_t waiting = 0;
    for (std::uint64_t number = host; number < urls; number += hosts) {
      if (is_ended(number, hosts)) continue;
      const RequestRow row{std::nullopt, number, known_link(number, hosts)};
      filler.put(frontier::queue_key(run, row.uri.place(), row), frontier::queue_value(row.uri));
      ++waiting;
    }
    if (waiting > 0) filler.put(frontier::waiting_key(run, host_name(host)), kv::sortable(waiting));
    filler.put(kv::make_key(kv::kHost, {host_name(host)}), "{\"fetch_seconds\":0.5}");
  }
  filler.put(frontier::order_key(run), kv::sortable(urls));
}

}  // namespace

frontier::CrawlUri known_link(std::uint64_t number, std::uint64_t hosts) {
  frontier::CrawlUri uri;
  uri.url = host_name(number % hosts) + "/viewtopic.php?f=7&t=" + std::to_string(number);
  uri.via = host_name(number % hosts) + "/viewforum.php?f=7&start=25";
  uri.hop_path = "LL";
  uri.lead = "thread";
  uri.seeds = {"0000000001"};
  return uri;
}

bool is_ended(std::uint64_t number, std::uint64_t hosts) { return (number / hosts + number % hosts) % 2 == 0; }

void fill_frontier(kv::Store& store, const std::string& run, std::uint64_t urls, std::uint64_t hosts, bool queues) {
  Filler filler(store);
  for (const std::uint32_t number : by_key(urls, hosts)) {
    RequestRow row{std::nullopt, number, known_link(number, hosts)};
    if (!queues || is_ended(number, hosts)) {
      row.finished = frontier::Finished{"ok", "", "01JQ0000000000000000000000"};
    }
    filler.put(frontier::request_key(run, row.uri.key()), frontier::encode(row));
  }
  if (queues) fill_queues(filler, run, urls, hosts);
  filler.flush();
}

}  // namespace spoor::bench
