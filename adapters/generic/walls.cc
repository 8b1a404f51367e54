#include "adapters/generic/walls.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace spoor::adapters {

namespace {

// Whatever shows more text than this is a page, whatever marks it also holds.
constexpr std::size_t kMostWallText = 1500;
constexpr std::size_t kCaptchaText = 900;
constexpr std::size_t kTitleAlone = 700;  // a title decides only where hardly anything else is shown
constexpr std::size_t kLookedAt = 128u << 10;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool has(std::string_view text, std::string_view mark) { return text.find(mark) != std::string_view::npos; }

bool begins_at(std::string_view text, std::size_t at, std::string_view word) {
  if (at + word.size() > text.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[at + i]) != word[i]) return false;
  }
  return true;
}

// Behind the end tag of a raw-text element that begins at `at`.
std::size_t behind_raw_text(std::string_view body, std::size_t at, std::string_view name) {
  for (auto close = body.find("</", at); close != std::string_view::npos; close = body.find("</", close + 2)) {
    if (begins_at(body, close + 2, name)) return close;
  }
  return body.size();
}

// The visible text of a page, as far as `limit` characters; a scan, not a parse.
std::string visible_text(std::string_view body, std::size_t limit) {
  std::string text;
  bool space = true;
  for (std::size_t i = 0; i < body.size() && text.size() <= limit;) {
    if (body[i] != '<') {
      const bool white = static_cast<unsigned char>(body[i]) <= ' ';
      if (!white)
        text += body[i];
      else if (!space)
        text += ' ';
      space = white;
      ++i;
      continue;
    }
    if (body.substr(i, 4) == "<!--") {
      const auto end = body.find("-->", i);
      i = end == std::string_view::npos ? body.size() : end + 3;
      continue;
    }
    for (const std::string_view name : {"script", "style", "svg"}) {
      if (begins_at(body, i + 1, name)) i = behind_raw_text(body, i, name);
    }
    const auto end = body.find('>', i);
    i = end == std::string_view::npos ? body.size() : end + 1;
    if (!space) text += ' ';
    space = true;
  }
  return text;
}

std::string title_of(std::string_view page) {
  const auto open = page.find("<title");
  if (open == std::string_view::npos) return "";
  const auto begin = page.find('>', open);
  const auto end = page.find("</title", open);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return "";
  return std::string(page.substr(begin + 1, std::min<std::size_t>(end - begin - 1, 200)));
}

struct Mark {
  Status status;
  std::string_view text;   // lower case where it is ASCII
  std::string_view shown;  // what goes into `raw`
};

// In the page's source; the page is known to show little text.
constexpr std::array kSourceMarks = {
    Mark{Status::blocked, "_cf_chl_opt", "Cloudflare challenge"},
    Mark{Status::blocked, "cf_chl_", "Cloudflare challenge"},
    Mark{Status::blocked, "cf-error-details", "Cloudflare block page"},
    Mark{Status::blocked, "challenge-error-text", "Cloudflare challenge"},
    Mark{Status::blocked, "cf-browser-verification", "Cloudflare challenge"},
    Mark{Status::blocked, "captcha-delivery.com", "DataDome"},
    Mark{Status::blocked, "px-captcha", "PerimeterX"},
    Mark{Status::blocked, "incapsula incident id", "Imperva"},
    Mark{Status::blocked, "_incapsula_resource?swudnsai", "Imperva"},
    Mark{Status::blocked, "errors.edgesuite.net", "Akamai"},
    Mark{Status::blocked, "sec-if-cpt-container", "Akamai"},
    Mark{Status::blocked, "sucuri website firewall", "Sucuri"},
    Mark{Status::blocked, "sucuri_cloudproxy_js", "Sucuri"},
    Mark{Status::blocked, "ddos-guard/js-challenge", "DDoS-Guard"},
    Mark{Status::blocked, "/.well-known/ddos-guard/", "DDoS-Guard"},
    Mark{Status::blocked, "__qrator/", "Qrator"},
    Mark{Status::blocked, "awswafintegration", "AWS WAF"},
    Mark{Status::blocked, "window.gokuprops", "AWS WAF"},
    Mark{Status::blocked, "aliyun_waf_", "Aliyun WAF"},
    Mark{Status::blocked, "acw_sc__v2", "Aliyun WAF"},
    Mark{Status::blocked, "_____tmd_____", "Aliyun WAF"},
    Mark{Status::blocked, "errors.aliyun.com", "Aliyun WAF"},
    Mark{Status::blocked, "wappass.baidu.com/static/captcha", "Baidu check"},
    Mark{Status::blocked, "yunsuo_session", "Yunsuo"},
    Mark{Status::blocked, "security_session_verify", "Yunsuo"},
    Mark{Status::blocked, "wangzhan.360.cn", "360 firewall"},
    Mark{Status::blocked, "/.within.website/x/cmd/anubis", "Anubis"},
    Mark{Status::blocked, "/showcaptcha", "Yandex captcha"},
    Mark{Status::blocked, "vercel security checkpoint", "Vercel checkpoint"},
    Mark{Status::blocked, "geo.captcha", "captcha"},
};

