// Finds the link in a line or cell: URL, bare host, handle ("x:@name"), defanged or not, alone or inside text.
#pragma once

#include <string>
#include <string_view>

namespace spoor::seeds {

// Undoes defanging: hxxp and its kin, [.] (.) {.} [dot], [:] [://] [@] [at].
std::string refang(std::string_view text);

struct FoundLink {
  enum class Kind {
    none,       // no link; `reason` says what the text is instead
    invalid,    // meant as one, but nothing we fetch
    url,        // with a scheme
    handle,     // platform:@name
    host_path,  // no scheme: host and path
    host        // no scheme: a host alone
  } kind = Kind::none;
  std::string url;       // absolute and parsed; "" for none and invalid
  std::string reason;    // what was assumed, or why there is no link
  bool in_text = false;  // other words stand around it

  bool is_link() const { return !url.empty(); }
};

// The first link of the text. Never fails; linear time.
FoundLink find_link(std::string_view text);

}  // namespace spoor::seeds
