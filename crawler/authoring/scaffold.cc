#include "crawler/authoring/scaffold.h"

#include <algorithm>

#include "storage/base/embedded.h"
#include "storage/base/url.h"

namespace spoor::authoring {
namespace {

std::string_view template_named(std::string_view name) {
  for (const EmbeddedFile& file : embedded_authoring()) {
    if (file.name == name) return file.content;
  }
  return {};
}

// Every @WORD@ replaced.
std::string filled(std::string_view text, const std::vector<std::pair<std::string, std::string>>& words) {
  std::string out(text);
  for (const auto& [word, value] : words) {
    for (std::size_t at = out.find(word); at != std::string::npos; at = out.find(word, at + value.size())) {
      out.replace(at, word.size(), value);
    }
  }
  return out;
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string body_extension(const std::string& type) { return type == "feed" ? ".xml" : "." + type; }

}  // namespace

Result<std::vector<CaseFile>> scaffold(const std::string& name, const std::string& type, const std::string& host,
                                       const std::string& today) {
  if (!is_name(name)) {
    return Error{ErrorCode::invalid_argument, "a name has lower-case letters, digits and _, and begins with a letter",
                 name};
  }
  if (type != "html" && type != "json" && type != "feed") {
    return Error{ErrorCode::invalid_argument, "a type is html, json or feed", type};
  }
  const std::string place = host.empty() ? "www.example.org" : host;
  if (!Url::parse("https://" + place + "/") || place.find('/') != std::string::npos) {
    return Error{ErrorCode::invalid_argument, "is no host name", host};
  }
  const std::string where = std::string(template_named(host.empty() ? "where_software.yaml" : "where_hosts.yaml"));
  const std::string site = host.empty() ? "site: {software: " + name + "}\n" : "";
  const std::vector<std::pair<std::string, std::string>> words = {
      {"@WHERE@\n", where}, {"@SITE@\n", site}, {"@NAME@", name}, {"@HOST@", place}, {"@TODAY@", today}};
  const std::string folder = "cases/" + name + "/post/";
  std::vector<CaseFile> files;
  for (const auto& [file, from] : {std::pair<std::string, std::string>{name + ".yaml", type + ".definition.yaml"},
                                   {folder + "page.yaml", type + ".page.yaml"},
                                   {folder + "body" + body_extension(type), type + ".body" + body_extension(type)},
                                   {folder + "expected.json", type + ".expected.json"}}) {
    files.push_back({file, filled(template_named(from), words)});
  }
  return files;
}

}  // namespace spoor::authoring
