#include "tests/web/sites/mastodon_site.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "storage/base/url.h"
#include "tests/web/picture.h"
#include "tests/web/shown.h"
#include "tests/web/sites/mastodon_status.h"

namespace spoor::web {
namespace {

namespace json = boost::json;
using mastodon::Instance;
using mastodon::Status;

constexpr std::size_t kPage = 20, kMaxPage = 40, kFeedItems = 20, kGuestAncestors = 40, kGuestDescendants = 60;
constexpr std::string_view kVersion = "4.5.2";

SiteAnswer json_answer(const json::value& value, int status = 200) {
  return {status, "application/json; charset=utf-8", {}, json::serialize(value), true};
}

SiteAnswer not_found() { return json_answer(json::object{{"error", "Record not found"}}, 404); }

std::string_view before(std::string_view text, char mark) { return text.substr(0, text.find(mark)); }

// "a/b/c" -> "a", and leaves "b/c".
std::string_view take(std::string_view& path) {
  const std::string_view part = before(path, '/');
  path.remove_prefix(std::min(path.size(), part.size() + 1));
  return part;
}

class MastodonSite final : public Site {
 public:
  MastodonSite(const World& world, const Host& host) : host_(host), instance_(world, host) {}

  std::string host() const override { return host_.name; }
  std::string software() const override { return "mastodon"; }

  std::vector<std::string> seeds() const override {
    std::vector<std::string> out;
    for (const Account& account : host_.accounts) out.push_back(instance_.account_url(account));
    return out;
  }

  SiteAnswer answer(const SiteRequest& request) const override {
    const std::string_view target = request.target;
    std::string_view path = before(target, '?');
    const std::string_view query = target.substr(std::min(target.size(), path.size() + 1));
    if (const auto number = picture_number(path)) return {200, "image/png", {}, picture_png(*number), true};
    if (path.ends_with("/missing.png")) return {200, "image/png", {}, picture_png(0), true};
    if (path == "/robots.txt") return robots();
    if (path.starts_with("/api/v1/accounts/")) return accounts(path.substr(17), query, request.now);
    if (path.starts_with("/api/v1/statuses/")) return statuses(path.substr(17), request.now);
    if (path.starts_with("/api/v1/timelines/")) return timelines(path.substr(18), query, request.now);
    if (path == "/api/v1/directory") return directory(query, request.now);
    if (path == "/api/v2/instance") return instance();
    if (path == "/.well-known/nodeinfo") return nodeinfo_links();
    if (path == "/nodeinfo/2.0") return nodeinfo(request.now);
    if (path.starts_with("/api/")) return not_found();
    if (path == "/") return page("Mastodon", "", 200);
    if (path.starts_with("/@")) return profile_or_status(path.substr(2), request.now);
    if (path.starts_with("/users/")) return activity_pub(path.substr(7), false, request.now);
    if (path.starts_with("/ap/users/")) return activity_pub(path.substr(10), true, request.now);
    return page("The page you are looking for isn't here.", "", 404);
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    for (const Status& status : instance_.statuses()) {
      if (status.at > now || status.thread->walled) continue;
      const Post post = instance_.status_truth(status, now);
      if (instance_.is_there(status, now)) {
        sink(truth_line(post));
      } else {
        const Account& by = host_.accounts[static_cast<std::size_t>(status.account)];
        sink(gone_line(post, instance_.is_suspended(by, now) ? spoor::Status::suspended : spoor::Status::not_found));
      }
    }
    for (const Account& account : host_.accounts) {
      if (account.joined <= now) sink(truth_line(instance_.account_truth(account, now)));
    }
  }

 private:
  SiteAnswer accounts(std::string_view path, std::string_view query, Seconds now) const {
    if (path == "lookup") {
      std::string name = query_value(query, "acct").value_or("");
      if (name.starts_with('@')) name.erase(0, 1);
      if (name.ends_with("@" + host_.name)) name.resize(name.size() - host_.name.size() - 1);
      const Account* account = instance_.account_by_handle(name);
      if (account == nullptr || account->joined > now) return not_found();
      return json_answer(instance_.account_json(*account, now));
    }
    const Account* account = instance_.account_by_id(take(path));
    if (account == nullptr || account->joined > now) return not_found();
    if (path.empty()) return json_answer(instance_.account_json(*account, now));
    if (path != "statuses") return not_found();
    if (instance_.is_suspended(*account, now)) return json_answer(json::array{});
    const auto wants = [&](std::string_view name) { return query_value(query, name) != "true"; };
    return listing("/api/v1/accounts/" + instance_.account_id(*account) + "/statuses", query,
                   instance_.timeline(account, now, wants("exclude_replies"), wants("exclude_reblogs")), now);
  }

