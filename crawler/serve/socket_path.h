// Where the socket of an archive is: control.sock in its folder or, where that cannot be (the path is too long for the
// kernel, the file system has no sockets), a file of its own in the runtime directory; then control.sock.path in the
// archive says where.
#pragma once

#include <string>
#include <vector>

#include "storage/base/result.h"

namespace spoor::serve {

// For who listens: the places to try, best first; makes the runtime directory. The archive's folder must exist.
std::vector<std::string> socket_places(const std::string& archive_folder);
// For who asks: where the socket is if somebody listens.
std::string socket_path(const std::string& archive_folder);

// $XDG_RUNTIME_DIR/spoor, else /run/spoor where we may write, else /tmp/spoor-<uid>: made with mode 0700. An Error when
// it belongs to somebody else.
Result<std::string> runtime_folder();

// Says in the archive where its socket is; takes the note back when the socket is in the archive itself.
Result<void> note_socket_place(const std::string& archive_folder, const std::string& socket);

}  // namespace spoor::serve
