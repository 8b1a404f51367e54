#include "adapters/kit/dates.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/kit/json_path.h"

#include <boost/json.hpp>

using namespace spoor;
using namespace spoor::adapters;

namespace {

// Captured on Monday 2026-03-02 at 12:00:00 UTC.
DateContext context(std::string zone = "", std::string order = "", std::string lang = "") {
  DateContext c;
  c.captured_at = *from_civil(2026, 3, 2, 12);
  c.time_zone = std::move(zone);
  c.order = std::move(order);
  c.lang = std::move(lang);
  return c;
}

std::string shown(const std::optional<StatedTime>& stated) {
  if (!stated) return "none";
  std::string text = stated->precision == Precision::ms ? to_rfc3339_ms(stated->utc) : to_rfc3339_s(stated->utc);
  text += ' ';
  text += to_string(stated->precision);
  if (stated->offset_minutes) text += " " + std::to_string(*stated->offset_minutes);
  return text;
}

struct Row {
  const char* text;
  const char* expected;
};

}  // namespace

TEST_CASE("Dates: machine forms", "[kit][dates]") {
  const Row rows[] = {
      {"2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z second 0"},
      {"2026-03-01T08:00:00.123+08:00", "2026-03-01T00:00:00.123Z ms 480"},
      {"2026-03-01T08:00:00+0800", "2026-03-01T00:00:00Z second 480"},
      {"2026-03-01T08:00+08", "2026-03-01T00:00:00Z minute 480"},
      {"2026-03-01 08:00:00", "2026-03-01T08:00:00Z second"},
      {"2026-03-01T08:00", "2026-03-01T08:00:00Z minute"},
      {"2026-03-01 08:00:00 UTC", "2026-03-01T08:00:00Z second 0"},
      {"2026-03-01T24:00:00Z", "2026-03-02T00:00:00Z second 0"},
      {"2026-03-01", "2026-03-01T00:00:00Z day"},
      {"2026-03", "2026-03-01T00:00:00Z month"},
      {"2026", "2026-01-01T00:00:00Z year"},
      {"20260301T080000Z", "2026-03-01T08:00:00Z second 0"},
      {"20260301080000", "2026-03-01T08:00:00Z second"},
      {"20260301", "2026-03-01T00:00:00Z day"},
      {"2003335", "2003-12-01T00:00:00Z day"},
      {"2003-335", "2003-12-01T00:00:00Z day"},
      {"2026-W10-1", "2026-03-02T00:00:00Z day"},
      {"2026-03-01T08:00:00+01:00[Europe/Paris]", "2026-03-01T07:00:00Z second 60"},
      {"1772352000", "2026-03-01T08:00:00Z second 0"},
      {"1772352000123", "2026-03-01T08:00:00.123Z ms 0"},
      {"1772352000123456", "2026-03-01T08:00:00.123Z ms 0"},
      {"1772352000123456789", "2026-03-01T08:00:00.123Z ms 0"},
      {"9999999999999999999", "2286-11-20T17:46:39.999Z ms 0"},
      {"1772352000.5", "2026-03-01T08:00:00.500Z ms 0"},
      {"/Date(1772352000000)/", "2026-03-01T08:00:00.000Z ms 0"},
      {"Sun, 01 Mar 2026 08:00:00 GMT", "2026-03-01T08:00:00Z second 0"},
      {"Sun, 01 Mar 2026 08:00:00 +0300", "2026-03-01T05:00:00Z second 180"},
      {"Sun, 1 Mar 26 08:00 EST", "2026-03-01T13:00:00Z minute -300"},
      {"01 Mar 2026 08:00:00 ET", "2026-03-01T13:00:00Z second -300"},
      {"Sunday, 01-Mar-26 08:00:00 GMT", "2026-03-01T08:00:00Z second 0"},
      {"Sun Mar  1 08:00:00 2026", "2026-03-01T08:00:00Z second"},
      {"Sun Mar 1 08:00:00 +0000 2026", "2026-03-01T08:00:00Z second 0"},
      {"Mon, 01 March 2026 08:00:00 PST", "2026-03-01T16:00:00Z second -480"},
      {"Sun, 01 Mar 2026", "2026-03-01T00:00:00Z day"},
      {"Sun, 01 Mar 2026 08:00:00 A", "2026-03-01T08:00:00Z second"},
      {"", "none"},
      {"hello", "none"},
      {"2026-13-01", "none"},
      {"2026-02-30", "none"},
      {"2026-03-01T25:00:00Z", "none"},
      {"123", "none"},
      {"Sun, 32 Mar 2026 08:00:00 GMT", "none"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto stated = parse_machine_date(row.text, context());
    CHECK(shown(stated) == row.expected);
    if (stated) {
      CHECK(stated->raw == row.text);
      CHECK(stated->source == TimeSource::machine);
    }
  }
}

TEST_CASE("Dates: a shown zone wins, else the site's, else UTC; a bare day stays that day", "[kit][dates]") {
  CHECK(shown(parse_date("2026-3-1 16:37:05", context("+08:00"))) == "2026-03-01T08:37:05Z second");
  CHECK(shown(parse_date("2026-03-01T16:37:05+01:00", context("+08:00"))) == "2026-03-01T15:37:05Z second 60");
  CHECK(shown(parse_date("2026-03-01", context("+08:00"))) == "2026-03-01T00:00:00Z day");
  CHECK(shown(parse_date("Today, 13:37", context("+08:00"))) == "2026-03-02T05:37:00Z relative");
  CHECK(shown(parse_date("Today, 01:00", context("+14:00"))) == "2026-03-02T11:00:00Z relative");
}

TEST_CASE("Dates: what forums and blogs write", "[kit][dates]") {
  const Row rows[] = {
      {"Mon Mar 02, 2026 9:14 am", "2026-03-02T09:14:00Z minute"},
      {"\xC2\xBB Mon Mar 02, 2026 9:14 pm", "2026-03-02T21:14:00Z minute"},
      {"01 Jan 2007, 13:37", "2007-01-01T13:37:00Z minute"},
      {"January 1st, 2007, 1:37 pm", "2007-01-01T13:37:00Z minute"},
      {"03-01-2026, 08:00 AM", "2026-03-01T08:00:00Z minute"},
      {"12-05-2005, 03:15 PM", "2005-12-05T15:15:00Z minute"},
      {"2026-3-1 16:37:05", "2026-03-01T16:37:05Z second"},
      {"发表于 2026-3-1 16:37:05", "2026-03-01T16:37:05Z second"},
      {"March 1, 2026 at 6:06 pm", "2026-03-01T18:06:00Z minute"},
      {"Mar Ago 26, 2025 9:41 pm", "2025-08-26T21:41:00Z minute"},  // Spanish: a Tuesday in August
      {"Mar Mar 03, 2026 9:41 pm", "2026-03-03T21:41:00Z minute"},
      {"1 Mar 2026, 13:37", "2026-03-01T13:37:00Z minute"},
      {"January 24, 2012, 11:25:06 AM", "2012-01-24T11:25:06Z second"},
      {"\xC2\xAB Reply #5 on: January 24, 2012, 11:25:06 AM \xC2\xBB", "2012-01-24T11:25:06Z second"},
      {"5th March 2014", "2014-03-05T00:00:00Z day"},
      {"13-01-2018 18:26", "2018-01-13T18:26:00Z minute"},
      {"05.12.2005, 15:15", "2005-12-05T15:15:00Z minute"},
      {"Jan 2009", "2009-01-01T00:00:00Z month"},
      {"Joined: Mar 2014", "2014-03-01T00:00:00Z month"},
      {"03/2026", "2026-03-01T00:00:00Z month"},
      {"2016", "2016-01-01T00:00:00Z year"},
      {"Aug 7", "2025-08-07T00:00:00Z day"},
      {"Feb 27", "2026-02-27T00:00:00Z day"},
      {"02-27 14:36", "2026-02-27T14:36:00Z minute"},
      {"Sunday at 3:15 PM", "2026-03-01T15:15:00Z relative"},
      {"Monday at 3:15 PM", "2026-02-23T15:15:00Z relative"},
      {"6pm March 1, 2026", "2026-03-01T18:00:00Z hour"},
      {"12:00 AM Mar 1, 2026", "2026-03-01T00:00:00Z minute"},
      {"Mar 1, 2026 8:00 AM PST", "2026-03-01T16:00:00Z minute -480"},
      {"Tue Mar 03 2026 10:00:00 GMT+0800 (China Standard Time)", "2026-03-03T02:00:00Z second 480"},
      {"2026/3/1 16:37", "2026-03-01T16:37:00Z minute"},
      {"26-Feb-2026 16:37", "2026-02-26T16:37:00Z minute"},
      {"4:21 PM \xC2\xB7 Mar 1, 2026", "2026-03-01T16:21:00Z minute"},
      {"Last edited by bob on Mon Mar 02, 2026 9:20 am, edited 3 times in total.", "2026-03-02T09:20:00Z minute"},
      {"This post was last modified: 03-01-2026, 08:00 AM by bob.", "2026-03-01T08:00:00Z minute"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto stated = parse_date(row.text, context());
    CHECK(shown(stated) == row.expected);
    if (stated) CHECK(stated->source == TimeSource::text);
  }
}

TEST_CASE("Dates: day and month order", "[kit][dates]") {
  CHECK(shown(parse_date("01/02/2026", context())) == "2026-01-02T00:00:00Z day");
  CHECK(shown(parse_date("01/02/2026", context("", "dmy"))) == "2026-02-01T00:00:00Z day");
  CHECK(shown(parse_date("01/02/2026", context("", "", "fr"))) == "2026-02-01T00:00:00Z day");
  CHECK(shown(parse_date("01/02/2026", context("", "", "en-GB"))) == "2026-02-01T00:00:00Z day");
  CHECK(shown(parse_date("01/02/2026", context("", "", "en-US"))) == "2026-01-02T00:00:00Z day");
  CHECK(shown(parse_date("01/02/2026", context("", "mdy", "fr"))) == "2026-01-02T00:00:00Z day");
  CHECK(shown(parse_date("31/02/2026", context())) == "none");
  CHECK(shown(parse_date("13/02/2026", context("", "mdy"))) == "2026-02-13T00:00:00Z day");
  CHECK(shown(parse_date("26-03-01", context("", "ymd"))) == "2026-03-01T00:00:00Z day");
}

TEST_CASE("Dates: words, resolved against the capture", "[kit][dates]") {
  const Row rows[] = {
      {"Today, 11:37", "2026-03-02T11:37:00Z relative"},
      {"Yesterday at 3:15 PM", "2026-03-01T15:15:00Z relative"},
      {"Yesterday, 13:37", "2026-03-01T13:37:00Z relative"},
      {"Yesterday", "2026-03-01T00:00:00Z relative"},
      {"5 minutes ago", "2026-03-02T11:55:00Z relative"},
      {"less than a minute ago", "2026-03-02T11:59:00Z relative"},
      {"Less than 1 minute ago", "2026-03-02T11:59:00Z relative"},
      {"an hour ago", "2026-03-02T11:00:00Z relative"},
      {"2 months ago", "2026-01-02T12:00:00Z relative"},
      {"1 year ago", "2025-03-02T12:00:00Z relative"},
      {"about 23 hours ago", "2026-03-01T13:00:00Z relative"},
      {"just now", "2026-03-02T12:00:00Z relative"},
      {"3d", "2026-02-27T12:00:00Z relative"},
      {"5h", "2026-03-02T07:00:00Z relative"},
      {"1 day ago at 2 PM", "2026-03-01T14:00:00Z relative"},
      {"刚刚", "2026-03-02T12:00:00Z relative"},
      {"剛剛", "2026-03-02T12:00:00Z relative"},
      {"昨天 14:36", "2026-03-01T14:36:00Z relative"},
      {"昨天\xC2\xA0"
       "14:36",
       "2026-03-01T14:36:00Z relative"},
      {"前天 14:36", "2026-02-28T14:36:00Z relative"},
      {"5 分钟前", "2026-03-02T11:55:00Z relative"},
      {"5 分鐘前", "2026-03-02T11:55:00Z relative"},
      {"半小时前", "2026-03-02T11:30:00Z relative"},
      {"2小时前", "2026-03-02T10:00:00Z relative"},
      {"3 天前", "2026-02-27T12:00:00Z relative"},
      {"10 秒前", "2026-03-02T11:59:50Z relative"},
      {"5分前", "2026-03-02T11:55:00Z relative"},
      {"3日前", "2026-02-27T12:00:00Z relative"},
      {"5분 전", "2026-03-02T11:55:00Z relative"},
      {"어제 14:36", "2026-03-01T14:36:00Z relative"},
      {"вчера в 14:36", "2026-03-01T14:36:00Z relative"},
      {"Вчера, 14:36", "2026-03-01T14:36:00Z relative"},
      {"5 минут назад", "2026-03-02T11:55:00Z relative"},
      {"минуту назад", "2026-03-02T11:59:00Z relative"},
      {"2 ч. 21 мин. назад", "2026-03-02T09:39:00Z relative"},
      {"сегодня в 09:10", "2026-03-02T09:10:00Z relative"},
      {"5 хвилин тому", "2026-03-02T11:55:00Z relative"},
      {"vor 5 Minuten", "2026-03-02T11:55:00Z relative"},
      {"vor einem Tag", "2026-03-01T12:00:00Z relative"},
      {"Gestern, 14:36", "2026-03-01T14:36:00Z relative"},
      {"gestern um 14:36 Uhr", "2026-03-01T14:36:00Z relative"},
      {"il y a 5 minutes", "2026-03-02T11:55:00Z relative"},
      {"hier à 14h36", "2026-03-01T14:36:00Z relative"},
      {"Aujourd\xE2\x80\x99hui à 09:10", "2026-03-02T09:10:00Z relative"},
      {"hace 5 minutos", "2026-03-02T11:55:00Z relative"},
      {"hace una hora", "2026-03-02T11:00:00Z relative"},
      {"há 5 minutos", "2026-03-02T11:55:00Z relative"},
      {"uma hora atrás", "2026-03-02T11:00:00Z relative"},
      {"5 minuti fa", "2026-03-02T11:55:00Z relative"},
      {"5 dakika önce", "2026-03-02T11:55:00Z relative"},
      {"dün 14:36", "2026-03-01T14:36:00Z relative"},
      {"منذ 5 دقائق", "2026-03-02T11:55:00Z relative"},
      {"5 minut temu", "2026-03-02T11:55:00Z relative"},
      {"wczoraj, 14:36", "2026-03-01T14:36:00Z relative"},
      {"5 minuten geleden", "2026-03-02T11:55:00Z relative"},
      {"5 menit yang lalu", "2026-03-02T11:55:00Z relative"},
      {"5 phút trước", "2026-03-02T11:55:00Z relative"},
      {"hôm qua, 14:36", "2026-03-01T14:36:00Z relative"},
      {"5 นาทีที่แล้ว", "2026-03-02T11:55:00Z relative"},
      {"เมื่อวานนี้ 14:36", "2026-03-01T14:36:00Z relative"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(shown(parse_date(row.text, context())) == row.expected);
  }
}

TEST_CASE("Dates: calendar dates in many languages", "[kit][dates]") {
  const Row rows[] = {
      {"1394/11/27, 00:31", "2016-02-16T00:31:00Z minute"},  // the Iranian calendar
      {"1403/12/30", "2025-03-20T00:00:00Z day"},
      {"1404/01/01", "2025-03-21T00:00:00Z day"},
      {"2026年3月1日", "2026-03-01T00:00:00Z day"},
      {"2026年3月1日 14:36", "2026-03-01T14:36:00Z minute"},
      {"2026年3月1日(日) 21時40分", "2026-03-01T21:40:00Z minute"},
      {"2026年3月1日 下午3:15", "2026-03-01T15:15:00Z minute"},
      {"3月1日 14:36", "2026-03-01T14:36:00Z minute"},
      {"2026年3月", "2026-03-01T00:00:00Z month"},
      {"2026년 3월 1일 오후 3시 15분", "2026-03-01T15:15:00Z minute"},
      {"2026. 3. 1. 오후 3:15", "2026-03-01T15:15:00Z minute"},
      {"3 марта 2026 г.", "2026-03-03T00:00:00Z day"},
      {"28 октября 2014 в 07:54", "2014-10-28T07:54:00Z minute"},
      {"13 авг. 2005г. 19:13", "2005-08-13T19:13:00Z minute"},
      {"1 березня 2026, 14:36", "2026-03-01T14:36:00Z minute"},
      {"1 marca 2026, 14:36", "2026-03-01T14:36:00Z minute"},
      {"1. März 2026 um 18:06 Uhr", "2026-03-01T18:06:00Z minute"},
      {"23. März 2026 18.37 Uhr", "2026-03-23T18:37:00Z minute"},
      {"1er février 2026 à 21h24", "2026-02-01T21:24:00Z minute"},
      {"Dimanche 1er Février 2026 à 21:24", "2026-02-01T21:24:00Z minute"},
      {"1 de marzo de 2026", "2026-03-01T00:00:00Z day"},
      {"13 Ago, 2014", "2014-08-13T00:00:00Z day"},
      {"sexta-feira, 10 de junho de 2014 14:52", "2014-06-10T14:52:00Z minute"},
      {"1 marzo 2026 alle 14.36", "2026-03-01T14:36:00Z minute"},
      {"11 Ağustos, 2014", "2014-08-11T00:00:00Z day"},
      {"14-Aralık-2012, 20:56", "2012-12-14T20:56:00Z minute"},
      {"1 مارس 2026", "2026-03-01T00:00:00Z day"},
      {"١ مارس ٢٠٢٦", "2026-03-01T00:00:00Z day"},
      {"11 augustus 2014", "2014-08-11T00:00:00Z day"},
      {"17 Agustus 2014, 13:37 WIB", "2014-08-17T06:37:00Z minute 420"},
      {"ngày 5 tháng 3 năm 2026", "2026-03-05T00:00:00Z day"},
      {"22 พฤษภาคม 2555, 22:12", "2012-05-22T22:12:00Z minute"},
      {"mar. 3 mars 2026", "2026-03-03T00:00:00Z day"},
      {"mar, 3 mar 2026", "2026-03-03T00:00:00Z day"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(shown(parse_date(row.text, context())) == row.expected);
  }
}

TEST_CASE("Dates: what is no date gives none", "[kit][dates]") {
  for (const char* text :
       {"", "hello world", "Chapter twelve", "5 replies", "#5", "10/10", "v1.2.3.4", "Members", "42", "по", "---"}) {
    CAPTURE(text);
    CHECK(shown(parse_date(text, context())) == "none");
  }
}

TEST_CASE("Dates: a definition's format is tried first", "[kit][dates]") {
  DateContext c = context();
  c.format = "%d-%m-%Y, %I:%M %p";
  CHECK(shown(parse_date("03-01-2026, 08:00 PM", c)) == "2026-01-03T20:00:00Z minute");
  c.format = "%d %b %Y %H:%M %z";
  CHECK(shown(parse_date("3 янв 2026 20:00 +03:00", c)) == "2026-01-03T17:00:00Z minute 180");
  c.format = "nonsense";
  CHECK(shown(parse_date("2026-03-01", c)) == "2026-03-01T00:00:00Z day");
}

TEST_CASE("Dates: a machine form inside visible text is machine only when it states its zone", "[kit][dates]") {
  CHECK(parse_date("2026-03-01T08:00:00Z", context())->source == TimeSource::machine);
  CHECK(parse_date("2026-03-01T08:00:00", context())->source == TimeSource::machine);
  CHECK(parse_date("2026-03-01 08:00:00", context())->source == TimeSource::text);
}

TEST_CASE("Dates: any bytes return quickly", "[kit][dates]") {
  const std::string rows[] = {std::string(1 << 20, '9'), std::string(1 << 20, '\xff'), std::string(1 << 20, ' ') + "5",
                              std::string(1 << 20, ':'), "5 minutes ago" + std::string(1 << 20, 'x')};
  for (const auto& row : rows) {
    parse_date(row, context());
    parse_machine_date(row, context());
  }
  SUCCEED();
}

TEST_CASE("Dates: the corpus' pairs of text and date", "[kit][dates][corpus]") {
  namespace fs = std::filesystem;
  const fs::path corpus = fs::path(SPOOR_SOURCE_DIR) / ".." / "shared" / "corpus";
  if (!fs::exists(corpus)) return;
  std::ifstream in(corpus / "dates/scrapinghub-dateparser/cases.json");
  REQUIRE(in.good());
  const auto cases = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  REQUIRE(cases.has_value());
  DateContext c;
  c.captured_at = *from_civil(2012, 11, 13, 23, 59);
  int all = 0, right = 0;
  for (const auto* row : json_all(*cases, "[*]")) {
    const auto test = json_text(json_at(*row, "test")).value_or("");
    if (test != "test_date_parser.test_dates_parsing" &&
        test != "test_date_parser.test_dates_parsing_with_normalization")
      continue;
    const auto text = json_text(json_at(*row, "args[0]")).value_or("");
    const auto expected = json_text(json_at(*row, "args[1].datetime")).value_or("").substr(0, 19);
    const auto stated = parse_date(text, c);
    ++all;
    if (stated && to_rfc3339_s(stated->utc).substr(0, 19) == expected)
      ++right;
    else
      UNSCOPED_INFO(text);
  }
  CHECK(all == 191);
  CHECK(right >= 166);  // the others are languages or orders that are not ours
}

TEST_CASE("Dates: some tell the order that their site writes them in", "[kit][dates]") {
  struct Row {
    const char *text, *order;
  };
  for (const Row& row : {Row{"25-12-2026, 03:15 PM", "dmy"},
                         {"12/25/2026", "mdy"},
                         {"25.12.2026 15:00", "dmy"},
                         {"01/02/2026", ""},
                         {"2026-12-25", ""},
                         {"25-12/2026", ""},
                         {"31/31/2026", ""},
                         {"Posted: 13/01/2026 by ann", "dmy"},
                         {"Today, 03:15 PM", ""},
                         {"", ""}}) {
    CAPTURE(row.text);
    CHECK(order_seen_in(row.text) == row.order);
  }
}
