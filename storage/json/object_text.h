// ObjectText: writes a JSON object as text, member by member, without a tree of values. The same bytes as Boost.JSON
// serialises.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spoor {

// With quotes. Escapes as RFC 8785 has them: the shortest. `text`: UTF-8.
void append_json_string(std::string& out, std::string_view text);

class ObjectText {
 public:
  explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }
  void close() { out_ += '}'; }  // to be called once, at the end

  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void flag(std::string_view name, bool value);
  // write(ObjectText&) fills the member. Left out when it stays empty.
  template <class Write>
  void object(std::string_view name, Write write);
  // element(item, ObjectText&) for each. Left out when there is none.
  template <class Items, class Element>
  void objects(std::string_view name, const Items& items, Element element);
  // to_text(item) of each. Left out when there is none.
  template <class Items, class ToText>
  void texts(std::string_view name, const Items& items, ToText to_text);

 private:
  void name(std::string_view name);

  std::string& out_;
  bool first_ = true;
};

template <class Write>
void ObjectText::object(std::string_view member, Write write) {
  const std::size_t before = out_.size();
  const bool first = first_;
  name(member);
  ObjectText inner(out_);
  write(inner);
  inner.close();
  if (!inner.first_) return;
  out_.resize(before);
  first_ = first;
}

template <class Items, class Element>
void ObjectText::objects(std::string_view member, const Items& items, Element element) {
  if (items.empty()) return;
  name(member);
  char before = '[';
  for (const auto& item : items) {
    out_ += before;
    ObjectText inner(out_);
    element(item, inner);
    inner.close();
    before = ',';
  }
  out_ += ']';
}

template <class Items, class ToText>
void ObjectText::texts(std::string_view member, const Items& items, ToText to_text) {
  if (items.empty()) return;
  name(member);
  char before = '[';
  for (const auto& item : items) {
    out_ += before;
    append_json_string(out_, to_text(item));
    before = ',';
  }
  out_ += ']';
}

}  // namespace spoor
