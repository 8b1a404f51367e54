#include "adapters/adapter.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace spoor::adapters {
namespace {

constexpr std::array<std::pair<LeadKind, std::string_view>, 12> kLeadKinds = {{
    {LeadKind::next_page, "next_page"},
    {LeadKind::thread, "thread"},
    {LeadKind::post, "post"},
    {LeadKind::comments, "comments"},
    {LeadKind::account, "account"},
    {LeadKind::listing, "listing"},
    {LeadKind::feed, "feed"},
    {LeadKind::alternate, "alternate"},
    {LeadKind::media, "media"},
    {LeadKind::avatar, "avatar"},
    {LeadKind::requisite, "requisite"},
    {LeadKind::link, "link"},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view to_string(LeadKind kind) {
  for (const auto& [value, name] : kLeadKinds) {
    if (value == kind) return name;
  }
  return "link";
}

std::optional<LeadKind> lead_kind_from(std::string_view text) {
  for (const auto& [value, name] : kLeadKinds) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> header(const Page& page, std::string_view name) {
  for (const auto& [key, value] : page.headers) {
    if (same_name(key, name)) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> headers_named(const Page& page, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : page.headers) {
    if (same_name(key, name)) values.push_back(value);
  }
  return values;
}

std::string site_to_json(const Site& site) {
  boost::json::object object;
  auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) object[name] = value;
  };
  put("software", site.software);
  put("version", site.version);
  put("base", site.base);
  put("time_zone", site.time_zone);
  put("date_order", site.date_order);
  return boost::json::serialize(object);
}

Site site_from_json(std::string_view json) {
  Site site;
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse({json.data(), json.size()}, error);
  if (error || !value.is_object()) return site;
  auto take = [&](const char* name, std::string& into) {
    const boost::json::value* member = value.as_object().if_contains(name);
    if (member != nullptr && member->is_string()) into = member->as_string().c_str();
  };
  take("software", site.software);
  take("version", site.version);
  take("base", site.base);
  take("time_zone", site.time_zone);
  take("date_order", site.date_order);
  return site;
}

}  // namespace spoor::adapters
