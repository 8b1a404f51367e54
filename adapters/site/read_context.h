// What a page is read with: the opened page, its route and site, and the item (post, row, JSON object, feed entry) at
// hand. Borrowed for one parse.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <boost/json/fwd.hpp>

#include "adapters/kit/dates.h"
#include "adapters/kit/feed.h"
#include "adapters/open_page.h"
#include "adapters/site/definition.h"

namespace spoor::adapters {

struct Item {
  Node node;                                 // HTML pages
  const boost::json::value* json = nullptr;  // JSON pages
  const FeedItem* feed = nullptr;            // feeds
  Node content;                              // the item's content, once it has been read
  std::vector<Node> inner;                   // items inside this one (answers to a comment): not its own words
  std::size_t index = 0;
};

// A value found, and whether it was machine-readable (an attribute made for it, JSON, a feed), visible text, or
// computed from an id.
struct Found {
  std::string text;
  TimeSource origin = TimeSource::text;
};

struct ReadContext {
  const Page& page;
  const OpenPage& open;
  const Route& route;
  const Site& site;
  const boost::json::value* root = nullptr;  // JSON pages
  const Feed* feed = nullptr;                // feeds
  Node torn = {};                            // HTML pages that were cut off: their last node
  DateContext dates;
  std::string prefix;  // origin and base path of the installation
  std::vector<std::string>& warnings;
  // What was found for the whole page, by alternative: every item asks for the same.
  mutable std::unordered_map<const Alternative*, std::vector<Found>> of_page;

  const std::map<std::string, Table>* tables = nullptr;
  // The tables that were asked for, by key.
  using Rows = std::unordered_map<std::string, const boost::json::value*>;
  mutable std::map<std::string, Rows> rows = {};

  Item whole() const;
  // The record of a table; nullptr if there is none.
  const boost::json::value* row(const std::string& table, const std::string& key) const;
  // Absolute http(s) URL, "" if the text is none. "/path" made by a `fill` step is below the base, see fill_step.
  std::string resolve(std::string_view text) const;
  void warn(std::string text) const;
};

// The first alternative that gives something. `fields`: what the record has so far, for `fill` and `field`.
std::optional<Found> read_value(const Value& value, const ReadContext& context, const Item& item,
                                const Captures& fields);
// Every value of the first alternative that gives any.
std::vector<std::string> read_values(const Value& value, const ReadContext& context, const Item& item,
                                     const Captures& fields);
// Every value of one alternative, before anything is resolved.
std::vector<Found> read_alternative(const Alternative& alternative, const ReadContext& context, const Item& item,
                                    const Captures& fields, std::size_t limit);

// The first match below the item, whole() included, that does not lie in one of its inner items.
Node first_own(const Selector& selector, const Item& item);

// One step. False: the value is not of that form, the next alternative is tried.
bool apply_step(const Step& step, Found& found, const ReadContext& context, const Captures& fields);

std::string feed_value(const Feed& feed, const FeedItem* item, std::string_view name);

}  // namespace spoor::adapters
