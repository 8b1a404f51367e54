// The frontier's rows of the index: how a request and its place in a host's queue are written and read.
//   F run, request key                                -> state, order, request and how it ended (request_row.cc)
//   Q run, host key, priority, order, request key     -> not_before in microseconds as sortable text, "" if none
//   W run, host key                                   -> how many Q rows the host has, no row for none
//   M "frontier", run                                 -> orders given so far
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crawler/frontier/frontier.h"

namespace spoor::frontier {

struct RequestRow {
  std::optional<Finished> finished;  // nullopt: queued
  std::uint64_t order = 0;           // of arrival in the run
  CrawlUri uri;
};

std::string encode(const RequestRow& row);
Result<RequestRow> decode_request_row(std::string_view text);

std::string request_key(std::string_view run, std::string_view key);
std::string queue_key(std::string_view run, const CrawlUri::Place& place, const RequestRow& row);
std::string queue_value(const CrawlUri& uri);
std::string waiting_key(std::string_view run, std::string_view host);
std::string order_key(std::string_view run);

// What a queue row says. The views live as long as what they were read from.
struct QueueRow {
  std::string_view host, key;
  Timestamp not_before;
};
std::optional<QueueRow> read_queue_row(std::string_view key, std::string_view value);

}  // namespace spoor::frontier
