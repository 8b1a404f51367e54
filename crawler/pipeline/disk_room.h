// Is there room on the disk, and was it the lack of it that made a write fail?
#pragma once

#include <cstddef>
#include <string>

#include "storage/base/result.h"

namespace spoor::pipeline {

// Room for what waits (bytes) and some more; on a small disk "some" is a fiftieth of it.
bool has_room(const std::string& folder, std::size_t waiting);
bool is_disk_full(const Error& error);

}  // namespace spoor::pipeline
