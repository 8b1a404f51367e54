#include "tests/web/sites/blog_site.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "storage/base/url.h"
#include "tests/web/picture.h"
#include "tests/web/shown.h"
#include "tests/web/sites/blog_article.h"

namespace spoor::web {
namespace {

using namespace blog;

constexpr std::size_t kPerPage = 10, kFeedItems = 10;

struct Words {
  std::string_view language, older, newer, comments, by, members, login, missing, removed;
};
constexpr Words kWords[] = {
    {"en", "Older posts", "Newer posts", "Comments", "By", "This story is for registered readers.", "Log in",
     "Page not found", "This post has been withdrawn."},
    {"de", "\u00c4ltere Beitr\u00e4ge", "Neuere Beitr\u00e4ge", "Kommentare", "Von",
     "Dieser Beitrag ist nur f\u00fcr angemeldete Leser.", "Anmelden", "Seite nicht gefunden",
     "Dieser Beitrag wurde zur\u00fcckgezogen."},
    {"fr", "Articles plus anciens", "Articles plus r\u00e9cents", "Commentaires", "Par",
     "Cet article est r\u00e9serv\u00e9 aux abonn\u00e9s.", "Connexion", "Page introuvable",
     "Cet article a \u00e9t\u00e9 retir\u00e9."},
    {"es", "Entradas antiguas", "Entradas recientes", "Comentarios", "Por",
     "Este art\u00edculo es solo para suscriptores.", "Iniciar sesi\u00f3n", "P\u00e1gina no encontrada",
     "Esta entrada ha sido retirada."},
    {"ru", "\u0421\u0442\u0430\u0440\u044b\u0435 \u0437\u0430\u043f\u0438\u0441\u0438",
     "\u041d\u043e\u0432\u044b\u0435 \u0437\u0430\u043f\u0438\u0441\u0438",
     "\u041a\u043e\u043c\u043c\u0435\u043d\u0442\u0430\u0440\u0438\u0438", "\u0410\u0432\u0442\u043e\u0440:",
     "\u0421\u0442\u0430\u0442\u044c\u044f \u0434\u043e\u0441\u0442\u0443\u043f\u043d\u0430 "
     "\u0442\u043e\u043b\u044c\u043a\u043e \u043f\u043e\u0434\u043f\u0438\u0441\u0447\u0438\u043a\u0430\u043c.",
     "\u0412\u043e\u0439\u0442\u0438",
     "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430",
     "\u0417\u0430\u043f\u0438\u0441\u044c \u0443\u0434\u0430\u043b\u0435\u043d\u0430."},
    {"zh", "\u8f83\u65e9\u7684\u6587\u7ae0", "\u8f83\u65b0\u7684\u6587\u7ae0", "\u8bc4\u8bba", "\u4f5c\u8005",
     "\u672c\u6587\u4ec5\u9650\u6ce8\u518c\u8bfb\u8005\u9605\u8bfb\u3002", "\u767b\u5f55",
     "\u9875\u9762\u4e0d\u5b58\u5728", "\u672c\u6587\u5df2\u88ab\u64a4\u4e0b\u3002"},
};

const Words& words_for(std::string_view language) {
  for (const Words& words : kWords) {
    if (language.substr(0, 2) == words.language) return words;
  }
  return kWords[0];
}

std::string text(std::string_view words) { return std::string(words); }

class BlogSite final : public Site {
 public:
  BlogSite(const World& world, const Host& host) : world_(world), host_(host), words_(words_for(host.language)) {
    for (const Thread& thread : host.threads) {
      if (!thread.entries.empty()) by_path_[article_path(host, thread)] = &thread;
    }
    for (const Account& account : host.accounts) {
      by_author_["/author/" + path_escaped(account.handle)] = &account;
    }
  }

  std::string host() const override { return host_.name; }
  std::string software() const override { return ""; }
  std::vector<std::string> seeds() const override { return {base_of(host_) + "/"}; }

