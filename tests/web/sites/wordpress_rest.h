// The REST interface of a WordPress blog (wp/v2): posts, comments, users, terms, their pages and errors.
#pragma once

#include "tests/web/query.h"
#include "tests/web/site.h"
#include "tests/web/sites/wordpress_blog.h"

namespace spoor::web::wordpress {

// `query`: of a target below /wp-json.
SiteAnswer rest_answer(const Blog& blog, const Query& query, Seconds now);

}  // namespace spoor::web::wordpress
