// Reading a definition's YAML while collecting every mistake: MapReader asks for the keys it knows; what is left over
// is reported with the nearest known key.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/site/definition.h"
#include "adapters/site/yaml_tree.h"

namespace spoor::adapters {

class Mistakes {
 public:
  explicit Mistakes(std::string_view file) : file_(file) {}
  void add(const YamlNode& at, std::string message) { add(at.line, at.column, std::move(message)); }
  void add(int line, int column, std::string message) { all_.push_back({file_, line, column, std::move(message)}); }
  std::vector<Mistake>& all() { return all_; }

 private:
  std::string file_;
  std::vector<Mistake> all_;
};

class MapReader {
 public:
  // `what` names the map in messages ("a route"). A node that is no map is reported once.
  MapReader(Mistakes& mistakes, const YamlNode& node, std::string_view what);
  // Unknown keys.
  ~MapReader();
  MapReader(const MapReader&) = delete;
  MapReader& operator=(const MapReader&) = delete;

  const YamlNode* get(std::string_view key);   // nullptr if absent
  const YamlNode* need(std::string_view key);  // absent is a mistake
  std::string text(std::string_view key);      // "" if absent
  std::string need_text(std::string_view key);
  std::vector<std::string> texts(std::string_view key);  // one scalar or a list of them
  std::optional<std::int64_t> number(std::string_view key);
  bool flag(std::string_view key);  // true or false
  std::optional<Selector> selector(std::string_view key);
  std::vector<Selector> selectors(std::string_view key);
  const YamlNode& node() const { return node_; }
  Mistakes& mistakes() { return mistakes_; }

 private:
  Mistakes& mistakes_;
  const YamlNode& node_;
  std::string what_;
  std::set<std::string, std::less<>> asked_;
};

// The word of `known` that `word` was probably meant to be; "" if none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);
std::string unknown_word(std::string_view what, std::string_view word, const std::vector<std::string>& known);
std::optional<Selector> read_selector(Mistakes& mistakes, const YamlNode& node);
// A scalar or a list of scalars.
std::vector<std::string> read_texts(Mistakes& mistakes, const YamlNode& node);
std::optional<std::int64_t> read_number(Mistakes& mistakes, const YamlNode& node);

}  // namespace spoor::adapters
