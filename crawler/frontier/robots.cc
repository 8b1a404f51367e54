#include "crawler/frontier/robots.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "crawler/frontier/robots_pattern.h"

namespace spoor::frontier {
namespace {

constexpr std::size_t kMaxBytes = 512'000;
constexpr std::size_t kMaxLine = 8 * 2083;  // of the reference parser
constexpr std::size_t kMaxSitemaps = 1'000;

enum class Key { user_agent, allow, disallow, crawl_delay, sitemap, unknown };

// Names as they are met in the wild; the misspelt ones are those of the reference parser.
constexpr std::pair<std::string_view, Key> kKeys[] = {
    {"user-agent", Key::user_agent}, {"useragent", Key::user_agent},    {"user agent", Key::user_agent},
    {"allow", Key::allow},           {"disallow", Key::disallow},       {"dissallow", Key::disallow},
    {"dissalow", Key::disallow},     {"disalow", Key::disallow},        {"diasllow", Key::disallow},
    {"disallaw", Key::disallow},     {"crawl-delay", Key::crawl_delay}, {"sitemap", Key::sitemap},
    {"site-map", Key::sitemap},
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }

std::string_view trim(std::string_view s) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_fold(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

Key key_of(std::string_view name) {
  for (const auto& [text, key] : kKeys) {
    if (equal_fold(name, text)) return key;
  }
  return Key::unknown;
}

struct Line {
  Key key = Key::unknown;
  std::string_view value;
};

Line read_line(std::string_view line) {
  line = trim(line.substr(0, std::min(line.find('#'), kMaxLine)));
  std::size_t separator = line.find(':');
  if (separator == std::string_view::npos) {
    // "disallow /": tolerated when there are exactly two words, as otherwise any prose would be a rule.
    separator = line.find_first_of(" \t");
    if (separator == std::string_view::npos) return {};
    const std::string_view rest = trim(line.substr(separator));
    if (rest.find_first_of(" \t") != std::string_view::npos) return {};
  }
  return {key_of(trim(line.substr(0, separator))), trim(line.substr(separator + 1))};
}

// "FooBot/1.2" and "Foo Bar" mean "FooBot" and "Foo" (RFC 9309 2.2.1 allows only letters, '_' and '-').
std::string_view product_token(std::string_view value) {
  std::size_t n = 0;
  while (n < value.size() &&
         ((lower(value[n]) >= 'a' && lower(value[n]) <= 'z') || value[n] == '_' || value[n] == '-')) {
    ++n;
  }
  return value.substr(0, n);
}

bool is_everybody(std::string_view value) {
  return !value.empty() && value[0] == '*' && (value.size() == 1 || is_space(value[1]));
}

std::optional<double> read_seconds(std::string_view value) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error != std::errc() || !std::isfinite(seconds) || seconds < 0) return std::nullopt;
  return seconds;
}

struct Rule {
  RobotsPattern pattern;
  bool allow;
  std::string line;
};

// What is said to one agent, or to everybody.
struct Group {
  bool present = false;
  std::string agent;
  std::vector<Rule> rules;
  std::optional<double> crawl_delay;

  void add(bool allow, std::string_view value) {
    rules.push_back({RobotsPattern(value), allow, (allow ? "allow: " : "disallow: ") + std::string(value)});
    // The reference parser takes "/dir/index.html" for the directory as well.
    const std::size_t slash = value.rfind('/');
    if (allow && slash != std::string_view::npos && value.substr(slash + 1, 9) == "index.htm") {
      rules.push_back({RobotsPattern(std::string(value.substr(0, slash + 1)) + "$"), true, rules.back().line});
    }
  }

  // The most octets first; of equals, allow first (RFC 9309 2.2.2). Then the first match decides.
  void sort() {
    std::stable_sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
      return std::pair(a.pattern.length(), a.allow) > std::pair(b.pattern.length(), b.allow);
    });
  }
};

}  // namespace

struct Robots::State {
  Group ours, everybody;
  std::vector<std::string> sitemaps;
  std::string denied;  // reason when everything is

  const Group& group() const { return ours.present ? ours : everybody; }
};

