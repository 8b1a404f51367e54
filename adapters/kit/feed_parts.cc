#include "adapters/kit/feed_parts.h"

#include <algorithm>
#include <optional>

#include "adapters/kit/entities.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxExtraValue = 64u << 10;

bool starts_tag(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return false;
  const char c = text[at + 1];
  return c == '/' || c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string without_tags(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' && starts_tag(text, i)) {
      const auto end = text.find('>', i);
      if (end == std::string_view::npos) {
        out += text.substr(i);
        break;
      }
      i = end;
      continue;
    }
    out += text[i];
  }
  return out;
}

bool is_foreign(std::string_view name) {
  if (name.find(':') == std::string_view::npos) return false;
  for (const std::string_view handled : {"dc:", "content:", "xhtml:", "rdf:", "wfw:", "slash:", "thr:", "xml:"}) {
    if (name.substr(0, handled.size()) == handled) return false;
  }
  return true;
}

void add_extra(std::vector<std::pair<std::string, std::string>>& extra, std::string key, std::string_view value) {
  if (extra.size() < kMaxFeedLists && !value.empty() && value.size() <= kMaxExtraValue)
    extra.emplace_back(std::move(key), value);
}

void read_extra(const XmlElement& element, std::vector<std::pair<std::string, std::string>>& extra, int depth) {
  add_extra(extra, element.written, trim_space(element.text));
  for (const XmlAttribute& a : element.attributes) add_extra(extra, element.written + "@" + a.name, a.value);
  if (depth >= 4) return;
  for (const XmlElement& child : element.children) {
    if (is_foreign(child.name)) read_extra(child, extra, depth + 1);
  }
}

FeedEnclosure media_content(const XmlElement& element, const Url& base) {
  FeedEnclosure e;
  e.url = resolve_link(element.attribute("url"), base);
  e.type = element.attribute("type");
  if (e.type.empty()) e.type = element.attribute("medium");
  e.width = element.attribute("width");
  e.height = element.attribute("height");
  e.duration = element.attribute("duration");
  e.thumbnail = element.name == "media:thumbnail";
  return e;
}

void add_media(std::vector<FeedEnclosure>& media, FeedEnclosure e) {
  if (e.url.empty() || media.size() >= kMaxFeedLists) return;
  const auto same = std::find_if(media.begin(), media.end(), [&](const FeedEnclosure& m) { return m.url == e.url; });
  if (same == media.end()) media.push_back(std::move(e));
}

// Atom 0.3 says so by mode; Atom 1.0 by a media type that is neither text nor XML.
bool may_be_base64(std::string_view type, std::string_view mode) {
  if (mode == "base64") return true;
  if (!mode.empty() || type.find('/') == std::string_view::npos) return false;
  return type.substr(0, 5) != "text/" && !type.ends_with("/xml") && !type.ends_with("+xml");
}

// nullopt when it is none, or not UTF-8.
std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == '+') value = 62;
    if (c == '/') value = 63;
    if (value < 0) {
      if (c == '=' || c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
      return std::nullopt;
    }
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
    if ((have += 6) >= 8) {
      have -= 8;
      out += static_cast<char>(bits >> have & 0xFF);
    }
  }
  if (out.empty() || valid_utf8(out) != out) return std::nullopt;
  return out;
}

}  // namespace

std::string resolve_link(std::string_view text, const Url& base) {
  const auto trimmed = trim_space(text);
  if (trimmed.empty()) return "";
  const auto url = Url::parse(trimmed, &base);
  return url ? url->href() : std::string(trimmed);
}

