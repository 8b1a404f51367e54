// One post of a phpBB board as it stands at a moment: its HTML and the truth about it, side by side, so that both
// follow from the world and neither from the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/schema/records.h"
#include "tests/web/sites/board.h"
#include "tests/web/sites/phpbb_words.h"
#include "tests/web/world.h"

namespace spoor::web::phpbb {

// What boards set up differently.
struct Look {
  int posts_per_page = 10, topics_per_page = 25;
  bool time_elements = false;  // 3.3: posts' dates in <time datetime>
  bool open_members = false;   // guests see the list of members
  bool open_search = true;     // guests may search
  bool attachments = false;    // pictures are attached, not linked
};
Look look_of(const Host& host);

std::string base_of(const Host& host);         // "http://host"
std::string escaped(std::string_view text);    // as phpBB writes titles and names: & < > "
std::string marked_up(std::string_view text);  // text with smilies and emoji as pictures
std::string content_html(const Host& host, const Look& look, const std::vector<Paragraph>& paragraphs);
// The quote in front of what the post itself says; "" if it quotes nothing.
std::string quote_html(const Board& board, const Pack& pack, const Look& look, const Entry& entry);
std::string shown_text(const std::vector<Paragraph>& paragraphs);  // as a reader sees it

std::string title_of(const Thread& thread, const Entry& entry, Seconds now);  // "Re: ..." for answers

struct Attachment {
  int id = 0;
  const Segment* picture = nullptr;
};
std::vector<Attachment> attachments_of(const Look& look, const Entry& entry, Seconds now);
const Segment* attached_picture(const Board& board, const Look& look, int id);

bool has_avatar(const Account& account);
std::string avatar_file(const Account& account);      // "48_1759000000.png"
std::uint64_t avatar_number(const Account& account);  // which picture it is

Post post_truth(const Board& board, const Thread& thread, const Entry& entry, int position, Seconds now);
Post gone_post(const Board& board, const Entry& entry);  // its ids alone
spoor::Account account_truth(const Board& board, const Account& account, Seconds now);

}  // namespace spoor::web::phpbb
