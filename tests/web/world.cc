#include "tests/web/world.h"

#include <algorithm>
#include <map>

#include "tests/web/operation.h"
#include "tests/web/people.h"
#include "tests/web/random.h"
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr Seconds kHour = 3600, kDay = 86'400;
constexpr int kSoftwares = 7;

struct Kind {
  std::string_view domain;
  std::vector<std::string_view> languages;
};

const Kind& kind_of(Software software) {
  static const std::map<Software, Kind> kinds = {
      {Software::phpbb, {"forum", {"en", "ru", "es", "de"}}},
      {Software::discuz, {"bbs", {"zh-CN"}}},
      {Software::wordpress, {"blog", {"en", "es", "de", "ru"}}},
      {Software::blog, {"journal", {"en", "zh-CN", "ar", "es"}}},
      {Software::video, {"video", {"en", "zh-CN", "ru"}}},
      {Software::mastodon, {"social", {"en", "de", "es", "ar", "ru"}}},
      {Software::telegram, {"channel", {"ru", "en", "zh-CN", "ar"}}},
  };
  return kinds.at(software);
}

bool has_articles(Software software) {
  return software == Software::wordpress || software == Software::blog || software == Software::video;
}

// There is one YouTube and one Telegram; where a world would have more of them it has blogs and instances.
Software software_of(int number) {
  const auto software = static_cast<Software>(number % kSoftwares);
  if (number < kSoftwares) return software;
  if (software == Software::video) return Software::blog;
  return software == Software::telegram ? Software::mastodon : software;
}

std::string name_of(int number, Software software) {
  if (software == Software::video) return "www.youtube.com";
  if (software == Software::telegram) return "t.me";
  const std::string digits = std::to_string(number);
  return "b" + std::string(3 - std::min<std::size_t>(3, digits.size()), '0') + digits + "." +
         std::string(kind_of(software).domain) + ".sim";
}

// A few channels post much.
int accounts_of(const WorldOptions& options, Software software) {
  return software == Software::telegram
             ? std::min(options.accounts_per_host, std::max(6, options.accounts_per_host / 4))
             : options.accounts_per_host;
}

Host make_host(const WorldOptions& options, int number) {
  Random random(options.seed, "host", static_cast<std::uint64_t>(number));
  Host host;
  host.software = software_of(number);
  const Kind& kind = kind_of(host.software);
  host.language = kind.languages[static_cast<std::size_t>(number / kSoftwares) % kind.languages.size()];
  host.name = name_of(number, host.software);
  const Lexicon& words = lexicon(host.language);
  host.title = random.pick(words.site_titles);
  host.utc_offset_minutes = words.utc_offset_minutes;
  host.boards.assign(words.boards.begin(), words.boards.end());
  host.accounts =
      make_accounts(host, accounts_of(options, host.software), first_moment(options), last_moment(options), random);
  return host;
}

// --- ordinary people ---

int ordinary_account(const Host& host, Random& random) {
  std::vector<int> people;
  for (std::size_t i = 0; i < host.accounts.size(); ++i) {
    if (!host.accounts[i].operation) people.push_back(static_cast<int>(i));
  }
  if (people.empty()) return 0;
  // A few write most of it.
  return people[static_cast<std::size_t>(std::min(random.below(static_cast<std::int64_t>(people.size())),
                                                  random.below(static_cast<std::int64_t>(people.size()))))];
}

std::int64_t answers_of(int mean, Random& random) {
  if (random.chance(0.15)) return 0;
  if (random.chance(0.06)) return random.between(3 * mean, 7 * mean);
  return random.between(0, std::max(1, mean * 3 / 2));
}

Entry ordinary_entry(const Host& host, Seconds at, bool opens, Random& random) {
  Entry entry;
  entry.account = ordinary_account(host, random);
  Version version;
  version.at = at;
  if (opens) version.title = heading(lexicon(host.language), random);
  version.paragraphs = write(host, opens && has_articles(host.software), random);
  entry.versions.push_back(std::move(version));
  entry.likes = random.chance(0.5) ? static_cast<int>(random.gap(1, 5)) : 0;
  return entry;
}

