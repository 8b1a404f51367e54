#include "adapters/kit/json_cut.h"

#include <vector>

namespace spoor::adapters {
namespace {

struct Open {
  char bracket = '[';
  std::size_t complete = 0;  // where the last complete element of a list ends; 0: there is none
};

// The index of the string's final quote, or the end of the text.
std::size_t string_end(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return at;
}

std::vector<Open> open_at_end(std::string_view text) {
  std::vector<Open> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      i = string_end(text, i);
    } else if (c == '[' || c == '{') {
      open.push_back({c, 0});
    } else if ((c == ']' || c == '}') && !open.empty()) {
      open.pop_back();
      if (!open.empty() && open.back().bracket == '[') open.back().complete = i + 1;
    } else if (c == ',' && !open.empty() && open.back().bracket == '[') {
      open.back().complete = i;
    }
  }
  return open;
}

}  // namespace

std::string closed_json(std::string_view cut) {
  const std::vector<Open> open = open_at_end(cut);
  for (std::size_t depth = 0; depth < open.size(); ++depth) {
    if (open[depth].complete == 0) continue;
    std::string text(cut.substr(0, open[depth].complete));
    for (std::size_t i = depth + 1; i-- > 0;) text += open[i].bracket == '[' ? ']' : '}';
    return text;
  }
  return {};
}

}  // namespace spoor::adapters
