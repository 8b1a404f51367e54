// The adapter of last resort: any page of any host. Posts from feeds, schema.org, microformats, OpenGraph and main
// text; leads from sitemaps and hyperlinks. Facts: the generic dossier.
#pragma once

#include <memory>

#include "adapters/adapter.h"

namespace spoor::adapters {

std::unique_ptr<Adapter> make_generic_adapter();

}  // namespace spoor::adapters
