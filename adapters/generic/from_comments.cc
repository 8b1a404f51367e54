// Comments of common comment systems, found by how their items are marked: schema.org Comment and UserComments, h-cite,
// numbered ids (WordPress, Blogger, TypePad, static Disqus ...), the class word "comment".
#include <algorithm>
#include <set>

#include "adapters/generic/byline.h"
#include "adapters/generic/parts.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"
#include "storage/base/digest.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxComments = 2000;
constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return text.ends_with(end); });
}

// The number or hash at the end of "comment-12", "li-comment-12", "dsq-comment-12", "c5678"; "" when `id` is no
// comment's.
std::string_view number_of(std::string_view id) {
  for (const std::string_view prefix :
       {"comment-", "comment_", "comment", "li-comment-", "div-comment-", "dsq-comment-", "Comment-", "Comment_",
        "cmt-", "cmt", "idc-comment-", "post-comment-", "respuesta-", "isso-", "kommentar-", "kommentar", "c"}) {
    if (!id.starts_with(prefix)) continue;
    const std::string_view rest = id.substr(prefix.size());
    const bool digits = std::any_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool plain = rest.find_first_not_of("0123456789abcdefABCDEF-_") == std::string_view::npos;
    if (digits && plain && (prefix != "c" || rest.size() >= 3)) return rest;
  }
  return {};
}

struct Item {
  Node node;
  std::vector<Node> more;  // the <dd> behind a <dt>
  std::string_view number;
  std::size_t parent = kNoParent;
  std::string url;  // of what was made of it
};

// "comment", "single-comment", "listComment"; not "no-comment", "add-comment".
bool is_named_comment(std::string_view classes) {
  while (!classes.empty()) {
    const auto end = std::min(classes.find_first_of(" \t\r\n"), classes.size());
    std::string_view name = classes.substr(0, end);
    classes.remove_prefix(std::min(classes.size(), end + 1));
    if (name == "comment" || name == "Comment") return true;
    const bool camel = name.ends_with("Comment");
    if (!camel && !name.ends_with("-comment") && !name.ends_with("_comment")) continue;
    name.remove_suffix(camel ? 7 : 8);
    const bool asks = ends_with_any(name, {"no", "add", "post", "leave", "write", "new", "latest", "recent", "view",
                                           "load", "js", "Add", "Post", "New", "Write"});
    if (!asks) return true;
  }
  return false;
}

// Comments as <dt> author <dd> text: the <dt> stands for both.
bool is_item(Node node) {
  if (node.tag() == "dd") return false;
  if (node.tag() == "dt" && node.has_class("comment-author")) return true;
  const auto tag = node.tag();
  if (tag == "a" || tag == "span" || tag == "ul" || tag == "ol" || tag == "form" || tag == "input" || tag == "h2" ||
      tag == "h3" || tag == "h4" || tag == "textarea" || tag == "p" || tag == "body") {
    return false;
  }
  const auto type = node.attr_or("itemtype");
  if (ends_with_any(type, {"/Comment", "/UserComments", "/Answer"})) return true;
  if (node.has_class("h-cite") && (node.has_class("u-comment") || node.has_class("p-comment"))) return true;
  if (!number_of(node.attr_or("id")).empty()) return true;
  if (is_named_comment(node.attr_or("class"))) return true;
  for (const char* name : {"comment-item", "comment_item", "commentItem", "comment-entry", "comment-wrapper",
                           "comment-container", "kommentar", "kommentar-item"}) {
    if (node.has_class(name)) return true;
  }
  return false;
}

// The items in page order with their parents. An item within one that has the same number, or that is the only thing
// its parent holds, is the same comment.
class Items {
 public:
  explicit Items(Node body) {
    static const Selector marked = Selector::must(
        "[id*=omment], [class*=omment], [id^=c], [id^=kommentar], [class*=kommentar], [itemtype*=Comment], "
        "[itemtype$='/Answer']");
    for (const Node node : marked.all(body)) {
      if (found_.size() >= kMaxComments) break;
      if (is_item(node) && !is_in_digest(node)) add(node);
    }
    drop_wrappers();
  }

  std::vector<Item>& all() { return found_; }
  const std::set<const GumboInternalNode*>& nodes() const { return nodes_; }

 private:
  // A class alone does not tell a comment from the counter of comments: it must stand among comments.
  static bool is_among_comments(Node node) {
    for (Node up = node.parent(); up && up.tag() != "body"; up = up.parent()) {
      for (const char* name : {"id", "class"}) {
        const auto value = up.attr_or(name);
        for (const std::string_view word : {"omments", "omment-list", "omment_list", "ommentlist", "ommentar",
                                            "omment-area", "disqus", "discussion"}) {
          if (value.find(word) != std::string_view::npos) return true;
        }
      }
    }
    return false;
  }

