#include "tests/web/sites/wordpress_blog.h"

#include <algorithm>
#include <set>

#include "storage/base/timestamp.h"
#include "tests/web/random.h"
#include "tests/web/shown.h"

namespace spoor::web::wordpress {
namespace {

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string unique(std::string name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int n = 2; !taken.insert(candidate).second; ++n) candidate = name + "-" + std::to_string(n);
  return candidate;
}

}  // namespace

Look look_of(const Host& host) {
  Random random(7, "wordpress " + host.name);
  Look look;
  look.permalink =
      random.pick(std::vector<Look::Permalink>{Look::Permalink::month, Look::Permalink::day, Look::Permalink::name});
  look.rest = random.chance(0.7);
  look.summaries = random.chance(0.3);
  look.comments_per_page = random.chance(0.5) ? 20 : 50;
  return look;
}

std::string base_of(const Host& host) { return "http://" + host.name; }

std::string slug_of(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (byte >= 0x80) {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else if ((c == ' ' || c == '-' || c == '.' || c == '/') && !out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  if (out.size() > 150) out.resize(out.find_last_of('%', 150));
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "post" : out;
}

Blog::Blog(const Host& host) : host_(&host), look_(look_of(host)) {
  std::set<std::string> names, paths;
  for (const Account& account : host.accounts) {
    nicenames_.push_back(unique(slug_of(account.handle), names));
    users_.push_back(account.id % 3 != 0);
  }
  for (const Thread& thread : host.threads) {
    users_[static_cast<std::size_t>(post_of(thread).account)] = true;
    const std::string path = unique(path_of(thread, slug_of(post_of(thread).versions.front().title)), paths);
    paths_[&thread] = path;
    by_path_[path] = &thread;
    for (const Entry& entry : thread.entries) by_entry_[entry.id] = &thread;
  }
}

std::string Blog::path_of(const Thread& thread, const std::string& slug) const {
  const Civil day = to_civil(Timestamp::from_seconds(post_of(thread).created() + host_->utc_offset_minutes * 60));
  std::string path = "/";
  if (look_.permalink != Look::Permalink::name) path += std::to_string(day.year) + "/" + two(day.month) + "/";
  if (look_.permalink == Look::Permalink::day) path += two(day.day) + "/";
  return path + slug;
}

bool Blog::is_there(const Thread& thread, Seconds now) const {
  if (thread.entries.empty() || (thread.walled && !is_protected(thread))) return false;
  return presence(*host_, post_of(thread), now) == Presence::live;
}

std::vector<const Thread*> Blog::posts(Seconds now) const {
  std::vector<const Thread*> out;
  for (const Thread& thread : host_->threads) {
    if (is_there(thread, now)) out.push_back(&thread);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Thread* a, const Thread* b) { return post_of(*a).created() > post_of(*b).created(); });
  return out;
}

const Thread* Blog::post(int id, Seconds now) const {
  const auto found = by_entry_.find(id);
  if (found == by_entry_.end() || post_of(*found->second).id != id) return nullptr;
  return is_there(*found->second, now) ? found->second : nullptr;
}

const Thread* Blog::ever_by_path(std::string_view path) const {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  std::string lower(path);  // %E6 is %e6
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto found = by_path_.find(lower);
  return found == by_path_.end() ? nullptr : found->second;
}

const Thread* Blog::by_path(std::string_view path, Seconds now) const {
  const Thread* thread = ever_by_path(path);
  return thread && is_there(*thread, now) ? thread : nullptr;
}

std::string Blog::permalink(const Thread& thread) const { return base_of(*host_) + paths_.at(&thread) + "/"; }

const std::string& Blog::nicename(const Account& account) const {
  return nicenames_[static_cast<std::size_t>(&account - host_->accounts.data())];
}

const Account* Blog::by_nicename(std::string_view name) const {
  for (const Account& account : host_->accounts) {
    if (nicename(account) == name) return &account;
  }
  return nullptr;
}

const Account* Blog::account(int id) const {
  for (const Account& account : host_->accounts) {
    if (account.id == id) return &account;
  }
  return nullptr;
}

bool Blog::is_user(const Account& account) const {
  return users_[static_cast<std::size_t>(&account - host_->accounts.data())];
}

std::vector<const Account*> Blog::authors(Seconds now) const {
  std::vector<const Account*> out;
  for (const Account& account : host_->accounts) {
    const bool writes = std::any_of(host_->threads.begin(), host_->threads.end(), [&](const Thread& thread) {
      return is_there(thread, now) && &author(post_of(thread)) == &account;
    });
    if (writes) out.push_back(&account);
  }
  std::stable_sort(out.begin(), out.end(), [](const Account* a, const Account* b) { return a->name < b->name; });
  return out;
}

std::vector<const Entry*> Blog::comments(const Thread& thread, Seconds now) const {
  std::vector<const Entry*> out;
  if (thread.walled) return out;
  for (std::size_t i = 1; i < thread.entries.size(); ++i) {
    if (presence(*host_, thread.entries[i], now) == Presence::live) out.push_back(&thread.entries[i]);
  }
  return out;
}

// Answers to a comment that is gone move up to the one that it answered; below the fifth level nobody can answer.
std::optional<int> Blog::parent(const Thread& thread, const Entry& comment, Seconds now) const {
  const auto find = [&](int id) -> const Entry* {
    for (std::size_t i = 1; i < thread.entries.size(); ++i) {
      if (thread.entries[i].id == id) return &thread.entries[i];
    }
    return nullptr;
  };
  std::vector<const Entry*> above;  // nearest first
  for (const Entry* each = comment.answers ? find(*comment.answers) : nullptr; each;
       each = each->answers ? find(*each->answers) : nullptr) {
    if (presence(*host_, *each, now) == Presence::live) above.push_back(each);
  }
  if (above.empty()) return std::nullopt;
  const std::size_t depth = above.size() + 1;
  return depth <= kMaxDepth ? above.front()->id : above[depth - kMaxDepth]->id;
}

int Blog::comment_pages(const Thread& thread, Seconds now) const {
  int top = 0;
  for (const Entry* comment : comments(thread, now)) top += parent(thread, *comment, now) ? 0 : 1;
  return std::max(1, (top + look_.comments_per_page - 1) / look_.comments_per_page);
}

int Blog::comment_page(const Thread& thread, const Entry& comment, Seconds now) const {
  const std::vector<const Entry*> all = comments(thread, now);
  int wanted = comment.id;
  for (std::optional<int> up = parent(thread, comment, now); up;) {
    wanted = *up;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Entry* each) { return each->id == wanted; });
    up = parent(thread, **found, now);
  }
  int rank = 0;
  for (const Entry* each : all) {
    if (each->id == wanted) break;
    rank += parent(thread, *each, now) ? 0 : 1;
  }
  return rank / look_.comments_per_page + 1;
}

std::string Blog::comment_url(const Thread& thread, const Entry& comment, Seconds now) const {
  const std::string page =
      comment_pages(thread, now) > 1 ? "comment-page-" + std::to_string(comment_page(thread, comment, now)) + "/" : "";
  return permalink(thread) + page + "#comment-" + std::to_string(comment.id);
}

const Thread* Blog::thread_of_comment(int id) const {
  const auto found = by_entry_.find(id);
  return found == by_entry_.end() ? nullptr : found->second;
}

}  // namespace spoor::web::wordpress
