#include "storage/warc/record.h"

#include "storage/base/digest.h"
#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += field_name(name);
  out += ": ";
  out += trimmed(one_line(value));
  out += "\r\n";
}

}  // namespace

std::optional<std::string_view> Record::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::string encode(const Record& record) {
  std::string out;
  out.reserve(record.block.size() + 1024);
  out += "WARC/1.1\r\n";
  append_field(out, "WARC-Type", record.type);
  append_field(out, "WARC-Record-ID", "<" + record.id + ">");
  append_field(out, "WARC-Date", to_rfc3339_us(record.date));
  for (const auto& [name, value] : record.fields) append_field(out, name, value);
  if (!record.field("WARC-Block-Digest")) {
    append_field(out, "WARC-Block-Digest", "sha256:" + sha256_hex(record.block));
  }
  append_field(out, "Content-Length", std::to_string(record.block.size()));
  out += "\r\n";
  out += record.block;
  out += "\r\n\r\n";
  return out;
}

std::string encode_fields(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) append_field(out, name, value);
  return out;
}

std::vector<std::pair<std::string, std::string>> decode_fields(std::string_view block) {
  std::vector<std::pair<std::string, std::string>> out;
  bool open = false;  // whether a folded line has a field to belong to
  while (!block.empty()) {
    const std::string_view line = take_line(block);
    if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
      if (open) out.back().second.append(" ").append(trimmed(line));
      continue;
    }
    std::string_view name, value;
    open = split_field(line, name, value);
    if (open) out.emplace_back(name, value);
  }
  return out;
}

}  // namespace spoor::warc
