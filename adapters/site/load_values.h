// Reading values (a source, then steps) and the blocks made of them.
#pragma once

#include <set>
#include <string>

#include "adapters/site/reader.h"

namespace spoor::adapters {

class ValueReader {
 public:
  // `ids`: the holes of the routes that use the page (a `route:` source may name them).
  // `data`: the page is HTML with JSON in it.
  ValueReader(Mistakes& mistakes, PageBlock::Type type, std::set<std::string> ids, bool data = false)
      : mistakes_(mistakes), type_(type), ids_(std::move(ids)), data_(data) {}

  Value value(const YamlNode& node) const;
  Alternative alternative(const YamlNode& node) const;
  RecordBlock record(RecordKind kind, const YamlNode& node) const;
  LeadBlock lead(const YamlNode& node) const;
  StatusMarker status(const YamlNode& node) const;
  DataSource data(const YamlNode& node) const;
  // The names that `of` may use.
  void set_tables(std::set<std::string> tables) { tables_ = std::move(tables); }
  Mistakes& mistakes() const { return mistakes_; }

 private:
  bool source(const YamlEntry& entry, Alternative& into) const;
  bool step(const YamlEntry& entry, Alternative& into) const;
  void modifier(const YamlEntry& entry, Alternative& into) const;
  void table(const YamlNode& node, Alternative& into) const;
  Content content(const YamlNode& node) const;
  ListBlock list_block(std::string_view list, const YamlNode& node) const;
  void each(const YamlNode& node, std::string& text, std::optional<Selector>& css) const;

  Mistakes& mistakes_;
  PageBlock::Type type_;
  std::set<std::string> ids_;
  bool data_ = false;
  std::set<std::string> tables_;
};

std::vector<std::string> feed_field_names();

}  // namespace spoor::adapters
