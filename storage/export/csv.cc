#include <boost/json.hpp>

#include "storage/base/csv.h"
#include "storage/export/exporter.h"

namespace spoor {
namespace {

namespace json = boost::json;

// Where a column's value comes from: members along a path; "a|b" takes the first that is there.
enum class Cell { text, number, urls, tags };
struct Column {
  std::string_view name, path;
  Cell cell = Cell::text;
};

constexpr Column kColumns[] = {
    {"key", "key"},
    {"rev", "rev"},
    {"platform", "platform"},
    {"software", "software"},
    {"kind", "kind"},
    {"native_id", "native_id"},
    {"url", "url"},
    {"author_handle", "author.handle"},
    {"author_native_id", "author.native_id"},
    {"author_display_name", "author.display_name"},
    {"author_url", "author.url"},
    {"container", "container.name|container.native_id|container.url"},
    {"published_utc", "published_utc"},
    {"published_precision", "published_precision"},
    {"published_raw", "published_raw"},
    {"edited_utc", "edited_utc"},
    {"title", "title"},
    {"text", "text"},
    {"lang", "lang"},
    {"media_urls", "media:url", Cell::urls},
    {"links", "links:url|url_raw", Cell::urls},
    {"hashtags", "hashtags", Cell::tags},
    {"mentions", "mentions:handle|native_id|url", Cell::tags},
    {"reply_to", "reply_to.key|reply_to.url"},
    {"repost_of", "repost_of.key|repost_of.url"},
    {"quote_of", "quote_of.key|quote_of.url"},
    {"thread_id", "thread_id"},
    {"position", "position", Cell::number},
    {"likes", "counts.likes", Cell::number},
    {"shares", "counts.shares|counts.reposts", Cell::number},
    {"replies", "counts.replies", Cell::number},
    {"comments", "counts.comments", Cell::number},
    {"views", "counts.views", Cell::number},
    {"score", "counts.score", Cell::number},
    {"status", "status"},
    {"seen_at", "seen_at"},
    {"capture_id", "prov.capture_id"},
    {"warc_file", "prov.warc_file"},
    {"warc_offset", "prov.warc_offset", Cell::number},
    {"adapter", "prov.adapter"},
    {"adapter_version", "prov.adapter_version", Cell::number},
    {"surface", "prov.surface"},
};

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(json::string_view(name.data(), name.size()));
}

// A member by "a.b"; of an array the first element is taken (provenance: the owner of the content).
const json::value* at_path(const json::object& record, std::string_view path) {
  const json::object* object = &record;
  for (;;) {
    std::size_t dot = path.find('.');
    const json::value* value = member(*object, path.substr(0, dot));
    if (value == nullptr || dot == std::string_view::npos) return value;
    if (value->is_array() && !value->get_array().empty()) value = &value->get_array().front();
    if (!value->is_object()) return nullptr;
    object = &value->get_object();
    path.remove_prefix(dot + 1);
  }
}

const json::value* first_of(const json::object& record, std::string_view paths) {
  for (;;) {
    std::size_t bar = paths.find('|');
    if (const json::value* value = at_path(record, paths.substr(0, bar))) return value;
    if (bar == std::string_view::npos) return nullptr;
    paths.remove_prefix(bar + 1);
  }
}

std::string text_of(const json::value* value) {
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->get_string());
  if (value->is_int64()) return std::to_string(value->get_int64());
  return {};
}

std::string replaced(std::string text, char what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, 1, with);
  return text;
}

std::string list_of(const json::object& record, const Column& column) {
  std::size_t colon = column.path.find(':');
  const json::value* list = at_path(record, column.path.substr(0, colon));
  if (list == nullptr || !list->is_array()) return {};
  std::string out;
  for (const json::value& element : list->get_array()) {
    std::string item = element.is_object() && colon != std::string_view::npos
                           ? text_of(first_of(element.get_object(), column.path.substr(colon + 1)))
                           : text_of(&element);
    if (item.empty()) continue;
    bool urls = column.cell == Cell::urls;
    if (!out.empty()) out += urls ? ' ' : '|';
    out += urls ? replaced(std::move(item), ' ', "%20") : replaced(std::move(item), '|', "%7C");
  }
  return out;
}

class Csv : public Exporter {
 public:
  explicit Csv(bool guard) : guard_(guard) {}

  void begin(std::string& out) override {
    const char* comma = "";
    for (const Column& column : kColumns) {
      out += comma;
      out += column.name;
      comma = ",";
    }
    out += '\n';
  }

  bool add(const json::object& record, std::string& out) override {
    const json::value* kind = member(record, "record");
    if (kind == nullptr || *kind != "post") return false;
    const char* comma = "";
    for (const Column& column : kColumns) {
      out += comma;
      add_cell(record, column, out);
      comma = ",";
    }
    out += '\n';
    return true;
  }

  void end(std::string&) override {}

 private:
  void add_cell(const json::object& record, const Column& column, std::string& out) const {
    bool list = column.cell == Cell::urls || column.cell == Cell::tags;
    std::string text = list ? list_of(record, column) : text_of(first_of(record, column.path));
    out += csv_cell(text, guard_ && column.cell != Cell::number);
  }

  const bool guard_;
};

}  // namespace

std::unique_ptr<Exporter> make_csv_exporter(bool guard) { return std::make_unique<Csv>(guard); }

}  // namespace spoor
