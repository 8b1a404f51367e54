// The state machine of section 4.4 of the URL Standard, without state override. State names are the standard's.
#include "storage/base/url_record.h"

namespace spoor::url {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// "%2e" counts as a dot.
bool dots(std::string_view segment, int wanted) {
  int seen = 0;
  for (std::size_t i = 0; i < segment.size(); ++seen) {
    if (segment[i] == '.') {
      ++i;
    } else if (segment.substr(i, 2) == "%2" && i + 2 < segment.size() && lower(segment[i + 2]) == 'e') {
      i += 3;
    } else {
      return false;
    }
  }
  return seen == wanted;
}

void shorten(Record& url) {
  if (url.scheme == "file" && url.path.size() == 1 && is_normalised_drive_letter(url.path[0])) return;
  if (!url.path.empty()) url.path.pop_back();
}

class Parser {
 public:
  Parser(std::string_view text, const Record* base) : text_(text), base_(base) {}

  Result<Record> run() {
    State next = &Parser::scheme_start;
    while (next != nullptr) {
      Step step = (this->*next)();
      if (!step) return step.error();
      next = *step;
    }
    return std::move(url_);
  }

 private:
  struct Next;
  using Step = Result<Next>;
  using State = Step (Parser::*)();
  struct Next {
    State state;
    Next(State s) : state(s) {}  // NOLINT: states convert to steps
    operator State() const { return state; }
  };

  bool at_end() const { return pos_ >= text_.size(); }
  bool at(char c) const { return !at_end() && text_[pos_] == c; }
  bool at_slash() const { return at('/') || (url_.special() && at('\\')); }
  bool at_authority_end() const { return at_end() || at('/') || at('?') || at('#') || (url_.special() && at('\\')); }
  std::string_view rest() const { return pos_ < text_.size() ? text_.substr(pos_) : std::string_view(); }
  Error fail(std::string_view why) const {
    return {ErrorCode::invalid_argument, std::string(why), std::string(text_.substr(0, 300))};
  }
  static Step done() { return Next(nullptr); }

  Step scheme_start() {
    std::size_t end = 0;
    while (end < text_.size() && (is_alpha(text_[end]) || (end > 0 && (is_digit(text_[end]) || text_[end] == '+' ||
                                                                       text_[end] == '-' || text_[end] == '.'))))
      ++end;
    if (end == 0 || end == text_.size() || text_[end] != ':') return Next(&Parser::no_scheme);
    for (char c : text_.substr(0, end)) url_.scheme += lower(c);
    pos_ = end + 1;
    if (url_.scheme == "file") return Next(&Parser::file);
    if (url_.special()) {
      bool same = base_ != nullptr && base_->scheme == url_.scheme;
      return Next(same ? &Parser::special_relative_or_authority : &Parser::special_authority_slashes);
    }
    if (at('/')) {
      ++pos_;
      return Next(&Parser::path_or_authority);
    }
    url_.opaque = true;
    return Next(&Parser::opaque_path);
  }

  Step no_scheme() {
    if (base_ == nullptr) return fail("a relative URL without a base");
    if (base_->opaque) {
      if (!at('#')) return fail("a relative URL, and its base cannot have one");
      url_ = *base_;
      url_.fragment.reset();
      return Next(&Parser::fragment);
    }
    return Next(base_->scheme == "file" ? &Parser::file : &Parser::relative);
  }

  Step special_relative_or_authority() {
    if (rest().substr(0, 2) != "//") return Next(&Parser::relative);
    pos_ += 2;
    return Next(&Parser::skip_slashes);
  }

  Step path_or_authority() {
    if (!at('/')) return Next(&Parser::path);
    ++pos_;
    return Next(&Parser::authority);
  }

  Step relative() {
    url_.scheme = base_->scheme;
    if (at_slash()) {
      ++pos_;
      return Next(&Parser::relative_slash);
    }
    copy_authority();
    url_.path = base_->path;
    url_.query = base_->query;
    return Next(&Parser::after_copied_path);
  }

