// Bodies that no decent server sends: compression bombs, HTML that is made to explode, answers without end.
#pragma once

#include <cstddef>
#include <string>

#include "tests/support/loopback_server.h"

namespace spoor::test {

std::string repeated(std::string_view piece, std::size_t times);

// `megabytes` of zeros as gzip, `before` and `after` them as they are.
std::string gzip_bomb(std::size_t megabytes, const std::string& before = "", const std::string& after = "");
std::string brotli_bomb();  // 1 GB of zeros

// "HTTP/1.1 200 OK" with these headers and no length, `start` (beginning with the blank line, unless the head itself is
// to go on), then `piece` again and again until the client has enough.
Reply endless(Reply::Headers headers, std::string start, std::string piece);

// HTML that costs Gumbo seconds and gigabytes when nobody watches.
std::string nested_fonts();  // formatting elements that are opened anew in every paragraph
std::string nested_divs();   // 100,000 deep
std::string error_storm();   // a parse error in every few bytes
std::string many_attributes();
std::string end_tags_in_svg();
std::string misnested_tables();

// A page of one post whose text is `text`; bytes as given, in `charset`.
std::string article(const std::string& title, const std::string& text, const std::string& charset = "utf-8");

}  // namespace spoor::test
