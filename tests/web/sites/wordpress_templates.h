// Templates of WordPress 6.1 with the theme Twenty Twenty-One. [=name=] is filled in; see fill.h.
#pragma once

#include <string_view>

namespace spoor::web::wordpress {

inline constexpr std::string_view kHead = R"html(<!doctype html>
<html lang="[=lang=]" >
<head>
	<meta charset="UTF-8" />
	<meta name="viewport" content="width=device-width, initial-scale=1" />
	<title>[=title=]</title>
<meta name='robots' content='max-image-preview:large' />
<link rel="alternate" type="application/rss+xml" title="[=blog=] &raquo; Feed" href="[=base=]/feed/" />
<link rel="alternate" type="application/rss+xml" title="[=blog=] &raquo; Comments Feed" href="[=base=]/comments/feed/" />
[=feeds=]<script>
window._wpemojiSettings = {"baseUrl":"https:\/\/s.w.org\/images\/core\/emoji\/14.0.0\/72x72\/","ext":".png","svgUrl":"https:\/\/s.w.org\/images\/core\/emoji\/14.0.0\/svg\/","svgExt":".svg","source":{"concatemoji":"\/wp-includes\/js\/wp-emoji-release.min.js?ver=6.1.9"}};
</script>
<style>
img.wp-smiley,
img.emoji {
	display: inline !important;
	border: none !important;
	box-shadow: none !important;
	height: 1em !important;
	width: 1em !important;
	margin: 0 0.07em !important;
	vertical-align: -0.1em !important;
	background: none !important;
	padding: 0 !important;
}
</style>
	<link rel='stylesheet' id='wp-block-library-css' href='[=base=]/wp-includes/css/dist/block-library/style.min.css?ver=6.1.9' media='all' />
<link rel='stylesheet' id='classic-theme-styles-css' href='[=base=]/wp-includes/css/classic-themes.min.css?ver=1' media='all' />
<style id='global-styles-inline-css'>
[=styles=]
</style>
<link rel='stylesheet' id='twenty-twenty-one-style-css' href='[=base=]/wp-content/themes/twentytwentyone/style.css?ver=1.7' media='all' />
<link rel='stylesheet' id='twenty-twenty-one-print-style-css' href='[=base=]/wp-content/themes/twentytwentyone/assets/css/print.css?ver=1.7' media='print' />
[=rest=]<link rel="EditURI" type="application/rsd+xml" title="RSD" href="[=base=]/xmlrpc.php?rsd" />
<link rel="wlwmanifest" type="application/wlwmanifest+xml" href="[=base=]/wp-includes/wlwmanifest.xml" />
<meta name="generator" content="WordPress 6.1.9" />
[=links=]</head>

<body class="[=body_class=] wp-embed-responsive is-light-theme no-js[=more_class=]">
<div id="page" class="site">
	<a class="skip-link screen-reader-text" href="#content">Skip to content</a>

	
<header id="masthead" class="site-header has-title-and-tagline">

	

<div class="site-branding">

	
						<p class="site-title"><a href="[=base=]/">[=blog=]</a></p>
			
			<p class="site-description">
			[=blog=]		</p>
	</div><!-- .site-branding -->
	

</header><!-- #masthead -->

	<div id="content" class="site-content">
		<div id="primary" class="content-area">
			<main id="main" class="site-main">

)html";

inline constexpr std::string_view kFoot = R"html(			</main><!-- #main -->
		</div><!-- #primary -->
	</div><!-- #content -->

	
	<aside class="widget-area">
		<section id="block-2" class="widget widget_block widget_search"><form role="search" method="get" action="[=base=]/" class="wp-block-search__button-outside wp-block-search__text-button wp-block-search"><label for="wp-block-search__input-1" class="wp-block-search__label" >[=search=]</label><div class="wp-block-search__inside-wrapper " ><input type="search" id="wp-block-search__input-1" class="wp-block-search__input wp-block-search__input" name="s" value="" placeholder=""  required /><button type="submit" class="wp-block-search__button wp-element-button"  >[=search=]</button></div></form></section><section id="block-3" class="widget widget_block"><div class="is-layout-flow wp-block-group"><div class="wp-block-group__inner-container"><h2>[=recent_posts=]</h2><ul class="wp-block-latest-posts__list wp-block-latest-posts">[=posts=]</ul></div></div></section><section id="block-4" class="widget widget_block"><div class="is-layout-flow wp-block-group"><div class="wp-block-group__inner-container"><h2>[=recent_comments=]</h2><ol class="wp-block-latest-comments">[=comments=]</ol></div></div></section>	</aside><!-- .widget-area -->

	
	<footer id="colophon" class="site-footer">

				<div class="site-info">
			<div class="site-name">
																						<a href="[=base=]/">[=blog=]</a>
																		</div><!-- .site-name -->

			
			<div class="powered-by">
				[=powered=] <a href="https://wordpress.org/">WordPress</a>.			</div><!-- .powered-by -->

		</div><!-- .site-info -->
	</footer><!-- #colophon -->

