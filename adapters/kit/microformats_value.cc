#include "adapters/kit/microformats_value.h"

#include <algorithm>
#include <vector>

#include <boost/json.hpp>

#include "adapters/kit/element_index.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace json = boost::json;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is(std::string_view tag, std::initializer_list<std::string_view> tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// An item or a property of its own, or not shown.
bool is_apart(Node node) {
  if (node.tag() == "template") return true;
  return any_word(node.attr_or("class"), [](std::string_view word) {
    return word.size() > 2 && (is(word.substr(0, 2), {"h-", "p-", "u-", "e-"}) || word.substr(0, 3) == "dt-");
  });
}

// Nodes of class "value" or "value-title" below, not inside one another nor inside another item or property.
std::vector<Node> value_nodes(Node node) {
  std::vector<Node> nodes;
  const ElementEntry* entry = entry_of(*node.raw());
  const ElementEntry* end = entry + 1 + entry->descendants;
  for (const ElementEntry* at = entry + 1; at < end;) {
    Node child(at->node);
    bool value = child.has_class("value") || child.has_class("value-title");
    if (value) nodes.push_back(child);
    at += value || is_apart(child) ? 1 + at->descendants : 1;
  }
  return nodes;
}

// The parts of a date and time written apart.
struct Moment {
  std::string date, time, zone;
};

// "19:00", "7:30pm", "7 p.m.", "19:00:30-08:00" -> time and zone; false if it is no time.
bool read_time(std::string_view text, Moment& out) {
  std::size_t at = 0;
  auto number = [&](std::size_t most) {
    std::string digits;
    while (at < text.size() && is_digit(text[at]) && digits.size() < most) digits += text[at++];
    return digits;
  };
  std::string hour = number(2);
  if (hour.empty()) return false;
  std::string minute, second;
  bool colon = at < text.size() && text[at] == ':';
  if (colon) {
    ++at;
    minute = number(2);
    if (minute.size() != 2) return false;
    if (at < text.size() && text[at] == ':') {
      ++at;
      second = number(2);
    }
  }
  while (at < text.size() && is_html_space(text[at])) ++at;
  std::string half;
  for (std::size_t i = at; i < text.size() && half.size() < 2 && !is_digit(text[i]); ++i)
    if (text[i] != '.') half += static_cast<char>(text[i] | 0x20);
  if (half == "am" || half == "pm") {
    int value = std::stoi(hour) % 12 + (half == "pm" ? 12 : 0);
    hour = (value < 10 ? "0" : "") + std::to_string(value);
    if (minute.empty()) minute = "00";
    at = text.size();
  } else if (!colon) {
    return false;
  }
  out.time = hour + ":" + minute + (second.empty() ? "" : ":" + second);
  if (at < text.size()) out.zone = trim(text.substr(at));
  return true;
}

bool read_zone(std::string_view text, std::string& zone) {
  if (text == "Z" || text == "z") {
    zone = "Z";
    return true;
  }
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-') || !is_digit(text[1])) return false;
  zone = std::string(text);
  return true;
}

// 2009-06-26 or 2009-177
bool is_date(std::string_view text) {
  if (text.size() != 10 && text.size() != 8) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((text.size() == 10 && (i == 4 || i == 7)) || (text.size() == 8 && i == 4) ? text[i] != '-' : !is_digit(text[i]))
      return false;
  return true;
}

// Zones inside values of the value class pattern lose their colon.
std::string plain_zone(std::string zone) {
  if (zone == "z") return "Z";
  zone.erase(std::remove(zone.begin(), zone.end(), ':'), zone.end());
  if (zone.size() == 3) zone += "00";
  if (zone.size() == 2) zone = std::string(1, zone[0]) + "0" + zone[1] + "00";
  return zone;
}

}  // namespace

std::string MicroformatValues::content(Node node, Images images) {
  std::string out;
  std::vector<std::pair<const GumboNode*, unsigned>> path{{node.raw(), 0}};
  while (!path.empty() && budget_ > 0) {
    auto& [element, i] = path.back();
    const GumboVector& children = element->v.element.children;
    if (i >= children.length) {
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[i++]);
    --budget_;
    if (is_gumbo_text(*child)) {
      std::string_view text = child->v.text.text;
      budget_ -= static_cast<long>(text.size());
      out += text;
    } else if (is_gumbo_element(*child)) {
      Node inner(child);
      if (is(inner.tag(), {"script", "style", "template"})) continue;
      if (inner.tag() != "img") {
        path.emplace_back(child, 0);
      } else if (images != Images::none && inner.attr("alt")) {
        out += inner.attr_or("alt");
      } else if (images == Images::alt_or_source && inner.attr("src")) {
        out.append(" ").append(links_.resolve(inner.attr_or("src"))).append(" ");
      }
    }
  }
  return trim(out);
}

