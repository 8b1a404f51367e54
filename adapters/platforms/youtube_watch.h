// The video of a watch page, an embed or a clip page, and the comments that a page happens to carry.
#pragma once

#include "adapters/kit/dates.h"
#include "adapters/platforms/youtube_data.h"

namespace spoor::adapters::youtube {

struct ReadContext {
  const Page& page;
  const Route& route;
  DateContext dates;
};

// Sets the status; adds the post unless it is gone. Nothing when the data is of no video.
void read_watch(const PageData& data, const ReadContext& context, Parsed& parsed);
void read_embed(const Json& embed, const ReadContext& context, Parsed& parsed);
// Comments inside ytInitialData or an answer of `next`, new and old form, once per id.
void read_comments(const Json& initial, const std::string& video, const ReadContext& context, Parsed& parsed);

// Words after '#' in a text, and the uploader's keywords, each once.
void add_hashtags(Post& post, std::string_view text);
// URLs that stand in plain text, for surfaces that mark no links.
void add_plain_links(Post& post, std::string_view text);

}  // namespace spoor::adapters::youtube
