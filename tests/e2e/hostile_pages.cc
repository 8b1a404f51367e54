#include "tests/e2e/hostile_pages.h"

#include <zlib.h>

#include <stdexcept>

namespace spoor::test {
namespace {

// Raw deflate that ends at a byte and depends on nothing before it.
std::string deflated(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib");
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FULL_FLUSH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

uLong crc_of(const std::string& bytes, uLong crc = 0) {
  return crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

void put_little_endian(std::string& out, std::uint64_t value) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>((value >> (8 * i)) & 0xff);
}

std::string bytes_of_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

std::string html(const std::string& body) {
  return "<!DOCTYPE html><html><head><title>x</title></head><body>" + body + "</body></html>";
}

}  // namespace

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string gzip_bomb(std::size_t megabytes, const std::string& before, const std::string& after) {
  const std::string zeros(1 << 20, '\0');
  std::string out("\x1f\x8b\x08\0\0\0\0\0\x02\x03", 10);
  if (!before.empty()) out += deflated(before);
  out += repeated(deflated(zeros), megabytes);
  if (!after.empty()) out += deflated(after);
  out += std::string("\x03\0", 2);  // an empty last block
  uLong crc = crc_of(before);
  const uLong crc_of_zeros = crc_of(zeros);
  for (std::size_t i = 0; i < megabytes; ++i) crc = crc32_combine(crc, crc_of_zeros, 1 << 20);
  put_little_endian(out, crc_of(after, crc));
  put_little_endian(out, before.size() + (static_cast<std::uint64_t>(megabytes) << 20) + after.size());
  return out;
}

// What `brotli -q 9` makes of 1 GB of zeros: the same 101 bytes fifteen times over.
std::string brotli_bomb() {
  const std::string unit =
      "effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffe3ffff1f001200715800baf77ffcffff034002200e0b40f7fe8fffff7f"
      "004800c46101e8defff1ffff0f000980382c00ddfb3ffeffff012001108705a07bffc7ffff3f002400e2b00074";
  const std::string tail =
      "effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffe3ffff1f001200715800baf77ffcffff034002200e0b40f7fe8fffff7f"
      "004800c46101e8defff1ffff0f000980382c00ddfbbffcffff032001108705a07bff07";
  return bytes_of_hex("cbffff3f002400e2b14072" + repeated(unit, 15) + tail);
}

Reply endless(Reply::Headers headers, std::string start, std::string piece) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  Reply reply = Reply::raw(head + start, Reply::Then::close);
  reply.more = [piece = repeated(piece, std::max<std::size_t>(1, 65'536 / piece.size()))] { return piece; };
  return reply;
}

std::string nested_fonts() {
  std::string body;
  for (int i = 0; body.size() < 94'000; ++i) body += "<p><font size=" + std::to_string(i) + ">";
  return html(body);
}

std::string nested_divs() { return html(repeated("<div>", 100'000)); }

std::string error_storm() { return html(repeated("</p x=\"<&#xFFFFFF;&nosuch;</br></x><table><td></tr>", 20'000)); }

std::string many_attributes() {
  std::string body = "<a";
  for (int i = 0; i < 60'000; ++i) body += " a" + std::to_string(i) + "=1";
  return html(body + ">x</a>");
}

std::string end_tags_in_svg() { return html(repeated("<svg>", 300) + repeated("</x>", 200'000)); }

std::string misnested_tables() { return html(repeated("<table><a><b><i><tr><p>", 20'000)); }

std::string article(const std::string& title, const std::string& text, const std::string& charset) {
  const std::string at = "2026-03-01T08:00:00Z";
  return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"" + charset + "\"><title>" + title +
         "</title><meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" content=\"" +
         at + "\"></head><body><article><h1>" + title + "</h1><p>" + text +
         "</p><p>The harbour belongs to everybody, said the people of the town when they were asked about the costs of "
         "the new port, and they said it again when the council asked them a second time.</p></article></body></html>";
}

}  // namespace spoor::test
