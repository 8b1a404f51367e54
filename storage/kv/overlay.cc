#include "storage/kv/store.h"

namespace spoor::kv {

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

Result<std::unique_ptr<Store>> Store::snapshot() const {
  return Error{ErrorCode::unsupported, "this store has no snapshots", "index"};
}

Result<std::optional<std::string>> Overlay::get(std::string_view key) const {
  const auto it = batch_.changes().find(key);
  if (it != batch_.changes().end()) return it->second;
  return store_.get(key);
}

Result<void> Overlay::scan(std::string_view from, std::string_view to,
                           const std::function<bool(std::string_view key, std::string_view value)>& each) const {
  // `each` may put and erase: the iterators of a map stay valid, and the batch never removes a node, but the value seen
  // may be replaced, so it is copied.
  const auto& changes = batch_.changes();
  auto it = changes.lower_bound(from);
  const auto in_range = [&](std::string_view key) { return to.empty() || key < to; };
  bool more = true;
  const auto show_change = [&] {
    if (it->second) {
      const std::string value = *it->second;
      more = each(it->first, value);
    }
    ++it;
  };

  const auto result = store_.scan(from, to, [&](std::string_view key, std::string_view value) {
    while (more && it != changes.end() && std::string_view(it->first) < key) show_change();
    if (!more) return false;
    if (it != changes.end() && it->first == key) {
      show_change();
    } else {
      more = each(key, value);
    }
    return more;
  });
  if (!result) return result.error();
  while (more && it != changes.end() && in_range(it->first)) show_change();
  return {};
}

}  // namespace spoor::kv
