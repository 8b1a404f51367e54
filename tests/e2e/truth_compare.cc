#include "tests/e2e/truth_compare.h"

#include <algorithm>

namespace spoor::test {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string shown(const json::value* value) {
  if (!value) return "(absent)";
  std::string text = json::serialize(*value);
  if (text.size() > 300) text = text.substr(0, 300) + " ...";
  return text;
}

// "phpbb post"
std::string sort_of(const json::object& record) {
  const std::string software = text_of(record, "software");
  return (software.empty() ? text_of(record, "platform") : software) + " " + text_of(record, "record");
}

// An account is also known by its handle alone, from surfaces that do not tell its id.
std::string handle_of(const json::object& account) {
  return text_of(account, "platform") + " " + text_of(account, "handle");
}

class Comparer {
 public:
  Comparer(const CompareOptions& options, Comparison& result) : options_(options), result_(result) {}

  void note(const std::string& what, const json::object& record, const std::string& detail = {}) {
    result_.differences[sort_of(record) + ": " + what].push_back(text_of(record, "key") +
                                                                 (detail.empty() ? "" : ": " + detail));
  }

  void fields(const json::object& truth, const json::object& record) {
    bool equal = true;
    for (const auto& [name, value] : truth) equal &= field(name, &value, record.if_contains(name), truth);
    for (const auto& [name, value] : record) {
      if (!truth.contains(name)) equal &= field(name, nullptr, &value, truth);
    }
    if (equal) ++result_.equal;
  }

 private:
  bool field(std::string_view name, const json::value* truth, const json::value* found, const json::object& record) {
    if (options_.ignored.contains(std::string(name))) return true;
    if (options_.later && (name == "counts" || name == "position")) return true;
    // Seen while it was there: the post itself, or the one that it names.
    const bool may_be_gone = text_of(record, "status") != "live" || name == "reply_to" || name == "quote_of";
    if (options_.later && !truth && may_be_gone) return true;
    if (truth && found && *truth == *found) return true;
    const char* what = !found ? " is missing" : !truth ? " is not in the truth" : " differs";
    note(std::string(name) + what, record, shown(found) + "\n        truth: " + shown(truth));
    return false;
  }

  const CompareOptions& options_;
  Comparison& result_;
};

}  // namespace

std::string Comparison::text(std::size_t examples) const {
  std::string out = std::to_string(expected) + " expected, " + std::to_string(found) + " found, " +
                    std::to_string(equal) + " equal in every field\n";
  for (const auto& [what, where] : differences) {
    out += "  " + what + " (" + std::to_string(where.size()) + ")\n";
    for (std::size_t i = 0; i < std::min(examples, where.size()); ++i) out += "      " + where[i] + "\n";
  }
  return out;
}

Comparison compare_with_truth(const std::vector<std::string>& truth, const std::vector<json::object>& records,
                              const CompareOptions& options) {
  Comparison result;
  Comparer comparer(options, result);
  std::map<std::string, const json::object*> by_key;
  for (const json::object& record : records) {
    if (!options.records.contains(text_of(record, "record"))) continue;
    ++result.found;
    if (!by_key.emplace(text_of(record, "key"), &record).second) comparer.note("more than once", record);
  }
  std::set<std::string> known, handles;
  for (const std::string& line : truth) {
    const json::object wanted = json::parse(line).as_object();
    if (!options.records.contains(text_of(wanted, "record"))) continue;
    const std::string key = text_of(wanted, "key");
    known.insert(key);
    if (text_of(wanted, "record") == "account") handles.insert(handle_of(wanted));
    const auto found = by_key.find(key);
    if (text_of(wanted, "status") != "live" && !wanted.contains("kind")) {  // gone: its status is all there is
      if (found == by_key.end()) {
        if (options.gone_was_seen) comparer.note("gone without a trace", wanted);
      } else if (text_of(*found->second, "status") != text_of(wanted, "status") && !options.later) {
        comparer.note("is gone, but " + text_of(*found->second, "status"), *found->second,
                      "truth: " + text_of(wanted, "status"));
      }
      continue;
    }
    ++result.expected;
    if (found == by_key.end()) {
      comparer.note("missing", wanted, text_of(wanted, "url"));
    } else {
      comparer.fields(wanted, *found->second);
    }
  }
  for (const auto& [key, record] : by_key) {
    if (text_of(*record, "record") == "account" && !record->contains("native_id") &&
        handles.contains(handle_of(*record)))
      continue;
    if (!known.contains(key) && !options.later) comparer.note("not in the truth", *record, text_of(*record, "url"));
  }
  return result;
}

}  // namespace spoor::test
