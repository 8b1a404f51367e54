// A list of links in which every second site is hostile: time, memory and the rest of the list stay unharmed, and the
// report says of each what it was.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <set>

#include "tests/e2e/hostile_pages.h"
#include "tests/e2e/lab.h"

using namespace spoor::test;

namespace {

constexpr std::int64_t kMostMemoryKb = 700 << 10;

// One hostile site: what its /bad answers, and what the report must say of it.
struct Case {
  std::string name;
  std::set<std::string> statuses;  // any of these
  std::string reason;              // part of the report's reason
  std::function<Reply(const std::string& target)> bad;
  std::string bad_path = "/bad";
  std::function<Reply(const std::string& target)> robots = nullptr;  // default: 404
  enum class Good { reached, not_reached, not_asked } good = Good::reached;
};

std::string host_of(const std::string& name) { return name + ".hostile.example"; }

using Good = Case::Good;

std::function<Reply(const std::string&)> always(Reply reply) {
  return [reply](const std::string&) { return reply; };
}
std::function<Reply(const std::string&)> page(const std::string& html) { return always(Reply::html(html)); }

std::string head_200(const std::string& headers, const std::string& type = "text/html") {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + headers + "\r\n";
}

const Reply::Headers kHtml = {{"Content-Type", "text/html; charset=utf-8"}};

std::vector<Case> framing_cases() {
  const std::string body = article("Cut", "A page that was cut off in the middle.");
  Reply drip = Reply::raw(head_200("Content-Length: 5000\r\n"));
  drip.more = [] { return std::string("x"); };
  drip.more_after = std::chrono::milliseconds(1000);
  Reply continues = Reply::raw("");
  continues.more = [] { return repeated("HTTP/1.1 100 Continue\r\n\r\n", 1000); };
  return {
      {"too-long-length", {"error"}, "", always(Reply::raw(head_200("Content-Length: 999999\r\n") + body))},
      {"too-short-length", {"ok"}, "", always(Reply::raw(head_200("Content-Length: 100\r\n") + body))},
      {"huge-length", {"error"}, "", always(Reply::raw(head_200("Content-Length: 9223372036854775807\r\n") + body))},
      {"negative-length", {"error"}, "", always(Reply::raw(head_200("Content-Length: -5\r\n") + body))},
      {"cut-chunk",
       {"error"},
       "",
       always(Reply::raw(head_200("Transfer-Encoding: chunked\r\n") + "fff\r\n" + body.substr(0, 90)))},
      {"lying-chunk", {"error"}, "", always(Reply::raw(head_200("Transfer-Encoding: chunked\r\n") + "zzz\r\n" + body))},
      {"reset", {"error"}, "", always(Reply::raw(head_200("Content-Length: 5000\r\n") + "x", Reply::Then::reset))},
      {"empty", {"ok"}, "", page("")},
      {"silence", {"connect_error"}, "", always(Reply::raw(""))},
      {"garbage", {"error"}, "HTTP/0.9", always(Reply::raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"))},
      {"binary-garbage", {"error"}, "", always(Reply::raw(repeated("\x16\x03\x01\xff\xfe", 5000)))},
      {"drip", {"timeout"}, "", always(drip)},
      {"hang", {"timeout"}, "", always(Reply::raw("", Reply::Then::hang))},
      {"endless", {"too_large"}, "longer than", always(endless(kHtml, "\r\n", "<p>more and more</p>\n"))},
      {"endless-video", {"ok", "too_large"}, "", always(endless({{"Content-Type", "video/mp4"}}, "\r\n", "mdat"))},
      {"huge-header", {"error"}, "", always(Reply::raw(head_200("X-Big: " + std::string(100 << 20, 'x') + "\r\n")))},
      {"endless-header", {"error"}, "", always(endless(kHtml, "", "X-Line: yes\r\n"))},
      {"endless-header-line", {"error"}, "", always(endless(kHtml, "X-Line: ", "yes"))},
      {"endless-100", {"error"}, "", always(continues)},
  };
}

std::vector<Case> bomb_cases() {
  const auto encoded = [](const std::string& encoding, std::string body) {
    return always(Reply::make(200, {{"Content-Type", "text/html"}, {"Content-Encoding", encoding}}, std::move(body)));
  };
  const auto binary = [](const std::string& type, const std::string& start) {
    return always(endless({{"Content-Type", type}}, "\r\n" + start, std::string(4096, '\x90')));
  };
  return {
      {"gzip-bomb", {"too_large"}, "decoded", encoded("gzip", gzip_bomb(1024))},
      {"html-gzip-bomb", {"too_large"}, "decoded", encoded("gzip", gzip_bomb(256, "<html><body><p>x", "</p>"))},
      {"brotli-bomb", {"too_large"}, "decoded", encoded("br", brotli_bomb())},
      {"not-gzip", {"ok", "error"}, "", encoded("gzip", "this is not gzip at all")},
      {"many-encodings", {"ok", "error"}, "", encoded(repeated("gzip, ", 500) + "gzip", gzip_bomb(1))},
      {"fonts", {"too_complex"}, "raw page is kept", page(nested_fonts())},
      {"divs", {"too_complex"}, "raw page is kept", page(nested_divs())},
      {"errors", {"ok", "too_complex"}, "", page(error_storm())},
      {"attributes", {"too_complex"}, "", page(many_attributes())},
      {"svg", {"ok", "too_complex"}, "", page(end_tags_in_svg())},
      {"tables", {"ok", "too_complex"}, "", page(misnested_tables())},
      {"mz", {"type_skipped"}, "executable", binary("text/html", std::string("MZ\x90\0\x03", 5))},
      {"pk", {"type_skipped"}, "", binary("text/html", "PK\x03\x04")},
      {"msdownload", {"type_skipped"}, "executable", binary("application/x-msdownload", "")},
      {"octets", {"type_skipped"}, "", binary("application/octet-stream", std::string("\0\x01\x02", 3))},
      {"zip", {"type_skipped"}, "archive", binary("application/zip", "PK\x03\x04")},
  };
}

std::vector<Case> redirect_cases(const std::string& local) {
  const auto to = [](const std::string& target) { return always(Reply::redirect(target)); };
  const auto chain = [](const std::string& target) {
    const auto at = target.find('=');
    const int hop = at == std::string::npos ? 0 : std::stoi(target.substr(at + 1));
    return hop == 30 ? Reply::html("the end") : Reply::redirect("/bad?hop=" + std::to_string(hop + 1));
  };
  const auto cycle = [](const std::string& target) { return Reply::redirect(target == "/bad" ? "/worse" : "/bad"); };
  const auto growing = [](const std::string& target) { return Reply::redirect(target + "/x"); };
  const auto login = [](const std::string& target) {
    if (target == "/bad") return Reply::redirect("/account/login?next=/bad");
    return Reply::html("<title>Sign in</title><form method=post><input type=password name=p></form>");
  };
  return {
      {"to-login", {"login_required"}, "", login},
      {"self", {"error"}, "redirect", to("/bad")},
      {"cycle", {"error"}, "redirect", cycle},
      {"chain", {"error"}, "redirect", chain},
      {"growing", {"error"}, "redirect", growing},
      {"to-file", {"scope_denied"}, "file", to("file:///etc/passwd")},
      {"to-ftp", {"scope_denied"}, "ftp", to("ftp://ftp.hostile.example/x")},
      {"to-script", {"scope_denied"}, "javascript", to("javascript:alert(1)")},
      {"to-data", {"scope_denied"}, "data", to("data:text/html,hello")},
      {"to-gopher", {"scope_denied"}, "gopher", to("gopher://127.0.0.1:6379/_x")},
      {"to-loopback", {"scope_denied"}, "private", to(local + "/secret")},
      {"to-metadata", {"scope_denied"}, "private", to("http://169.254.169.254/latest/meta-data/")},
      {"to-short-ip", {"scope_denied"}, "private", to("http://0x7f.1/secret")},
      {"to-mapped", {"scope_denied"}, "private", to("http://[::ffff:127.0.0.1]/secret")},
      {"to-nothing", {"error"}, "", to("http://")},
      {"to-blank", {"error"}, "", to("")},
      {"to-huge", {"error"}, "", to("/" + std::string(100'000, 'a'))},
  };
}

std::vector<Case> robots_cases() {
  const auto text = [](int status, const std::string& body) {
    return always(Reply::make(status, {{"Content-Type", "text/plain"}}, body));
  };
  const std::string rules = "User-agent: *\nDisallow: /bad\nAllow: /\n";
  const auto bad = page(article("Bad", "Kept from robots."));
  const auto loop = [](const std::string& target) { return Reply::redirect(target); };
  const auto retry = [](int status, const std::string& after) {
    return always(Reply::make(status, {{"Retry-After", after}}, "later"));
  };
  return {
      {"big-robots", {"robots_denied"}, "/bad", bad, "/bad", text(200, rules + repeated("# noise\n", 6'250'000))},
      {"endless-robots",
       {"robots_denied"},
       "/bad",
       bad,
       "/bad",
       always(endless({{"Content-Type", "text/plain"}}, "\r\n" + rules, "Disallow: /x*y*z$\n"))},
      {"html-robots", {"ok"}, "", bad, "/bad", page(article("Robots", "Disallow: / said the page."))},
      {"loop-robots", {"ok"}, "", bad, "/bad", loop},
      {"forbidden-robots", {"ok"}, "", bad, "/bad", text(401, "no")},
      {"no-robots", {"error", "rate_limited"}, "503", bad, "/bad", text(503, "later"), Good::not_reached},
      {"binary-robots", {"ok"}, "", bad, "/bad", text(200, std::string("\0\xff\xfe\x00MZ", 6))},
      {"local-robots",
       {"ok", "scope_denied"},
       "",
       bad,
       "/bad",
       always(Reply::redirect("http://169.254.169.254/robots.txt")),
       Good::not_reached},
      {"slow-robots",
       {"ok"},
       "",
       bad,
       "/bad",
       text(200, "User-agent: *\nCrawl-delay: 99999999999999999999999999\nAllow: /\n"),
       Good::not_asked},
      {"wild-robots",
       {"robots_denied"},
       "",
       bad,
       "/bad" + std::string(2000, 'a'),
       text(200, "User-agent: *\nDisallow: /" + repeated("*a", 1000) + "*b\nDisallow: /bad\n")},
      {"retry-forever",
       {"rate_limited"},
       "",
       retry(429, "99999999999999999999999"),
       "/bad",
       nullptr,
       Good::not_reached},
      {"retry-never",
       {"rate_limited"},
       "",
       retry(429, "Fri, 31 Dec 9999 23:59:59 GMT"),
       "/bad",
       nullptr,
       Good::not_reached},
      {"retry-negative", {"error", "rate_limited"}, "", retry(503, "-99999999999")},
      {"retry-nonsense", {"error", "rate_limited"}, "", retry(503, "\xff\xfe soon, 1e308")},
      {"retry-on-ok", {"ok"}, "", retry(200, "99999999999999999999999")},
  };
}

std::vector<Case> page_cases(const std::string& local) {
  std::string links, pictures;
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    links += "<a href=\"/bad/" + n + "\">" + n + "</a> <a href=\"http://h" + n + ".example/\">x</a> <a href=\"s" + n +
             "://x/\">y</a>\n";
  }
  for (const std::string& at :
       {local + "/secret.png", std::string("http://169.254.169.254/x.png"), std::string("file:///etc/passwd"),
        std::string("http://localhost/secret.png"), std::string("http://[::1]/secret.png")}) {
    pictures += "<img src=\"" + at + "\" width=\"600\" height=\"400\"><a href=\"" + at + "\">x</a>";
  }
  Reply::Headers cookies = kHtml;
  for (int i = 0; i < 2'000; ++i)
    cookies.emplace_back("Set-Cookie", "c" + std::to_string(i) + "=" + std::string(60, 'v'));
  return {
      {"links", {"ok"}, "", page(article("Links", links))},
      {"private-pictures", {"ok"}, "", page(article("Pictures", pictures))},
      {"cookies", {"ok"}, "", always(Reply::make(200, cookies, article("Cookies", "Cookies.")))},
      {"not-utf8",
       {"ok"},
       "",
       page(article("Not UTF-8", "Broken \xff\xfe\xc0\x80\xed\xa0\x80\xf5 bytes in the middle."))},
      {"nul", {"ok"}, "", page(article("NUL", std::string("Zero\0bytes\0in the middle.", 26)))},
      {"gb18030",
       {"ok"},
       "",
       always(
           Reply::make(200, {{"Content-Type", "text/html"}},
                       article("GB", "\xd6\xd0\xce\xc4\xc2\xdb\xcc\xb3\xb5\xc4\xd5\xe6\xcf\xe0\x95\x32\x82\x36\xa1\xa3",
                               "gb18030")))},
      {"big5",
       {"ok"},
       "",
       always(Reply::make(200, {{"Content-Type", "text/html; charset=big5"}},
                          article("B5", "\xb4\xe4\xa4\x66\xaa\xba\xaf\x75\xac\xdb\xa1\x43", "big5")))},
      {"sjis",
       {"ok"},
       "",
       always(
           Reply::make(200, {{"Content-Type", "text/html"}},
                       article("SJ", "\x8d\x60\x82\xcc\x90\x5e\x8e\xc0\x82\xc9\x82\xc2\x82\xa2\x82\xc4\x83\x5c\x81\x42",
                               "Shift_JIS")))},
      {"cp1251",
       {"ok"},
       "",
       always(Reply::make(200, {{"Content-Type", "text/html; charset=windows-1251"}},
                          article("CP", "\xcf\xf0\xe0\xe2\xe4\xe0 \xee \xef\xee\xf0\xf2\xe5.", "windows-1251")))},
  };
}

std::string good_text(const std::string& name) { return "The good page of " + name + " came through."; }

class HostileWeb {
 public:
  void add(std::vector<Case> cases) {
    for (Case& one : cases) cases_.push_back(std::move(one));
  }
  const std::vector<Case>& cases() const { return cases_; }

  Reply answer(const RequestSeen& request) const {
    for (const Case& one : cases_) {
      if (request.host() != host_of(one.name)) continue;
      if (request.target == "/good") return Reply::html(article("Good " + one.name, good_text(one.name)));
      if (request.target == "/robots.txt") return one.robots ? one.robots(request.target) : Reply::make(404, {}, "");
      return one.bad(request.target);
    }
    return Reply::make(404, {}, "nobody here");
  }

 private:
  std::vector<Case> cases_;
};

std::string post_text(const std::map<std::string, boost::json::object>& posts, const std::string& host) {
  for (const auto& [key, post] : posts) {
    if (key.find(host_of(host)) != std::string::npos && text_at(post, {"url"}).find("/good") == std::string::npos)
      return text_at(post, {"text"});
  }
  return "";
}

}  // namespace

TEST_CASE("Capture: hostile sites cost bounded time and memory, and the rest of the list is unharmed", "[e2e]") {
  HostileWeb web;
  Lab lab([&web](const RequestSeen& request) { return web.answer(request); });
  const std::string local = lab.server.url("");
  web.add(framing_cases());
  web.add(bomb_cases());
  web.add(redirect_cases(local));
  web.add(robots_cases());
  web.add(page_cases(local));

  std::string seeds;
  std::vector<std::string> hosts;
  std::size_t lines = 0;
  for (const Case& one : web.cases()) {
    hosts.push_back(host_of(one.name));
    seeds += "http://" + hosts.back() + one.bad_path + "\n";
    ++lines;
    if (one.good == Case::Good::not_asked) continue;
    seeds += "http://" + hosts.back() + "/good\n";
    ++lines;
  }
  const std::vector<std::string> refused_seeds = {local + "/secret", "http://169.254.169.254/latest/meta-data/",
                                                  "http://localhost:" + std::to_string(lab.server.port()) + "/secret",
                                                  "http://[::1]/secret"};
  const std::vector<std::string> foreign_seeds = {"file:///etc/passwd", "ftp://ftp.hostile.example/x",
                                                  "javascript:alert(1)", "gopher://127.0.0.1:6379/_x"};
  for (const auto& list : {refused_seeds, foreign_seeds}) {
    for (const std::string& seed : list) seeds += seed + "\n";
  }

  std::vector<std::string> options = lab.resolve(hosts);
  for (const char* option : {"--idle-timeout", "2", "--page-timeout", "20", "--max-wait", "0.5", "--retries", "1",
                             "--max-page-bytes", "4000000", "--max-media-bytes", "4000000"}) {
    options.emplace_back(option);
  }
  const auto begun = std::chrono::steady_clock::now();
  const RunResult run = lab.capture({lab.file("list.txt", seeds)}, options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  INFO(run.err);
  std::cerr << "hostile list: " << seconds << " s, " << run.user_seconds << " s of processor, "
            << run.peak_rss_kb / 1024 << " MB at most\n";
  REQUIRE(run.exit_code == 4);
  CHECK((kSanitized || run.peak_rss_kb < kMostMemoryKb));

  const boost::json::object report = lab.report();
  CHECK(report.at("totals").at("lines") ==
        static_cast<std::int64_t>(lines + refused_seeds.size() + foreign_seeds.size()));
  std::map<std::string, boost::json::object> rows;
  for (const boost::json::value& row : report.at("rows").as_array()) {
    rows[std::string(row.at("input").as_string())] = row.as_object();
  }
  const auto posts = lab.posts();
  std::set<std::string> texts;
  for (const auto& [key, post] : posts) texts.insert(text_at(post, {"text"}));

  for (const Case& one : web.cases()) {
    const auto& bad = rows.at("http://" + host_of(one.name) + one.bad_path);
    const std::string status = text_at(bad, {"status"}), reason = text_at(bad, {"reason"});
    INFO(one.name << ": " << status << " (" << reason << ")");
    CHECK(one.statuses.contains(status));
    CHECK(reason.find(one.reason) != std::string::npos);
    if (status != "ok") CHECK_FALSE(reason.empty());
    if (one.good != Case::Good::reached) continue;
    CHECK(text_at(rows.at("http://" + host_of(one.name) + "/good"), {"status"}) == "ok");
    const bool has_post = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return text.find(good_text(one.name)) != std::string::npos;
    });
    CHECK(has_post);
  }
  for (const std::string& seed : refused_seeds) {
    CAPTURE(seed);
    CHECK(text_at(rows.at(seed), {"status"}) == "scope_denied");
    CHECK(text_at(rows.at(seed), {"reason"}).find("private network") != std::string::npos);
  }
  for (const std::string& seed : foreign_seeds) {
    CAPTURE(seed);
    const std::string status = text_at(rows.at(seed), {"status"});
    CHECK((status == "invalid" || status == "no_link"));
    CHECK_FALSE(text_at(rows.at(seed), {"reason"}).empty());
  }
  for (const RequestSeen& request : lab.server.requests()) {
    CAPTURE(request.head);
    CHECK(request.host().ends_with(".hostile.example"));
    CHECK(request.target.find("secret") == std::string::npos);
  }

  CHECK(post_text(posts, "gb18030").find("\u4e2d\u6587\u8bba\u575b\u7684\u771f\u76f8\U00020000\u3002") !=
        std::string::npos);
  CHECK(post_text(posts, "big5").find("\u6e2f\u53e3\u7684\u771f\u76f8\u3002") != std::string::npos);
  CHECK(post_text(posts, "sjis").find("\u6e2f\u306e\u771f\u5b9f\u306b\u3064\u3044\u3066\u30bd\u3002") !=
        std::string::npos);
  CHECK(
      post_text(posts, "cp1251").find("\u041f\u0440\u0430\u0432\u0434\u0430 \u043e \u043f\u043e\u0440\u0442\u0435.") !=
      std::string::npos);
  CHECK(post_text(posts, "not-utf8").find("bytes in the middle.") != std::string::npos);
  CHECK(post_text(posts, "nul").find("in the middle.") != std::string::npos);

  const std::string exported = lab.exported("jsonl");
  std::filesystem::remove_all(lab.archive() + "/index");
  CHECK(lab.spoor({"reindex", lab.archive()}).exit_code == 0);
  CHECK(lab.exported("jsonl") == exported);
  const RunResult verified = lab.spoor({"verify", lab.archive()});
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
  CHECK((kSanitized || verified.peak_rss_kb < kMostMemoryKb));
}

TEST_CASE("Capture: an endless calendar ends at the seed's limit of pages", "[e2e]") {
  const auto day = [](const RequestSeen& request) {
    if (request.target == "/robots.txt") return Reply::make(404, {}, "");
    const auto at = request.target.find("/day-");
    const int number = at == std::string::npos ? 0 : std::stoi(request.target.substr(at + 5));
    std::string links;
    for (int i = 1; i <= 40; ++i) links += "<a href=\"/day-" + std::to_string(number * 3 + i) + "\">on</a> ";
    return Reply::html(article("Day " + std::to_string(number), "Nothing happened. " + links));
  };
  Lab lab(day);
  std::vector<std::string> options = lab.resolve({"calendar.example"});
  for (const char* option : {"--scope", "host", "--max-pages", "150"}) options.emplace_back(option);
  const RunResult run = lab.capture({"http://calendar.example/"}, options);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  const auto row = lab.row("calendar.example");
  CHECK(text_at(row, {"status"}) == "ok");
  CHECK(text_at(row, {"captures"}) == "150");
  CHECK(text_at(row, {"reason"}).find("over the limit of 150 pages") != std::string::npos);
  CHECK(lab.server.requests().size() == 151);
  CHECK((kSanitized || run.peak_rss_kb < kMostMemoryKb));
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
}
