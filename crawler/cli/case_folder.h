// Files of definitions and cases on the disk.
#pragma once

#include <string>
#include <vector>

#include "crawler/authoring/case_recording.h"
#include "storage/base/result.h"

namespace spoor::cli {

// Writes the files below `folder` and makes the folders that are missing. Nothing is overwritten: invalid_argument,
// with nothing written, when one of them exists.
Result<void> write_new_files(const std::string& folder, const std::vector<authoring::CaseFile>& files);

// FOLDER/cases/ADAPTER/KIND, with -2, -3 ... when that exists.
std::string free_case_folder(const std::string& folder, const std::string& adapter, const std::string& kind);

}  // namespace spoor::cli