// In the visible text or the title. Only ASCII was made lower case: other scripts leave out a first letter that may be
// a capital.
constexpr std::array kTextMarks = {
    Mark{Status::blocked, "sorry, you have been blocked", "Sorry, you have been blocked"},
    Mark{Status::blocked, "blocked by network security", "blocked by network security"},
    Mark{Status::blocked, "unusual traffic from your computer network", "unusual traffic"},
    Mark{Status::blocked, "checking your browser before", "Checking your browser"},
    Mark{Status::blocked, "checking if the site connection is secure", "Checking the connection"},
    Mark{Status::blocked, "verifying you are human", "Verifying you are human"},
    Mark{Status::blocked, "verify you are human", "Verify you are human"},
    Mark{Status::blocked, "verify that you are human", "Verify you are human"},
    Mark{Status::blocked, "making sure you're not a bot", "Anubis"},
    Mark{Status::blocked, "making sure you&#39;re not a bot", "Anubis"},
    Mark{Status::blocked, "are you a robot?", "Are you a robot?"},
    Mark{Status::blocked, "pardon our interruption", "Pardon our interruption"},
    Mark{Status::blocked, "please enable js and disable any ad blocker", "DataDome"},
    Mark{Status::blocked, "the request could not be satisfied", "CloudFront: request blocked"},
    Mark{Status::blocked, "generated by cloudfront", "CloudFront: request blocked"},
    Mark{Status::blocked, "press & hold to confirm", "PerimeterX"},
    Mark{Status::blocked, "access to this page has been denied", "Access denied"},
    Mark{Status::blocked, "ы не робот", "Вы не робот?"},
    Mark{Status::blocked, "одтвердите, что запросы отправляли вы", "Вы не робот?"},
    Mark{Status::blocked, "роверка браузера", "Проверка браузера"},
    Mark{Status::blocked, "百度安全验证", "百度安全验证"},
    Mark{Status::blocked, "请完成安全验证", "请完成安全验证"},
    Mark{Status::blocked, "安全验证", "安全验证"},
    Mark{Status::blocked, "人机验证", "人机验证"},
    Mark{Status::blocked, "您的访问被阻断", "您的访问被阻断"},
    Mark{Status::blocked, "网站防火墙", "网站防火墙"},
    Mark{Status::rate_limited, "too many requests", "Too Many Requests"},
    Mark{Status::rate_limited, "rate limit exceeded", "Rate limit exceeded"},
    Mark{Status::rate_limited, "访问过于频繁", "访问过于频繁"},
    Mark{Status::rate_limited, "请求过于频繁", "请求过于频繁"},
    Mark{Status::rate_limited, "лишком много запросов", "Слишком много запросов"},
    Mark{Status::geo_blocked, "not available in your country", "not available in your country"},
    Mark{Status::geo_blocked, "not available in your region", "not available in your region"},
    Mark{Status::geo_blocked, "unavailable for legal reasons", "unavailable for legal reasons"},
    Mark{Status::geo_blocked, "оступ к информационному ресурсу ограничен", "доступ ограничен"},
    Mark{Status::geo_blocked, "недоступен в вашем регионе", "недоступен в вашем регионе"},
    Mark{Status::geo_blocked, "недоступен в вашей стране", "недоступен в вашей стране"},
};

