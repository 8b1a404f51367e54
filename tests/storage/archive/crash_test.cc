#include "tests/storage/archive/archive_fixture.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include <boost/json.hpp>

#include "storage/archive/journal.h"
#include "storage/archive/verify.h"

using namespace spoor;
using namespace spoor::test;

namespace {

// An archive with one committed group, then with a second one: the folder is copied after each.
struct TwoGroups {
  TemporaryFolder folder;
  FakeClock clock = clock_2026();
  std::vector<Exchange> committed, unfinished;
  fs::path warc, journal;  // within an archive
  std::uintmax_t warc_before = 0, warc_after = 0, journal_before = 0, journal_after = 0;

  TwoGroups() {
    auto archive = create(folder.at("live"), clock);
    const std::string body = noise(700, 1);
    committed = {exchange("https://a.example/1", body, 200, 1), exchange("https://a.example/2", "small", 200, 2)};
    unfinished = {exchange("https://b.example/1", body, 200, 3), exchange("https://a.example/1", "", 304, 4),
                  exchange("https://b.example/2", noise(400, 2), 200, 5)};
    write_group(*archive, committed, "one");
    copy("before");
    warc = fs::relative(only_file(folder.path / "live" / "warc", "SPOOR"), folder.path / "live");
    journal = fs::relative(only_file(folder.path / "live" / "journal", "journal-"), folder.path / "live");
    warc_before = fs::file_size(folder.path / "live" / warc);
    journal_before = fs::file_size(folder.path / "live" / journal);
    write_group(*archive, unfinished, "two");
    copy("after");
    warc_after = fs::file_size(folder.path / "live" / warc);
    journal_after = fs::file_size(folder.path / "live" / journal);
  }

  static void write_group(Archive& archive, const std::vector<Exchange>& exchanges, const std::string& name) {
    auto group = archive.begin();
    for (const Exchange& e : exchanges) {
      append(archive, group, e);
      note(group, "site", "{\"group\":\"" + name + "\"}");
    }
    commit(group);
  }

  void copy(const char* name) const { fs::copy(folder.path / "live", folder.path / name, fs::copy_options::recursive); }

  // The files after the second group, cut; the index of `index_of` ("before" or "after", "" for none).
  std::string crashed(std::uintmax_t warc_size, std::uintmax_t journal_size, const std::string& index_of) const {
    const fs::path target = folder.path / "crashed";
    fs::remove_all(target);
    fs::copy(folder.path / "after", target, fs::copy_options::recursive);
    fs::resize_file(target / warc, warc_size);
    fs::resize_file(target / journal, journal_size);
    fs::remove_all(target / "index");
    if (!index_of.empty()) fs::copy(folder.path / index_of / "index", target / "index");
    return target.string();
  }
};

std::vector<JournalEntry> entries(const std::string& folder, const std::string& type) {
  JournalReader reader(folder + "/journal", {});
  std::vector<JournalEntry> found;
  for (;;) {
    const auto line = reader.next().value();
    if (!line) return found;
    REQUIRE(line->linked);
    REQUIRE(line->entry);
    if (line->entry->type == type) found.push_back(*line->entry);
  }
}

void check_sound(const Archive& archive) {
  const auto summary = verify(archive, [](const Finding& finding) {
    UNSCOPED_INFO(finding.file << ":" << finding.offset << " " << finding.what << " expected " << finding.expected
                               << " found " << finding.found);
  });
  REQUIRE(summary);
  CHECK(summary->errors == 0);
  CHECK(summary->warnings == 0);
  CHECK(summary->index_compared);
}

void damage(const std::string& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(at));
  file.put('\x00').put('\xff').put('\x13');
}

// Opens, catches up, and checks everything that a crash must not break.
void check_recovery(const TwoGroups& data, const std::string& folder) {
  ArchiveOptions fast;
  fast.sync = false;  // the cut is made by hand, and there are many
  Rows first;
  {
    auto archive = open(folder, data.clock, fast);
    replay(*archive);
    CHECK(archive->damage().empty());
    for (const Exchange& e : data.committed) CHECK(equal(archive->load(e.capture_id).value(), e));
    for (const Exchange& e : data.unfinished) {
      const auto loaded = archive->load(e.capture_id);
      if (loaded) {
        CHECK(equal(*loaded, e));
      } else {
        CHECK(loaded.error().code == ErrorCode::not_found);
      }
    }
    check_sound(*archive);
    first = rows(archive->index());
    CHECK(rebuilt_rows(*archive) == first);
  }
  auto archive = open(folder, data.clock, fast);
  CHECK_FALSE(archive->index_is_behind());
  CHECK(rows(archive->index()) == first);
  TwoGroups::write_group(*archive, {exchange("https://c.example/", noise(300, 9), 200, 9)}, "three");
  check_sound(*archive);
  REQUIRE(archive->close());
}

}  // namespace

