#include "tests/web/front.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "tests/web/chance.h"
#include "tests/web/reshape.h"
#include "tests/web/robots_pages.h"
#include "tests/web/wall_pages.h"

namespace spoor::web {
namespace {

constexpr std::string_view kHop = "hop~";  // parameter of addresses that redirects lead through

std::chrono::nanoseconds seconds(double value) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(value * 1e9));
}

// Of the real clock: the client that obeys it has no other.
std::string http_date(double from_now) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const double moment = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 + from_now;
  const auto at = static_cast<std::time_t>(std::ceil(moment));
  std::tm parts{};
  gmtime_r(&at, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string with_parameter(std::string_view target, std::string_view name, int value) {
  return fmt::format("{}{}{}={}", target, target.find('?') == std::string_view::npos ? '?' : '&', name, value);
}

int hop_of(std::string_view target) {
  const auto at = target.find(kHop);
  int hop = 0;
  if (at == std::string_view::npos || at == 0) return 0;
  const char* begin = target.data() + at + kHop.size() + 1;
  if (begin < target.data() + target.size()) std::from_chars(begin, target.data() + target.size(), hop);
  return hop;
}

bool is_html(const SiteAnswer& answer) { return answer.content_type.starts_with("text/html"); }
bool is_text(const SiteAnswer& answer) {
  for (const std::string_view part : {"text/", "json", "xml", "javascript"}) {
    if (answer.content_type.find(part) != std::string::npos) return true;
  }
  return false;
}

std::string lower_host(std::string_view host) {
  std::string out(host.substr(0, host.rfind(':')));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

// A request, seen by the front.
struct Front::Asked {
  const Request& request;
  std::uint32_t host;
  const FrontHost& site;
  std::string target;  // without session id and hops
  FaultBook::Asking asking;
};

Front::Front(std::vector<FrontHost> hosts, std::uint64_t seed, Seconds now, std::size_t cache_bytes)
    : hosts_(std::move(hosts)), seed_(seed), now_(now), cache_(cache_bytes) {
  for (std::uint32_t i = 0; i < hosts_.size(); ++i) by_name_.emplace(hosts_[i].name, i);
  set_faults({});
}

void Front::set_now(Seconds now) {
  const std::unique_lock lock(mutex_);
  now_ = now;
  cache_.clear();
}

void Front::set_faults(FaultPlan plan) {
  std::vector<std::string> names;
  for (const FrontHost& host : hosts_) names.push_back(host.name);
  auto book = std::make_unique<FaultBook>(std::move(plan), seed_, names);
  const std::unique_lock lock(mutex_);
  book_ = std::move(book);
  cache_.clear();
}

bool Front::https(std::size_t host) const {
  const std::shared_lock lock(mutex_);
  return book_->habit(host, HabitKind::https) != nullptr;
}

std::string Front::robots(std::size_t host) const {
  const std::shared_lock lock(mutex_);
  const HabitRule* habit = book_->habit(host, HabitKind::robots);
  return habit == nullptr ? "" : std::string(to_string(habit->robots));
}

std::vector<std::string> Front::permanent_faults(std::size_t host) const {
  const std::shared_lock lock(mutex_);
  return book_->permanent(host);
}

std::string Front::in_its_scheme(std::size_t host, std::string text) const {
  return https(host) ? with_https(text, hosts_[host].name) : std::move(text);
}

Front::Answered Front::answer(const Request& request) {
  const std::shared_lock lock(mutex_);
  auto found = by_name_.find(request.host);
  if (found == by_name_.end()) found = by_name_.find(lower_host(request.host));
  if (found == by_name_.end()) {
    Delivery delivery;
    delivery.answer = make_answer(421, {{"content-type", "text/plain"}}, "no such host here\n");
    return {std::move(delivery), kNoHost};
  }
  const std::uint32_t host = found->second;
  Asked asked{request, host, hosts_[host], std::string(request.target), {}};
  if (const HabitRule* sessions = book_->habit(host, HabitKind::session_ids))
    asked.target = without_parameter(asked.target, sessions->name);
  if (asked.target.find(kHop) != std::string::npos) asked.target = without_parameter(asked.target, kHop);
  asked.asking = book_->ask(host, asked.target);

  Delivery delivery;
  const bool to_https = !request.tls && book_->habit(host, HabitKind::https) != nullptr;
  if (to_https && (asked.asking.fault == nullptr || asked.asking.fault->kind != FaultKind::dead)) {
    delivery.answer =
        make_answer(301, {{"location", fmt::format("https://{}{}", asked.site.name, request.target)}}, "");
  } else if (asked.asking.fault != nullptr) {
    delivery = struck(asked, *asked.asking.fault);
    delivery.fault = to_string(asked.asking.fault->kind);
  } else {
    delivery.answer = page(asked);
  }
  delivery.before += book_->latency(host, asked.asking);
  delivery.head_only = request.method == "HEAD";
  return {std::move(delivery), host};
}

// The page as the host would always give it.
AnswerPtr Front::page(const Asked& asked) {
  const Request& request = asked.request;
  const bool keep = request.method == "GET" || request.method == "HEAD";
  std::string key;
  if (keep) {
    key.reserve(asked.target.size() + request.accept.size() + request.accept_encoding.size() + 32);
    key.append(reinterpret_cast<const char*>(&asked.host), sizeof asked.host);
    key.append(asked.target).append("\n").append(request.accept).append("\n").append(request.accept_encoding);
    key.append("\n").append(request.cookie).append(request.http2 ? "\n2" : "\n1").append(request.if_none_match);
    if (AnswerPtr answer = cache_.find(key)) {
      ++hits_;
      return answer;
    }
  }
  const HabitRule* sessions = book_->habit(asked.host, HabitKind::session_ids);
  SiteAnswer answer = ask_site(asked);
  const bool stable = keep && answer.stable && (sessions == nullptr || !is_html(answer));
  apply_habits(asked, answer);
  AnswerPtr ready = sealed(asked, std::move(answer));
  ++prepared_;
  if (stable) cache_.put(key, ready);
  return ready;
}

SiteAnswer Front::ask_site(const Asked& asked) const {
  const Request& request = asked.request;
  if (const HabitRule* robots = book_->habit(asked.host, HabitKind::robots)) {
    if (asked.target == "/robots.txt") return robots_page(*robots);
    if (const std::string forbidden = forbidden_target(*robots); !forbidden.empty() && asked.target == forbidden) {
      SiteAnswer answer;
      answer.body = "<!DOCTYPE html><html><head><title>Members</title></head><body><h1>Members</h1></body></html>\n";
      return answer;
    }
  }
  if (asked.target.starts_with("/calendar?month=") && book_->habit(asked.host, HabitKind::calendar) != nullptr) {
    SiteAnswer answer;
    answer.body = calendar_page(std::string_view(asked.target).substr(16, 7));
    return answer;
  }
  SiteRequest out;
  out.method = request.method;
  out.host = asked.site.name;
  out.target = asked.target;
  out.accept = request.accept;
  out.cookie = request.cookie;
  out.body = request.body;
  out.now = now_;
  return asked.site.site->answer(out);
}

void Front::apply_habits(const Asked& asked, SiteAnswer& answer) const {
  const auto habit = [&](HabitKind kind) { return book_->habit(asked.host, kind); };
  if (is_html(answer) && answer.status == 200 && asked.target != "/robots.txt") {
    std::string footer;
    if (habit(HabitKind::calendar) != nullptr && !asked.target.starts_with("/calendar?"))
      footer = "<div class=\"calendar-widget\"><a href=\"/calendar?month=2025-10\">Calendar</a></div>\n";
    if (const HabitRule* robots = habit(HabitKind::robots)) {
      if (const std::string target = forbidden_target(*robots); !target.empty() && target != asked.target)
        footer += "<div class=\"members\"><a href=\"" + target + "\">Members</a></div>\n";
    }
    if (!footer.empty()) answer.body = with_footer(std::move(answer.body), footer);
  }
  if (habit(HabitKind::https) != nullptr && is_text(answer)) {
    answer.body = with_https(answer.body, asked.site.name);
    for (auto& [name, value] : answer.headers) value = with_https(value, asked.site.name);
  }
  if (const HabitRule* sessions = habit(HabitKind::session_ids); sessions != nullptr && is_html(answer)) {
    const std::string id = fmt::format("{:016x}{:016x}", mixed(asked.asking.hash + asked.asking.before),
                                       mixed(asked.asking.hash + asked.asking.before + 1));
    answer.body = with_session_ids(answer.body, sessions->name, id);
    answer.headers.emplace_back("Set-Cookie", sessions->name + "=" + id + "; path=/; HttpOnly");
  }
  if (const HabitRule* charset = habit(HabitKind::charset); charset != nullptr && is_html(answer)) {
    const std::string name = charset->as == "native" ? native_charset(asked.site.language) : charset->as;
    if (auto converted = in_charset(answer.body, name, charset->declared)) {
      answer.body = std::move(*converted);
      answer.content_type = content_type_in(name, charset->declared);
    }
  }
}

// With its head, and compressed.
AnswerPtr Front::sealed(const Asked& asked, SiteAnswer answer) const {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!answer.content_type.empty()) headers.emplace_back("content-type", answer.content_type);
  for (auto& header : answer.headers) headers.push_back(std::move(header));
  if (book_->habit(asked.host, HabitKind::etags) != nullptr && answer.status == 200) {
    const std::string etag = fmt::format("\"{:016x}\"", hash_of(1, answer.body));
    headers.emplace_back("etag", etag);
    if (asked.request.if_none_match.find(etag) != std::string_view::npos)
      return make_answer(304, std::move(headers), "");
  }
  const HabitRule* compress = book_->habit(asked.host, HabitKind::compress);
  if (compress != nullptr && !answer.body.empty() && is_text(answer)) {
    const Coding coding = coding_for(asked.request.accept_encoding, compress->as);
    headers.emplace_back("vary", "Accept-Encoding");
    if (coding != Coding::identity) {
      answer.body = encoded(answer.body, coding);
      headers.emplace_back("content-encoding", std::string(to_string(coding)));
    }
  }
  const bool chunked = !asked.request.http2 && book_->habit(asked.host, HabitKind::chunked) != nullptr;
  return make_answer(answer.status, std::move(headers), answer.body, 0, chunked);
}

Delivery Front::struck(const Asked& asked, const FaultRule& rule) {
  switch (rule.kind) {
    case FaultKind::too_many_requests:
    case FaultKind::unavailable:
    case FaultKind::server_error:
    case FaultKind::forbidden:
    case FaultKind::login_wall:
    case FaultKind::captcha:
      return refusal(asked, rule);
    case FaultKind::redirect_chain:
    case FaultKind::redirect_loop:
      return redirected(asked, rule);
    default:
      return broken(asked, rule);
  }
}

// The host says no, in one way or another.
Delivery Front::refusal(const Asked& asked, const FaultRule& rule) const {
  const std::string_view language = rule.language.empty() ? asked.site.language : rule.language;
  SiteAnswer answer;
  switch (rule.kind) {
    case FaultKind::too_many_requests:
      answer.status = 429;
      break;
    case FaultKind::unavailable:
      answer.status = 503;
      break;
    case FaultKind::server_error:
      answer.status = 500;
      break;
    case FaultKind::forbidden:
      answer.status = 403;
      break;
    case FaultKind::login_wall:
      answer = login_wall_page(asked.site.site->software(), language, asked.target);
      break;
    default:
      answer = captcha_page(language, asked.site.name, asked.asking.hash);
      break;
  }
  if (answer.body.empty()) {
    const std::string_view text = answer.status == 429   ? "Too Many Requests"
                                  : answer.status == 503 ? "Service Unavailable"
                                  : answer.status == 500 ? "Internal Server Error"
                                                         : "Forbidden";
    answer.body = fmt::format(
        "<html>\n<head><title>{0} {1}</title></head>\n<body>\n<center><h1>{0} {1}</h1></center>\n<hr><center>nginx"
        "</center>\n</body>\n</html>\n",
        answer.status, text);
  }
  if (rule.wait > 0) {
    const bool date = rule.form == FaultRule::Form::date ||
                      (rule.form == FaultRule::Form::mixed && mixed(asked.asking.hash + 3) % 2 == 0);
    answer.headers.emplace_back("Retry-After",
                                date ? http_date(rule.wait) : fmt::format("{}", static_cast<int>(rule.wait + 0.999)));
  }
  Delivery delivery;
  delivery.answer = sealed(asked, std::move(answer));
  return delivery;
}

// The connection or the answer breaks.
Delivery Front::broken(const Asked& asked, const FaultRule& rule) {
  Delivery delivery;
  if (rule.kind == FaultKind::dead || (rule.kind == FaultKind::reset && !rule.in_body)) {
    delivery.end = Delivery::End::reset;
    return delivery;
  }
  if (rule.kind == FaultKind::hang) {
    delivery.end = Delivery::End::hang;
    return delivery;
  }
  delivery.answer = page(asked);
  const std::size_t size = delivery.answer->body().size();
  const auto part = std::min(static_cast<std::size_t>(static_cast<double>(size) * rule.keep), size - (size > 0));
  if (rule.kind == FaultKind::reset || rule.kind == FaultKind::truncated) {
    delivery.body_bytes = part;
    delivery.end = rule.kind == FaultKind::reset ? Delivery::End::reset : Delivery::End::close;
  } else if (rule.kind == FaultKind::slow) {
    delivery.piece = rule.piece;
    delivery.pause = seconds(rule.pause);
  } else if (rule.kind == FaultKind::wrong_length) {
    auto headers = delivery.answer->headers;
    std::erase_if(headers, [](const auto& header) { return header.first == "content-length"; });
    const auto body = asked.request.http2 || book_->habit(asked.host, HabitKind::chunked) == nullptr
                          ? delivery.answer->body()
                          : std::string_view("a body cut short");
    delivery.answer = make_answer(delivery.answer->status, std::move(headers), body, rule.by);
    delivery.end = Delivery::End::close;
  }
  return delivery;
}

// /page leads to /page?hop~=1 and so on: the last of a chain shows the page, a loop begins again.
Delivery Front::redirected(const Asked& asked, const FaultRule& rule) {
  const int hop = hop_of(asked.request.target);
  Delivery delivery;
  if (rule.kind == FaultKind::redirect_chain && hop >= rule.length) {
    delivery.answer = page(asked);
    return delivery;
  }
  const int next = rule.kind == FaultKind::redirect_loop && hop >= rule.length ? 1 : hop + 1;
  delivery.answer = make_answer(302, {{"location", with_parameter(asked.target, kHop, next)}}, "");
  return delivery;
}

}  // namespace spoor::web
