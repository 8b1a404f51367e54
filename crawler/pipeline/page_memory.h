// Page memory: what a page gave when it was last read, kept by URL and manner of asking. An answer that brings the same
// bytes is not read again: it gives the same, and the posts that the page showed were seen again.
//
// A row stands for an answer only if reading it could not come to anything else: the same payload (or a 304 that refers
// to it) of the same type, the same readers, the same facts about the site, and nobody has said something else since
// about what the page showed. Only pages that were read without any reserve have one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/registry.h"
#include "crawler/pipeline/reading.h"
#include "storage/archive/archive.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct PageMemory {
  std::string capture_id;            // that it was read from
  std::vector<std::string> records;  // keys of what it showed
  Reading reading;                   // without the records
};

// How an answer is to be known again.
struct PageMark {
  std::string readers;         // readers_of()
  std::string payload_sha256;  // "" for a 304
  std::string full_capture;    // that holds the bytes
  std::string form;            // type and encoding of the bytes; "" for a 304
  std::string site_before, site_after;
};

// Stands for everything that a reading depends on beside the page: spoor's version, the adapters and theirs.
std::string readers_of(const adapters::Registry& registry);

// How this answer would be known. nullopt: it never comes from memory.
std::optional<PageMark> mark_of(const Exchange& exchange, const std::string& readers, const std::string& payload_sha256,
                                const std::string& refers_to_capture);
std::string page_row_key(const Exchange& exchange);

// "" when it is not to be kept.
std::string to_row(const PageMark& mark, std::string_view capture_id, const Reading& reading,
                   const std::vector<std::string>& records);
bool stands_for(std::string_view row, const PageMark& mark);
// corruption: rebuild the index.
Result<PageMemory> page_memory_from(std::string_view row);

}  // namespace spoor::pipeline