  SiteAnswer answer(const SiteRequest& request) const override {
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    if (const auto number = picture_number(path)) return {200, "image/png", {}, picture_png(*number), true};
    if (path == "/robots.txt") return robots();
    if (path == "/sitemap.xml") return sitemap(request.now);
    if (path == feed_path()) return style_of(host_).atom ? atom(request.now) : rss(request.now);
    if (path == "/style.css") return {200, "text/css", {}, "body{font-family:Georgia,serif;max-width:42em}\n", true};
    if (path == "/login") return login_page();
    if (const auto found = by_path_.find(path); found != by_path_.end()) return article(*found->second, request.now);
    return listing(path, request.now);
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    for (const Thread& thread : host_.threads) {
      if (thread.walled || thread.entries.empty()) continue;
      const Presence state = presence(host_, thread.entries.front(), now);
      if (state == Presence::not_yet) continue;
      Post post = article_truth(world_, host_, thread, now);
      if (state != Presence::live) {
        sink(gone_line(post, state == Presence::deleted ? Status::not_found : Status::deleted));
        continue;
      }
      sink(truth_line(post));
      for (std::size_t i = 1; i < thread.entries.size(); ++i) {
        if (presence(host_, thread.entries[i], now) == Presence::live)
          sink(truth_line(comment_truth(host_, thread, thread.entries[i], now)));
      }
    }
    for (const Account* author : authors(now)) sink(truth_line(author_truth(host_, *author)));
  }

 private:
  std::string feed_path() const { return style_of(host_).atom ? "/atom.xml" : "/feed.xml"; }

  const Account& author_of(const Thread& thread) const {
    return host_.accounts[static_cast<std::size_t>(thread.entries.front().account)];
  }

  bool is_listed(const Thread& thread, Seconds now) const {
    return !thread.entries.empty() && presence(host_, thread.entries.front(), now) == Presence::live;
  }

  // Newest first; walled ones among them, as the archive of a blog lists them.
  std::vector<const Thread*> articles(Seconds now) const {
    std::vector<const Thread*> out;
    for (const Thread& thread : host_.threads) {
      if (is_listed(thread, now)) out.push_back(&thread);
    }
    std::stable_sort(out.begin(), out.end(), [](const Thread* a, const Thread* b) {
      return a->entries.front().created() > b->entries.front().created();
    });
    return out;
  }

  // People with an article that everybody may read.
  std::vector<const Account*> authors(Seconds now) const {
    std::vector<const Account*> out;
    for (const Account& account : host_.accounts) {
      const bool writes = std::any_of(host_.threads.begin(), host_.threads.end(), [&](const Thread& thread) {
        return is_listed(thread, now) && &author_of(thread) == &account;
      });
      if (writes) out.push_back(&account);
    }
    return out;
  }

  std::string frame(const std::string& title, const std::string& head, const std::string& body) const {
    return "<!DOCTYPE html>\n<html lang=\"" + host_.language + "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
           html_escaped(title) +
           "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" + head +
           "<link rel=\"stylesheet\" href=\"/style.css\">\n<link rel=\"alternate\" type=\"application/" +
           (style_of(host_).atom ? "atom" : "rss") + "+xml\" title=\"" + html_escaped(host_.title) + "\" href=\"" +
           feed_path() + "\">\n</head>\n<body>\n<header class=\"masthead\"><a class=\"brand\" href=\"/\">" +
           html_escaped(host_.title) + "</a>\n<nav><a href=\"/\">" + text(words_.newer) + "</a> <a href=\"/login\">" +
           text(words_.login) + "</a></nav></header>\n" + body + "<footer class=\"site-footer\"><p>&copy; 2026 " +
           html_escaped(host_.title) + "</p></footer>\n</body>\n</html>\n";
  }

  SiteAnswer missing() const {
    return {404,
            "text/html; charset=utf-8",
            {},
            frame(text(words_.missing), "", "<main><h1>404</h1><p>" + text(words_.missing) + "</p></main>\n"),
            true};
  }

