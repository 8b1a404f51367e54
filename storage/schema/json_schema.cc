#include "storage/base/embedded.h"
#include "storage/schema/json.h"

namespace spoor {

std::string_view json_schema() { return embedded_schema().front().content; }

}  // namespace spoor
