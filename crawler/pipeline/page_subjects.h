// Page subjects: which record a page is about, remembered by its URL, so that a later "this was deleted" at the same
// URL is told of that record.
#pragma once

#include <vector>

#include "adapters/registry.h"
#include "crawler/pipeline/reading.h"
#include "storage/archive/exchange.h"
#include "storage/archive/post_store.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// Remembers the page's subject, and the posts of a listing under the URLs of their own pages.
Result<void> keep_page_subjects(kv::Overlay& index, const Exchange& exchange, const adapters::Interpretation& page);

// The records that this page was about when it last showed them, with the state that it shows now; empty when it
// still shows content or was never seen with any.
Result<std::vector<Sighting::Subject>> subjects_of_page(kv::Overlay& index, const Exchange& exchange,
                                                        const Reading& reading);

// Posts that were shown without an id (by a feed, say) get the id of the post that is known at their URL.
Result<void> name_by_url(kv::Overlay& index, std::vector<Post>& posts);

}  // namespace spoor::pipeline