namespace {

// Reads line by line; knows which groups the current run of user-agent lines names.
class Reader {
 public:
  Reader(Group& ours, Group& everybody, std::vector<std::string>& sitemaps, std::string_view product)
      : ours_(ours), everybody_(everybody), sitemaps_(sitemaps), product_(product) {}

  void read(const Line& line) {
    switch (line.key) {
      case Key::user_agent:
        return read_agent(line.value);
      case Key::allow:
      case Key::disallow:
        in_rules_ = true;
        if (line.value.empty()) return;  // "Disallow:" forbids nothing
        each_group([&](Group& group) { group.add(line.key == Key::allow, line.value); });
        return;
      case Key::crawl_delay:
        if (const auto seconds = read_seconds(line.value)) {
          each_group([&](Group& group) { group.crawl_delay = std::max(group.crawl_delay.value_or(0), *seconds); });
        }
        return;
      case Key::sitemap:
        if (!line.value.empty() && sitemaps_.size() < kMaxSitemaps) sitemaps_.emplace_back(line.value);
        return;
      case Key::unknown:
        return;  // other records do not end a run of user-agent lines
    }
  }

 private:
  void read_agent(std::string_view value) {
    if (in_rules_) to_ours_ = to_everybody_ = in_rules_ = false;
    if (is_everybody(value)) {
      to_everybody_ = everybody_.present = true;
      everybody_.agent = "*";
    } else if (!product_.empty() && equal_fold(product_token(value), product_)) {
      to_ours_ = ours_.present = true;
      ours_.agent = value;
    }
  }

  template <class Change>
  void each_group(Change change) {
    if (to_ours_) change(ours_);
    if (to_everybody_) change(everybody_);
  }

  Group& ours_;
  Group& everybody_;
  std::vector<std::string>& sitemaps_;
  std::string_view product_;
  bool to_ours_ = false, to_everybody_ = false, in_rules_ = false;
};

}  // namespace

Robots::Robots(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Robots Robots::parse(std::string_view body, std::string_view product) {
  auto state = std::make_shared<State>();
  Reader reader(state->ours, state->everybody, state->sitemaps, product);
  if (body.substr(0, 3) == "\xEF\xBB\xBF") body.remove_prefix(3);
  if (body.size() > kMaxBytes) {
    body = body.substr(0, kMaxBytes);
    body = body.substr(0, body.find_last_of("\r\n") + 1);  // half a rule would forbid more than the rule
  }
  while (!body.empty()) {
    const std::size_t end = std::min(body.find_first_of("\r\n"), body.size());
    reader.read(read_line(body.substr(0, end)));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  state->ours.sort();
  state->everybody.sort();
  return Robots(std::move(state));
}

Robots Robots::allow_all() { return Robots(std::make_shared<State>()); }

Robots Robots::deny_all(std::string reason) {
  auto state = std::make_shared<State>();
  state->denied = reason.empty() ? "robots.txt could not be read" : std::move(reason);
  return Robots(std::move(state));
}

RobotsDecision Robots::decide(const Url& url) const {
  if (url.path() == "/robots.txt") return {};
  if (!state_->denied.empty()) return {false, state_->denied, ""};
  std::string path(url.path());
  if (path.empty() || path[0] != '/') path.insert(0, "/");
  if (url.has_query()) path.append("?").append(url.query());
  path = comparable_path(path);

  const Group& group = state_->group();
  RobotsDecision decision;
  decision.agent = group.agent;
  const auto best = std::find_if(group.rules.begin(), group.rules.end(),
                                 [&](const Rule& rule) { return rule.pattern.matches(path); });
  if (best != group.rules.end()) {
    decision.allowed = best->allow;
    decision.rule = best->line;
  }
  return decision;
}

std::optional<double> Robots::crawl_delay() const { return state_->group().crawl_delay; }

const std::vector<std::string>& Robots::sitemaps() const { return state_->sitemaps; }

RobotsAccess robots_access(int status) {
  if (status >= 200 && status < 300) return RobotsAccess::parse;
  if (status == 429 || status >= 500 || status < 200) return RobotsAccess::deny_all;
  return RobotsAccess::allow_all;
}

}  // namespace spoor::frontier
