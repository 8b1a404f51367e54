// Identifiers that spoor makes itself. Random bits come from the system's generator.
#pragma once

#include <string>

#include "storage/base/timestamp.h"

namespace spoor {

std::string uuid_v4();                  // RFC 9562 5.4
std::string uuid_v7(Timestamp moment);  // RFC 9562 5.7: ordered by the moment's millisecond

}  // namespace spoor
