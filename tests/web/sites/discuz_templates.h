// Templates of Discuz! X3.5 pages in the default template's structure. [=name=] is filled in; see fill.h.
#pragma once

#include <string_view>

namespace spoor::web::discuz {

inline constexpr std::string_view kHead = R"html(<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8" />
<meta name="renderer" content="webkit" />
<meta http-equiv="X-UA-Compatible" content="IE=edge" />
<title>[=title=] -  [=board=] -  Powered by Discuz!</title>
[=canonical=]
<meta name="keywords" content="[=title=]" />
<meta name="description" content="[=title=] ,[=board=]" />
<meta name="generator" content="Discuz! X3.5" />
<meta name="author" content="Discuz! Team and Comsenz UI Team" />
<meta name="copyright" content="2001-2025 Discuz! Team." />
<meta name="MSSmartTagsPreventParsing" content="True" />
<meta http-equiv="MSThemeCompatible" content="Yes" />
<base href="[=base=]/" /><link rel="stylesheet" type="text/css" href="data/cache/style_1_common.css?fCK" /><link rel="stylesheet" type="text/css" href="data/cache/style_1_[=style=].css?fCK" /><!--[if IE]><link rel="stylesheet" type="text/css" href="data/cache/style_1_iefix.css?fCK" /><![endif]--><script type="text/javascript">var STYLEID = '1', STATICURL = 'static/', IMGDIR = 'static/image/common', VERHASH = 'fCK', charset = 'utf-8', discuz_uid = '0', cookiepre = 'sIm0_2132_', cookiedomain = '', cookiepath = '/', showusercard = '1', attackevasive = '0', disallowfloat = 'newthread', creditnotice = '1|威望|,2|金钱|,3|贡献|', defaultstyle = '', REPORTURL = 'aHR0cDovLw==', SITEURL = '[=base=]/', JSPATH = 'data/cache/', CSSPATH = 'data/cache/style_', DYNAMICURL = '';</script>
<script src="data/cache/common.js?fCK" type="text/javascript"></script>
<meta name="application-name" content="[=board=]" />
<meta name="msapplication-tooltip" content="[=board=]" />
<meta name="msapplication-task" content="name=论坛;action-uri=[=base=]/forum.php;icon-uri=[=base=]/static/image/common/bbs.ico" />
[=feed=]<link rel="archives" title="[=board=]" href="[=base=]/archiver/" />
<link rel="stylesheet" id="css_widthauto" type="text/css" href='data/cache/style_1_widthauto.css?fCK' />
<script type="text/javascript">HTMLNODE.className += ' widthauto'</script>
<script src="data/cache/forum.js?fCK" type="text/javascript"></script>
</head>

<body id="[=nv=]" class="[=pg=]" onkeydown="if(event.keyCode==27) return false;">
<div id="append_parent"></div><div id="ajaxwaitid"></div>
<div id="toptb" class="cl">
<div class="wp">
<div class="z"><a href="javascript:;"  onclick="setHomepage('[=base=]/');">设为首页</a><a href="[=base=]/"  onclick="addFavorite(this.href, '[=board=]');return false;">收藏本站</a></div>
<div class="y">
<a id="switchblind" href="javascript:;" onclick="toggleBlind(this)" title="开启辅助访问" class="switchblind"></a>
<a href="javascript:;" id="switchwidth" onclick="widthauto(this)" title="切换到窄版" class="switchwidth">切换到窄版</a>
</div>
</div>
</div>

<div id="qmenu_menu" class="p_pop blk" style="display: none;">
<div class="ptm pbw hm">
请 <a href="javascript:;" class="xi2" onclick="lsSubmit()"><strong>登录</strong></a> 后使用快捷导航<br />没有账号？<a href="member.php?mod=register" class="xi2 xw1">立即注册</a>
</div>
<div id="fjump_menu" class="btda"></div></div><div id="hd">
<div class="wp">
<div class="hdc cl"><h2><a href="./" title="[=board=]"><img src="static/image/common/logo.svg" alt="[=board=]" class="boardlogo" id="boardlogo" border="0" /></a></h2><script src="data/cache/logging.js?fCK" type="text/javascript"></script>
<form method="post" autocomplete="off" id="lsform" action="member.php?mod=logging&amp;action=login&amp;loginsubmit=yes&amp;infloat=yes&amp;lssubmit=yes" onsubmit="return lsSubmit();">
<div class="fastlg cl">
<span id="return_ls" style="display:none"></span>
<div class="y pns">
<table cellspacing="0" cellpadding="0">
<tr>
<td>
<span class="ftid">
<select name="fastloginfield" id="ls_fastloginfield" width="40">
<option value="username">用户名</option>
<option value="email">Email</option>
</select>
</span>
<script type="text/javascript">simulateSelect('ls_fastloginfield')</script>
</td>
<td><input type="text" name="username" id="ls_username" autocomplete="off" class="px vm" /></td>
<td class="fastlg_l"><label for="ls_cookietime"><input type="checkbox" name="cookietime" id="ls_cookietime" class="pc" value="2592000" />自动登录</label></td>
<td>&nbsp;<a href="javascript:;" onclick="showWindow('login', 'member.php?mod=logging&action=login&viewlostpw=1')">找回密码</a></td>
</tr>
<tr>
<td><label for="ls_password" class="z psw_w">密码</label></td>
<td><input type="password" name="password" id="ls_password" class="px vm" autocomplete="off" /></td>
<td class="fastlg_l"><button type="submit" class="pn vm" style="width: 75px;"><em>登录</em></button></td>
<td>&nbsp;<a href="member.php?mod=register" class="xi2 xw1">立即注册</a></td>
</tr>
</table>
<input type="hidden" name="formhash" value="1fb98be5" />
<input type="hidden" name="quickforward" value="yes" />
<input type="hidden" name="handlekey" value="ls" />
</div>
</div>
</form>
</div>

<div id="nv">
<a href="javascript:;" id="qmenu" onmouseover="delayShow(this, function () {showMenu({'ctrlid':'qmenu','pos':'34!','ctrlclass':'a','duration':2});showForummenu();})">快捷导航</a>
<ul><li class="a" id="mn_forum" ><a href="forum.php" hidefocus="true" title="BBS"  >论坛<span>BBS</span></a></li></ul>
</div>
<div id="mu" class="cl">
</div><div id="scbar" class="cl">
<form id="scbar_form" method="post" autocomplete="off" onsubmit="searchFocus($('scbar_txt'))" action="search.php?searchsubmit=yes" target="_blank">
<input type="hidden" name="mod" id="scbar_mod" value="search" />
<input type="hidden" name="formhash" value="1fb98be5" />
<input type="hidden" name="srchtype" value="title" />
<table cellspacing="0" cellpadding="0">
<tr>
<td class="scbar_icon_td"></td>
<td class="scbar_txt_td"><input type="text" name="srchtxt" id="scbar_txt" value="请输入搜索内容" autocomplete="off" x-webkit-speech speech /></td>
<td class="scbar_type_td"><a href="javascript:;" id="scbar_type" class="xg1 showmenu" onclick="showMenu(this.id)" hidefocus="true">搜索</a></td>
<td class="scbar_btn_td"><button type="submit" name="searchsubmit" id="scbar_btn" sc="1" class="pn pnc" value="true"><strong class="xi2">搜索</strong></button></td>
<td class="scbar_hot_td">
<div id="scbar_hot">
<strong class="xw1">热搜: </strong>

<a href="search.php?mod=forum&amp;srchtxt=%E6%B4%BB%E5%8A%A8&amp;formhash=1fb98be5&amp;searchsubmit=true&amp;source=hotsearch" target="_blank" class="xi2" sc="1">活动</a>

</div>
</td>
</tr>
</table>
</form>
</div>
<ul id="scbar_type_menu" class="p_pop" style="display: none;"><li><a href="javascript:;" rel="forum" class="curtype">帖子</a></li></ul>
<script type="text/javascript">
initSearchmenu('scbar', '');
</script>
</div>
</div>


<div id="wp" class="wp">
)html";

