#include "crawler/fetch/content_type.h"

#include <algorithm>
#include <array>

#include "storage/base/url.h"

namespace spoor::fetch {

using namespace std::string_view_literals;

namespace {

constexpr const char* kExecutable = "executable";
constexpr const char* kArchive = "archive";
constexpr const char* kDiskImage = "disk image";
constexpr const char* kOffice = "office document";
constexpr const char* kApp = "app package";
constexpr const char* kShortcut = "shortcut";
constexpr const char* kUnknownBinary = "unknown binary";

constexpr BodyJudgement kText{BodyKind::text, ""};
constexpr BodyJudgement kUnknown{BodyKind::unknown, ""};
constexpr BodyJudgement unwanted(const char* reason) { return {BodyKind::unwanted, reason}; }

struct Row {
  std::string_view name;
  BodyJudgement judgement;
};

// Whole media types. What is not here is judged by its prefix and suffix, then by its bytes.
constexpr Row kTypes[] = {
    {"application/json", kText},
    {"application/ld+json", kText},
    {"application/x-ndjson", kText},
    {"application/xml", kText},
    {"application/javascript", kText},
    {"application/x-javascript", kText},
    {"application/ecmascript", kText},
    {"application/x-mpegurl", kText},
    {"application/vnd.apple.mpegurl", kText},
    {"application/pdf", {BodyKind::document, ""}},
    {"application/x-pdf", {BodyKind::document, ""}},
    {"application/ogg", {BodyKind::audio_video, ""}},
    {"application/mp4", {BodyKind::audio_video, ""}},
    {"application/vnd.ms-fontobject", {BodyKind::font, ""}},
    {"application/font-woff", {BodyKind::font, ""}},
    {"application/font-woff2", {BodyKind::font, ""}},
    {"application/font-sfnt", {BodyKind::font, ""}},
    {"application/x-font-ttf", {BodyKind::font, ""}},
    {"application/x-font-otf", {BodyKind::font, ""}},
    {"application/x-font-woff", {BodyKind::font, ""}},
    {"application/x-msdownload", unwanted(kExecutable)},
    {"application/x-msdos-program", unwanted(kExecutable)},
    {"application/x-dosexec", unwanted(kExecutable)},
    {"application/vnd.microsoft.portable-executable", unwanted(kExecutable)},
    {"application/x-executable", unwanted(kExecutable)},
    {"application/x-elf", unwanted(kExecutable)},
    {"application/x-sharedlib", unwanted(kExecutable)},
    {"application/x-mach-binary", unwanted(kExecutable)},
    {"application/x-msi", unwanted(kExecutable)},
    {"application/x-ms-installer", unwanted(kExecutable)},
    {"application/x-ms-application", unwanted(kExecutable)},
    {"application/hta", unwanted(kExecutable)},
    {"application/java-archive", unwanted(kExecutable)},
    {"application/x-java-archive", unwanted(kExecutable)},
    {"application/java-vm", unwanted(kExecutable)},
    {"application/wasm", unwanted(kExecutable)},
    {"application/x-shockwave-flash", unwanted(kExecutable)},
    {"application/vnd.android.package-archive", unwanted(kApp)},
    {"application/x-debian-package", unwanted(kApp)},
    {"application/vnd.debian.binary-package", unwanted(kApp)},
    {"application/x-rpm", unwanted(kApp)},
    {"application/x-redhat-package-manager", unwanted(kApp)},
    {"application/x-chrome-extension", unwanted(kApp)},
    {"application/x-xpinstall", unwanted(kApp)},
    {"application/zip", unwanted(kArchive)},
    {"application/x-zip", unwanted(kArchive)},
    {"application/x-zip-compressed", unwanted(kArchive)},
    {"application/gzip", unwanted(kArchive)},
    {"application/x-gzip", unwanted(kArchive)},
    {"application/x-bzip", unwanted(kArchive)},
    {"application/x-bzip2", unwanted(kArchive)},
    {"application/x-xz", unwanted(kArchive)},
    {"application/zstd", unwanted(kArchive)},
    {"application/x-tar", unwanted(kArchive)},
    {"application/x-gtar", unwanted(kArchive)},
    {"application/x-compressed", unwanted(kArchive)},
    {"application/x-rar", unwanted(kArchive)},
    {"application/x-rar-compressed", unwanted(kArchive)},
    {"application/vnd.rar", unwanted(kArchive)},
    {"application/x-7z-compressed", unwanted(kArchive)},
    {"application/vnd.ms-cab-compressed", unwanted(kArchive)},
    {"application/x-lzh-compressed", unwanted(kArchive)},
    {"application/epub+zip", unwanted(kArchive)},
    {"application/x-iso9660-image", unwanted(kDiskImage)},
    {"application/x-apple-diskimage", unwanted(kDiskImage)},
    {"application/x-raw-disk-image", unwanted(kDiskImage)},
    {"application/vnd.efi.iso", unwanted(kDiskImage)},
    {"application/msword", unwanted(kOffice)},
    {"application/vnd.ms-excel", unwanted(kOffice)},
    {"application/vnd.ms-powerpoint", unwanted(kOffice)},
    {"application/vnd.ms-office", unwanted(kOffice)},
    {"application/rtf", unwanted(kOffice)},
    {"text/rtf", unwanted(kOffice)},
    {"application/onenote", unwanted(kOffice)},
    {"application/x-ms-shortcut", unwanted(kShortcut)},
};

constexpr Row kTypePrefixes[] = {
    {"text/", kText},
    {"image/", {BodyKind::image, ""}},
    {"audio/", {BodyKind::audio_video, ""}},
    {"video/", {BodyKind::audio_video, ""}},
    {"font/", {BodyKind::font, ""}},
    {"application/vnd.openxmlformats-officedocument", unwanted(kOffice)},
    {"application/vnd.oasis.opendocument", unwanted(kOffice)},
    {"application/vnd.ms-word.", unwanted(kOffice)},
    {"application/vnd.ms-excel.", unwanted(kOffice)},
    {"application/vnd.ms-powerpoint.", unwanted(kOffice)},
};

constexpr Row kTypeSuffixes[] = {
    {"+xml", kText},
    {"+json", kText},
};

constexpr Row kExtensions[] = {
    {"exe", unwanted(kExecutable)}, {"scr", unwanted(kExecutable)},  {"dll", unwanted(kExecutable)},
    {"msi", unwanted(kExecutable)}, {"msix", unwanted(kExecutable)}, {"pif", unwanted(kExecutable)},
    {"cpl", unwanted(kExecutable)}, {"sys", unwanted(kExecutable)},  {"hta", unwanted(kExecutable)},
    {"bat", unwanted(kExecutable)}, {"cmd", unwanted(kExecutable)},  {"ps1", unwanted(kExecutable)},
    {"vbs", unwanted(kExecutable)}, {"vbe", unwanted(kExecutable)},  {"jse", unwanted(kExecutable)},
    {"wsf", unwanted(kExecutable)}, {"jar", unwanted(kExecutable)},  {"elf", unwanted(kExecutable)},
    {"run", unwanted(kExecutable)}, {"wasm", unwanted(kExecutable)}, {"swf", unwanted(kExecutable)},
    {"apk", unwanted(kApp)},        {"xapk", unwanted(kApp)},        {"aab", unwanted(kApp)},
    {"ipa", unwanted(kApp)},        {"deb", unwanted(kApp)},         {"rpm", unwanted(kApp)},
    {"pkg", unwanted(kApp)},        {"crx", unwanted(kApp)},         {"xpi", unwanted(kApp)},
    {"appimage", unwanted(kApp)},   {"dex", unwanted(kExecutable)},  {"zip", unwanted(kArchive)},
    {"rar", unwanted(kArchive)},    {"7z", unwanted(kArchive)},      {"gz", unwanted(kArchive)},
    {"tgz", unwanted(kArchive)},    {"bz2", unwanted(kArchive)},     {"xz", unwanted(kArchive)},
    {"zst", unwanted(kArchive)},    {"tar", unwanted(kArchive)},     {"cab", unwanted(kArchive)},
    {"lzh", unwanted(kArchive)},    {"ace", unwanted(kArchive)},     {"arj", unwanted(kArchive)},
    {"epub", unwanted(kArchive)},   {"iso", unwanted(kDiskImage)},   {"img", unwanted(kDiskImage)},
    {"dmg", unwanted(kDiskImage)},  {"vhd", unwanted(kDiskImage)},   {"vhdx", unwanted(kDiskImage)},
    {"vmdk", unwanted(kDiskImage)}, {"doc", unwanted(kOffice)},      {"dot", unwanted(kOffice)},
    {"docx", unwanted(kOffice)},    {"docm", unwanted(kOffice)},     {"dotm", unwanted(kOffice)},
    {"xls", unwanted(kOffice)},     {"xlsx", unwanted(kOffice)},     {"xlsm", unwanted(kOffice)},
    {"xlsb", unwanted(kOffice)},    {"xltm", unwanted(kOffice)},     {"xlam", unwanted(kOffice)},
    {"ppt", unwanted(kOffice)},     {"pptx", unwanted(kOffice)},     {"pptm", unwanted(kOffice)},
    {"potm", unwanted(kOffice)},    {"ppam", unwanted(kOffice)},     {"ppsm", unwanted(kOffice)},
    {"sldm", unwanted(kOffice)},    {"rtf", unwanted(kOffice)},      {"one", unwanted(kOffice)},
    {"lnk", unwanted(kShortcut)},   {"url", unwanted(kShortcut)},    {"scf", unwanted(kShortcut)},
};

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  BodyJudgement judgement;
};

// Longer and more telling marks first.
constexpr Magic kUnwantedMagic[] = {
    {0,
     "\x7f"
     "ELF"sv,
     unwanted(kExecutable)},
    {0, "dex\n"sv, unwanted(kExecutable)},
    {0, "\xfe\xed\xfa\xce"sv, unwanted(kExecutable)},  // Mach-O, 32 and 64 bits, both byte orders
    {0, "\xfe\xed\xfa\xcf"sv, unwanted(kExecutable)},
    {0, "\xce\xfa\xed\xfe"sv, unwanted(kExecutable)},
    {0, "\xcf\xfa\xed\xfe"sv, unwanted(kExecutable)},
    {0, "\xca\xfe\xba\xbe"sv, unwanted(kExecutable)},  // Mach-O of many architectures, Java class
    {0, "\0asm"sv, unwanted(kExecutable)},
    {0, "FWS"sv, unwanted(kExecutable)},
    {0, "CWS"sv, unwanted(kExecutable)},
    {0, "ZWS"sv, unwanted(kExecutable)},
    {0, "PK\x03\x04"sv, unwanted(kArchive)},  // also APK, JAR, Office
    {0, "PK\x05\x06"sv, unwanted(kArchive)},
    {0, "Rar!\x1a\x07"sv, unwanted(kArchive)},
    {0, "7z\xbc\xaf\x27\x1c"sv, unwanted(kArchive)},
    {0, "BZh"sv, unwanted(kArchive)},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     unwanted(kArchive)},
    {0, "\x28\xb5\x2f\xfd"sv, unwanted(kArchive)},
    {0, "MSCF"sv, unwanted(kArchive)},
    {257, "ustar"sv, unwanted(kArchive)},
    {7, "**ACE**"sv, unwanted(kArchive)},
    {0, "!<arch>\n"sv, unwanted(kApp)},
    {0, "\xed\xab\xee\xdb"sv, unwanted(kApp)},
    {0, "Cr24"sv, unwanted(kApp)},
    {0, "xar!"sv, unwanted(kApp)},
    {0, "conectix"sv, unwanted(kDiskImage)},
    {0, "vhdxfile"sv, unwanted(kDiskImage)},
    {0, "KDMV"sv, unwanted(kDiskImage)},
    {0, "QFI\xfb"sv, unwanted(kDiskImage)},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, unwanted(kOffice)},  // OLE2, also MSI
    {0, "{\\rtf"sv, unwanted(kOffice)},
    {0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"sv, unwanted(kOffice)},  // OneNote
    {0, "L\0\0\0\x01\x14\x02\0"sv, unwanted(kShortcut)},
};

