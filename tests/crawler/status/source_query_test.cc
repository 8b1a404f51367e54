#include <algorithm>

#include <catch2/catch.hpp>

#include "crawler/status/source_query.h"
#include "tests/crawler/status/sample.h"

using namespace spoor::status;

TEST_CASE("Source query: read and written back", "[status]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"sort=next&desc=1&label=a%20b&health=broken&q=x%26y&page=3&limit=20",
       "sort=next&desc=1&label=a%20b&health=broken&q=x%26y&page=3&limit=20"},
      {"q=two+words", "q=two%20words"},
      {"sort=nonsense&page=0&limit=-5&desc=yes&other=1&=&&&x", ""},
      {"page=99999999999999999999999", ""},
      {"limit=5000000", "limit=1000"},
      {"label=%3Cscript%3E", "label=%3Cscript%3E"},
  }));
  CAPTURE(text);
  CHECK(to_query(parse_source_query(text)) == expected);
  CHECK(parse_source_query(to_query(parse_source_query(text))) == parse_source_query(text));
}

TEST_CASE("Source query: what is shown is what was asked for", "[status]") {
  const DaemonStatus status = sample_status(230);
  SourceQuery query;
  CHECK(select(status, query).matching == 230);
  CHECK(select(status, query).rows.size() == 100);
  CHECK(select(status, query).pages == 3);
  query.page = 3;
  CHECK(select(status, query).rows.size() == 30);
  query.page = 77;
  CHECK(select(status, query).page == 3);

  query = SourceQuery();
  query.label = "east";
  CHECK(select(status, query).matching == 77);
  query.health = "broken";
  for (const SourceStatus* row : select(status, query).rows) CHECK(row->health == "broken");
  query = SourceQuery();
  query.health = "paused";
  CHECK(select(status, query).matching == count_sources(status).paused);
  query = SourceQuery();
  query.text = "SOURCE 22";
  CHECK(select(status, query).matching == 11);
  query.text = "no such thing";
  CHECK(select(status, query).rows.empty());
  CHECK(select(status, query).pages == 1);
}

TEST_CASE("Source query: pages of any order join to the whole order; absent values come last", "[status]") {
  const DaemonStatus status = sample_status(230);
  for (const char* sort : {"name", "kind", "archive", "adapter", "health", "last", "next", "new", "edited", "deleted",
                           "posts", "visits", "delay", "rate", "takedown"}) {
    for (const bool descending : {false, true}) {
      SourceQuery query;
      query.sort = sort;
      query.descending = descending;
      query.per_page = 1000;
      const auto whole = select(status, query).rows;
      query.per_page = 37;
      std::vector<const SourceStatus*> joined;
      for (query.page = 1; query.page <= select(status, query).pages; ++query.page) {
        const auto rows = select(status, query).rows;
        joined.insert(joined.end(), rows.begin(), rows.end());
      }
      CAPTURE(sort, descending);
      CHECK(joined == whole);
      if (sort == std::string("rate")) {
        CHECK(whole.front()->posts_per_hour);
        CHECK_FALSE(whole.back()->posts_per_hour);
      }
      if (sort == std::string("health") && !descending) CHECK(whole.front()->health == "broken");
    }
  }
}
