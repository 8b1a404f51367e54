#include "adapters/site/read_status.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <boost/json.hpp>

#include "adapters/kit/dates.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {
namespace {

constexpr std::size_t kMaxRaw = 300;
constexpr std::size_t kMaxDates = 200;

std::string cut(std::string text) {
  if (text.size() > kMaxRaw) text = valid_utf8(std::string_view(text).substr(0, kMaxRaw));
  return text;
}

bool any_in(const std::vector<std::string>& texts, std::string_view in) {
  return texts.empty() || std::any_of(texts.begin(), texts.end(),
                                      [&](const std::string& t) { return in.find(t) != std::string_view::npos; });
}

// Several markers look at the same elements, often the whole body: their lines are made once.
using Lines = std::map<const void*, std::string>;

bool css_holds(const StatusMarker& marker, const ReadContext& context, Lines& lines, std::string& raw) {
  if (!context.open.document) return false;
  for (const Node node : marker.css->all(context.open.document->root())) {
    const auto [line, fresh] = lines.try_emplace(node.raw());
    if (fresh) line->second = line_of(node);
    if (!any_in(marker.texts, line->second)) continue;
    raw = line->second;
    return true;
  }
  return false;
}

bool holds(const StatusMarker& marker, const ReadContext& context, Lines& lines, std::string& raw) {
  const std::vector<int>& http = marker.http;
  if (!http.empty() && std::find(http.begin(), http.end(), context.page.status) == http.end()) return false;
  if (marker.css && !css_holds(marker, context, lines, raw)) return false;
  if (!marker.json.empty()) {
    if (context.root == nullptr) return false;
    const std::optional<std::string> text = json_text(json_at(*context.root, marker.json));
    if (!text || !any_in(marker.texts, *text)) return false;
    raw = *text;
  }
  return true;
}

PageStatus by_http(int status) {
  if (status == 429) return {Status::rate_limited, "HTTP 429", false};
  if (status == 451) return {Status::geo_blocked, "HTTP 451", false};
  if (status == 401) return {Status::login_required, "HTTP 401", false};
  if (status == 404 || status == 410) return {Status::not_found, "HTTP " + std::to_string(status), false};
  if (status >= 300) return {Status::unknown, "HTTP " + std::to_string(status), false};
  return {};
}

bool marker_holds(const Marker& marker, const Page& page, const OpenPage& open) {
  if (!marker.header.empty()) {
    const std::optional<std::string_view> value = header(page, marker.header);
    return value && value->find(marker.text) != std::string_view::npos;
  }
  if (!marker.cookie.empty()) {
    for (const auto& [name, value] : page.headers) {
      Captures ignored;
      const bool cookie =
          name.size() == 10 && (name[0] == 's' || name[0] == 'S') && name.find("ookie") != std::string::npos;
      if (!cookie) continue;
      const std::string_view cookie_name = std::string_view(value).substr(0, value.find('='));
      if (cookie_name.find(marker.cookie) != std::string_view::npos) return true;
    }
    return false;
  }
  if (!marker.source.empty()) return open.text.find(marker.source) != std::string::npos;
  if (!marker.generator.empty()) return open.metadata.first("generator").find(marker.generator) != std::string::npos;
  if (!marker.css || !open.document) return false;
  if (marker.text.empty()) return static_cast<bool>(marker.css->first(open.document->root()));
  for (const Node node : marker.css->all(open.document->root())) {
    if (line_of(node).find(marker.text) != std::string::npos) return true;
  }
  return false;
}

// A page may be looked at before anything is known about its site.
struct Glance {
  Route route;
  std::vector<std::string> warnings;
  ReadContext context;
  Glance(const Page& page, const OpenPage& open, const Site& site)
      : context{page, open, route, site, nullptr, nullptr, {}, {page.captured_at, {}, {}, {}, {}}, {}, warnings, {}} {}
};

std::string base_path(const std::string& text, const ReadContext& context) {
  if (text.empty()) return {};
  const Result<Url> url = Url::parse(text, &context.open.base);
  if (!url || url->origin() != context.page.url.origin()) return {};
  std::string path(url->path());
  while (!path.empty() && path.back() == '/') path.pop_back();
  return std::string(context.page.url.path()).starts_with(path) ? path : std::string();
}

}  // namespace

