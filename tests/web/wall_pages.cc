#include "tests/web/wall_pages.h"

#include <algorithm>
#include <array>
#include <string>

#include "tests/web/chance.h"

namespace spoor::web {
namespace {

std::string hex(std::uint64_t value) {
  std::string out(16, '0');
  for (std::size_t i = 0; i < 16; ++i) out[i] = "0123456789abcdef"[(value >> (60 - 4 * i)) & 15];
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

// What the checks say, by language.
struct Words {
  std::string_view language;
  std::string_view moment;    // title of Cloudflare's challenge
  std::string_view enable;    // its noscript text
  std::string_view robot;     // heading over a reCAPTCHA, hCaptcha or slider
  std::string_view explains;  // the sentence below
  std::string_view submit;
  std::string_view log_in, user, password, members_only;  // a login form
};

constexpr std::array<Words, 11> kWords = {{
    {"en", "Just a moment...", "Enable JavaScript and cookies to continue", "Please verify you are a human",
     "Our systems have detected unusual traffic from your computer network. Please complete the captcha below to "
     "continue.",
     "Continue", "Log in", "Username", "Password", "You must be logged in to see this page."},
    {"zh", "请稍候…", "启用 JavaScript 和 Cookie 以继续", "请完成安全验证",
     "网络环境存在异常，请拖动滑块完成验证后继续访问", "提交", "登录", "用户名", "密码", "您需要先登录才能继续本操作"},
    {"ru", "Один момент…", "Включите JavaScript и файлы cookie, чтобы продолжить", "Вы не робот?",
     "Нам очень жаль, но запросы с вашего устройства похожи на автоматические. Подтвердите, что запросы отправляли вы, "
     "а не робот.",
     "Продолжить", "Войти", "Имя пользователя", "Пароль", "Чтобы просматривать эту страницу, войдите на сайт."},
    {"es", "Un momento…", "Habilita JavaScript y cookies para continuar", "Confirma que no eres un robot",
     "Nuestros sistemas han detectado tráfico inusual procedente de tu red. Completa el captcha para continuar.",
     "Continuar", "Iniciar sesión", "Nombre de usuario", "Contraseña", "Debes iniciar sesión para ver esta página."},
    {"fr", "Un instant…", "Activez JavaScript et les cookies pour continuer",
     "Veuillez confirmer que vous n'êtes pas un robot",
     "Nos systèmes ont détecté un trafic inhabituel provenant de votre réseau. Merci de remplir le captcha pour "
     "continuer.",
     "Continuer", "Connexion", "Nom d'utilisateur", "Mot de passe", "Vous devez être connecté pour voir cette page."},
    {"de", "Nur einen Moment…", "Aktivieren Sie JavaScript und Cookies, um fortzufahren",
     "Bitte bestätigen Sie, dass Sie kein Roboter sind",
     "Unsere Systeme haben ungewöhnlichen Datenverkehr aus Ihrem Netzwerk festgestellt. Bitte lösen Sie das Captcha.",
     "Weiter", "Anmelden", "Benutzername", "Passwort", "Sie müssen angemeldet sein, um diese Seite zu sehen."},
    {"ja", "しばらくお待ちください...", "続行するには、JavaScript と Cookie を有効にしてください",
     "ロボットではないことを確認してください",
     "お使いのコンピュータ ネットワークから通常と異なるトラフィックが検出されました。認証を完了してください。", "続行",
     "ログイン", "ユーザー名", "パスワード", "このページを表示するにはログインが必要です。"},
    {"ko", "잠시만 기다리십시오…", "계속하려면 JavaScript와 쿠키를 사용하도록 설정하세요", "로봇이 아닙니다",
     "사용 중인 네트워크에서 비정상적인 트래픽이 감지되었습니다. 계속하려면 보안문자 인증을 완료해 주세요.", "계속",
     "로그인", "아이디", "비밀번호", "로그인이 필요한 페이지입니다."},
    {"pt", "Um momento…", "Ative o JavaScript e os cookies para continuar", "Confirme que você não é um robô",
     "Nossos sistemas detectaram tráfego incomum na sua rede de computadores. Resolva o captcha para continuar.",
     "Continuar", "Entrar", "Nome de usuário", "Senha", "Você precisa estar logado para ver esta página."},
    {"tr", "Bir dakika lütfen...", "Devam etmek için JavaScript ve çerezleri etkinleştirin",
     "Robot olmadığınızı doğrulayın", "Ağınızdan olağan dışı bir trafik algılandı. Lütfen doğrulamayı tamamlayın.",
     "Devam", "Giriş yap", "Kullanıcı adı", "Şifre", "Bu sayfayı görmek için giriş yapmalısınız."},
    {"vi", "Chờ một chút...", "Hãy bật JavaScript và cookie để tiếp tục", "Xác minh bạn không phải là rô bốt",
     "Hệ thống phát hiện lưu lượng truy cập bất thường từ mạng của bạn. Vui lòng hoàn thành captcha.", "Tiếp tục",
     "Đăng nhập", "Tên đăng nhập", "Mật khẩu", "Bạn phải đăng nhập để xem trang này."},
}};

const Words& words_of(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  const auto found =
      std::find_if(kWords.begin(), kWords.end(), [&](const Words& words) { return words.language == base; });
  return found == kWords.end() ? kWords.front() : *found;
}

SiteAnswer page(int status, std::string_view language, std::string_view title, std::string_view head,
                std::string_view body) {
  SiteAnswer answer;
  answer.status = status;
  answer.body = "<!DOCTYPE html>\n<html lang=\"" + std::string(language) + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
                "<title>" + std::string(title) + "</title>\n<meta name=\"robots\" content=\"noindex,nofollow\">\n" +
                std::string(head) + "</head>\n<body>\n" + std::string(body) + "\n</body>\n</html>\n";
  return answer;
}

SiteAnswer cloudflare(const Words& words, std::string_view host, std::uint64_t hash) {
  const std::string ray = hex(hash);
  SiteAnswer answer =
      page(403, words.language, words.moment,
           "<meta http-equiv=\"X-UA-Compatible\" content=\"IE=Edge\">\n<meta http-equiv=\"refresh\" content=\"360\">\n"
           "<style>*{box-sizing:border-box;margin:0;padding:0}html{line-height:1.15;color:#313131}</style>\n",
           "<div class=\"main-wrapper\" role=\"main\"><div class=\"main-content\"><noscript><div class=\"h2\"><span "
           "id=\"challenge-error-text\">" +
               std::string(words.enable) +
               "</span></div></noscript></div></div>"
               "<script>(function(){window._cf_chl_opt = {cvId: '3',cZone: '" +
               std::string(host) + "',cType: 'managed',cRay: '" + ray +
               "'};var a = document.createElement('script');a.src = "
               "'/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=" +
               ray + "';document.getElementsByTagName('head')[0].appendChild(a);}());</script>");
  answer.headers = {{"cf-mitigated", "challenge"}, {"Server", "cloudflare"}, {"CF-RAY", ray + "-FRA"}};
  return answer;
}

SiteAnswer recaptcha(const Words& words, std::uint64_t hash) {
  return page(hash % 2 == 0 ? 200 : 403, words.language, words.robot,
              "<script src=\"https://www.google.com/recaptcha/api.js\" async defer></script>\n",
              "<form id=\"captcha-form\" action=\"/verify\" method=\"post\"><h1>" + std::string(words.robot) +
                  "</h1><p>" + std::string(words.explains) + "</p><div class=\"g-recaptcha\" data-sitekey=\"6L" +
                  hex(hash) + "\"></div><noscript><p>" + std::string(words.enable) +
                  "</p></noscript><button type=\"submit\">" + std::string(words.submit) + "</button></form>");
}

SiteAnswer hcaptcha(const Words& words, std::uint64_t hash) {
  return page(429 - 26 * static_cast<int>(hash % 2), words.language, words.robot,
              "<script src=\"https://js.hcaptcha.com/1/api.js\" async defer></script>\n",
              "<main><h2>" + std::string(words.robot) + "</h2><p>" + std::string(words.explains) +
                  "</p><form method=\"post\"><div class=\"h-captcha\" data-sitekey=\"" + hex(hash) +
                  "\"></div><input type=\"submit\" value=\"" + std::string(words.submit) + "\"></form></main>");
}

SiteAnswer ddos_guard(const Words& words, std::string_view host) {
  SiteAnswer answer =
      page(403, words.language, "DDoS-Guard",
           "<script src=\"/.well-known/ddos-guard/js-challenge/index.js\" defer></script>\n",
           "<div id=\"ddg-js-challenge\"><h1>Проверка браузера перед переходом на " + std::string(host) +
               "</h1><p>Checking your browser before accessing " + std::string(host) +
               "</p><p>Обычно это занимает не более 5 секунд.</p></div><footer>DDoS protection by <a "
               "href=\"https://ddos-guard.net\">DDoS-GUARD</a></footer>");
  answer.headers = {{"Server", "ddos-guard"}};
  return answer;
}

SiteAnswer smart_captcha(const Words& words, std::uint64_t hash) {
  return page(
      200, "ru", words.robot, "<script src=\"https://smartcaptcha.yandexcloud.net/captcha.js\" defer></script>\n",
      "<div class=\"Container\"><form method=\"POST\" id=\"checkbox-captcha-form\" action=\"/checkcaptcha?key=" +
          hex(hash) + "\"><span class=\"Text\">" + std::string(words.explains) +
          "</span><div class=\"smart-captcha\" data-sitekey=\"ysc1_" + hex(hash) +
          "\"></div><input type=\"submit\" id=\"js-button\" value=\"Я не робот\"></form></div>");
}

SiteAnswer baidu(std::uint64_t hash) {
  return page(
      200, "zh-CN", "百度安全验证", "<meta name=\"viewport\" content=\"width=device-width, user-scalable=no\">\n",
      "<div class=\"timeout hide\"><div class=\"timeout-title\">网络不给力，请稍后重试</div><button>返回首页</button>"
      "<div class=\"timeout-feedback\">问题反馈</div></div><script src=\"https://wappass.baidu.com/static/captcha/"
      "tuxing.html?ak=" +
          hex(hash) + "&backurl=\"></script>");
}

SiteAnswer geetest(const Words& words, std::uint64_t hash) {
  return page(200, "zh-CN", "安全验证", "<script src=\"https://static.geetest.com/v4/gt4.js\"></script>\n",
              "<div class=\"verify-box\"><h3>" + std::string(words.robot) + "</h3><p>" + std::string(words.explains) +
                  "</p><div id=\"captcha\" data-captcha-id=\"" + hex(hash) +
                  "\"></div></div>"
                  "<script>initGeetest4({captchaId: '" +
                  hex(hash) +
                  "', product: 'bind'}, function (geetest) "
                  "{ geetest.appendTo('#captcha'); });</script>");
}

SiteAnswer aliyun(std::uint64_t hash) {
  SiteAnswer answer = page(
      405, "zh-CN", "405", "<meta name=\"data-spm\" content=\"a3c0e\">\n",
      "<div class=\"container\"><img src=\"https://errors.aliyun.com/images/TB1.png\" alt=\"405\"><p>很抱歉，由于您"
      "访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p><p>您的请求ID是: <strong>" +
          hex(hash) + "</strong></p></div>");
  answer.headers = {{"Server", "Tengine"}};
  return answer;
}

}  // namespace

SiteAnswer captcha_page(std::string_view language, std::string_view host, std::uint64_t hash) {
  const Words& words = words_of(language);
  const std::uint64_t choice = mixed(hash) % 6;
  if (words.language == "zh") {
    if (choice == 0) return baidu(hash);
    if (choice == 1) return aliyun(hash);
    if (choice <= 3) return geetest(words, hash);
  }
  if (words.language == "ru") {
    if (choice <= 1) return ddos_guard(words, host);
    if (choice <= 3) return smart_captcha(words, hash);
  }
  if (choice % 3 == 0) return cloudflare(words, host, hash);
  return choice % 3 == 1 ? recaptcha(words, hash) : hcaptcha(words, hash);
}

SiteAnswer login_wall_page(std::string_view software, std::string_view language, std::string_view target) {
  const Words& words = words_of(language);
  const std::string back = escaped(target);
  if (software == "phpbb") {
    return page(
        403, words.language, "Forum - " + std::string(words.log_in), "",
        "<div id=\"wrap\" class=\"wrap\"><div id=\"page-body\" class=\"page-body\" role=\"main\">"
        "<form action=\"./ucp.php?mode=login\" method=\"post\" id=\"login\" data-focus=\"username\">"
        "<div class=\"panel\"><div class=\"inner\"><div class=\"content\"><h2 class=\"login-title\">" +
            (words.language == "en" ? "The board requires you to be registered and logged in to view this forum."
                                    : std::string(words.members_only)) +
            "</h2><fieldset class=\"fields1\"><dl><dt><label for=\"username\">" + std::string(words.user) +
            ":</label></dt><dd><input type=\"text\" name=\"username\" id=\"username\"></dd></dl><dl><dt><label "
            "for=\"password\">" +
            std::string(words.password) +
            ":</label></dt><dd><input type=\"password\" id=\"password\" name=\"password\"></dd></dl><input "
            "type=\"hidden\" name=\"redirect\" value=\"." +
            back + "\"><input type=\"submit\" name=\"login\" value=\"" + std::string(words.log_in) +
            "\"></fieldset></div></div></div></form></div></div>");
  }
  if (software == "discuz") {
    return page(
        200, "zh-CN", "提示信息 -  Discuz! Board", "<meta name=\"generator\" content=\"Discuz! X3.5\" />\n",
        "<div id=\"wp\" class=\"wp\"><div id=\"ct\" class=\"wp cl w\"><div class=\"nfl\" id=\"main_message\"><div "
        "class=\"f_c altw\"><div id=\"messagetext\" class=\"alert_info\">\n<p>抱歉，您尚未登录，没有权限访问该版块"
        "</p>\n</div><div id=\"messagelogin\"></div></div></div></div></div>");
  }
  return page(403, words.language, words.log_in, "",
              "<main><h1>" + std::string(words.log_in) + "</h1><p>" + std::string(words.members_only) +
                  "</p><form action=\"/login\" method=\"post\"><input type=\"hidden\" name=\"next\" value=\"" + back +
                  "\"><label>" + std::string(words.user) + " <input type=\"text\" name=\"username\"></label><label>" +
                  std::string(words.password) +
                  " <input type=\"password\" name=\"password\"></label><button type=\"submit\">" +
                  std::string(words.log_in) + "</button></form></main>");
}

}  // namespace spoor::web
