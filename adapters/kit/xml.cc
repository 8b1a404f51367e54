#include "adapters/kit/xml.h"

#include <algorithm>
#include <array>

#include "adapters/kit/entities.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxAttributes = 64;
constexpr std::size_t kMaxBindings = 256;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool ends_name(char c) { return is_space(c) || c == '>' || c == '/' || c == '=' || c == '<'; }

struct Namespace {
  std::string_view uri;     // lower case, without scheme, "www." and final '/' or '#'
  std::string_view prefix;  // "" = the feed's own vocabulary
};

constexpr std::array kNamespaces = {
    Namespace{"w3.org/2005/atom", ""},
    Namespace{"purl.org/atom/ns", ""},
    Namespace{"purl.org/atom-blog/ns", ""},
    Namespace{"example.com/newformat", ""},
    Namespace{"purl.org/rss/1.0", ""},
    Namespace{"purl.org/net/rss1.1", ""},
    Namespace{"my.netscape.com/rdf/simple/0.9", ""},
    Namespace{"channel.netscape.com/rdf/simple/0.9", ""},
    Namespace{"my.netscape.com/publish/formats/rss-0.91.dtd", ""},
    Namespace{"backend.userland.com/rss", ""},
    Namespace{"backend.userland.com/rss2", ""},
    Namespace{"backend.userland.com/rss091", ""},
    Namespace{"blogs.law.harvard.edu/tech/rss", ""},
    Namespace{"cyber.law.harvard.edu/rss/rss.html", ""},
    Namespace{"purl.org/rss/2.0", ""},
    Namespace{"sitemaps.org/schemas/sitemap/0.9", ""},
    Namespace{"google.com/schemas/sitemap/0.84", ""},
    Namespace{"w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
    Namespace{"purl.org/rss/1.0/modules/content", "content"},
    Namespace{"purl.org/dc/elements/1.1", "dc"},
    Namespace{"purl.org/dc/elements/1.0", "dc"},
    Namespace{"purl.org/dc/terms", "dcterms"},
    Namespace{"search.yahoo.com/mrss", "media"},
    Namespace{"tools.search.yahoo.com/mrss", "media"},
    Namespace{"video.search.yahoo.com/mrss", "media"},
    Namespace{"purl.org/rss/1.0/modules/slash", "slash"},
    Namespace{"wellformedweb.org/commentapi", "wfw"},
    Namespace{"purl.org/syndication/thread/1.0", "thr"},
    Namespace{"purl.org/rss/1.0/modules/threading", "thr"},
    Namespace{"purl.org/rss/1.0/modules/syndication", "sy"},
    Namespace{"purl.org/syndication/history/1.0", "fh"},
    Namespace{"itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    Namespace{"georss.org/georss", "georss"},
    Namespace{"w3.org/2003/01/geo/wgs84_pos", "geo"},
    Namespace{"opengis.net/gml", "gml"},
    Namespace{"youtube.com/xml/schemas/2015", "yt"},
    Namespace{"gdata.youtube.com/schemas/2007", "yt"},
    Namespace{"webns.net/mvcb", "admin"},
    Namespace{"w3.org/1999/xhtml", "xhtml"},
    Namespace{"rssnamespace.org/feedburner/ext/1.0", "feedburner"},
    Namespace{"activitystrea.ms/spec/1.0", "activity"},
    Namespace{"portablecontacts.net/spec/1.0", "poco"},
    Namespace{"news.yandex.ru", "yandex"},
    Namespace{"turbo.yandex.ru", "turbo"},
    Namespace{"google.com/schemas/sitemap-news/0.9", "news"},
    Namespace{"google.com/schemas/sitemap-video/1.1", "video"},
    Namespace{"google.com/schemas/sitemap-image/1.1", "image"},
    Namespace{"backend.userland.com/creativecommonsrssmodule", "creativecommons"},
    Namespace{"schemas.google.com/g/2005", "gd"},
    Namespace{"purl.org/rss/1.0/modules/taxonomy", "taxo"},
    Namespace{"podcastindex.org/namespace/1.0", "podcast"},
    Namespace{"w3.org/xml/1998/namespace", "xml"},
};

std::string namespace_key(std::string_view uri) {
  std::string key = lower_case(trim_space(uri));
  std::string_view view = key;
  if (const auto scheme = view.find("://"); scheme != std::string_view::npos) view.remove_prefix(scheme + 3);
  if (view.substr(0, 4) == "www.") view.remove_prefix(4);
  while (!view.empty() && (view.back() == '/' || view.back() == '#')) view.remove_suffix(1);
  return std::string(view);
}

const Namespace* find_namespace(std::string_view uri) {
  const std::string key = namespace_key(uri);
  for (const Namespace& known : kNamespaces) {
    if (known.uri == key) return &known;
  }
  return nullptr;
}

}  // namespace

std::string_view trim_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

const XmlElement* XmlElement::child(std::string_view child_name) const {
  for (const XmlElement& c : children) {
    if (c.name == child_name) return &c;
  }
  return nullptr;
}

std::string_view XmlElement::attribute(std::string_view attribute_name, std::string_view fallback) const {
  for (const XmlAttribute& a : attributes) {
    if (a.name == attribute_name) return a.value;
  }
  return fallback;
}

std::string_view XmlElement::child_text(std::string_view child_name) const {
  const XmlElement* c = child(child_name);
  return c ? trim_space(c->text) : std::string_view{};
}

XmlReader::XmlReader(std::string_view utf8) : text_(utf8) {
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
}

void XmlReader::bind(std::string_view prefix, std::string_view uri) {
  if (bindings_.size() >= kMaxBindings) return;
  const Namespace* known = find_namespace(uri);
  bindings_.emplace_back(prefix, known ? known->prefix : prefix);
}

// The usual prefix and the local name of a qualified name.
std::pair<std::string, std::string> XmlReader::canonical(std::string_view qualified, bool attribute) const {
  const auto colon = qualified.find(':');
  const std::string_view prefix = colon == std::string_view::npos ? std::string_view{} : qualified.substr(0, colon);
  const std::string_view local = colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
  if (prefix.empty() && attribute) return {"", std::string(local)};
  for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
    if (binding->first == prefix) return {binding->second, std::string(local)};
  }
  // Not declared: broken feeds use the usual prefixes all the same.
  const std::string usual = lower_case(prefix);
  return {usual == "atom" || usual == "atom10" || usual == "rss" ? "" : usual, std::string(local)};
}

