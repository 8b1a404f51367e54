#include "crawler/pipeline/page_memory.h"

#include <catch2/catch.hpp>

#include "storage/archive/validators.h"

using namespace spoor;
using namespace spoor::pipeline;

namespace {

Exchange answer(int status, const std::string& body, const std::string& type = "text/html") {
  Exchange exchange;
  exchange.capture_id = "now";
  exchange.url = Url::parse("http://a.example/topic?t=1").value();
  exchange.request_head = "GET /topic?t=1 HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\n\r\n";
  exchange.response_head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n";
  exchange.status = status;
  exchange.body = body;
  exchange.facts.site = R"({"software":"phpbb"})";
  return exchange;
}

const std::string kBody(1000, 'x');

Reading topic_reading() {
  Reading reading;
  reading.reason = "as usual";
  reading.whole_post = true;
  adapters::Interpretation page;
  page.adapter = "phpbb";
  page.adapter_version = 3;
  page.richness = 80;
  page.route = {"phpbb", "topic", {{"t", "1"}, {"f", ""}}, "http://a.example/topic?t=1", {}};
  page.route.subject = adapters::Route::Subject::thread;
  page.site.software = "phpbb";
  page.site.time_zone = "+08:00";
  for (const char* url : {"http://a.example/topic?t=1&start=10", "http://a.example/topic?t=2", "https://b.example/"}) {
    page.parsed.leads.push_back({Url::parse(url).value(), adapters::LeadKind::next_page, ""});
  }
  page.parsed.leads[1].kind = adapters::LeadKind::alternate;
  page.parsed.leads[1].accept = "application/json, */*;q=0.1";
  reading.page = std::move(page);
  return reading;
}

}  // namespace

