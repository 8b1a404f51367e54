#include "tests/web/fill.h"

#include <algorithm>
#include <stdexcept>

namespace spoor::web {

std::string fill(std::string_view text, Filling values) {
  std::string out;
  out.reserve(text.size() * 2);
  for (;;) {
    const std::size_t begin = text.find("[=");
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) return out;
    const std::size_t end = text.find("=]", begin);
    if (end == std::string_view::npos) throw std::logic_error("template: [= without =]");
    const std::string_view name = text.substr(begin + 2, end - begin - 2);
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == name; });
    if (value == values.end()) throw std::logic_error("template: no value for " + std::string(name));
    out += value->second;
    text.remove_prefix(end + 2);
  }
}

}  // namespace spoor::web