Thread ordinary_thread(const WorldOptions& options, const Host& host, Random& random) {
  const Seconds last = last_moment(options);
  Thread thread;
  thread.walled = random.chance(options.walled);
  thread.pinned = random.chance(0.04);
  const auto boards = static_cast<std::int64_t>(host.boards.size());
  thread.board = static_cast<int>(thread.walled ? boards - 1 : random.below(boards - 1));
  const Lexicon& words = lexicon(host.language);
  for (std::int64_t i = random.below(4); i > 0; --i) {
    const std::string tag(random.pick(words.tags));
    if (std::find(thread.tags.begin(), thread.tags.end(), tag) == thread.tags.end()) thread.tags.push_back(tag);
  }
  Seconds at = awake(host, random.between(first_moment(options), last - kDay), random);
  thread.entries.push_back(ordinary_entry(host, at, true, random));
  for (std::int64_t left = answers_of(options.entries_per_thread, random); left > 0; --left) {
    at = awake(host, at + random.gap(40, 11), random);
    if (at >= last) break;
    thread.entries.push_back(ordinary_entry(host, at, false, random));
  }
  return thread;
}

// --- the operation ---

struct Place {  // a host with room for more of the operation's posts
  std::size_t host = 0;
  std::vector<int> accounts;
  std::int64_t left = 0;
};

std::vector<Place> places_of(const World& world) {
  std::vector<Place> places;
  for (std::size_t h = 0; h < world.hosts.size(); ++h) {
    Place place;
    place.host = h;
    const Host& host = world.hosts[h];
    for (std::size_t i = 0; i < host.accounts.size(); ++i) {
      if (host.accounts[i].operation) place.accounts.push_back(static_cast<int>(i));
    }
    std::int64_t ordinary = 0;
    for (const Thread& thread : host.threads) ordinary += static_cast<std::int64_t>(thread.entries.size());
    const double share = std::min(world.options.operation_share, 0.95);
    place.left = static_cast<std::int64_t>(static_cast<double>(ordinary) * share / (1 - share));
    if (!place.accounts.empty() && place.left > 0) places.push_back(std::move(place));
  }
  return places;
}

// Below something that people talk about, or a thread of its own.
void post(Host& host, Entry entry, const std::vector<std::string>& tags, Random& random) {
  const Seconds at = entry.created();
  std::vector<Thread*> open;
  for (Thread& thread : host.threads) {
    const Seconds age = at - thread.entries.front().created();
    if (!thread.walled && age > 0 && age < 20 * kDay) open.push_back(&thread);
  }
  if (!open.empty() && random.chance(0.7)) {
    entry.versions.front().title.clear();
    open[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(open.size())))]->entries.push_back(
        std::move(entry));
    return;
  }
  Thread thread;
  thread.board = static_cast<int>(random.below(static_cast<std::int64_t>(host.boards.size()) - 1));
  thread.tags = tags;
  thread.entries.push_back(std::move(entry));
  host.threads.push_back(std::move(thread));
}

// One text under many accounts within a minute and a half.
void burst(World& world, std::vector<Place>& places, Random& random) {
  const int narrative = static_cast<int>(random.below(narrative_count()));
  const Seconds at = office_hour(first_moment(world.options) + kDay, last_moment(world.options) - kHour, random);
  for (std::int64_t left = random.between(4, 24); left > 0 && !places.empty(); --left) {
    const auto which = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(places.size())));
    Place& place = places[which];
    Host& host = world.hosts[place.host];
    Message message = operation_message(narrative, host.language, host.name);
    Entry entry;
    entry.account = random.pick(place.accounts);
    entry.versions.push_back({at + random.below(90), std::move(message.title), std::move(message.paragraphs)});
    entry.likes = static_cast<int>(random.below(40));
    post(host, std::move(entry), message.tags, random);
    if (--place.left == 0) places.erase(places.begin() + static_cast<std::ptrdiff_t>(which));
  }
}