TEST_CASE("Archive: a crash that cuts WARC and journal anywhere loses nothing committed", "[archive][crash]") {
  const TwoGroups data;
  REQUIRE(data.warc_after > data.warc_before + 1000);
  std::vector<std::pair<std::uintmax_t, std::uintmax_t>> cuts;
  const std::uintmax_t journal_length = data.journal_after - data.journal_before;
  for (std::uintmax_t at = data.warc_before; at <= data.warc_after; at += 61) {
    cuts.emplace_back(at, data.journal_before + at % (journal_length + 1));
  }
  for (std::uintmax_t at = data.journal_before; at <= data.journal_after; at += 23) {
    cuts.emplace_back(data.warc_after, at);
  }
  cuts.emplace_back(data.warc_before, data.journal_after);
  cuts.emplace_back(data.warc_after, data.journal_after);
  cuts.emplace_back(data.warc_before + 1, data.journal_before + 1);
  for (const auto& [warc_size, journal_size] : cuts) {
    CAPTURE(warc_size, journal_size);
    check_recovery(data, data.crashed(warc_size, journal_size, "before"));
  }
}

TEST_CASE("Archive: the journal says what was cut", "[archive][crash]") {
  const TwoGroups data;
  const std::string folder = data.crashed(data.warc_after - 7, data.journal_after - 5, "before");
  const std::string warc_name = data.warc.filename().stem().string();  // without ".open"
  { auto archive = open(folder, data.clock); }
  const auto incidents = entries(folder, "incident");
  REQUIRE(incidents.size() >= 2);
  std::string subjects;
  for (const JournalEntry& entry : incidents) {
    subjects += entry.subject + " ";
    const boost::json::object about = boost::json::parse(entry.data).as_object();
    if (about.contains("bytes")) {
      CHECK(about.at("bytes").as_int64() > 0);
      CHECK(about.at("sha256").as_string().size() == 64);
    }
  }
  CHECK(subjects.find("warc/" + warc_name) != std::string::npos);
  CHECK(subjects.find("journal/journal-00001.jsonl") != std::string::npos);
}

TEST_CASE("Archive: a lost journal line before a kept exchange is put on record", "[archive][crash]") {
  const TwoGroups data;
  const std::string folder = data.crashed(data.warc_after, data.journal_before, "before");
  auto archive = open(folder, data.clock);
  const auto incidents = entries(folder, "incident");
  REQUIRE(incidents.size() == 1);
  // The second group held exchange, line, exchange, line, exchange, line from number 5 on.
  CHECK(incidents[0].data == R"({"missing":[6,8],"what":"uncommitted entries lost"})");
}

TEST_CASE("Archive: a crash before the index was written is caught up without asking for more", "[archive][crash]") {
  const TwoGroups data;
  const std::string folder = data.crashed(data.warc_after, data.journal_after, "before");
  auto archive = open(folder, data.clock);
  CHECK(archive->index_is_behind());
  replay(*archive);
  const Rows caught_up = rows(archive->index());
  const auto after = open((data.folder.path / "after").string(), data.clock);
  CHECK_FALSE(after->index_is_behind());
  CHECK(caught_up == rows(after->index()));
}

TEST_CASE("Archive: an index that knows more than the files is rebuilt, and it is put on record", "[archive][crash]") {
  const TwoGroups data;
  for (const auto& [warc_size, journal_size] :
       {std::pair(data.warc_before + 100, data.journal_after), std::pair(data.warc_after, data.journal_before)}) {
    CAPTURE(warc_size, journal_size);
    const std::string folder = data.crashed(warc_size, journal_size, "after");
    auto archive = open(folder, data.clock);
    CHECK(archive->index_is_behind());
    replay(*archive);
    for (const Exchange& e : data.committed) CHECK(equal(archive->load(e.capture_id).value(), e));
    bool told = false;
    for (const JournalEntry& entry : entries(folder, "incident")) told = told || entry.subject == "index";
    CHECK(told);
  }
}

TEST_CASE("Archive: a damaged index is made again", "[archive][crash]") {
  const TwoGroups data;
  const std::string folder = data.crashed(data.warc_after, data.journal_after, "after");
  std::ofstream(folder + "/index/CURRENT") << "MANIFEST-777777\n";
  auto archive = open(folder, data.clock);
  CHECK(archive->index_is_behind());
  replay(*archive);
  for (const Exchange& e : data.unfinished) CHECK(equal(archive->load(e.capture_id).value(), e));
  check_sound(*archive);
}