  SiteAnswer statuses(std::string_view path, Seconds now) const {
    const Status* status = instance_.find(take(path));
    if (status == nullptr || !instance_.is_there(*status, now)) return not_found();
    if (path.empty()) return json_answer(instance_.status_json(*status, now));
    if (path != "context") return not_found();
    json::array ancestors, descendants;
    for (const Status* up = instance_.parent_of(*status); up != nullptr && ancestors.size() < kGuestAncestors;
         up = instance_.parent_of(*up)) {
      if (!instance_.is_there(*up, now)) break;
      ancestors.insert(ancestors.begin(), instance_.status_json(*up, now));
    }
    add_descendants(*status, now, descendants);
    return json_answer(json::object{{"ancestors", std::move(ancestors)}, {"descendants", std::move(descendants)}});
  }

  void add_descendants(const Status& status, Seconds now, json::array& out) const {
    for (const Status* answer : instance_.answers_to(status, now)) {
      if (out.size() >= kGuestDescendants) return;
      out.emplace_back(instance_.status_json(*answer, now));
      add_descendants(*answer, now, out);
    }
  }

  // A page by max_id, with the addresses of its neighbours in the Link header.
  SiteAnswer listing(const std::string& path, std::string_view query, std::vector<const Status*> all,
                     Seconds now) const {
    std::size_t limit = kPage;
    const std::string wanted = query_value(query, "limit").value_or("");
    std::from_chars(wanted.data(), wanted.data() + wanted.size(), limit);
    limit = std::clamp<std::size_t>(limit, 1, kMaxPage);
    const std::string below = query_value(query, "max_id").value_or(""),
                      above = query_value(query, "min_id").value_or("");
    std::erase_if(all, [&](const Status* status) {
      return (!below.empty() && !is_less(status->id, below)) || (!above.empty() && !is_less(above, status->id));
    });
    const bool more = all.size() > limit || (all.size() == limit && limit > 0);
    if (all.size() > limit) all.resize(limit);
    json::array out;
    for (const Status* status : all) out.emplace_back(instance_.status_json(*status, now));
    SiteAnswer answer = json_answer(out);
    if (all.empty()) return answer;
    const std::string base = "<" + instance_.base() + path + "?limit=" + std::to_string(limit);
    std::string link = more ? base + "&max_id=" + all.back()->id + ">; rel=\"next\", " : "";
    link += base + "&min_id=" + all.front()->id + ">; rel=\"prev\"";
    answer.headers.emplace_back("Link", link);
    return answer;
  }

  static bool is_less(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }

  SiteAnswer timelines(std::string_view path, std::string_view query, Seconds now) const {
    if (path.starts_with("tag/")) {
      const std::string tag = percent_decode(path.substr(4));
      auto all = instance_.timeline(nullptr, now, true, false);
      std::erase_if(all, [&](const Status* status) {
        const auto tags = instance_.tags(*status, now);
        return std::find(tags.begin(), tags.end(), tag) == tags.end();
      });
      return listing("/api/v1/timelines/tag/" + path_escaped(tag), query, std::move(all), now);
    }
    if (path == "public" && host_.name.back() % 2 == 0)
      return listing("/api/v1/timelines/public", query, instance_.timeline(nullptr, now, false, false), now);
    return json_answer(json::object{{"error", "This method requires an authenticated user"}}, 422);
  }

  SiteAnswer directory(std::string_view query, Seconds now) const {
    std::size_t offset = 0;
    const std::string text = query_value(query, "offset").value_or("");
    std::from_chars(text.data(), text.data() + text.size(), offset);
    json::array out;
    std::size_t place = 0;
    for (const Account& account : host_.accounts) {
      if (account.joined > now || instance_.is_suspended(account, now)) continue;
      if (place++ < offset || out.size() >= kMaxPage) continue;
      out.emplace_back(instance_.account_json(account, now));
    }
    return json_answer(out);
  }

  SiteAnswer instance() const {
    return json_answer(json::object{
        {"domain", host_.name},
        {"title", host_.title},
        {"version", kVersion},
        {"source_url", "https://github.com/mastodon/mastodon"},
        {"description", host_.title},
        {"languages", json::array{host_.language}},
        {"configuration",
         json::object{{"statuses", json::object{{"max_characters", 5000}, {"max_media_attachments", 4}}},
                      {"timelines_access",
                       json::object{{"live_feeds", json::object{{"local", "disabled"}, {"remote", "disabled"}}}}}}},
        {"registrations", json::object{{"enabled", true}, {"approval_required", false}}},
        {"api_versions", json::object{{"mastodon", 7}}},
        {"rules", json::array{}}});
  }