  SiteAnswer login_page() const {
    return {200,
            "text/html; charset=utf-8",
            {},
            frame(text(words_.login), "<meta name=\"robots\" content=\"noindex\">\n",
                  "<main><h1>" + text(words_.login) + "</h1><p>" + text(words_.members) +
                      "</p><form method=\"post\" action=\"/login\"><input type=\"email\" name=\"email\"><input "
                      "type=\"password\" name=\"password\"><button>" +
                      text(words_.login) + "</button></form></main>\n"),
            true};
  }

  SiteAnswer article(const Thread& thread, Seconds now) const {
    switch (presence(host_, thread.entries.front(), now)) {
      case Presence::not_yet:
      case Presence::deleted:
        return missing();
      case Presence::suspended:
        return {410,
                "text/html; charset=utf-8",
                {},
                frame(text(words_.removed), "", "<main><p>" + text(words_.removed) + "</p></main>\n"),
                true};
      case Presence::live:
        break;
    }
    if (thread.walled) return login_page();
    const Version& version = version_at(thread.entries.front(), now);
    return {200,
            "text/html; charset=utf-8",
            {},
            frame(version.title + " | " + host_.title, article_head(thread, version, now),
                  article_body(thread, version, now)),
            true};
  }

  std::string article_head(const Thread& thread, const Version& version, Seconds now) const {
    const Entry& first = thread.entries.front();
    const int zone = style_of(host_).zone;
    const auto meta = [](std::string_view property, std::string_view content) {
      return "<meta property=\"" + std::string(property) + "\" content=\"" + html_escaped(content) + "\">\n";
    };
    std::string out = "<meta name=\"description\" content=\"" + html_escaped(excerpt(version)) +
                      "\">\n<link rel=\"canonical\" href=\"" + article_url(host_, thread) + "\">\n" +
                      meta("og:type", "article") + meta("og:title", version.title) +
                      meta("og:description", excerpt(version)) + meta("og:url", article_url(host_, thread)) +
                      meta("og:site_name", host_.title) +
                      meta("article:published_time", iso_time(first.created(), zone)) +
                      meta("article:modified_time", iso_time(version.at, zone));
    for (const std::string& tag : tags_of(thread, version)) out += meta("article:tag", tag);
    for (const Paragraph& paragraph : version.paragraphs) {
      for (const Segment& segment : paragraph) {
        if (segment.kind == Segment::Kind::picture) out += meta("og:image", segment.url);
      }
    }
    return out + "<script type=\"application/ld+json\">" + json_ld(world_, host_, thread, now) + "</script>\n";
  }

  std::string article_body(const Thread& thread, const Version& version, Seconds now) const {
    const Entry& first = thread.entries.front();
    const Account& author = author_of(thread);
    const int zone = style_of(host_).zone;
    std::string out = "<main>\n<article class=\"story\">\n<h1>" + html_escaped(version.title) +
                      "</h1>\n<p class=\"story-meta\">" + text(words_.by) + " <a rel=\"author\" href=\"" +
                      author_url(host_, author) + "\">" + html_escaped(author.name) + "</a> <time datetime=\"" +
                      iso_time(first.created(), zone) + "\">" + civil_day(first.created() + zone * 60) +
                      "</time></p>\n<div class=\"story-text\">\n" + body_html(version) + "</div>\n";
    const auto tags = tags_of(thread, version);
    if (!tags.empty()) out += "<ul class=\"story-tags\">";
    for (const std::string& tag : tags) {
      out += "<li><a rel=\"tag\" href=\"/tag/" + path_escaped(tag) + "\">" + html_escaped(tag) + "</a></li>";
    }
    if (!tags.empty()) out += "</ul>\n";
    return out + "</article>\n" + comments(thread, now) + "</main>\n";
  }

