#include "adapters/case_runner.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <boost/json.hpp>
#include <zlib.h>

#include "adapters/site/yaml_tree.h"
#include "storage/schema/json.h"

namespace spoor::adapters {
namespace {

namespace json = boost::json;

Error damaged(const std::string& file, std::string message) {
  return Error{ErrorCode::invalid_argument, std::move(message), file};
}

// Plain files and gzip ones: the pages of a corpus are compressed.
Result<std::string> read(const std::string& path) {
  constexpr std::size_t kMostBytes = 64u << 20;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) return Error{ErrorCode::io, "cannot be read", path};
  std::string bytes;
  char buffer[1 << 16];
  int got = 0;
  while ((got = gzread(file.get(), buffer, sizeof buffer)) > 0 && bytes.size() < kMostBytes) {
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  if (got < 0) return Error{ErrorCode::io, "cannot be read", path};
  return bytes;
}

std::string text_at(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.find(key);
  return found == nullptr ? std::string() : found->text;
}

// All of page.yaml, and the path of the body.
Result<std::string> read_page(const std::string& folder, const std::string& file, std::string_view yaml,
                              const std::string& corpus, Case& made) {
  Result<YamlNode> root = parse_yaml(yaml);
  if (!root) return damaged(file + ":" + root.error().where, root.error().message);
  for (const YamlEntry& entry : root->entries) {
    const std::string_view known[] = {"url",    "status", "headers", "captured_at", "site",
                                      "origin", "body",   "corpus",  "note"};
    if (std::find(std::begin(known), std::end(known), entry.key) == std::end(known)) {
      return damaged(file + ":" + std::to_string(entry.line), "unknown key '" + entry.key + "'");
    }
  }
  Result<Url> url = Url::parse(text_at(*root, "url"));
  if (!url) return damaged(file, "'url' is missing or no URL");
  made.page.url = *url;
  const std::string status = text_at(*root, "status");
  made.page.status = status.empty() ? 200 : std::atoi(status.c_str());
  const std::optional<Timestamp> time = parse_rfc3339(text_at(*root, "captured_at"));
  if (!time) return damaged(file, "'captured_at' is missing or no RFC 3339 time");
  made.page.captured_at = *time;
  if (const YamlNode* headers = root->find("headers")) {
    for (const YamlEntry& entry : headers->entries) {
      if (entry.value.kind == YamlNode::Kind::scalar) made.page.headers.emplace_back(entry.key, entry.value.text);
      for (const YamlNode& value : entry.value.items) made.page.headers.emplace_back(entry.key, value.text);
    }
  }
  if (const YamlNode* site = root->find("site")) {
    made.site = {text_at(*site, "software"), text_at(*site, "version"), text_at(*site, "base"),
                 text_at(*site, "time_zone"), text_at(*site, "date_order")};
  }
  made.origin = text_at(*root, "origin");
  if (made.origin != "recorded" && made.origin != "rendered" && made.origin != "handmade") {
    return damaged(file, "'origin' must be recorded, rendered or handmade");
  }
  const std::string from_corpus = text_at(*root, "corpus");
  if (from_corpus.empty() == text_at(*root, "body").empty()) return damaged(file, "give either 'body' or 'corpus'");
  if (from_corpus.empty()) return folder + "/" + text_at(*root, "body");
  if (corpus.empty()) return Error{ErrorCode::not_found, "the corpus is not here", folder};
  return corpus + "/" + from_corpus;
}

template <class Record>
json::array records(const std::vector<Record>& all, const std::string& adapter) {
  json::array array;
  RecordHead head;
  head.prov.emplace_back();
  head.prov[0].adapter = adapter;
  for (const Record& record : all) {
    json::object object = to_json(head, record);
    for (const char* name : {"schema", "record", "key", "rev", "seen_at", "prov"}) object.erase(name);
    array.push_back(std::move(object));
  }
  return array;
}

void indent(const json::value& value, std::string& out, const std::string& margin) {
  const std::string deeper = margin + "  ";
  if (value.is_object() && !value.as_object().empty()) {
    out += "{";
    const char* separator = "\n";
    for (const auto& [key, member] : value.as_object()) {
      out += separator + deeper + json::serialize(json::string(key)) + ": ";
      indent(member, out, deeper);
      separator = ",\n";
    }
    out += "\n" + margin + "}";
  } else if (value.is_array() && !value.as_array().empty()) {
    out += "[";
    const char* separator = "\n";
    for (const json::value& member : value.as_array()) {
      out += separator + deeper;
      indent(member, out, deeper);
      separator = ",\n";
    }
    out += "\n" + margin + "]";
  } else {
    out += json::serialize(value);
  }
}

constexpr std::size_t kShownBytes = 160;

// From where two texts part, with a little of what is before it.
std::string from_difference(const std::string& text, std::size_t parted) {
  std::size_t from = parted > 30 ? parted - 30 : 0;
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  std::size_t to = std::min(text.size(), from + kShownBytes);
  while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xC0) == 0x80) ++to;
  return (from > 0 ? "..." : "") + text.substr(from, to - from) + (to < text.size() ? "..." : "");
}