  // `url_` has its base's path and query: keep, replace the query, or replace the last segment.
  Step after_copied_path() {
    if (at_end()) return done();
    if (at('#')) return Next(&Parser::fragment);
    url_.query.reset();
    if (at('?')) return Next(&Parser::query);
    shorten(url_);
    return Next(&Parser::path);
  }

  Step relative_slash() {
    if (at_slash()) {
      ++pos_;
      return Next(url_.special() ? &Parser::skip_slashes : &Parser::authority);
    }
    copy_authority();
    return Next(&Parser::path);
  }

  void copy_authority() {
    url_.username = base_->username;
    url_.password = base_->password;
    url_.host = base_->host;
    url_.port = base_->port;
  }

  Step special_authority_slashes() { return Next(&Parser::skip_slashes); }

  Step skip_slashes() {
    while (at('/') || at('\\')) ++pos_;
    return Next(&Parser::authority);
  }

  Step authority() {
    std::size_t begin = pos_;
    while (!at_authority_end()) ++pos_;
    std::string_view all = text_.substr(begin, pos_ - begin);
    std::size_t sign = all.rfind('@');
    if (sign == std::string_view::npos) {
      pos_ = begin;
      return Next(&Parser::host);
    }
    std::string_view user = all.substr(0, sign);
    std::size_t colon = user.find(':');
    append_encoded(url_.username, user.substr(0, colon), EncodeSet::userinfo);
    if (colon != std::string_view::npos) append_encoded(url_.password, user.substr(colon + 1), EncodeSet::userinfo);
    if (sign + 1 == all.size()) return fail("no host after '@'");
    pos_ = begin + sign + 1;
    return Next(&Parser::host);
  }

  Step host() {
    std::size_t begin = pos_;
    bool brackets = false;
    while (!at_authority_end() && (brackets || !at(':'))) {
      brackets = at('[') || (brackets && !at(']'));
      ++pos_;
    }
    std::string_view name = text_.substr(begin, pos_ - begin);
    if (name.empty() && (url_.special() || at(':'))) return fail("no host");
    auto parsed = parse_host(name, url_.special());
    if (!parsed) return parsed.error();
    url_.host = std::move(*parsed);
    if (!at(':')) return Next(&Parser::path_start);
    ++pos_;
    return Next(&Parser::port);
  }

  Step port() {
    std::uint32_t value = 0;
    std::size_t begin = pos_;
    for (; !at_authority_end(); ++pos_) {
      if (!is_digit(text_[pos_])) return fail("the port is not a number");
      value = value * 10 + static_cast<std::uint32_t>(text_[pos_] - '0');
      if (value > 65535) return fail("the port is over 65535");
    }
    if (pos_ > begin && default_port(url_.scheme) != value) url_.port = static_cast<std::uint16_t>(value);
    return Next(&Parser::path_start);
  }

  Step file() {
    url_.scheme = "file";
    url_.host = "";
    if (at('/') || at('\\')) {
      ++pos_;
      return Next(&Parser::file_slash);
    }
    if (base_ == nullptr || base_->scheme != "file") return Next(&Parser::path);
    url_.host = base_->host;
    url_.query = base_->query;
    if (starts_with_drive_letter(rest())) {
      url_.query.reset();
      return Next(&Parser::path);
    }
    url_.path = base_->path;
    return Next(&Parser::after_copied_path);
  }

  Step file_slash() {
    if (at('/') || at('\\')) {
      ++pos_;
      return Next(&Parser::file_host);
    }
    if (base_ != nullptr && base_->scheme == "file") {
      url_.host = base_->host;
      if (!starts_with_drive_letter(rest()) && !base_->path.empty() && is_normalised_drive_letter(base_->path[0]))
        url_.path.push_back(base_->path[0]);
    }
    return Next(&Parser::path);
  }

