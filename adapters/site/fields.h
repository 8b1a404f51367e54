// The fields that a definition may fill, by record: their names, kinds, and how a value gets into the record.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/schema/records.h"

namespace spoor::adapters {

enum class RecordKind { post, account, thread };
enum class FieldType { text, url, date, integer, boolean, count, list, kind, status };

// A value on its way into a record.
struct FieldValue {
  std::string text;                // url: already resolved
  std::vector<std::string> list;   // list
  std::optional<StatedTime> time;  // date
};

// A field of one kind of record, found by its name once.
struct FieldSlot {
  // Puts a value there. False when it does not fit (a count without a number): the value is left as it was.
  template <class Record>
  using Put = std::function<bool(Record&, FieldValue&)>;

  FieldType type = FieldType::text;
  std::variant<Put<Post>, Put<Account>, Put<Thread>> put;  // of the record's kind
};

// nullopt for a name that the record does not have. "counts.likes", "reactions.joy" and "x.rank" are open families.
std::optional<FieldSlot> field_slot(RecordKind record, std::string_view name);
std::vector<std::string> field_names(RecordKind record);

// Fields of the lists inside a post.
std::vector<std::string> list_field_names(std::string_view list);  // "media", "links", "mentions"

}  // namespace spoor::adapters
