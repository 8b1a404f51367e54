// From the operator's options to those of the parts that they are meant for.
#pragma once

#include "config/capture_options.h"
#include "crawler/fetch/address_guard.h"
#include "crawler/fetch/fetcher.h"
#include "crawler/frontier/politeness.h"

namespace spoor::pipeline {

frontier::PolitenessOptions politeness_options(const config::CaptureOptions& options);
fetch::FetcherOptions fetcher_options(const config::CaptureOptions& options);
// None when they are wrong: making the fetcher says so.
fetch::ResolveOverrides resolve_overrides(const config::CaptureOptions& options);

}  // namespace spoor::pipeline
