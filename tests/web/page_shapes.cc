#include "tests/web/page_shapes.h"

namespace spoor::web {
namespace {

std::string forum_post(const ForumPost& post, const std::string& subject) {
  const std::string id = std::to_string(post.id), user = std::to_string(post.author_id);
  return R"(<div id="p)" + id + R"(" class="post has-profile bg2"><div class="inner">
<dl class="postprofile" id="profile)" +
         id + R"("><dt class="no-profile-rank no-avatar"><div class="avatar-container"></div>
<a href="./memberlist.php?mode=viewprofile&amp;u=)" +
         user + R"(" class="username">)" + post.author + R"(</a></dt>
<dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id=)" +
         user + R"(&amp;sr=posts">7</a></dd>
<dd class="profile-joined"><strong>Joined:</strong> Tue Dec 02, 2025 10:00 am</dd></dl>
<div class="postbody"><div id="post_content)" +
         id + R"(">
<h3><a href="#p)" +
         id + R"(">)" + subject + R"(</a></h3>
<p class="author"><a class="unread" href="./viewtopic.php?p=)" +
         id + "#p" + id + R"(" title="Post"><span class="sr-only">Post</span></a>
<span class="responsive-hide">by <strong><a href="./memberlist.php?mode=viewprofile&amp;u=)" +
         user + R"(" class="username">)" + post.author + R"(</a></strong> &raquo; </span>)" + post.date + R"(</p>
<div class="content">)" +
         post.html + R"(</div>
<div id="sig)" +
         id + R"(" class="signature">Truth from the harbour</div></div></div></div></div>
<hr class="divider" />
)";
}

}  // namespace

std::string forum_frame(const std::string& section, const std::string& title, const std::string& body) {
  return R"(<!DOCTYPE html>
<html dir="ltr" lang="en-gb"><head><meta charset="utf-8" /><title>)" +
         title + R"( - Harbour Bulletin</title>
<!--
	phpBB style name: prosilver
	Based on style:   prosilver (this is the default phpBB3 style)
-->
<link href="./styles/prosilver/theme/stylesheet.css?assets_version=1" rel="stylesheet">
</head><body id="phpbb" class="nojs notouch section-)" +
         section + R"( ltr ">
<div id="wrap" class="wrap"><div id="page-header"><h1>Harbour Bulletin</h1>
<ul id="nav-breadcrumbs" class="nav-breadcrumbs linklist navlinks" role="menubar"><li class="breadcrumbs">
<span class="crumb"><a href="./index.php">Board index</a></span>
<span class="crumb" data-forum-id="2"><a href="./viewforum.php?f=2">Local news</a></span></li></ul></div>
<div id="page-body" class="page-body" role="main">
)" + body +
         R"(
</div><div id="page-footer" class="page-footer" role="contentinfo"><div class="copyright">
Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software &copy; phpBB Limited</div>
<ul><li class="rightside">All times are <span title="UTC">UTC</span></li></ul></div></div>
<script type="text/javascript" src="./assets/javascript/core.js?assets_version=1"></script></body></html>
)";
}

std::string topic_page(const std::string& topic, const std::string& title, const std::vector<ForumPost>& posts,
                       const std::string& pagination) {
  std::string body = R"(<h2 class="topic-title"><a href="./viewtopic.php?f=2&amp;t=)" + topic + R"(">)" + title +
                     "</a></h2>\n" + R"(<div class="pagination">)" + pagination + "</div>\n";
  for (const ForumPost& post : posts) body += forum_post(post, "Re: " + title);
  return forum_frame("viewtopic", title, body);
}

std::string message_page(const std::string& text) {
  return forum_frame("viewtopic", "Information",
                     R"(<div class="panel" id="message"><div class="inner">
<h2 class="message-title">Information</h2><p>)" +
                         text + "</p></div></div>");
}

std::string blog_frame(const std::string& title, const std::string& body_class, const std::string& body) {
  return R"(<!doctype html>
<html lang="en-US"><head><meta charset="UTF-8" /><title>)" +
         title + R"( &#8211; Quiet Kettle</title>
<link rel="alternate" type="application/rss+xml" title="Quiet Kettle &raquo; Feed" href="http://blog.demo.example/feed/" />
<link rel='stylesheet' id='wp-block-library-css' href='http://blog.demo.example/wp-includes/css/dist/block-library/style.min.css?ver=6.1.9' media='all' />
<meta name="generator" content="WordPress 6.1.9" />
</head><body class=")" +
         body_class + R"("><div id="page" class="site"><main id="main" class="site-main">
)" + body +
         R"(
</main></div></body></html>
)";
}

std::string forum_login_page() {
  return forum_frame("ucp", "Login", R"(<form action="./ucp.php?mode=login" method="post" id="login">
<div class="panel"><div class="inner"><div class="content">
<h2 class="login-title">The board requires you to be registered and logged in to view this forum.</h2>
<input type="text" name="username" id="username" /><input type="password" id="password" name="password" />
<input type="submit" name="login" value="Login" class="button1" /></div></div></div></form>)");
}

std::string one_pixel_png() {
  return std::string(
      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9c"
      "c\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xae"
      "B`\x82",
      67);
}

}  // namespace spoor::web