// Two lines, one below the other, each from where they part.
std::string beside(const std::string& expected, const std::string& got) {
  const auto parted = std::mismatch(expected.begin(), expected.end(), got.begin(), got.end());
  const auto at = static_cast<std::size_t>(parted.first - expected.begin());
  return "\n    expected  " + from_difference(expected, at) + "\n    got       " + from_difference(got, at);
}

std::string difference(const std::string& path, const json::value* expected, const json::value* got) {
  return path + beside(expected == nullptr ? "nothing" : json::serialize(*expected),
                       got == nullptr ? "nothing" : json::serialize(*got));
}

// The member that says which record an object is.
const json::value* identity(const json::value& value, std::string_view& name) {
  if (!value.is_object()) return nullptr;
  for (const char* candidate : {"native_id", "handle", "url"}) {
    if (const json::value* found = value.as_object().if_contains(candidate)) {
      name = candidate;
      return found;
    }
  }
  return nullptr;
}

void compare(const json::value& expected, const json::value* got, const std::string& path,
             std::vector<std::string>& out) {
  if (expected.is_null()) {
    if (got != nullptr) out.push_back(difference(path, nullptr, got));
    return;
  }
  if (got == nullptr) {
    out.push_back(difference(path, &expected, nullptr));
    return;
  }
  if (expected.is_object() && got->is_object()) {
    for (const auto& [key, member] : expected.as_object()) {
      compare(member, got->as_object().if_contains(key),
              path.empty() ? std::string(key) : path + "." + std::string(key), out);
    }
    return;
  }
  if (expected.is_array() && got->is_array()) {
    const json::array& have = got->as_array();
    std::string_view name;
    const bool by_identity = path.find('.') == std::string::npos && path.find('[') == std::string::npos;
    if (!by_identity && expected.as_array().size() != have.size()) {
      out.push_back(difference(path, &expected, got));
      return;
    }
    for (std::size_t i = 0; i < expected.as_array().size(); ++i) {
      const json::value& wanted = expected.as_array()[i];
      const json::value* id = by_identity ? identity(wanted, name) : nullptr;
      if (id == nullptr) {
        compare(wanted, i < have.size() ? &have[i] : nullptr, path + "[" + std::to_string(i) + "]", out);
        continue;
      }
      const json::value* match = nullptr;
      std::string others;
      for (const json::value& candidate : have) {
        const json::value* other = candidate.is_object() ? candidate.as_object().if_contains(name) : nullptr;
        if (match == nullptr && other != nullptr && *other == *id) match = &candidate;
        if (other != nullptr && others.size() < kShownBytes)
          others += (others.empty() ? "" : ", ") + json::serialize(*other);
      }
      const std::string which = path + "[" + std::string(name) + "=" + json::serialize(*id) + "]";
      if (match == nullptr) {
        out.push_back(which + "\n    expected  this record\n    got       " +
                      (others.empty() ? "none" : "only " + others));
        continue;
      }
      compare(wanted, match, which, out);
    }
    return;
  }
  const bool numbers = expected.is_number() && got->is_number();
  const bool equal = numbers ? expected.to_number<double>() == got->to_number<double>() : expected == *got;
  if (!equal) out.push_back(difference(path, &expected, got));
}

}  // namespace

