#include "adapters/kit/charset.h"

#include <algorithm>
#include <memory>

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>

#include "adapters/kit/charset_labels.h"
#include "adapters/kit/charset_sniff.h"
#include "adapters/kit/text.h"
#include "adapters/kit/utf8.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kPrescan = 1024;        // what the HTML Standard looks at
constexpr std::size_t kLongHead = 16u << 10;  // where else a <meta> is looked for before guessing
constexpr std::size_t kGuess = 64u << 10;
constexpr std::size_t kUnits = 4096;  // of UTF-16, converted at once

void replace_broken(const void*, UConverterToUnicodeArgs* args, const char*, int32_t, UConverterCallbackReason reason,
                    UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  *error = U_ZERO_ERROR;
  const UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, error);
}

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Surrogates without their other half become U+FFFD.
void append_utf16(std::string& out, const UChar* text, std::size_t length) {
  char utf8[3 * kUnits];
  std::int32_t size = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strToUTF8WithSub(utf8, sizeof utf8, &size, text, static_cast<std::int32_t>(length), 0xFFFD, nullptr, &error);
  if (U_SUCCESS(error)) out.append(utf8, static_cast<std::size_t>(size));
}

std::string convert(std::string_view bytes, const Charset& charset) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UConverter, Close> from(ucnv_open(charset.icu, &error));
  if (U_FAILURE(error)) return valid_utf8(bytes);
  ucnv_setToUCallBack(from.get(), replace_broken, nullptr, nullptr, nullptr, &error);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  UChar buffer[kUnits];
  std::size_t held = 0;  // 1: the first half of a pair, cut by the end of the buffer
  const char* source = bytes.data();
  const char* end = source + bytes.size();
  bool more = true;
  while (more) {
    UChar* target = buffer + held;
    error = U_ZERO_ERROR;
    ucnv_toUnicode(from.get(), &target, buffer + kUnits, &source, end, nullptr, true, &error);
    more = error == U_BUFFER_OVERFLOW_ERROR;
    const auto length = static_cast<std::size_t>(target - buffer);
    held = more && U16_IS_LEAD(buffer[length - 1]) ? 1 : 0;
    append_utf16(out, buffer, length - held);
    if (held != 0) buffer[0] = buffer[length - 1];
    if (U_FAILURE(error) && !more) break;
  }
  return out;
}

const Charset* guess(std::string_view bytes) {
  std::size_t begin = ascii_prefix(bytes);
  begin = begin == bytes.size() ? 0 : begin - std::min<std::size_t>(begin, 64);
  bytes = bytes.substr(begin, kGuess);
  uchardet_t detector = uchardet_new();
  uchardet_handle_data(detector, bytes.data(), bytes.size());
  uchardet_data_end(detector);
  const Charset* charset = charset_of_label(uchardet_get_charset(detector));
  uchardet_delete(detector);
  return charset;
}

struct Bom {
  const char* label = nullptr;
  std::size_t bytes = 0;
};

Bom bom_of(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") return {"utf-8", 3};
  if (bytes.substr(0, 2) == "\xFF\xFE") return {"utf-16le", 2};
  if (bytes.substr(0, 2) == "\xFE\xFF") return {"utf-16be", 2};
  return {};
}

const Charset* stated_charset(std::string_view bytes, std::string_view content_type) {
  if (const Charset* charset = charset_of_content_type(content_type)) return charset;
  std::string_view head = bytes.substr(0, kPrescan);
  if (const Charset* charset = xml_declaration(head)) return charset;
  return prescan_meta(head);
}

const Charset* unstated_charset(std::string_view bytes, std::string_view hint) {
  bool ascii = ascii_prefix(bytes) == bytes.size();
  bool escapes = ascii && bytes.find('\x1B') != std::string_view::npos;
  if (!escapes && (ascii || is_utf8(bytes))) return charset_of_label("utf-8");
  if (const Charset* charset = prescan_meta(bytes.substr(0, kLongHead))) return charset;
  if (const Charset* charset = charset_of_label(hint)) return charset;
  const Charset* charset = guess(bytes);
  return charset != nullptr ? charset : charset_of_label("windows-1252");
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

// The charset of bytes that are said to be UTF-8 and are hardly so anywhere beyond ASCII; nullptr where they are, but
// for some damage. `text`: the bytes with U+FFFD for what is broken.
const Charset* instead_of_utf8(std::string_view bytes, std::string_view text, std::string_view hint) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  const std::size_t broken = count_of(text, kReplacement) - count_of(bytes, kReplacement);
  const auto characters = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; }));
  if (broken < 2 || 2 * broken <= characters) return nullptr;
  const Charset* meta = prescan_meta(bytes.substr(0, kLongHead));
  if (meta != nullptr && meta->name != "utf-8") return meta;
  const Charset* charset = charset_of_label(hint);
  if (charset == nullptr || charset->name == "utf-8") charset = guess(bytes);
  if (charset == nullptr) charset = charset_of_label("windows-1252");
  return charset->name == "utf-8" ? nullptr : charset;
}

}  // namespace

Decoded decode_text(std::string_view bytes, std::string_view content_type, std::string_view hint) {
  Bom bom = bom_of(bytes);
  bytes.remove_prefix(bom.bytes);
  const Charset* charset = bom.label != nullptr ? charset_of_label(bom.label) : stated_charset(bytes, content_type);
  if (charset == nullptr) charset = unstated_charset(bytes, hint);
  Decoded out;
  out.charset = charset->name;
  if (charset->name == "utf-8") {
    const bool valid = is_utf8(bytes);
    out.utf8 = valid ? std::string(bytes) : valid_utf8(bytes);
    const Charset* real = valid || bom.label != nullptr ? nullptr : instead_of_utf8(bytes, out.utf8, hint);
    std::string text = real == nullptr ? "" : convert(bytes, *real);
    if (real != nullptr && text.find("\xEF\xBF\xBD") == std::string::npos)
      out = {std::move(text), std::string(real->name)};
  } else {
    out.utf8 = convert(bytes, *charset);
  }
  return out;
}

}  // namespace spoor::adapters
