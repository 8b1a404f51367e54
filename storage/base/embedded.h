// Files that the build puts into the binary (scripts/cmake/embed.cmake writes the tables).
#pragma once

#include <span>
#include <string_view>

namespace spoor {

struct EmbeddedFile {
  std::string_view name;  // file name without folder
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_schema();     // storage/schema/post.schema.json
std::span<const EmbeddedFile> embedded_adapters();   // adapters/sites/*.yaml
std::span<const EmbeddedFile> embedded_authoring();  // crawler/authoring/templates/*

}  // namespace spoor
