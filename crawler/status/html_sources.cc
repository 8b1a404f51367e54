#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "crawler/status/html_parts.h"
#include "crawler/status/html_text.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

constexpr std::size_t kMostLabels = 200, kMostName = 120, kMostWhy = 200;

std::string clean(std::string_view text, std::size_t most = kMostName) { return escaped(excerpt(text, most)); }

std::string link_with(const SourceQuery& query, std::string_view text) {
  const std::string written = to_query(query);
  return "<a href=\"/" + (written.empty() ? std::string() : "?" + escaped(written)) + "#sources\">" +
         std::string(text) + "</a>";
}

// A heading that sorts: first the way that is useful, then the other.
std::string heading(const SourceQuery& query, const char* sort, const char* title, bool largest_first,
                    bool number = true) {
  SourceQuery next = query;
  next.page = 1;
  next.sort = sort;
  next.descending = query.sort == sort ? !query.descending : largest_first;
  const char* arrow = query.sort != sort ? "" : query.descending ? " \xE2\x96\xBE" : " \xE2\x96\xB4";
  return std::string("<th") + (number ? " class=\"n\"" : "") + ">" + link_with(next, std::string(title) + arrow) +
         "</th>";
}

std::string option(std::string_view value, std::string_view title, std::string_view chosen) {
  return "<option value=\"" + clean(value, 200) + "\"" + (value == chosen ? " selected" : "") + ">" + clean(title) +
         "</option>";
}

std::string why(std::string_view text) { return text.empty() ? "" : "<small>" + clean(text, kMostWhy) + "</small>"; }

std::string number_cell(std::int64_t count, std::int64_t total, const char* what) {
  return "<td class=\"n\" title=\"" + human_count(total) + " " + what + " in all\">" + human_count(count) + "</td>";
}

std::string health_cell(const SourceStatus& source) {
  static constexpr std::array<std::string_view, 5> kWords = {"healthy", "degraded", "broken", "inconclusive",
                                                             "unknown"};
  const bool known = std::find(kWords.begin(), kWords.end(), source.health) != kWords.end();
  const std::string word = known ? source.health : "unknown";
  return "<td><span class=\"" + word + "\">" + word + "</span>" + (word == "healthy" ? "" : why(source.health_reason)) +
         "</td>";
}

std::string name_cell(const SourceStatus& source, const SourceQuery& query) {
  std::string out = "<td class=\"name\"><bdi>" + link_to(source.link, excerpt(source.name, kMostName)) + "</bdi>";
  std::string line = clean(source.kind, 20);
  if (!source.archive.empty()) line += (line.empty() ? "" : " in ") + clean(source.archive, 40);
  if (!source.adapter.empty()) line += (line.empty() ? "" : ", ") + clean(source.adapter, 40);
  out += "<small>" + line;
  std::size_t shown = 0;
  for (const std::string& label : source.labels) {
    SourceQuery only = query;
    only.page = 1;
    only.label = label;
    out += "<span class=\"label\">" + link_with(only, clean(label, 30)) + "</span>";
    if (++shown == 8) break;
  }
  return out + "</small></td>";
}

std::string next_cell(const SourceStatus& source, Timestamp now) {
  if (source.paused) return "<td class=\"t\">paused</td>";
  if (source.visiting) return "<td class=\"t\">visiting</td>";
  return "<td class=\"t\">" + time_cell(source.next_visit, now) + "</td>";
}

std::string last_cell(const SourceStatus& source, Timestamp now) {
  std::string out = "<td class=\"t\">" + time_cell(source.last_good_visit, now);
  const bool other = source.last_visit && source.last_visit != source.last_good_visit;
  if (other) out += "<small>last " + escaped(relative(*source.last_visit, now)) + ": " + clean(source.outcome, 40);
  if (other && !source.outcome_reason.empty()) out += ", " + clean(source.outcome_reason, 100);
  return out + (other ? "</small></td>" : "</td>");
}

std::string rate_cell(const std::optional<double>& per_hour) {
  return "<td class=\"n\">" + (per_hour ? escaped(human_rate(*per_hour)) : std::string("&ndash;")) + "</td>";
}