namespace {

std::string squeezed_line(std::string_view plain) {
  std::string out;
  out.reserve(plain.size());
  for (const char c : trim_space(plain)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

}  // namespace

std::string plain_line(std::string_view text) { return squeezed_line(decode_entities(without_tags(text))); }

FeedPerson person_of(std::string_view text) {
  FeedPerson person;
  std::string line = text.find('@') == std::string_view::npos ? plain_line(text) : squeezed_line(decode_entities(text));
  const std::string_view view = line;
  const auto open = view.find('(');
  const auto close = view.rfind(')');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close && view.find('@') < open) {
    person.email = trim_space(view.substr(0, open));
    person.name = trim_space(view.substr(open + 1, close - open - 1));
    return person;
  }
  const auto left = view.find_first_of("(<");  // Jo Doe <jo@example.org>
  const auto right = view.find_last_of(")>");
  if (left != std::string_view::npos && right != std::string_view::npos && left < right &&
      view.substr(left, right - left).find('@') != std::string_view::npos) {
    person.name = trim_space(view.substr(0, left));
    person.email = trim_space(view.substr(left + 1, right - left - 1));
    return person;
  }
  if (view.find('@') != std::string_view::npos && view.find(' ') == std::string_view::npos &&
      view.find('/') == std::string_view::npos && view.find('@') > 0) {
    person.email = line;
    return person;
  }
  person.name = line;
  return person;
}

void add_person(std::vector<FeedPerson>& people, FeedPerson person) {
  if (people.size() >= kMaxFeedLists || (person.name.empty() && person.email.empty() && person.url.empty())) return;
  for (FeedPerson& known : people) {
    if (known.name == person.name && !person.name.empty()) {
      if (known.email.empty()) known.email = person.email;
      if (known.url.empty()) known.url = person.url;
      return;
    }
    if (!person.email.empty() && known.email == person.email && (known.name.empty() || person.name.empty())) {
      if (known.name.empty()) known.name = person.name;
      return;
    }
  }
  people.push_back(std::move(person));
}

void add_tag(std::vector<std::string>& tags, std::string_view tag) {
  std::string plain = plain_line(tag);
  if (plain.empty() || tags.size() >= kMaxFeedLists || std::find(tags.begin(), tags.end(), plain) != tags.end()) return;
  tags.push_back(std::move(plain));
}

Url base_of(const XmlElement& element, const Url& base) {
  const auto stated = trim_space(element.attribute("xml:base"));
  if (stated.empty()) return base;
  const auto url = Url::parse(stated, &base);
  return url && url->is_http() ? *url : base;
}

FeedPerson read_atom_person(const XmlElement& element, const Url& base) {
  FeedPerson person;
  person.name = plain_line(element.child_text("name"));
  person.email = element.child_text("email");
  for (const char* name : {"uri", "url", "homepage"}) {
    if (person.url.empty()) person.url = resolve_link(element.child_text(name), base);
  }
  if (const XmlElement* image = element.child("gd:image")) person.avatar = resolve_link(image->attribute("src"), base);
  if (person.name.empty() && person.email.empty() && element.children.empty()) return person_of(element.text);
  return person;
}

std::string read_content(const XmlElement& element, std::string_view source, bool& is_html) {
  const auto type = element.attribute("type");
  const auto mode = element.attribute("mode");
  if (element.children.empty() && may_be_base64(type, mode)) {
    if (auto plain = from_base64(element.text)) {
      is_html = type != "text" && type != "text/plain";
      return std::string(trim_space(*plain));
    }
  }
  is_html = !(type == "text" || type == "text/plain") || mode == "escaped";
  if (!element.children.empty()) {  // markup written into the XML
    is_html = true;
    const XmlElement* only = element.children.size() == 1 ? &element.children.front() : nullptr;
    if (type == "xhtml" && only != nullptr && only->name == "xhtml:div" && trim_space(element.text).empty()) {
      return std::string(trim_space(source.substr(only->inner_begin, only->inner_end - only->inner_begin)));
    }
    std::string_view inner = trim_space(source.substr(element.inner_begin, element.inner_end - element.inner_begin));
    if (inner.substr(0, 9) == "<![CDATA[" && inner.size() > 12 && inner.substr(inner.size() - 3) == "]]>") {
      inner = inner.substr(9, inner.size() - 12);
    }
    return std::string(inner);
  }
  if (type == "xhtml")
    return std::string(trim_space(source.substr(element.inner_begin, element.inner_end - element.inner_begin)));
  return std::string(trim_space(element.text));
}

std::string read_title(const XmlElement& element, std::string_view source) {
  bool is_html = false;
  const std::string content = read_content(element, source, is_html);
  return is_html ? plain_line(content) : std::string(trim_space(content));
}

void read_media_rss(const XmlElement& element, const Url& base, std::vector<FeedEnclosure>& media) {
  for (const XmlElement& child : element.children) {
    if (child.name == "media:group") {
      read_media_rss(child, base, media);
    } else if (child.name == "media:content") {
      FeedEnclosure e = media_content(child, base);
      e.alt = plain_line(child.child_text("media:description"));
      if (e.alt.empty()) e.alt = plain_line(child.child_text("media:title"));
      add_media(media, std::move(e));
      read_media_rss(child, base, media);
    } else if (child.name == "media:thumbnail") {
      add_media(media, media_content(child, base));
    } else if (child.name == "itunes:image") {
      FeedEnclosure e;
      e.url = resolve_link(child.attribute("href"), base);
      e.type = "image";
      add_media(media, std::move(e));
    }
  }
}

void read_extras(const XmlElement& element, std::vector<std::pair<std::string, std::string>>& extra) {
  for (const XmlElement& child : element.children) {
    if (is_foreign(child.name)) read_extra(child, extra, 0);
  }
}

}  // namespace spoor::adapters
