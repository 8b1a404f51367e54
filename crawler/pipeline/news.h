// News: what a page shows that earlier runs do not hold, for captures that ask only for what is new (option
// `incremental`). A list that shows nothing new is not read further; a thread that is said to have as many replies as
// when it was captured is left alone. Everything else is asked for as ever.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "adapters/registry.h"
#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct News {
  bool list_is_known = false;           // the page is a list, and all that it shows was held before
  std::set<std::string> quiet_threads;  // URLs of threads with as many replies as before
};

// `records`: keys of what the page showed, applied to the index already. `began`: when the run did.
Result<News> news_of(const kv::Overlay& index, const adapters::Interpretation& page,
                     const std::vector<std::string>& records, Timestamp began);

// Why a lead of that page may be left out; "" when it is to be followed.
Result<std::string> old_news(const kv::Overlay& index, const News& news, const adapters::Lead& lead, Timestamp began);

}  // namespace spoor::pipeline
