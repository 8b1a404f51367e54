#include "tests/web/sites/phpbb_site.h"

#include "tests/web/picture.h"
#include "tests/web/query.h"
#include "tests/web/shown.h"
#include "tests/web/sites/phpbb_pages.h"

namespace spoor::web {
namespace {

using namespace phpbb;

class PhpbbSite final : public Site {
 public:
  PhpbbSite(const World& world, const Host& host) : world_(world), board_(host), look_(look_of(host)) {}

  std::string host() const override { return board_.host().name; }
  std::string software() const override { return "phpbb"; }
  std::vector<std::string> seeds() const override { return {base_of(board_.host()) + "/index.php"}; }

  SiteAnswer answer(const SiteRequest& request) const override {
    const Query query(request.target);
    const Pages pages(world_, board_, request.now);
    const std::string& path = query.path();
    if (path == "/" || path == "/index.php") return pages.index();
    if (path == "/viewforum.php") return forum(query, pages);
    if (path == "/viewtopic.php") return topic(query, pages, request.now);
    if (path == "/memberlist.php") return members(query, pages, request);
    if (path == "/search.php") return search(query, pages, request.now);
    if (path == "/download/file.php") return file(query, pages);
    if (path == "/posting.php" || path == "/ucp.php" || path == "/mcp.php") {
      return pages.login(pages.pack().login, std::string(request.target.substr(1)));
    }
    if (path == "/feed.php") return redirect("/app.php/feed");
    if (const auto feed = after_prefix(path, "/app.php/feed")) return pages.feed(std::string(*feed));
    if (path == "/app.php/help/faq") return pages.message(200, pages.pack().faq);
    if (path == "/cron.php")
      return {200, "image/gif", {{"Cache-Control", "no-cache"}}, std::string("GIF89a\1\0\1\0\0\0\0;", 14), true};
    if (const auto picture = picture_number(path)) return {200, "image/png", {}, picture_png(*picture), true};
    return {404,
            "text/html; charset=iso-8859-1",
            {},
            "<html><head><title>404 Not Found</title></head><body>\n<h1>Not Found</h1>\n</body></html>\n",
            true};
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    std::vector<bool> seen(board_.host().accounts.size(), look_.open_members);
    for (const Thread& thread : board_.host().threads) {
      if (thread.walled) continue;
      int position = 0;
      for (const Entry& entry : thread.entries) {
        if (entry.created() > now) continue;
        if (!board_.topic_of_post(entry.id, now)) {
          sink(gone_line(gone_post(board_, entry), Status::deleted));
          continue;
        }
        sink(truth_line(post_truth(board_, thread, entry, position++, now)));
        seen[static_cast<std::size_t>(entry.account)] = true;
      }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const Account& account = board_.host().accounts[i];
      if (seen[i] && account.joined <= now) sink(truth_line(account_truth(board_, account, now)));
    }
  }

 private:
  static SiteAnswer redirect(std::string to) {
    return {301, "text/html; charset=UTF-8", {{"Location", std::move(to)}}, "", true};
  }

  bool is_members(int board) const { return board == static_cast<int>(board_.host().boards.size()) - 1; }

  SiteAnswer forum(const Query& query, const Pages& pages) const {
    const int number = query.number("f").value_or(0), board = number - 2;
    if (number == 1) return pages.index();
    if (board < 0 || board >= static_cast<int>(board_.host().boards.size()))
      return pages.message(404, pages.pack().no_forum);
    if (is_members(board)) return pages.login(pages.pack().login_forum, "viewforum.php?f=" + std::to_string(number));
    return pages.forum(number, query.number("start").value_or(0));
  }

  SiteAnswer topic(const Query& query, const Pages& pages, Seconds now) const {
    const std::optional<int> post = query.number("p");
    const Thread* thread = post ? board_.topic_of_post(*post, now) : board_.topic(query.number("t").value_or(0), now);
    if (!thread) return pages.message(404, pages.pack().no_topic);
    if (thread->walled) return pages.login(pages.pack().login_forum, "viewtopic.php?t=" + std::to_string(thread->id));
    int start = query.number("start").value_or(0);
    if (post) {
      start = 0;
      for (const Entry* entry : board_.posts(*thread, now)) {
        if (entry->id == *post) break;
        ++start;
      }
    }
    if (query.get("view") == "print") return pages.print(*thread, start);
    return pages.topic(*thread, start);
  }

  SiteAnswer members(const Query& query, const Pages& pages, const SiteRequest& request) const {
    const std::string mode = query.get("mode");
    if (mode == "viewprofile") {
      const Account* account = board_.account(query.number("u").value_or(0), request.now);
      return account ? pages.profile(*account) : pages.message(404, pages.pack().no_user);
    }
    if (mode.empty() && look_.open_members) return pages.members(query.number("start").value_or(0));
    return pages.login(pages.pack().login, std::string(request.target.substr(1)));
  }

  SiteAnswer search(const Query& query, const Pages& pages, Seconds now) const {
    if (!look_.open_search) return pages.message(403, pages.pack().no_permission);
    if (const auto author = query.number("author_id")) {
      const Account* account = board_.account(*author, now);
      return account ? pages.posts_of(*account, query.number("start").value_or(0))
                     : pages.message(404, pages.pack().no_user);
    }
    if (query.has("search_id")) return pages.topic_list(std::string(pages.pack().active));
    return pages.message(200, pages.pack().search);
  }

  SiteAnswer file(const Query& query, const Pages& pages) const {
    const std::string avatar = query.get("avatar");
    if (const auto id = whole_number(avatar.substr(0, avatar.find('_')))) {
      const Account* account = board_.account(*id, last_moment(world_.options));
      if (account && avatar_file(*account) == avatar)
        return {200, "image/png", {}, picture_png(avatar_number(*account)), true};
    }
    const Segment* picture = attached_picture(board_, look_, query.number("id").value_or(0));
    if (picture) return {200, "image/png", {}, picture_png(*picture_number(picture->url)), true};
    return pages.message(404, pages.pack().information);
  }

  const World& world_;
  Board board_;
  Look look_;
};

}  // namespace

std::unique_ptr<Site> make_phpbb_site(const World& world, const Host& host) {
  return std::make_unique<PhpbbSite>(world, host);
}

}  // namespace spoor::web
