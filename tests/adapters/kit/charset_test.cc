#include "adapters/kit/charset.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <unicode/ucnv.h>

#include "adapters/kit/charset_labels.h"
#include "adapters/kit/charset_sniff.h"
#include "adapters/kit/utf8.h"

using namespace spoor::adapters;

namespace {

std::string encode(std::string_view utf8, const char* charset) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 16, '\0');
  int32_t length = ucnv_convert(charset, "UTF-8", out.data(), static_cast<int32_t>(out.size()), utf8.data(),
                                static_cast<int32_t>(utf8.size()), &error);
  REQUIRE(U_SUCCESS(error));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

}  // namespace

TEST_CASE("decode_text: what decides the charset, in order") {
  struct Case {
    std::string bytes;
    const char *content_type, *hint, *charset;
    std::string utf8;
  };
  const Case cases[] = {
      {"abc", "", "", "utf-8", "abc"},
      {"", "", "", "utf-8", ""},
      {"\xEF\xBB\xBF"
       "a",
       "text/html; charset=windows-1251", "", "utf-8", "a"},
      {std::string("\xFF\xFE"
                   "a\0\x34\x04",
                   6),
       "", "", "utf-16le", "a\xD0\xB4"},
      {std::string("\xFE\xFF\0a", 4), "text/html;charset=utf-8", "", "utf-16be", "a"},
      {"\xE0", "text/html; charset=windows-1251", "", "windows-1251", "\xD0\xB0"},
      {"\xE0", "text/html; charset=\"KOI8-R\"", "", "koi8-r", "\xD0\xAE"},
      {"\xE0", "text/html; Charset = 'latin1' ; x=y", "", "windows-1252", "\xC3\xA0"},
      {"\xE0", "text/html; charset=nosuch", "windows-1251", "windows-1251", "\xD0\xB0"},
      {"\x80", "text/html; charset=iso-8859-1", "", "windows-1252", "\xE2\x82\xAC"},
      {"<meta charset=windows-1251>\xE0", "", "", "windows-1251", "<meta charset=windows-1251>\xD0\xB0"},
      {"<meta charset=windows-1251>\xE0", "text/html; charset=koi8-r", "", "koi8-r",
       "<meta charset=windows-1251>\xD0\xAE"},
      {"<meta charset=utf-16>a", "", "", "utf-8", "<meta charset=utf-16>a"},
      {"<?xml version=\"1.0\" encoding='windows-1251'?>\xE0", "", "", "windows-1251",
       "<?xml version=\"1.0\" encoding='windows-1251'?>\xD0\xB0"},
      {"\xD0\xB0", "", "windows-1252", "utf-8", "\xD0\xB0"},
      {"\xE0\xE1", "", "windows-1251", "windows-1251", "\xD0\xB0\xD0\xB1"},
      {"a\xFFz", "text/html; charset=utf-8", "", "utf-8", "a\xEF\xBF\xBDz"},
      {"\xC4\xE3\xBA\xC3", "text/html; charset=gb2312", "", "gb18030", "\xE4\xBD\xA0\xE5\xA5\xBD"},
      {"\x81\x30\x81", "text/html; charset=gbk", "", "gb18030", "\xEF\xBF\xBD"},
      {"\x1B$B$3\x1B(B", "text/html; charset=iso-2022-jp", "", "iso-2022-jp", "\xE3\x81\x93"},
      {std::string(2000, ' ') + "<meta charset=windows-1251>\xE0", "", "", "windows-1251",
       std::string(2000, ' ') + "<meta charset=windows-1251>\xD0\xB0"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes, c.content_type);
    Decoded decoded = decode_text(c.bytes, c.content_type, c.hint);
    CHECK(decoded.charset == c.charset);
    CHECK(decoded.utf8 == c.utf8);
  }
}

