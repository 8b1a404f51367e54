// Scaffold: a first definition for a new platform and a case that it passes, made from templates/ (built in).
#pragma once

#include <string>
#include <vector>

#include "crawler/authoring/case_recording.h"
#include "storage/base/result.h"

namespace spoor::authoring {

// `type`: html, json or feed, what most pages of the platform are. `host`: of a platform ("board.example.org"), or ""
// for software that people install themselves, which is recognised on any host. File names are relative to the folder
// of definitions. invalid_argument for a name that is no lower-case word, or another type.
Result<std::vector<CaseFile>> scaffold(const std::string& name, const std::string& type, const std::string& host,
                                       const std::string& today);

}  // namespace spoor::authoring
