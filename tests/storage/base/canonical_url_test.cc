#include "storage/base/canonical_url.h"

#include <catch2/catch.hpp>

#include "storage/base/surt.h"

using namespace spoor;

TEST_CASE("Canonical URL: session and tracking go, all else stays in order", "[canonical_url]") {
  struct Case {
    const char* url;
    const char* canonical;
  };
  const std::string hex32 = "0123456789abcdef0123456789abcdef";
  for (const Case& c : {
           Case{"HTTPS://Example.com:443/a?b=2&a=1#x", "https://example.com/a?b=2&a=1"},
           Case{"https://example.com/viewtopic.php?f=1&t=2&sid=0123456789abcdef0123456789abcdef",
                "https://example.com/viewtopic.php?f=1&t=2"},
           Case{"https://example.com/showthread.php?s=0123456789abcdef0123456789abcdef&t=2",
                "https://example.com/showthread.php?t=2"},
           Case{"https://example.com/?s=flu+vaccine", "https://example.com/?s=flu+vaccine"},
           Case{"https://example.com/search.php?sid=12", "https://example.com/search.php?sid=12"},
           Case{"https://x.com/a/status/1?s=20", "https://x.com/a/status/1?s=20"},
           Case{"https://example.com/index.php?PHPSESSID=abc&topic=5.0", "https://example.com/index.php?topic=5.0"},
           Case{"https://example.com/index.php?topic=5.0;PHPSESSID=abc", "https://example.com/index.php?topic=5.0"},
           Case{"https://example.com/index.php?action=profile;u=5;f3a1b2c9=0123456789abcdef0123456789abcdef",
                "https://example.com/index.php?action=profile;u=5"},
           Case{"https://example.com/a;jsessionid=1A2B/b;c=1?x=1", "https://example.com/a/b;c=1?x=1"},
           Case{"https://example.com/a?utm_source=x&UTM_Medium=y&id=5&fbclid=z", "https://example.com/a?id=5"},
           Case{"https://example.com/a?utm_source=x", "https://example.com/a"},
           Case{"https://example.com/a?", "https://example.com/a"},
           Case{"https://example.com/t?highlight=a&order=desc&from=rss&ref=1",
                "https://example.com/t?highlight=a&order=desc&from=rss&ref=1"},
           Case{"https://example.com/t?csrfKey=abc&do=x&my_post_key=1", "https://example.com/t?do=x"},
       }) {
    CAPTURE(c.url);
    Url once = canonical_url(Url::parse(c.url).value());
    CHECK(once.href() == c.canonical);
    CHECK(canonical_url(once) == once);
  }
  CHECK(is_session_parameter("SID", hex32));
  CHECK_FALSE(is_session_parameter("id", hex32));
  CHECK(is_tracking_parameter("gclid"));
  CHECK_FALSE(is_tracking_parameter("source"));
}

TEST_CASE("Surt: keys as the surt library makes them", "[surt]") {
  struct Case {
    const char* url;
    const char* key;
  };
  for (const Case& c : {
           Case{"", "-"},
           Case{"filedesc:a.arc.gz", "filedesc:a.arc.gz"},
           Case{"http://www.example.com/", "com,example)/"},
           Case{"https://example.com:443/A/B/?b=2&a=1#f", "com,example)/a/b?a=1&b=2"},
           Case{"http://example.com:8080/x", "com,example:8080)/x"},
           Case{"https://m.facebook.com/x/", "com,facebook,m)/x"},
           Case{"https://www.youtube.com/watch?v=AbC-dEf_123&t=10", "com,youtube)/watch?t=10&v=abc-def_123"},
           Case{"https://\xE4\xBE\x8B\xE3\x81\x88.jp/\xE3\x83\x91\xE3\x82\xB9?q=\xE5\x80\xA4",
                "jp,xn--r8jz45g)/%e3%83%91%e3%82%b9?q=%e5%80%a4"},
           Case{"http://192.168.1.254/info/", "254,1,168,192)/info"},
           Case{"http://[2001:db8::1]/a", "2001:db8::1)/a"},
           Case{"https://example.com/a//b/./c/../d/", "com,example)/a/b/d"},
           Case{"https://example.com/a%2Fb", "com,example)/a/b"},
           Case{"https://example.com/p?a=1&&b=", "com,example)/p?&a=1&b="},
           Case{"https://example.com/p?PHPSESSID=0123456789abcdef0123456789abcdef&z=1", "com,example)/p?z=1"},
           Case{"https://example.com/a b", "com,example)/a%20b"},
           Case{"urn:pageinfo:http://example.com/", "urn:pageinfo:http://example.com"},
           Case{"dns:archive.org", "dns:archive.org"},
           Case{"http://archive.org/goo/?a=2&b&a=1", "org,archive)/goo?a=1&a=2&b"},
           Case{"example.com", "com,example)/"},
           Case{"http://https://example.com/x", "com,example)/x"},
           Case{"http://user:pw@example.com:/x#y", "com,example)/x"},
           Case{"http://www12.example.com/", "com,example)/"},
           Case{"http://ww2.example.com/", "com,example,ww2)/"},
           Case{" http://example.com/a\tb\n ", "com,example)/ab"},
           Case{"http://example.com/100%", "com,example)/100%25"},
           Case{"http://example.com/%2525252541", "com,example)/a"},
           Case{"http://2130706433/", "1,0,0,127)/"},
           Case{"http://example.com/(S(0123456789abcdefghijklmn))/p.aspx?x=1", "com,example)/p.aspx?x=1"},
           Case{"http://example.com/(0123456789abcdefghijklmn)/p.aspx", "com,example)/p.aspx"},
           Case{"http://example.com/p?x=1&cfid=1&cftoken=2", "com,example)/p?&x=1"},
           Case{"http://example.com/p?", "com,example)/p"},
       }) {
    CAPTURE(c.url);
    CHECK(surt(c.url) == c.key);
  }
}