</div><!-- #page -->

<script>document.body.classList.remove("no-js");</script>	<script>
	if ( -1 !== navigator.userAgent.indexOf( 'MSIE' ) || -1 !== navigator.appVersion.indexOf( 'Trident/' ) ) {
		document.body.classList.add( 'is-IE' );
	}
	</script>
	<script src='[=base=]/wp-content/themes/twentytwentyone/assets/js/responsive-embeds.js?ver=1.7' id='twenty-twenty-one-responsive-embeds-script-js'></script>
</body>
</html>
)html";

inline constexpr std::string_view kArticle =
    R"html(<article id="post-[=id=]" class="post-[=id=] post type-post status-publish format-standard[=class=] entry">

	<header class="entry-header alignwide">
		<h1 class="entry-title">[=title=]</h1>			</header><!-- .entry-header -->

	<div class="entry-content">
		[=content=]	</div><!-- .entry-content -->

	<footer class="entry-footer default-max-width">
		<div class="posted-by"><span class="posted-on">[=published=] <time class="entry-date published updated" datetime="[=datetime=]">[=date=]</time></span>[=byline=]</div>[=taxonomies=]	</footer><!-- .entry-footer -->

				[=bio=]
</article><!-- #post-[=id=] -->

)html";

inline constexpr std::string_view kBio = R"html(<div class="author-bio show-avatars">
		<img alt='' src='[=avatar=]' srcset='[=avatar2=] 2x' class='avatar avatar-85 photo' height='85' width='85' loading='lazy' decoding='async'/>		<div class="author-bio-content">
			<h2 class="author-title">
			[=by=] [=name=]			</h2>
			<p class="author-description"> [=bio=]</p><!-- .author-description -->
			<a class="author-link" href="[=url=]" rel="author">[=view_all=]</a>		</div><!-- .author-bio-content -->
	</div><!-- .author-bio -->
		)html";

inline constexpr std::string_view kListed = R"html(
<article id="post-[=id=]" class="post-[=id=] post type-post status-publish format-standard[=class=] entry">

	
<header class="entry-header">
	<h2 class="entry-title default-max-width"><a href="[=url=]">[=title=]</a></h2></header><!-- .entry-header -->

	<div class="entry-content">
		<p>[=excerpt=]</p>
	</div><!-- .entry-content -->

	<footer class="entry-footer default-max-width">
		<span class="posted-on">[=published=] <time class="entry-date published updated" datetime="[=datetime=]">[=date=]</time></span>[=taxonomies=]	</footer><!-- .entry-footer -->
</article><!-- #post-${ID} -->
)html";

inline constexpr std::string_view kPassword = R"html(<p class="post-password-message">[=text=]</p>
<form action="[=base=]/wp-login.php?action=postpass" class="post-password-form" method="post">
	<label class="post-password-form__label" for="pwbox-[=id=]">[=password=]</label><input class="post-password-form__input" name="post_password" id="pwbox-[=id=]" type="password" size="20" /><input type="submit" class="post-password-form__submit" name="Submit" value="[=enter=]" /></form>
)html";

