#include "tests/web/world_sites.h"

#include "tests/web/sites/blog_site.h"
#include "tests/web/sites/discuz_site.h"
#include "tests/web/sites/mastodon_site.h"
#include "tests/web/sites/phpbb_site.h"
#include "tests/web/sites/telegram_site.h"
#include "tests/web/sites/video_site.h"
#include "tests/web/sites/wordpress_site.h"

namespace spoor::web {

std::unique_ptr<Site> make_site(const World& world, const Host& host) {
  switch (host.software) {
    case Software::phpbb:
      return make_phpbb_site(world, host);
    case Software::discuz:
      return make_discuz_site(world, host);
    case Software::wordpress:
      return make_wordpress_site(world, host);
    case Software::video:
      return make_video_site(world, host);
    case Software::mastodon:
      return make_mastodon_site(world, host);
    case Software::telegram:
      return make_telegram_site(world, host);
    default:
      return make_blog_site(world, host);
  }
}

}  // namespace spoor::web
