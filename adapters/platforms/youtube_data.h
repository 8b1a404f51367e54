// The JSON that YouTube's pages carry (ytInitialPlayerResponse, ytInitialData, the embed's player response) and its
// way of writing text. Pointers point into the value they were found in. Bounded: JSON depth 64 (kit), nodes visited.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "adapters/adapter.h"
#include "adapters/open_page.h"

namespace spoor::adapters::youtube {

using Json = boost::json::value;

struct PageData {
  Json player;   // null when the page has none
  Json initial;  // null when the page has none
  Json embed;    // null when the page has none
  bool empty() const { return player.is_null() && initial.is_null() && embed.is_null(); }
};
// From a page's scripts, from the array of parts that ?pbj=1 answers, or from an InnerTube answer.
PageData read_data(const OpenPage& open);

// Null-safe json_at.
const Json* at(const Json* value, std::string_view path);
// A scalar, or shown text: {simpleText}, {runs: [{text}]}, {content}. "" for anything else.
std::string text_of(const Json* value);
std::string text_at(const Json* value, std::string_view path);
bool is_true(const Json* value, std::string_view path);
// The elements of an array at a path; empty when there is none.
std::vector<const Json*> items(const Json* value, std::string_view path);
// Every value of a member with one of these names, anywhere below, in document order; at most `limit`, members of what
// was found are not looked into. Stops after a fixed number of values.
struct Named {
  std::string_view name;
  const Json* value;
};
std::vector<Named> find_named(const Json& root, std::initializer_list<std::string_view> names, std::size_t limit);

// The URL of the largest picture of {thumbnails: [{url, width, height}]} or {sources: [...]}, absolute; "" if none.
struct Picture {
  std::string url;
  std::optional<std::int64_t> width, height;
};
Picture largest(const Json* thumbnails);

// Text such as "1,234 views" or "79K" as a count; nothing when it holds no number.
void add_count(Counts& counts, const std::string& name, const std::string& text);

// Leads, once per URL; pages of our own get their canonical URL.
void add_lead(Parsed& parsed, std::string_view url, LeadKind kind, std::string_view accept = "");

}  // namespace spoor::adapters::youtube
