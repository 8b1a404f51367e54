#include <algorithm>
#include <string>
#include <string_view>

#include "crawler/seeds/link_finder.h"

namespace spoor::seeds {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z'); }

struct Form {
  std::string_view written, meant;
};

// Longer forms first.
constexpr Form kBracketed[] = {
    {"[://]", "://"}, {"(://)", "://"}, {"{://}", "://"}, {"[:]//", "://"}, {"[:/]", ":/"}, {"[dot]", "."},
    {"(dot)", "."},   {"{dot}", "."},   {"[at]", "@"},    {"(at)", "@"},    {"{at}", "@"},  {"[.]", "."},
    {"(.)", "."},     {"{.}", "."},     {"[:]", ":"},     {"(:)", ":"},     {"{:}", ":"},   {"[/]", "/"},
    {"[@]", "@"},     {"[,]", "."},     {"[. ]", "."},    {"[ .]", "."},    {"[ . ]", "."},
};

constexpr std::string_view kSchemes[] = {"hxxps", "hxxp", "h**ps", "h**p", "hxtps", "hxtp", "htxps", "htxp", "http[s]"};

// The scheme's length when one that is defanged begins here.
std::size_t defanged_scheme(std::string_view text) {
  for (const std::string_view scheme : kSchemes) {
    if (!starts_with(text, scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    if (starts_with(rest, ":") || starts_with(rest, "[:") || starts_with(rest, "(:") || starts_with(rest, "{:")) {
      return scheme.size();
    }
  }
  return 0;
}

}  // namespace

std::string refang(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (lower(c) == 'h' && (i == 0 || !is_alnum(text[i - 1]))) {
      if (const std::size_t length = defanged_scheme(rest)) {
        out += lower(rest[length - 1]) == 's' || rest[length - 1] == ']' ? "https" : "http";
        i += length;
        continue;
      }
    }
    if (c == '[' || c == '(' || c == '{') {
      const auto* form = std::find_if(std::begin(kBracketed), std::end(kBracketed),
                                      [&](const Form& each) { return starts_with(rest, each.written); });
      if (form != std::end(kBracketed)) {
        out += form->meant;
        i += form->written.size();
        continue;
      }
    }
    if (c == '\\' && i + 1 < text.size() && text[i + 1] == '.') {
      ++i;
      continue;
    }
    out += c;
    ++i;
  }
  return out;
}

}  // namespace spoor::seeds
