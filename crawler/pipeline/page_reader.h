// Page reader: decides whether an answer is read or stands for an earlier one, and reads it. A worker prepares, with
// what is in the index; the thread that commits settles, with what is in the group too: the index at that place in the
// order decides alone, so that a replay decides the same.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/registry.h"
#include "crawler/pipeline/page_memory.h"
#include "crawler/pipeline/reading.h"
#include "storage/archive/archive.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// What a worker has made ready; nothing of it needs to be there.
struct Prepared {
  std::shared_ptr<const Reading> reading;
  std::string row;                           // the page's row, and what stands in it
  std::shared_ptr<const PageMemory> memory;  // when the row stood for the answer then
  std::optional<PageMark> mark;              // of a 304 that was read: by what the reading can be known again
  Outcome outcome() const { return memory ? memory->reading.outcome : reading->outcome; }
};

// What an answer says.
struct Settled {
  std::shared_ptr<const PageMemory> memory;  // not null: it was not read, it is what the page gave before
  std::shared_ptr<const Reading> reading;    // else this
  std::optional<PageMark> mark;              // by which the reading can be known again
  const Reading& said() const { return memory ? memory->reading : *reading; }
};

class PageReader {
 public:
  using Load = std::function<Result<Exchange>(std::string_view capture_id)>;

  explicit PageReader(const adapters::Registry& registry) : registry_(registry), readers_(readers_of(registry)) {}

  // Thread-safe.
  Result<Prepared> prepare(const kv::Store& index, const Exchange& exchange, const EncodedExchange& encoded,
                           const Load& load) const;

  Result<Settled> settle(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored, Prepared prepared,
                         const Load& load) const;

  // Keeps what the page gave, or forgets what it gave before.
  Result<void> remember(kv::Overlay& index, const Exchange& exchange, const Settled& settled,
                        const std::vector<std::string>& records) const;

  // A page that was fetched before, for somebody who comes late: what it said, and the keys of its posts.
  struct Recollection {
    Url url;
    std::optional<Url> redirect;
    Reading reading;
    std::vector<std::string> posts;
  };
  Result<Recollection> recollect(kv::Overlay& index, std::string_view capture_id, const Load& load) const;

 private:
  Result<Prepared> read_whole(const Exchange& exchange, const std::optional<PageMark>& mark, const Load& load) const;

  const adapters::Registry& registry_;
  const std::string readers_;
};

}  // namespace spoor::pipeline
