// One post of a Discuz! board as it stands at a moment: its HTML and the truth about it, side by side.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/schema/records.h"
#include "tests/web/sites/board.h"
#include "tests/web/world.h"

namespace spoor::web::discuz {

// What boards set up differently.
struct Look {
  int posts_per_page = 10, topics_per_page = 20;
  bool rewritten = false;      // thread-1-1-1.html instead of forum.php?mod=viewthread&tid=1
  bool relative_times = true;  // "3 days ago" with the time in a title attribute, for a week
  bool lazy_pictures = false;  // addresses of pictures in file=
  bool open_profiles = false;  // guests see profiles
};
Look look_of(const Host& host);

std::string base_of(const Host& host);
std::string escaped(std::string_view text);
std::string topic_link(const Look& look, int topic, int page = 1, bool listed = false);  // HTML-escaped
std::string forum_link(const Look& look, int forum, int page = 1);
std::string space_link(const Look& look, const Account& account);

std::string day(Seconds at);      // 2025-10-9
std::string minutes(Seconds at);  // 2025-10-9 08:05
std::string seconds(Seconds at);  // 2025-10-9 08:05:00
// As a post says it: words within a week, if the board is so set.
std::string post_date(const Look& look, Seconds at, Seconds now);

// What a post's page shows of it. Moderators shield some posts instead of removing them.
enum class Shown { content, suspended, shielded, nothing };
Shown shown(const Board& board, const Entry& entry, Seconds now);
inline constexpr std::string_view kSuspended = "提示: 作者被禁止或删除 内容自动屏蔽";
inline constexpr std::string_view kShielded = "提示: 该帖被管理员或版主屏蔽";

std::vector<const Entry*> posts(const Board& board, const Thread& thread, Seconds now);
int floor_of(const Thread& thread, const Entry& entry);  // from 1; removed posts leave gaps

std::string content_html(const Board& board, const Look& look, const Entry& entry, Seconds now);

Post post_truth(const Board& board, const Thread& thread, const Entry& entry, Seconds now);
Post gone_post(const Board& board, const Thread& thread, const Entry& entry);
spoor::Account account_truth(const Board& board, const Account& account, Seconds now);

int topics_by(const Board& board, const Account& account, Seconds now);
int replies_by(const Board& board, const Account& account, Seconds now);

}  // namespace spoor::web::discuz
