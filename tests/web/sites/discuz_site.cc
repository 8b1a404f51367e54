#include "tests/web/sites/discuz_site.h"

#include "tests/web/picture.h"
#include "tests/web/query.h"
#include "tests/web/shown.h"
#include "tests/web/sites/discuz_pages.h"

namespace spoor::web {
namespace {

using namespace discuz;

constexpr std::string_view kNoTopic = "抱歉，指定的主题不存在或已被删除或正在被审核";
constexpr std::string_view kNoForum = "抱歉，指定的版块不存在";
constexpr std::string_view kNoUser = "抱歉，您指定的用户空间不存在";
constexpr std::string_view kMembersOnly = "抱歉，您尚未登录，没有权限访问该版块";
constexpr std::string_view kProfileWall = "抱歉，您需要登录后才能查看";
constexpr std::string_view kLoginFirst = "请先登录后才能继续浏览";
constexpr std::string_view kRobots =
    "#\n# robots.txt for Discuz! X3.5\n#\n\nUser-agent: *\nAllow: /data/attachment/\nAllow: /data/avatar/\n"
    "Allow: /data/cache/\nAllow: /uc_server/data/avatar/\nDisallow: /api/\nDisallow: /data/\nDisallow: /source/\n"
    "Disallow: /install/\nDisallow: /template/default/\nDisallow: /config/\nDisallow: /uc_client/\n"
    "Disallow: /uc_server/\nDisallow: /admin.php\nDisallow: /search.php\nDisallow: /member.php\nDisallow: /api.php\n"
    "Disallow: /misc.php\nDisallow: /connect.php\nDisallow: /forum.php?mod=redirect*\nDisallow: /forum.php?mod=post*\n"
    "Disallow: /home.php?mod=spacecp*\nDisallow: /*?mod=misc*\nDisallow: /*?mod=attachment*\nDisallow: /*mobile=yes*";

// "12-1-1" of "thread-12-1-1.html"
std::vector<int> numbers_of(std::string_view text) {
  std::vector<int> out;
  text = text.substr(0, text.find('.'));
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('-'));
    out.push_back(whole_number(part).value_or(0));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return out;
}

class DiscuzSite final : public Site {
 public:
  DiscuzSite(const World& world, const Host& host) : world_(world), board_(host), look_(look_of(host)) {}

  std::string host() const override { return board_.host().name; }
  std::string software() const override { return "discuz"; }
  std::vector<std::string> seeds() const override { return {base_of(board_.host()) + "/forum.php"}; }

  SiteAnswer answer(const SiteRequest& request) const override {
    const Query query(request.target);
    const Pages pages(world_, board_, request.now);
    const std::string& path = query.path();
    if (path == "/robots.txt") return {200, "text/plain; charset=UTF-8", {}, std::string(kRobots), true};
    if (path == "/" || (path == "/forum.php" && query.get("mod").empty())) return pages.index();
    if (path == "/forum.php") return forum_php(query, pages, request.now);
    if (path == "/home.php") return home_php(query, pages, request.now);
    if (const auto rest = after_prefix(path, "/thread-")) return topic(numbers_of(*rest), 0, pages, request.now);
    if (const auto rest = after_prefix(path, "/forum-")) return forum(numbers_of(*rest), pages);
    if (const auto rest = after_prefix(path, "/space-uid-"))
      return profile(numbers_of(*rest).at(0), "", pages, request.now);
    if (const auto rest = after_prefix(path, "/space-username-")) {
      return profile(0, Query("/?n=" + std::string(rest->substr(0, rest->rfind(".html")))).get("n"), pages,
                     request.now);
    }
    if (path == "/member.php" || path == "/search.php") return pages.login(kLoginFirst);
    if (path.starts_with("/archiver")) return archiver(request.target, pages, request.now);
    if (path == "/uc_server/avatar.php") {
      return {
          301, "text/html", {{"Location", base_of(board_.host()) + "/uc_server/images/noavatar_middle.gif"}}, "", true};
    }
    if (const auto picture = picture_number(path)) return {200, "image/png", {}, picture_png(*picture), true};
    return {404,
            "text/html",
            {},
            "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>\n",
            true};
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    std::vector<bool> seen(board_.host().accounts.size());
    for (const Thread& thread : board_.host().threads) {
      if (thread.walled) continue;
      for (const Entry& entry : thread.entries) {
        if (entry.created() > now) continue;
        if (!board_.is_there(thread, now) || shown(board_, entry, now) == Shown::nothing) {
          sink(gone_line(gone_post(board_, thread, entry), Status::deleted));
          continue;
        }
        sink(truth_line(post_truth(board_, thread, entry, now)));
        seen[static_cast<std::size_t>(entry.account)] = true;
      }
    }
    if (!look_.open_profiles) return;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (seen[i]) sink(truth_line(account_truth(board_, board_.host().accounts[i], now)));
    }
  }

