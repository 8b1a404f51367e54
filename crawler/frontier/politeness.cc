#include "crawler/frontier/politeness.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <boost/json.hpp>

#include "storage/base/domain.h"
#include "storage/json/members.h"

namespace spoor::frontier {
namespace {

constexpr double kRecovery = 0.9;  // share of a learned delay that is left after each good answer

Timestamp after(Timestamp moment, double seconds) {
  return {moment.us + static_cast<std::int64_t>(std::llround(seconds * 1e6))};
}

std::string_view host_name(std::string_view host_key) {
  if (const auto scheme = host_key.find("://"); scheme != std::string_view::npos) host_key.remove_prefix(scheme + 3);
  if (!host_key.empty() && host_key[0] == '[') return host_key.substr(0, host_key.find(']') + 1);
  return host_key.substr(0, host_key.find(':'));
}

std::string clock_time(Timestamp t) {
  const Civil civil = to_civil(t);
  char text[16];
  std::snprintf(text, sizeof text, "%02u:%02u:%02u", static_cast<unsigned>(civil.hour) % 100,
                static_cast<unsigned>(civil.minute) % 100, static_cast<unsigned>(civil.second) % 100);
  return text;
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g s", seconds);
  return text;
}

double number(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  boost::json::error_code error;
  const double n = value ? value->to_number<double>(error) : 0;
  return error || !std::isfinite(n) || n < 0 ? 0 : n;
}

Timestamp moment(const boost::json::object& object, std::string_view name) {
  return parse_rfc3339(text_member(object, name)).value_or(Timestamp{});
}

}  // namespace

Politeness::Politeness(PolitenessOptions options) : options_(options), random_(options.jitter_seed) {}

Politeness::Host& Politeness::host(std::string_view name) {
  const auto [at, is_new] = hosts_.try_emplace(std::string(name));
  if (is_new) be_told(name, at->second);
  if (is_new && options_.domain_gap_seconds > 0) at->second.domain = registrable_domain(host_name(name));
  return at->second;
}

void Politeness::be_told(std::string_view name, Host& host) const {
  HostManners own;
  if (!manners_.empty()) {
    if (const auto at = manners_.find(std::string(host_name(name))); at != manners_.end()) own = at->second;
  }
  host.delay = own.delay_seconds.value_or(options_.delay_seconds);
  host.factor = own.fetch_time_factor.value_or(options_.fetch_time_factor);
  host.parallel = std::max(1, own.parallel.value_or(options_.parallel_per_host));
}

void Politeness::set_manners(std::map<std::string, HostManners> manners) {
  manners_ = std::move(manners);
  for (auto& [name, host] : hosts_) be_told(name, host);
}

const Politeness::Host* Politeness::find(std::string_view name) const {
  const auto at = hosts_.find(std::string(name));
  return at == hosts_.end() ? nullptr : &at->second;
}

// splitmix64: the same seed gives the same pauses, so that a run can be repeated in a test.
double Politeness::jittered(double seconds) {
  std::uint64_t z = random_ += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  z ^= z >> 31;
  const double unit = static_cast<double>(z >> 11) * 0x1p-53;  // [0, 1)
  return seconds * (1 + options_.jitter * (2 * unit - 1));
}

double Politeness::pause(const Host& host) {
  const double cap = options_.max_delay_seconds;
  const double least = least_pause(&host);
  const double own = std::max({least, std::min(host.factor * host.fetch_seconds, cap), host.learned_delay});
  // Jitter must not undercut what the operator and the site ask for: what would be too short is as much longer.
  const double drawn = own > 0 ? jittered(own) : 0;
  return drawn < least ? 2 * least - drawn : drawn;
}

double Politeness::least_pause(const Host* host) const {
  if (!host) return options_.delay_seconds;
  return std::max(host->delay, std::min(host->crawl_delay, options_.max_delay_seconds));
}

std::optional<Timestamp> Politeness::ready_at(std::string_view name) const {
  const Host* host = find(name);
  Timestamp ready;
  if (resumed_ && least_pause(host) > 0) ready = after(*resumed_, least_pause(host));
  if (!host) {
    if (!has_rings() || options_.domain_gap_seconds <= 0) return ready;
    const auto ring = domains_.find(registrable_domain(host_name(name)));
    return ring == domains_.end() ? ready : std::max(ready, ring->second.next);
  }
  if (host->running >= host->parallel) return std::nullopt;
  ready = std::max({ready, host->next, host->backoff_until});
  if (!has_rings()) return ready;
  if (const auto ring = ips_.find(host->ip); ring != ips_.end()) ready = std::max(ready, ring->second.next);
  if (const auto ring = domains_.find(host->domain); ring != domains_.end()) ready = std::max(ready, ring->second.next);
  return ready;
}

void Politeness::started(std::string_view name, Timestamp now) {
  Host& h = host(name);
  ++h.running;
  h.before_start = h.next;
  h.next = std::max(h.next, after(now, pause(h)));
  if (!has_rings()) return;
  if (!h.ip.empty() && options_.ip_gap_seconds > 0) ips_[h.ip].next = after(now, options_.ip_gap_seconds);
  if (!h.domain.empty()) domains_[h.domain].next = after(now, options_.domain_gap_seconds);
}

void Politeness::cancelled(std::string_view name) {
  Host& h = host(name);
  h.running = std::max(0, h.running - 1);
  h.next = h.before_start;
}

void Politeness::finished(std::string_view name, Timestamp now, const FetchLesson& lesson) {
  Host& h = host(name);
  h.running = std::max(0, h.running - 1);
  h.fetch_seconds = std::max(0.0, lesson.seconds);
  if (!lesson.ip.empty() && lesson.ip != h.ip) {
    h.ip = lesson.ip;  // the request went there before the ring could know
    Timestamp& next = ips_[h.ip].next;
    if (options_.ip_gap_seconds > 0) {
      next = std::max(next, after(now, options_.ip_gap_seconds - h.fetch_seconds));
    }
  }
  if (lesson.status == 429 || lesson.status == 503) {
    push_back(h, now, lesson);
  } else {
    h.pushbacks = 0;
    if (lesson.status > 0) {
      h.learned_delay *= kRecovery;
      if (h.learned_delay <= h.delay || h.learned_delay < 0.01) h.learned_delay = 0;
    }
    if (h.backoff_until <= now) h.reason.clear();
    // Retry-After is also valid with redirects and other answers (RFC 9110 10.2.3).
    if (lesson.retry_after && *lesson.retry_after > now) {
      back_off(name, std::min(*lesson.retry_after, after(now, options_.max_backoff_seconds)),
               std::to_string(lesson.status) + ", asked to wait");
    }
  }
  h.answered = now;
  h.next = after(now, pause(h));
}

void Politeness::push_back(Host& h, Timestamp now, const FetchLesson& lesson) {
  const double cap = options_.max_backoff_seconds;
  h.pushbacks = std::min(h.pushbacks + 1, 1'000);
  const double doubled = options_.backoff_seconds * std::exp2(std::min(h.pushbacks - 1, 30));
  Timestamp until = after(now, std::min(jittered(std::min(doubled, cap)), cap));
  const bool asked = lesson.retry_after && *lesson.retry_after > now;
  if (asked) until = std::max(until, std::min(*lesson.retry_after, after(now, cap)));
  h.backoff_until = std::max(h.backoff_until, until);
  h.learned_delay =
      std::min(options_.max_delay_seconds, std::max({2 * h.learned_delay, 2 * h.delay, options_.backoff_seconds / 30}));
  h.reason = std::to_string(lesson.status) + (asked ? ", asked to wait until " : ", waits until ") +
             clock_time(h.backoff_until);
}

void Politeness::set_crawl_delay(std::string_view name, double seconds) {
  Host& h = host(name);
  h.crawl_delay = std::isfinite(seconds) ? std::max(0.0, seconds) : 0;
  if (h.answered == Timestamp{} || h.crawl_delay == 0) return;
  const Timestamp asked = after(h.answered, std::min(h.crawl_delay, options_.max_delay_seconds));
  h.next = std::max(h.next, asked);
  h.before_start = std::max(h.before_start, asked);
}

void Politeness::back_off(std::string_view name, Timestamp until, std::string_view reason) {
  Host& h = host(name);
  if (until <= h.backoff_until) return;
  h.backoff_until = until;
  h.reason = std::string(reason) + " until " + clock_time(until);
}

std::string Politeness::reason(std::string_view name) const {
  const Host* h = find(name);
  if (!h) return "";
  if (h->running >= h->parallel) return "a request is running";
  if (!h->reason.empty() && h->backoff_until > h->next) return h->reason;
  if (h->next == Timestamp{}) return h->reason;
  if (h->learned_delay > std::max(h->delay, h->crawl_delay)) {
    return "slowed down after 429/503, " + seconds_text(h->learned_delay) + " between requests";
  }
  if (h->crawl_delay > h->delay) {
    std::string words = "robots.txt asks for " + seconds_text(h->crawl_delay) + " between requests";
    if (h->crawl_delay > options_.max_delay_seconds) words += ", " + seconds_text(options_.max_delay_seconds) + " kept";
    return words;
  }
  return has_rings() ? "pause between requests" : "";
}

int Politeness::consecutive_pushback(std::string_view name) const {
  const Host* h = find(name);
  return h ? h->pushbacks : 0;
}

std::string Politeness::save(std::string_view name) const {
  const Host* h = find(name);
  if (!h) return "";
  boost::json::object object;
  if (h->crawl_delay > 0) object["crawl_delay"] = h->crawl_delay;
  if (h->learned_delay > 0) object["learned_delay"] = h->learned_delay;
  if (h->fetch_seconds > 0) object["fetch_seconds"] = h->fetch_seconds;
  if (h->pushbacks > 0) object["pushbacks"] = h->pushbacks;
  if (h->next != Timestamp{}) object["next"] = to_rfc3339_us(h->next);
  if (h->backoff_until != Timestamp{}) object["backoff_until"] = to_rfc3339_us(h->backoff_until);
  if (!h->ip.empty()) object["ip"] = h->ip;
  if (!h->reason.empty()) object["reason"] = h->reason;
  return boost::json::serialize(object);
}

void Politeness::load(std::string_view name, std::string_view saved, Timestamp now) {
  boost::json::error_code error;
  const auto value = boost::json::parse(saved, error);
  if (error || !value.is_object()) return;
  const auto& object = value.get_object();
  Host& h = host(name);
  h.crawl_delay = std::max(h.crawl_delay, number(object, "crawl_delay"));
  h.learned_delay = std::max(h.learned_delay, std::min(number(object, "learned_delay"), options_.max_delay_seconds));
  h.fetch_seconds = std::max(h.fetch_seconds, number(object, "fetch_seconds"));
  h.pushbacks = std::max(h.pushbacks, static_cast<int>(std::min(number(object, "pushbacks"), 1'000.0)));
  const double longest_pause = std::max(options_.max_delay_seconds, h.delay) * (1 + options_.jitter);
  const auto possible = [&](std::string_view member, double longest) {
    const Timestamp then = moment(object, member);
    return then > after(now, longest) ? Timestamp{} : then;
  };
  h.next = std::max(h.next, possible("next", longest_pause));
  h.backoff_until = std::max(h.backoff_until, possible("backoff_until", options_.max_backoff_seconds));
  if (h.ip.empty()) h.ip = text_member(object, "ip");
  if (h.reason.empty()) h.reason = text_member(object, "reason");
}

std::optional<Timestamp> parse_retry_after(std::string_view value, Timestamp now) {
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") != std::string_view::npos) return parse_http_date(value);
  constexpr std::int64_t kLongest = 10LL * 366 * 86'400;  // far beyond any cap, and no overflow
  std::int64_t seconds = 0;
  for (const char digit : value) seconds = std::min(seconds * 10 + (digit - '0'), kLongest);
  return Timestamp{now.us + seconds * 1'000'000};
}

}  // namespace spoor::frontier
