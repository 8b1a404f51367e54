// The last whole answer of a URL, and what may be said to the server about it (RFC 9110 13.1).
//
// A URL gives other bytes to who asks otherwise: answers count apart by Accept, Accept-Language and User-Agent.
#pragma once

#include <string>
#include <string_view>

#include "storage/archive/exchange.h"
#include "storage/base/result.h"
#include "storage/base/url.h"
#include "storage/kv/store.h"

namespace spoor {

// How a request asks, beside its URL; "" for a header that it does not have.
struct Manner {
  std::string_view accept, accept_language, user_agent;
};
Manner manner_of(const Exchange& exchange);  // views into it

// The parts of an index key that stands for all such requests: the URL, and the manner as 16 hex digits.
struct AskedFor {
  std::string url, manner;
};
AskedFor asked_for(const Url& url, const Manner& manner);
AskedFor asked_for(const Exchange& exchange);

struct Validators {
  std::string etag, last_modified;  // as the server wrote them; "" for none
  bool empty() const { return etag.empty() && last_modified.empty(); }
  bool operator==(const Validators&) const = default;
};
// Those of a response head. What is over-long or no plain ASCII is left out.
Validators validators_of(std::string_view response_head);
// Those of the last whole answer in the archive; empty when there is none or it came without.
Result<Validators> find_validators(const kv::Store& index, const AskedFor& asked);

std::string latest_row_key(const AskedFor& asked);

}  // namespace spoor
