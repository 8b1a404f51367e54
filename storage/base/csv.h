// CSV cells (RFC 4180), with the guard against cells that a spreadsheet would run.
#pragma once

#include <string>
#include <string_view>

namespace spoor {

// The cell as it is written: quoted when it holds a quote, comma, CR or LF; NUL becomes U+FFFD. With `guard`, a cell
// that begins with = + - @ TAB, CR or a full-width form of these gets an apostrophe in front (OWASP ASVS 1.2.10).
std::string csv_cell(std::string_view text, bool guard);

}  // namespace spoor
