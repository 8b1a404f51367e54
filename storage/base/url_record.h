// The parts of a URL while it is parsed, and the pieces of the WHATWG URL Standard that the parser is made of.
// Internal to storage/base: everybody else uses Url. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor::url {

struct Record {
  std::string scheme, username, password;
  std::optional<std::string> host;  // nullopt: no authority; "" is an empty host
  std::optional<std::uint16_t> port;
  bool opaque = false;  // the path is opaque_path, not a list
  std::string opaque_path;
  std::vector<std::string> path;
  std::optional<std::string> query, fragment;

  bool special() const;
};

bool is_special(std::string_view scheme);
std::optional<std::uint16_t> default_port(std::string_view scheme);

// Section 4.4, the basic URL parser. `text` is UTF-8 without tabs, line ends and outer white space.
Result<Record> parse_record(std::string_view text, const Record* base);

// Section 3.5, the host parser.
Result<std::string> parse_host(std::string_view text, bool special);

// Section 1.3, the percent-encode sets; each holds all control and non-ASCII bytes.
enum class EncodeSet { c0, fragment, query, special_query, path, userinfo };
void append_encoded(std::string& out, std::string_view bytes, EncodeSet set);

bool is_drive_letter(std::string_view text);             // "C:" or "C|"
bool is_normalised_drive_letter(std::string_view text);  // "C:"
bool starts_with_drive_letter(std::string_view text);

}  // namespace spoor::url