  std::string comments(const Thread& thread, Seconds now) const {
    std::string out;
    for (std::size_t i = 1; i < thread.entries.size(); ++i) {
      const Entry& entry = thread.entries[i];
      if (presence(host_, entry, now) != Presence::live) continue;
      const Account& account = host_.accounts[static_cast<std::size_t>(entry.account)];
      out += "<li class=\"comment\" id=\"comment-" + std::to_string(entry.id) + "\"><div class=\"comment-head\"><b>" +
             html_escaped(account.name) + "</b> <a href=\"#comment-" + std::to_string(entry.id) +
             "\"><time datetime=\"" + iso_time(entry.created(), style_of(host_).zone) + "\">" +
             civil_day(entry.created()) + "</time></a></div>\n<div class=\"comment-text\">" +
             body_html(version_at(entry, now)) + "</div></li>\n";
    }
    return out.empty()
               ? ""
               : "<section id=\"comments\"><h2>" + text(words_.comments) + "</h2>\n<ol>" + out + "</ol></section>\n";
  }

  static std::string pager_link(const std::string& base, std::size_t page) {
    if (page > 1) return base + (base.back() == '/' ? "" : "/") + "page/" + std::to_string(page);
    return base;
  }

  SiteAnswer listing(std::string_view path, Seconds now) const {
    std::size_t page = 1;
    std::string base(path);
    if (const auto at = path.rfind("/page/"); at != std::string_view::npos) {
      const auto digits = path.substr(at + 6);
      const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), page);
      if (error != std::errc() || stop != digits.data() + digits.size() || page < 2) return missing();
      base = at == 0 ? "/" : std::string(path.substr(0, at));
    }
    std::vector<const Thread*> all = articles(now);
    std::string title = host_.title, head;
    if (base.starts_with("/tag/")) {
      const std::string tag = percent_decode(std::string_view(base).substr(5));
      title = "#" + tag + " | " + host_.title;
      std::erase_if(all, [&](const Thread* thread) {
        const auto tags = tags_of(*thread, version_at(thread->entries.front(), now));
        return std::find(tags.begin(), tags.end(), tag) == tags.end();
      });
    } else if (const auto author = by_author_.find(base); author != by_author_.end()) {
      const Account& account = *author->second;
      title = account.name + " | " + host_.title;
      head = "<meta property=\"og:type\" content=\"profile\">\n<script type=\"application/ld+json\">" +
             author_json_ld(host_, account) + "</script>\n";
      std::erase_if(all, [&](const Thread* thread) { return &author_of(*thread) != &account; });
    } else if (base != "/") {
      return missing();
    }
    const std::size_t first = (page - 1) * kPerPage;
    if (first >= all.size()) return missing();
    std::string body = "<main class=\"river\">\n<h1>" + html_escaped(title) + "</h1>\n";
    for (std::size_t i = first; i < std::min(all.size(), first + kPerPage); ++i) body += teaser(*all[i], now);
    body += "<nav class=\"pager\">";
    if (page > 1) body += "<a rel=\"prev\" href=\"" + pager_link(base, page - 1) + "\">" + text(words_.newer) + "</a> ";
    if (first + kPerPage < all.size())
      body += "<a rel=\"next\" href=\"" + pager_link(base, page + 1) + "\">" + text(words_.older) + "</a>";
    return {200, "text/html; charset=utf-8", {}, frame(title, head, body + "</nav>\n</main>\n"), true};
  }

  std::string teaser(const Thread& thread, Seconds now) const {
    const Version& version = version_at(thread.entries.front(), now);
    return "<article class=\"teaser\"><h2><a href=\"" + article_path(host_, thread) + "\">" +
           html_escaped(version.title) + "</a></h2>\n<p class=\"teaser-meta\">" + text(words_.by) + " <a href=\"" +
           author_url(host_, author_of(thread)) + "\">" + html_escaped(author_of(thread).name) + "</a></p>\n<p>" +
           (thread.walled ? text(words_.members) : html_escaped(excerpt(version))) + "</p></article>\n";
  }

  SiteAnswer robots() const {
    return {200,
            "text/plain",
            {},
            "User-agent: *\nDisallow: /login\nDisallow: /search\n\nSitemap: " + base_of(host_) + "/sitemap.xml\n",
            true};
  }

