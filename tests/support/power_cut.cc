#include "tests/support/power_cut.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace spoor::test {
namespace {

namespace fs = std::filesystem;

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

void write_at(std::string& content, std::size_t at, std::string_view bytes) {
  if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
  content.replace(at, bytes.size(), bytes);
}

std::size_t up_to(std::mt19937& random, std::size_t most) {
  return std::uniform_int_distribution<std::size_t>(0, most)(random);
}

}  // namespace

std::vector<DiskCall> recorded_calls(const std::string& log) {
  std::vector<DiskCall> calls;
  if (!fs::exists(log)) return calls;
  const std::string text = read_file(log);
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) return calls;
    DiskCall call;
    std::size_t path = 0, other = 0, bytes = 0;
    long long number = 0;
    if (std::sscanf(text.c_str() + at, "%c %zu %zu %lld %zu\n", &call.what, &path, &other, &number, &bytes) != 5) {
      throw std::runtime_error("not a log of the power cut shim: " + log);
    }
    at = end + 1;
    if (text.size() - at < path + other + bytes) return calls;
    call.path = text.substr(at, path);
    call.other = text.substr(at + path, other);
    call.bytes = text.substr(at + path + other, bytes);
    call.at = number;
    at += path + other + bytes;
    calls.push_back(std::move(call));
  }
}

Disk::Disk(std::string root, NameRule rule) : root_(std::move(root)), rule_(rule) {
  if (!fs::exists(root_)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    auto node = std::make_shared<Node>();
    node->folder = entry.is_directory();
    node->kept = entry.path().string();
    if (!node->folder) node->durable = read_file(*node->kept);
    nodes_.push_back(node);
    by_name_[*node->kept] = node;
  }
}

Disk::NodePtr Disk::find(const std::string& path) const {
  const auto at = by_name_.find(path);
  return at == by_name_.end() ? nullptr : at->second;
}

Disk::NodePtr Disk::make(const std::string& path, bool folder) {
  take_name(path, true);
  auto node = std::make_shared<Node>();
  node->folder = folder;
  node->names.push_back({index_, path});
  nodes_.push_back(node);
  by_name_[path] = node;
  return node;
}

void Disk::take_name(const std::string& path, bool overwritten) {
  const NodePtr node = find(path);
  if (!node) return;
  node->names.push_back({index_, std::nullopt, overwritten});
  by_name_.erase(path);
}

void Disk::keep_data(Node& node, std::int64_t until) const {
  auto change = node.changes.begin();
  for (; change != node.changes.end() && change->index < until; ++change) {
    if (change->truncates) {
      node.durable.resize(static_cast<std::size_t>(change->at));
    } else {
      write_at(node.durable, static_cast<std::size_t>(change->at), change->bytes);
    }
  }
  node.changes.erase(node.changes.begin(), change);
}

void Disk::keep_name(Node& node, std::int64_t until) const {
  auto naming = node.names.begin();
  for (; naming != node.names.end() && naming->index < until; ++naming) node.kept = naming->path;
  node.names.erase(node.names.begin(), naming);
}

void Disk::keep_names_in(const std::string& folder, std::int64_t until) {
  for (const NodePtr& node : nodes_) {
    bool here = node->kept && parent_of(*node->kept) == folder;
    for (const Naming& naming : node->names) here = here || (naming.path && parent_of(*naming.path) == folder);
    if (here) keep_name(*node, until);
  }
}

void Disk::synced(const std::string& path, std::int64_t until) {
  const NodePtr node = find(path);
  if (path == root_ || (node && node->folder)) return keep_names_in(path, until);
  if (!node) return;
  keep_data(*node, until);
  if (rule_ == NameRule::with_folder) return;
  keep_name(*node, until);
  for (const NodePtr& other : nodes_) {  // what this one has replaced
    if (other != node && other->kept == node->kept) keep_name(*other, until);
  }
  for (std::string up = parent_of(path); up.size() > root_.size(); up = parent_of(up)) {
    if (const NodePtr above = find(up)) keep_name(*above, until);
  }
}

