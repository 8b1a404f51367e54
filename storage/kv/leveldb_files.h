// LevelDB's own file layer with two differences. Tables are read with pread, never mapped, so that the memory a process
// holds does not grow with the index (the system's page cache keeps what is hot). A rename is on the disk when it
// returns.
#pragma once

#include <memory>

namespace leveldb {
class Env;
}

namespace spoor::kv {

std::unique_ptr<leveldb::Env> leveldb_files();

}  // namespace spoor::kv