inline constexpr std::string_view kFoot = R"html(	</div>
<div id="ft" class="wp cl">
<div id="flk" class="y">
<p>
<a href="archiver/" >Archiver</a><span class="pipe">|</span><a href="forum.php?showmobile=yes" >手机版</a><span class="pipe">|</span><a href="forum.php?mod=misc&action=showdarkroom" >小黑屋</a><span class="pipe">|</span><strong><a href="https://www.discuz.vip/" target="_blank">Discuz! X</a></strong>
</p>
<p class="xs0">
GMT+8, [=now=]<span id="debuginfo">
, Processed in 0.007284 second(s), 16 queries
.
</span>
</p>
</div>
<div id="frt">
<p>Powered by <strong><a href="https://www.discuz.vip/" target="_blank">Discuz!</a></strong> <em>X3.5</em></p>
<p class="xs0">&copy; 2001-2025 <a href="https://code.dismall.com/" target="_blank">Discuz! Team</a>.</p>
</div></div>

<div id="scrolltop">
<span hidefocus="true"><a title="返回顶部" onclick="window.scrollTo('0','0')" class="scrolltopa" ><b>返回顶部</b></a></span>
</div>
<script type="text/javascript">_attachEvent(window, 'scroll', function () { showTopLink(); });checkBlind();</script>
</body>
</html>
)html";

inline constexpr std::string_view kTopicTop =
    R"html(<script type="text/javascript">var fid = parseInt('[=f=]'), tid = parseInt('[=t=]');</script>

<script src="data/cache/forum_viewthread.js?fCK" type="text/javascript"></script>
<script type="text/javascript">zoomstatus = parseInt(1);var imagemaxwidth = '600';var aimgcount = new Array();</script>

