// The body of a post: text, html, links and media from one node.
#pragma once

#include "adapters/site/read_context.h"

namespace spoor::adapters {

// Fills post.text, html, links, media from the node. `context.resolve` makes URLs absolute.
void read_content(const Content& content, Node node, const ReadContext& context, Post& post);
// Plain text bodies: text and the URLs in it.
void read_plain(std::string text, const ReadContext& context, Post& post);

// media, links and mentions given by selectors or paths of their own.
void read_lists(const RecordBlock& block, const ReadContext& context, const Item& item, Post& post);

}  // namespace spoor::adapters
