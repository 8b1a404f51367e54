// A page of 40 statuses of one account in the shape of Mastodon's REST answers, about 110 kB: every third status has a
// picture, every third a link card, some mention people; angle brackets are escaped as servers do it.
#pragma once

#include <string>

namespace spoor::bench {

std::string mastodon_page(int account);
std::string mastodon_target(int account);  // path and query of that page

}  // namespace spoor::bench