<style id="diy_style" type="text/css"></style>
<!--[diy=diynavtop]--><div id="diynavtop" class="area"></div><!--[/diy]-->
<div id="pt" class="bm cl">
<div class="z">
<a href="./" class="nvhm" title="首页">[=board=]</a><em>&raquo;</em><a href="forum.php">论坛</a> <em>&rsaquo;</em> <a href="forum.php?gid=1">Discuz!</a> <em>&rsaquo;</em> <a href="[=forum_link=]">[=forum=]</a> <em>&rsaquo;</em> <a href="[=topic_link=]">[=title=]</a>
</div>
</div>

<style id="diy_style" type="text/css"></style>
<div class="wp">
<!--[diy=diy1]--><div id="diy1" class="area"></div><!--[/diy]-->
</div>

<div id="ct" class="wp cl">
<div id="pgt" class="pgs mbm cl ">
<div class="pgt">[=pagination=]</div>
<span class="y pgb"><a href="[=forum_link=]">返回列表</a></span>
<a id="newspecial" onmouseover="$('newspecial').id = 'newspecialtmp';this.id = 'newspecial';showMenu({'ctrlid':this.id})" onclick="showWindow('newthread', 'forum.php?mod=post&action=newthread&fid=[=f=]')" href="javascript:;" title="发新帖" class="pgsbtn showmenu">发新帖</a></div>



<div id="postlist" class="pl bm">
<table cellspacing="0" cellpadding="0">
<tr>
[=head_cell=]
<td class="plc ptm pbn vwthd">
<div class="y">
<a href="forum.php?mod=viewthread&amp;action=printable&amp;tid=[=t=]" title="打印" target="_blank"><i class="fico-print fic4 fc-s vm"></i></a>
<a href="forum.php?mod=redirect&amp;goto=nextoldset&amp;tid=[=t=]" title="上一主题"><i class="fico-left fic4 fc-s vm"></i></a>
<a href="forum.php?mod=redirect&amp;goto=nextnewset&amp;tid=[=t=]" title="下一主题"><i class="fico-right fic4 fc-s vm"></i></a>
</div>
<h1 class="ts">
<span id="thread_subject">[=title=]</span>
</h1>
<span class="xg1">
<a href="[=topic_link=]" onclick="return copyThreadUrl(this, '[=board=]')" >[复制链接]</a>
</span>
</td>
</tr>
</table>


<table cellspacing="0" cellpadding="0" class="ad">
<tr>
<td class="pls">
</td>
<td class="plc">
</td>
</tr>
</table>)html";

// On the first page the counters stand beside the title, on the others the starter.
inline constexpr std::string_view kCounters = R"html(<td class="pls ptn pbn">
<div class="hm ptn">
<span class="xg1">查看:</span> <span class="xi1">[=views=]</span><span class="pipe">|</span><span class="xg1">回复:</span> <span class="xi1">[=replies=]</span>
</div>
</td>)html";

inline constexpr std::string_view kStarter = R"html(<td class="pls ptn pbn">
<div id="tath" class="cl">
<a href="[=space=]" title="[=user=]"><img src="[=base=]/uc_server/avatar.php?uid=[=u=]&size=small"></a>
楼主: <a href="[=space=]" title="[=user=]">[=user=]</a>
</div>
</td>)html";

inline constexpr std::string_view kPost =
    R"html(<div id="post_[=p=]" ><table id="pid[=p=]" class="plhin" summary="pid[=p=]" cellspacing="0" cellpadding="0">
<tr>
[=newpost=] <td class="pls" rowspan="2">
<div id="favatar[=p=]" class="pls cl favatar">
<div class="pi">
<div class="authi"><a href="[=space=]" target="_blank" class="xw1">[=user=]</a>
</div>
</div>
[=card=]<div>
<div class="avatar" onmouseover="showauthor(this, 'userinfo[=p=]')"><a href="[=space=]" class="avtm" target="_blank"><img src="[=base=]/uc_server/avatar.php?uid=[=u=]&size=middle"></a></div>
</div>
<div class="tns xg2"><table cellspacing="0" cellpadding="0"><th><p><a href="home.php?mod=space&uid=[=u=]&do=thread&type=thread&view=me&from=space" class="xi2">[=threads=]</a></p>主题</th><th><p><a href="home.php?mod=space&uid=[=u=]&do=thread&type=reply&view=me&from=space" class="xi2">[=replies=]</a></p>回帖</th><td><p><a href="home.php?mod=space&uid=[=u=]&do=profile" class="xi2">[=credits=]</a></p>积分</td></table></div>

<p><em><a href="home.php?mod=spacecp&amp;ac=usergroup&amp;gid=[=gid=]" target="_blank">[=group=]</a></em></p>


<p><span id="g_up[=p=]" onmouseover="showMenu({'ctrlid':this.id, 'pos':'12!'});"><i class="fico-star1 fic4 fc-l" title="Rank: 1"></i></span></p>
<div id="g_up[=p=]_menu" class="tip tip_4" style="display: none;"><div class="tip_horn"></div><div class="tip_c">[=group=], 积分 [=credits=], 距离下一级还需 50 积分</div></div>


