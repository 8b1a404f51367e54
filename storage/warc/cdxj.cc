#include "storage/warc/cdxj.h"

#include <algorithm>

#include "storage/base/digest.h"
#include "storage/base/surt.h"
#include "storage/base/timestamp.h"
#include "storage/warc/http_message.h"
#include "storage/warc/reader.h"
#include "storage/warc/record_header.h"
#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxQuery = 4096;  // of what a request's body adds to the key

// The request of the exchange that is being read: our files hold it right before its response.
struct Request {
  std::string id, response_id;
  std::string method, body, content_type;
};

// JSON text, ASCII only: other bytes as in a URL.
void append_json(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += out.back() == '{' ? "\"" : ", \"";
  out += name;
  out += "\": \"";
  append_json(out, value);
  out += '"';
}

std::string base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string media_type(std::string_view content_type) {
  std::string out(trimmed(content_type.substr(0, content_type.find(';'))));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ') c = '-';
  }
  return out.empty() ? "unk" : out;
}

Request request_of(const Record& record) {
  Request out;
  out.id = record.id;
  out.response_id = without_brackets(record.field("WARC-Concurrent-To").value_or(""));
  const std::string_view block = record.block;
  out.method = block.substr(0, std::min(block.find(' '), std::size_t{16}));
  const std::size_t head = header_size(block);
  if (head == std::string_view::npos) return out;
  out.body = block.substr(head);
  for (const auto& [name, value] : decode_fields(block.substr(0, head))) {
    if (equal_ignoring_case(name, "Content-Type")) out.content_type = media_type(value);
  }
  return out;
}

std::string body_as_query(const Request& request) {
  std::string query = request.content_type == "application/x-www-form-urlencoded" || request.body.empty()
                          ? request.body
                          : "__wb_post_data=" + base64(request.body);
  if (query.size() > kMaxQuery) query.resize(kMaxQuery);
  return query;
}

bool is_indexed(const Record& record) {
  if (record.type == kResponse || record.type == kRevisit) return true;
  if (record.type != kResource && record.type != kMetadata) return false;
  return media_type(record.field("Content-Type").value_or("")) != "application/warc-fields";
}

struct Http {
  std::string status, mime = "unk", digest = "-";
};

Http http_of(const Record& record) {
  Http out;
  std::string_view payload = record.block;
  if (record.type == kResponse || record.type == kRevisit) {
    const auto parsed = parse_response_head(record.block);
    if (parsed) {
      out.status = std::to_string(parsed->head.status);
      out.mime = media_type(header(parsed->head.headers, "Content-Type").value_or(""));
      payload.remove_prefix(parsed->size);
    }
  } else {
    out.mime = media_type(record.field("Content-Type").value_or(""));
  }
  if (record.type == kRevisit) out.mime = "warc/revisit";
  if (const auto digest = record.field("WARC-Payload-Digest")) {
    out.digest = *digest;
  } else if (record.type != kRevisit) {
    out.digest = "sha256:" + sha256_hex(payload);
  }
  return out;
}

std::string line_of(const ReadRecord& read, const Request& request, std::string_view file_name) {
  const std::string url(read.record.field("WARC-Target-URI").value_or(""));
  const auto linked = without_brackets(read.record.field("WARC-Concurrent-To").value_or(""));
  const bool paired = !request.id.empty() && (request.response_id == read.record.id || linked == request.id);
  const bool keyed_by_body = paired && request.method != "GET" && !request.method.empty();
  std::string keyed = url, body;
  if (keyed_by_body) {
    body = body_as_query(request);
    keyed += (url.find('?') == std::string::npos ? "?" : "&") + ("__wb_method=" + request.method);
    if (!body.empty()) keyed += "&" + body;
  }
  std::string line;
  for (char c : surt(keyed)) line += c == ' ' ? "%20" : std::string(1, c);
  line += " " + to_stamp14(read.record.date) + " {";
  const Http http = http_of(read.record);
  append_member(line, "url", url);
  append_member(line, "mime", http.mime);
  if (!http.status.empty()) append_member(line, "status", http.status);
  append_member(line, "digest", http.digest);
  append_member(line, "length", std::to_string(read.length));
  append_member(line, "offset", std::to_string(read.offset));
  append_member(line, "filename", file_name);
  if (keyed_by_body) {
    if (!body.empty()) append_member(line, "requestBody", body);
    append_member(line, "method", request.method);
  }
  line += '}';
  return line;
}

}  // namespace

Result<CdxjLines> cdxj_lines(const std::string& path, std::string_view file_name) {
  auto reader = Reader::open(path);
  if (!reader) return reader.error();
  CdxjLines out;
  Request request;
  for (;;) {
    auto read = reader->next();
    if (!read) {
      if (read.error().code != ErrorCode::corruption && read.error().code != ErrorCode::too_large) return read.error();
      ++out.damaged;
      if (auto skipped = reader->skip_damaged(); !skipped) return skipped.error();
      continue;
    }
    if (!*read) break;
    const Record& record = (*read)->record;
    if (record.type == kRequest) request = request_of(record);
    if (!is_indexed(record)) continue;
    if ((*read)->length == 0) {
      ++out.unplaced;
    } else {
      out.lines.push_back(line_of(**read, request, file_name));
    }
  }
  std::sort(out.lines.begin(), out.lines.end());
  return out;
}

}  // namespace spoor::warc
