// Ordinary people: their accounts, when they are awake, what they write.
#pragma once

#include "tests/web/random.h"
#include "tests/web/words.h"
#include "tests/web/world.h"

namespace spoor::web {

// `count` accounts in order of joining, a share of them the operation's; ids rise from a number of the host's own.
// Joined before `opened` for most; never after `last`.
std::vector<Account> make_accounts(const Host& host, int count, Seconds opened, Seconds last, Random& random);

// The next waking hour at or after `at`, where this host's people live.
Seconds awake(const Host& host, Seconds at, Random& random);

// What one of them writes: a few sentences, or an article of several paragraphs with pictures.
std::vector<Paragraph> write(const Host& host, bool article, Random& random);

// The post after its author has looked at it again: a word more, a number corrected.
Version edited(const Host& host, const Version& before, Seconds at, Random& random);

}  // namespace spoor::web
