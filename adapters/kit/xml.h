// A lenient, namespace-aware XML reader for feeds and sitemaps, also broken ones. Never fails: what is damaged is read
// as far as it makes sense. No DTD is expanded, nothing external is loaded. Depth and attributes are bounded, time is
// linear.
//
// Source: XML 1.0, Namespaces in XML; the namespaces of the generic dossier's feed table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::adapters {

struct XmlAttribute {
  std::string name;   // like XmlElement::name; xmlns declarations are left out
  std::string value;  // references decoded
};

// An element with all that is in it.
struct XmlElement {
  // Lower case; "prefix:local" with the usual prefix of a known namespace ("dc:creator", "media:group"), whatever
  // prefix the document uses; elements of RSS and Atom have no prefix.
  std::string name;
  std::string written;  // the usual prefix with the local name as written: "yt:videoId"
  std::vector<XmlAttribute> attributes;
  std::string text;  // its own character data, references decoded
  std::vector<XmlElement> children;
  std::size_t inner_begin = 0, inner_end = 0;  // the content, as offsets into the document
  bool closed = false;                         // false: the document ended inside

  const XmlElement* child(std::string_view child_name) const;  // first one, nullptr if none
  std::string_view attribute(std::string_view attribute_name, std::string_view fallback = "") const;
  std::string_view child_text(std::string_view child_name) const;  // trimmed, "" if none
};

std::string_view trim_space(std::string_view text);

// Reads a document piece by piece, so that a large feed never stands in memory as a whole tree.
class XmlReader {
 public:
  explicit XmlReader(std::string_view utf8);

  // Moves to the next start tag, end tag or the end. An end tag that closes outer elements comes once per element.
  enum class Event { start, end, finished };
  Event next();
  // After `start`: the element without its content.
  const XmlElement& element() const { return current_; }
  // After `end`: the name of the element that ended.
  const std::string& ended() const { return ended_; }
  std::size_t depth() const { return open_.size(); }
  // After `start`: the element with everything in it; the reader then stands behind its end tag. An element whose name
  // is `sibling` inside it ends it: two items without an end tag between them are two items.
  XmlElement read_whole(std::string_view sibling = "");

  std::string_view source() const { return text_; }

 private:
  struct Open {
    std::string raw;  // qualified name as written
    std::string name;
    std::size_t bindings;  // how many namespace bindings were there before
  };
  enum class Piece { start, end, text, finished };

  Piece next_piece();
  Piece read_markup();
  Piece read_end_tag();
  Piece read_start_tag();
  void read_attribute(std::size_t& at, std::vector<std::pair<std::string_view, std::string>>& attributes);
  void bind(std::string_view prefix, std::string_view uri);
  std::pair<std::string, std::string> canonical(std::string_view qualified, bool attribute) const;
  void pop();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t piece_begin_ = 0;
  std::string piece_text_;
  bool self_closing_ = false;
  std::size_t to_close_ = 0;  // elements that an end tag still has to close
  XmlElement current_;
  std::string ended_;
  std::vector<Open> open_;
  std::vector<std::pair<std::string, std::string>> bindings_;  // prefix as written -> usual prefix
};

}  // namespace spoor::adapters