inline constexpr std::string_view kComment =
    R"html(		<li id="comment-[=id=]" class="comment [=class=] depth-[=depth=]">
			<article id="div-comment-[=id=]" class="comment-body">
				<footer class="comment-meta">
					<div class="comment-author vcard">
						<img alt='' src='[=avatar=]' srcset='[=avatar2=] 2x' class='avatar avatar-60 photo' height='60' width='60' loading='lazy' decoding='async'/>						<b class="fn">[=name=]</b> <span class="says">[=says=]</span>					</div><!-- .comment-author -->

					<div class="comment-metadata">
						<a href="[=url=]"><time datetime="[=datetime=]">[=date=]</time></a>					</div><!-- .comment-metadata -->

									</footer><!-- .comment-meta -->

				<div class="comment-content">
					[=content=]				</div><!-- .comment-content -->

				<div class="reply"><a rel='nofollow' class='comment-reply-link' href='[=page=]?replytocom=[=id=]#respond' data-commentid="[=id=]" data-postid="[=post=]" data-belowelement="div-comment-[=id=]" data-respondelement="respond" data-replyto="[=reply=]" aria-label='[=reply=]'>[=reply=]</a></div>			</article><!-- .comment-body -->
[=children=]		</li><!-- #comment-## -->
)html";

inline constexpr std::string_view kRespond = R"html(		<div id="respond" class="comment-respond">
		<h2 id="reply-title" class="comment-reply-title">[=leave=] <small><a rel="nofollow" id="cancel-comment-reply-link" href="#respond" style="display:none;">Cancel reply</a></small></h2><form action="[=base=]/wp-comments-post.php" method="post" id="commentform" class="comment-form" novalidate><p class="comment-form-comment"><label for="comment">Comment <span class="required">*</span></label> <textarea id="comment" name="comment" cols="45" rows="5" maxlength="65525" required></textarea></p><p class="comment-form-author"><label for="author">Name <span class="required">*</span></label> <input id="author" name="author" type="text" value="" size="30" maxlength="245" autocomplete="name" required /></p>
<p class="comment-form-email"><label for="email">Email <span class="required">*</span></label> <input id="email" name="email" type="email" value="" size="30" maxlength="100" aria-describedby="email-notes" autocomplete="email" required /></p>
<p class="comment-form-url"><label for="url">Website</label> <input id="url" name="url" type="url" value="" size="30" maxlength="200" autocomplete="url" /></p>
<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit" value="[=leave=]" /> <input type='hidden' name='comment_post_ID' value='[=id=]' id='comment_post_ID' />
<input type='hidden' name='comment_parent' id='comment_parent' value='0' />
</p></form>	</div><!-- #respond -->
	
)html";

inline constexpr std::string_view kNotFound = R"html(	<header class="page-header alignwide">
		<h1 class="page-title">[=nothing=]</h1>
	</header><!-- .page-header -->

	<div class="error-404 not-found default-max-width">
		<div class="page-content">
			<p>[=not_found=]</p>
			<form role="search"  method="get" class="search-form" action="[=base=]/">
	<label for="search-form-1">[=search=]&hellip;</label>
	<input type="search" id="search-form-1" class="search-field" value="" name="s" />
	<input type="submit" class="search-submit" value="[=search=]" />
</form>
		</div><!-- .page-content -->
	</div><!-- .error-404 -->

)html";

inline constexpr std::string_view kFeedHead = R"xml(<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>

<channel>
	<title>[=title=]</title>
	<atom:link href="[=self=]" rel="self" type="application/rss+xml" />
	<link>[=base=]</link>
	<description>[=title=]</description>
	<lastBuildDate>[=built=]</lastBuildDate>
[=language=]	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<sy:updateFrequency>
	1	</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.1.9</generator>
)xml";

inline constexpr std::string_view kFeedItem = R"xml(	<item>
		<title>[=title=]</title>
		<link>[=url=]</link>
					<comments>[=url=]#[=anchor=]</comments>
		
		<dc:creator><![CDATA[[=creator=]]]></dc:creator>
		<pubDate>[=date=]</pubDate>
[=categories=]		<guid isPermaLink="false">[=base=]/?p=[=id=]</guid>

					<description><![CDATA[[=description=]]]></description>
[=content=]					
					<wfw:commentRss>[=url=]feed/</wfw:commentRss>
			<slash:comments>[=comments=]</slash:comments>
		
		
			</item>
)xml";

inline constexpr std::string_view kCommentItem = R"xml(	<item>
		<title>
		[=title=]		</title>
		<link>[=url=]</link>

		<dc:creator><![CDATA[[=creator=]]]></dc:creator>
		<pubDate>[=date=]</pubDate>
		<guid isPermaLink="false">[=guid=]</guid>

					<description><![CDATA[[=description=]]]></description>
			<content:encoded><![CDATA[[=content=]]]></content:encoded>
		
			</item>
)xml";

}  // namespace spoor::web::wordpress