TEST_CASE("decode_text: real text of each encoding comes back") {
  const std::string russian = "\u0421\u044A\u0435\u0448\u044C \u0436\u0435 \u0435\u0449\u0451 \u044D\u0442\u0438\u0445";
  const std::string chinese = "\u4F60\u597D\uFF0C\u4E16\u754C\u3002\u8BBA\u575B";
  const std::string taiwanese = "\u4F60\u597D\uFF0C\u4E16\u754C\u3002\u8AD6\u58C7";
  const std::string japanese = "\u3053\u3093\u306B\u3061\u306F\u3001\u4E16\u754C\u30A2\u30A4\u30A6";
  const std::string korean = "\uC548\uB155\uD558\uC138\uC694 \uC138\uACC4 \uBDC1";
  const std::string greek = "\u039A\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1";
  const std::string hebrew = "\u05E9\u05DC\u05D5\u05DD", arabic = "\u0645\u0631\u062D\u0628\u0627",
                    thai = "\u0E2A\u0E27\u0E31\u0E2A";
  struct Case {
    const char* label;
    std::string text;
  };
  const Case cases[] = {{"windows-1251", russian},
                        {"koi8-r", russian},
                        {"koi8-u", russian},
                        {"ibm866", russian},
                        {"iso-8859-5", russian},
                        {"x-mac-cyrillic", russian},
                        {"gb18030", chinese + "\U0001F600\u20AC"},
                        {"gbk", chinese},
                        {"big5", taiwanese},
                        {"shift_jis", japanese},
                        {"euc-jp", japanese},
                        {"iso-2022-jp", japanese},
                        {"euc-kr", korean},
                        {"windows-1253", greek},
                        {"iso-8859-7", greek},
                        {"windows-1255", hebrew},
                        {"windows-1256", arabic},
                        {"iso-8859-6", arabic},
                        {"windows-874", thai},
                        {"windows-1250", "\u017Elu\u0165ou\u010Dk\u00FD"},
                        {"windows-1254", "\u015Fi\u011Fdem"},
                        {"windows-1257", "\u0117\u0161\u012F"},
                        {"windows-1258", "\u01A1\u0111"},
                        {"iso-8859-2", "\u0142\u00F3"},
                        {"iso-8859-15", "\u20AC\u0153"},
                        {"utf-16le", russian},
                        {"utf-16be", chinese}};
  for (const Case& c : cases) {
    CAPTURE(c.label);
    const Charset* charset = charset_of_label(c.label);
    REQUIRE(charset != nullptr);
    std::string bytes = encode(c.text, charset->icu);
    Decoded decoded = decode_text(bytes, std::string("text/html; charset=") + c.label);
    CHECK(decoded.utf8 == c.text);
    CHECK(decoded.charset == charset->name);
  }
}

TEST_CASE("decode_text: unlabelled text is recognised") {
  struct Case {
    const char* charset;
    std::string text;
  };
  std::string russian, chinese, japanese;
  for (int i = 0; i < 20; ++i) {
    russian +=
        "\u0412\u0441\u0435 \u0441\u0447\u0430\u0441\u0442\u043B\u0438\u0432\u044B\u0435 "
        "\u0441\u0435\u043C\u044C\u0438 "
        "\u043F\u043E\u0445\u043E\u0436\u0438 \u0434\u0440\u0443\u0433 \u043D\u0430 \u0434\u0440\u0443\u0433\u0430. ";
    chinese += "\u4F60\u597D\uFF0C\u4E16\u754C\u3002\u6211\u4EEC\u5728\u8FD9\u4E2A\u8BBA\u575B\u4E0A\u53D1\u5E16\u3002";
    japanese +=
        "\u3053\u3093\u306B\u3061\u306F\u3001\u3053\u308C\u306F\u65E5\u672C\u8A9E\u306E\u6587\u7AE0\u3067\u3059\u3002";
  }
  for (const Case& c : {Case{"windows-1251", russian},
                        {"koi8-r", russian},
                        {"gb18030", chinese},
                        {"shift_jis", japanese},
                        {"euc-jp", japanese},
                        {"iso-2022-jp", japanese}}) {
    CAPTURE(c.charset);
    Decoded decoded = decode_text(encode(c.text, charset_of_label(c.charset)->icu), "");
    CHECK(decoded.charset == c.charset);
    CHECK(decoded.utf8 == c.text);
  }
}