<p><span class="pbg2"  id="upgradeprogress_[=p=]" onmouseover="showMenu({'ctrlid':this.id, 'pos':'12!', 'menuid':'g_up[=p=]_menu'});"><span class="pbr2" style="width:2%;"></span></span></p>

<dl class="pil cl">
	<dt>积分</dt><dd><a href="home.php?mod=space&uid=[=u=]&do=profile" target="_blank" class="xi2">[=credits=]</a></dd>
</dl>

<dl class="pil cl"></dl><ul class="xl xl2 o cl">
<li class="pm2"><a href="home.php?mod=spacecp&amp;ac=pm&amp;op=showmsg&amp;handlekey=showmsg_[=u=]&amp;touid=[=u=]&amp;pmid=0&amp;daterange=2&amp;pid=[=p=]&amp;tid=[=t=]" onclick="showWindow('sendpm', this.href);" title="发消息" class="xi2">发消息</a></li>
</ul>
</div>
</td>
<td class="plc">
<div class="pi">
<strong>
<a href="forum.php?mod=redirect&goto=findpost&ptid=[=t=]&pid=[=p=]"   id="postnum[=p=]" onclick="setCopy(this.href, '帖子地址复制成功');return false;">
[=floor=]</a>
</strong>
<div class="pti">
<div class="pdbt">
</div>
<div class="authi">
[=authicon=]
<em id="authorposton[=p=]">发表于 [=date=]</em>
<span class="pipe">|</span>
<a href="forum.php?mod=viewthread&amp;tid=[=t=]&amp;page=[=page=]&amp;authorid=[=u=]" rel="nofollow">只看该作者</a>
</div>
</div>
</div><div class="pct"><div class="pcb">
[=message=]
<div id="comment_[=p=]" class="cm">
</div>

<div id="post_rate_div_[=p=]"></div>
</div>
</div>

</td></tr>
<tr><td class="plc plm">
[=sign=]</td>
</tr>
<tr id="_postposition[=p=]"></tr>
<tr>
<td class="pls"></td>
<td class="plc" style="overflow:visible;">
<div class="po hin">
<div class="pob cl">
<em>
<a class="fastre" href="forum.php?mod=post&amp;action=reply&amp;fid=[=f=]&amp;tid=[=t=]&amp;repquote=[=p=]&amp;extra=&amp;page=[=page=]" onclick="showWindow('reply', this.href)">回复</a>
</em>

<p>
<a href="javascript:;" onclick="showWindow('miscreport[=p=]', 'misc.php?mod=report&rtype=post&rid=[=p=]&tid=[=t=]&fid=[=f=]', 'get', -1);return false;">举报</a>
</p>

</div>
</div>
</td>
</tr>
<tr class="ad">
<td class="pls">
</td>
<td class="plc">
</td>
</tr>
</table>
</div>)html";

inline constexpr std::string_view kCard =
    R"html(<div class="p_pop blk bui card_gender_0" id="userinfo[=p=]" style="display: none; margin-top: -11px;">
<div class="m z">
<div id="userinfo[=p=]_ma"></div>
</div>
<div class="i y">
<div>
<strong><a href="[=space=]" target="_blank" class="xi2">[=user=]</a></strong>
<em>当前离线</em>
</div><dl class="cl">
<dt>积分</dt><dd><a href="home.php?mod=space&uid=[=u=]&do=profile" target="_blank" class="xi2">[=credits=]</a></dd>
</dl><div class="imicn">
[=website=]<a href="home.php?mod=space&amp;uid=[=u=]&amp;do=profile" target="_blank" title="查看详细资料"><img src="static/image/common/userinfo.gif" alt="查看详细资料" /></a>
</div>
<div id="avatarfeed"><span id="threadsortswait"></span></div>
</div>
</div>
)html";

inline constexpr std::string_view kMessage =
    R"html(<div class="t_fsz"><table cellspacing="0" cellpadding="0"><tr><td class="t_f" id="postmessage_[=p=]">
[=content=]</td></tr></table>

</div>)html";

inline constexpr std::string_view kTopicBottom =
    R"html(<div id="postlistreply" class="pl"><div id="post_new" class="viewthread_table" style="display: none"></div></div>
</div>


<form method="post" autocomplete="off" name="modactions" id="modactions">
<input type="hidden" name="formhash" value="1fb98be5" />
<input type="hidden" name="optgroup" />
<input type="hidden" name="operation" />
<input type="hidden" name="listextra" value="" />
<input type="hidden" name="page" value="[=page=]" />
</form>


[=next=]
<div class="pgs mtm mbm cl">
[=pagination=]<span class="pgb y"><a href="[=forum_link=]">返回列表</a></span>
<a id="newspecialtmp" onmouseover="$('newspecial').id = 'newspecialtmp';this.id = 'newspecial';showMenu({'ctrlid':this.id})" onclick="showWindow('newthread', 'forum.php?mod=post&action=newthread&fid=[=f=]')" href="javascript:;" title="发新帖" class="pgsbtn showmenu">发新帖</a>
</div>

