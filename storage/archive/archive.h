// Archive: the folder that keeps everything (README.md beside this file has the layout). One process owns it at a time.
//
// Commit protocol: begin() a group, append() exchanges and note() journal entries, put derived rows into
// group.index(), commit(). commit() returns only when WARC and journal are fdatasync'ed and the index batch is synced,
// in this order; before that nothing of the group counts. After ANY error the archive is suspect: destroy it, open it
// again (which recovers), replay what the index has not seen, and go on.
//
// Threads: one thread calls begin/append/note/commit (the archive thread). Reads through index() may come from any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/archive/exchange.h"
#include "storage/base/clock.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"
#include "storage/warc/writer.h"

namespace spoor {

// Where an exchange ended up: what provenance points to.
struct StoredCapture {
  std::string capture_id;
  std::string record_id, request_record_id;  // urn:uuid:...
  warc::Position position;                   // of the response or revisit record
  std::string payload_sha256, block_sha256;  // payload "" without body
  bool revisit = false;
  std::string refers_to_capture;  // of the full record, when a revisit
  std::int64_t seq = 0;           // order of application, over exchanges and journal entries alike
};

// An exchange made ready on any thread: digests taken, revisit decided, gzip members built.
struct EncodedExchange {
  std::shared_ptr<const Exchange> exchange;
  std::string record_id, request_record_id, payload_sha256, block_sha256;
  std::string refers_to_capture;     // not empty: stored as a revisit
  std::vector<std::string> members;  // gzip members of request and response|revisit; append() adds the metadata record
};

// A journal entry other than the chain fields: JSON object members.
struct JournalEntry {
  std::string type;      // run_started, run_finished, outcome, site, incident, ...
  std::string subject;   // what it is about: URL, run id, file
  std::string data;      // JSON object text with the rest; "" for none. The archive keeps its RFC 8785 form
  std::int64_t seq = 0;  // set by the archive
  Timestamp time;        // set by the archive, whole milliseconds
};

struct ArchiveOptions {
  bool create = false;
  bool read_only = false;    // a DVD, a colleague's share: takes no lock, index rebuilt in `index_folder`
  std::string index_folder;  // "" = index/ inside the archive; in memory for a read-only one
  bool sync = true;          // false only for measuring what durability costs
  std::int64_t warc_roll_bytes = 1'000'000'000;
  std::int64_t warc_roll_seconds = 0;  // 0 = however long
  std::int64_t journal_roll_bytes = 64'000'000;
  int gzip_level = 1;                   // half the time of 6 or less, for a tenth more bytes
  std::string user_agent;               // goes into warcinfo
  std::string operator_name;            // goes into warcinfo; may be empty
  std::string robots_note = "classic";  // warcinfo robots: field
};

// What replay() hands over, in the order it was first committed.
struct ReplayItem {
  std::optional<Exchange> exchange;  // with body; a revisit has the body of the record that it refers to
  StoredCapture stored;              // for an exchange
  std::optional<JournalEntry> entry;
  std::shared_ptr<const void> prepared;  // what `prepare` made of the exchange; null without one
};

class Archive {
 public:
  // Opens and recovers: cuts torn tails back to the last whole exchange (noting it in the journal), finds how far the
  // index has come. not_found without `create`; unavailable when another process owns it (message says which pid and
  // since when); corruption when spoor.json is unknown; io for the rest.
  static Result<std::unique_ptr<Archive>> open(const std::string& folder, ArchiveOptions options, const Clock& clock);
  ~Archive();

  // Pure and thread-safe: digests, revisit look-up in the index, encoding, compression. invalid_argument for an
  // exchange without answer: that is a journal entry.
  Result<EncodedExchange> encode(std::shared_ptr<const Exchange> exchange) const;

  class Group {
   public:
    // Writes the records to the WARC (not yet durable). io: the archive is suspect from here on.
    Result<StoredCapture> append(const EncodedExchange& encoded);
    // Adds a line to the journal (not yet durable). Returns its seq, and makes the entry what replay() will give back:
    // seq, time, data in canonical form. invalid_argument for data that is no JSON object (nothing is added then).
    Result<std::int64_t> note(JournalEntry& entry);
    Result<std::int64_t> note(JournalEntry&& entry);
    // Derived rows that become true together with the group; reads see them at once.
    kv::Overlay& index();
    // The stored exchange of a capture, also one appended in this group.
    Result<Exchange> load(std::string_view capture_id);
    // Makes all of it durable. Consumes the group.
    Result<void> commit();
    std::size_t records() const;  // appended so far

    Group(Group&&) noexcept;
    ~Group();

   private:
    friend class Archive;
    struct State;
    explicit Group(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  Group begin();  // one at a time

  const kv::Store& index() const;  // another one after drop_index()
  const std::string& folder() const;
  bool read_only() const;

  // True when WARC or journal hold more than the index has seen (after a crash), or the index is new.
  bool index_is_behind() const;
  // Hands over everything behind the index's position, in order; `apply` puts its rows into the overlay given, which
  // are committed in batches together with the new position. Ends with the index caught up. Errors of `apply` stop it.
  // What is damaged is left out and listed by damage(). Until it has run, a group of an archive that is behind refuses
  // to commit.
  using Apply = std::function<Result<void>(const ReplayItem&, kv::Overlay&)>;
  Result<void> replay(const Apply& apply);
  // The same, faster: `prepare` is the part of applying an exchange that needs nothing but the exchange. It is called
  // ahead, on all cores at once, and not at all for revisits and for what is left out.
  using Prepare = std::function<std::shared_ptr<const void>(const Exchange&)>;
  Result<void> replay(const Prepare& prepare, const Apply& apply);
  // What replay() could not read: at most the first 1,000 places.
  const std::vector<Error>& damage() const;
  // Throws the index away and makes an empty one: replay() then rebuilds it. For `reindex`.
  Result<void> drop_index();

  // Puts another index of this archive, closed and complete, in the place of its own; the old one is removed. A crash
  // leaves the one or the other. `folder`: on the same file system. For `renormalise`.
  Result<void> adopt_index(const std::string& folder);

  // The stored exchange with its body, from a capture's index row. Inside `apply` of replay() also from its own batch.
  Result<Exchange> load(std::string_view capture_id) const;

  Result<void> close();  // ends the open WARC file cleanly (renames it), releases the lock

 private:
  struct State;
  explicit Archive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor
