// Templates of prosilver pages, in the structure that phpBB 3.2 and 3.3 render. [=name=] is filled in; see fill.h.
#pragma once

#include <string_view>

namespace spoor::web::phpbb {

inline constexpr std::string_view kHead = R"html(<!DOCTYPE html>
<html dir="ltr" lang="[=lang=]">
<head>
<meta charset="utf-8" />
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="viewport" content="width=device-width, initial-scale=1" />

<title>[=title=]</title>

[=feeds=]	[=canonical=]

<!--
	phpBB style name: prosilver
	Based on style:   prosilver (this is the default phpBB3 style)
-->

<link href="./assets/css/font-awesome.min.css?assets_version=3" rel="stylesheet">
<link href="./styles/prosilver/theme/stylesheet.css?assets_version=3" rel="stylesheet">
<link href="./styles/prosilver/theme/[=pack=]/stylesheet.css?assets_version=3" rel="stylesheet">




<!--[if lte IE 9]>
	<link href="./styles/prosilver/theme/tweaks.css?assets_version=3" rel="stylesheet">
<![endif]-->





</head>
<body id="phpbb" class="nojs notouch section-[=section=] ltr ">


<div id="wrap" class="wrap">
	<a id="top" class="top-anchor" accesskey="t"></a>
	<div id="page-header">
		<div class="headerbar" role="banner">
					<div class="inner">

			<div id="site-description" class="site-description">
				<a id="logo" class="logo" href="./index.php[=sid1=]" title="[=index=]"><span class="site_logo"></span></a>
				<h1>[=board=]</h1>
				<p>[=slogan=]</p>
				<p class="skiplink"><a href="#start_here">Skip to content</a></p>
			</div>

									<div id="search-box" class="search-box search-header" role="search">
				<form action="./search.php[=sid1=]" method="get" id="search">
				<fieldset>
					<input name="keywords" id="keywords" type="search" maxlength="128" title="[=search=]" class="inputbox search tiny" size="20" value="" placeholder="[=search=]…" />
					<button class="button button-search" type="submit" title="[=search=]">
						<i class="icon fa-search fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
					</button>
					<a href="./search.php[=sid1=]" class="button button-search-end" title="[=search=]">
						<i class="icon fa-cog fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
					</a>
					[=sid_field=]
				</fieldset>
				</form>
			</div>
						
			</div>
					</div>
				<div class="navbar" role="navigation">
	<div class="inner">

	<ul id="nav-main" class="nav-main linklist" role="menubar">

		<li id="quick-links" class="quick-links dropdown-container responsive-menu" data-skip-responsive="true">
			<a href="#" class="dropdown-trigger">
				<i class="icon fa-bars fa-fw" aria-hidden="true"></i><span>[=quick_links=]</span>
			</a>
			<div class="dropdown">
				<div class="pointer"><div class="pointer-inner"></div></div>
				<ul class="dropdown-contents" role="menu">
					
											<li class="separator"></li>
																									<li>
								<a href="./search.php?search_id=unanswered[=sid2=]" role="menuitem">
									<i class="icon fa-file-o fa-fw icon-gray" aria-hidden="true"></i><span>[=unanswered=]</span>
								</a>
							</li>
							<li>
								<a href="./search.php?search_id=active_topics[=sid2=]" role="menuitem">
									<i class="icon fa-file-o fa-fw icon-blue" aria-hidden="true"></i><span>[=active=]</span>
								</a>
							</li>
							<li class="separator"></li>
							<li>
								<a href="./search.php[=sid1=]" role="menuitem">
									<i class="icon fa-search fa-fw" aria-hidden="true"></i><span>[=search=]</span>
								</a>
							</li>
					
											<li class="separator"></li>
[=members_item=]																			<li>
								<a href="./memberlist.php?mode=team[=sid2=]" role="menuitem">
									<i class="icon fa-shield fa-fw" aria-hidden="true"></i><span>[=team=]</span>
								</a>
							</li>
																<li class="separator"></li>

									</ul>
			</div>
		</li>

				<li data-skip-responsive="true">
			<a href="/app.php/help/faq[=sid1=]" rel="help" title="[=faq=]" role="menuitem">
				<i class="icon fa-question-circle fa-fw" aria-hidden="true"></i><span>[=faq=]</span>
			</a>
		</li>
						
			<li class="rightside"  data-skip-responsive="true">
			<a href="./ucp.php?mode=login[=sid2=]" title="[=login=]" accesskey="x" role="menuitem">
				<i class="icon fa-power-off fa-fw" aria-hidden="true"></i><span>[=login=]</span>
			</a>
		</li>
					<li class="rightside" data-skip-responsive="true">
				<a href="./ucp.php?mode=register[=sid2=]" role="menuitem">
					<i class="icon fa-pencil-square-o  fa-fw" aria-hidden="true"></i><span>[=register=]</span>
				</a>
			</li>
						</ul>

	<ul id="nav-breadcrumbs" class="nav-breadcrumbs linklist navlinks" role="menubar">
						<li class="breadcrumbs">
										<span class="crumb"  itemtype="http://data-vocabulary.org/Breadcrumb" itemscope=""><a href="./index.php[=sid1=]" itemprop="url" accesskey="h" data-navbar-reference="index"><i class="icon fa-home fa-fw"></i><span itemprop="title">[=index=]</span></a></span>

[=crumbs=]								</li>
		
					<li class="rightside responsive-search">
				<a href="./search.php[=sid1=]" title="[=search=]" role="menuitem">
					<i class="icon fa-search fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
				</a>
			</li>
			</ul>

	</div>
</div>
	</div>

	
	<a id="start_here" class="anchor"></a>
	<div id="page-body" class="page-body" role="main">
		
		
)html";

inline constexpr std::string_view kMembersItem =
    R"html(													<li>
								<a href="./memberlist.php[=sid1=]" role="menuitem">
									<i class="icon fa-group fa-fw" aria-hidden="true"></i><span>[=members=]</span>
								</a>
							</li>
)html";

inline constexpr std::string_view kCrumb =
    R"html(											<span class="crumb"  itemtype="http://data-vocabulary.org/Breadcrumb" itemscope="" data-forum-id="[=id=]"><a href="./viewforum.php?f=[=id=]" itemprop="url"><span itemprop="title">[=name=]</span></a></span>
)html";

inline constexpr std::string_view kFoot = R"html(			</div>


<div id="page-footer" class="page-footer" role="contentinfo">
	<div class="navbar" role="navigation">
	<div class="inner">

	<ul id="nav-footer" class="nav-footer linklist" role="menubar">
		<li class="breadcrumbs">
									<span class="crumb"><a href="./index.php[=sid1=]" data-navbar-reference="index"><i class="icon fa-home fa-fw" aria-hidden="true"></i><span>[=index=]</span></a></span>					</li>
		
				<li class="rightside">[=all_times=]</li>
							<li class="rightside">
				<a href="./ucp.php?mode=delete_cookies[=sid2=]" data-ajax="true" data-refresh="true" role="menuitem">
					<i class="icon fa-trash fa-fw" aria-hidden="true"></i><span>Delete all board cookies</span>
				</a>
			</li>
[=members_item=]												<li class="rightside" data-last-responsive="true">
				<a href="./memberlist.php?mode=team[=sid2=]" role="menuitem">
					<i class="icon fa-shield fa-fw" aria-hidden="true"></i><span>[=team=]</span>
				</a>
			</li>
							</ul>

	</div>
</div>

	<div class="copyright">
				Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software &copy; phpBB Limited
									</div>

	<div id="darkenwrapper" class="darkenwrapper" data-ajax-error-title="AJAX error" data-ajax-error-text="Something went wrong when processing your request." data-ajax-error-text-abort="User aborted request." data-ajax-error-text-timeout="Your request timed out; please try again." data-ajax-error-text-parsererror="Something went wrong with the request and the server returned an invalid reply.">
		<div id="darken" class="darken">&nbsp;</div>
	</div>

	<div id="phpbb_alert" class="phpbb_alert" data-l-err="Error" data-l-timeout-processing-req="Request timed out.">
		<a href="#" class="alert_close">
			<i class="icon fa-times-circle fa-fw" aria-hidden="true"></i>
		</a>
		<h3 class="alert_title">&nbsp;</h3><p class="alert_text"></p>
	</div>
	<div id="phpbb_confirm" class="phpbb_alert">
		<a href="#" class="alert_close">
			<i class="icon fa-times-circle fa-fw" aria-hidden="true"></i>
		</a>
		<div class="alert_text"></div>
	</div>
</div>

</div>

<div>
	<a id="bottom" class="anchor" accesskey="z"></a>
	<img src="./cron.php?cron_type=cron.task.core.tidy_warnings[=sid2=]" width="1" height="1" alt="cron" /></div>

<script type="text/javascript" src="./assets/javascript/jquery.min.js?assets_version=3"></script>
<script type="text/javascript" src="./assets/javascript/core.js?assets_version=3"></script>



<script type="text/javascript" src="./styles/prosilver/template/forum_fn.js?assets_version=3"></script>
<script type="text/javascript" src="./styles/prosilver/template/ajax.js?assets_version=3"></script>



</body>
</html>
)html";

inline constexpr std::string_view kTopicTop =
    R"html(<h2 class="topic-title"><a href="./viewtopic.php?[=query=]">[=title=]</a></h2>
<!-- NOTE: remove the style="display: none" when you want to have the forum description on the topic body -->
<div style="display: none !important;">[=forum_about=]<br /></div>


<div class="action-bar bar-top">
	
			<a href="./posting.php?mode=reply&amp;f=[=f=]&amp;t=[=t=]" class="button" title="[=reply_title=]">
							<span>[=reply_button=]</span> <i class="icon fa-reply fa-fw" aria-hidden="true"></i>
					</a>
	
			[=tools=]
			<div class="search-box" role="search">
			<form method="get" id="topic-search" action="./search.php">
			<fieldset>
				<input class="inputbox search tiny"  type="search" name="keywords" id="search_keywords" size="20" placeholder="[=search_topic=]" />
				<button class="button button-search" type="submit" title="[=search=]">
					<i class="icon fa-search fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
				</button>
				<a href="./search.php" class="button button-search-end" title="[=search=]">
					<i class="icon fa-cog fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
				</a>
				<input type="hidden" name="t" value="[=t=]" />
<input type="hidden" name="sf" value="msgonly" />

			</fieldset>
			</form>
		</div>
	
[=pagination=]		</div>




)html";

inline constexpr std::string_view kTopicTools =
    R"html(<div class="dropdown-container dropdown-button-control topic-tools">
		<span title="Topic tools" class="button button-secondary dropdown-trigger dropdown-select">
			<i class="icon fa-wrench fa-fw" aria-hidden="true"></i>
			<span class="caret"><i class="icon fa-sort-down fa-fw" aria-hidden="true"></i></span>
		</span>
		<div class="dropdown">
			<div class="pointer"><div class="pointer-inner"></div></div>
			<ul class="dropdown-contents">
																												<li>
					<a href="./viewtopic.php?[=query=]&amp;view=print" title="[=print=]" accesskey="p">
						<i class="icon fa-print fa-fw" aria-hidden="true"></i><span>[=print=]</span>
					</a>
				</li>
											</ul>
		</div>
	</div>
)html";

inline constexpr std::string_view kPost =
    R"html(			<div id="p[=id=]" class="post has-profile bg[=bg=]">
		<div class="inner">

		<dl class="postprofile" id="profile[=id=]">
			<dt class="no-profile-rank [=avatar_class=]">
				<div class="avatar-container">
													[=avatar=]						</div>
								<a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="username">[=user=]</a>							</dt>

									
		<dd class="profile-posts"><strong>[=posts=]</strong> <a href="./search.php?author_id=[=u=]&amp;sr=posts">[=count=]</a></dd>		<dd class="profile-joined"><strong>[=joined=]</strong> [=joined_at=]</dd>		
		
						[=location=]
						
		</dl>

		<div class="postbody">
						<div id="post_content[=id=]">

						<h3 [=first=]><a href="#p[=id=]">[=title=]</a></h3>

													<ul class="post-buttons">
																																									<li>
							<a href="./posting.php?mode=quote&amp;f=[=f=]&amp;p=[=id=]" title="[=quote=]" class="button button-icon-only">
								<i class="icon fa-quote-left fa-fw" aria-hidden="true"></i><span class="sr-only">[=quote=]</span>
							</a>
						</li>
														</ul>
							
						<p class="author">
									<a class="unread" href="./viewtopic.php?p=[=id=]#p[=id=]" title="[=post=]">
						<i class="icon fa-file fa-fw icon-lightgray icon-md" aria-hidden="true"></i><span class="sr-only">[=post=]</span>
					</a>
								<span class="responsive-hide">[=by=] <strong><a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="username">[=user=]</a></strong> &raquo; </span>[=date=]
			</p>
			
			
			
			<div class="content">[=content=]</div>

			[=attachments=]
									[=notice=]
									[=signature=]
						</div>

		</div>

				<div class="back2top">
						<a href="#top" class="top" title="[=top=]">
				<i class="icon fa-chevron-circle-up fa-fw icon-gray" aria-hidden="true"></i>
				<span class="sr-only">[=top=]</span>
			</a>
					</div>
		
		</div>
	</div>

	<hr class="divider" />
	)html";

inline constexpr std::string_view kAvatar =
    R"html(<a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="avatar"><img class="avatar" src="./download/file.php?avatar=[=file=]" width="[=width=]" height="[=height=]" alt="User avatar" /></a>)html";

inline constexpr std::string_view kAttachments = R"html(<dl class="attachbox">
				<dt>
					[=attachments=]
				</dt>
				<dd>
		<dl class="file">
			<dt class="attach-image"><img src="./download/file.php?id=[=id=]" class="postimage" alt="[=name=]" onclick="viewableArea(this);" /></dt>
						<dd>[=name=] ([=size=] KiB) [=viewed=]</dd>
		</dl>
	</dd>
			</dl>
)html";

inline constexpr std::string_view kTopicBottom = R"html(

	<div class="action-bar bar-bottom">
	
			<a href="./posting.php?mode=reply&amp;f=[=f=]&amp;t=[=t=]" class="button" title="[=reply_title=]">
							<span>[=reply_button=]</span> <i class="icon fa-reply fa-fw" aria-hidden="true"></i>
					</a>
		
		[=tools=]
			<form method="post" action="./viewtopic.php?[=query=]">
		<div class="dropdown-container dropdown-container-left dropdown-button-control sort-tools">
	<span title="Display and sorting options" class="button button-secondary dropdown-trigger dropdown-select">
		<i class="icon fa-sort-amount-asc fa-fw" aria-hidden="true"></i>
		<span class="caret"><i class="icon fa-sort-down fa-fw" aria-hidden="true"></i></span>
	</span>
	<div class="dropdown hidden">
		<div class="pointer"><div class="pointer-inner"></div></div>
		<div class="dropdown-contents">
			<fieldset class="display-options">
							<label>Display: <select name="st" id="st"><option value="0" selected="selected">All posts</option><option value="1">1 day</option><option value="7">7 days</option><option value="14">2 weeks</option><option value="30">1 month</option><option value="365">1 year</option></select></label>
								<label>Sort by: <select name="sk" id="sk"><option value="a">Author</option><option value="t" selected="selected">Post time</option><option value="s">Subject</option></select></label>
				<label>Direction: <select name="sd" id="sd"><option value="a" selected="selected">Ascending</option><option value="d">Descending</option></select></label>
								<hr class="dashed" />
				<input type="submit" class="button2" name="sort" value="Go" />
						</fieldset>
		</div>
	</div>
</div>
		</form>
	
	
	
[=pagination=]	</div>


<div class="action-bar actions-jump">
		<p class="jumpbox-return">
		<a href="./viewforum.php?f=[=f=]" class="left-box arrow-left" accesskey="r">
			<i class="icon fa-angle-left fa-fw icon-black" aria-hidden="true"></i><span>[=return_to=]</span>
		</a>
	</p>
	
[=jumpbox=]
	</div>


)html";

inline constexpr std::string_view kJumpbox =
    R"html(		<div class="jumpbox dropdown-container dropdown-container-right dropdown-up dropdown-left dropdown-button-control" id="jumpbox">
			<span title="[=jump_to=]" class="button button-secondary dropdown-trigger dropdown-select">
				<span>[=jump_to=]</span>
				<span class="caret"><i class="icon fa-sort-down fa-fw" aria-hidden="true"></i></span>
			</span>
		<div class="dropdown">
			<div class="pointer"><div class="pointer-inner"></div></div>
			<ul class="dropdown-contents">
[=items=]											</ul>
		</div>
	</div>
)html";

inline constexpr std::string_view kForumTop =
    R"html(		<h2 class="forum-title"><a href="./viewforum.php?f=[=f=]">[=name=]</a></h2>
<div>
	<!-- NOTE: remove the style="display: none" when you want to have the forum description on the forum body -->
	<div style="display: none !important;">[=forum_about=]<br /></div>	</div>



	<div class="action-bar bar-top">

				
		<a href="./posting.php?mode=post&amp;f=[=f=]" class="button" title="[=new_topic_button=]">
							<span>[=new_topic_button=]</span> <i class="icon fa-pencil fa-fw" aria-hidden="true"></i>
					</a>
				
			<div class="search-box" role="search">
			<form method="get" id="forum-search" action="./search.php">
			<fieldset>
				<input class="inputbox search tiny" type="search" name="keywords" id="search_keywords" size="20" placeholder="[=search_forum=]" />
				<button class="button button-search" type="submit" title="[=search=]">
					<i class="icon fa-search fa-fw" aria-hidden="true"></i><span class="sr-only">[=search=]</span>
				</button>
				<input type="hidden" name="fid[0]" value="[=f=]" />

			</fieldset>
			</form>
		</div>
	
[=pagination=]
	</div>




	
			<div class="forumbg">
		<div class="inner">
		<ul class="topiclist">
			<li class="header">
				<dl class="row-item">
					<dt><div class="list-inner">[=topics=]</div></dt>
					<dd class="posts">[=replies=]</dd>
					<dd class="views">[=views=]</dd>
					<dd class="lastpost"><span>[=last_post=]</span></dd>
				</dl>
			</li>
		</ul>
		<ul class="topiclist topics">
)html";

inline constexpr std::string_view kTopicRow = R"html(	
				<li class="row bg[=bg=][=sticky=]">
						<dl class="row-item [=sticky_read=]">
				<dt title="No unread posts">
										<div class="list-inner">
																		<a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]" class="topictitle">[=title=]</a>																								<br />
						
												<div class="responsive-show" style="display: none;">
							[=last_post=] [=by=] <a href="./memberlist.php?mode=viewprofile&amp;u=[=last_u=]" class="username">[=last_user=]</a> &laquo; <a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]&amp;p=[=last_p=]#p[=last_p=]" title="[=latest=]">[=last_date=]</a>
													</div>
													
						<div class="topic-poster responsive-hide left-box">
																					[=by=] <a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="username">[=user=]</a> &raquo; [=date=]
													</div>

						[=pages=]
											</div>
				</dt>
				<dd class="posts">[=reply_count=] <dfn>[=replies=]</dfn></dd>
				<dd class="views">[=view_count=] <dfn>[=views=]</dfn></dd>
				<dd class="lastpost">
					<span><dfn>[=last_post=] </dfn>[=by=] <a href="./memberlist.php?mode=viewprofile&amp;u=[=last_u=]" class="username">[=last_user=]</a>
													<a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]&amp;p=[=last_p=]#p[=last_p=]" title="[=latest=]">
								<i class="icon fa-external-link-square fa-fw icon-lightgray icon-md" aria-hidden="true"></i><span class="sr-only"></span>
							</a>
												<br />[=last_date=]
					</span>
				</dd>
			</dl>
					</li>
		
	

	
)html";

inline constexpr std::string_view kForumBottom = R"html(				</ul>
		</div>
	</div>

	<div class="action-bar bar-bottom">
					<a href="./posting.php?mode=post&amp;f=[=f=]" class="button" title="[=new_topic_button=]">
							<span>[=new_topic_button=]</span> <i class="icon fa-pencil fa-fw" aria-hidden="true"></i>
					</a>
				
[=pagination=]	</div>


<div class="action-bar actions-jump">
		<p class="jumpbox-return">
		<a href="./index.php" class="left-box arrow-left" accesskey="r">
			<i class="icon fa-angle-left fa-fw icon-black" aria-hidden="true"></i><span>[=index=]</span>
		</a>
	</p>
	
[=jumpbox=]
	</div>
)html";

inline constexpr std::string_view kIndexTop =
    R"html(<p class="right responsive-center time">[=current_time=] [=now=]</p>



	
				<div class="forabg">
			<div class="inner">
			<ul class="topiclist">
				<li class="header">
										<dl class="row-item">
						<dt><div class="list-inner"><a href="./viewforum.php?f=1[=sid2=]">[=category=]</a></div></dt>
						<dd class="topics">[=topics=]</dd>
						<dd class="posts">[=posts=]</dd>
						<dd class="lastpost"><span>[=last_post=]</span></dd>
					</dl>
									</li>
			</ul>
			<ul class="topiclist forums">
)html";

inline constexpr std::string_view kIndexRow = R"html(		
	
			
					<li class="row">
						<dl class="row-item forum_read">
				<dt title="No unread posts">
										<div class="list-inner">
													<!--
								<a class="feed-icon-forum" title="Feed - [=name=]" href="/app.php/feed[=sid1=]?f=[=f=]">
									<i class="icon fa-rss-square fa-fw icon-orange" aria-hidden="true"></i><span class="sr-only">Feed - [=name=]</span>
								</a>
							-->
																		<a href="./viewforum.php?f=[=f=][=sid2=]" class="forumtitle">[=name=]</a>
						<br />[=forum_about=]												
												<div class="responsive-show" style="display: none;">
															[=topics=]: <strong>[=topic_count=]</strong>
													</div>
											</div>
				</dt>
									<dd class="topics">[=topic_count=] <dfn>[=topics=]</dfn></dd>
					<dd class="posts">[=post_count=] <dfn>[=posts=]</dfn></dd>
					<dd class="lastpost">
						<span>[=last=]</span>
					</dd>
							</dl>
					</li>
)html";

inline constexpr std::string_view kIndexLast = R"html(
																						<dfn>[=last_post=]</dfn>
																										<a href="./viewtopic.php?f=[=f=]&amp;p=[=p=][=sid2=]#p[=p=]" title="[=title=]" class="lastsubject">[=title=]</a> <br />
																	[=by=] <a href="./memberlist.php?mode=viewprofile&amp;u=[=u=][=sid2=]" class="username">[=user=]</a>
																	<a href="./viewtopic.php?f=[=f=]&amp;p=[=p=][=sid2=]#p[=p=]" title="[=latest=]">
										<i class="icon fa-external-link-square fa-fw icon-lightgray icon-md" aria-hidden="true"></i><span class="sr-only">[=latest=]</span>
									</a>
																<br />[=date=]
													)html";

inline constexpr std::string_view kIndexBottom = R"html(				</ul>

			</div>
		</div>
		


	<form method="post" action="./ucp.php?mode=login[=sid2=]" class="headerspace">
	<h3><a href="./ucp.php?mode=login[=sid2=]">[=login=]</a>&nbsp; &bull; &nbsp;<a href="./ucp.php?mode=register[=sid2=]">[=register=]</a></h3>
		<fieldset class="quick-login">
			<label for="username"><span>[=username=]</span> <input type="text" tabindex="1" name="username" id="username" size="10" class="inputbox" title="[=username=]" /></label>
			<label for="password"><span>[=password=]</span> <input type="password" tabindex="2" name="password" id="password" size="10" class="inputbox" title="[=password=]" autocomplete="off" /></label>
										<span class="responsive-hide">|</span> <label for="autologin">[=remember=] <input type="checkbox" tabindex="4" name="autologin" id="autologin" /></label>
						<input type="submit" tabindex="5" name="login" value="[=login=]" class="button2" />
			<input type="hidden" name="redirect" value="./index.php[=sid1=]" />

		</fieldset>
	</form>


	<div class="stat-block statistics">
		<h3>[=statistics=]</h3>
		<p>
						Total posts <strong>[=post_count=]</strong> &bull; Total topics <strong>[=topic_count=]</strong> &bull; Total members <strong>[=member_count=]</strong> &bull; Our newest member <strong><a href="./memberlist.php?mode=viewprofile&amp;u=[=u=][=sid2=]" class="username">[=user=]</a></strong>
					</p>
	</div>


)html";

inline constexpr std::string_view kMessage = R"html(<div class="panel" id="message">
	<div class="inner">
	<h2 class="message-title">[=information=]</h2>
	<p>[=text=]</p>
		</div>
</div>

	)html";

inline constexpr std::string_view kLogin =
    R"html(<form action="./ucp.php?mode=login" method="post" id="login" data-focus="username">
<div class="panel">
	<div class="inner">

	<div class="content">
		<h2 class="login-title">[=text=]</h2>

		<fieldset class="fields1">
				<dl>
			<dt><label for="username">[=username=]</label></dt>
			<dd><input type="text" tabindex="1" name="username" id="username" size="25" value="" class="inputbox autowidth" /></dd>
		</dl>
		<dl>
			<dt><label for="password">[=password=]</label></dt>
			<dd><input type="password" tabindex="2" id="password" name="password" size="25" class="inputbox autowidth" autocomplete="off" /></dd>
					</dl>
						<dl>
			<dd><label for="autologin"><input type="checkbox" name="autologin" id="autologin" tabindex="4" /> [=remember=]</label></dd>		</dl>
		
		<input type="hidden" name="redirect" value="./[=redirect=]" />

		<dl>
			<dt>&nbsp;</dt>
			<dd><input type="hidden" name="sid" value="[=sid=]" />
<input type="submit" name="login" tabindex="6" value="[=login=]" class="button1" /></dd>
		</dl>
		</fieldset>
	</div>

		</div>
</div>


	<div class="panel">
		<div class="inner">

		<div class="content">
			<h3>[=register=]</h3>
			<p><strong><a href="./ucp.php?mode=terms">Terms of use</a> | <a href="./ucp.php?mode=privacy">Privacy policy</a></strong></p>
			<hr class="dashed" />
			<p><a href="./ucp.php?mode=register" class="button2">[=register=]</a></p>
		</div>

		</div>
	</div>

</form>

)html";

inline constexpr std::string_view kProfile = R"html(<h2 class="memberlist-title">[=viewing_profile=][=user=]</h2>


<form method="post" action="./memberlist.php?mode=group" id="viewprofile">
<div class="panel bg1">
	<div class="inner">

[=avatar=]	
	<dl class="left-box details profile-details">
		<dt>[=username=]</dt>
		<dd>
			<span>[=user=]</span>
														</dd>
																						<dt>[=groups=]</dt> <dd><select name="g"><option value="2" selected="selected">[=registered_users=]</option></select> <input type="submit" name="submit" value="Go" class="button2" /></dd>[=location=]													</dl>

	</div>
</div>

<div class="panel bg2">
	<div class="inner">

	<div class="column1">
		<h3>[=contact=][=user=]</h3>

		<dl class="details">
								[=website=]								</dl>
	</div>

	<div class="column2">
		<h3>[=statistics=]</h3>
		<dl class="details">
						<dt>[=joined=]</dt> <dd>[=joined_at=]</dd>
			<dt>[=last_active=]</dt> <dd>[=active_at=]</dd>
						<dt>[=total_posts=]</dt>
				<dd>[=count=] | <strong><a href="./search.php?author_id=[=u=]&amp;sr=posts">[=search_posts=]</a></strong>					<br />[=of_all_posts=]									</dd>
								</dl>
	</div>

	</div>
</div>

[=signature=]
</form>



<div class="action-bar actions-jump">
	
[=jumpbox=]
	</div>

)html";

inline constexpr std::string_view kSignaturePanel = R"html(<div class="panel bg1">
	<div class="inner">

		<h3>[=signature=]</h3>

		<div class="postbody"><div class="signature standalone">[=text=]</div></div>

	</div>
</div>
)html";

inline constexpr std::string_view kMembersTop = R"html(	<form method="post" action="./memberlist.php">


			<h2 class="solo">[=members=]</h2>

		<div class="action-bar bar-top">
			<div class="member-search panel">
				<a href="./memberlist.php?mode=searchuser" id="member_search" data-alt-text="Hide member search">Find a member</a> &bull; 				<strong>
									<a href="./memberlist.php?first_char=#memberlist">All</a>&nbsp;
									<a href="./memberlist.php?first_char=a#memberlist">A</a>&nbsp;
									<a href="./memberlist.php?first_char=other#memberlist">Other</a>&nbsp;
								</strong>
			</div>

[=pagination=]		</div>
	
		<div class="forumbg forumbg-table">
		<div class="inner">

		<table class="table1 memberlist" id="memberlist">
		<thead>
		<tr>
			<th class="name" data-dfn="Rank, Username"><span class="rank-img"><a href="./memberlist.php?mode=&amp;sk=m&amp;sd=d">Rank</a></span><a href="./memberlist.php?mode=&amp;sk=a&amp;sd=a">[=username=]</a></th>
			<th class="posts"><a href="./memberlist.php?mode=&amp;sk=d&amp;sd=d#memberlist">[=posts=]</a></th>
			<th class="info">[=location=]  [=website=]</th>
			<th class="joined"><a href="./memberlist.php?mode=&amp;sk=c&amp;sd=d#memberlist">[=joined=]</a></th>
					</tr>
		</thead>
		<tbody>
)html";

inline constexpr std::string_view kMemberRow = R"html(						
	<tr class="bg[=bg=]">
		<td><span class="rank-img"></span><a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="username">[=user=]</a></td>
		<td class="posts"><a href="./search.php?author_id=[=u=]&amp;sr=posts" title="[=search_posts=]">[=count=]</a></td>
		<td class="info">[=info=]</td>
		<td>[=joined_at=]</td>
			</tr>
)html";

inline constexpr std::string_view kMembersBottom = R"html(			</tbody>
	</table>

	</div>
</div>

</form>

<div class="action-bar bar-bottom">
[=pagination=]</div>
)html";

inline constexpr std::string_view kSearchTop =
    R"html(<h2 class="searchresults-title">Search found [=found=] matches</h2>

	<p class="advanced-search-link">
		<a class="arrow-left" href="./search.php" title="[=search=]">
			<i class="icon fa-angle-left fa-fw icon-black" aria-hidden="true"></i><span>[=search=]</span>
		</a>
	</p>


	<div class="action-bar bar-top">

[=pagination=]	</div>


)html";

inline constexpr std::string_view kSearchPost =
    R"html(					<div class="search post bg[=bg=]">
			<div class="inner">

			<dl class="postprofile">
						<dt class="author">[=by=] <a href="./memberlist.php?mode=viewprofile&amp;u=[=u=]" class="username">[=user=]</a></dt>
			<dd class="search-result-date">[=date=]</dd>
			<dd>[=forum=] <a href="./viewforum.php?f=[=f=]">[=forum_name=]</a></dd>
			<dd>[=topic=] <a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]">[=topic_title=]</a></dd>
						<dd>[=replies=] <strong>[=reply_count=]</strong></dd>
			<dd>[=views=] <strong>[=view_count=]</strong></dd>
					</dl>

		<div class="postbody">
			<h3><a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]&amp;p=[=p=]#p[=p=]">[=title=]</a></h3>
			<div class="content">[=content=]</div>
		</div>
	
			<ul class="searchresults">
			<li>
				<a href="./viewtopic.php?f=[=f=]&amp;t=[=t=]&amp;p=[=p=]#p[=p=]" class="arrow-right">
					<i class="icon fa-angle-right fa-fw icon-black" aria-hidden="true"></i><span>[=post=]</span>
				</a>
			</li>
		</ul>
	
			</div>
		</div>
		)html";

inline constexpr std::string_view kPrintHead = R"html(<!DOCTYPE html>
<html dir="ltr" lang="[=lang=]">
<head>
<meta charset="utf-8" />
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="robots" content="noindex" />

<title>[=board=] &bull; [=title=]</title>

<link href="./styles/prosilver/theme/print.css" rel="stylesheet">
</head>
<body id="phpbb" class="ltr">
<div id="wrap" class="wrap">
	<a id="top" class="top-anchor" accesskey="t"></a>

	<div id="page-header">
		<h1>[=board=]</h1>
		<p><a href="[=base=]/">[=base=]/</a></p>

		<h2>[=title=]</h2>
		<p><a href="[=base=]/viewtopic.php?[=query=]">[=base=]/viewtopic.php?[=query=]</a></p>
	</div>

	<div id="page-body" class="page-body">
		<div class="page-number">[=page_x_of_y=]</div>
)html";

inline constexpr std::string_view kPrintPost = R"html(					<div class="post">
				<h3>[=title=]</h3>
				<div class="date">[=post=]: <strong>[=date=]</strong></div>
				<div class="author">[=by=] <strong>[=user=]</strong></div>
				<div class="content">[=content=]</div>
			</div>
			<hr />
)html";

inline constexpr std::string_view kPrintFoot = R"html(			</div>

	<div id="page-footer" class="page-footer">
		<div class="page-number">[=all_times=]<br />[=page_x_of_y=]</div>
		<div class="copyright">Powered by phpBB&reg; Forum Software &copy; phpBB Limited<br />https://www.phpbb.com/</div>
	</div>
</div>

</body>
</html>
)html";

inline constexpr std::string_view kFeedHead = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="[=lang=]">
	<link rel="self" type="application/atom+xml" href="[=self=]" />

	<title>[=board=]</title>
	<subtitle>[=slogan=]</subtitle>
	<link href="[=base=]/index.php" />
	<updated>[=updated=]</updated>

	<author><name><![CDATA[[=board=]]]></name></author>
	<id>[=self=]</id>

)xml";

inline constexpr std::string_view kFeedEntry = R"xml(		<entry>
		<author><name><![CDATA[[=user=]]]></name></author>
		<updated>[=updated=]</updated>

		<published>[=published=]</published>
		<id>[=url=]</id>
		<link href="[=url=]"/>
		<title type="html"><![CDATA[[=title=]]]></title>

		[=category=]
		<content type="html" xml:base="[=url=]"><![CDATA[
[=content=]<p>Statistics: [=posted_by=] <a href="[=base=]/memberlist.php?mode=viewprofile&amp;u=[=u=]">[=user=]</a> — [=date=]</p><hr />
]]></content>
	</entry>
)xml";

}  // namespace spoor::web::phpbb
