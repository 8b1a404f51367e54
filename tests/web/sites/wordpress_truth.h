// The truth about a WordPress blog at a moment: what its surfaces together show of posts, comments and authors.
#pragma once

#include "storage/schema/records.h"
#include "tests/web/sites/wordpress_blog.h"

namespace spoor::web::wordpress {

// `in_feed`: whether it is among the newest ones, which the feed counts the comments of, be there none.
Post post_truth(const Blog& blog, const Thread& thread, bool in_feed, Seconds now);
Post comment_truth(const Blog& blog, const Thread& thread, const Entry& comment, Seconds now);
spoor::Account author_truth(const Blog& blog, const Account& account);
Post gone_post(const Blog& blog, const Thread& thread, const Entry& entry);

std::string gravatar(const Account& account, int size);  // not escaped

}  // namespace spoor::web::wordpress
