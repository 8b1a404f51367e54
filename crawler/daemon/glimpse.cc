#include "crawler/daemon/glimpse.h"

#include <boost/json.hpp>

#include "storage/archive/held_before.h"
#include "storage/json/members.h"

namespace spoor::daemon {

namespace json = boost::json;

std::optional<status::LatestPost> glimpse(const kv::Store& index, std::string_view post_key) {
  kv::Batch none;
  auto record = first_record(kv::Overlay(index, none), post_key);
  if (!record || record->empty()) return std::nullopt;
  boost::system::error_code error;
  const json::value value = json::parse(*record, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  status::LatestPost post;
  post.url = text_member(object, "url");
  const std::string title = text_member(object, "title");
  post.text = title.empty() ? text_member(object, "text") : title + ": " + text_member(object, "text");
  if (const json::object* author = object_member(object, "author")) {
    post.author = text_member(*author, "display_name");
    if (post.author.empty()) post.author = text_member(*author, "handle");
  }
  return post;
}

}  // namespace spoor::daemon
