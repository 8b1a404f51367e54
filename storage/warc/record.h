// A WARC/1.1 record as a value, and its bytes (ISO 28500:2017; standards: warc, sections 1 and 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"

namespace spoor::warc {

// Record types (values of WARC-Type).
inline constexpr std::string_view kWarcinfo = "warcinfo", kRequest = "request", kResponse = "response",
                                  kRevisit = "revisit", kMetadata = "metadata", kResource = "resource";

inline constexpr std::string_view kProfileIdenticalPayload =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
inline constexpr std::string_view kProfileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

struct Record {
  std::string type;
  std::string id;  // "urn:uuid:...", without angle brackets
  Timestamp date;  // when the capture began
  // All other named fields in order, names as written; without WARC-Type, WARC-Record-ID, WARC-Date, Content-Length.
  std::vector<std::pair<std::string, std::string>> fields;
  std::string block;

  // The first field of that name (case-insensitive), or nullopt. Views live as long as the record.
  std::optional<std::string_view> field(std::string_view name) const;
  void add(std::string name, std::string value) { fields.emplace_back(std::move(name), std::move(value)); }
};

// Version line, fields, block, CRLF CRLF. Adds WARC-Block-Digest (sha256) if absent.
std::string encode(const Record& record);

// One gzip member holding `bytes` (RFC 1952), made by libdeflate at `level` 1-12.
std::string gzip_member(std::string_view bytes, int level = 6);

// application/warc-fields: "name: value" CRLF lines.
std::string encode_fields(const std::vector<std::pair<std::string, std::string>>& fields);
std::vector<std::pair<std::string, std::string>> decode_fields(std::string_view block);

}  // namespace spoor::warc
