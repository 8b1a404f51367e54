#include "crawler/pipeline/renormalise.h"

#include <algorithm>

#include <boost/json.hpp>

#include "crawler/pipeline/capture_run.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

constexpr std::size_t kExamples = 3;

// Built beside the index of the archive; removed when it goes, unless it was taken over.
class SecondIndex {
 public:
  explicit SecondIndex(std::string folder) : folder_(std::move(folder)) {}
  SecondIndex(const SecondIndex&) = delete;
  SecondIndex& operator=(const SecondIndex&) = delete;
  ~SecondIndex() {
    archive_.reset();
    (void)kv::remove_leveldb(folder_);
  }

  Result<void> build(const std::string& archive, const adapters::Registry& registry, const Clock& clock,
                     const EachReading& each) {
    if (auto removed = kv::remove_leveldb(folder_); !removed) return removed;
    ArchiveOptions options;
    options.read_only = true;
    options.index_folder = folder_;
    auto opened = Archive::open(archive, options, clock);
    if (!opened) return opened.error();
    archive_ = std::move(*opened);
    auto read = catch_up(*archive_, registry, each);
    if (!read) return read.error();
    return {};
  }
  Result<void> close() {
    auto closed = archive_->close();
    archive_.reset();
    return closed;
  }
  const kv::Store& index() const { return archive_->index(); }
  const std::vector<Error>& damage() const { return archive_->damage(); }
  const std::string& folder() const { return folder_; }

 private:
  const std::string folder_;
  std::unique_ptr<Archive> archive_;
};

// Keeps count of the changes, and some examples.
class Teller {
 public:
  Teller(RenormaliseReport& report, const RenormaliseOptions& options, const kv::Store& index)
      : report_(report), options_(options), index_(index) {}

  void page(const Reading& reading) {
    if (reading.page && is_wanted(reading.page->adapter)) ++report_.adapters[reading.page->adapter].pages;
  }

  Result<void> change(const RecordChange& change) {
    if (!is_wanted(change.adapter)) return {};
    auto url = url_of_capture(index_, change.capture_id);
    if (!url) return url.error();
    if (!options_.host.empty()) {
      const auto parsed = Url::parse(*url);
      if (!parsed || parsed->host() != options_.host) return {};
    }
    AdapterDiff& diff = report_.adapters[change.adapter];
    AdapterDiff::Numbers& numbers = diff.records[change.kind];
    switch (change.what) {
      case RecordChange::What::added:
        ++numbers.added, ++report_.added;
        break;
      case RecordChange::What::lost:
        ++numbers.lost, ++report_.lost;
        break;
      case RecordChange::What::changed:
        ++numbers.changed, ++report_.changed;
        break;
    }
    bool telling = change.fields.empty() && is_new(change.adapter, change.kind, to_string(change.what));
    for (const FieldChange& field : change.fields) {
      ++diff.fields[field.field];
      telling = is_new(change.adapter, change.kind, field.field) || telling;
    }
    if (telling) diff.examples.push_back({change, std::move(*url)});
    return {};
  }

 private:
  bool is_wanted(const std::string& adapter) const { return options_.adapter.empty() || options_.adapter == adapter; }

  bool is_new(const std::string& adapter, const std::string& kind, std::string_view what) {
    return told_[adapter + '\n' + kind + '\n' + std::string(what)]++ < kExamples;
  }

  RenormaliseReport& report_;
  const RenormaliseOptions& options_;
  const kv::Store& index_;
  std::map<std::string, std::size_t> told_;
};

json::array numbers_json(const std::set<int>& numbers) {
  json::array out;
  for (int number : numbers) out.emplace_back(number);
  return out;
}

