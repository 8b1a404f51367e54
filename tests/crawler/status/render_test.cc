#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crawler/status/render.h"
#include "crawler/status/words.h"
#include "tests/crawler/status/sample.h"

using namespace spoor;
using namespace spoor::status;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A status in which every text is as nasty as a page can make it.
DaemonStatus hostile_status() {
  const std::string bad = "</td></table><script>alert(1)</script>\" onmouseover='x' \n\x1b[2J\xFF\\ {le=\"1\"}";
  DaemonStatus status = sample_status(3);
  status.version = status.config_file = status.state_reason = bad;
  status.state = DaemonState::reload_failed;
  status.last_reload = LastReload{status.now, false, bad + "2"};
  for (HostWait& wait : status.hosts) wait.host = wait.reason = bad;
  for (ArchiveStatus& archive : status.archives) archive.name = archive.path = bad;
  for (AdapterStatus& adapter : status.adapters) adapter.name = adapter.health = adapter.health_reason = bad;
  for (SourceStatus& source : status.sources) {
    source.name = source.kind = source.archive = source.adapter = source.health = source.health_reason = bad;
    source.outcome = source.outcome_reason = source.delay_reason = bad;
    source.labels = {bad, "javascript:alert(1)"};
    source.link = "javascript:alert(1)//" + bad;
    source.last_good_visit.reset();
  }
  status.latest.clear();
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", "https://ok.example/\"><script>", "//x.example/"})
    note_post(status, {status.now, bad, bad, url, bad});
  return status;
}

}  // namespace

TEST_CASE("JSON: names stay, absent is null, sources come by the page", "[status]") {
  DaemonStatus status = sample_status(250);
  status.request_budget.reset();
  SourceQuery query;
  query.sort = "health";
  query.per_page = 10;
  const boost::json::value out = boost::json::parse(to_json(status, query));
  CHECK(out.at("state") == "running");
  CHECK(out.at("request_budget").is_null());
  CHECK(out.at("sources_all") == 250);
  CHECK(out.at("pages") == 25);
  REQUIRE(out.at("sources").as_array().size() == 10);
  const boost::json::object& source = out.at("sources").as_array()[0].as_object();
  CHECK(source.at("health") == "broken");
  std::set<std::string> names;
  for (const auto& [name, value] : source) names.insert(std::string(name));
  CHECK(names == std::set<std::string>{
                     "name",          "link",          "kind",          "labels",         "archive",
                     "adapter",       "paused",        "visiting",      "last_visit",     "last_good_visit",
                     "next_visit",    "waiting_for",   "visits_before", "outcome",        "outcome_reason",
                     "visits",        "visits_today",  "today",         "total",          "health",
                     "health_reason", "delay_seconds", "delay_reason",  "posts_per_hour", "takedowns_per_hour"});
  CHECK(source.at("waiting_for").is_null());
  CHECK(source.at("visits_before").is_null());
  DaemonStatus waiting = sample_status(1);
  waiting.sources[0].waiting_for = "https://forum0.example.org";
  waiting.sources[0].visits_before = 0;
  const boost::json::value row = boost::json::parse(to_json(waiting)).at("sources").as_array()[0];
  CHECK(row.at("waiting_for") == "https://forum0.example.org");
  CHECK(row.at("visits_before") == 0);
  CHECK(out.at("new_posts_per_hour").as_array().size() == Rates::kHours);
  CHECK(out.at("latest").as_array().size() == 12);
  CHECK(boost::json::parse(to_json(hostile_status())).at("sources").as_array().size() == 3);
}