<!--[diy=diyfastposttop]--><div id="diyfastposttop" class="area"></div><!--[/diy]-->
<script type="text/javascript">
var postminchars = parseInt('10');
var postmaxchars = parseInt('10000');
var postminsubjectchars = parseInt('1');
var postmaxsubjectchars = parseInt('80');
var disablepostctrl = parseInt('0');
</script>

<div id="f_pst" class="pl bm bmw">
<form method="post" autocomplete="off" id="fastpostform" action="forum.php?mod=post&amp;action=reply&amp;fid=[=f=]&amp;tid=[=t=]&amp;extra=&amp;replysubmit=yes&amp;infloat=yes&amp;handlekey=fastpost" onSubmit="return fastpostvalidate(this)">
<table cellspacing="0" cellpadding="0">
<tr>
<td class="pls">
</td>
<td class="plc">

<span id="fastpostreturn"></span>


<div class="cl">
<div id="fastsmiliesdiv" class="y"><div id="fastsmiliesdiv_data"><div id="fastsmilies"></div></div></div><div class="hasfsl" id="fastposteditor">
<div class="tedt mtn">
<div class="area">
<div class="pt hm">
您需要登录后才可以回帖 <a href="member.php?mod=logging&amp;action=login" onclick="showWindow('login', this.href)" class="xi2">登录</a> | <a href="member.php?mod=register" class="xi2">立即注册</a>
</div>
</div>
</div>
</div>
</div>

<input type="hidden" name="formhash" value="1fb98be5" />
<input type="hidden" name="usesig" value="" />
<input type="hidden" name="subject" value="  " />
<p class="ptm pnpost">
<a href="home.php?mod=spacecp&amp;ac=credit&amp;op=rule&amp;fid=[=f=]" class="y" target="_blank">本版积分规则</a>
<button type="button" onclick="showWindow('login', 'member.php?mod=logging&action=login&guestmessage=yes')" name="replysubmit" id="fastpostsubmit" class="pn pnc vm" value="replysubmit"><strong>发表回复</strong></button>
</p>
</td>
</tr>
</table>
</form>
</div>

</div>

<div class="wp mtn">
<!--[diy=diy3]--><div id="diy3" class="area"></div><!--[/diy]-->
</div>
)html";

inline constexpr std::string_view kForumTop = R"html(<style id="diy_style" type="text/css"></style>
<!--[diy=diynavtop]--><div id="diynavtop" class="area"></div><!--[/diy]-->
<div id="pt" class="bm cl">
<div class="z">
<a href="./" class="nvhm" title="首页">[=board=]</a><em>&raquo;</em><a href="forum.php">论坛</a> <em>&rsaquo;</em> <a href="forum.php?gid=1">Discuz!</a><em>&rsaquo;</em> <a href="[=forum_link=]">[=forum=]</a></div>
</div><div class="wp">
<!--[diy=diy1]--><div id="diy1" class="area"></div><!--[/diy]-->
</div>
<div class="boardnav">
<div id="ct" class="wp cl">

<div class="mn">
<div class="bm bml pbn">
<div class="bm_h cl">
<span class="y">
<a href="forum.php?mod=rss&amp;fid=[=f=]&amp;auth=0" class="fa_rss" target="_blank" title="RSS">订阅</a>
</span>
<h1 class="xs2">
<a href="[=forum_link=]">[=forum=]</a>
<span class="xs1 xw0 i">今日: <strong class="xi1">0</strong><span class="pipe">|</span>主题: <strong class="xi1">[=count=]</strong></span></h1>
</div>
</div>



<div class="drag">
<!--[diy=diy4]--><div id="diy4" class="area"></div><!--[/diy]-->
</div>