// --- what happens to posts afterwards ---

void change_entries(World& world, Random& random) {
  const Seconds last = last_moment(world.options);
  for (Host& host : world.hosts) {
    for (Thread& thread : host.threads) {
      for (Entry& entry : thread.entries) {
        const Seconds created = entry.created();
        const bool operation = host.accounts[static_cast<std::size_t>(entry.account)].operation;
        entry.views = static_cast<int>(random.gap(8, 7));
        Seconds at = created;
        for (double again = world.options.edited; !operation && random.chance(again); again = 0.2) {
          at += random.gap(90, 12);
          if (at >= last) break;
          entry.versions.push_back(edited(host, entry.versions.back(), at, random));
        }
        const Seconds gone = at + random.gap(kHour, 8);
        if (random.chance(world.options.deleted) && gone < last) entry.deleted = gone;
      }
    }
  }
}

void suspend_accounts(World& world, Random& random) {
  const Seconds first = first_moment(world.options), last = last_moment(world.options);
  for (Host& host : world.hosts) {
    for (Account& account : host.accounts) {
      if (account.operation && random.chance(world.options.suspended)) {
        account.suspended = random.between(first + (last - first) / 4, last);
      }
    }
  }
}

// Who answers and quotes whom, once everything has its place and number.
void refer(Thread& thread, bool top_level_only, Random& random) {
  for (std::size_t i = 1; i < thread.entries.size(); ++i) {
    const auto earlier = [&] {
      return thread.entries[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))].id;
    };
    if (random.chance(0.2)) thread.entries[i].quotes = earlier();
    if (!top_level_only && random.chance(0.5)) {
      thread.entries[i].answers = earlier();
    } else {
      thread.entries[i].answers = thread.entries.front().id;
    }
  }
}

// Sequential ids, as a database gives them: by time, over the whole host.
void number(Host& host, Random& random) {
  for (Thread& thread : host.threads) {
    std::stable_sort(thread.entries.begin(), thread.entries.end(),
                     [](const Entry& a, const Entry& b) { return a.created() < b.created(); });
  }
  std::stable_sort(host.threads.begin(), host.threads.end(), [](const Thread& a, const Thread& b) {
    return a.entries.front().created() < b.entries.front().created();
  });
  int id = static_cast<int>(random.between(2, 40));
  std::vector<Entry*> entries;
  for (Thread& thread : host.threads) {
    thread.id = id++;
    for (Entry& entry : thread.entries) entries.push_back(&entry);
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry* a, const Entry* b) { return a->created() < b->created(); });
  id = static_cast<int>(random.between(2, 90));
  for (Entry* entry : entries) {
    entry->id = id;
    id += random.chance(0.1) ? 2 : 1;
  }
  for (Thread& thread : host.threads) refer(thread, host.software == Software::telegram, random);
}

}  // namespace

Seconds first_moment(const WorldOptions& options) { return options.start - options.before; }
Seconds last_moment(const WorldOptions& options) { return first_moment(options) + options.days * kDay; }

World make_world(const WorldOptions& options) {
  World world;
  world.options = options;
  for (int number = 0; number < options.hosts; ++number) {
    Host host = make_host(options, number);
    Random random(options.seed, "threads", static_cast<std::uint64_t>(number));
    for (int left = options.threads_per_host; left > 0; --left) {
      host.threads.push_back(ordinary_thread(options, host, random));
    }
    world.hosts.push_back(std::move(host));
  }
  Random operation(options.seed, "operation");
  for (std::vector<Place> places = places_of(world); !places.empty();) burst(world, places, operation);
  Random changes(options.seed, "changes");
  change_entries(world, changes);
  suspend_accounts(world, changes);
  for (std::size_t h = 0; h < world.hosts.size(); ++h) {
    Random ids(options.seed, "ids", h);
    number(world.hosts[h], ids);
  }
  return world;
}

}  // namespace spoor::web