  Step file_host() {
    std::size_t begin = pos_;
    while (!at_end() && !at('/') && !at('\\') && !at('?') && !at('#')) ++pos_;
    std::string_view name = text_.substr(begin, pos_ - begin);
    if (is_drive_letter(name)) {
      pos_ = begin;
      return Next(&Parser::path);
    }
    if (!name.empty()) {
      auto parsed = parse_host(name, true);
      if (!parsed) return parsed.error();
      url_.host = *parsed == "localhost" ? std::string() : std::move(*parsed);
    }
    return Next(&Parser::path_start);
  }

  Step path_start() {
    if (!url_.special()) {
      if (at_end()) return done();
      if (at('?')) return Next(&Parser::query);
      if (at('#')) return Next(&Parser::fragment);
    }
    if (at_slash()) ++pos_;
    return Next(&Parser::path);
  }

  Step path() {
    for (;;) {
      std::size_t begin = pos_;
      while (!at_end() && !at_slash() && !at('?') && !at('#')) ++pos_;
      add_segment(text_.substr(begin, pos_ - begin));
      if (!at_slash()) break;
      ++pos_;
    }
    if (at('?')) return Next(&Parser::query);
    if (at('#')) return Next(&Parser::fragment);
    return done();
  }

  void add_segment(std::string_view raw) {
    std::string segment;
    append_encoded(segment, raw, EncodeSet::path);
    bool last = !at_slash();
    if (dots(segment, 2)) {
      shorten(url_);
      if (last) url_.path.emplace_back();
    } else if (dots(segment, 1)) {
      if (last) url_.path.emplace_back();
    } else {
      if (url_.scheme == "file" && url_.path.empty() && is_drive_letter(segment)) segment[1] = ':';
      url_.path.push_back(std::move(segment));
    }
  }

  Step opaque_path() {
    std::size_t begin = pos_;
    while (!at_end() && !at('?') && !at('#')) ++pos_;
    std::string_view raw = text_.substr(begin, pos_ - begin);
    append_encoded(url_.opaque_path, raw, EncodeSet::c0);
    // A space before the query or fragment would be lost if they were taken away later.
    if (!at_end() && !raw.empty() && raw.back() == ' ') url_.opaque_path.replace(url_.opaque_path.size() - 1, 1, "%20");
    if (at('?')) return Next(&Parser::query);
    if (at('#')) return Next(&Parser::fragment);
    return done();
  }

  Step query() {
    std::size_t begin = ++pos_;
    while (!at_end() && !at('#')) ++pos_;
    url_.query.emplace();
    append_encoded(*url_.query, text_.substr(begin, pos_ - begin),
                   url_.special() ? EncodeSet::special_query : EncodeSet::query);
    if (at('#')) return Next(&Parser::fragment);
    return done();
  }

  Step fragment() {
    url_.fragment.emplace();
    append_encoded(*url_.fragment, text_.substr(pos_ + 1), EncodeSet::fragment);
    return done();
  }

  std::string_view text_;
  const Record* base_;
  std::size_t pos_ = 0;
  Record url_;
};

}  // namespace

bool is_special(std::string_view scheme) {
  return scheme == "http" || scheme == "https" || scheme == "file" || scheme == "ws" || scheme == "wss" ||
         scheme == "ftp";
}

bool Record::special() const { return is_special(scheme); }

std::optional<std::uint16_t> default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  if (scheme == "ftp") return 21;
  return std::nullopt;
}

bool is_drive_letter(std::string_view text) {
  return text.size() == 2 && is_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool is_normalised_drive_letter(std::string_view text) { return is_drive_letter(text) && text[1] == ':'; }

bool starts_with_drive_letter(std::string_view text) {
  if (text.size() < 2 || !is_drive_letter(text.substr(0, 2))) return false;
  return text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos;
}

Result<Record> parse_record(std::string_view text, const Record* base) { return Parser(text, base).run(); }

}  // namespace spoor::url
