#include "tests/bench/forum_page.h"

#include <cstdint>

#include "tests/bench/words.h"

namespace spoor::bench {
namespace {

void add_post(std::string& out, int topic, int position, Random& random) {
  const std::string id = std::to_string(topic * 20 + position);
  const std::string user = std::to_string(40 + random.next() % 500);
  const std::string name = "member_" + user;
  const std::string minute = std::to_string(10 + position);
  out +=
      "\t\t\t<div id=\"p" + id + "\" class=\"post has-profile bg" + std::to_string(1 + position % 2) +
      "\">\n\t\t<div class=\"inner\">\n\n\t\t<dl class=\"postprofile\" id=\"profile" + id +
      "\">\n\t\t\t<dt class=\"no-profile-rank no-avatar\">\n\t\t\t\t<div class=\"avatar-container\"></div>\n"
      "\t\t\t\t<a href=\"./memberlist.php?mode=viewprofile&amp;u=" +
      user + "\" class=\"username\">" + name +
      "</a>\t\t\t</dt>\n\n\t\t<dd class=\"profile-posts\"><strong>Posts:</strong> <a href=\"./search.php?author_id=" +
      user +
      "&amp;sr=posts\">7</a></dd>\t\t<dd class=\"profile-joined\"><strong>Joined:</strong> Tue Dec 02, 2025 10:00 "
      "am</dd>\n\t\t</dl>\n\n\t\t<div class=\"postbody\">\n\t\t\t<div id=\"post_content" +
      id + "\">\n\n\t\t\t\t<h3" + (position == 0 ? " class=\"first\"" : "") + "><a href=\"#p" + id + "\">Re: Topic " +
      std::to_string(topic) +
      "</a></h3>\n\n\t\t\t\t<ul class=\"post-buttons\">\n\t\t\t\t\t<li>\n\t\t\t\t\t\t<a "
      "href=\"./posting.php?mode=quote&amp;f=2&amp;p=" +
      id +
      "\" title=\"Reply with quote\" class=\"button button-icon-only\">\n\t\t\t\t\t\t\t<i class=\"icon "
      "fa-quote-left fa-fw\" aria-hidden=\"true\"></i><span class=\"sr-only\">Quote</span>\n\t\t\t\t\t\t</a>\n"
      "\t\t\t\t\t</li>\n\t\t\t\t</ul>\n\n\t\t\t\t<p class=\"author\">\n\t\t\t\t\t<a class=\"unread\" "
      "href=\"./viewtopic.php?p=" +
      id + "#p" + id +
      "\" title=\"Post\">\n\t\t\t\t\t\t<i class=\"icon fa-file fa-fw icon-lightgray icon-md\" "
      "aria-hidden=\"true\"></i><span class=\"sr-only\">Post</span>\n\t\t\t\t\t</a>\n\t\t\t\t<span "
      "class=\"responsive-hide\">by <strong><a href=\"./memberlist.php?mode=viewprofile&amp;u=" +
      user + "\" class=\"username\">" + name + "</a></strong> &raquo; </span>Sun Mar 01, 2026 2:" + minute +
      " pm\n\t\t\t</p>\n\n\t\t\t<div class=\"content\">";
  add_words(out, random, 14);
  out += "<br />\n";
  add_words(out, random, 12);
  out += " <a href=\"http://news.example/" + id + "\" class=\"postlink\">news</a>.</div>\n\n\t\t\t\t<div id=\"sig" +
         id + "\" class=\"signature\">Signature of " + name +
         "</div>\n\t\t\t</div>\n\t\t</div>\n\n\t\t<div class=\"back2top\">\n\t\t\t<a href=\"#top\" class=\"top\" "
         "title=\"Top\">\n\t\t\t\t<i class=\"icon fa-chevron-circle-up fa-fw icon-gray\" aria-hidden=\"true\"></i>\n"
         "\t\t\t\t<span class=\"sr-only\">Top</span>\n\t\t\t</a>\n\t\t</div>\n\t\t</div>\n\t</div>\n\n\t<hr "
         "class=\"divider\" />\n";
}

}  // namespace

std::string forum_page(int topic) {
  Random random(static_cast<std::uint64_t>(topic));
  const std::string number = std::to_string(topic);
  std::string out;
  out.reserve(48 << 10);
  out +=
      "<!DOCTYPE html>\n<html dir=\"ltr\" lang=\"en-gb\">\n<head>\n<meta charset=\"utf-8\" />\n<title>Topic " + number +
      " - Harbour Bulletin</title>\n<link rel=\"canonical\" href=\"http://forum.bench.example/viewtopic.php?t=" +
      number +
      "\">\n<!--\n\tphpBB style name: prosilver\n-->\n<link "
      "href=\"./styles/prosilver/theme/stylesheet.css?assets_version=1\" rel=\"stylesheet\">\n</head>\n<body "
      "id=\"phpbb\" class=\"nojs notouch section-viewtopic ltr \">\n<div id=\"wrap\" class=\"wrap\">\n\t<a id=\"top\" "
      "class=\"top-anchor\" accesskey=\"t\"></a>\n\t<div id=\"page-header\">\n\t\t<div class=\"headerbar\" "
      "role=\"banner\"><div class=\"inner\"><div id=\"site-description\" class=\"site-description\">\n\t\t<a "
      "id=\"logo\" "
      "class=\"logo\" href=\"./index.php\" title=\"Board index\"><span class=\"site_logo\"></span></a>\n"
      "\t\t<h1>Harbour Bulletin</h1></div></div></div>\n\t<ul id=\"nav-breadcrumbs\" class=\"nav-breadcrumbs linklist "
      "navlinks\" role=\"menubar\">\n\t<li class=\"breadcrumbs\"><span class=\"crumb\"><a href=\"./index.php\" "
      "data-navbar-reference=\"index\"><span>Board index</span></a></span><span class=\"crumb\" data-forum-id=\"2\"><a "
      "href=\"./viewforum.php?f=2\"><span>Local news</span></a></span></li></ul>\n\t</div>\n\n\t<div id=\"page-body\" "
      "class=\"page-body\" role=\"main\">\n<h2 class=\"topic-title\"><a href=\"./viewtopic.php?f=2&amp;t=" +
      number + "\">Topic " + number +
      "</a></h2>\n<div class=\"action-bar bar-top\">\n\t<div class=\"pagination\">20 posts &bull; Page "
      "<strong>1</strong> of <strong>1</strong></div>\n</div>\n";
  for (int position = 0; position < 20; ++position) add_post(out, topic, position, random);
  out +=
      "\t</div>\n<div id=\"page-footer\" class=\"page-footer\" role=\"contentinfo\"><div class=\"navbar\"><ul "
      "class=\"nav-footer linklist\"><li class=\"breadcrumbs\"><a href=\"./index.php\">Board index</a></li><li "
      "class=\"rightside\">All times are <span title=\"UTC\">UTC</span></li></ul></div>\n<div "
      "class=\"copyright\"><p class=\"footer-row\"><span class=\"footer-copyright\">Powered by <a "
      "href=\"https://www.phpbb.com/\">phpBB</a>&reg; Forum Software &copy; phpBB "
      "Limited</span></p></div></div>\n</div>\n</body>\n</html>\n";
  return out;
}

}  // namespace spoor::bench