// Titles of pages that are nothing but a check.
constexpr std::array kTitles = {
    Mark{Status::blocked, "just a moment...", "Cloudflare challenge"},
    Mark{Status::blocked, "attention required! | cloudflare", "Cloudflare block page"},
    Mark{Status::blocked, "please wait... | cloudflare", "Cloudflare challenge"},
    Mark{Status::blocked, "ddos-guard", "DDoS-Guard"},
    Mark{Status::blocked, "дин момент", "Cloudflare challenge"},
    Mark{Status::blocked, "请稍候", "Cloudflare challenge"},
    Mark{Status::blocked, "請稍候", "Cloudflare challenge"},
    Mark{Status::blocked, "しばらくお待ちください", "Cloudflare challenge"},
    Mark{Status::blocked, "잠시만 기다리십시오", "Cloudflare challenge"},
    Mark{Status::blocked, "nur einen moment", "Cloudflare challenge"},
    Mark{Status::blocked, "un instant…", "Cloudflare challenge"},
    Mark{Status::blocked, "un momento…", "Cloudflare challenge"},
    Mark{Status::blocked, "um momento…", "Cloudflare challenge"},
    Mark{Status::blocked, "bir dakika lütfen", "Cloudflare challenge"},
    Mark{Status::blocked, "robot or human?", "Robot or human?"},
    Mark{Status::blocked, "bot verification", "Bot verification"},
    Mark{Status::blocked, "security check", "Security check"},
    Mark{Status::blocked, "human verification", "Human verification"},
    Mark{Status::blocked, "captcha", "captcha"},
};

constexpr std::array<std::string_view, 9> kCaptchas = {"g-recaptcha",
                                                       "recaptcha/api",
                                                       "recaptcha/enterprise",
                                                       "h-captcha",
                                                       "hcaptcha.com",
                                                       "cf-turnstile",
                                                       "challenges.cloudflare.com/turnstile",
                                                       "geetest",
                                                       "smart-captcha"};
constexpr std::array<std::string_view, 22> kHumanWords = {
    "captcha", "robot",   "human", "verif",  "challenge", "security check", "unusual", "обот",
    "апч",     "роверк",  "验证",  "驗證",   "人机",      "ロボット",       "認証",    "로봇",
    "인증",    "berprüf", "vérif", "humano", "doğrula",   "xác minh"};

std::optional<Wall> wall_of_headers(const Page& page) {
  const auto value = [&](std::string_view name) { return lower_case(header(page, name).value_or("")); };
  if (has(value("cf-mitigated"), "challenge")) return Wall{Status::blocked, "cf-mitigated: challenge"};
  if (has(value("x-vercel-mitigated"), "challenge") || has(value("x-vercel-mitigated"), "deny"))
    return Wall{Status::blocked, "x-vercel-mitigated"};
  if (const auto waf = value("x-amzn-waf-action"); !waf.empty())
    return Wall{Status::blocked, "x-amzn-waf-action: " + waf};
  if (page.status == 429) return Wall{Status::rate_limited, "HTTP 429"};
  if (page.status == 999) return Wall{Status::rate_limited, "HTTP 999"};
  if (page.status == 418) return Wall{Status::rate_limited, "HTTP 418"};
  if (page.status == 451) return Wall{Status::geo_blocked, "HTTP 451"};
  const bool refused = page.status == 403 || page.status == 405 || page.status == 503;
  if (refused && (header(page, "x-datadome") || header(page, "x-dd-b"))) return Wall{Status::blocked, "DataDome"};
  if (refused && has(value("server"), "ddos-guard")) return Wall{Status::blocked, "DDoS-Guard"};
  if (refused && has(value("server"), "qrator")) return Wall{Status::blocked, "Qrator"};
  if (page.status == 503 && header(page, "retry-after")) return Wall{Status::rate_limited, "HTTP 503 with Retry-After"};
  if (page.status == 401) return Wall{Status::login_required, "HTTP 401"};
  return std::nullopt;
}