TEST_CASE("Page memory: a row gives back what the page gave", "[pipeline]") {
  const auto mark = mark_of(answer(200, kBody), "readers", "digest", "");
  REQUIRE(mark.has_value());
  CHECK(mark->full_capture == "now");
  const Reading reading = topic_reading();
  const std::vector<std::string> records = {"p:a.example:1", "p:a.example:12", "t:a.example:1", ""};
  const std::string row = to_row(*mark, "then", reading, records);
  const auto memory = page_memory_from(row);
  REQUIRE(memory.has_value());
  CHECK(memory->capture_id == "then");
  CHECK(memory->records == records);
  CHECK(memory->reading.reason == "as usual");
  CHECK(memory->reading.whole_post);
  const adapters::Interpretation &page = *memory->reading.page, &before = *reading.page;
  CHECK(page.adapter == "phpbb");
  CHECK(page.adapter_version == 3);
  CHECK(page.richness == 80);
  CHECK(page.route == before.route);
  REQUIRE(page.parsed.leads.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(page.parsed.leads[i].url.href() == before.parsed.leads[i].url.href());
    CHECK(page.parsed.leads[i].kind == before.parsed.leads[i].kind);
    CHECK(page.parsed.leads[i].accept == before.parsed.leads[i].accept);
  }

  SECTION("a row that is cut anywhere is damaged, not a guess") {
    for (std::size_t size = 0; size < row.size(); ++size) {
      CAPTURE(size);
      CHECK_FALSE(page_memory_from(row.substr(0, size)).has_value());
    }
  }
  SECTION("what a line cannot hold is not kept") {
    CHECK(to_row(*mark, "then", reading, {"p:a\nb"}).empty());
    CHECK(to_row(*mark, "then", Reading(), records).empty());
    CHECK(to_row(*mark, "then", reading, std::vector<std::string>(20'000, std::string(64, 'k'))).size() < 100'000);
    std::vector<std::string> many;
    for (int i = 0; i < 40'000; ++i) many.push_back(std::to_string(i * 7919) + "-unlike");
    CHECK(to_row(*mark, "then", reading, many).empty());
  }
}

TEST_CASE("Page memory: a row stands for the same bytes, read by the same readers with the same facts", "[pipeline]") {
  auto mark = *mark_of(answer(200, kBody), "readers", "digest", "full");
  mark.site_before = "{}";
  mark.site_after = R"({"software":"phpbb"})";
  const std::string row = to_row(mark, "then", topic_reading(), {});
  const auto stands = [&](const Exchange& exchange, const std::string& readers, const std::string& digest,
                          const std::string& full) {
    const auto now = mark_of(exchange, readers, digest, full);
    return now && stands_for(row, *now);
  };
  CHECK(stands(answer(200, kBody), "readers", "digest", "full"));
  CHECK(stands(answer(200, kBody), "readers", "digest", "other"));
  CHECK_FALSE(stands(answer(200, kBody), "readers", "other", "full"));
  CHECK_FALSE(stands(answer(200, kBody), "newer readers", "digest", "full"));
  CHECK_FALSE(stands(answer(200, kBody, "text/html; charset=big5"), "readers", "digest", "full"));
  CHECK_FALSE(stands(answer(404, kBody), "readers", "digest", "full"));
  CHECK_FALSE(stands(answer(200, "short"), "readers", "digest", "full"));

  Exchange first_visit = answer(200, kBody);
  first_visit.facts.site = "{}";
  CHECK(stands(first_visit, "readers", "digest", "full"));
  Exchange knows_more = answer(200, kBody);
  knows_more.facts.site = R"({"software":"phpbb","time_zone":"+01:00"})";
  CHECK_FALSE(stands(knows_more, "readers", "digest", "full"));

  CHECK(stands(answer(304, ""), "readers", "", "full"));
  CHECK_FALSE(stands(answer(304, ""), "readers", "", "other"));
  CHECK_FALSE(stands(answer(304, ""), "readers", "", ""));
  CHECK_FALSE(stands_for("", mark));

  Exchange cut = answer(200, kBody);
  cut.truncated = "length";
  CHECK_FALSE(stands(cut, "readers", "digest", "full"));
  Exchange picture = answer(200, kBody);
  picture.facts.lead = "media";
  CHECK_FALSE(stands(picture, "readers", "digest", "full"));
}

TEST_CASE("Page memory: who reads is told by every adapter's version", "[pipeline]") {
  const auto registry = adapters::Registry::built_in();
  CHECK(readers_of(registry) == readers_of(adapters::Registry::built_in()));
  CHECK(readers_of(registry).size() == 16);
}

TEST_CASE("Validators: those of the head, as the server wrote them; answers count apart by the manner of asking",
          "[pipeline]") {
  const auto found =
      validators_of("HTTP/1.1 200 OK\r\neTag:  W/\"a b\" \r\nLast-Modified: Sun, 01 Mar 2026 08:00:00 GMT\r\n\r\n");
  CHECK(found == Validators{"W/\"a b\"", "Sun, 01 Mar 2026 08:00:00 GMT"});
  CHECK(validators_of("HTTP/1.1 200 OK\r\nETag: \"\xe4\"\r\n\r\n").empty());
  CHECK(validators_of("HTTP/1.1 200 OK\nETag: \"" + std::string(600, 'x') + "\"\n\n").empty());
  CHECK(validators_of("").empty());
  CHECK(validators_of("HTTP/1.1 200 OK").empty());
  CHECK(validators_of("HTTP/1.1 200 OK\nETag: \"1\"").etag == "\"1\"");

  Exchange exchange = answer(200, kBody);
  const AskedFor plain = asked_for(exchange);
  CHECK(plain.url == exchange.url.href());
  CHECK(plain.manner == asked_for(exchange.url, {"text/html", "", ""}).manner);
  CHECK(plain.manner != asked_for(exchange.url, {"text/html", "de", ""}).manner);
  exchange.request_head =
      "GET / HTTP/1.1\r\nuser-agent: x\r\nACCEPT: text/html\r\nCookie: a=b\r\nIf-None-Match: \"1\"\r\n\r\n";
  CHECK(asked_for(exchange).manner == asked_for(exchange.url, {"text/html", "", "x"}).manner);
}
