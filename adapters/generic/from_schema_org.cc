#include <algorithm>

#include <boost/json.hpp>

#include "adapters/generic/schema_org.h"
#include "adapters/kit/entities.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "storage/base/digest.h"

namespace spoor::adapters {

namespace {

namespace json = boost::json;
using namespace schema_org;

class SchemaReader {
 public:
  SchemaReader(const HtmlPage& html, Parsed& parsed)
      : html_(html), parsed_(parsed), dates_(date_context(html.page, html.lang)) {}

  void item(const json::value& value) {
    if (is_article(value))
      article(value);
    else if (has_type(value, "VideoObject"))
      video(value);
    else if (has_type(value, "QAPage"))
      questions(value);
    else if (has_type(value, "Question"))
      question(value);
    else if (has_type(value, "ProfilePage"))
      account(value);
  }

  std::optional<std::size_t> subject() const { return subject_; }
  void stands_alone(bool alone) { alone_ = alone; }

 private:
  // A page's own item has its URL, none, or, when it is the only one, a wrong one; others without text are teasers:
  // leads.
  bool is_teaser(const std::string& url, bool has_text) {
    if (url.empty() || alone_ || same_page(canonical_form(url), html_.canonical) || has_text) return false;
    LeadList(parsed_.leads).add(url, LeadKind::post, html_.page.url);
    return true;
  }

  Post common(const json::value& value, PostKind kind) {
    Post post = new_post(html_.page.url, kind);
    post.url = link(value, "url", html_.page.url);
    if (post.url.empty()) post.url = link(value, "mainEntityOfPage", html_.page.url);
    post.title = title_of(value);
    post.author = author_of(value, html_.page.url);
    post.published = stated_time(text(value, "datePublished"), dates_);
    if (!post.published) post.published = stated_time(text(value, "dateCreated"), dates_);
    if (!post.published) post.published = stated_time(text(value, "uploadDate"), dates_);
    post.edited = stated_time(text(value, "dateModified"), dates_);
    if (post.edited && post.published && post.edited->utc <= post.published->utc) post.edited.reset();
    for (const char* name : {"articleBody", "text", "commentText"}) {
      if (post.text.empty()) set_text(post, text(value, name));
    }
    post.lang = text(value, "inLanguage");
    if (!post.lang.empty()) post.lang_source = "platform";
    read_media(value, html_.page.url, post);
    read_keywords(value, post);
    read_counts(value, "interactionStatistic", post.counts);
    if (text(value, "creativeWorkStatus") == "Deleted") {
      post.status = Status::deleted;
      post.status_raw = "creativeWorkStatus: Deleted";
    }
    if (text(value, "isAccessibleForFree") == "false" || text(value, "isAccessibleForFree") == "False")
      post.text_truncated = true;
    return post;
  }

  // Some sites escape for HTML what is JSON; some have a word for all their pages as headline.
  std::string title_of(const json::value& value) const {
    std::string headline = decode_entities(text(value, "headline")), name = decode_entities(text(value, "name"));
    const auto in_page = [&](const std::string& one) { return html_.metadata.title.find(one) != std::string::npos; };
    if (headline.empty() || (!name.empty() && !in_page(headline) && in_page(name))) return name;
    return headline;
  }

  // Texts are plain by the vocabulary, but many sites give HTML. Plain text may speak of tags, and then shows itself by
  // its line feeds or bare signs.
  static bool is_html(const std::string& body) {
    for (const char* block : {"</p>", "<p>", "<br", "</div>", "</li>", "</blockquote>"}) {
      if (body.find(block) != std::string::npos) return true;
    }
    if (body.find("</") == std::string::npos) return false;
    return body.find('\n') == std::string::npos && body.find("& ") == std::string::npos &&
           body.find("< ") == std::string::npos;
  }

  static void set_text(Post& post, std::string body) {
    if (body.find("&lt;") != std::string::npos && body.find('<') == std::string::npos) body = decode_entities(body);
    if (!is_html(body)) {
      post.text = body;
      return;
    }
    post.html = body;
    post.text = text_of_fragment(body);
  }

  void place(Post& post) {
    if (post.url.empty() || alone_ || !same_site(post.url, html_.page.url.href())) post.url = html_.page.url.href();
    post.url_canonical = canonical_form(post.url);
    if (is_own(post)) post.url_canonical = html_.canonical;
  }

  // True when this post is what the page is about.
  bool is_own(const Post& post) const {
    return same_page(post.url_canonical, html_.canonical) ||
           same_page(canonical_form(html_.page.url.href()), post.url_canonical);
  }

  static bool same_page(std::string_view a, std::string_view b) {
    for (auto* url : {&a, &b}) {
      url->remove_prefix(std::min(url->size(), url->find("://") == std::string_view::npos ? 0 : url->find("://") + 3));
      if (!url->empty() && url->back() == '/') url->remove_suffix(1);
    }
    return a == b;
  }

  std::size_t add(Post post) {
    const std::size_t index = parsed_.posts.size();
    if (is_own(post) && !subject_) subject_ = index;
    parsed_.posts.push_back(std::move(post));
    return index;
  }