PageStatus read_status(const std::vector<StatusMarker>& page, const std::vector<StatusMarker>& everywhere,
                       const ReadContext& context) {
  std::string raw;
  Lines lines;
  for (const std::vector<StatusMarker>* markers : {&page, &everywhere}) {
    for (const StatusMarker& marker : *markers) {
      raw.clear();
      if (holds(marker, context, lines, raw))
        return {marker.status, cut(raw), marker.go_on || marker.status == Status::live};
    }
  }
  return by_http(context.page.status);
}

std::string normal_time_zone(std::string_view text) {
  for (const std::string_view word : {"UTC", "GMT"}) {
    if (text.starts_with(word)) text.remove_prefix(word.size());
  }
  while (!text.empty() && (text.front() == ' ' || text.front() == ':')) text.remove_prefix(1);
  if (text.starts_with("\xE2\x88\x92")) return normal_time_zone("-" + std::string(text.substr(3)));
  int hours = 0, minutes = 0;
  char sign = '+';
  if (text.empty() || text == "Z") return "+00:00";
  if (text.front() != '+' && text.front() != '-') return {};
  sign = text.front();
  std::string digits;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != ':' && c != '.') {
      break;
    } else if (digits.size() == 1) {
      digits.insert(digits.begin(), '0');
    }
  }
  if (digits.empty() || digits.size() > 4) return {};
  if (digits.size() <= 2) {
    hours = std::atoi(digits.c_str());
  } else {
    if (digits.size() == 3) digits.insert(digits.begin(), '0');
    hours = std::atoi(digits.substr(0, 2).c_str());
    minutes = std::atoi(digits.c_str() + 2);
  }
  if (hours > 14 || minutes > 59) return {};
  auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return sign + two(hours) + ":" + two(minutes);
}

namespace {

// The order of the first date on the page that shows one.
std::string_view order_shown(const Recognise& rules, const OpenPage& open) {
  if (!rules.dates || !open.document) return {};
  std::size_t looked_at = 0;
  for (const Node node : rules.dates->all(open.document->root())) {
    const std::string_view order = order_seen_in(line_of(node));
    if (!order.empty() || ++looked_at == kMaxDates) return order;
  }
  return {};
}

}  // namespace

Site learn_site(const Definition& definition, const Page& page, const OpenPage& open, Site site) {
  if (!definition.recognise) return site;
  const Recognise& rules = *definition.recognise;
  const Glance glance(page, open, site);
  const Item whole = glance.context.whole();
  auto read = [&](const Value& value) {
    const std::optional<Found> found = read_value(value, glance.context, whole, {});
    return found ? found->text : std::string();
  };
  if (site.base.empty()) site.base = base_path(read(rules.base), glance.context);
  if (site.version.empty()) site.version = read(rules.version);
  if (site.time_zone.empty()) {
    const std::string stated = read(rules.time_zone);
    site.time_zone = stated.empty() ? std::string() : normal_time_zone(stated);
  }
  if (const std::string_view order = order_shown(rules, open); !order.empty()) site.date_order = order;
  if (site.date_order.empty()) site.date_order = rules.default_date_order;
  return site;
}

namespace {

std::ptrdiff_t markers_without_html(const Recognise& rules) {
  return std::count_if(rules.markers.begin(), rules.markers.end(), [](const Marker& marker) {
    return !marker.header.empty() || !marker.cookie.empty() || !marker.source.empty();
  });
}

}  // namespace

std::optional<Recognition> recognise_page(const Definition& definition, const Page& page, const OpenPage& open) {
  if (!definition.recognise) return std::nullopt;
  const Recognise& rules = *definition.recognise;
  Recognition recognition;
  if (open.kind == OpenPage::Kind::other) return recognition;
  if (!open.document && markers_without_html(rules) < 2) return recognition;
  for (const Marker& marker : rules.markers) recognition.markers += marker_holds(marker, page, open) ? 1 : 0;
  if (recognition.markers < 2) return recognition;
  recognition.site.software = definition.info.software;
  recognition.site = learn_site(definition, page, open, recognition.site);
  return recognition;
}

}  // namespace spoor::adapters
