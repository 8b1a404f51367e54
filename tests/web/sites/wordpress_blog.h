// Blog: a WordPress host as it stands at a moment: posts, permalinks, users' slugs, comments in threads and on pages.
// What WordPress looks up in its database. Refers to the host, which outlives it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web::wordpress {

// What blogs set up differently.
struct Look {
  enum class Permalink { month, day, name };
  Permalink permalink = Permalink::month;
  bool rest = true;            // the REST interface is open
  bool summaries = false;      // feeds hold excerpts only
  int comments_per_page = 20;  // top-level ones
};
Look look_of(const Host& host);

inline constexpr int kMaxDepth = 5;

std::string base_of(const Host& host);       // "http://host"
std::string slug_of(std::string_view text);  // sanitize_title: lower-case, dashes, percent-encoded UTF-8

class Blog {
 public:
  explicit Blog(const Host& host);

  const Host& host() const { return *host_; }
  const Look& look() const { return look_; }
  const Account& author(const Entry& entry) const { return host_->accounts[static_cast<std::size_t>(entry.account)]; }

  // Posts are threads; a walled one is either behind a password or private, which nobody sees.
  static const Entry& post_of(const Thread& thread) { return thread.entries.front(); }
  bool is_protected(const Thread& thread) const { return thread.walled && thread.id % 2 == 0; }
  bool is_there(const Thread& thread, Seconds now) const;
  std::vector<const Thread*> posts(Seconds now) const;              // newest first
  const Thread* post(int id, Seconds now) const;                    // by the post's id
  const Thread* by_path(std::string_view path, Seconds now) const;  // "/2025/10/a-post"
  const Thread* ever_by_path(std::string_view path) const;
  std::string permalink(const Thread& thread) const;

  const std::string& nicename(const Account& account) const;
  const Account* by_nicename(std::string_view name) const;
  const Account* account(int id) const;
  bool is_user(const Account& account) const;              // registered; others comment as guests
  std::vector<const Account*> authors(Seconds now) const;  // with posts, by name

  std::vector<const Entry*> comments(const Thread& thread, Seconds now) const;  // approved ones, oldest first
  std::optional<int> parent(const Thread& thread, const Entry& comment, Seconds now) const;  // nullopt: top level
  int comment_pages(const Thread& thread, Seconds now) const;
  int comment_page(const Thread& thread, const Entry& comment, Seconds now) const;  // from 1
  std::string comment_url(const Thread& thread, const Entry& comment, Seconds now) const;
  const Thread* thread_of_comment(int id) const;

 private:
  std::string path_of(const Thread& thread, const std::string& slug) const;
  const Host* host_;
  Look look_;
  std::vector<std::string> nicenames_;
  std::vector<bool> users_;
  std::unordered_map<const Thread*, std::string> paths_;
  std::map<std::string, const Thread*, std::less<>> by_path_;
  std::unordered_map<int, const Thread*> by_entry_;
};

}  // namespace spoor::web::wordpress