  void article(const json::value& value) {
    const bool has_text = !text(value, "articleBody").empty() || !text(value, "text").empty();
    const std::string url = link(value, "url", html_.page.url);
    if (full() || is_teaser(url, has_text)) return;
    const bool social = has_type(value, "SocialMediaPosting") || has_type(value, "DiscussionForumPosting");
    Post post = common(value, social ? PostKind::post : PostKind::article);
    place(post);
    if (known(post.url_canonical)) return;
    if (social) post.thread_id = post.native_id;
    const std::string shared = link(value, "sharedContent", html_.page.url);
    if (!shared.empty()) post.quote_of.url = shared;
    const std::string parent = post.url_canonical;
    add(std::move(post));
    replies(value, "comment", parent, 0);
  }

  void video(const json::value& value) {
    const std::string url = link(value, "url", html_.page.url);
    if (full() || is_teaser(url, false)) return;
    Post post = common(value, PostKind::video);
    place(post);
    if (known(post.url_canonical)) return;
    post.text = text(value, "description");
    for (const char* name : {"contentUrl", "embedUrl"}) {
      const std::string href = link(value, name, html_.page.url);
      if (href.empty() || !post.media.empty()) continue;
      MediaRef media;
      media.url = href;
      media.type = name == std::string_view("contentUrl") ? "video" : "file";
      if (const auto ms = duration_ms(text(value, "duration")); ms > 0) media.duration_ms = ms;
      post.media.push_back(std::move(media));
    }
    if (auto picture = link(value, "thumbnailUrl", html_.page.url); !picture.empty()) {
      MediaRef media;
      media.url = std::move(picture);
      media.type = "image";
      post.media.push_back(std::move(media));
    }
    add(std::move(post));
    replies(value, "comment", html_.canonical, 0);
  }

  void questions(const json::value& page) {
    for (const auto* q : list(page, "mainEntity")) question(*q);
  }

  void question(const json::value& value) {
    if (full()) return;
    Post post = common(value, PostKind::thread);
    place(post);
    if (known(post.url_canonical)) return;
    const std::string parent = post.url_canonical;
    add(std::move(post));
    replies(value, "acceptedAnswer", parent, 0);
    replies(value, "suggestedAnswer", parent, 0);
    replies(value, "comment", parent, 0);
  }

  void replies(const json::value& parent, std::string_view property, const std::string& parent_url, int depth) {
    if (depth >= kMaxReplyDepth) return;
    for (const auto* value : list(parent, property)) {
      if (full()) return;
      if (!value->is_object()) continue;
      Post post = common(*value, property == "comment" ? PostKind::comment : PostKind::reply);
      if (post.text.empty()) set_text(post, text(*value, "description"));
      if (post.text.empty() && post.media.empty()) continue;
      identify(*value, post);
      if (known(post.url_canonical)) continue;
      post.reply_to.url = parent_url;
      const std::string own = post.url_canonical;
      parsed_.posts.push_back(std::move(post));
      replies(*value, "comment", own, depth + 1);
    }
  }

  // A comment without an address of its own gets one that the same comment will get again.
  void identify(const json::value& value, Post& post) {
    if (post.url.empty()) post.url = link(value, "@id", html_.page.url);
    if (!post.url.empty() && post.url.find('#') != std::string::npos) {
      post.url_canonical = post.url;
    } else if (!post.url.empty() && canonical_form(post.url) != html_.canonical) {
      post.url_canonical = canonical_form(post.url);
    } else {
      const std::string stated =
          post.author.display_name + '\n' + (post.published ? post.published->raw : "") + '\n' + post.text;
      post.url = html_.page.url.href();
      post.url_canonical = html_.canonical + "#comment-" + sha256_hex(stated).substr(0, 16);
    }
  }

  void account(const json::value& value) {
    Account account = account_of(value, html_);
    if (!account.native_id.empty() || !account.handle.empty()) parsed_.accounts.push_back(std::move(account));
  }

  bool known(const std::string& canonical) const {
    const std::size_t from = parsed_.posts.size() > 64 ? parsed_.posts.size() - 64 : 0;
    for (std::size_t i = from; i < parsed_.posts.size(); ++i) {
      if (parsed_.posts[i].url_canonical == canonical) return true;
    }
    return false;
  }

  bool full() const { return parsed_.posts.size() >= kMaxPosts; }

  const HtmlPage& html_;
  Parsed& parsed_;
  DateContext dates_;
  std::optional<std::size_t> subject_;
  bool alone_ = false;  // the page has one such item only
};

}  // namespace

std::optional<std::size_t> posts_from_schema_org(const std::vector<json::value>& items, const HtmlPage& html,
                                                 Parsed& parsed) {
  SchemaReader reader(html, parsed);
  const auto articles =
      std::count_if(items.begin(), items.end(), [](const json::value& item) { return is_article(item); });
  reader.stands_alone(articles == 1 && !is_root(html.page.url));
  // Articles first: a video on an article's page is part of it.
  for (const json::value& item : items) {
    if (is_article(item)) reader.item(item);
  }
  reader.stands_alone(false);
  for (const json::value& item : items) {
    if (is_article(item)) continue;
    if (has_type(item, "VideoObject") && reader.subject()) continue;
    reader.item(item);
  }
  return reader.subject();
}

}  // namespace spoor::adapters