  SiteAnswer nodeinfo_links() const {
    return json_answer(
        json::object{{"links", json::array{json::object{{"rel", "http://nodeinfo.diaspora.software/ns/schema/2.0"},
                                                        {"href", instance_.base() + "/nodeinfo/2.0"}}}}});
  }

  SiteAnswer nodeinfo(Seconds now) const {
    return json_answer(
        json::object{{"version", "2.0"},
                     {"software", json::object{{"name", "mastodon"}, {"version", kVersion}}},
                     {"protocols", json::array{"activitypub"}},
                     {"services", json::object{{"outbound", json::array{}}, {"inbound", json::array{}}}},
                     {"usage", json::object{{"users", json::object{{"total", host_.accounts.size()}}},
                                            {"localPosts", instance_.timeline(nullptr, now, true, true).size()}}},
                     {"openRegistrations", true},
                     {"metadata", json::object{{"nodeName", host_.title}, {"nodeDescription", ""}}}});
  }

  SiteAnswer robots() const {
    return {200,
            "text/plain",
            {},
            "# See http://www.robotstxt.org/robotstxt.html for documentation on how to use the robots.txt file\n\n"
            "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /media_proxy/\nDisallow: /interact/\n",
            true};
  }

  // The shell of the web client: only the head knows what the page is about.
  SiteAnswer page(const std::string& title, const std::string& head, int status) const {
    const json::object state{
        {"meta", json::object{{"domain", host_.name}, {"version", kVersion}, {"locale", host_.language}}},
        {"accounts", json::object{}}};
    return {status,
            "text/html; charset=utf-8",
            {{"Server", "Mastodon"}},
            "<!DOCTYPE html>\n<html lang='" + host_.language + "'>\n<head>\n<meta charset='utf-8'>\n<title>" +
                html_escaped(title) + "</title>\n" + head +
                "<link rel=\"stylesheet\" href=\"/packs/assets/application-4f2c.css\" />\n<script "
                "id=\"initial-state\" type=\"application/json\">" +
                json::serialize(state) +
                "</script>\n</head>\n<body class='app-body theme-default no-reduce-motion'>\n<div class='notranslate "
                "app-holder' data-props='{&quot;locale&quot;:&quot;en&quot;}' id='mastodon'>\n<noscript>\n<img "
                "alt=\"Mastodon\" src=\"/packs/assets/logo-d6e1.svg\" />\n<div>\nTo use the Mastodon web application, "
                "please enable JavaScript. Alternatively, try one of the <a "
                "href=\"https://joinmastodon.org/apps\">native apps</a> for Mastodon for your platform.\n</div>\n"
                "</noscript>\n</div>\n</body>\n</html>\n",
            true};
  }

  static std::string meta(std::string_view property, std::string_view content) {
    return "<meta content=\"" + html_escaped(content) + "\" property=\"" + std::string(property) + "\">\n";
  }

  std::string shown_name(const Account& account) const {
    return account.name + " (@" + account.handle + "@" + host_.name + ")";
  }

  SiteAnswer profile_or_status(std::string_view path, Seconds now) const {
    std::string name(take(path));
    const bool feed = name.ends_with(".rss");
    if (feed) name.resize(name.size() - 4);
    const Account* account = instance_.account_by_handle(name);
    if (account == nullptr || account->joined > now) return page("The page you are looking for isn't here.", "", 404);
    if (instance_.is_suspended(*account, now))
      return page("The page you were looking for doesn't exist here anymore.", "", 410);
    if (feed) return rss(*account, now);
    if (path.empty()) return profile(*account, now);
    const Status* status = instance_.find(before(path, '/'));
    if (status == nullptr || !instance_.is_there(*status, now) || status->is_boost)
      return page("The page you are looking for isn't here.", "", 404);
    return status_page(*account, *status, now);
  }

  SiteAnswer profile(const Account& account, Seconds now) const {
    const spoor::Account shown = instance_.account_truth(account, now);
    const auto count = [&](const char* name) { return std::to_string(shown.counts.values.at(name)); };
    const std::string description = count("posts") + " Posts, " + count("following") + " Following, " +
                                    count("followers") + " Followers \u00b7 " + account.bio;
    const std::string url = instance_.account_url(account);
    return page(shown_name(account) + " - " + host_.title,
                "<meta content='" + html_escaped(description) + "' name='description'>\n<link href='" + url +
                    ".rss' rel='alternate' type='application/rss+xml'>\n<link href='" + instance_.account_uri(account) +
                    "' rel='alternate' type='application/activity+json'>\n" + meta("og:url", url) +
                    meta("og:site_name", host_.title) + meta("og:type", "profile") +
                    meta("og:title", shown_name(account)) + meta("og:description", description) +
                    meta("og:image", shown.avatar_url) + meta("profile:username", account.handle + "@" + host_.name),
                200);
  }

