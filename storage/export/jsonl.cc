#include <boost/json.hpp>

#include "storage/export/exporter.h"

namespace spoor {
namespace {

namespace json = boost::json;

// Line separators inside strings, which some readers take for line ends (E2 80 A8 and E2 80 A9).
void append_escaped(std::string& out, std::string_view text) {
  for (;;) {
    std::size_t at = text.find("\xE2\x80");
    if (at == std::string_view::npos || at + 2 >= text.size()) break;
    char last = text[at + 2];
    out.append(text.substr(0, at));
    if (last == '\xA8' || last == '\xA9') {
      out += last == '\xA8' ? "\\u2028" : "\\u2029";
    } else {
      out.append(text.substr(at, 3));
    }
    text.remove_prefix(at + 3);
  }
  out.append(text);
}

class Jsonl : public Exporter {
 public:
  void begin(std::string&) override {}
  bool add(const json::object& record, std::string& out) override {
    add_text(json::serialize(record), out);
    return true;
  }
  bool takes_texts() const override { return true; }
  void add_text(std::string_view record, std::string& out) override {
    append_escaped(out, record);
    out += '\n';
  }
  void end(std::string&) override {}
};

}  // namespace

std::unique_ptr<Exporter> make_jsonl_exporter() { return std::make_unique<Jsonl>(); }

}  // namespace spoor
