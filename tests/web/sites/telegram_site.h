// t.me: the public previews of channels, landing pages and post embeds. Accounts are channels, entries their messages;
// one that quotes another channel's is a forward of it. What walled threads hold was posted in private chats.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_telegram_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
