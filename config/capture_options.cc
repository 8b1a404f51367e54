#include "config/capture_options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <sstream>
#include <variant>

namespace spoor::config {
namespace {

using Member = std::variant<std::string CaptureOptions::*, std::int64_t CaptureOptions::*, double CaptureOptions::*,
                            bool CaptureOptions::*, std::vector<std::string> CaptureOptions::*>;

struct Row {
  OptionInfo info;
  Member member;
};

const std::vector<Row>& rows() {
  using O = CaptureOptions;
  static const std::vector<Row> table = {
      {{"scope", "KIND", "page, account, thread, prefix, host, domain or hops; default by what the seed is"},
       &O::scope},
      {{"depth", "N", "link hops that scope hops follows"}, &O::depth},
      {{"max_pages", "N", "pages of one seed"}, &O::max_pages},
      {{"media", "true|false", "fetch pictures, avatars and thumbnails that pages show"}, &O::media},
      {{"gravatar", "true|false", "fetch avatars from gravatar.com too, which then learns whose pages are archived"},
       &O::gravatar},
      {{"conditional", "true|false", "ask for what was captured before only if it has changed (ETag, Last-Modified)"},
       &O::conditional},
      {{"incremental", "true|false",
        "of links that an earlier run has answered, ask only for what is new or has grown"},
       &O::incremental},
      {{"concurrency", "N", "requests at a time over all hosts"}, &O::concurrency},
      {{"per_host", "N", "requests at a time to one host"}, &O::per_host},
      {{"delay", "SECONDS", "least pause between two requests to a host"}, &O::delay},
      {{"delay_factor", "X", "pause at least X times as long as the last fetch took"}, &O::delay_factor},
      {{"ip_delay", "SECONDS", "least pause between two requests to one IP address"}, &O::ip_delay},
      {{"retries", "N", "repeats after a failure that may pass"}, &O::retries},
      {{"retry_delay", "SECONDS", "pause before the first repeat, four times longer each time"}, &O::retry_delay},
      {{"max_wait", "SECONDS", "a host that asks for a longer pause is given up for this run"}, &O::max_wait},
      {{"user_agent", "TEXT", "User-Agent header"}, &O::user_agent},
      {{"contact", "TEXT", "URL or mail address that sites can turn to"}, &O::contact},
      {{"accept_language", "TEXT", "Accept-Language header"}, &O::accept_language},
      {{"proxy", "URL", "socks5h://HOST:PORT or http://HOST:PORT"}, &O::proxy},
      {{"ca_file", "FILE", "certificate authorities to trust instead of the system's"}, &O::ca_file},
      {{"resolve", "HOST:PORT:ADDR:PORT", "connect to ADDR:PORT instead; may be repeated", true}, &O::resolve},
      {{"allow_private", "true|false", "let addresses of private networks through"}, &O::allow_private},
      {{"allow_binaries", "true|false", "download executables, archives and unknown binary files too"},
       &O::allow_binaries},
      {{"robots", "obey|override", "override asks for a reason, which is recorded"}, &O::robots},
      {{"robots_reason", "TEXT", "why robots.txt is not obeyed"}, &O::robots_reason},
      {{"adapters", "FOLDER", "your own adapter definitions"}, &O::adapters},
      {{"max_page_bytes", "BYTES", "a longer page is cut"}, &O::max_page_bytes},
      {{"max_media_bytes", "BYTES", "a longer picture or file is cut"}, &O::max_media_bytes},
      {{"page_timeout", "SECONDS", "time a page may take"}, &O::page_timeout},
      {{"idle_timeout", "SECONDS", "time without a byte"}, &O::idle_timeout},
  };
  return table;
}

const Row* find_row(std::string_view name) {
  for (const Row& row : rows()) {
    if (row.info.name == name) return &row;
  }
  return nullptr;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if constexpr (std::is_floating_point_v<Number>) return std::isfinite(out);
  return true;
}

bool read_bool(std::string_view text, bool& out) {
  if (text == "true" || text == "yes" || text == "on") return out = true, true;
  if (text == "false" || text == "no" || text == "off") return out = false, true;
  return false;
}

Error wrong_value(const Row& row, std::string_view value) {
  return {ErrorCode::invalid_argument,
          std::string(row.info.name) + " takes " + std::string(row.info.takes) + ", not '" +
              std::string(value.substr(0, 60)) + "'",
          ""};
}

Result<void> set_row(CaptureOptions& options, const Row& row, std::string_view value) {
  return std::visit(
      [&](auto member) -> Result<void> {
        using T = std::remove_reference_t<decltype(options.*member)>;
        if constexpr (std::is_same_v<T, std::string>) {
          options.*member = std::string(value);
        } else if constexpr (std::is_same_v<T, bool>) {
          if (!read_bool(value, options.*member)) return wrong_value(row, value);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          (options.*member).emplace_back(value);
        } else {
          if (!read_number(value, options.*member)) return wrong_value(row, value);
        }
        return {};
      },
      row.member);
}

std::string number_text(double value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

std::string value_text(const CaptureOptions& options, const Row& row) {
  return std::visit(
      [&](auto member) -> std::string {
        using T = std::remove_cvref_t<decltype(options.*member)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return options.*member;
        } else if constexpr (std::is_same_v<T, bool>) {
          return options.*member ? "true" : "false";
        } else if constexpr (std::is_same_v<T, double>) {
          return number_text(options.*member);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          std::string joined;
          for (const std::string& item : options.*member) joined += (joined.empty() ? "" : " ") + item;
          return joined;
        } else {
          return std::to_string(options.*member);
        }
      },
      row.member);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
    }
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

Result<void> set_option(CaptureOptions& options, std::string_view name, std::string_view value) {
  const Row* row = find_row(name);
  if (!row) return Error{ErrorCode::invalid_argument, "unknown option", std::string(name)};
  return set_row(options, *row, value);
}

std::vector<std::pair<std::string, std::string>> check_each(const CaptureOptions& options) {
  static const std::vector<std::string_view> scopes = {"",       "page", "account", "thread",
                                                       "prefix", "host", "domain",  "hops"};
  std::vector<std::pair<std::string, std::string>> wrong;
  if (std::find(scopes.begin(), scopes.end(), options.scope) == scopes.end()) {
    const std::string near = nearest(options.scope, scopes);
    wrong.emplace_back("scope", "scope '" + options.scope +
                                    "' is none of page, account, thread, prefix, host, domain, hops" +
                                    (near.empty() ? "" : "; did you mean '" + near + "'?"));
  }
  if (options.robots != "obey" && options.robots != "override") {
    wrong.emplace_back("robots", "robots is 'obey' or 'override', not '" + options.robots + "'");
  }
  if (options.robots == "override" && options.robots_reason.empty()) {
    wrong.emplace_back(
        "robots",
        "overriding robots.txt needs a written reason (robots_reason, --reason TEXT); it is recorded in the archive");
  }
  const auto at_least = [&](std::string_view name, auto value, double least) {
    if (!(static_cast<double>(value) >= least))
      wrong.emplace_back(name, std::string(name) + " must be at least " + number_text(least));
  };
  at_least("depth", options.depth, 0);
  at_least("max_pages", options.max_pages, 1);
  at_least("concurrency", options.concurrency, 1);
  at_least("per_host", options.per_host, 1);
  at_least("delay", options.delay, 0);
  at_least("delay_factor", options.delay_factor, 0);
  at_least("ip_delay", options.ip_delay, 0);
  at_least("retries", options.retries, 0);
  at_least("retry_delay", options.retry_delay, 0);
  at_least("max_page_bytes", options.max_page_bytes, 1024);
  at_least("max_media_bytes", options.max_media_bytes, 1024);
  at_least("page_timeout", options.page_timeout, 0.1);
  at_least("idle_timeout", options.idle_timeout, 0.1);
  for (const Row& row : rows()) {
    const std::string name(row.info.name);
    if (value_text(options, row).find_first_of("\r\n") != std::string::npos)
      wrong.emplace_back(name, name + " must not hold a line break");
  }
  return wrong;
}

std::vector<std::string> check(const CaptureOptions& options) {
  std::vector<std::string> wrong;
  for (auto& [option, message] : check_each(options)) wrong.push_back(std::move(message));
  return wrong;
}

const std::vector<OptionInfo>& option_table() {
  static const std::vector<OptionInfo> table = [] {
    std::vector<OptionInfo> infos;
    for (const Row& row : rows()) infos.push_back(row.info);
    return infos;
  }();
  return table;
}

std::vector<std::pair<std::string, std::string>> to_pairs(const CaptureOptions& options) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Row& row : rows()) pairs.emplace_back(row.info.name, value_text(options, row));
  for (const auto& [name, shown] : options.secrets) {
    for (auto& [option, text] : pairs) {
      if (option == name) text = shown;
    }
  }
  return pairs;
}

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  if (word.size() > 64) return "";
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (std::string_view candidate : known) {
    if (candidate.empty()) continue;
    if (const std::size_t distance = edit_distance(word, candidate); distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return std::string(best);
}

}  // namespace spoor::config
