// Folding for comparison: what words and numbers of pages are brought to before a table is asked about them.
// Lower case, decimal digits of every script as ASCII, full-width forms as ASCII, Latin, Greek, Cyrillic and Arabic
// letters without marks, every white space one ' ', invisible marks dropped. Never longer than twice the input; linear.
#pragma once

#include <string>
#include <string_view>

namespace spoor::adapters {

std::string fold(std::string_view utf8);

// Next code point at `at`, which moves on by at least one byte; U+FFFD for broken bytes. `at` must be < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t c);

}  // namespace spoor::adapters
