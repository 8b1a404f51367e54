#include "tests/web/reshape.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

#include <brotli/encode.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <zstd.h>

namespace spoor::web {
namespace {

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t begin = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, begin)) {
    out.append(text, begin, at - begin).append(with);
    begin = at + what.size();
  }
  return out.append(text, begin);
}

bool takes_session(std::string_view link) {
  if (link.empty() || link[0] == '#' || link.substr(0, 2) == "//") return false;
  const std::string_view path = link.substr(0, link.find_first_of("?#"));
  if (path.find(':') != std::string_view::npos) return false;
  for (const std::string_view end : {".css", ".js", ".png", ".jpg", ".gif", ".ico", ".xml"}) {
    if (path.ends_with(end)) return false;
  }
  return true;
}

}  // namespace

std::string with_session_ids(std::string_view html, std::string_view name, std::string_view value) {
  std::string out;
  out.reserve(html.size() + html.size() / 8);
  std::size_t begin = 0;
  for (auto at = html.find("<a "); at != std::string_view::npos; at = html.find("<a ", at + 3)) {
    const auto end = html.find('>', at);
    if (end == std::string_view::npos) break;
    const auto href = html.substr(at, end - at).find("href=\"");
    if (href == std::string_view::npos) continue;
    const auto from = at + href + 6, to = html.find('"', at + href + 6);
    if (to == std::string_view::npos || to > end) continue;
    const std::string_view link = html.substr(from, to - from);
    if (!takes_session(link)) continue;
    const auto fragment = std::min(link.find('#'), link.size());
    out.append(html, begin, from + fragment - begin);
    out += link.substr(0, fragment).find('?') == std::string_view::npos ? "?" : "&amp;";
    out.append(name).append("=").append(value);
    begin = from + fragment;
  }
  return out.append(html, begin);
}

std::string without_parameter(std::string_view target, std::string_view name) {
  const auto query = target.find('?');
  if (query == std::string_view::npos) return std::string(target);
  std::string out(target.substr(0, query));
  char mark = '?';
  for (auto at = query + 1; at <= target.size();) {
    const auto end = std::min(target.find('&', at), target.size());
    const std::string_view pair = target.substr(at, end - at);
    const bool is_it = pair.substr(0, pair.find('=')) == name;
    if (!is_it) {
      out += mark;
      out.append(pair);
      mark = '&';
    }
    at = end + 1;
  }
  return out;
}

std::string with_footer(std::string html, std::string_view footer) {
  const auto at = html.rfind("</body>");
  html.insert(at == std::string::npos ? html.size() : at, footer);
  return html;
}

std::string calendar_page(std::string_view month) {
  int year = 2025, number = 1;
  if (month.size() == 7 && month[4] == '-') {
    std::from_chars(month.data(), month.data() + 4, year);
    std::from_chars(month.data() + 5, month.data() + 7, number);
  }
  number = std::clamp(number, 1, 12);
  const auto name = [](int y, int m) {
    if (m < 1) --y, m = 12;
    if (m > 12) ++y, m = 1;
    return fmt::format("{:04}-{:02}", std::clamp(y, 1, 9998), m);
  };
  std::string days;
  for (int day = 1; day <= 28; ++day)
    days += fmt::format("<td><a href=\"/calendar?month={0}&amp;day={1}\">{1}</a></td>", name(year, number), day);
  return fmt::format(
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Calendar {0}</title></head>\n<body><h1>{0}</h1>\n"
      "<a href=\"/calendar?month={1}\" rel=\"prev\">&laquo;</a> <a href=\"/calendar?month={2}\" "
      "rel=\"next\">&raquo;</a>"
      "\n<table class=\"calendar\"><tr>{3}</tr></table>\n<p>No events.</p></body></html>\n",
      name(year, number), name(year, number - 1), name(year, number + 1), days);
}

std::string with_https(std::string_view text, std::string_view host) {
  const std::string plain = replaced(text, fmt::format("http://{}", host), fmt::format("https://{}", host));
  return replaced(plain, fmt::format("http:\\/\\/{}", host), fmt::format("https:\\/\\/{}", host));
}

std::string native_charset(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  if (base == "ru" || base == "uk" || base == "bg") return "windows-1251";
  if (base == "zh") return "gb18030";
  if (base == "ja") return "shift_jis";
  if (base == "ko") return "euc-kr";
  if (base == "en" || base == "fr" || base == "de" || base == "es" || base == "pt") return "windows-1252";
  if (base == "tr") return "windows-1254";
  return "utf-16le";
}

namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// Appends `text` (UTF-8) in the charset; `escape`: how characters that it lacks are written.
void convert(UConverter* converter, std::string_view text, const char* escape, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  UConverterFromUCallback old = nullptr;
  const void* old_context = nullptr;
  ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_ESCAPE, escape, &old, &old_context, &status);
  std::vector<UChar> wide(text.size() + 1);
  const Converter utf8(ucnv_open("UTF-8", &status));
  if (U_FAILURE(status)) return;
  const auto length = ucnv_toUChars(utf8.get(), wide.data(), static_cast<std::int32_t>(wide.size()), text.data(),
                                    static_cast<std::int32_t>(text.size()), &status);
  std::string bytes(static_cast<std::size_t>(length) * 12 + 16, '\0');
  const auto size =
      ucnv_fromUChars(converter, bytes.data(), static_cast<std::int32_t>(bytes.size()), wide.data(), length, &status);
  if (U_SUCCESS(status)) out.append(bytes, 0, static_cast<std::size_t>(size));
}

// The value of the page's <meta ... charset=...>; empty range when it has none.
std::pair<std::size_t, std::size_t> meta_charset(std::string_view html) {
  const std::string_view head = html.substr(0, 2048);
  for (auto at = head.find("<meta"); at != std::string_view::npos; at = head.find("<meta", at + 5)) {
    const auto end = head.find('>', at);
    auto value = head.find("charset=", at);
    if (end == std::string_view::npos) break;
    if (value == std::string_view::npos || value > end) continue;
    value += 8;
    if (head[value] == '"') ++value;
    return {value, head.find_first_of("\"> /;", value)};
  }
  return {0, 0};
}

std::string with_declaration(std::string_view html, const std::string& charset, Declared declared) {
  const auto [begin, end] = meta_charset(html);
  std::string out(html);
  if (declared == Declared::wrongly) return out;
  const std::string name = declared == Declared::meta || declared == Declared::header ? charset : "";
  if (end > begin) {
    if (!name.empty()) return out.replace(begin, end - begin, name);
    const auto open = html.rfind("<meta", begin), close = html.find('>', begin);
    return out.erase(open, close + 1 - open);
  }
  if (declared != Declared::meta) return out;
  const auto head = html.find("<head>");
  return out.insert(head == std::string_view::npos ? 0 : head + 6, "<meta charset=\"" + charset + "\">");
}

}  // namespace

Result<std::string> in_charset(std::string_view html, const std::string& charset, Declared declared) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open(charset.c_str(), &status));
  if (U_FAILURE(status)) return Error{ErrorCode::invalid_argument, "ICU knows no such charset", charset};
  const std::string text = with_declaration(html, charset, declared);
  std::string out;
  if (charset.starts_with("utf-16le") || charset.starts_with("UTF-16LE")) out = "\xff\xfe";
  for (std::size_t at = 0; at < text.size();) {
    const auto script = std::min(text.find("<script", at), text.size());
    convert(converter.get(), std::string_view(text).substr(at, script - at), UCNV_ESCAPE_XML_DEC, out);
    const auto end = std::min(text.find("</script", script), text.size());
    convert(converter.get(), std::string_view(text).substr(script, end - script), UCNV_ESCAPE_JAVA, out);
    at = end;
    if (at < text.size()) {
      convert(converter.get(), "</script", UCNV_ESCAPE_XML_DEC, out);
      at += 8;
    }
  }
  return out;
}

std::string content_type_in(const std::string& charset, Declared declared) {
  if (declared == Declared::header) return "text/html; charset=" + charset;
  if (declared == Declared::wrongly) return "text/html; charset=utf-8";
  return "text/html";
}

std::string_view to_string(Coding coding) {
  switch (coding) {
    case Coding::gzip:
      return "gzip";
    case Coding::br:
      return "br";
    case Coding::zstd:
      return "zstd";
    case Coding::identity:
      break;
  }
  return "identity";
}

Coding coding_for(std::string_view accept_encoding, std::string_view as) {
  const auto accepts = [&](std::string_view name) {
    for (std::size_t at = 0; at < accept_encoding.size();) {
      const auto end = std::min(accept_encoding.find(',', at), accept_encoding.size());
      std::string_view item = accept_encoding.substr(at, end - at);
      item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
      const std::string_view coding = item.substr(0, item.find_first_of(" ;"));
      if (coding == name && !item.ends_with("q=0")) return true;
      at = end + 1;
    }
    return false;
  };
  for (const Coding coding : {Coding::zstd, Coding::br, Coding::gzip}) {
    if ((as == "any" || as == to_string(coding)) && accepts(to_string(coding))) return coding;
  }
  return Coding::identity;
}

std::string encoded(std::string_view body, Coding coding) {
  std::string out;
  if (coding == Coding::gzip) {
    const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
        libdeflate_alloc_compressor(6), libdeflate_free_compressor);
    out.resize(libdeflate_gzip_compress_bound(compressor.get(), body.size()));
    out.resize(libdeflate_gzip_compress(compressor.get(), body.data(), body.size(), out.data(), out.size()));
  } else if (coding == Coding::br) {
    std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
    out.resize(size);
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                          reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
  } else if (coding == Coding::zstd) {
    out.resize(ZSTD_compressBound(body.size()));
    out.resize(ZSTD_compress(out.data(), out.size(), body.data(), body.size(), 3));
  } else {
    out = body;
  }
  return out;
}

}  // namespace spoor::web
