// Records and leads of a page, as its PageBlock says.
#pragma once

#include "adapters/site/read_context.h"

namespace spoor::adapters {

// host[:port][/base], or the definition's platform word.
std::string platform_of(const Definition& definition, const Url& url, const Site& site);

void read_posts(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into);
void read_accounts(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into);
void read_threads(const RecordBlock& block, const Definition& definition, const ReadContext& context, Parsed& into);

// A stated time from a value; nullopt when no date is in it.
std::optional<StatedTime> read_time(const Found& found, const ReadContext& context);

}  // namespace spoor::adapters