std::string row(const SourceStatus& source, const SourceQuery& query, Timestamp now) {
  std::string out = "<tr>" + name_cell(source, query) + health_cell(source) + last_cell(source, now) +
                    next_cell(source, now) + number_cell(source.today.new_posts, source.total.new_posts, "new") +
                    number_cell(source.today.edited, source.total.edited, "edited") +
                    number_cell(source.today.deleted, source.total.deleted, "deleted");
  out += "<td class=\"n\">" + human_count(source.total.new_posts) + "</td>";
  out += rate_cell(source.posts_per_hour) + rate_cell(source.takedowns_per_hour);
  out += "<td class=\"n\">" + human_count(source.visits) + "</td>";
  out += "<td>" + (source.delay_seconds ? escaped(human_span(*source.delay_seconds)) : std::string("&ndash;")) +
         why(source.delay_reason) + "</td>";
  return out + "</tr>\n";
}

}  // namespace

std::string source_form(const DaemonStatus& status, const SourceQuery& query) {
  // The commonest labels: there may be as many as sources.
  std::map<std::string_view, std::size_t> uses;
  for (const SourceStatus& source : status.sources) {
    for (const std::string& label : source.labels) ++uses[label];
  }
  std::vector<std::pair<std::string_view, std::size_t>> labels(uses.begin(), uses.end());
  if (labels.size() > kMostLabels) {
    std::nth_element(labels.begin(), labels.begin() + kMostLabels, labels.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    labels.resize(kMostLabels);
    std::sort(labels.begin(), labels.end());
  }
  std::string out = "<form method=\"get\" action=\"/#sources\">";
  out += "<input type=\"search\" name=\"q\" placeholder=\"name or link\" aria-label=\"name or link\" value=\"" +
         clean(query.text, 200) + "\">";
  out += "<select name=\"label\" aria-label=\"label\">" + option("", "any label", query.label);
  bool listed = query.label.empty();
  for (const auto& [label, count] : labels) {
    out += option(label, label, query.label);
    listed = listed || label == query.label;
  }
  if (!listed) out += option(query.label, query.label, query.label);
  out += "</select><select name=\"health\" aria-label=\"health\">" + option("", "any health", query.health);
  for (const char* word : {"broken", "degraded", "inconclusive", "unknown", "healthy", "paused", "visiting"})
    out += option(word, word, query.health);
  out += "</select>";
  if (status.archives.size() > 1) {
    out += "<select name=\"archive\" aria-label=\"archive\">" + option("", "any archive", query.archive);
    for (const ArchiveStatus& archive : status.archives) out += option(archive.name, archive.name, query.archive);
    out += "</select>";
  }
  if (query.sort != SourceQuery().sort) out += "<input type=\"hidden\" name=\"sort\" value=\"" + query.sort + "\">";
  if (query.descending) out += "<input type=\"hidden\" name=\"desc\" value=\"1\">";
  out += "<button>Show</button>";
  if (!query.text.empty() || !query.label.empty() || !query.health.empty() || !query.archive.empty())
    out += link_with(SourceQuery(), "all sources");
  return out + "</form>\n";
}

std::string source_table(const DaemonStatus& status, const SourceQuery& query, const SourcePage& page) {
  std::string out = "<div class=\"wide\"><table><thead><tr>" + heading(query, "name", "source", false, false) +
                    heading(query, "health", "health", false, false) +
                    heading(query, "last", "last good", true, false) + heading(query, "next", "next", false, false) +
                    heading(query, "new", "new today", true) + heading(query, "edited", "edited", true) +
                    heading(query, "deleted", "deleted", true) + heading(query, "posts", "posts", true) +
                    heading(query, "rate", "rate", true) + heading(query, "takedown", "takedown", true) +
                    heading(query, "visits", "visits", true) + heading(query, "delay", "delay", true, false) +
                    "</tr></thead><tbody>\n";
  for (const SourceStatus* source : page.rows) out += row(*source, query, status.now);
  if (page.rows.empty()) out += "<tr><td colspan=\"12\">No source is like that.</td></tr>\n";
  out += "</tbody></table></div>\n";
  if (page.pages == 1) return out;
  out += "<nav>";
  SourceQuery other = query;
  other.page = page.page - 1;
  if (page.page > 1) out += link_with(other, "\xE2\x86\x90 previous");
  out += "<span>page " + human_count(static_cast<std::int64_t>(page.page)) + " of " +
         human_count(static_cast<std::int64_t>(page.pages)) + "</span>";
  other.page = page.page + 1;
  if (page.page < page.pages) out += link_with(other, "next \xE2\x86\x92");
  return out + "</nav>\n";
}

}  // namespace spoor::status
