#include "adapters/platforms/youtube_data.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/kit/counts.h"
#include "adapters/kit/json_path.h"
#include "adapters/platforms/youtube_urls.h"

namespace spoor::adapters::youtube {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxVisited = 400'000;
constexpr std::size_t kMaxLeads = 2000;
constexpr std::size_t kMaxRuns = 2000;

Json parsed_or_null(std::string_view text) {
  Result<Json> value = parse_json(text);
  return value ? std::move(*value) : Json();
}

Json after_any(std::string_view text, std::initializer_list<std::string_view> markers) {
  for (const std::string_view marker : markers) {
    const std::optional<std::string_view> found = json_after(text, marker);
    if (!found || found->size() < 3) continue;
    if (Json value = parsed_or_null(*found); value.is_object()) return value;
  }
  return {};
}

void take_part(const Json& part, PageData& data) {
  if (const Json* player = at(&part, "playerResponse"); player != nullptr && player->is_object()) {
    data.player = *player;
  }
  const std::string packed = text_at(&part, "player.args.player_response");
  if (data.player.is_null() && !packed.empty()) data.player = parsed_or_null(packed);
  if (const Json* response = at(&part, "response"); response != nullptr && response->is_object()) {
    data.initial = *response;
  }
}

PageData from_json(std::string_view text) {
  PageData data;
  const Json root = parsed_or_null(text);
  if (root.is_array()) {
    for (const Json& part : root.get_array()) take_part(part, data);
  } else if (at(&root, "playabilityStatus") != nullptr) {
    data.player = root;
  } else if (at(&root, "playerResponse") != nullptr || at(&root, "response") != nullptr) {
    take_part(root, data);
  } else if (at(&root, "responseContext") != nullptr) {
    data.initial = root;
  }
  return data;
}

}  // namespace

PageData read_data(const OpenPage& open) {
  if (open.kind == OpenPage::Kind::json) return from_json(open.text);
  PageData data;
  if (open.kind != OpenPage::Kind::html) return data;
  data.player = after_any(open.text, {"var ytInitialPlayerResponse", "ytInitialPlayerResponse\"]",
                                      "ytInitialPlayerResponse']", "ytInitialPlayerResponse"});
  data.initial = after_any(open.text, {"var ytInitialData", "ytInitialData\"]", "ytInitialData']", "ytInitialData"});
  if (!data.player.is_null() || !data.initial.is_null()) return data;
  const Json settings = after_any(open.text, {"\"PLAYER_VARS\""});
  const std::string packed = text_at(&settings, "embedded_player_response");
  if (!packed.empty()) data.embed = parsed_or_null(packed);
  return data;
}

const Json* at(const Json* value, std::string_view path) { return value == nullptr ? nullptr : json_at(*value, path); }

std::string text_of(const Json* value) {
  if (value == nullptr) return "";
  if (std::optional<std::string> scalar = json_text(value)) return std::move(*scalar);
  if (!value->is_object()) return "";
  for (const char* member : {"simpleText", "content"}) {
    if (const Json* text = value->get_object().if_contains(member); text != nullptr && text->is_string()) {
      return std::string(text->get_string());
    }
  }
  std::string joined;
  std::size_t left = kMaxRuns;
  for (const Json* run : items(value, "runs")) {
    if (left-- == 0) break;
    joined += json_text(at(run, "text")).value_or("");
  }
  return joined;
}

std::string text_at(const Json* value, std::string_view path) { return text_of(at(value, path)); }

bool is_true(const Json* value, std::string_view path) {
  const Json* found = at(value, path);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::vector<const Json*> items(const Json* value, std::string_view path) {
  std::vector<const Json*> all;
  const Json* array = path.empty() ? value : at(value, path);
  if (array == nullptr || !array->is_array()) return all;
  for (const Json& item : array->get_array()) all.push_back(&item);
  return all;
}

std::vector<Named> find_named(const Json& root, std::initializer_list<std::string_view> names, std::size_t limit) {
  std::vector<Named> found;
  std::vector<Named> waiting = {{"", &root}};  // the next one last
  for (std::size_t visited = 0; !waiting.empty() && visited < kMaxVisited && found.size() < limit; ++visited) {
    const Named current = waiting.back();
    waiting.pop_back();
    if (!current.name.empty() && std::find(names.begin(), names.end(), current.name) != names.end()) {
      found.push_back(current);
      continue;
    }
    const std::size_t before = waiting.size();
    if (const json::object* object = current.value->if_object()) {
      for (const auto& member : *object) {
        waiting.push_back({{member.key().data(), member.key().size()}, &member.value()});
      }
    } else if (const json::array* array = current.value->if_array()) {
      for (const Json& item : *array) waiting.push_back({"", &item});
    }
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(before), waiting.end());
  }
  return found;
}

Picture largest(const Json* thumbnails) {
  Picture best;
  for (const char* list : {"thumbnails", "sources"}) {
    for (const Json* item : items(thumbnails, list)) {
      const std::string written = text_at(item, "url");
      const std::string url = written.starts_with("http") || written.starts_with("//") ? target_of(written) : "";
      if (url.empty()) continue;
      Picture one{url, {}, {}};
      const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
        const Json* value = at(item, name);
        if (value == nullptr || !value->is_int64()) return std::nullopt;
        return value->get_int64();
      };
      one.width = number("width");
      one.height = number("height");
      if (best.url.empty() || one.width.value_or(0) >= best.width.value_or(0)) best = std::move(one);
    }
  }
  return best;
}

void add_count(Counts& counts, const std::string& name, const std::string& text) {
  const std::optional<Count> count = parse_count(text);
  if (!count || count->value < 0 || counts.values.contains(name)) return;
  counts.values[name] = count->value;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain) counts.raw[name] = text;
  if (count->approx) counts.approx.push_back(name);
}

void add_lead(Parsed& parsed, std::string_view text, LeadKind kind, std::string_view accept) {
  if (text.empty() || parsed.leads.size() >= kMaxLeads) return;
  Result<Url> url = Url::parse(text);
  if (!url || !url->is_http()) return;
  Url target = url->with_fragment("");
  const bool picture = kind == LeadKind::media || kind == LeadKind::avatar;
  if (const std::optional<Route> route = route_of(target); route && !picture) {
    if (Result<Url> canonical = Url::parse(route->canonical)) target = *canonical;
  }
  for (const Lead& lead : parsed.leads) {
    if (lead.url == target) return;
  }
  parsed.leads.push_back({target, kind, std::string(accept)});
}

}  // namespace spoor::adapters::youtube