std::string interpretation_json(const Interpretation& read) {
  json::object object;
  object["adapter"] = read.adapter;
  object["kind"] = read.route.kind;
  object["status"] = to_string(read.parsed.status);
  if (!read.parsed.status_raw.empty()) object["status_raw"] = read.parsed.status_raw;
  if (read.parsed.too_complex) object["too_complex"] = true;
  json::object ids;
  for (const auto& [name, value] : read.route.ids) ids[name] = value;
  object["ids"] = std::move(ids);
  object["canonical"] = read.route.canonical;
  json::object counts;
  counts["posts"] = read.parsed.posts.size();
  counts["accounts"] = read.parsed.accounts.size();
  counts["threads"] = read.parsed.threads.size();
  object["counts"] = std::move(counts);
  object["site"] = json::parse(site_to_json(read.site));
  object["posts"] = records(read.parsed.posts, read.adapter);
  object["accounts"] = records(read.parsed.accounts, read.adapter);
  object["threads"] = records(read.parsed.threads, read.adapter);
  json::array leads;
  for (const Lead& lead : read.parsed.leads) {
    json::object one;
    one["kind"] = to_string(lead.kind);
    one["url"] = lead.url.href();
    if (!lead.accept.empty()) one["accept"] = lead.accept;
    leads.push_back(std::move(one));
  }
  object["leads"] = std::move(leads);
  json::array warnings;
  for (const std::string& warning : read.parsed.warnings) warnings.emplace_back(warning);
  object["warnings"] = std::move(warnings);
  std::string out;
  indent(object, out, "");
  return out + "\n";
}

std::vector<std::string> compare_json(std::string_view expected, std::string_view got) {
  std::vector<std::string> differences;
  json::error_code error;
  const json::value want = json::parse({expected.data(), expected.size()}, error);
  if (error) return {"the expectation is no JSON: " + error.message()};
  const json::value have = json::parse({got.data(), got.size()}, error);
  if (error) return {"what was read is no JSON: " + error.message()};
  compare(want, &have, "", differences);
  return differences;
}

Result<std::unique_ptr<Case>> read_case(const std::string& folder, const std::string& corpus) {
  const std::string page_file = folder + "/page.yaml";
  const Result<std::string> yaml = read(page_file);
  if (!yaml) return yaml.error();
  auto made = std::make_unique<Case>();
  const Result<std::string> body_file = read_page(folder, page_file, *yaml, corpus, *made);
  if (!body_file) return body_file.error();
  Result<std::string> body = read(*body_file);
  if (!body) return body.error();
  made->body = std::move(*body);
  made->page.body = made->body;
  return made;
}

Result<CaseReport> run_case(const std::string& folder, const Registry& registry, const std::string& corpus) {
  const auto made = read_case(folder, corpus);
  if (!made) return made.error();
  const Result<std::string> expected = read(folder + "/expected.json");
  if (!expected) return expected.error();
  const Interpretation interpretation = registry.interpret((*made)->page, (*made)->site);
  CaseReport report;
  report.folder = folder;
  report.origin = (*made)->origin;
  report.adapter = interpretation.adapter;
  report.kind = interpretation.route.kind;
  report.got = interpretation_json(interpretation);
  const std::vector<std::string> differences = compare_json(*expected, report.got);
  report.passed = differences.empty();
  for (const std::string& difference : differences) report.diff += difference + "\n";
  return report;
}

}  // namespace spoor::adapters
