// A published list of 528 indicators, as an investigator gets it: everything about it works where nothing can be
// reached, and where a part of its web answers, exactly that part becomes posts.
#include <algorithm>
#include <chrono>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/e2e/certificate.h"
#include "tests/e2e/lab.h"
#include "tests/support/rendered_site.h"

using namespace spoor::test;
namespace json = boost::json;

namespace {

using Cells = std::vector<std::string>;

constexpr const char* kList = "Q2_2023_Spamouflage_China_based_CIB_updated.csv";

std::string list_path() { return corpus_folder() + "/indicators/" + kList; }

// RFC 4180, by somebody else than the product.
std::vector<Cells> read_csv(const std::string& bytes) {
  std::vector<Cells> rows(1, Cells(1));
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c != '"') {
        rows.back().back() += c;
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
        rows.back().back() += bytes[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.emplace_back(1);
    } else if (c != '\r') {
      rows.back().back() += c;
    }
  }
  if (rows.back() == Cells(1)) rows.pop_back();
  return rows;
}

std::string without_mark(const std::string& bytes) {
  return bytes.starts_with("\xef\xbb\xbf") ? bytes.substr(3) : bytes;
}

// The header and the 528 rows that say something.
std::vector<Cells> published_list() {
  std::vector<Cells> rows = read_csv(without_mark(read_file(list_path())));
  std::erase_if(rows, [](const Cells& row) {
    return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return cell.empty(); });
  });
  return rows;
}

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

std::string trimmed(const std::string& cell) {
  const std::size_t begin = cell.find_first_not_of(" \t"), end = cell.find_last_not_of(" \t");
  return begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1);
}

// "www.reddit.com" of "https://www[.]reddit[.]com/r/x"; "" if there is none.
std::string host_in(std::string indicator) {
  for (std::size_t at; (at = indicator.find("[.]")) != std::string::npos;) indicator.replace(at, 3, ".");
  const std::size_t begin = indicator.find("://");
  if (begin == std::string::npos) return "";
  return indicator.substr(begin + 3, indicator.find_first_of("/ ,", begin + 3) - begin - 3);
}

// The newest run's report.csv and report.json hold each row of the list once, in order, with its own columns; totals
// add up. Gives the rows of report.json.
json::array check_accounted(const Lab& lab, const std::vector<Cells>& list) {
  const json::object report = lab.report();
  const json::array& rows = report.at("rows").as_array();
  REQUIRE(rows.size() == list.size() - 1);
  CHECK(report.at("totals").at("lines") == list.size() - 1);
  std::int64_t sum = 0;
  for (const auto& [status, count] : report.at("totals").at("by_status").as_object()) sum += count.as_int64();
  CHECK(sum == report.at("totals").at("lines").as_int64());

  const std::string folder = lab.archive() + "/reports/" + text(report.at("run"));
  const std::vector<Cells> csv = read_csv(without_mark(read_file(folder + "/report.csv")));
  REQUIRE(csv.size() == list.size());
  const Cells& names = csv[0];
  const auto column = [&](const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    REQUIRE(found != names.end());
    return static_cast<std::size_t>(found - names.begin());
  };
  const std::size_t status = column("status"), reason = column("reason"), line = column("line");
  std::vector<std::size_t> carried;
  for (const std::string& name : list[0]) carried.push_back(column(name));
  std::set<std::string> lines;
  for (std::size_t i = 1; i < list.size(); ++i) {
    CAPTURE(i, list[i]);
    const json::object& row = rows[i - 1].as_object();
    for (std::size_t c = 0; c < list[0].size(); ++c) {
      if (csv[i][carried[c]] != list[i][c] && csv[i][carried[c]] != "'" + list[i][c])
        CHECK(csv[i][carried[c]] == list[i][c]);
      CHECK(text(row.at(list[0][c])) == list[i][c]);
    }
    CHECK(csv[i][status] == text(row.at("status")));
    CHECK(csv[i][reason] == text(row.at("reason")));
    CHECK(lines.insert(csv[i][line]).second);
    const bool has_link = !host_in(list[i][3]).empty();
    CHECK((text(row.at("status")) == "no_link") == !has_link);
    if (!has_link) CHECK(text(row.at("input")) == trimmed(list[i][3]));
    if (has_link) CHECK(text(row.at("url")).find("[.]") == std::string::npos);
  }
  return rows;
}