  // A box of the site's latest comments (WordPress' block and widget) is not about this page.
  static bool is_in_digest(Node node) {
    for (Node up = node; up && up.tag() != "body"; up = up.parent()) {
      const auto id = up.attr_or("id");
      if (id == "recentcomments" || id.starts_with("recent-comments")) return true;
      for (const char* name :
           {"wp-block-latest-comments", "widget_recent_comments", "recentcomments", "recent-comments"}) {
        if (up.has_class(name)) return true;
      }
    }
    return false;
  }

  void add(Node node) {
    std::size_t parent = found_.empty() ? kNoParent : found_.size() - 1;
    while (parent != kNoParent && !found_[parent].node.contains(node)) parent = found_[parent].parent;
    const std::string_view number = number_of(node.attr_or("id"));
    const bool sure = !number.empty() || node.attr("itemtype") || node.has_class("h-cite") || parent != kNoParent;
    if (!sure && !is_among_comments(node)) return;
    if (parent != kNoParent) {
      if (!number.empty() && number == found_[parent].number) return;
      // "comment-body", "comment-content" inside an item: its part, not an answer.
      if (number.empty() && !holds_more_than(found_[parent].node, node)) {
        return;
      }
    }
    found_.push_back({node, {}, number, parent, ""});
    if (node.tag() == "dt") {
      for (Node dd = node.next_element(); dd && dd.tag() == "dd"; dd = dd.next_element())
        found_.back().more.push_back(dd);
    }
    nodes_.insert(node.raw());
  }

  // Whether `outer` has an author or time of its own beside `inner`.
  static bool holds_more_than(Node outer, Node inner) {
    static const Selector own =
        Selector::must("time, .fn, .author, .comment-author, cite, [class*=author], [class*=user]");
    const auto outside = own.all(outer);
    const bool before = std::any_of(outside.begin(), outside.end(), [&](Node n) { return !inner.contains(n); });
    return before && own.first(inner);
  }

  // An element around several comments that says nothing itself.
  void drop_wrappers() {
    std::vector<bool> wraps(found_.size(), false);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const std::size_t parent = found_[i].parent;
      if (parent == kNoParent || wraps[parent]) continue;
      wraps[parent] = own_length(parent) < 8;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      while (found_[i].parent != kNoParent && wraps[found_[i].parent])
        found_[i].parent = found_[found_[i].parent].parent;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (wraps[i]) found_[i].node = Node();
    }
  }

  std::size_t own_length(std::size_t index) const {
    std::size_t length = line_of(found_[index].node).size();
    for (std::size_t i = index + 1; i < found_.size() && found_[index].node.contains(found_[i].node); ++i) {
      if (found_[i].parent == index) length -= std::min(length, line_of(found_[i].node).size());
    }
    return length;
  }

  std::vector<Item> found_;
  std::set<const GumboInternalNode*> nodes_;
};

// Searches in an item without the items nested in it.
class Own {
 public:
  Own(const Item& item, const std::set<const GumboInternalNode*>& items) : item_(item), items_(items) {}

  Node first(const Selector& selector) const {
    const auto found = all(selector);
    return found.empty() ? Node() : found.front();
  }
  std::vector<Node> all(const Selector& selector) const {
    std::vector<Node> found;
    for (const Node node : selector.all(item_.node)) {
      if (belongs(node)) found.push_back(node);
    }
    for (const Node part : item_.more) {
      if (selector.matches(part)) found.push_back(part);
      for (const Node node : selector.all(part)) found.push_back(node);
    }
    return found;
  }

 private:
  bool belongs(Node node) const {
    for (Node up = node; up && up != item_.node; up = up.parent()) {
      if (items_.count(up.raw()) > 0) return false;
    }
    return true;
  }

  const Item& item_;
  const std::set<const GumboInternalNode*>& items_;
};

class CommentReader {
 public:
  CommentReader(const HtmlPage& html, const std::string& subject, Parsed& parsed)
      : html_(html),
        subject_(subject),
        parsed_(parsed),
        dates_(date_context(html.page, html.lang)),
        items_(html.document.body()) {}

