#include "storage/base/url.h"
#include "storage/base/url_record.h"

namespace spoor {
namespace url {
namespace {

constexpr std::string_view members(EncodeSet set) {
  switch (set) {
    case EncodeSet::c0:
      return "";
    case EncodeSet::fragment:
      return " \"<>`";
    case EncodeSet::query:
      return " \"#<>";
    case EncodeSet::special_query:
      return " \"#<>'";
    case EncodeSet::path:
      return " \"#<>?^`{}";
    case EncodeSet::userinfo:
      return " \"#<>?^`{}/:;=@[\\]|";
  }
  return "";
}

}  // namespace

void append_encoded(std::string& out, std::string_view bytes, EncodeSet set) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string_view encoded = members(set);
  for (unsigned char byte : bytes) {
    if (byte > 0x1f && byte < 0x7f && encoded.find(static_cast<char>(byte)) == std::string_view::npos) {
      out += static_cast<char>(byte);
      continue;
    }
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

}  // namespace url

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void append_percent_encoded(std::string& out, unsigned char byte) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

std::string percent_encode_component(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    bool unreserved = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                      c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += static_cast<char>(c);
    } else {
      append_percent_encoded(out, c);
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    std::size_t end = query.find('&');
    std::string_view part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (part.empty()) continue;
    std::size_t equals = part.find('=');
    std::string_view value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    pairs.emplace_back(part.substr(0, equals), value);
  }
  return pairs;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  auto decode = [](std::string text) {
    for (char& c : text) c = c == '+' ? ' ' : c;
    return percent_decode(text);
  };
  for (const auto& [key, value] : query_pairs(query))
    if (decode(key) == name) return decode(value);
  return std::nullopt;
}

}  // namespace spoor