const std::string kArticle = "https://medium.com/the-wtf-economy/wtf-whats-the-future-e52ab9515573";

struct Web {
  RenderedSite blog{corpus_folder() + "/rendered", "wordpress"};
  RenderedSite board{corpus_folder() + "/rendered", "discuz"};
  std::string medium = read_file(corpus_folder() + "/social/postlight-parser/medium.com.html");
  std::string tumblr = read_file(
      corpus_folder() + "/social/oscarotero-Embed/he-who-photographs-rather-ok.tumblr.com.post-165326273724.html");

  Reply answer(const RequestSeen& request) const {
    const std::string host = request.host();
    if (host == "www.bastillepost.com") {
      RequestSeen asked = request;
      if (asked.target == "/hongkong/author/3319-") asked.target = "/";
      return moved(blog, asked, host);
    }
    if (host == "www.backchina.com" && request.target == "/home.php?mod=space&uid=383200") {
      return Reply::html(board.page("profile_2.html").body);
    }
    if (host == "medium.com" && request.target == "/@fdfeer5") return Reply::redirect(kArticle);
    if (host == "medium.com" && kArticle.ends_with(request.target)) return Reply::html(medium);
    if (host == "www.tumblr.com" && request.path().starts_with("/teamilk951/670802564544151552")) {
      return Reply::html(tumblr);
    }
    return Reply::make(404, {{"Content-Type", "text/html"}}, "<h1>Not Found</h1>");
  }

  // The rendered blog as if it were at this host.
  static Reply moved(const RenderedSite& site, const RequestSeen& request, const std::string& host) {
    Reply reply = site.answer(request);
    std::string bytes;
    for (const Reply::Piece& piece : reply.pieces) bytes += piece.bytes;
    const std::size_t end = bytes.find("\r\n\r\n");
    std::string head = bytes.substr(0, end), body = bytes.substr(end + 4);
    for (const char* form : {"http://", "http:\\/\\/"}) {
      const std::string from = form + site.authority(), to = "https" + std::string(form).substr(4) + host;
      for (std::string* part : {&head, &body}) {
        for (std::size_t at = 0; (at = part->find(from, at)) != std::string::npos; at += to.size()) {
          part->replace(at, from.size(), to);
        }
      }
    }
    std::istringstream lines(head);
    std::string line, sent;
    while (std::getline(lines, line)) {
      if (line.ends_with('\r')) line.pop_back();
      if (!line.starts_with("Content-Length:")) sent += line + "\r\n";
    }
    return Reply::raw(sent + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
                      Reply::Then::keep_alive);
  }
};

}  // namespace

TEST_CASE("Published list: where nothing can be reached, every row is accounted for", "[e2e]") {
  if (corpus_folder().empty()) return;
  const std::vector<Cells> list = published_list();
  REQUIRE(list.size() == 529);
  const Lab lab([](const RequestSeen&) { return Reply::make(404, {}, ""); });
  const std::string port = std::to_string(unused_port());
  const std::vector<std::string> dead = {"--proxy", "socks5h://127.0.0.1:" + port, "--retries", "0"};
  const auto begun = std::chrono::steady_clock::now();
  const RunResult first = lab.capture({list_path()}, dead);
  INFO(first.err);
  CHECK(first.exit_code == 4);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
  std::set<std::string> links;
  for (const json::value& row : check_accounted(lab, list)) {
    const std::string status = text(row.at("status"));
    CAPTURE(row);
    if (status == "no_link") continue;
    if (status == "duplicate") {
      CHECK(text(row.at("reason")).starts_with("same link as line "));
      continue;
    }
    CHECK(links.insert(text(row.at("url"))).second);
    CHECK(status == "connect_error");
    CHECK(text(row.at("reason")).find("127.0.0.1 port " + port) != std::string::npos);
    CHECK(row.at("posts") == 0);
    CHECK(row.at("captures") == 0);
  }
  CHECK(lab.posts().empty());
  CHECK(lab.server.requests().empty());
  const std::string run = text(lab.report().at("run"));

  const RunResult status = lab.spoor({"status", lab.archive()});
  CHECK(status.exit_code == 0);
  CHECK(status.out.find(run) != std::string::npos);

  const RunResult second = lab.capture({list_path()}, dead);
  CHECK(second.exit_code == 4);
  CHECK(text(lab.report().at("run")) != run);
  check_accounted(lab, list);
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
}