  void read() {
    for (Item& item : items_.all()) {
      if (!item.node || parsed_.posts.size() >= kMaxPosts) continue;
      const Own own(item, items_.nodes());
      Post post = new_post(html_.page.url, PostKind::comment);
      read_author(own, post);
      read_date(own, post);
      read_text(own, item, post);
      // Without author and time it is a counter, a form, a heading.
      if (post.text.empty() || (post.author.empty() && !post.published)) continue;
      identify(own, item, post);
      const std::size_t parent = item.parent;
      const bool answers = parent != kNoParent && !items_.all()[parent].url.empty();
      post.reply_to.url = answers ? items_.all()[parent].url : subject_;
      item.url = post.url_canonical;
      post.locator = "comment[" + std::to_string(count_++) + "]";
      if (seen_.insert(post.url_canonical).second) parsed_.posts.push_back(std::move(post));
    }
  }

 private:
  void read_author(const Own& own, Post& post) const {
    static const Selector names[] = {
        Selector::must("[itemprop~=author] [itemprop=name], [itemprop~=creator] [itemprop=name], .p-author .p-name"),
        Selector::must("[itemprop~=author], [itemprop~=creator], .p-author"),
        Selector::must(
            "cite.fn, b.fn, span.fn, a.fn, .fn, .comment-author-link, cite[id^=dsq-cite], .comment-author a, "
            ".comment-header .user, cite.user"),
        Selector::must(
            ".comment-author, .comment_author, .commentauthor, .commentAuthor, .comment-author-name, .authorname"),
        Selector::must(
            ".author, .username, .user-name, .user, .comment-name, .comment-user, .nickname, .nick, .poster"),
        Selector::must(
            "cite, [class*=author i], [class*=user i], [rel~=author], [class*=name i], [rel~=nofollow][class=url]"),
        Selector::must("b, strong"),
    };
    static const Selector link = Selector::must("a[href]");
    static const Selector picture =
        Selector::must("img[class*=avatar i], [class*=avatar i] img, img.photo, img.u-photo");
    for (const Selector& selector : names) {
      for (const Node node : own.all(selector)) {
        std::string name = line_of(node);
        for (const std::string_view end : {" says:", " says", " said...", " said…", " said:", " wrote:", " sagt:",
                                           " schreibt:", " schrieb:", " dit :", " dice:", " пишет:", ":"}) {
          if (name.size() > end.size() && name.ends_with(end)) name.resize(name.size() - end.size());
        }
        name = name_in(std::move(name));
        if (name.empty() || name.size() > 80) continue;
        post.author.display_name = name;
        const Node a = node.tag() == "a" ? node : link.first(node);
        if (a && a.attr_or("href").find('#') == std::string_view::npos)
          post.author.url = http_link(a.attr_or("href"), html_.page.url);
        break;
      }
      if (!post.author.empty()) break;
    }
    if (const Node img = own.first(picture)) post.author.avatar_url = http_link(img.attr_or("src"), html_.page.url);
  }

  void read_date(const Own& own, Post& post) const {
    static const Selector times[] = {
        Selector::must("time[datetime], [itemprop~=dateCreated], [itemprop~=datePublished], [itemprop~=commentTime], "
                       ".dt-published, abbr[title]"),
        Selector::must(
            ".comment-date, .comment_date, .commentdate, .comment-time, .comment-timestamp, .datetime, .timestamp, "
            ".date, time, .comment-meta a, .commentmetadata a, [id^=dsq-time]"),
        Selector::must("[class*=date i], [class*=time i], [class*=datum i], [class*=meta i], [class*=info i], "
                       "[class*=footer i], a[href*='#comment'], a[href*='#c']"),
        Selector::must("small, cite, em, span"),
    };
    for (const Selector& selector : times) {
      for (const Node node : own.all(selector)) {
        for (const char* name : {"datetime", "content", "title"}) {
          if (const auto value = node.attr_or(name); !value.empty() && !post.published)
            post.published = stated_time(value, dates_);
        }
        if (post.published) return;
        const std::string text = line_of(node);
        if (text.size() < 4 || text.size() > 160 || text.find_first_of("0123456789") == std::string::npos) continue;
        post.published = stated_time(text, dates_);
        if (post.published) return;
      }
    }
  }

