// The fields that a definition may fill, by record: their names, kinds, and how a value gets into the record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/site/definition.h"
#include "storage/schema/records.h"

namespace spoor::adapters {

enum class FieldType { text, url, date, integer, boolean, count, list, kind, status };

// nullopt for a name that the record does not have. "counts.likes", "reactions.joy" and "x.rank" are open families.
std::optional<FieldType> field_type(RecordKind record, std::string_view name);
std::vector<std::string> field_names(RecordKind record);

// A value on its way into a record.
struct FieldValue {
  std::string text;                // url: already resolved
  std::vector<std::string> list;   // list
  std::optional<StatedTime> time;  // date
};
// Puts it there. False when the text does not fit (a count without a number); the caller warns.
bool put_field(Post& post, std::string_view name, const FieldValue& value);
bool put_field(Account& account, std::string_view name, const FieldValue& value);
bool put_field(Thread& thread, std::string_view name, const FieldValue& value);

// Fields of the lists inside a post.
std::vector<std::string> list_field_names(std::string_view list);  // "media", "links", "mentions"

}  // namespace spoor::adapters
