#include "crawler/daemon/glimpse.h"

#include <boost/json.hpp>

#include "storage/archive/held_before.h"

namespace spoor::daemon {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::optional<status::LatestPost> glimpse(const kv::Store& index, std::string_view post_key) {
  kv::Batch none;
  auto record = first_record(kv::Overlay(index, none), post_key);
  if (!record || record->empty()) return std::nullopt;
  boost::system::error_code error;
  const json::value value = json::parse(*record, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  status::LatestPost post;
  post.url = text(object, "url");
  const std::string title = text(object, "title");
  post.text = title.empty() ? text(object, "text") : title + ": " + text(object, "text");
  if (const json::value* author = object.if_contains("author"); author && author->is_object()) {
    post.author = text(author->get_object(), "display_name");
    if (post.author.empty()) post.author = text(author->get_object(), "handle");
  }
  return post;
}

}  // namespace spoor::daemon