constexpr Magic kWantedMagic[] = {
    {0, "%PDF-"sv, {BodyKind::document, ""}},
    {0, "\x89PNG\r\n\x1a\n"sv, {BodyKind::image, ""}},
    {0, "\xff\xd8\xff"sv, {BodyKind::image, ""}},
    {0, "GIF8"sv, {BodyKind::image, ""}},
    {0, "BM"sv, {BodyKind::image, ""}},
    {0, "\0\0\x01\0"sv, {BodyKind::image, ""}},  // ICO
    {0, "II*\0"sv, {BodyKind::image, ""}},
    {0, "MM\0*"sv, {BodyKind::image, ""}},
    {0, "\xff\x0a"sv, {BodyKind::image, ""}},  // JPEG XL
    {8, "WEBP"sv, {BodyKind::image, ""}},
    {4, "ftypavif"sv, {BodyKind::image, ""}},
    {4, "ftypheic"sv, {BodyKind::image, ""}},
    {4, "ftypmif1"sv, {BodyKind::image, ""}},
    {4, "ftyp"sv, {BodyKind::audio_video, ""}},
    {4, "styp"sv, {BodyKind::audio_video, ""}},
    {4, "moof"sv, {BodyKind::audio_video, ""}},
    {0, "\x1a\x45\xdf\xa3"sv, {BodyKind::audio_video, ""}},  // Matroska, WebM
    {0, "OggS"sv, {BodyKind::audio_video, ""}},
    {0, "ID3"sv, {BodyKind::audio_video, ""}},
    {0, "fLaC"sv, {BodyKind::audio_video, ""}},
    {0, "FLV\x01"sv, {BodyKind::audio_video, ""}},
    {8, "WAVE"sv, {BodyKind::audio_video, ""}},
    {8, "AVI "sv, {BodyKind::audio_video, ""}},
    {0, "#!AMR"sv, {BodyKind::audio_video, ""}},
    {0, "\xff\xfb"sv, {BodyKind::audio_video, ""}},  // MPEG audio, AAC
    {0, "\xff\xf3"sv, {BodyKind::audio_video, ""}},
    {0, "\xff\xf2"sv, {BodyKind::audio_video, ""}},
    {0, "\xff\xf1"sv, {BodyKind::audio_video, ""}},
    {0, "\xff\xf9"sv, {BodyKind::audio_video, ""}},
    {0, "wOFF"sv, {BodyKind::font, ""}},
    {0, "wOF2"sv, {BodyKind::font, ""}},
    {0, "OTTO"sv, {BodyKind::font, ""}},
    {0, "\0\x01\0\0"sv, {BodyKind::font, ""}},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
  return out;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool has_magic(std::string_view bytes, const Magic& magic) {
  return bytes.size() >= magic.offset + magic.bytes.size() &&
         bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes;
}

template <std::size_t N>
BodyJudgement find_magic(std::string_view bytes, const Magic (&table)[N]) {
  for (const Magic& magic : table) {
    if (has_magic(bytes, magic)) return magic.judgement;
  }
  return kUnknown;
}

BodyJudgement judge_type(std::string_view type) {
  for (const Row& row : kTypes) {
    if (type == row.name) return row.judgement;
  }
  for (const Row& row : kTypePrefixes) {
    if (type.starts_with(row.name)) return row.judgement;
  }
  for (const Row& row : kTypeSuffixes) {
    if (type.ends_with(row.name)) return row.judgement;
  }
  return kUnknown;
}

BodyJudgement judge_file_name(std::string_view name) {
  const std::string low = lower(name.substr(name.find_last_of("/\\") + 1));
  if (low.ends_with(".xml.gz")) return kText;  // sitemaps
  const auto dot = low.rfind('.');
  if (dot == low.npos) return kUnknown;
  const std::string_view extension = std::string_view(low).substr(dot + 1);
  for (const Row& row : kExtensions) {
    if (extension == row.name) return row.judgement;
  }
  return kUnknown;
}

// "MZ" alone begins ordinary words; a program has zero bytes in its header.
bool is_dos_program(std::string_view bytes) {
  return bytes.starts_with("MZ") && bytes.substr(0, 64).find('\0') != bytes.npos;
}

// Text by the rule of the WHATWG MIME Sniffing Standard, section 3: a byte order mark or no binary data byte.
bool is_text(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf") || bytes.starts_with("\xfe\xff") || bytes.starts_with("\xff\xfe")) return true;
  return std::none_of(bytes.begin(), bytes.end(), [](unsigned char c) {
    return c <= 8 || c == 11 || (c >= 14 && c <= 26) || (c >= 28 && c <= 31);
  });
}

// The value of one parameter, quotes undone; "" if absent.
std::string parameter(std::string_view rest, std::string_view wanted) {
  while (!rest.empty()) {
    const auto equals = rest.find_first_of("=;");
    if (equals == rest.npos) return {};
    if (rest[equals] == ';') {
      rest.remove_prefix(equals + 1);
      continue;
    }
    const std::string name = lower(trim(rest.substr(0, equals)));
    rest = trim(rest.substr(equals + 1));
    std::string value;
    std::size_t end = 0;
    if (rest.starts_with('"')) {
      for (end = 1; end < rest.size() && rest[end] != '"'; ++end) {
        if (rest[end] == '\\' && end + 1 < rest.size()) ++end;
        value += rest[end];
      }
    } else {
      end = std::min(rest.find(';'), rest.size());
      value = trim(rest.substr(0, end));
    }
    if (name == wanted) return value;
    const auto next = rest.find(';', std::min(end, rest.size()));
    rest = next == rest.npos ? std::string_view() : rest.substr(next + 1);
  }
  return {};
}

}  // namespace

