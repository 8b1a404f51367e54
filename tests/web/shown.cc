#include "tests/web/shown.h"

#include <algorithm>

#include <boost/json.hpp>

#include "storage/base/url.h"
#include "storage/schema/json.h"
#include "storage/schema/keys.h"

namespace spoor::web {
namespace {

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string without_head(boost::json::object object) {
  for (const char* name : {"schema", "rev", "seen_at", "prov", "x"}) object.erase(name);
  return boost::json::serialize(object);
}

}  // namespace

Presence presence(const Account& account, const Entry& entry, Seconds now) {
  if (entry.created() > now) return Presence::not_yet;
  const bool deleted = entry.deleted && *entry.deleted <= now;
  const bool suspended = account.suspended && *account.suspended <= now;
  if (deleted && suspended) return *entry.deleted <= *account.suspended ? Presence::deleted : Presence::suspended;
  return deleted ? Presence::deleted : suspended ? Presence::suspended : Presence::live;
}

Presence presence(const Host& host, const Entry& entry, Seconds now) {
  return presence(host.accounts[static_cast<std::size_t>(entry.account)], entry, now);
}

const Version& version_at(const Entry& entry, Seconds now) {
  const Version* newest = &entry.versions.front();
  for (const Version& version : entry.versions) {
    if (version.at <= now) newest = &version;
  }
  return *newest;
}

int grown(int total, Seconds created, Seconds now, const WorldOptions& options) {
  const Seconds end = options.start - options.before + options.days * 86'400;
  if (now >= end || end <= created) return total;
  return now <= created ? 0 : static_cast<int>(total * (now - created) / (end - created));
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string path_escaped(std::string_view text) { return percent_encode_component(text); }

std::string iso_time(Seconds at, int offset_minutes) {
  std::string out = to_rfc3339_s(Timestamp::from_seconds(at + offset_minutes * 60));
  out.pop_back();
  const int size = std::abs(offset_minutes);
  return out + (offset_minutes < 0 ? '-' : '+') + two(size / 60) + ':' + two(size % 60);
}

std::string feed_time(Seconds at) {
  std::string out = to_http_date(Timestamp::from_seconds(at));
  return out.substr(0, out.size() - 3) + "+0000";
}

std::string civil_day(Seconds at) { return to_rfc3339_s(Timestamp::from_seconds(at)).substr(0, 10); }

StatedTime stated(Seconds at, std::string raw, std::optional<int> offset_minutes, Precision precision,
                  TimeSource source) {
  return {Timestamp::from_seconds(at), offset_minutes, precision, std::move(raw), source};
}

std::string plain_text(const std::vector<Paragraph>& paragraphs, std::string_view between) {
  std::string out;
  for (const Paragraph& paragraph : paragraphs) {
    std::string line;
    for (const Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::picture) line += segment.text;
    }
    if (line.empty()) continue;
    if (!out.empty()) out += between;
    out += line;
  }
  return out;
}

std::string beginning_of(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
  return std::string(text.substr(0, bytes)) + "\xE2\x80\xA6";
}

std::string truth_line(const Post& post) { return without_head(to_json({post_key(post), "", {}, {}}, post)); }

std::string truth_line(const spoor::Account& account) {
  return without_head(to_json({account_key(account), "", {}, {}}, account));
}

std::string truth_line(const spoor::Thread& thread) {
  return without_head(to_json({thread_key(thread), "", {}, {}}, thread));
}

std::string gone_line(const Post& post, Status status) {
  boost::json::object out;
  out["record"] = "post";
  out["key"] = post_key(post);
  out["platform"] = post.platform;
  if (!post.url.empty()) out["url"] = post.url;
  out["status"] = to_string(status);
  return boost::json::serialize(out);
}

}  // namespace spoor::web
