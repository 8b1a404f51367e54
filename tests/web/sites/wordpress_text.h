// How WordPress writes what people typed: typographic quotes and dots, paragraphs and figures, emoji as pictures in
// feeds; its own words in the blog's language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/web/world.h"

namespace spoor::web::wordpress {

struct Words {
  std::string_view language, html_lang;
  std::string_view published, categorized, tagged, by, view_all, comment_one, comment_many, says, reply, older, newer,
      page, protected_title, protected_text, protected_excerpt, password, enter, nothing, not_found, search,
      recent_posts, recent_comments, on, leave_comment, powered, author, category, tag, month, previous_post, next_post;
  std::string_view open_quote, close_quote;
};
const Words& words_of(const Host& host);

std::string texturized(const Words& words, std::string_view text);  // plain text as shown
std::string encoded(
    std::string_view text);  // for HTML text and attributes: & as &#038;, what is typographic as numbers

enum class Form { page, feed, comment, comment_feed };
std::string content_html(const Words& words, const std::vector<Paragraph>& paragraphs, Form form);
std::string shown_text(const Words& words, const std::vector<Paragraph>& paragraphs, Form form);
// The first 55 words (or as many characters of Chinese), as plain text.
std::string excerpt(const Words& words, const std::vector<Paragraph>& paragraphs, bool& cut);

}  // namespace spoor::web::wordpress
