#include "crawler/authoring/case_recording.h"

#include "adapters/case_runner.h"
#include "crawler/authoring/masking.h"
#include "storage/warc/http_message.h"

namespace spoor::authoring {
namespace {

constexpr std::size_t kMaxBodyBytes = std::size_t{32} << 20;

std::string extension_of(std::string_view content_type) {
  if (content_type.find("json") != std::string_view::npos) return ".json";
  if (content_type.find("xhtml") != std::string_view::npos) return ".html";
  if (content_type.find("xml") != std::string_view::npos) return ".xml";
  return content_type.starts_with("text/plain") ? ".txt" : ".html";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return out + "\"";
}

// Headers of the same name stand in one list.
std::string headers_yaml(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string out;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const std::string& name = headers[i].first;
    std::string values;
    bool first = true;
    std::size_t count = 0;
    for (std::size_t j = 0; j < headers.size(); ++j) {
      if (headers[j].first != name) continue;
      first = first && j >= i;
      values += (count++ == 0 ? "" : ", ") + quoted(headers[j].second);
    }
    if (first) out += "  " + name + ": " + (count == 1 ? values : "[" + values + "]") + "\n";
  }
  return out;
}

std::string site_yaml(const adapters::Site& site) {
  std::string out;
  const std::pair<const char*, const std::string&> members[] = {{"software", site.software},
                                                                {"version", site.version},
                                                                {"base", site.base},
                                                                {"time_zone", site.time_zone},
                                                                {"date_order", site.date_order}};
  for (const auto& [name, value] : members) {
    if (!value.empty()) out += std::string(out.empty() ? "" : ", ") + name + ": " + quoted(value);
  }
  return out.empty() ? "" : "site: {" + out + "}\n";
}

std::string page_yaml(const adapters::Page& page, const adapters::Site& known, const std::string& body_file,
                      const char* origin) {
  return "url: " + quoted(page.url.href()) + "\nstatus: " + std::to_string(page.status) + "\nheaders:\n" +
         headers_yaml(page.headers) + "captured_at: " + to_rfc3339_s(page.captured_at) + "\n" + site_yaml(known) +
         "origin: " + origin + "\nbody: " + body_file + "\n";
}

}  // namespace

Result<RecordedCase> record_case(const adapters::Registry& registry, const Exchange& exchange,
                                 const std::string& software, bool masked) {
  const auto head = warc::parse_response_head(exchange.response_head);
  if (!head || exchange.status == 304 || (exchange.status >= 300 && exchange.status < 400)) {
    return Error{ErrorCode::unsupported, "the answer is no page (" + std::to_string(exchange.status) + ")",
                 exchange.url.href()};
  }
  const std::string type(warc::header(head->head.headers, "content-type").value_or("text/html"));
  const auto decoded = warc::decode_body(
      exchange.body, warc::header(head->head.headers, "content-encoding").value_or(""), kMaxBodyBytes);
  const std::string body = masked ? mask_text(decoded.bytes) : decoded.bytes;
  adapters::Page page{exchange.url, exchange.status, mask_headers(head->head.headers), body, exchange.started};
  if (auto url = Url::parse(mask_text(exchange.url.href())); url && masked) page.url = *url;

  adapters::Site known = adapters::site_from_json(exchange.facts.site);
  if (!software.empty()) known.software = software;
  const adapters::Interpretation read = registry.interpret(page, known);
  RecordedCase made;
  made.adapter = read.adapter;
  made.kind = read.route.kind;
  made.posts = read.parsed.posts.size();
  made.accounts = read.parsed.accounts.size();
  made.threads = read.parsed.threads.size();
  const std::string body_file = "body" + extension_of(type);
  made.files = {{"page.yaml", page_yaml(page, known, body_file, masked ? "recorded" : "rendered")},
                {body_file, body},
                {"expected.json", adapters::interpretation_json(read)}};
  return made;
}

}  // namespace spoor::authoring
