// Reading: the pure step from a stored exchange to what it says. The same for a live capture, a recovery and a rebuild.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/registry.h"
#include "crawler/health/page_yield.h"
#include "storage/archive/archive.h"
#include "storage/archive/exchange.h"
#include "storage/archive/post_store.h"

namespace spoor::pipeline {

struct Reading {
  std::optional<adapters::Interpretation> page;  // nullopt: nothing to parse (media, redirect, robots.txt, no text)
  Outcome outcome = Outcome::ok;                 // HTTP's answer and the page's own words taken together
  std::string reason;                            // the page's wording, or what cut the answer
  health::VisitYield yield;                      // of this page, for its source's health; empty if nothing was read
  bool whole_post = false;                       // the first post that it gave has its whole text
};

// Thread-safe: reads only its arguments.
Reading read(const adapters::Registry& registry, const Exchange& exchange);

// The records of a reading, ready for the post store.
Sighting to_sighting(const Reading& reading, const Exchange& exchange, const StoredCapture& stored);

// True unless a lead of this kind (its name, or "robots") brings something else than a page.
bool is_page_lead(std::string_view lead);

// Target of a redirect answer, resolved; nullopt if it is none or leads nowhere.
std::optional<Url> redirect_target(const Exchange& exchange);

}  // namespace spoor::pipeline
