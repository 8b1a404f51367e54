#include <malloc.h>

#include "crawler/cli/commands.h"

int main(int argc, char** argv) {
  // Pages come and go by the thousand: glibc's defaults would give each page's memory back to the kernel and fetch it
  // anew, zeroed, for the next one.
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  return spoor::cli::run(argc, argv);
}
