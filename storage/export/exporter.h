// Exporter: turns records into the text of one format. Streaming: nothing is kept from one record to the next.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "storage/archive/post_store.h"

namespace spoor {

enum class ExportFormat { jsonl, csv };
std::string_view to_string(ExportFormat format);
std::optional<ExportFormat> export_format_from(std::string_view text);

class Exporter {
 public:
  virtual ~Exporter() = default;
  // Each appends to `out`.
  virtual void begin(std::string& out) = 0;
  // False when the format has no place for this kind of record.
  virtual bool add(const boost::json::object& record, std::string& out) = 0;
  virtual void end(std::string& out) = 0;

  // A format that is made of the records' JSON texts is given those and not the objects.
  virtual bool takes_texts() const { return false; }
  virtual void add_text(std::string_view /*record*/, std::string& /*out*/) {}
};

// JSON Lines: UTF-8, one record a line, LF; U+2028 and U+2029 escaped.
std::unique_ptr<Exporter> make_jsonl_exporter();
// CSV (RFC 4180, LF): one row a post; the columns are in csv.cc. With `guard` a cell that a spreadsheet would run as a
// formula gets a leading apostrophe.
std::unique_ptr<Exporter> make_csv_exporter(bool guard);

}  // namespace spoor
