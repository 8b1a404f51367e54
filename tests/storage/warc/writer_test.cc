#include "storage/warc/writer.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>

#include "storage/warc/file_name.h"
#include "storage/warc/reader.h"
#include "tests/storage/warc/sample.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"

using namespace spoor;
using namespace spoor::warc;
using spoor::test::read_file;
using spoor::test::TempDir;
using spoor::test::write_file;
using spoor::warc::test::kMoment;
using spoor::warc::test::sample_exchange;

namespace {

const FakeClock kClock{kMoment};

WriterOptions options_for(const TempDir& folder) {
  WriterOptions options;
  options.folder = folder.path();
  options.host = "host";
  options.info = {{"software", "spoor/0.1"}, {"format", "WARC File Format 1.1"}, {"robots", "classic"}};
  return options;
}

std::vector<std::string> names_in(const TempDir& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) out.push_back(entry.path().filename());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<ReadRecord> read_all(const std::string& path) {
  std::vector<ReadRecord> out;
  auto reader = Reader::open(path);
  REQUIRE(reader);
  for (;;) {
    auto read = reader->next();
    REQUIRE(read);
    if (!*read) return out;
    out.push_back(std::move(**read));
  }
}

// Makes writes beyond `bytes` fail with EFBIG, as a full disk would make them fail with ENOSPC.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("Writer: a file begins with warcinfo, holds what was appended, and loses .open when closed") {
  const TempDir folder;
  Writer writer(options_for(folder), kClock);
  CHECK(writer.current_file().empty());
  const auto exchange = sample_exchange(1);
  const auto positions = writer.append(exchange.members());
  REQUIRE(positions);
  REQUIRE(positions->size() == 3);
  const std::string name = "SPOOR-20260301080000-00001-host.warc.gz";
  CHECK(writer.current_file() == name);
  CHECK(names_in(folder) == std::vector<std::string>{name + ".open"});
  REQUIRE(writer.sync());
  CHECK(writer.current_size() == static_cast<std::int64_t>(std::filesystem::file_size(folder.file(name + ".open"))));
  REQUIRE(writer.close());
  CHECK(names_in(folder) == std::vector<std::string>{name});
  CHECK(writer.current_file().empty());

  const auto records = read_all(folder.file(name));
  REQUIRE(records.size() == 4);
  const Record& info = records[0].record;
  CHECK(info.type == kWarcinfo);
  CHECK(info.date == kMoment);
  CHECK(info.field("WARC-Filename") == name);
  CHECK(info.field("Content-Type") == "application/warc-fields");
  CHECK(decode_fields(info.block) == options_for(folder).info);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK((*positions)[i].file == name);
    CHECK((*positions)[i].offset == records[i + 1].offset);
    CHECK((*positions)[i].length == records[i + 1].length);
    const auto again = read_at(folder.file(name), (*positions)[i].offset);
    REQUIRE(again);
    CHECK(again->record.id == records[i + 1].record.id);
  }
  CHECK(records[2].record.block == exchange.response.block);
}

TEST_CASE("Writer: files roll without splitting an exchange, and each has its warcinfo") {
  const TempDir folder;
  auto options = options_for(folder);
  options.roll_bytes = 4000;
  Writer writer(options, kClock);
  for (int i = 0; i < 20; ++i) REQUIRE(writer.append(sample_exchange(i).members()));
  REQUIRE(writer.close());
  const auto names = names_in(folder);
  CHECK(names.size() > 3);
  int next = 0;
  for (const auto& name : names) {
    CHECK(std::filesystem::file_size(folder.file(name)) <= 4000);
    const auto records = read_all(folder.file(name));
    REQUIRE(records.size() % 3 == 1);
    CHECK(records[0].record.type == kWarcinfo);
    CHECK(records[0].record.field("WARC-Filename") == name);
    for (std::size_t i = 1; i < records.size(); i += 3, ++next) {
      CHECK(records[i].record.id == sample_exchange(next).request.id);
      CHECK(records[i + 2].record.id == sample_exchange(next).metadata.id);
    }
  }
  CHECK(next == 20);
}

TEST_CASE("Writer: a file that is old enough is not written on") {
  const TempDir folder;
  auto options = options_for(folder);
  options.roll_seconds = 3600;
  FakeClock clock{kMoment};
  Writer writer(options, clock);
  REQUIRE(writer.append(sample_exchange(1).members()));
  clock.set({kMoment.us + 3599 * std::int64_t{1'000'000}});
  REQUIRE(writer.append(sample_exchange(2).members()));
  CHECK(names_in(folder).size() == 1);
  clock.set({kMoment.us + 3600 * std::int64_t{1'000'000}});
  REQUIRE(writer.append(sample_exchange(3).members()));
  REQUIRE(writer.close());
  const auto names = names_in(folder);
  REQUIRE(names.size() == 2);
  CHECK(read_all(folder.file(names[0])).size() == 7);
  CHECK(read_all(folder.file(names[1])).size() == 4);
}

TEST_CASE("Writer: an exchange larger than a file has one for itself") {
  const TempDir folder;
  auto options = options_for(folder);
  options.roll_bytes = 10;
  Writer writer(options, kClock);
  for (int i = 0; i < 3; ++i) REQUIRE(writer.append(sample_exchange(i).members()));
  REQUIRE(writer.close());
  const auto names = names_in(folder);
  REQUIRE(names.size() == 3);
  for (const auto& name : names) CHECK(read_all(folder.file(name)).size() == 4);
}

