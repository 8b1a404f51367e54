// What a power cut leaves of a folder: a model of a disk that keeps what was synced and may lose the rest.
//
// The model: fsync or fdatasync of a file keeps its data; fsync of a folder keeps the names in it. Anything else may
// vanish or be torn: each sector of an unsynced write is there or not (zeros, or what was there before), a file may be
// of any size between the two, and every creation, rename and removal has happened or has not, each for itself; only a
// rename is one step. power_cut_shim.cc records what a program does; recorded_calls() reads it; Disk replays it and
// makes worlds, as many as one likes, all of them reproducible from the random numbers given.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace spoor::test {

struct DiskCall {
  // b: a call begins (`other` says which); C: created, W: written, T: cut to `at` bytes, R: renamed to `other`,
  // U: removed, M: folder made; S and E: a sync begins and ends (`at` is what both have in common)
  char what = 0;
  std::string path, other;
  std::int64_t at = 0;
  std::string bytes;
};

// Entries of the shim's log; one that is cut short at the end is left out.
std::vector<DiskCall> recorded_calls(const std::string& log);

enum class NameRule {
  with_file,    // syncing a file keeps its name, too (and the folders above it)
  with_folder,  // names are kept by syncing their folder, and by nothing else
};

class Disk {
 public:
  // All that lies in the folder now counts as durable.
  Disk(std::string root, NameRule rule);
  void apply(const DiskCall& call);
  // Writes what may be left after a cut now into `folder`, which is made.
  void cut(const std::string& folder, std::mt19937& random) const;

 private:
  struct Change {  // of the bytes of a file
    std::int64_t index, at;
    std::string bytes;
    bool truncates;
  };
  struct Naming {  // nullopt: removed, or (overwritten) replaced by a rename
    std::int64_t index;
    std::optional<std::string> path;
    bool overwritten = false;
  };
  struct Node {
    bool folder = false;
    std::string durable;
    std::vector<Change> changes;      // since `durable`
    std::optional<std::string> kept;  // the durable name
    std::vector<Naming> names;        // since `kept`
    std::optional<std::string> name() const { return names.empty() ? kept : names.back().path; }
  };
  using NodePtr = std::shared_ptr<Node>;

  NodePtr find(const std::string& path) const;
  NodePtr make(const std::string& path, bool folder);
  void take_name(const std::string& path, bool overwritten);
  void keep_data(Node& node, std::int64_t until) const;
  void keep_name(Node& node, std::int64_t until) const;
  void keep_names_in(const std::string& folder, std::int64_t until);
  void synced(const std::string& path, std::int64_t until);

  std::string root_;
  NameRule rule_;
  std::int64_t index_ = 0;
  std::vector<NodePtr> nodes_;
  std::map<std::string, NodePtr> by_name_;
  std::map<std::int64_t, std::int64_t> syncs_;  // ticket -> index at which it began
};

// Environment that records what a program does in `root`; it dies `after_us` microseconds after the entry `at` (0 =
// lives).
std::map<std::string, std::string> with_recording(const std::string& root, const std::string& log, long at = 0,
                                                  long after_us = 0);

}  // namespace spoor::test