std::optional<std::string> MicroformatValues::value_class(Node node) {
  std::vector<Node> nodes = value_nodes(node);
  if (nodes.empty()) return std::nullopt;
  std::string out;
  for (Node value : nodes) {
    std::string_view tag = value.tag();
    if (value.has_class("value-title") && value.attr("title")) {
      out += value.attr_or("title");
    } else if (is(tag, {"img", "area"}) && value.attr("alt")) {
      out += value.attr_or("alt");
    } else if (tag == "data" && value.attr("value")) {
      out += value.attr_or("value");
    } else if (tag == "abbr" && value.attr("title")) {
      out += value.attr_or("title");
    } else {
      out += content(value, Images::none);
    }
  }
  return trim(out);
}

std::string MicroformatValues::text(Node node) {
  if (auto value = value_class(node)) return *value;
  std::string_view tag = node.tag();
  if (is(tag, {"abbr", "link"}) && node.attr("title")) return trim(node.attr_or("title"));
  if (is(tag, {"data", "input"}) && node.attr("value")) return trim(node.attr_or("value"));
  if (is(tag, {"img", "area"}) && node.attr("alt")) return trim(node.attr_or("alt"));
  return content(node, Images::alt_or_source);
}

json::value MicroformatValues::image(Node node, const char* attribute) {
  std::string source = links_.resolve(node.attr_or(attribute));
  if (node.tag() != "img" || !node.attr("alt")) return json::value(json::string(source));
  return json::object{{"value", source}, {"alt", std::string_view(node.attr_or("alt"))}};
}

json::value MicroformatValues::url(Node node) {
  std::string_view tag = node.tag();
  if (is(tag, {"a", "area", "link"}) && node.attr("href")) return json::string(links_.resolve(node.attr_or("href")));
  if (tag == "img" && node.attr("src")) return image(node, "src");
  if (is(tag, {"audio", "video", "source", "iframe"}) && node.attr("src"))
    return json::string(links_.resolve(node.attr_or("src")));
  if (tag == "video" && node.attr("poster")) return json::string(links_.resolve(node.attr_or("poster")));
  if (tag == "object" && node.attr("data")) return json::string(links_.resolve(node.attr_or("data")));
  std::string value;
  if (auto pattern = value_class(node)) {
    value = *pattern;
  } else if (tag == "abbr" && node.attr("title")) {
    value = trim(node.attr_or("title"));
  } else if (is(tag, {"data", "input"}) && node.attr("value")) {
    value = trim(node.attr_or("value"));
  } else {
    value = content(node, Images::none);
  }
  return json::string(links_.resolve(value));
}

std::optional<std::string> MicroformatValues::date_class(Node node, std::string& date) {
  std::vector<Node> nodes = value_nodes(node);
  if (nodes.empty()) return std::nullopt;
  Moment moment;
  for (Node value : nodes) {
    std::string_view tag = value.tag();
    std::string part;
    if (value.has_class("value-title") && value.attr("title")) {
      part = value.attr_or("title");
    } else if (is(tag, {"img", "area"}) && value.attr("alt")) {
      part = value.attr_or("alt");
    } else if (tag == "data" && value.attr("value")) {
      part = value.attr_or("value");
    } else if (tag == "abbr" && value.attr("title")) {
      part = value.attr_or("title");
    } else if (is(tag, {"del", "ins", "time"}) && value.attr("datetime")) {
      part = value.attr_or("datetime");
    } else {
      part = content(value, Images::none);
    }
    part = trim(part);
    if (is_date(part)) {
      if (moment.date.empty()) moment.date = part;
    } else if (part.size() > 10 && is_date(std::string_view(part).substr(0, 10))) {
      if (!moment.date.empty() || !moment.time.empty()) continue;
      date = part.substr(0, 10);
      return part;
    } else if (read_zone(part, moment.zone) || (moment.time.empty() && read_time(part, moment))) {
    }
  }
  if (moment.date.empty() && moment.time.empty()) return std::nullopt;
  if (moment.date.empty()) {
    moment.date = date;
  } else {
    date = moment.date;
  }
  if (moment.time.empty()) return moment.date;
  return moment.date + (moment.date.empty() ? "" : " ") + moment.time + plain_zone(moment.zone);
}

std::string MicroformatValues::date_time(Node node, std::string& date) {
  if (auto value = date_class(node, date)) return *value;
  std::string_view tag = node.tag();
  std::string value;
  if (is(tag, {"time", "ins", "del"}) && node.attr("datetime")) {
    value = trim(node.attr_or("datetime"));
  } else if (tag == "abbr" && node.attr("title")) {
    value = trim(node.attr_or("title"));
  } else if (is(tag, {"data", "input"}) && node.attr("value")) {
    value = trim(node.attr_or("value"));
  } else {
    value = content(node, Images::none);
  }
  if (is_date(std::string_view(value).substr(0, 10))) date = value.substr(0, 10);
  Moment moment;
  if (!date.empty() && !is_date(std::string_view(value).substr(0, 10)) && read_time(value, moment))
    return date + " " + moment.time + plain_zone(moment.zone);
  return value;
}

json::value MicroformatValues::embedded(Node node) {
  std::string html = html_of(node);
  budget_ -= static_cast<long>(html.size());
  if (budget_ < 0) html.clear();
  return json::object{{"html", trim(html)}, {"value", content(node, Images::alt_or_source)}};
}

}  // namespace spoor::adapters