  void read_text(const Own& own, const Item& item, Post& post) {
    static const Selector bodies[] = {
        Selector::must("[itemprop~=text], [itemprop~=commentText], .e-content, [id^=dsq-comment-message]"),
        Selector::must(
            ".comment-content, .comment_content, .commentContent, .comment-text, .comment_text, .commenttext, "
            ".commentText, .comment-message, .comment-copy, .comment-main-text, .commententry, .comment-entry-text"),
        Selector::must(".comment-body, .comment_body, .commentbody, .commentBody, .comment-block, .comment-bubble, "
                       "[class*=comment-body i], [class*=commenttext i], [class*=comment-text i], "
                       "[class*=comment-content i], [class*=kommentar-text]"),
        Selector::must(".content, .text, .body, .message, .entry-content, .comment-inner, [class*=content i], "
                       "[class*=text i], [class*=body i]"),
    };
    for (const Selector& selector : bodies) {
      // The outermost ones in page order, the longest of them.
      Node longest, last;
      std::size_t length = 0;
      for (const Node body : own.all(selector)) {
        if (last && last.contains(body)) continue;
        last = body;
        const std::size_t size = text_of(body, furniture()).size();
        if (size > length && !has_nested(body, item)) longest = body, length = size;
      }
      if (longest) return take(longest, post);
    }
    static const Selector paragraphs = Selector::must("p");
    for (const Node p : own.all(paragraphs)) {
      const std::string text = text_of(p, furniture());
      if (text.empty()) continue;
      post.text += (post.text.empty() ? "" : "\n") + text;
      read_embedded(p, html_.page.url, post);
    }
    if (post.text.empty() && !has_nested(item.node, item))
      take(item.more.empty() ? item.node : item.more.front(), post);
  }

  // Head, buttons and answers are no part of what somebody said.
  static const std::vector<Selector>& furniture() {
    static const std::vector<Selector> without = {Selector::must(
        ".comment-author, .comment-meta, .commentmetadata, .comment-header, .comment-footer, .comment-actions, "
        ".comment-reply-link, .reply, .vcard, .avatar, .says, .comment-awaiting-moderation, .comment-edit-link, "
        ".comment-date, .comment-time, .comment-name, .children, .comment-replies, .replies, time, cite, form, "
        "button, script, style, [itemprop~=author], [itemprop~=dateCreated], [itemprop~=datePublished], "
        "[class*=share i], [class*=vote i], [class*=like i], [class*=report i]")};
    return without;
  }

  void take(Node body, Post& post) const {
    post.text = text_of(body, furniture());
    post.html = html_of(body);
    read_embedded(body, html_.page.url, post);
  }

  // Items stand in page order: those inside this one follow it.
  bool has_nested(Node body, const Item& item) {
    for (auto at = static_cast<std::size_t>(&item - items_.all().data()) + 1; at < items_.all().size(); ++at) {
      const Node node = items_.all()[at].node;
      if (!node) continue;
      if (!item.node.contains(node)) return false;
      if (node != body && body.contains(node)) return true;
    }
    return false;
  }

  void identify(const Own& own, const Item& item, Post& post) const {
    static const Selector permalinks = Selector::must(
        "a.u-url[href], [itemprop=url][href], .comment-meta a[href*='#'], .commentmetadata a[href*='#'], "
        "a[href*='#comment'], a[href*='#c'], .comment-timestamp a[href], .datetime a[href]");
    const std::string_view id = item.node.attr_or("id");
    std::string base = html_.canonical;
    if (!id.empty() && !item.number.empty()) {
      std::string fragment(id);
      for (const std::string_view wrap : {"li-", "div-", "dsq-"}) {
        if (fragment.starts_with(wrap)) fragment.erase(0, wrap.size());
      }
      post.url_canonical = base + "#" + fragment;
    } else if (const Node a = own.first(permalinks)) {
      const std::string link = http_link(a.attr_or("href"), html_.page.url);
      if (link.find('#') != std::string::npos && same_site(link, base) && !link.ends_with("#") &&
          link.find("#respond") == std::string::npos && link.find("replytocom") == std::string::npos) {
        post.url_canonical = link;
      }
    }
    if (post.url_canonical.empty()) {
      const std::string stated =
          post.author.display_name + '\n' + (post.published ? post.published->raw : "") + '\n' + post.text;
      post.url_canonical = base + "#comment-" + sha256_hex(stated).substr(0, 16);
    }
    post.url = post.url_canonical;
  }

  const HtmlPage& html_;
  const std::string& subject_;  // its canonical URL
  Parsed& parsed_;
  DateContext dates_;
  Items items_;
  std::set<std::string> seen_;
  std::size_t count_ = 0;
};

bool has_replies(const Parsed& parsed) {
  return std::any_of(parsed.posts.begin(), parsed.posts.end(),
                     [](const Post& p) { return p.kind == PostKind::comment || p.kind == PostKind::reply; });
}

}  // namespace

void comments_from_html(const HtmlPage& html, const std::string& subject, Parsed& parsed) {
  if (has_replies(parsed)) return;
  const std::string_view source = html.document.source();
  const auto says = [&](std::string_view word) { return source.find(word) != std::string_view::npos; };
  if (!says("omment") && !says("ommentar")) return;
  CommentReader(html, subject, parsed).read();
}

}  // namespace spoor::adapters
