// ObjectTree: the members that ObjectText (storage/json/object_text.h) writes as text, into a tree. Internal to
// storage/schema.
#pragma once

#include <boost/json.hpp>

namespace spoor {

class ObjectTree {
 public:
  explicit ObjectTree(boost::json::object& out) : out_(out) {}

  void text(std::string_view name, std::string_view value) { out_[name] = value; }
  void number(std::string_view name, std::int64_t value) { out_[name] = value; }
  void flag(std::string_view name, bool value) { out_[name] = value; }
  template <class Write>
  void object(std::string_view name, Write write) {
    boost::json::object inner;
    ObjectTree tree(inner);
    write(tree);
    if (!inner.empty()) out_[name] = std::move(inner);
  }
  template <class Items, class Element>
  void objects(std::string_view name, const Items& items, Element element) {
    boost::json::array array;
    for (const auto& item : items) {
      boost::json::object inner;
      ObjectTree tree(inner);
      element(item, tree);
      array.emplace_back(std::move(inner));
    }
    if (!array.empty()) out_[name] = std::move(array);
  }
  template <class Items, class ToText>
  void texts(std::string_view name, const Items& items, ToText to_text) {
    boost::json::array array;
    for (const auto& item : items) array.emplace_back(std::string_view(to_text(item)));
    if (!array.empty()) out_[name] = std::move(array);
  }

 private:
  boost::json::object& out_;
};

}  // namespace spoor
