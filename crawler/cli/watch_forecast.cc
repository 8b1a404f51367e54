#include "crawler/cli/watch_forecast.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

namespace spoor::cli {
namespace {

using adapters::Route;
using config::WatchConfig;
using config::WatchSource;

constexpr double kDay = 86'400;

std::string number(double value) {
  if (value >= 10 || value == std::floor(value)) return std::to_string(std::llround(value));
  const auto tenths = std::llround(value * 10);
  return tenths == 0 ? "less than 0.1" : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// The part of the coming week in which windows are open; remembered by their text.
class OpenShare {
 public:
  explicit OpenShare(Timestamp now) : now_(now) {}
  double of(const config::Windows& windows) {
    if (windows.empty()) return 1;
    const auto [known, is_new] = known_.emplace(config::to_text(windows), 0);
    if (!is_new) return known->second;
    int open = 0;
    for (int i = 0; i < kSamples; ++i) {
      open += config::in_window(windows, Timestamp::from_seconds(now_.seconds() + i * 600)) ? 1 : 0;
    }
    return known->second = static_cast<double>(open) / kSamples;
  }

 private:
  static constexpr int kSamples = 7 * 24 * 6;
  Timestamp now_;
  std::map<std::string, double> known_;
};

// What the configuration calls a source, and what the adapter sees in its link.
bool contradicts(const std::string& kind, const WatchSource& source, const Route& route) {
  using Subject = Route::Subject;
  if (route.subject == Subject::other || route.adapter == "generic") return false;
  if (kind == "account") return route.subject != Subject::account;
  if (kind == "thread") return route.subject != Subject::thread && route.subject != Subject::post;
  if (kind == "board" || kind == "tag" || kind == "search") {
    return route.subject == Subject::account || route.subject == Subject::thread || route.subject == Subject::post;
  }
  if (kind == "host") return !source.bare_host && route.subject != Subject::host;
  return false;
}

void look_at_route(SourceForecast& out, const adapters::Registry& registry) {
  const auto url = Url::parse(out.source->url);
  if (!url) return;
  const Route route = registry.route(*url);
  const adapters::Adapter* adapter = registry.find(route.adapter);
  out.host = url->host();
  out.adapter = route.adapter;
  out.page = route.kind;
  if (adapter != nullptr) {
    for (const adapters::Lead& lead : adapter->start(*url, route)) out.surfaces.push_back(lead.url.href());
    if (adapter->info().needs == "login")
      out.warnings.push_back(adapter->info().title + " shows little without a login, and spoor has none");
    if (adapter->info().needs == "js")
      out.warnings.push_back(adapter->info().title + " shows little without JavaScript, which spoor does not run");
  }
  if (out.surfaces.empty()) out.surfaces.push_back(url->href());
  if (route.adapter == "generic")
    out.warnings.emplace_back(
        "no adapter knows this address; software that people install themselves is recognised at the first visit, "
        "anything else goes to the generic reader");
  if (contradicts(out.source->kind, *out.source, route))
    out.warnings.push_back("kind is " + out.source->kind + ", but to adapter " + route.adapter + " the link is a " +
                           route.kind);
}

void count_requests(SourceForecast& out, const WatchConfig& config, double open) {
  const WatchSource& source = *out.source;
  if (source.paused) return;
  const auto surfaces = static_cast<double>(out.surfaces.size());
  out.least = surfaces * kDay / static_cast<double>(source.max_interval) + 1;
  out.most = std::max(out.least, surfaces * kDay * open / static_cast<double>(source.min_interval) + 1);
  if (source.budget) {
    const auto budget = static_cast<double>(*source.budget);
    if (budget < out.least)
      out.warnings.push_back("its budget of " + number(budget) + " requests a day is less than the " +
                             number(out.least) + " of a visit every max_interval");
    out.most = std::min(out.most, budget);
    out.least = std::min(out.least, budget);
  }
  if (source.deep_interval > 0) {
    const auto pages = static_cast<double>(config::options_of(config, source).max_pages);
    out.deep_most = pages * kDay / static_cast<double>(source.deep_interval);
  }
}

struct HostLoad {
  int sources = 0;
  double least = 0, most = 0;
};

// Requests a day that a host's pauses leave room for.
double capacity(const WatchConfig& config, const std::string& host, OpenShare& open) {
  const auto own = config.hosts.find(host);
  const bool has_own = own != config.hosts.end();
  const double delay = has_own && own->second.delay ? *own->second.delay : config.options.delay;
  const auto lanes =
      static_cast<double>(has_own && own->second.per_host ? *own->second.per_host : config.options.per_host);
  return kDay * lanes * (has_own ? open.of(own->second.windows) : 1) / std::max(delay, 0.01);
}

void warn_of_hosts(WatchForecast& out, const WatchConfig& config, OpenShare& open) {
  std::map<std::string, HostLoad> loads;
  for (const SourceForecast& source : out.sources) {
    if (source.source->paused) continue;
    HostLoad& load = loads[source.host];
    ++load.sources;
    load.least += source.least;
    load.most += source.most;
  }
  for (const auto& [host, load] : loads) {
    const double room = capacity(config, host, open);
    const std::string shared = "host " + host + " is shared by " + std::to_string(load.sources) +
                               " sources: its pauses " + "leave room for " + number(room) + " requests a day, ";
    if (load.least > room) {
      out.warnings.push_back(shared + "but a visit of each every max_interval needs " + number(load.least));
    } else if (load.most > room) {
      out.warnings.push_back(shared + "a visit of each every min_interval would need " + number(load.most) +
                             "; they will be visited less often");
    }
  }
  for (const auto& [host, settings] : config.hosts) {
    if (loads.count(host) == 0)
      out.warnings.push_back("no source is on host " + host + ", which has settings under 'hosts:'");
  }
}

void warn_of_archives(WatchForecast& out, const WatchConfig& config) {
  namespace fs = std::filesystem;
  for (const config::WatchArchive& archive : config.archives) {
    std::error_code error;
    fs::path place = fs::absolute(archive.path, error);
    while (!fs::exists(place, error) && place.has_parent_path() && place != place.parent_path()) {
      place = place.parent_path();
    }
    if (!fs::is_directory(place, error)) {
      out.warnings.push_back("archive " + archive.path + ": " + place.string() + " is no folder");
    } else if (::access(place.c_str(), W_OK) != 0) {
      out.warnings.push_back("archive " + archive.path + ": " + place.string() + " cannot be written to by this user");
    }
  }
}

void warn_of_general(WatchForecast& out, const WatchConfig& config) {
  if (config.sources.empty()) out.warnings.emplace_back("no sources: 'spoor source add LINK' adds one");
  if (config.options.contact.empty())
    out.warnings.emplace_back("no contact: a site that minds being visited cannot turn to you, and will block instead");
  if (config.budget && static_cast<double>(*config.budget) < out.least)
    out.warnings.push_back("the budget of " + std::to_string(*config.budget) + " requests a day is less than the " +
                           number(out.least) + " of a visit of every source every max_interval");
  const std::string& proxy = config.options.proxy;
  const bool is_kept = std::any_of(config.options.secrets.begin(), config.options.secrets.end(),
                                   [](const auto& secret) { return secret.first == "proxy"; });
  if (!is_kept && proxy.find('@') != std::string::npos)
    out.warnings.emplace_back("the proxy's password stands in the file; {env: NAME} or {file: PATH} keeps it out");
}

}  // namespace

WatchForecast forecast(const WatchConfig& config, const adapters::Registry& registry, Timestamp now) {
  WatchForecast out;
  OpenShare open(now);
  out.sources.reserve(config.sources.size());
  for (const WatchSource& source : config.sources) {
    SourceForecast one;
    one.source = &source;
    look_at_route(one, registry);
    const auto host = config.hosts.find(one.host);
    static const config::Windows always;
    const config::Windows& of_host = host == config.hosts.end() ? always : host->second.windows;
    count_requests(one, config, std::min(open.of(source.windows), open.of(of_host)));
    if (!source.paused) {
      one.first_visit = config::next_opening(source.windows, of_host, now);
      if (!one.first_visit)
        one.warnings.emplace_back("never visited: its windows and those of its host are never open");
    }
    out.least += one.least;
    out.most += one.most;
    out.deep_most += one.deep_most;
    out.sources.push_back(std::move(one));
  }
  warn_of_hosts(out, config, open);
  warn_of_archives(out, config);
  warn_of_general(out, config);
  return out;
}

}  // namespace spoor::cli
