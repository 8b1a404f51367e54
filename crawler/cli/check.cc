#include <cmath>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/watch_files.h"
#include "crawler/cli/watch_forecast.h"
#include "crawler/report/report.h"
#include "storage/base/clock.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

struct Flags {
  std::string file;
  bool as_json = false;
};

std::string rounded(double value) {
  if (value >= 10) return std::to_string(std::llround(value));
  const auto tenths = std::llround(value * 10);
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

double tenths(double value) { return std::round(value * 10) / 10; }

json::array mistakes_json(const std::vector<config::Mistake>& mistakes) {
  json::array out;
  for (const config::Mistake& mistake : mistakes) {
    out.push_back(json::object{
        {"file", mistake.file}, {"line", mistake.line}, {"column", mistake.column}, {"message", mistake.message}});
  }
  return out;
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

json::object source_json(const SourceForecast& one) {
  const config::WatchSource& source = *one.source;
  return {
      {"name", source.name},
      {"link", source.link},
      {"url", source.url},
      {"host", one.host},
      {"adapter", one.adapter},
      {"page", one.page},
      {"surfaces", texts_json(one.surfaces)},
      {"paused", source.paused},
      {"first_visit", one.first_visit ? json::value(to_rfc3339_s(*one.first_visit)) : json::value(nullptr)},
      {"requests_a_day",
       json::object{{"least", tenths(one.least)}, {"most", tenths(one.most)}, {"deep_most", tenths(one.deep_most)}}},
      {"labels", texts_json(source.labels)},
      {"archive", source.archive},
      {"warnings", texts_json(one.warnings)}};
}

void print(const config::WatchConfig& config, const SourceForecast& one, Timestamp now) {
  const config::WatchSource& source = *one.source;
  std::cout << "\n" << source.name << "  (" << one.adapter << ", " << one.page << ")  " << source.link << '\n';
  for (const std::string& surface : one.surfaces) std::cout << "  asks for     " << surface << '\n';
  std::cout << "  first visit  ";
  if (source.paused) {
    std::cout << "paused\n";
  } else if (!one.first_visit) {
    std::cout << "never\n";
  } else {
    std::cout << (*one.first_visit <= now ? "at once" : to_rfc3339_s(*one.first_visit)) << '\n';
  }
  if (!source.paused) {
    std::cout << "  a day        " << rounded(one.least) << " to " << rounded(one.most) << " requests";
    if (one.deep_most > 0) std::cout << ", deep visits at most " << rounded(one.deep_most);
    std::cout << '\n';
  }
  if (!source.labels.empty()) {
    std::cout << "  labels       ";
    for (const std::string& label : source.labels) std::cout << (&label == &source.labels.front() ? "" : ", ") << label;
    std::cout << '\n';
  }
  std::cout << "  archive      " << config.archive(source.archive)->path << '\n';
  for (const std::string& warning : one.warnings) std::cout << "  warning      " << warning << '\n';
}

void print(const config::WatchReading& reading, const WatchForecast& whole, Timestamp now) {
  std::size_t warnings = whole.warnings.size();
  for (const SourceForecast& one : whole.sources) {
    print(reading.config, one, now);
    warnings += one.warnings.size();
  }
  std::cout << '\n';
  for (const auto& [option, shown] : reading.config.options.secrets) std::cout << option << " " << shown << '\n';
  for (const config::Mistake& note : reading.notes) std::cout << "note: " << note.text() << '\n';
  for (const std::string& warning : whole.warnings) std::cout << "warning: " << warning << '\n';
  std::cout << whole.sources.size() << " sources, no mistakes, " << warnings << " warnings; " << rounded(whole.least)
            << " to " << rounded(whole.most) << " requests a day, deep visits at most " << rounded(whole.deep_most)
            << "\n(Requests a day: with a visit every max_interval to one every min_interval while windows are open, "
               "each asking\nfor the pages named above, and robots.txt once. New posts, pictures and rechecks come on "
               "top.)\n"
            << std::flush;
}

Result<int> check(const Flags& flags) {
  auto reading = read_watch_files(flags.file);
  if (!reading) return reading.error();
  auto registry = registry_of(reading->config.options.adapters);
  if (!registry) reading->mistakes.push_back({flags.file, 1, 1, registry.error().text()});
  if (!reading->good()) {
    if (flags.as_json) {
      std::cout << json::serialize(json::object{{"file", flags.file}, {"mistakes", mistakes_json(reading->mistakes)}})
                << std::endl;
    } else {
      for (const config::Mistake& mistake : reading->mistakes) std::cout << mistake.text() << '\n';
      std::cout << reading->mistakes.size() << (reading->mistakes.size() == 1 ? " mistake" : " mistakes") << std::endl;
    }
    return report::kUsage;
  }
  const Timestamp now = system_clock().now();
  const WatchForecast whole = forecast(reading->config, *registry, now);
  if (!flags.as_json) {
    print(*reading, whole, now);
    return report::kDone;
  }
  json::array sources;
  for (const SourceForecast& one : whole.sources) sources.push_back(source_json(one));
  json::object options;
  for (const auto& [name, value] : config::to_pairs(reading->config.options)) options[name] = value;
  std::cout << json::serialize(json::object{{"file", flags.file},
                                            {"mistakes", json::array()},
                                            {"notes", mistakes_json(reading->notes)},
                                            {"warnings", texts_json(whole.warnings)},
                                            {"options", std::move(options)},
                                            {"requests_a_day", json::object{{"least", tenths(whole.least)},
                                                                            {"most", tenths(whole.most)},
                                                                            {"deep_most", tenths(whole.deep_most)}}},
                                            {"sources", std::move(sources)}})
            << std::endl;
  return report::kDone;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("check", "Mistakes in a daemon's configuration, or what it would do; touches no network");
  command->add_option("-c,--config", flags->file, "the configuration")->type_name("FILE")->required();
  command->add_flag("--json", flags->as_json, "print JSON");
  command->callback([flags, &exit_code] {
    const auto code = check(*flags);
    exit_code = code ? *code : complain("check", code.error());
  });
}

}  // namespace spoor::cli