bool is_html(const Page& page) {
  const std::string type = lower_case(header(page, "content-type").value_or(""));
  if (!type.empty() && !has(type, "html")) return false;
  return page.body.substr(0, 2048).find('<') != std::string_view::npos;
}

template <std::size_t N>
std::optional<Wall> find_mark(std::string_view text, const std::array<Mark, N>& marks) {
  for (const Mark& mark : marks) {
    if (has(text, mark.text)) return Wall{mark.status, std::string(mark.shown)};
  }
  return std::nullopt;
}

// A captcha that is all the page is for: it says so, and asks for nothing else.
bool is_captcha_page(std::string_view source, std::string_view shown, std::string_view title) {
  if (shown.size() > kCaptchaText || has(source, "<textarea") || has(source, "type=\"password\"") ||
      has(source, "<article"))
    return false;
  const bool captcha =
      std::any_of(kCaptchas.begin(), kCaptchas.end(), [&](std::string_view mark) { return has(source, mark); });
  const bool says = std::any_of(kHumanWords.begin(), kHumanWords.end(),
                                [&](std::string_view word) { return has(shown, word) || has(title, word); });
  return captcha && says;
}

// Lower case where it is ASCII.
constexpr std::array<std::string_view, 30> kLoginWords = {
    "log in", "login",  "log-in",    "sign in",  "signin",    "sign on",     "登录",           "登入",
    "登陸",   "登錄",   "ログイン",  "로그인",   "войти",     "Войти",       "вход",           "Вход",
    "увійти", "Увійти", "einloggen", "anmelden", "connexion", "entrar",      "iniciar sesión", "inicia sesión",
    "accedi", "giriş",  "đăng nhập", "zaloguj",  "masuk",     "تسجيل الدخول"};
constexpr std::array<std::string_view, 9> kLoginPaths = {"/login", "/signin",   "/sign-in", "/sign_in",  "/log-in",
                                                         "/logon", "/passport", "/sso/",    "mode=login"};
constexpr std::array<std::string_view, 4> kLoginHosts = {"login.", "accounts.", "passport.", "signin."};

// A page that is there to log in: requests for what only members may see end here. Pages of a script show no form, but
// their address says it twice.
bool is_login_page(const Page& page, std::string_view source, std::string_view shown, std::string_view title) {
  if (has(source, "<article") || has(source, "<textarea")) return false;
  const std::string url = lower_case(page.url.href());
  const bool by_host = std::any_of(kLoginHosts.begin(), kLoginHosts.end(),
                                   [&](std::string_view host) { return page.url.host().starts_with(host); });
  const bool by_path =
      std::any_of(kLoginPaths.begin(), kLoginPaths.end(), [&](std::string_view path) { return has(url, path); });
  if (by_host && by_path) return true;
  const bool form = has(source, "type=\"password\"") || has(source, "type='password'") || has(source, "type=password");
  const bool says = std::any_of(kLoginWords.begin(), kLoginWords.end(), [&](std::string_view word) {
    return (shown.size() < kTitleAlone ? has(title, word) : title.ends_with(word)) || (by_path && has(shown, word));
  });
  return form && says;
}

}  // namespace

std::optional<Wall> recognise_wall(const Page& page) {
  if (auto wall = wall_of_headers(page)) return wall;
  if (!is_html(page)) return std::nullopt;
  std::string shown = visible_text(page.body, kMostWallText);
  if (shown.size() > kMostWallText) return std::nullopt;
  const std::string source = lower_case(page.body.substr(0, kLookedAt));
  const std::string title = title_of(source);
  shown = lower_case(shown);
  if (shown.size() < kTitleAlone) {
    if (auto wall = find_mark(title, kTitles)) return wall;
  }
  if (auto wall = find_mark(source, kSourceMarks)) return wall;
  if (auto wall = find_mark(shown, kTextMarks)) return wall;
  if (is_captcha_page(source, shown, title)) return Wall{Status::blocked, "captcha"};
  const bool akamai = has(title, "access denied") && has(shown, "you don't have permission to access");
  if (akamai) return Wall{Status::blocked, "Access Denied"};
  if (is_login_page(page, source, shown, title)) return Wall{Status::login_required, "a page to log in"};
  return std::nullopt;
}

}  // namespace spoor::adapters
