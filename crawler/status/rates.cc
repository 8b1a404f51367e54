#include "crawler/status/rates.h"

#include <boost/json.hpp>

namespace spoor::status {
namespace {

namespace json = boost::json;

json::object ring_json(std::int64_t newest, const Rates::Counts& counts) {
  json::array list;
  for (const auto& count : counts) list.emplace_back(count ? json::value(*count) : json::value(nullptr));
  return {{"newest", newest}, {"counts", std::move(list)}};
}

bool read_ring(const json::value* value, std::size_t size, std::int64_t& newest, Rates::Counts& counts) {
  const json::object* object = value ? value->if_object() : nullptr;
  const json::value* number = object ? object->if_contains("newest") : nullptr;
  const json::value* list = object ? object->if_contains("counts") : nullptr;
  if (!number || !number->is_int64() || !list || !list->is_array() || list->get_array().size() > size) return false;
  for (const json::value& count : list->get_array()) {
    if (count.is_null()) {
      counts.emplace_back();
    } else if (count.is_int64()) {
      counts.emplace_back(count.get_int64());
    } else {
      return false;
    }
  }
  newest = number->get_int64();
  return true;
}

}  // namespace

std::int64_t Rates::hour_of(Timestamp at) { return (at.us >= 0 ? at.seconds() : 0) / 3600; }
std::int64_t Rates::day_of(Timestamp at) { return (at.us >= 0 ? at.seconds() : 0) / 86400; }

void Rates::Ring::add(std::int64_t number, std::int64_t posts, std::size_t size) {
  if (counts.empty()) {
    newest = number;
    counts.emplace_back(0);
  }
  if (number - newest >= static_cast<std::int64_t>(size)) {
    counts.clear();
    counts.emplace_back();
    newest = number;
  }
  for (; newest < number; ++newest) counts.emplace_back();
  while (counts.size() > size) counts.pop_front();
  const std::int64_t back = newest - number;  // more than 0: the clock was set back
  if (back >= static_cast<std::int64_t>(counts.size())) return;
  auto& count = counts[counts.size() - 1 - static_cast<std::size_t>(back)];
  count = count.value_or(0) + posts;
}

Rates::Counts Rates::Ring::until(std::int64_t number, std::size_t size) const {
  Counts out(size);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int64_t of = newest - static_cast<std::int64_t>(counts.size() - 1 - i);
    const std::int64_t back = number - of;
    if (back >= 0 && back < static_cast<std::int64_t>(size)) out[size - 1 - static_cast<std::size_t>(back)] = counts[i];
  }
  return out;
}

void Rates::add(Timestamp at, std::int64_t posts) {
  hours_.add(hour_of(at), posts, kHours);
  days_.add(day_of(at), posts, kDays);
}

std::string Rates::save() const {
  return json::serialize(json::object{{"hours", ring_json(hours_.newest, hours_.counts)},
                                      {"days", ring_json(days_.newest, days_.counts)}});
}

Rates Rates::load(const std::string& saved) {
  boost::system::error_code failed;
  const json::value value = json::parse(saved, failed);
  const json::object* object = failed ? nullptr : value.if_object();
  Rates rates;
  if (object == nullptr || !read_ring(object->if_contains("hours"), kHours, rates.hours_.newest, rates.hours_.counts) ||
      !read_ring(object->if_contains("days"), kDays, rates.days_.newest, rates.days_.counts)) {
    return {};
  }
  return rates;
}

}  // namespace spoor::status
