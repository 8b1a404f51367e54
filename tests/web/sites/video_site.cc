#include "tests/web/sites/video_site.h"

#include <map>

#include <boost/json.hpp>

#include "storage/base/url.h"
#include "tests/web/picture.h"
#include "tests/web/shown.h"
#include "tests/web/sites/video_data.h"

namespace spoor::web {
namespace {

namespace json = boost::json;
using video::State;
using video::Tube;

constexpr std::size_t kFeedItems = 15;

// JSON inside a script: no tag may end it.
std::string script_json(const json::object& object) {
  std::string out = json::serialize(object);
  for (std::size_t at = 0; (at = out.find("</", at)) != std::string::npos; at += 3) out.insert(at + 1, "\\");
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

class VideoSite final : public Site {
 public:
  VideoSite(const World& world, const Host& host) : host_(host), tube_(world, host) {
    for (const Thread& thread : host.threads) videos_[Tube::video_id(thread)] = &thread;
    for (const Account& account : host.accounts) {
      channels_["/channel/" + Tube::channel_id(account)] = &account;
      channels_["/@" + lower(account.handle)] = &account;
    }
  }

  std::string host() const override { return host_.name; }
  std::string software() const override { return ""; }

  std::vector<std::string> seeds() const override {
    std::vector<std::string> out;
    for (const Account& account : host_.accounts) {
      if (publishes(account)) out.push_back("https://www.youtube.com/@" + account.handle);
    }
    return out;
  }

  SiteAnswer answer(const SiteRequest& request) const override {
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    const std::string_view query = request.target.substr(std::min(request.target.size(), path.size() + 1));
    if (const auto number = picture_number(path)) return {200, "image/png", {}, picture_png(*number), true};
    if (path == "/robots.txt") return robots();
    if (path == "/watch") return watch(query_value(query, "v").value_or(""), request.now);
    if (path == "/playlist") return playlist(query_value(query, "list").value_or(""), request.now);
    if (path == "/feeds/videos.xml") return feed(query_value(query, "channel_id").value_or(""), request.now);
    if (path == "/oembed") return oembed(query_value(query, "url").value_or(""), request.now);
    return channel(path, request.now);
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    for (const Thread& thread : host_.threads) {
      const State state = tube_.state(thread, now);
      if (thread.entries.front().created() > now || state == State::private_) continue;
      const Post post = tube_.video_truth(thread, now);
      if (state == State::live) sink(truth_line(post));
      if (state == State::age_gate) sink(gone_line(post, Status::login_required));
      if (state == State::removed) sink(gone_line(post, Status::deleted));
      if (state == State::terminated) sink(gone_line(post, Status::suspended));
    }
    for (const Account& account : host_.accounts) {
      if (account.joined <= now && publishes(account) && !tube_.is_gone(account, now))
        sink(truth_line(tube_.channel_truth(account, now)));
    }
  }

 private:
  bool publishes(const Account& account) const {
    for (const Thread& thread : host_.threads) {
      if (&tube_.owner(thread) == &account) return true;
    }
    return false;
  }

  static SiteAnswer page(const std::string& title, const std::string& head, const json::object& initial,
                         const std::string& more = {}) {
    return {200,
            "text/html; charset=utf-8",
            {},
            "<!DOCTYPE html><html style=\"font-size: 10px;font-family: Roboto, Arial, sans-serif;\" lang=\"en\" "
            "system-icons typography typography-spacing><head><meta http-equiv=\"X-UA-Compatible\" "
            "content=\"IE=edge\"/><script nonce=\"q1\">var ytcfg={d:function(){return window.yt&&yt.config_||{}}};"
            "ytcfg.set({\"INNERTUBE_CLIENT_VERSION\":\"2.20260519.10.00\",\"HL\":\"en\",\"GL\":\"US\"});</script>"
            "<title>" +
                html_escaped(title) + "</title>" + head + "</head><body dir=\"ltr\">" + more +
                "<script nonce=\"q1\">var ytInitialData = " + script_json(initial) + ";</script></body></html>",
            true};
  }

  static SiteAnswer missing() {
    return {
        404,
        "text/html; charset=utf-8",
        {},
        "<html lang=\"en\" dir=\"ltr\"><head><title>404 Not Found</title></head><body><p>This page isn't available. "
        "Sorry about that.</p></body></html>",
        true};
  }

  SiteAnswer watch(const std::string& id, Seconds now) const {
    const auto found = videos_.find(id);
    const json::object none{{"playabilityStatus", json::object{{"status", "ERROR"}, {"reason", "Video unavailable"}}}};
    const json::object player = found == videos_.end() ? none : tube_.player(*found->second, now);
    const json::object initial =
        found == videos_.end() ? json::object{{"contents", json::object{}}} : tube_.watch(*found->second, now);
    const bool shown = player.contains("videoDetails");
    const std::string title = shown ? tube_.version(*found->second, now).title + " - YouTube" : " - YouTube";
    const std::string head = shown ? "<link rel=\"canonical\" href=\"" + Tube::watch_url(*found->second) +
                                         "\"><meta property=\"og:site_name\" content=\"YouTube\"><meta "
                                         "property=\"og:type\" content=\"video.other\">"
                                   : "";
    return page(title, head, initial,
                "<script nonce=\"q1\">var ytInitialPlayerResponse = " + script_json(player) + ";</script>");
  }

  SiteAnswer channel(std::string_view path, Seconds now) const {
    for (const std::string_view tab : {"/videos", "/featured"}) {
      if (path.ends_with(tab)) path.remove_suffix(tab.size());
    }
    std::string wanted = percent_decode(path);
    if (wanted.starts_with("/@")) wanted = lower(wanted);
    const auto found = channels_.find(wanted);
    if (found == channels_.end() || found->second->joined > now) return missing();
    const Account& account = *found->second;
    // A handle goes with its channel.
    if (tube_.is_gone(account, now) && wanted.starts_with("/@")) return missing();
    const std::string head = tube_.is_gone(account, now)
                                 ? ""
                                 : "<link rel=\"canonical\" href=\"" + Tube::channel_url(account) +
                                       "\"><link rel=\"alternate\" type=\"application/rss+xml\" title=\"RSS\" "
                                       "href=\"https://www.youtube.com/feeds/videos.xml?channel_id=" +
                                       Tube::channel_id(account) + "\">";
    return page(account.name + " - YouTube", head, tube_.channel(account, now));
  }

  const Account* by_channel_id(const std::string& id) const {
    const auto found = channels_.find("/channel/" + id);
    return found == channels_.end() ? nullptr : found->second;
  }

  SiteAnswer playlist(const std::string& list, Seconds now) const {
    const Account* account = list.starts_with("UU") ? by_channel_id("UC" + list.substr(2)) : nullptr;
    if (account == nullptr || tube_.is_gone(*account, now)) {
      return page(
          "YouTube", "",
          {{"alerts", json::array{json::object{
                          {"alertRenderer",
                           json::object{{"type", "ERROR"},
                                        {"text", json::object{{"simpleText", "The playlist does not exist."}}}}}}}}});
    }
    return page("Uploads from " + account->name + " - YouTube", "", tube_.playlist(*account, now));
  }

  SiteAnswer feed(const std::string& channel_id, Seconds now) const {
    const Account* account = by_channel_id(channel_id);
    if (account == nullptr || tube_.is_gone(*account, now)) return missing();
    auto all = tube_.uploads(*account, now);
    if (all.size() > kFeedItems) all.resize(kFeedItems);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" "
        "xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns=\"http://www.w3.org/2005/Atom\">\n <yt:channelId>" +
        channel_id.substr(2) + "</yt:channelId>\n <title>" + html_escaped(account->name) +
        "</title>\n <link rel=\"alternate\" href=\"" + Tube::channel_url(*account) + "\"/>\n";
    for (const Thread* thread : all) {
      const Post shown = tube_.video_truth(*thread, now);
      out += " <entry>\n  <id>yt:video:" + shown.native_id + "</id>\n  <yt:videoId>" + shown.native_id +
             "</yt:videoId>\n  <yt:channelId>" + channel_id + "</yt:channelId>\n  <title>" + html_escaped(shown.title) +
             "</title>\n  <link rel=\"alternate\" href=\"" + html_escaped(shown.url) + "\"/>\n  <author>\n   <name>" +
             html_escaped(account->name) + "</name>\n   <uri>" + Tube::channel_url(*account) +
             "</uri>\n  </author>\n  <published>" + iso_time(thread->entries.front().created()) +
             "</published>\n  <media:group>\n   <media:title>" + html_escaped(shown.title) +
             "</media:title>\n   <media:description>" + html_escaped(shown.text) +
             "</media:description>\n  </media:group>\n </entry>\n";
    }
    return {200, "text/xml; charset=UTF-8", {}, out + "</feed>\n", true};
  }

  SiteAnswer oembed(const std::string& url, Seconds now) const {
    const auto at = url.find("v=");
    const auto found = at == std::string::npos ? videos_.end() : videos_.find(url.substr(at + 2, 11));
    if (found == videos_.end()) return {400, "text/plain", {}, "Bad Request", true};
    const State state = tube_.state(*found->second, now);
    if (state == State::private_) return {401, "text/plain", {}, "Unauthorized", true};
    if (state != State::live && state != State::age_gate) return {404, "text/plain", {}, "Not Found", true};
    const Account& by = tube_.owner(*found->second);
    return {200,
            "application/json",
            {},
            json::serialize(json::object{{"title", tube_.version(*found->second, now).title},
                                         {"author_name", by.name},
                                         {"author_url", "https://www.youtube.com/@" + by.handle},
                                         {"type", "video"},
                                         {"version", "1.0"},
                                         {"provider_name", "YouTube"}}),
            true};
  }

  static SiteAnswer robots() {
    std::string out = "# robots.txt file for YouTube\n\nUser-agent: *\n";
    for (const char* path : {"/api/", "/comment", "/feeds/videos.xml", "/file_download", "/get_video",
                             "/get_video_info", "/login", "/qr", "/results", "/signup", "/t/terms", "/timedtext_video",
                             "/verify_age", "/watch_ajax", "/watch_popup", "/watch_queue_ajax", "/youtubei/"}) {
      out += std::string("Disallow: ") + path + "\n";
    }
    return {200, "text/plain", {}, out, true};
  }

  const Host& host_;
  const Tube tube_;
  std::map<std::string, const Thread*> videos_;
  std::map<std::string, const Account*> channels_;
};

}  // namespace

std::unique_ptr<Site> make_video_site(const World& world, const Host& host) {
  return std::make_unique<VideoSite>(world, host);
}

}  // namespace spoor::web