TEST_CASE("Writer: nothing that is there already is overwritten") {
  const TempDir folder;
  const std::string taken = "SPOOR-20260301080000-00007-host.warc.gz";
  write_file(folder.file(taken), "precious");
  write_file(folder.file("SPOOR-20260301080000-00003-host.warc.gz.open"), "half");
  Writer first(options_for(folder), kClock), second(options_for(folder), kClock);
  REQUIRE(first.append(sample_exchange(1).members()));
  CHECK(first.current_file() == "SPOOR-20260301080000-00008-host.warc.gz");
  REQUIRE(second.append(sample_exchange(2).members()));
  CHECK(second.current_file() == "SPOOR-20260301080000-00009-host.warc.gz");
  REQUIRE(first.close());
  REQUIRE(second.close());
  CHECK(read_file(folder.file(taken)) == "precious");
  CHECK(read_file(folder.file("SPOOR-20260301080000-00003-host.warc.gz.open")) == "half");

  // A file of the final name that turns up while the writer is at work is not replaced by the rename.
  Writer third(options_for(folder), kClock);
  REQUIRE(third.append(sample_exchange(3).members()));
  const std::string name = third.current_file();
  write_file(folder.file(name), "precious");
  CHECK_FALSE(third.close());
  CHECK(read_file(folder.file(name)) == "precious");
  CHECK(read_all(folder.file(name + ".open")).size() == 4);
}

TEST_CASE("Writer: without being closed it leaves an .open file, which another one continues") {
  const TempDir folder;
  std::string name;
  {
    Writer writer(options_for(folder), kClock);
    REQUIRE(writer.append(sample_exchange(1).members()));
    name = writer.current_file();
  }
  CHECK(names_in(folder) == std::vector<std::string>{name + ".open"});
  Writer writer(options_for(folder), kClock);
  REQUIRE(writer.resume(name + ".open"));
  CHECK(writer.current_file() == name);
  const auto positions = writer.append(sample_exchange(2).members());
  REQUIRE(positions);
  CHECK((*positions)[0].file == name);
  REQUIRE(writer.close());
  CHECK(read_all(folder.file(name)).size() == 7);
  CHECK(names_in(folder) == std::vector<std::string>{name});
}

TEST_CASE("Writer: an empty .open file gets its warcinfo when it is continued") {
  const TempDir folder;
  const std::string name = "SPOOR-20260301080000-00001-host.warc.gz";
  write_file(folder.file(name + ".open"), "");
  Writer writer(options_for(folder), kClock);
  REQUIRE(writer.resume(name + ".open"));
  REQUIRE(writer.close());
  const auto records = read_all(folder.file(name));
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.field("WARC-Filename") == name);
}

TEST_CASE("Writer: only an .open file of the folder can be continued") {
  const TempDir folder;
  write_file(folder.file("a.warc.gz"), "");
  for (const char* name : {"a.warc.gz", ".open", "../a.open", "missing.open"}) {
    Writer writer(options_for(folder), kClock);
    CAPTURE(name);
    CHECK_FALSE(writer.resume(name));
  }
  Writer writer(options_for(folder), kClock);
  REQUIRE(writer.append(sample_exchange(1).members()));
  CHECK_FALSE(writer.resume("a.open"));
}

TEST_CASE("Writer: a failed write makes it suspect; what was half written can be taken back") {
  const TempDir folder;
  Writer writer(options_for(folder), kClock);
  REQUIRE(writer.append(sample_exchange(1).members()));
  REQUIRE(writer.sync());
  const std::int64_t good = writer.current_size();
  const std::string open_file = folder.file(writer.current_file() + ".open");
  std::string body;
  for (int i = 0; i < 60'000; ++i)
    body += static_cast<char>((static_cast<unsigned>(i) * static_cast<unsigned>(i)) >> 3);
  {
    const FileSizeLimit limit(static_cast<rlim_t>(good) + 1000);
    const auto failed = writer.append(sample_exchange(2, body).members());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::io);
    CHECK(failed.error().where == open_file);
  }
  CHECK(std::filesystem::file_size(open_file) == static_cast<std::uintmax_t>(good) + 1000);
  CHECK_FALSE(writer.append(sample_exchange(3).members()));
  CHECK_FALSE(writer.sync());
  CHECK_FALSE(writer.close());
  CHECK_FALSE(writer.roll_back(good + 1'000'000));
  REQUIRE(writer.roll_back(good));
  CHECK(std::filesystem::file_size(open_file) == static_cast<std::uintmax_t>(good));
  CHECK_FALSE(writer.append(sample_exchange(3).members()));

  Writer next(options_for(folder), kClock);
  REQUIRE(next.resume(std::filesystem::path(open_file).filename()));
  REQUIRE(next.append(sample_exchange(3).members()));
  REQUIRE(next.close());
}

TEST_CASE("Writer: an exchange is taken back and another one takes its place") {
  const TempDir folder;
  Writer writer(options_for(folder), kClock);
  REQUIRE(writer.append(sample_exchange(1).members()));
  const std::int64_t good = writer.current_size();
  REQUIRE(writer.append(sample_exchange(2).members()));
  REQUIRE(writer.roll_back(good));
  CHECK(writer.current_size() == good);
  const auto positions = writer.append(sample_exchange(3).members());
  REQUIRE(positions);
  CHECK((*positions)[0].offset == good);
  const std::string name = writer.current_file();
  REQUIRE(writer.close());
  const auto records = read_all(folder.file(name));
  REQUIRE(records.size() == 7);
  CHECK(records[4].record.id == sample_exchange(3).request.id);
}

TEST_CASE("Writer: a folder that is not there is an error that names it") {
  const TempDir folder;
  auto options = options_for(folder);
  options.folder = folder.file("nowhere");
  Writer writer(options, kClock);
  const auto failed = writer.append(sample_exchange(1).members());
  REQUIRE_FALSE(failed);
  CHECK(failed.error().where.starts_with(options.folder));
}