 private:
  int members_board() const { return board_number(static_cast<int>(board_.host().boards.size()) - 1); }

  static SiteAnswer redirect(std::string to, int status) {
    return {status, "text/html; charset=utf-8", {{"Location", std::move(to)}}, "", true};
  }

  SiteAnswer forum_php(const Query& query, const Pages& pages, Seconds now) const {
    const std::string mod = query.get("mod");
    const int page = query.number("page").value_or(1);
    if (mod == "viewthread" && query.get("action") == "printable") {
      const Thread* thread = board_.topic(query.number("tid").value_or(0), now);
      return !thread ? pages.error(404, kNoTopic) : thread->walled ? pages.login(kMembersOnly) : pages.print(*thread);
    }
    if (mod == "viewthread")
      return topic({query.number("tid").value_or(0), page}, query.number("authorid").value_or(0), pages, now);
    if (mod == "forumdisplay") return forum({query.number("fid").value_or(0), page}, pages);
    if (mod == "redirect") return find(query, pages, now);
    if (mod == "rss") {
      const int fid = query.number("fid").value_or(2);
      return fid < 2 || fid >= members_board() ? pages.error(404, kNoForum) : pages.feed(fid);
    }
    return pages.login("抱歉，您尚未登录，没有权限在该版块发帖");
  }

  SiteAnswer home_php(const Query& query, const Pages& pages, Seconds now) const {
    const std::string what = query.get("do");
    if (query.get("mod") == "space" && (what.empty() || what == "profile")) {
      return profile(query.number("uid").value_or(0), query.get("username"), pages, now);
    }
    return pages.login(kLoginFirst);
  }

  SiteAnswer forum(const std::vector<int>& numbers, const Pages& pages) const {
    const int forum = numbers.empty() ? 0 : numbers[0];
    if (forum < 2 || forum > members_board()) return pages.error(404, kNoForum);
    if (forum == members_board()) return pages.login(kMembersOnly);
    return pages.forum(forum, numbers.size() > 1 ? numbers[1] : 1);
  }

  SiteAnswer topic(const std::vector<int>& numbers, int author, const Pages& pages, Seconds now) const {
    const Thread* thread = board_.topic(numbers.empty() ? 0 : numbers[0], now);
    if (!thread) return pages.error(404, kNoTopic);
    if (thread->walled) return pages.login(kMembersOnly);
    return pages.topic(*thread, numbers.size() > 1 ? numbers[1] : 1, author);
  }

  SiteAnswer find(const Query& query, const Pages& pages, Seconds now) const {
    if (query.get("goto") != "findpost") {
      const Thread* thread = board_.topic(query.number("tid").value_or(0), now);
      if (!thread || thread->walled) return pages.error(404, kNoTopic);
      return redirect("forum.php?mod=viewthread&tid=" + std::to_string(thread->id) + "#lastpost", 301);
    }
    const int pid = query.number("pid").value_or(0);
    const Entry* entry = board_.entry(pid);
    const Thread* thread = entry ? &board_.thread_of(*entry) : nullptr;
    if (!thread || thread->walled || !board_.is_there(*thread, now) || shown(board_, *entry, now) == Shown::nothing) {
      return pages.error(404, kNoTopic);
    }
    return redirect("forum.php?mod=viewthread&tid=" + std::to_string(thread->id) +
                        "&page=" + std::to_string(pages.page_of(*thread, *entry)) + "#pid" + std::to_string(pid),
                    301);
  }

  SiteAnswer profile(int id, const std::string& name, const Pages& pages, Seconds now) const {
    const Account* account = board_.account(id, now);
    for (const Account& each : board_.host().accounts) {
      if (!name.empty() && each.handle == name && each.joined <= now) account = &each;
    }
    if (!account) return pages.error(200, kNoUser);
    return look_.open_profiles ? pages.profile(*account) : pages.login(kProfileWall);
  }

  SiteAnswer archiver(std::string_view target, const Pages& pages, Seconds now) const {
    const std::string_view rest = target.substr(
        std::min(target.size(), target.find('?') == std::string_view::npos ? target.size() : target.find('?') + 1));
    if (const auto tid = after_prefix(rest, "tid-")) {
      const Thread* thread = board_.topic(numbers_of(*tid).at(0), now);
      return !thread          ? pages.error(404, kNoTopic)
             : thread->walled ? pages.login(kMembersOnly)
                              : pages.archiver_topic(*thread);
    }
    const auto fid = after_prefix(rest, "fid-");
    const int forum = fid ? numbers_of(*fid).at(0) : 2;
    return forum < 2 || forum >= members_board() ? pages.error(404, kNoForum) : pages.archiver_forum(forum);
  }

  const World& world_;
  Board board_;
  Look look_;
};

}  // namespace

std::unique_ptr<Site> make_discuz_site(const World& world, const Host& host) {
  return std::make_unique<DiscuzSite>(world, host);
}

}  // namespace spoor::web
