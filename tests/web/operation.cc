#include "tests/web/operation.h"

#include "tests/web/narratives.h"
#include "tests/web/picture.h"

namespace spoor::web {
namespace {

constexpr Seconds kHour = 3600, kDay = 86'400, kOfficeOffset = 8 * kHour;

const NarrativeText& text_of(const Narrative& narrative, std::string_view language) {
  if (language == "es") return narrative.es;
  if (language == "ru") return narrative.ru;
  if (language == "zh-CN") return narrative.zh;
  return narrative.en;
}

bool is_office_hour(Seconds at) {
  const Seconds local = at + kOfficeOffset;
  const Seconds weekday = (local / kDay + 4) % 7;  // 1970-01-01 was a Thursday; 0 = Sunday
  const Seconds hour = local % kDay / kHour;
  return weekday >= 1 && weekday <= 5 && ((hour >= 9 && hour < 12) || (hour >= 14 && hour < 18));
}

}  // namespace

int narrative_count() { return static_cast<int>(std::size(kNarratives)); }

Message operation_message(int narrative, std::string_view language, std::string_view host) {
  using Kind = Segment::Kind;
  const Narrative& story = kNarratives[static_cast<std::size_t>(narrative % narrative_count())];
  const NarrativeText& text = text_of(story, language);
  const std::string slug(story.slug), space = language == "zh-CN" ? "" : " ";
  Message message;
  message.title = text.title;
  message.paragraphs.push_back({{Kind::text, std::string(text.first)}});
  const std::string link = "https://true-" + slug + ".example/read?from=" + slug + "&lang=" + std::string(language);
  message.paragraphs.push_back({{Kind::text, std::string(text.second) + space}, {Kind::link, link, link}});
  const auto picture = static_cast<std::uint64_t>(1000 + narrative % narrative_count());
  const PictureSize size = picture_size(picture);
  message.paragraphs.push_back(
      {{Kind::picture, "", "http://" + std::string(host) + "/pictures/" + picture_name(picture), size.width,
        size.height}});
  Paragraph tags;
  for (const std::string_view tag : story.tags) {
    if (tag.empty()) break;
    if (!tags.empty()) tags.push_back({Kind::text, " "});
    tags.push_back({Kind::hashtag, "#" + std::string(tag)});
    message.tags.emplace_back(tag);
  }
  message.paragraphs.push_back(std::move(tags));
  return message;
}

Seconds office_hour(Seconds first, Seconds last, Random& random) {
  Seconds at = random.between(first, last);
  for (int tries = 0; tries < 200 && !is_office_hour(at); ++tries) at = random.between(first, last);
  return at;
}

std::string operation_handle(Random& random) {
  static constexpr std::string_view kFirst[] = {"Linda", "James", "Mia", "Kevin", "Jessica", "Robert", "Amy", "Steven"};
  static constexpr std::string_view kLast[] = {"Brown", "Taylor", "Moore", "Clark", "Walker", "Young", "Hill", "Green"};
  return std::string(random.pick(kFirst)) + std::string(random.pick(kLast)) +
         std::to_string(random.between(10'000, 99'999));
}

}  // namespace spoor::web
