#include "tests/web/people.h"

#include <algorithm>
#include <set>

#include "tests/web/operation.h"
#include "tests/web/picture.h"

namespace spoor::web {
namespace {

using Kind = Segment::Kind;
constexpr Seconds kHour = 3600, kDay = 86'400;

std::string ascii_handle(Random& random) {
  static constexpr std::string_view kStart[] = {"harbor", "teal",  "quiet", "north", "old",   "beifeng", "nablyuda",
                                                "sol",    "luna",  "wald",  "river", "paper", "copper",  "night",
                                                "tinker", "marsh", "xiao",  "yug",   "qamar", "stone"};
  static constexpr std::string_view kEnd[] = {"lens", "orchid", "kettle", "watch", "tel",   "fox",  "mill", "gull",
                                              "leaf", "smith",  "reader", "lamp",  "crane", "moth", "bike", "song"};
  static constexpr std::string_view kJoin[] = {"_", ".", "-", ""};
  std::string handle(random.pick(kStart));
  handle += random.pick(kJoin);
  handle += random.pick(kEnd);
  if (random.chance(0.5)) handle += std::to_string(random.between(1, 99));

  return handle;
}

std::string full_name(const Lexicon& words, Random& random) {
  if (words.language == "zh-CN")
    return std::string(random.pick(words.family_names)) + std::string(random.pick(words.given_names));
  std::string name(random.pick(words.given_names));
  name += ' ';
  name += random.pick(words.family_names);
  return name;
}

Segment a_picture(const Host& host, const Lexicon& words, Random& random) {
  const auto number = static_cast<std::uint64_t>(random.between(1, 40));
  const PictureSize size = picture_size(number);
  return {Kind::picture, random.chance(0.5) ? std::string(random.pick(words.places)) : "",
          "http://" + host.name + "/pictures/" + picture_name(number), size.width, size.height};
}

Segment a_link(const Lexicon& words, Random& random) {
  std::string url = random.chance(0.7) ? "https://" : "http://";
  static constexpr std::string_view kSites[] = {"example.org", "news.example.com", "www.example.net",
                                                "shop.example.org"};
  url += random.pick(kSites);
  static constexpr std::string_view kPaths[] = {
      "/",
      "/a/page.html",
      "/2025/10/story?id=7&part=2",
      "/report#summary",
      "/a_(b)/c",
      "/a/rather/long/path/to/a/page/that/nobody/reads/to/its/end.html?q=words%20here"};
  url += random.pick(kPaths);
  return {Kind::link, random.chance(0.6) ? url : std::string(random.pick(words.places)), url};
}

void add_extra(const Host& host, const Lexicon& words, Paragraph& paragraph, Random& random) {
  const auto space = [&] { paragraph.push_back({Kind::text, " "}); };
  if (random.chance(0.12)) {
    space();
    paragraph.push_back(a_link(words, random));
  }
  if (random.chance(0.08)) {
    space();
    paragraph.push_back({Kind::hashtag, "#" + std::string(random.pick(words.tags))});
  }
  if (random.chance(0.06) && !host.accounts.empty()) {
    space();
    paragraph.push_back({Kind::mention, "@" + random.pick(host.accounts).handle});
  }
}

// Adjacent texts become one.
Paragraph joined(Paragraph paragraph) {
  Paragraph out;
  for (Segment& segment : paragraph) {
    if (!out.empty() && out.back().kind == Kind::text && segment.kind == Kind::text) {
      out.back().text += segment.text;
    } else {
      out.push_back(std::move(segment));
    }
  }
  return out;
}

}  // namespace

std::vector<Account> make_accounts(const Host& host, int count, Seconds opened, Seconds last, Random& random) {
  const Lexicon& words = lexicon(host.language);
  std::vector<Account> accounts;
  std::set<std::string> handles;
  const int operation = std::max(1, count / 4);
  const Seconds batch = opened - random.between(2, 200) * kDay;
  while (static_cast<int>(accounts.size()) < count) {
    Account account;
    account.operation = static_cast<int>(accounts.size()) < operation;
    account.handle = account.operation ? operation_handle(random) : ascii_handle(random);
    if (!account.operation && host.software == Software::discuz && random.chance(0.4)) {
      account.handle = full_name(words, random) + (random.chance(0.3) ? std::to_string(random.between(1, 99)) : "");
    }
    if (!handles.insert(account.handle).second) continue;
    account.name = full_name(words, random);
    account.joined = account.operation ? batch + random.below(1800) : std::min(opened - random.gap(kDay, 8), last);
    if (random.chance(0.4)) account.location = random.pick(words.places);
    if (random.chance(0.3)) account.bio = sentence(words, random);
    if (random.chance(0.2)) account.website = "https://" + std::to_string(random.between(1, 900)) + ".home.example/";
    accounts.push_back(std::move(account));
  }
  std::stable_sort(accounts.begin(), accounts.end(),
                   [](const Account& a, const Account& b) { return a.joined < b.joined; });
  int id = static_cast<int>(random.between(2, 60));
  for (Account& account : accounts) account.id = id++;
  return accounts;
}

Seconds awake(const Host& host, Seconds at, Random& random) {
  const Seconds hour = (at + host.utc_offset_minutes * 60) % kDay / kHour;
  if (hour < 6 && !random.chance(0.1)) return at + (6 - hour) * kHour + random.below(3 * kHour);
  return at;
}

std::vector<Paragraph> write(const Host& host, bool article, Random& random) {
  const Lexicon& words = lexicon(host.language);
  std::vector<Paragraph> paragraphs;
  const std::int64_t count = article ? random.between(3, 7) : 1 + random.below(3) * random.below(2);
  for (std::int64_t i = 0; i < count; ++i) {
    std::string text;
    for (std::int64_t left = random.between(article ? 2 : 1, article ? 5 : 4); left > 0; --left) {
      if (!text.empty()) text += words.space;
      text += sentence(words, random);
    }
    Paragraph paragraph = {{Kind::text, std::move(text)}};
    add_extra(host, words, paragraph, random);
    paragraphs.push_back(joined(std::move(paragraph)));
    if (random.chance(article ? 0.25 : 0.06)) {
      paragraphs.push_back({a_picture(host, words, random)});
    }
  }
  return paragraphs;
}

Version edited(const Host& host, const Version& before, Seconds at, Random& random) {
  Version version = before;
  version.at = at;
  const Lexicon& words = lexicon(host.language);
  for (Paragraph& paragraph : version.paragraphs) {
    if (paragraph.front().kind != Kind::text) continue;
    paragraph.front().text = sentence(words, random) + std::string(words.space) + paragraph.front().text;
    break;
  }
  return version;
}

}  // namespace spoor::web