void Disk::apply(const DiskCall& call) {
  ++index_;
  NodePtr node = find(call.path);
  switch (call.what) {
    case 'C':
      make(call.path, false);
      return;
    case 'M':
      if (call.path != root_) make(call.path, true);
      return;
    case 'W':
    case 'T':
      if (!node) node = make(call.path, false);
      node->changes.push_back({index_, call.at, call.bytes, call.what == 'T'});
      return;
    case 'R':
      if (!node || node->folder) throw std::runtime_error("a rename that the model does not know: " + call.path);
      take_name(call.other, true);
      by_name_.erase(call.path);
      by_name_[call.other] = node;
      node->names.push_back({index_, call.other});
      return;
    case 'U':
      take_name(call.path, false);
      return;
    case 'S':
      syncs_[call.at] = index_;
      return;
    case 'E':
      synced(call.path, syncs_.at(call.at));
      return;
    default:
      return;
  }
}

namespace {

// What may be left of a file whose durable bytes were these, with changes since. `Change` as in Disk.
template <class Change>
std::string torn(const std::string& durable, const std::vector<Change>& changes, std::mt19937& random) {
  const auto change_to = [](std::string& content, const Change& change, std::size_t most) {
    if (change.truncates) {
      content.resize(static_cast<std::size_t>(change.at));
    } else {
      write_at(content, static_cast<std::size_t>(change.at), std::string_view(change.bytes).substr(0, most));
    }
  };
  std::string all = durable;
  for (const Change& change : changes) change_to(all, change, std::string::npos);
  const std::size_t kind = up_to(random, 5);
  if (changes.empty() || kind == 0) return durable;
  if (kind == 1) return all;
  std::string left = durable;
  if (kind == 2) {  // in order, the last one torn
    const std::size_t whole = up_to(random, changes.size() - 1);
    for (std::size_t i = 0; i < whole; ++i) change_to(left, changes[i], std::string::npos);
    change_to(left, changes[whole], up_to(random, changes[whole].bytes.size()));
    return left;
  }
  // Sectors in any order.
  const std::size_t sector = up_to(random, 1) == 0 ? 512 : 4096;
  const double chance = std::uniform_real_distribution<double>(0.05, 0.95)(random);
  std::bernoulli_distribution there(chance);
  const auto [least, most] = std::minmax({durable.size(), all.size()});
  left.resize(up_to(random, 1) == 0 ? all.size() : least + up_to(random, most - least));
  std::set<std::size_t> dirty;
  for (const Change& change : changes) {
    const auto from = static_cast<std::size_t>(change.at) / sector;
    const auto to = (static_cast<std::size_t>(change.at) + change.bytes.size() + sector - 1) / sector;
    for (std::size_t at = from; at < to; ++at) dirty.insert(at * sector);
  }
  for (const std::size_t at : dirty) {
    if (at >= left.size() || at >= all.size() || !there(random)) continue;
    const std::size_t size = std::min({sector, left.size() - at, all.size() - at});
    left.replace(at, size, all, at, size);
  }
  return left;
}

}  // namespace

void Disk::cut(const std::string& folder, std::mt19937& random) const {
  // Those that were named last choose first: what a rename has replaced is there only if the rename did not happen.
  std::vector<NodePtr> order = nodes_;
  std::stable_sort(order.begin(), order.end(), [](const NodePtr& a, const NodePtr& b) {
    const auto last = [](const NodePtr& node) {
      std::int64_t index = 0;
      for (const Naming& naming : node->names) index = naming.overwritten ? index : naming.index;
      return index;
    };
    return last(a) > last(b);
  });
  std::map<std::string, NodePtr> chosen;
  for (const NodePtr& node : order) {
    std::vector<std::optional<std::string>> choices = {node->kept};
    for (const Naming& naming : node->names) {
      if (!naming.overwritten) choices.push_back(naming.path);
    }
    const auto& choice = choices[up_to(random, 1) == 0 ? choices.size() - 1 : up_to(random, choices.size() - 1)];
    if (choice) chosen.emplace(*choice, node);
  }
  fs::create_directories(folder);
  std::set<std::string> folders = {root_};
  for (const auto& [path, node] : chosen) {  // folders come before what is in them
    if (!folders.contains(parent_of(path))) continue;
    const std::string target = folder + path.substr(root_.size());
    if (node->folder) {
      fs::create_directory(target);
      folders.insert(path);
    } else {
      write_file(target, torn(node->durable, node->changes, random));
    }
  }
}

std::map<std::string, std::string> with_recording(const std::string& root, const std::string& log, long at,
                                                  long after_us) {
  return with_shim("power_cut", {{"SPOOR_CUT_ROOT", root},
                                 {"SPOOR_CUT_LOG", log},
                                 {"SPOOR_CUT_AT", std::to_string(at)},
                                 {"SPOOR_CUT_AFTER_US", std::to_string(after_us)}});
}

}  // namespace spoor::test
