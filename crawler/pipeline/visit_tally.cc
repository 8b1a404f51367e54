#include "crawler/pipeline/visit_tally.h"

#include <boost/json.hpp>

#include "storage/json/members.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

// Among the credits: they are forgotten with the visit.
std::string tally_key(std::string_view run) { return kv::make_key(kv::kCredit, {run, "tally"}); }

double real(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_number() ? value->to_number<double>() : 0;
}

Result<VisitTally> decode(const Result<std::optional<std::string>>& row) {
  if (!row) return row.error();
  VisitTally tally;
  if (!*row) return tally;
  boost::system::error_code error;
  const json::value value = json::parse(**row, error);
  if (error || !value.is_object()) return Error{ErrorCode::corruption, "damaged row; rebuild with 'spoor reindex'", ""};
  const json::object& object = value.get_object();
  tally.requests = number_member(object, "requests");
  tally.new_posts = number_member(object, "new");
  tally.edited = number_member(object, "edited");
  tally.gone = number_member(object, "gone");
  tally.restored = number_member(object, "restored");
  tally.posts_shown = number_member(object, "shown");
  tally.undated = number_member(object, "undated");
  tally.alive_hours = real(object, "alive_hours");
  tally.gone_gap_hours = real(object, "gone_gap_hours");
  if (const json::value* times = object.if_contains("published"); times && times->is_array()) {
    for (const json::value& time : times->get_array()) {
      if (time.is_int64()) tally.published.push_back({time.get_int64()});
    }
  }
  if (const json::value* yield = object.if_contains("yield")) tally.yield = health::visit_yield_from(*yield);
  return tally;
}

}  // namespace

Result<VisitTally> read_tally(const kv::Store& index, std::string_view run) {
  return decode(index.get(tally_key(run)));
}
Result<VisitTally> read_tally(const kv::Overlay& index, std::string_view run) {
  return decode(index.get(tally_key(run)));
}

void put_tally(kv::Overlay& index, std::string_view run, const VisitTally& tally) {
  json::array published;
  for (const Timestamp time : tally.published) published.push_back(time.us);
  index.put(tally_key(run), json::serialize(json::object{{"requests", tally.requests},
                                                         {"new", tally.new_posts},
                                                         {"edited", tally.edited},
                                                         {"gone", tally.gone},
                                                         {"restored", tally.restored},
                                                         {"shown", tally.posts_shown},
                                                         {"undated", tally.undated},
                                                         {"alive_hours", tally.alive_hours},
                                                         {"gone_gap_hours", tally.gone_gap_hours},
                                                         {"published", std::move(published)},
                                                         {"yield", health::to_json(tally.yield)}}));
}

}  // namespace spoor::pipeline