TEST_CASE("Published list: what answers becomes posts, the rest has its true status", "[e2e]") {
  if (corpus_folder().empty()) return;
  const std::vector<Cells> list = published_list();
  std::set<std::string> hosts = {"x.com"};
  for (const Cells& row : list) {
    if (const std::string host = host_in(row[3]); !host.empty()) hosts.insert(host);
  }
  const Web web;
  const TempDir keys;
  const Certificate certificate(keys.path(), {hosts.begin(), hosts.end()});
  LoopbackOptions tls;
  tls.cert_file = certificate.cert();
  tls.key_file = certificate.key();
  const Lab lab([&web](const RequestSeen& request) { return web.answer(request); }, tls);
  const std::string everywhere = "127.0.0.1:" + std::to_string(lab.server.port());
  const RunResult result = lab.capture(
      {list_path()}, {"--resolve", ":443:" + everywhere, "--resolve", ":80:127.0.0.1:" + std::to_string(unused_port()),
                      "--ca-file", certificate.cert(), "--no-media", "--retries", "0"});
  INFO(result.err);
  REQUIRE(result.exit_code == 3);
  const std::map<std::string, std::pair<std::string, int>> answered = {
      {"https://medium.com/@fdfeer5", {"ok", 1}},
      {"https://www.tumblr.com/teamilk951/670802564544151552/milk-tea-alliance-releases-investigation-report",
       {"ok", 1}},
      {"https://www.bastillepost.com/hongkong/author/3319-", {"ok", 10}},
      {"https://zhonglong.skyrock.com/", {"deleted", 0}},  // the platform has been closed
      {"https://www.backchina.com/home.php?mod=space&uid=383200", {"login_required", 0}},
  };
  std::size_t met = 0;
  for (const json::value& row : check_accounted(lab, list)) {
    const std::string status = text(row.at("status"));
    if (status == "no_link" || status == "duplicate") continue;
    CAPTURE(row);
    const auto known = answered.find(text(row.at("url")));
    CHECK(status == (known == answered.end() ? "not_found" : known->second.first));
    CHECK(row.at("posts") == (known == answered.end() ? 0 : known->second.second));
    met += known != answered.end();
  }
  CHECK(met == answered.size());

  // Whichever adapter reads them, now or later.
  const auto posts = lab.posts();
  CHECK(posts.size() == 12);
  const auto post_of = [&posts](const std::string& title) -> const json::object& {
    for (const auto& [key, post] : posts) {
      if (text_at(post, {"title"}) == title) return post;
    }
    throw std::runtime_error("no post " + title);
  };
  const json::object& article = post_of("WTF? What\u2019s The Future?");
  CHECK(text_at(article, {"author", "display_name"}) == "Tim O'Reilly");
  CHECK(text_at(article, {"published_utc"}) == "2016-10-19T14:30:56.529Z");
  CHECK(text_at(article, {"text"}).find("Last Thursday, I had the honor to be one of the warmup acts") !=
        std::string::npos);
  const json::object& photo = posts.at("p:tumblr:670802564544151552");
  CHECK(text_at(photo, {"published_utc"}) == "2017-09-14T10:20:35.000Z");
  const json::object& blog = posts.at("p:www.bastillepost.com:post/5");
  CHECK(text_at(blog, {"software"}) == "wordpress");
  CHECK(text_at(blog, {"title"}) == "River port expansion: what do we know?");
  CHECK(text_at(blog, {"published_utc"}) == "2026-03-01T08:00:00.000Z");
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
}