std::string media_type(std::string_view content_type) {
  return lower(trim(content_type.substr(0, content_type.find_first_of(";,"))));
}

std::string disposition_filename(std::string_view content_disposition) {
  const std::string extended = parameter(content_disposition, "filename*");  // RFC 8187: charset'language'value
  const auto quote = extended.rfind('\'');
  if (quote != extended.npos) return percent_decode(std::string_view(extended).substr(quote + 1));
  return parameter(content_disposition, "filename");
}

BodyJudgement judge_head(const warc::Headers& headers, std::string_view url_path) {
  const auto disposition = warc::header(headers, "Content-Disposition");
  const std::string name = disposition ? disposition_filename(*disposition) : std::string();
  const BodyJudgement by_name = judge_file_name(name);
  if (by_name.kind != BodyKind::unknown) return by_name;
  const BodyJudgement by_type = judge_type(media_type(warc::header(headers, "Content-Type").value_or("")));
  const BodyJudgement by_path = judge_file_name(percent_decode(url_path));
  if (by_type.kind == BodyKind::unwanted && by_path.kind == BodyKind::text) return by_path;
  return by_type.kind == BodyKind::unknown ? by_path : by_type;
}

BodyJudgement judge_disguise(std::string_view prefix) {
  if (is_dos_program(prefix)) return unwanted(kExecutable);
  const BodyJudgement found = find_magic(prefix, kUnwantedMagic);
  // Marks made of letters only also begin texts ("BZh...", "FWS is short for"): binary bytes must follow.
  return found.kind == BodyKind::unwanted && (!is_text(prefix) || prefix.starts_with("{\\rtf")) ? found : kUnknown;
}

BodyJudgement judge_bytes(std::string_view prefix) {
  if (prefix.starts_with("\x1f\x8b\x08")) return unwanted(kArchive);
  if (const auto disguise = judge_disguise(prefix); disguise.kind == BodyKind::unwanted) return disguise;
  if (is_text(prefix) && !prefix.starts_with("%PDF-")) return kText;
  const BodyJudgement found = find_magic(prefix, kWantedMagic);
  return found.kind == BodyKind::unknown ? unwanted(kUnknownBinary) : found;
}

}  // namespace spoor::fetch
