#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

#include "crawler/status/html_parts.h"
#include "crawler/status/html_style.h"
#include "crawler/status/html_text.h"
#include "crawler/status/render.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

std::string clean(std::string_view text, std::size_t most = 300) { return escaped(excerpt(text, most)); }

std::string sha256_base64(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> coded{};
  const int size = EVP_EncodeBlock(coded.data(), digest.data(), static_cast<int>(digest.size()));
  return {reinterpret_cast<const char*>(coded.data()), static_cast<std::size_t>(size)};
}

std::string head(const DaemonStatus& status) {
  const bool ordinary = status.state == DaemonState::running;
  std::string out = "<header><h1>spoor</h1><p><b class=\"" + std::string(ordinary ? "healthy" : "degraded") + "\">" +
                    std::string(to_string(status.state)) + "</b> for " +
                    escaped(human_span(static_cast<double>(status.now.us - status.started.us) / 1e6)) + "</p>";
  out += "<p>" + clean(status.config_file);
  if (status.last_reload && status.last_reload->ok) out += ", read " + time_cell(status.last_reload->at, status.now);
  out += "</p><p>as of " + to_rfc3339_s(status.now) + "</p></header>\n";
  if (!status.state_reason.empty()) out += "<p class=\"note\">" + clean(status.state_reason, 1000) + "</p>\n";
  if (status.last_reload && !status.last_reload->ok && status.last_reload->message != status.state_reason)
    out +=
        "<p class=\"note\">The changed configuration was not taken over: " + clean(status.last_reload->message, 1000) +
        "</p>\n";
  return out;
}

std::string figure(std::string_view title, const std::string& value, const std::string& beside = "") {
  return "<div><dt>" + escaped(title) + "</dt><dd>" + value + (beside.empty() ? "" : " <small>" + beside + "</small>") +
         "</dd></div>\n";
}

std::string health_link(std::string_view word, std::size_t count) {
  const std::string figures = human_count(static_cast<std::int64_t>(count));
  if (count == 0) return figures;
  return "<a class=\"" + std::string(word) + "\" href=\"/?health=" + std::string(word) + "#sources\">" + figures +
         "</a>";
}

std::string figures(const DaemonStatus& status, const SourceCounts& counts) {
  std::string out = "<dl>";
  out += figure("sources", human_count(static_cast<std::int64_t>(counts.all)),
                counts.paused > 0 ? human_count(static_cast<std::int64_t>(counts.paused)) + " paused" : "");
  for (const auto& [word, count] : {std::pair{"broken", counts.broken}, std::pair{"degraded", counts.degraded},
                                    std::pair{"healthy", counts.healthy}})
    out += figure(word, health_link(word, count));
  out += figure("new today", human_count(counts.today.new_posts),
                human_count(counts.today.edited) + " edited, " + human_count(counts.today.deleted) + " deleted");
  out += figure("requests today", human_count(status.requests_today),
                status.request_budget ? "of " + human_count(*status.request_budget) : "");
  out += figure("in flight", human_count(status.in_flight), human_count(status.queued) + " queued");
  if (status.lateness_p99) {
    out += figure("late, p99", escaped(human_span(*status.lateness_p99)),
                  status.lateness_p50 ? "half under " + escaped(human_span(*status.lateness_p50)) : "");
  }
  return out + "</dl>\n";
}

std::string title(const char* text, const std::string& beside = "", const char* id = nullptr) {
  return std::string("<h2") + (id ? std::string(" id=\"") + id + "\"" : "") + ">" + text +
         (beside.empty() ? "" : "<small>" + beside + "</small>") + "</h2>\n";
}

}  // namespace

std::string html_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" + sha256_base64(kStyle) +
                                    "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  return policy;
}

std::string to_html(const DaemonStatus& status, const SourceQuery& query) {
  const SourceCounts counts = count_sources(status);
  const SourcePage page = select(status, query);
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" "
      "content=\"no-referrer\"><title>spoor</title><style>";
  out.append(kStyle).append("</style></head><body>\n");
  out += head(status) + figures(status, counts);
  out += title("New posts") + "<div class=\"rates\">" +
         bars(status.rates.hours(status.now), "per hour, 48 hours", "hour") +
         bars(status.rates.days(status.now), "per day, 30 days", "day") + "</div>\n";
  const auto matching = static_cast<std::int64_t>(page.matching);
  out += title("Sources",
               page.matching == counts.all
                   ? human_count(matching)
                   : human_count(matching) + " of " + human_count(static_cast<std::int64_t>(counts.all)),
               "sources");
  out += source_form(status, query) + source_table(status, query, page);
  if (!status.latest.empty()) out += title("Latest posts") + post_table(status);
  if (!status.archives.empty()) out += title("Archives") + archive_table(status);
  if (!status.hosts.empty())
    out += title("Waiting hosts", human_count(static_cast<std::int64_t>(status.hosts.size()))) + host_table(status);
  if (!status.adapters.empty()) out += title("Adapters") + adapter_table(status);
  out += "<footer>spoor " + clean(status.version, 40) + ", process " + std::to_string(status.pid) + ", since " +
         to_rfc3339_s(status.started) +
         ". The same as data: <a href=\"/status.json\">status.json</a>, <a href=\"/metrics\">metrics</a>.</footer>\n";
  return out + "</body></html>\n";
}

}  // namespace spoor::status