<div id="pgt" class="bm bw0 pgs cl">
<span id="fd_page_top">[=pagination=]</span>
<span class="pgb y"  ><a href="forum.php">返&nbsp;回</a></span>
<a href="javascript:;" id="newspecial" onmouseover="$('newspecial').id = 'newspecialtmp';this.id = 'newspecial';showMenu({'ctrlid':this.id})" onclick="showWindow('newthread', 'forum.php?mod=post&action=newthread&fid=[=f=]')" title="发新帖" class="pgsbtn showmenu">发新帖</a></div>
<div id="threadlist" class="tl bm bmw">
<div class="th">
<table cellspacing="0" cellpadding="0">
<tr>
<th colspan="2">
<div class="tf">
<span id="atarget" onclick="setatarget(1)" class="y" title="在新窗口中打开帖子">新窗</span>
<a id="filter_special" href="javascript:;" class="showmenu xi2" onclick="showMenu(this.id)">全部主题</a>&nbsp;						
<a href="forum.php?mod=forumdisplay&amp;fid=[=f=]&amp;filter=lastpost&amp;orderby=lastpost" class="xi2">最新</a>&nbsp;
<a href="forum.php?mod=forumdisplay&amp;fid=[=f=]&amp;filter=heat&amp;orderby=heats" class="xi2">热门</a>&nbsp;
<a href="forum.php?mod=forumdisplay&amp;fid=[=f=]&amp;filter=hot" class="xi2">热帖</a>&nbsp;
<a href="forum.php?mod=forumdisplay&amp;fid=[=f=]&amp;filter=digest&amp;digest=1" class="xi2">精华</a>&nbsp;
<a id="filter_dateline" href="javascript:;" class="showmenu xi2" onclick="showMenu(this.id)">更多</a>&nbsp;
<a href="javascript:;" onclick="checkForumnew_btn('[=f=]')" title="查看更新" class="forumrefresh"></a>
</div>
</th>
<td class="by">作者</td>
<td class="num">回复/查看</td>
<td class="by">最后发表</td>
</tr>
</table>
</div>
<div class="bm_c">
<script type="text/javascript">var lasttime = 1795431709;var listcolspan= '5';</script>
<div id="forumnew" style="display:none"></div>
<form method="post" autocomplete="off" name="moderate" id="moderate" action="forum.php?mod=topicadmin&amp;action=moderate&amp;fid=[=f=]&amp;infloat=yes&amp;nopost=yes">
<input type="hidden" name="formhash" value="857cc939" />
<input type="hidden" name="listextra" value="page%3D1" />
<table summary="forum_[=f=]" cellspacing="0" cellpadding="0" id="threadlisttableid">
)html";

inline constexpr std::string_view kSeparator =
    R"html(<tbody id="separatorline" class="emptb"><tr><td class="icn"></td><th></th><td class="by"></td><td class="num"></td><td class="by"></td></tr></tbody>
)html";

inline constexpr std::string_view kTopicRow = R"html(<tbody id="[=row_id=]">
<tr>
<td class="icn">
<a href="[=topic_link=]" title="[=row_title=]" target="_blank">
<i class="[=icon=]"></i>
</a>
</td>
<th class="new">
<a href="javascript:;" id="content_[=t=]" class="showcontent y" title="更多操作" onclick="CONTENT_TID='[=t=]';CONTENT_ID='[=row_id=]';showMenu({'ctrlid':this.id,'menuid':'content_menu'})"></a>
 <a href="[=topic_link=]" onclick="atarget(this)" class="s xst">[=title=]</a>
[=pages=]</th>
<td class="by">
<cite>
<a href="[=space=]" c="1">[=user=]</a></cite>
<em><span>[=date=]</span></em>
</td>
<td class="num"><a href="[=topic_link=]" class="xi2">[=replies=]</a><em>[=views=]</em></td>
<td class="by">
<cite><a href="[=last_space=]" c="1">[=last_user=]</a></cite>
<em><a href="forum.php?mod=redirect&tid=[=t=]&goto=lastpost#lastpost">[=last_date=]</a></em>
</td>
</tr>
</tbody>
)html";

inline constexpr std::string_view kForumBottom = R"html(</table><!-- end of table "forum_G[fid]" branch 1/3 -->
</form>
</div>
</div>

<div class="bm bw0 pgs cl">
<span id="fd_page_bottom">[=pagination=]</span>
<span  class="pgb y"><a href="forum.php">返&nbsp;回</a></span>
</div>
</div>
</div>
</div>
)html";

inline constexpr std::string_view kIndexTop = R"html(<div id="pt" class="bm cl">
<div class="z">
<a href="./" class="nvhm" title="首页">[=board=]</a><em>&raquo;</em><a href="forum.php">论坛</a></div>
<div class="z"></div>
</div>



<style id="diy_style" type="text/css"></style>

<div class="wp">
<!--[diy=diy1]--><div id="diy1" class="area"></div><!--[/diy]-->
</div>

<div id="ct" class="wp cl">
<div id="chart" class="bm bw0 cl">
<p class="chart z">今日: <em>0</em><span class="pipe">|</span>昨日: <em>0</em><span class="pipe">|</span>帖子: <em>[=post_count=]</em><span class="pipe">|</span>会员: <em>[=member_count=]</em><span class="pipe">|</span>欢迎新会员: <em><a href="home.php?mod=space&amp;username=[=newest_escaped=]" target="_blank" class="xi2">[=newest=]</a></em></p>
<div class="y">
</div>
</div>
<!--[diy=diy_chart]--><div id="diy_chart" class="area"></div><!--[/diy]-->
<div class="mn">


<div class="fl bm">
<div class="bm bmw  cl">
<div class="bm_h cl">
<span class="o">
<em id="category_1_img" class="tg_no" title="收起/展开" onclick="toggle_collapse('category_1');"></em>
</span>
<h2><a href="forum.php?gid=1" style="">Discuz!</a></h2>
</div>
<div id="category_1" class="bm_c" style="">
<table cellspacing="0" cellpadding="0" class="fl_tb">
<tr>)html";

