#include "storage/archive/post_filter.h"

#include <algorithm>

#include <boost/json.hpp>

namespace spoor {
namespace {

namespace json = boost::json;

std::string_view text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::string lower(std::string_view value) {
  std::string out(value.substr(value.substr(0, 1) == "@" ? 1 : 0));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool is_account(const json::object& object, std::string_view wanted) {
  if (text(object, "key") == wanted || text(object, "native_id") == wanted) return true;
  std::string_view handle = text(object, "handle");
  return !handle.empty() && lower(handle) == lower(wanted);
}

bool by_account(const Filter& filter, const json::object& record) {
  if (filter.account.empty()) return true;
  std::string_view kind = text(record, "record");
  if (kind == "account") return is_account(record, filter.account);
  if (kind != "post") return false;
  const json::value* author = record.if_contains("author");
  return author != nullptr && author->is_object() && is_account(author->get_object(), filter.account);
}

bool by_time(const Filter& filter, const json::object& record) {
  if (!filter.since && !filter.until) return true;
  std::optional<Timestamp> time;
  for (const char* name : {"published_utc", "seen_at", "started_at"})
    if (!time) time = parse_rfc3339(text(record, name));
  if (!time) return false;
  return (!filter.since || *time >= *filter.since) && (!filter.until || *time < *filter.until);
}

bool by_kind(const Filter& filter, const json::object& record) {
  if (filter.kinds.empty()) return true;
  std::string_view record_kind = text(record, "record");
  std::string_view kind = record_kind == "post" ? text(record, "kind") : record_kind;
  // "thread" names a post kind as well as a record.
  return std::find(filter.kinds.begin(), filter.kinds.end(), kind) != filter.kinds.end();
}

}  // namespace

bool passes(const Filter& filter, const json::object& record) {
  if (text(record, "record") == "capture") return wants_captures(filter) && by_time(filter, record);
  return by_kind(filter, record) && (filter.platform.empty() || text(record, "platform") == filter.platform) &&
         (filter.software.empty() || text(record, "software") == filter.software) && by_account(filter, record) &&
         by_time(filter, record);
}

bool wants_captures(const Filter& filter) {
  return std::find(filter.kinds.begin(), filter.kinds.end(), "capture") != filter.kinds.end();
}

bool only_times(const Filter& filter) {
  return filter.platform.empty() && filter.software.empty() && filter.account.empty() && filter.kinds.empty();
}

}  // namespace spoor
