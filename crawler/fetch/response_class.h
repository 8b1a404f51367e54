// What an answer, or the lack of one, means to the crawl: the outcome that HTTP alone shows (a parse may say more: a
// login wall with status 200), and whether asking again makes sense. Pure.
#pragma once

#include "crawler/fetch/fetcher.h"
#include "storage/archive/exchange.h"

namespace spoor::fetch {

enum class Retry {
  never,     // the same request would be answered the same way
  later,     // network trouble, time limit, server error: a few more times, with growing pauses
  back_off,  // the host asks for a pause (429, 503 ...): stop the whole host, obey Retry-After
};

struct ResponseClass {
  Outcome outcome = Outcome::error;
  Retry retry = Retry::never;
  friend bool operator==(const ResponseClass&, const ResponseClass&) = default;
};

ResponseClass classify(const Response& response);

}  // namespace spoor::fetch