inline constexpr std::string_view kIndexRow = R"html(<td class="fl_icn" >
<a href="[=forum_link=]" title="[=forum=]"><svg width="31" height="29"><path fill="#c9c9c9" d="M31 13c0-7.2-6.9-13-15.5-13S0 5.8 0 13s6.9 13 15.5 13c1.6 0 3.2-.2 4.6-.6L27 28l-1.7-5c3.5-2.4 5.7-6 5.7-10z"/></svg></a>
</td>
<td>
<h2><a href="[=forum_link=]">[=forum=]</a></h2>
<p class="xg2">[=forum=]</p></td>
<td class="fl_i">
<span class="xi2">[=topic_count=]</span><span class="xg1"> / [=post_count=]</span></td>
<td class="fl_by">
<div>
[=last=]
</div>
</td>
</tr>
<tr class="fl_row">
)html";

inline constexpr std::string_view kIndexBottom = R"html(</tr>
</table>
</div>
</div>
</div>

<div id="online" class="bm oll">
<div class="bm_h">
<span class="o"><a href="forum.php?showoldetails=no#online" title="收起/展开"><em class="tg_no" title="收起/展开"></em></a></span>
<h3>
<strong><a href="home.php?mod=space&amp;do=friend&amp;view=online&amp;type=member">在线会员</a></strong>
<span class="xs1">- <strong>2</strong> 人在线
- <strong>0</strong> 会员(<strong>0</strong> 隐身),
<strong>2</strong> 位游客
- 最高记录是 <strong>2</strong> 于 <strong>2025-9-1</strong>.</span>
</h3>
</div>
</div>

</div>

</div>

<script>fixed_top_nv();</script>)html";

inline constexpr std::string_view kError = R"html(<div id="ct" class="wp cl w">
<div class="nfl">
<div class="f_c altw">
<div id="messagetext" class="alert_error">
<p>[=text=]</p>
<script type="text/javascript">
if(history.length > (BROWSER.ie ? 0 : 1)) {
document.write('<p class="alert_btnleft"><a href="javascript:history.back()">[ 点击这里返回上一页 ]</a></p>');
} else {
document.write('<p class="alert_btnleft"><a href="./">[ [=board=] 首页 ]</a></p>');
}
</script>
</div>
</div>
</div>
</div>)html";

inline constexpr std::string_view kLogin = R"html(<div id="ct" class="wp cl w">
<div class="nfl" id="main_succeed" style="display: none">
<div class="f_c altw">
<div class="alert_right">
<p id="succeedmessage"></p>
<p id="succeedlocation" class="alert_btnleft"></p>
<p class="alert_btnleft"><a id="succeedmessage_href">如果您的浏览器没有自动跳转，请点击此链接</a></p>
</div>
</div>
</div>
<div class="nfl" id="main_message">
<div class="f_c altw">
<div id="messagetext" class="alert_info">
<p>[=text=]</p>
</div>
<div id="messagelogin"></div>
<script type="text/javascript">ajaxget('member.php?mod=logging&action=login&infloat=yes&frommessage', 'messagelogin');</script>
</div>
</div>
</div>)html";

inline constexpr std::string_view kProfile = R"html(<div id="pt" class="bm cl">
<div class="z">
<a href="./" class="nvhm" title="首页">[=board=]</a> <em>&rsaquo;</em>
<a href="[=space=]">[=user=]</a> <em>&rsaquo;</em>
个人资料
</div>
</div>
<style id="diy_style" type="text/css"></style>
<div class="wp">
<!--[diy=diy1]--><div id="diy1" class="area"></div><!--[/diy]-->
</div><div id="uhd">
<div class="mn">
<ul>
<li class="pm2"><a href="home.php?mod=spacecp&amp;ac=pm&amp;op=showmsg&amp;handlekey=showmsg_[=u=]&amp;touid=[=u=]&amp;pmid=0&amp;daterange=2" id="a_sendpm_[=u=]" onclick="showWindow('showMsgBox', this.href, 'get', 0)" title="发送消息">发送消息</a></li>
</ul>
</div>
<div class="h cl">
<div class="icn avt"><a href="[=space=]"><img src="[=base=]/uc_server/avatar.php?uid=[=u=]&size=small" ></a></div>
<h2 class="mt">
[=user=]</h2>
<p>
<a href="[=base=]/?[=u=]" class="xg1">[=base=]/?[=u=]</a>
</p>
</div>

<ul class="tb cl" style="padding-left: 75px;">
<li><a href="home.php?mod=space&amp;uid=[=u=]&amp;do=thread&amp;view=me&amp;from=space">主题</a></li>
<li class="a"><a href="home.php?mod=space&amp;uid=[=u=]&amp;do=profile&amp;from=space">个人资料</a></li>
</ul>
</div>
<div id="ct" class="ct1 wp cl">
<div class="mn">
<!--[diy=diycontenttop]--><div id="diycontenttop" class="area"></div><!--[/diy]-->
<div class="bm bw0">
<div class="bm_c">
<div class="bm_c u_profile">