  SiteAnswer sitemap(Seconds now) const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        "<url><loc>" +
        base_of(host_) + "/</loc></url>\n";
    for (const Thread* thread : articles(now)) {
      if (thread->walled) continue;
      out += "<url><loc>" + html_escaped(article_url(host_, *thread)) + "</loc><lastmod>" +
             iso_time(version_at(thread->entries.front(), now).at) + "</lastmod></url>\n";
    }
    return {200, "application/xml", {}, out + "</urlset>\n", true};
  }

  std::vector<const Thread*> feed_articles(Seconds now) const {
    std::vector<const Thread*> out = articles(now);
    std::erase_if(out, [](const Thread* thread) { return thread->walled; });
    if (out.size() > kFeedItems) out.resize(kFeedItems);
    return out;
  }

  SiteAnswer rss(Seconds now) const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:atom=\"http://www.w3.org/2005/Atom\" "
        "xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n<channel>\n<title>" +
        html_escaped(host_.title) + "</title>\n<link>" + base_of(host_) + "/</link>\n<atom:link href=\"" +
        base_of(host_) + "/feed.xml\" rel=\"self\" type=\"application/rss+xml\"/>\n<language>" + host_.language +
        "</language>\n";
    for (const Thread* thread : feed_articles(now)) {
      const Entry& first = thread->entries.front();
      const Version& version = version_at(first, now);
      const std::string url = html_escaped(article_url(host_, *thread));
      out += "<item><title>" + html_escaped(version.title) + "</title><link>" + url +
             "</link><guid isPermaLink=\"true\">" + url + "</guid><pubDate>" + feed_time(first.created()) +
             "</pubDate><dc:creator>" + html_escaped(author_of(*thread).name) + "</dc:creator>";
      for (const std::string& tag : tags_of(*thread, version)) out += "<category>" + html_escaped(tag) + "</category>";
      out += "<slash:comments>" + std::to_string(comment_count(host_, *thread, now)) +
             "</slash:comments><description>" + html_escaped(excerpt(version)) + "</description><content:encoded>" +
             html_escaped(body_html(version)) + "</content:encoded></item>\n";
    }
    return {200, "application/rss+xml; charset=utf-8", {}, out + "</channel>\n</rss>\n", true};
  }

  SiteAnswer atom(Seconds now) const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" +
        host_.language + "\">\n<title>" + html_escaped(host_.title) + "</title>\n<link href=\"" + base_of(host_) +
        "/\"/>\n<link rel=\"self\" href=\"" + base_of(host_) + "/atom.xml\"/>\n<id>" + base_of(host_) +
        "/</id>\n<updated>" + iso_time(now) + "</updated>\n";
    for (const Thread* thread : feed_articles(now)) {
      const Entry& first = thread->entries.front();
      const Version& version = version_at(first, now);
      const std::string url = html_escaped(article_url(host_, *thread));
      out += "<entry><title>" + html_escaped(version.title) + "</title><link rel=\"alternate\" href=\"" + url +
             "\"/><id>" + url + "</id><published>" + iso_time(first.created()) + "</published><updated>" +
             iso_time(version.at) + "</updated><author><name>" + html_escaped(author_of(*thread).name) +
             "</name><uri>" + html_escaped(author_url(host_, author_of(*thread))) + "</uri></author>";
      for (const std::string& tag : tags_of(*thread, version)) out += "<category term=\"" + html_escaped(tag) + "\"/>";
      out += "<summary>" + html_escaped(excerpt(version)) + "</summary></entry>\n";
    }
    return {200, "application/atom+xml; charset=utf-8", {}, out + "</feed>\n", true};
  }

  const World& world_;
  const Host& host_;
  const Words& words_;
  std::map<std::string, const Thread*, std::less<>> by_path_;
  std::map<std::string, const Account*, std::less<>> by_author_;
};

}  // namespace

std::unique_ptr<Site> make_blog_site(const World& world, const Host& host) {
  return std::make_unique<BlogSite>(world, host);
}

}  // namespace spoor::web