void XmlReader::pop() {
  bindings_.resize(std::min(bindings_.size(), open_.back().bindings));
  open_.pop_back();
}

void XmlReader::read_attribute(std::size_t& at, std::vector<std::pair<std::string_view, std::string>>& attributes) {
  const std::size_t name_begin = at;
  while (at < text_.size() && !ends_name(text_[at])) ++at;
  const std::string_view name = text_.substr(name_begin, at - name_begin);
  while (at < text_.size() && is_space(text_[at])) ++at;
  std::string value;
  if (at < text_.size() && text_[at] == '=') {
    ++at;
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) {
      const auto end = std::min(text_.find(text_[at], at + 1), text_.size());
      value = decode_entities(text_.substr(at + 1, end - at - 1));
      at = std::min(end + 1, text_.size());
    } else {
      const std::size_t begin = at;
      while (at < text_.size() && !is_space(text_[at]) && text_[at] != '>') ++at;
      value = decode_entities(text_.substr(begin, at - begin));
    }
  }
  if (!name.empty() && attributes.size() < kMaxAttributes) attributes.emplace_back(name, std::move(value));
}

XmlReader::Piece XmlReader::read_start_tag() {
  std::size_t at = at_ + 1;
  const std::size_t name_begin = at;
  while (at < text_.size() && !ends_name(text_[at])) ++at;
  const std::string_view qualified = text_.substr(name_begin, at - name_begin);
  std::vector<std::pair<std::string_view, std::string>> attributes;
  self_closing_ = false;
  while (at < text_.size()) {
    if (is_space(text_[at])) {
      ++at;
    } else if (text_[at] == '>') {
      ++at;
      break;
    } else if (text_[at] == '<') {
      break;  // the tag was never closed
    } else if (text_[at] == '/' || text_[at] == '=') {
      self_closing_ = text_[at] == '/' && at + 1 < text_.size() && text_[at + 1] == '>';
      ++at;
    } else {
      read_attribute(at, attributes);
    }
  }
  at_ = at;
  const std::size_t bindings = bindings_.size();
  for (const auto& [name, value] : attributes) {
    if (name == "xmlns")
      bind("", value);
    else if (name.substr(0, 6) == "xmlns:")
      bind(name.substr(6), value);
  }
  current_ = XmlElement{};
  const auto [prefix, local] = canonical(qualified, false);
  current_.written = prefix.empty() ? local : prefix + ":" + local;
  current_.name = lower_case(current_.written);
  for (auto& [name, value] : attributes) {
    if (name == "xmlns" || name.substr(0, 6) == "xmlns:") continue;
    auto [attribute_prefix, attribute_local] = canonical(name, true);
    current_.attributes.push_back(
        {lower_case(attribute_prefix.empty() ? attribute_local : attribute_prefix + ":" + attribute_local),
         std::move(value)});
  }
  current_.inner_begin = at_;
  if (open_.size() >= kMaxDepth) {
    bindings_.resize(bindings);
    return Piece::text;  // too deep: as if it were not there
  }
  open_.push_back({std::string(qualified), current_.name, bindings});
  return Piece::start;
}