JournalEntry entry_of(const RenormaliseReport& report, const adapters::Registry& registry,
                      const SupersededWriter& writer) {
  json::array adapters;
  for (const auto& [name, diff] : report.adapters) {
    json::object one{{"name", name}, {"before", numbers_json(diff.before)}, {"after", numbers_json(diff.after)}};
    const adapters::Adapter* adapter = registry.find(name);
    if (adapter && !adapter->info().digest.empty()) one["digest"] = adapter->info().digest;
    one["pages"] = diff.pages;
    adapters.push_back(std::move(one));
  }
  json::object data{
      {"adapters", std::move(adapters)}, {"new", report.added}, {"lost", report.lost}, {"changed", report.changed}};
  if (writer.lines() > 0) {
    data["superseded"] = json::object{{"file", writer.name()}, {"lines", writer.lines()}, {"sha256", writer.sha256()}};
  }
  JournalEntry entry;
  entry.type = kRenormalisedEntry;
  entry.data = json::serialize(data);
  return entry;
}

// What was learned about hosts' pace stands nowhere but in the index.
Result<std::vector<std::pair<std::string, std::string>>> host_rows(const kv::Store& index) {
  std::vector<std::pair<std::string, std::string>> rows;
  const std::string prefix = kv::make_prefix(kv::kHost, {});
  auto read = index.sweep(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return true;
  });
  if (!read) return read.error();
  return rows;
}

Result<void> put_in_place(Archive& archive, const adapters::Registry& registry, SecondIndex& second,
                          JournalEntry entry) {
  auto hosts = host_rows(archive.index());
  if (!hosts) return hosts.error();
  if (auto closed = second.close(); !closed) return closed;
  {
    Archive::Group group = archive.begin();
    if (auto noted = group.note(std::move(entry)); !noted) return noted.error();
    if (auto committed = group.commit(); !committed) return committed;
  }
  if (auto adopted = archive.adopt_index(second.folder()); !adopted) return adopted;
  if (auto read = catch_up(archive, registry); !read) return read.error();
  Archive::Group group = archive.begin();
  for (auto& [key, value] : *hosts) group.index().put(std::move(key), std::move(value));
  return group.commit();
}

}  // namespace

Result<RenormaliseReport> renormalise(Archive& archive, const adapters::Registry& registry, const Clock& clock,
                                      const RenormaliseOptions& options) {
  RenormaliseReport report;
  Teller teller(report, options, archive.index());
  SecondIndex second(options.dry_run ? options.second_folder : archive.folder() + "/index.next");
  auto built = second.build(archive.folder(), registry, clock, [&](const Reading& reading) { teller.page(reading); });
  if (!built) return built.error();
  report.damage = second.damage();
  const kv::Store& older = archive.index();
  const kv::Store& newer = second.index();

  auto same = same_readings(older, newer);
  if (!same) return same.error();
  report.same = *same;
  if (report.same) return report;

  Result<void> told;
  auto compared = compare_readings(older, newer, [&](const RecordChange& change) {
    if (told) told = teller.change(change);
  });
  if (!compared) return compared.error();
  if (!told) return told.error();
  for (const auto& [index, versions] : {std::pair{&older, &AdapterDiff::before}, {&newer, &AdapterDiff::after}}) {
    auto found = adapter_versions(*index);
    if (!found) return found.error();
    for (auto& [name, diff] : report.adapters) diff.*versions = (*found)[name];
  }

  SupersededWriter writer(archive.folder() + "/superseded");
  auto kept = revisions_lost(older, newer, clock.now(), [&](const Superseded& revision) -> Result<void> {
    ++report.superseded;
    return options.dry_run ? Result<void>() : writer.add(revision);
  });
  if (!kept) return kept.error();
  if (options.dry_run) return report;
  if (auto finished = writer.finish(); !finished) return finished.error();
  if (writer.lines() > 0) report.file = "superseded/" + writer.name();
  if (auto placed = put_in_place(archive, registry, second, entry_of(report, registry, writer)); !placed)
    return placed.error();
  return report;
}

}  // namespace spoor::pipeline
