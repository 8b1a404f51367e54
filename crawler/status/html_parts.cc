#include "crawler/status/html_parts.h"

#include <algorithm>

#include "crawler/status/html_text.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

std::string clean(std::string_view text, std::size_t most) { return escaped(excerpt(text, most)); }

// Figures of an SVG, with one decimal.
std::string tenth(double value) {
  const auto tenths = static_cast<std::int64_t>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string cell(const std::string& text, const char* kind = "n") {
  return std::string("<td class=\"") + kind + "\">" + text + "</td>";
}

}  // namespace

std::string time_cell(const std::optional<Timestamp>& at, Timestamp now) {
  if (!at) return "&ndash;";
  const std::string exact = to_rfc3339_s(*at);
  return "<time datetime=\"" + exact + "\" title=\"" + exact + "\">" + escaped(relative(*at, now)) + "</time>";
}

std::string bars(const Rates::Counts& counts, std::string_view caption, std::string_view each) {
  constexpr double kHeight = 60, kStep = 10, kWidth = 8;
  std::int64_t most = 0, sum = 0;
  for (const auto& count : counts) {
    most = std::max(most, count.value_or(0));
    sum += count.value_or(0);
  }
  std::string out = "<figure><figcaption><span>" + escaped(caption) + "</span><span>" + human_count(sum) +
                    " in all, most " + human_count(most) + "</span></figcaption><svg viewBox=\"0 0 " +
                    tenth(kStep * static_cast<double>(counts.size())) + " " + tenth(kHeight) +
                    "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + escaped(caption) + "\">";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int64_t count = counts[i].value_or(0);
    // Zero is a line, a gap in the count a pale block.
    double height = most > 0 ? kHeight * static_cast<double>(count) / static_cast<double>(most) : 0;
    height = counts[i] ? std::max(height, count > 0 ? 2.0 : 0.7) : kHeight;
    const std::size_t ago = counts.size() - 1 - i;
    out += std::string("<rect class=\"") + (counts[i] ? "bar" : "none") + "\" x=\"" +
           tenth(kStep * static_cast<double>(i)) + "\" y=\"" + tenth(kHeight - height) + "\" width=\"" + tenth(kWidth) +
           "\" height=\"" + tenth(height) + "\"><title>" +
           (counts[i] ? human_count(count) : std::string("not counted")) + ", " +
           (ago == 0 ? "this " + std::string(each) : std::to_string(ago) + " " + std::string(each) + "s ago") +
           "</title></rect>";
  }
  return out + "</svg></figure>\n";
}

std::string archive_table(const DaemonStatus& status) {
  std::string out =
      "<div class=\"wide\"><table><thead><tr><th>archive</th><th class=\"n\">size</th><th class=\"n\">growth a day</th>"
      "<th class=\"n\">free</th><th class=\"n\">disk full</th><th class=\"n\">posts</th><th class=\"n\">captures</th>"
      "<th class=\"n\">revisions</th><th class=\"n\">deletions</th><th class=\"n\">WARC files</th>"
      "<th class=\"n\">last written</th></tr></thead><tbody>\n";
  for (const ArchiveStatus& archive : status.archives) {
    const std::string dash = "&ndash;";
    out += "<tr><td class=\"name\">" + clean(archive.name, 80) + "<small>" + clean(archive.path, 300) + "</small></td>";
    out += cell(human_bytes(archive.bytes));
    out += cell(archive.bytes_per_day ? human_bytes(static_cast<std::int64_t>(*archive.bytes_per_day)) : dash);
    out += cell(archive.free_bytes ? human_bytes(*archive.free_bytes) : dash);
    const bool soon = archive.days_until_full && *archive.days_until_full < 7;
    const std::string full = archive.days_until_full ? "in " + human_span(*archive.days_until_full * 86400) : dash;
    out += cell(soon ? "<span class=\"broken\">" + full + "</span>" : full);
    for (const std::int64_t count :
         {archive.posts, archive.captures, archive.revisions, archive.tombstones, archive.warc_files})
      out += cell(human_count(count));
    out += cell(time_cell(archive.last_commit, status.now)) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string adapter_table(const DaemonStatus& status) {
  std::string out =
      "<div class=\"wide\"><table><thead><tr><th>adapter</th><th>health</th><th class=\"n\">pages</th>"
      "<th class=\"n\">items</th></tr></thead><tbody>\n";
  for (const AdapterStatus& adapter : status.adapters) {
    const std::string health = clean(adapter.health, 20);
    out += "<tr><td>" + clean(adapter.name, 80) + "</td><td><span class=\"" + health + "\">" + health + "</span>";
    if (adapter.health != "healthy" && !adapter.health_reason.empty())
      out += "<small>" + clean(adapter.health_reason, 300) + "</small>";
    out += "</td>" + cell(human_count(adapter.pages)) + cell(human_count(adapter.items)) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string host_table(const DaemonStatus& status) {
  constexpr std::size_t kMostHosts = 20;
  std::string out =
      "<div class=\"wide\"><table><thead><tr><th>host</th><th class=\"n\">waiting</th><th>next</th><th>why</th></tr>"
      "</thead><tbody>\n";
  for (std::size_t i = 0; i < std::min(status.hosts.size(), kMostHosts); ++i) {
    const HostWait& wait = status.hosts[i];
    out += "<tr><td>" + clean(wait.host, 100) + "</td>" + cell(human_count(wait.queued)) + "<td class=\"t\">" +
           time_cell(wait.until, status.now) + "</td><td>" + clean(wait.reason, 200) + "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string post_table(const DaemonStatus& status) {
  std::string out =
      "<div class=\"wide\"><table class=\"posts\"><thead><tr><th>time</th><th>source</th><th>author</th><th>post</th>"
      "</tr></thead><tbody>\n";
  for (const LatestPost& post : status.latest) {
    const std::string text = excerpt(post.text, kLatestText);
    out += "<tr><td class=\"t\">" + link_to(post.url, relative(post.at, status.now)) + "</td><td><bdi>" +
           clean(post.source, 60) + "</bdi></td><td><bdi>" + clean(post.author, 60) + "</bdi></td><td><bdi>" +
           escaped(text) + "</bdi></td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace spoor::status