// An end tag closes the nearest open element of its name, and what stands open inside that; one that nothing opened is
// ignored.
XmlReader::Piece XmlReader::read_end_tag() {
  const std::size_t begin = at_ + 2;
  std::size_t end = begin;
  while (end < text_.size() && !ends_name(text_[end])) ++end;
  const std::string_view name = text_.substr(begin, end - begin);
  while (end < text_.size() && text_[end] != '>' && text_[end] != '<') ++end;
  at_ = end < text_.size() && text_[end] == '>' ? end + 1 : end;
  for (std::size_t i = open_.size(); i-- > 0;) {
    if (same_name(open_[i].raw, name)) {
      to_close_ = open_.size() - i;
      return Piece::end;
    }
  }
  return Piece::text;
}

XmlReader::Piece XmlReader::read_markup() {
  const std::string_view rest = text_.substr(at_);
  const auto skip_to = [&](std::string_view mark) {
    const auto end = text_.find(mark, at_);
    at_ = end == std::string_view::npos ? text_.size() : end + mark.size();
    return Piece::text;
  };
  if (rest.substr(0, 4) == "<!--") {
    at_ += 2;
    return skip_to("-->");
  }
  if (rest.substr(0, 9) == "<![CDATA[") {
    const std::size_t begin = at_ + 9;
    const auto end = std::min(text_.find("]]>", begin), text_.size());
    piece_text_ = text_.substr(begin, end - begin);
    at_ = std::min(end + 3, text_.size());
    return Piece::text;
  }
  if (rest.substr(0, 2) == "<?") return skip_to("?>");
  if (rest.substr(0, 2) == "<!") {  // DOCTYPE, with its internal subset passed over
    const auto close = std::min(text_.find('>', at_), text_.size());
    const bool subset = text_.substr(at_, close - at_).find('[') != std::string_view::npos;
    if (subset) skip_to("]");
    return skip_to(">");
  }
  if (rest.size() > 2 && rest[1] == '/' && starts_name(rest[2])) return read_end_tag();
  if (rest.size() > 1 && starts_name(rest[1])) return read_start_tag();
  piece_text_ = "<";  // a lone '<'
  ++at_;
  return Piece::text;
}

XmlReader::Piece XmlReader::next_piece() {
  piece_text_.clear();
  piece_begin_ = at_;
  if (at_ >= text_.size()) return Piece::finished;
  if (text_[at_] == '<') return read_markup();
  const auto end = std::min(text_.find('<', at_), text_.size());
  piece_text_ = decode_entities(text_.substr(at_, end - at_));
  at_ = end;
  return Piece::text;
}

XmlReader::Event XmlReader::next() {
  if (self_closing_) {
    self_closing_ = false;
    to_close_ = 1;
  }
  for (;;) {
    if (to_close_ > 0) {
      --to_close_;
      ended_ = open_.back().name;
      pop();
      return Event::end;
    }
    switch (next_piece()) {
      case Piece::start:
        return Event::start;
      case Piece::end:
        break;
      case Piece::text:
        break;
      case Piece::finished:
        return Event::finished;
    }
  }
}

XmlElement XmlReader::read_whole(std::string_view sibling) {
  const std::size_t base = open_.size();  // the element itself is the last of them
  std::vector<XmlElement> stack;
  stack.push_back(std::move(current_));
  const auto close = [&](bool closed, std::size_t end) {
    XmlElement done = std::move(stack.back());
    stack.pop_back();
    done.closed = closed;
    done.inner_end = end;
    if (stack.empty()) {
      stack.push_back(std::move(done));
      return true;
    }
    stack.back().children.push_back(std::move(done));
    return false;
  };
  if (self_closing_) {
    self_closing_ = false;
    pop();
    close(true, at_);
    return std::move(stack.back());
  }
  for (;;) {
    switch (next_piece()) {
      case Piece::text:
        stack.back().text += piece_text_;
        break;
      case Piece::start: {
        if (!sibling.empty() && current_.name == sibling) {
          // Give the start tag back, and end what is open.
          while (open_.size() >= base) pop();
          at_ = piece_begin_;
          self_closing_ = false;
          while (!close(true, piece_begin_)) {
          }
          return std::move(stack.back());
        }
        stack.push_back(std::move(current_));
        if (self_closing_) {
          self_closing_ = false;
          pop();
          close(true, at_);
        }
        break;
      }
      case Piece::end:
        while (to_close_ > 0 && open_.size() >= base) {
          --to_close_;
          pop();
          if (close(true, piece_begin_)) return std::move(stack.back());  // what to_close_ keeps, next() reports
        }
        break;
      case Piece::finished:
        while (open_.size() >= base) pop();
        while (!close(false, at_)) {
        }
        return std::move(stack.back());
    }
  }
}

}  // namespace spoor::adapters
