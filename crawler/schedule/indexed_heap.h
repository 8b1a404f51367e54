// IndexedHeap: numbers 0, 1, 2, ... by a key, the least first; each at most once, and each can be moved or taken out.
// O(log n); of equal keys the lower number goes first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace spoor::schedule {

template <class Key>
class IndexedHeap {
 public:
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  bool contains(std::uint32_t number) const { return number < place_.size() && place_[number] != kNowhere; }
  std::uint32_t top() const { return items_.front().number; }
  const Key& top_key() const { return items_.front().key; }
  const Key& key(std::uint32_t number) const { return items_[place_[number]].key; }

  // Adds it, or moves it to another key.
  void set(std::uint32_t number, Key key) {
    if (number >= place_.size()) place_.resize(number + std::size_t{1}, kNowhere);
    if (place_[number] == kNowhere) {
      place_[number] = static_cast<std::uint32_t>(items_.size());
      items_.push_back({key, number});
    } else {
      items_[place_[number]].key = key;
    }
    settle(place_[number]);
  }

  void erase(std::uint32_t number) {
    if (!contains(number)) return;
    const std::uint32_t hole = place_[number];
    place_[number] = kNowhere;
    if (hole + std::size_t{1} < items_.size()) {
      items_[hole] = items_.back();
      place_[items_[hole].number] = hole;
      items_.pop_back();
      settle(hole);
    } else {
      items_.pop_back();
    }
  }

  void clear() {
    items_.clear();
    place_.clear();
  }

 private:
  static constexpr std::uint32_t kNowhere = ~std::uint32_t{0};
  struct Item {
    Key key;
    std::uint32_t number;
    bool operator<(const Item& other) const { return key < other.key || (!(other.key < key) && number < other.number); }
  };

  void swap(std::size_t a, std::size_t b) {
    std::swap(items_[a], items_[b]);
    place_[items_[a].number] = static_cast<std::uint32_t>(a);
    place_[items_[b].number] = static_cast<std::uint32_t>(b);
  }

  void settle(std::size_t at) {
    while (at > 0 && items_[at] < items_[(at - 1) / 2]) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
    for (;;) {
      std::size_t least = at;
      for (const std::size_t child : {2 * at + 1, 2 * at + 2})
        if (child < items_.size() && items_[child] < items_[least]) least = child;
      if (least == at) return;
      swap(at, least);
      at = least;
    }
  }

  std::vector<Item> items_;
  std::vector<std::uint32_t> place_;
};

}  // namespace spoor::schedule
