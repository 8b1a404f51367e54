// Completes records between adapter and store: the last step that may change them. Pure; any thread.
#pragma once

#include "storage/schema/records.h"

namespace spoor {

// In place, and normalise(normalise(x)) == normalise(x):
// - bytes that are not UTF-8 become U+FFFD everywhere;
// - links and media without any URL, repeated media and repeated hashtags (exact), empty mentions go; order stays;
// - a missing url_canonical is made from url (with its fragment when the post has no id of its own);
// - kinds agree with references: a `post` that answers another is a `reply`, one that only repeats another a `repost`.
// Text, title and html are never trimmed, folded or otherwise touched.
void normalise(Post& post);
void normalise(Account& account);
void normalise(Thread& thread);

}  // namespace spoor