TEST_CASE("Prometheus: every line is a comment or a sample with escaped labels", "[status]") {
  for (const DaemonStatus& status : {sample_status(5), hostile_status()}) {
    std::set<std::string> typed, seen;
    std::string family;
    for (const std::string& line : lines_of(to_prometheus(status))) {
      CAPTURE(line);
      REQUIRE_FALSE(line.empty());
      if (line.starts_with("# HELP ")) continue;
      if (line.starts_with("# TYPE ")) {
        family = line.substr(7, line.find(' ', 7) - 7);
        CHECK(typed.insert(family).second);
        continue;
      }
      CHECK(line.substr(0, line.find_first_of("{ ")) == family);
      CHECK(seen.insert(line.substr(0, line.rfind(' '))).second);
      // Quotes inside of values are escaped: outside of escapes there is an even number of them.
      std::size_t quotes = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\') {
          ++i;
        } else if (line[i] == '"') {
          ++quotes;
        }
      }
      CHECK(quotes % 2 == 0);
      CHECK_NOTHROW(std::stod(line.substr(line.rfind(' ') + 1)));
    }
    CHECK(typed.count("spoor_archive_bytes") == 1);
    CHECK(typed.count("spoor_source_visits_total") == 1);
  }
  const std::string text = to_prometheus(sample_status(5));
  CHECK(has(text, "# TYPE spoor_requests_in_flight gauge\nspoor_requests_in_flight 12\n"));
  CHECK(has(text, "spoor_lateness_seconds{quantile=\"0.99\"} 0.8\n"));
  CHECK(has(text, "spoor_state{state=\"running\"} 1\n"));
  CHECK_FALSE(has(to_prometheus(sample_status(5), 4), "spoor_source_"));
}

TEST_CASE("HTML: nothing that a page or a configuration says becomes markup", "[status]") {
  SourceQuery query;
  query.text = "\"><script>x</script>";
  query.label = "\" autofocus onfocus=alert(1) x=\"";
  for (const SourceQuery& asked : {SourceQuery(), query}) {
    const std::string page = to_html(hostile_status(), asked);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "\x1b"));
    CHECK_FALSE(has(page, "href=\"javascript"));
    CHECK_FALSE(has(page, "href=\"data"));
    CHECK_FALSE(has(page, "href=\"//"));
    CHECK_FALSE(has(page, "onmouseover='"));
    CHECK_FALSE(has(page, " autofocus onfocus=alert(1) x=\""));
    CHECK_FALSE(has(page, " style="));
  }
  CHECK(has(to_html(hostile_status()), "&lt;script&gt;alert(1)"));
  CHECK(has(to_html(sample_status(1)), "href=\"https://forum0.example.org/u/0\" rel=\"noreferrer noopener\""));
}

TEST_CASE("HTML: its policy allows its own style and nothing else", "[status]") {
  const std::string policy = html_policy();
  CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK_FALSE(has(policy, "unsafe"));
  CHECK(policy.size() > 100);
}

TEST_CASE("HTML: 100,000 sources come by the page", "[status]") {
  const DaemonStatus status = sample_status(100'000);
  SourceQuery query;
  query.sort = "rate";
  query.page = 500;
  const std::string page = to_html(status, query);
  CHECK(page.size() < 400'000);
  CHECK(has(page, "page 500 of 1,000"));
  CHECK(has(page, "?sort=rate&amp;page=501#sources"));
  CHECK(to_prometheus(status).size() < 20'000);
}

TEST_CASE("HTML: an empty daemon has a page too", "[status]") {
  DaemonStatus status;
  status.now = status.started = Timestamp::from_seconds(1'700'000'000);
  CHECK(has(to_html(status), "No source is like that."));
  CHECK(has(to_terminal(status, {}), "0 sources"));
  CHECK_NOTHROW(boost::json::parse(to_json(status)));
}

TEST_CASE("Terminal: no line is wider than the terminal, none moves the cursor", "[status]") {
  for (const DaemonStatus& status : {sample_status(20), hostile_status()}) {
    for (const std::size_t width : {40, 60, 80, 100, 140, 250}) {
      TerminalStyle style;
      style.width = width;
      for (const std::string& line : lines_of(to_terminal(status, style))) {
        CAPTURE(width, line);
        CHECK(columns_of(line) <= width);
        CHECK(line.find('\x1b') == std::string::npos);
      }
    }
  }
}

TEST_CASE("Terminal: it keeps to the height and says what is not shown", "[status]") {
  TerminalStyle style;
  style.height = 20;
  const auto lines = lines_of(to_terminal(sample_status(500), style));
  CHECK(lines.size() <= 20);
  CHECK(has(lines.back(), "more"));
  style.colour = true;
  CHECK(has(to_terminal(sample_status(500), style), "\x1b[31mbroken"));
}
