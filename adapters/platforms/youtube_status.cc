#include "adapters/platforms/youtube_status.h"

#include <algorithm>

#include "adapters/kit/text.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxRaw = 300;

std::string cut(std::string text) {
  text = squeeze(text);
  return text.size() <= kMaxRaw ? text : valid_utf8(std::string_view(text).substr(0, kMaxRaw));
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool says(const std::string& lowered, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lowered.find(word) != std::string::npos; });
}

// Every wording that a playability status shows: the short one is often not the one that tells why.
std::string wording(const Json* status) {
  std::string text;
  const auto add = [&](const std::string& part) {
    const std::string line = squeeze(part);
    if (line.empty() || text.find(line) != std::string::npos) return;
    text += text.empty() ? line : " | " + line;
  };
  add(text_at(status, "reason"));
  for (const Json* message : items(status, "messages")) add(text_of(message));
  for (const char* renderer : {"playerErrorMessageRenderer", "playerLegacyDesktopYpcOfferRenderer"}) {
    const Json* error = at(at(status, "errorScreen"), renderer);
    add(text_at(error, "reason"));
    add(text_at(error, "subreason"));
  }
  return cut(std::move(text));
}

Status of_login_wall(const Json* status, const std::string& words) {
  if (at(status, "desktopLegacyAgeGateReason") != nullptr) return Status::login_required;
  if (says(words, {"not a bot", "unusual traffic"})) return Status::rate_limited;
  if (says(words, {"private video", "video is private", "is a private"})) return Status::private_;
  return Status::login_required;
}

Status of_unplayable(const std::string& words) {
  if (says(words, {"account associated with this video has been terminated", "accounts associated with this video"})) {
    return Status::suspended;
  }
  if (says(words, {"in your country", "in your location", "from your location"})) return Status::geo_blocked;
  if (says(words, {"channel's members", "channel\xE2\x80\x99s members", "members-only", "premium members"})) {
    return Status::private_;
  }
  if (says(words, {"confirm your age", "age-restricted"})) return Status::login_required;
  if (says(words, {"not a bot"})) return Status::rate_limited;
  if (says(words, {"has been removed", "is no longer available"})) return Status::deleted;
  return Status::unknown;
}

Status of_error(const std::string& words) {
  const Status told = of_unplayable(words);
  if (told == Status::suspended || told == Status::geo_blocked || told == Status::rate_limited) return told;
  if (says(words, {"private video", "video is private"})) return Status::private_;
  return Status::deleted;
}

Status of_alert(const std::string& words) {
  if (says(words, {"terminated", "violat", "community guidelines", "terms of service", "suspended"})) {
    return Status::suspended;
  }
  if (says(words, {"your country", "your location", "your region"})) return Status::geo_blocked;
  if (says(words, {"private"})) return Status::private_;
  if (says(words, {"does not exist", "doesn't exist", "not available", "isn't available", "unavailable",
                   "no longer available", "not found", "closed"})) {
    return Status::deleted;
  }
  return Status::unknown;
}

bool is_consent_host(std::string_view host) { return host.starts_with("consent."); }

}  // namespace

bool is_consent_page(const Page& page, const OpenPage& open) {
  if (is_consent_host(page.url.host())) return true;
  if (open.kind != OpenPage::Kind::html) return false;
  if (is_consent_host(open.base.host())) return true;
  for (const LinkElement& link : open.metadata.links) {
    const Result<Url> target = Url::parse(link.href);
    if (link.rel == "canonical" && target && is_consent_host(target->host())) return true;
  }
  if (open.text.find("ytInitialData") != std::string::npos) return false;
  return open.text.find("action=\"https://consent.youtube.com/") != std::string::npos ||
         open.text.find("action=\"https://consent.google.com/") != std::string::npos;
}

PageStatus playability(const Json* status) {
  const std::string code = text_at(status, "status");
  if (code.empty() || code == "OK") return {};
  PageStatus out{Status::unknown, wording(status)};
  if (out.raw.empty()) out.raw = code;
  const std::string words = lower(out.raw);
  if (code == "LIVE_STREAM_OFFLINE" || code == "CONTENT_CHECK_REQUIRED") {
    out.status = Status::live;
  } else if (code == "AGE_CHECK_REQUIRED" || code == "AGE_VERIFICATION_REQUIRED") {
    out.status = Status::login_required;
  } else if (code == "LOGIN_REQUIRED") {
    out.status = of_login_wall(status, words);
  } else if (code == "ERROR") {
    out.status = of_error(words);
  } else if (code == "UNPLAYABLE") {
    out.status = of_unplayable(words);
  }
  return out;
}

PageStatus alerts(const Json& initial) {
  for (const Json* alert : items(&initial, "alerts")) {
    for (const char* name : {"alertRenderer", "alertWithButtonRenderer"}) {
      const Json* shown = at(alert, name);
      if (text_at(shown, "type") != "ERROR") continue;
      const std::string raw = cut(text_at(shown, "text"));
      return {of_alert(lower(raw)), raw};
    }
  }
  return {};
}

PageStatus http_status(int status, const std::string& kind) {
  const std::string raw = "HTTP " + std::to_string(status);
  if (status < 300 && status != 0) return {};
  if (status == 429) return {Status::rate_limited, raw};
  if (status == 451) return {Status::geo_blocked, raw};
  if (status == 404 || status == 410) {
    // The feed answers 404 now and then for channels that live; an oEmbed 404 means what the watch page would say.
    if (kind == "feed") return {Status::unknown, "the feed alone: " + raw};
    if (kind == "other" || kind == "redirect" || kind == "search") return {Status::not_found, raw};
    return {Status::deleted, raw};
  }
  if (kind == "oembed" && status == 400) return {Status::not_found, raw};
  if (kind == "oembed") return {Status::unknown, "oEmbed alone: " + raw};  // 401: private, or embedding is off
  return {Status::unknown, raw};
}

}  // namespace spoor::adapters::youtube
