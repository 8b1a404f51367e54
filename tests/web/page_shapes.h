// Pages in the shape that real software renders: phpBB topics (prosilver), WordPress posts. For made-up webs.
#pragma once

#include <string>
#include <vector>

namespace spoor::web {

struct ForumPost {
  int id;
  std::string author;
  int author_id;
  std::string date, html;
};

// Any page of the board around this body; `section` is phpBB's name of the script.
std::string forum_frame(const std::string& section, const std::string& title, const std::string& body);
// One page of a topic; `pagination` is the inner HTML of the page list.
std::string topic_page(const std::string& topic, const std::string& title, const std::vector<ForumPost>& posts,
                       const std::string& pagination);
std::string message_page(const std::string& text);  // "The requested topic does not exist."
std::string forum_login_page();

std::string blog_frame(const std::string& title, const std::string& body_class, const std::string& body);

std::string one_pixel_png();

}  // namespace spoor::web