TEST_CASE("Archive: whole records behind a damaged place in an open file are kept when nobody knows what was committed",
          "[archive][crash]") {
  const TwoGroups data;
  const std::string folder = data.crashed(data.warc_after, data.journal_after, "");
  damage(folder + "/" + data.warc.string(), data.warc_before + 40);
  auto archive = open(folder, data.clock);
  replay(*archive);
  CHECK_FALSE(archive->damage().empty());
  CHECK_FALSE(archive->load(data.unfinished[0].capture_id));
  CHECK(equal(archive->load(data.unfinished[2].capture_id).value(), data.unfinished[2]));
  CHECK(fs::file_size(folder + "/" + data.warc.parent_path().string() + "/" + data.warc.stem().string()) ==
        data.warc_after);
  TwoGroups::write_group(*archive, {exchange("https://c.example/", "x", 200, 9)}, "three");
}

TEST_CASE("Archive: gaps in what was not committed, as a power cut leaves them, are cut with all behind them",
          "[archive][crash]") {
  const TwoGroups data;
  for (const std::uintmax_t into_warc : {40u, 300u, 1500u}) {
    for (const std::uintmax_t into_journal : {0u, 3u, 250u, 400u}) {
      CAPTURE(into_warc, into_journal);
      const std::string folder = data.crashed(data.warc_after, data.journal_after, "before");
      damage(folder + "/" + data.warc.string(), data.warc_before + into_warc);
      if (into_journal > 0) damage(folder + "/" + data.journal.string(), data.journal_before + into_journal);
      check_recovery(data, folder);
    }
  }
}

TEST_CASE("Archive: a crash while the folder was made is no obstacle", "[archive][crash]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  fs::create_directories(folder.at("a") + "/warc");
  fs::create_directories(folder.at("a") + "/journal");
  std::ofstream(folder.at("a") + "/spoor.json.tmp") << "{";
  { auto archive = create(folder.at("a"), clock); }
  fs::resize_file(folder.at("a") + "/journal/journal-00001.jsonl", 10);  // spoor.json was there, the first line was not
  fs::remove_all(folder.at("a") + "/index");
  auto archive = create(folder.at("a"), clock);
  replay(*archive);
  TwoGroups::write_group(*archive, {exchange("https://c.example/", "x")}, "one");
  check_sound(*archive);
}

TEST_CASE("Archive: a write that fails makes it suspect, and nothing committed is lost", "[archive][crash]") {
  const TemporaryFolder folder;
  const FakeClock clock = clock_2026();
  const Exchange kept = exchange("https://a.example/kept", noise(500, 1), 200, 1);
  const Exchange lost = exchange("https://a.example/lost", noise(60'000, 2), 200, 2);
  {
    auto archive = create(folder.at("a"), clock);
    TwoGroups::write_group(*archive, {kept}, "one");
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    auto group = archive->begin();
    const auto encoded = archive->encode(std::make_shared<const Exchange>(lost)).value();
    rlimit small = before;
    small.rlim_cur = 30'000;  // the record does not fit any more
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto failed = group.append(encoded);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::io);
    CHECK_FALSE(group.commit());
    CHECK_FALSE(archive->begin().note({"x", "", "", 0, {}}));
  }
  auto archive = open(folder.at("a"), clock);
  replay(*archive);
  CHECK(entries(folder.at("a"), "incident").empty());  // the partial exchange was taken back at once
  CHECK(equal(archive->load(kept.capture_id).value(), kept));
  TwoGroups::write_group(*archive, {lost}, "two");
  CHECK(equal(archive->load(lost.capture_id).value(), lost));
  check_sound(*archive);
}

TEST_CASE("Archive: killed at any moment, every acknowledged exchange is there", "[archive][crash]") {
  const FakeClock clock = clock_2026();
  for (int round = 0; round < 5; ++round) {
    const TemporaryFolder folder;
    int channel[2];
    REQUIRE(pipe(channel) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ArchiveOptions options;
      options.create = true;
      auto archive = Archive::open(folder.at("a"), options, clock);
      for (int i = 0; archive; ++i) {
        auto group = (*archive)->begin();
        const Exchange e = exchange("https://a.example/" + std::to_string(i), noise(900, i % 7), 200, i);
        const auto encoded = (*archive)->encode(std::make_shared<const Exchange>(e));
        if (!encoded || !group.append(*encoded) || !group.note({"site", "", "", 0, {}}) || !group.commit()) break;
        if (write(channel[1], e.capture_id.data(), 36) != 36) break;
      }
      _exit(1);
    }
    close(channel[1]);
    std::vector<std::string> acknowledged;
    std::string id(36, ' ');
    const std::size_t enough = 3 + static_cast<std::size_t>(round) * 7;
    while (acknowledged.size() < enough && read(channel[0], id.data(), 36) == 36) acknowledged.push_back(id);
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    while (read(channel[0], id.data(), 36) == 36) acknowledged.push_back(id);
    close(channel[0]);
    REQUIRE(acknowledged.size() >= enough);

    auto archive = open(folder.at("a"), clock);
    replay(*archive);
    for (const std::string& capture : acknowledged) CHECK(archive->load(capture));
    check_sound(*archive);
  }
}