<div class="pbm mbm bbda cl">
<h2 class="mbn">
[=user=]
<span class="xw0">(UID: [=u=])</span>
</h2>
<ul class="pf_l cl pbm mbm">
<li><em>邮箱状态</em>未验证</li>
</ul>
<ul>
[=signature=]</ul>
<ul class="cl bbda pbm mbm">
<li>
<em class="xg2">统计信息</em>
<a href="home.php?mod=space&uid=[=u=]&do=friend&view=me&from=space" target="_blank">好友数 0</a>
<span class="pipe">|</span>
<a href="home.php?mod=space&uid=[=u=]&do=thread&view=me&type=reply&from=space" target="_blank">回帖数 [=replies=]</a>
<span class="pipe">|</span>
<a href="home.php?mod=space&uid=[=u=]&do=thread&view=me&type=thread&from=space" target="_blank">主题数 [=threads=]</a>
</li>
</ul>
<ul class="pf_l cl"><li><em>性别</em>保密</li>
[=fields=]</ul>
</div>
<div class="pbm mbm bbda cl">
<h2 class="mbn">活跃概况</h2>
<ul>
<li><em class="xg1">用户组&nbsp;&nbsp;</em><span style="color:"><a href="home.php?mod=spacecp&amp;ac=usergroup&amp;gid=[=gid=]" target="_blank">[=group=]</a></span>  </li>
</ul>
<ul id="pbbs" class="pf_l">
<li><em>在线时间</em>[=online=] 小时</li><li><em>注册时间</em>[=joined=]</li>
<li><em>最后访问</em>[=visited=]</li>
<li><em>上次活动时间</em>[=visited=]</li><li><em>所在时区</em>使用系统默认</li>
</ul>
</div>
<div id="psts" class="cl">
<h2 class="mbn">统计信息</h2>
<ul class="pf_l">
<li><em>已用空间</em>   0 B </li>
<li><em>积分</em>[=credits=]</li><li><em>威望</em>0 </li>
<li><em>金钱</em>[=credits=] </li>
<li><em>贡献</em>0 </li>
</ul>
</div>
</div></div>
</div>
</div>
</div>
)html";

inline constexpr std::string_view kArchiverHead = R"html(<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8" />
<meta name="renderer" content="webkit" />
<meta http-equiv="X-UA-Compatible" content="IE=edge" />
<base href="[=base=]/archiver/" />
<title>[=title=] - [=board=] -  Powered by Discuz! Archiver</title>
[=canonical=]
<meta name="generator" content="Discuz! X3.5" />
<meta name="author" content="Discuz! Team and Comsenz UI Team" />
<meta name="copyright" content="2001-2025 Discuz! Team." />
<style type="text/css">
	body {font-family: Verdana;FONT-SIZE: 12px;MARGIN: 0;color: #000000;background: #ffffff;}
	#nav, #content, #end {padding: 8px; border: 1px solid #EEEEEE; clear: both; width: 95%; margin: auto; margin-top: 10px;}
</style>
</head>
<body vlink="#333333" link="#333333">
<center id="header">
<h2>[=board=]'s Archiver </h2>
</center><div id="nav">
	<a href="./">论坛</a> &rsaquo; [=crumbs=]</div>

<div id="content">
)html";

inline constexpr std::string_view kArchiverFoot = R"html(</div>

<div id="end">
	[=full=]</div>
<center id="footer">
	Powered by <strong><a target="_blank" href="https://www.discuz.vip/">Discuz! X3.5 Archiver</a></strong> &nbsp; &copy; 2001-2025 <a target="_blank" href="https://code.dismall.com/">Discuz! Team</a>.
	<br />
</center>
</body>
</html>
)html";

inline constexpr std::string_view kFeed = R"xml(<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
  <channel>
    <title>[=board=] - [=forum=]</title>
    <link>[=base=]/forum.php?mod=forumdisplay&amp;fid=[=f=]</link>
    <description>Latest 20 threads of [=forum=]</description>
    <copyright>Copyright(C) [=board=]</copyright>
    <generator>Discuz! Board by Comsenz Inc.</generator>
    <lastBuildDate>[=now=]</lastBuildDate>
    <ttl>60</ttl>
    <image>
      <url>[=base=]/static/image/common/logo_88_31.gif</url>
      <title>[=board=]</title>
      <link>[=base=]/</link>
    </image>
[=items=]  </channel>
</rss>
)xml";

inline constexpr std::string_view kFeedItem = R"xml(    <item>
      <title>[=title=]</title>
      <link>[=url=]</link>
      <description><![CDATA[[=text=]]]></description>
      <category>[=forum=]</category>
      <author>[=user=]</author>
      <pubDate>[=date=]</pubDate>
    </item>
)xml";

}  // namespace spoor::web::discuz
