#include "crawler/cli/commands.h"

int main(int argc, char** argv) { return spoor::cli::run(argc, argv); }