  SiteAnswer status_page(const Account& account, const Status& status, Seconds now) const {
    const Post shown = instance_.status_truth(status, now);
    const std::size_t pictures = shown.media.size();
    const std::string text =
        (pictures > 0 ? "Attached: " + std::to_string(pictures) + (pictures > 1 ? " images\n\n" : " image\n\n") : "") +
        (shown.title.empty() ? shown.text : "CW: " + shown.title + "\n\n" + shown.text);
    std::string head = "<link href='" + instance_.base() +
                       "/api/oembed?format=json&amp;url=" + path_escaped(shown.url) +
                       "' rel='alternate' type='application/json+oembed'>\n<link href='" + shown.url_canonical +
                       "' rel='alternate' type='application/activity+json'>\n" + meta("og:site_name", host_.title) +
                       meta("og:type", "article") + meta("og:title", shown_name(account)) + meta("og:url", shown.url) +
                       meta("og:published_time", shown.published->raw) + meta("og:description", text) +
                       meta("profile:username", account.handle + "@" + host_.name);
    for (const MediaRef& media : shown.media) head += meta("og:image", media.url);
    if (shown.media.empty()) head += meta("og:image", shown.author.avatar_url);
    return page(account.name + ": \"" + beginning_of(shown.text, 40) + "\" - " + host_.title, head, 200);
  }

  // What a browser gets at an ActivityPub address.
  SiteAnswer activity_pub(std::string_view path, bool numbers, Seconds now) const {
    const std::string_view name = take(path);
    const Account* account = numbers ? instance_.account_by_id(name) : instance_.account_by_handle(name);
    if (account == nullptr || account->joined > now) return page("The page you are looking for isn't here.", "", 404);
    std::string to = instance_.account_url(*account);
    if (path.starts_with("statuses/")) {
      path.remove_prefix(9);
      const Status* status = instance_.find(before(path, '/'));
      if (status == nullptr || !instance_.is_there(*status, now))
        return page("The page you are looking for isn't here.", "", 404);
      to = instance_.status_url(status->is_boost ? *instance_.boosted(*status) : *status);
    }
    SiteAnswer out = page("", "", 302);
    out.headers.emplace_back("Location", to);
    return out;
  }

  SiteAnswer rss(const Account& account, Seconds now) const {
    auto all = instance_.timeline(&account, now, false, false);
    if (all.size() > kFeedItems) all.resize(kFeedItems);
    const std::string url = instance_.account_url(account);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:webfeeds=\"http://webfeeds.org/rss/1.0\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n  <channel>\n"
        "    <title>" +
        html_escaped(account.name) + "</title>\n    <description>Public posts from @" + account.handle + "@" +
        host_.name + "</description>\n    <link>" + url + "</link>\n    <generator>Mastodon v" + std::string(kVersion) +
        "</generator>\n";
    for (const Status* status : all) {
      const Post shown = instance_.status_truth(*status, now);
      const std::string warning =
          shown.title.empty() ? "" : "<p><strong>Content warning:</strong> " + html_escaped(shown.title) + "</p><hr />";
      out += "    <item>\n      <guid isPermaLink=\"true\">" + shown.url + "</guid>\n      <link>" + shown.url +
             "</link>\n      <pubDate>" + feed_time(status->at) + "</pubDate>\n      <description>" +
             html_escaped(warning + shown.html) + "</description>\n";
      for (const MediaRef& media : shown.media) {
        out += "      <media:content url=\"" + html_escaped(media.url) +
               "\" type=\"image/png\" fileSize=\"2000\" medium=\"image\">\n        <media:rating "
               "scheme=\"urn:simple\">nonadult</media:rating>\n" +
               (media.alt.empty() ? ""
                                  : "        <media:description type=\"plain\">" + html_escaped(media.alt) +
                                        "</media:description>\n") +
               "      </media:content>\n";
      }
      for (const std::string& tag : shown.hashtags) out += "      <category>" + html_escaped(tag) + "</category>\n";
      out += "    </item>\n";
    }
    return {200, "application/rss+xml; charset=utf-8", {}, out + "  </channel>\n</rss>\n", true};
  }

  const Host& host_;
  const Instance instance_;
};

}  // namespace

std::unique_ptr<Site> make_mastodon_site(const World& world, const Host& host) {
  return std::make_unique<MastodonSite>(world, host);
}

}  // namespace spoor::web