TEST_CASE("decode_text: what is said to be UTF-8 and is not") {
  const std::string russian =
      "Порт снова закрыт, и никто не знает, когда его откроют. Соседи говорят, что к весне, но верится с трудом.";
  const std::string chinese = "港口又关闭了，没有人知道什么时候重新开放。邻居们说春天就会开，但是很难让人相信。";
  const std::string german = "Jürgen Groß wohnt über dem Fluss, gegenüber der Mühle, und möchte nicht wegziehen.";
  struct Case {
    std::string utf8;
    const char *charset, *content_type, *head;
  };
  const Case cases[] = {{russian, "windows-1251", "text/html; charset=utf-8", ""},
                        {chinese, "gb18030", "text/html; charset=utf-8", ""},
                        {german, "windows-1252", "text/html; charset=utf-8", "<meta charset=\"windows-1252\">"},
                        {russian, "windows-1251", "", "<meta charset=\"utf-8\">"}};
  for (const Case& c : cases) {
    CAPTURE(c.charset, c.content_type, c.head);
    const Decoded decoded = decode_text(c.head + encode(c.utf8, c.charset), c.content_type);
    CHECK(decoded.utf8 == c.head + c.utf8);
    CHECK(decoded.charset == c.charset);
  }
  // Damage does not make it another charset.
  const Decoded damaged = decode_text(russian + "\xFF\xFE" + russian, "text/html; charset=utf-8");
  CHECK(damaged.charset == "utf-8");
  CHECK(damaged.utf8 == russian + "\xEF\xBF\xBD\xEF\xBF\xBD" + russian);
  CHECK(decode_text(chinese.substr(0, chinese.size() - 1), "text/html; charset=utf-8").charset == "utf-8");
}

TEST_CASE("charset_of_label: every encoding has a converter, labels are trimmed and of any case") {
  for (const char* label :
       {"utf8",        "866",        "latin2",   "latin3",      "latin4",      "cyrillic",       "arabic",
        "greek",       "hebrew",     "logical",  "latin6",      "iso-8859-13", "iso-8859-14",    "l9",
        "iso-8859-16", "koi8-ru",    "mac",      "tis-620",     "cp1250",      "x-cp1251",       "us-ascii",
        "cp1253",      "latin5",     "cp1255",   "cp1256",      "cp1257",      "cp1258",         "x-mac-ukrainian",
        "gb2312",      "big5-hkscs", "x-euc-jp", "csiso2022jp", "x-sjis",      "ks_c_5601-1987", "hz-gb-2312",
        "iso-2022-kr", "utf-16",     "utf-16be", " \tUTF-8\n",  "GB_2312-80"}) {
    CAPTURE(label);
    const Charset* charset = charset_of_label(label);
    REQUIRE(charset != nullptr);
    Decoded decoded = decode_text("A", std::string("text/plain; charset=") + std::string(charset->name));
    CHECK(decoded.charset == charset->name);
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(charset->icu, &error);
    CHECK(U_SUCCESS(error));
    ucnv_close(converter);
  }
  CHECK(charset_of_label("") == nullptr);
  CHECK(charset_of_label("nosuch") == nullptr);
  CHECK(charset_of_label("utf 8") == nullptr);
}

TEST_CASE("decode_text: any bytes become valid UTF-8") {
  std::string bytes;
  unsigned state = 1;
  for (int i = 0; i < 20000; ++i) bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  for (const char* label : {"utf-8", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "hz-gb-2312",
                            "utf-16le", "windows-1253", ""}) {
    CAPTURE(label);
    CHECK(is_utf8(decode_text(bytes, std::string("text/html; charset=") + label).utf8));
  }
}

TEST_CASE("prescan_meta: the html5lib cases") {
  namespace fs = std::filesystem;
  fs::path folder = fs::path(SPOOR_SOURCE_DIR) / "../shared/corpus";
  if (!fs::exists(folder)) return;
  folder /= "encoding/html5lib-html5lib-tests";
  int cases = 0;
  for (const char* name : {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"}) {
    std::ifstream in(folder / name, std::ios::binary);
    REQUIRE(in);
    std::string all((std::istreambuf_iterator<char>(in)), {});
    for (std::size_t at = all.find("#data\n"); at != std::string::npos;) {
      std::size_t next = all.find("\n#data\n", at + 1);
      std::size_t split = all.find("\n#encoding\n", at);
      REQUIRE(split != std::string::npos);
      std::string data = all.substr(at + 6, split - at - 6);
      std::size_t begin = split + 11;
      std::string expected = all.substr(begin, all.find('\n', begin) - begin);
      const Charset* wanted = charset_of_label(expected);
      REQUIRE(wanted != nullptr);
      const Charset* found =
          data.substr(0, 3) == "\xEF\xBB\xBF" ? charset_of_label(decode_text(data, "").charset) : prescan_meta(data);
      if (found == nullptr) found = charset_of_label("windows-1252");
      CAPTURE(name, data.substr(0, 200));
      CHECK(found->name == wanted->name);
      ++cases;
      at = next == std::string::npos ? next : next + 1;
    }
  }
  CHECK(cases > 60);
}
