// Records and exchanges for the tests of this folder, as our archive writes them.
#pragma once

#include <string>
#include <vector>

#include "storage/base/digest.h"
#include "storage/base/timestamp.h"
#include "storage/warc/record.h"

namespace spoor::warc::test {

inline const Timestamp kMoment = Timestamp::from_seconds(1'772'352'000);  // 2026-03-01T08:00:00Z

inline std::string sample_id(int number) {
  const std::string digits = std::to_string(number);
  return "urn:uuid:00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

struct SampleExchange {
  Record request, response, metadata;
  std::vector<std::string> members() const {
    return {gzip_member(encode(request)), gzip_member(encode(response)), gzip_member(encode(metadata))};
  }
};

inline SampleExchange sample_exchange(int number, const std::string& body = "<p>hello</p>") {
  const std::string url = "http://example.com/" + std::to_string(number);
  const std::string response_id = sample_id(number * 10 + 1);
  SampleExchange out;
  out.request = {std::string(kRequest), sample_id(number * 10), kMoment, {}, ""};
  out.request.add("WARC-Target-URI", url);
  out.request.add("WARC-Concurrent-To", "<" + response_id + ">");
  out.request.add("Content-Type", "application/http;msgtype=request");
  out.request.block = "GET /" + std::to_string(number) + " HTTP/1.1\r\nHost: example.com\r\n\r\n";
  out.response = {std::string(kResponse), response_id, kMoment, {}, ""};
  out.response.add("WARC-Target-URI", url);
  out.response.add("WARC-Payload-Digest", "sha256:" + sha256_hex(body));
  out.response.add("Content-Type", "application/http;msgtype=response");
  out.response.block =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  out.metadata = {std::string(kMetadata), sample_id(number * 10 + 2), kMoment, {}, ""};
  out.metadata.add("WARC-Target-URI", url);
  out.metadata.add("WARC-Concurrent-To", "<" + response_id + ">");
  out.metadata.add("Content-Type", "application/warc-fields");
  out.metadata.block = encode_fields({{"via", "http://example.com/"}, {"hopsFromSeed", "L"}});
  return out;
}

inline Record sample_warcinfo() {
  Record out{std::string(kWarcinfo), sample_id(999'999), kMoment, {}, ""};
  out.add("Content-Type", "application/warc-fields");
  out.block = encode_fields({{"software", "spoor"}, {"format", "WARC File Format 1.1"}});
  return out;
}

}  // namespace spoor::warc::test
