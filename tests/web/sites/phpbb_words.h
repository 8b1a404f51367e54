// phpBB's own words in the languages of its packs that the world speaks, and its way of writing dates.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web::phpbb {

struct Pack {
  std::string_view language;     // BCP 47 of the world's host
  std::string_view html_lang;    // as html@lang
  std::string_view date_format;  // of PHP's date(): D d j M Y g G H i a
  std::array<std::string_view, 7> days;
  std::array<std::string_view, 12> months;
  std::string_view zone;  // name of the time zone, as shown
  std::string_view index, quick_links, unanswered, active, search, members, team, faq, login, do_register;
  std::string_view reply_button, reply_title, new_topic_button, print, search_topic, search_forum;
  std::string_view posts_one, posts_few, posts_many;  // after a number: 1, 2, 5
  std::string_view topics_many, users_many;
  std::string_view page,
      page_x_of_y;  // "Page", "Page <strong>%</strong> of <strong>%</strong>" with [=page=], [=pages=]
  std::string_view by, wrote, posts, joined, location, previous, next, post, quote, top;
  std::string_view edited_one, edited_many;        // [=user=] [=date=] [=count=]
  std::string_view return_to, jump_to, all_times;  // [=name=]; [=zone=]
  std::string_view topics, replies, views, last_post, latest, forum, topic;
  std::string_view information, no_topic, no_forum, no_user, no_permission;
  std::string_view login_forum, username, password, remember;
  std::string_view viewing_profile, groups, registered_users, contact, statistics, last_active, total_posts,
      search_posts, signature, website, visit_website;
  std::string_view of_all_posts;         // [=share=] [=daily=]
  std::string_view attachments, viewed;  // [=count=]
  std::string_view feed, new_topics, posted_by, current_time;
};

const Pack& pack_of(const Host& host);

// As guests see it: in the board's zone.
std::string date(const Pack& pack, const Host& host, Seconds at);
std::string zone_offset(const Host& host);            // "UTC+03:00", "UTC"
std::string posts_text(const Pack& pack, int count);  // "31 posts"

}  // namespace spoor::web::phpbb
