// One Gumbo parse under guard, in an arena that owns everything Gumbo allocates; dropping the arena is the way to free
// the tree.
//
// Gumbo is quadratic in depth, in open formatting elements and in attributes of one tag, and cannot be told to stop. It
// asks its allocator for everything, so the allocator watches: it knows the two stacks by their first allocations
// (parser_state_init of 0.10.1) and sees them grow, counts the attributes of a tag, and adds up an estimate of the work
// done. Over a limit it leaves the parse by longjmp; only C frames without destructors lie between. What the allocator
// cannot see (end tags inside SVG, attributes merged into <html> and <body>) a scan of the bytes of large pages bounds.
// One thread per parse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <gumbo.h>

namespace spoor::adapters {

enum class GumboStop { none, memory, depth, formatting, attributes, work };

struct GumboLimits {
  std::size_t max_arena = 512u << 20;      // bytes reserved
  std::size_t max_open = 640;              // open elements at a time; rounded up to a size that Gumbo's vector grows to
  std::size_t max_formatting = 1280;       // active formatting elements, rounded likewise
  std::size_t max_attributes = 256;        // of one tag
  std::size_t max_roots = 64;              // <html> and <body> tags of a large page
  std::uint64_t max_work = 1'000'000'000;  // a unit is one to two nanoseconds
  std::uint64_t max_foreign_work = 100'000'000;  // where much of the page is SVG or MathML: a unit is dearer there
};

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  // The tree, or nullptr and the reason in stop(). `text` must outlive the tree. To be called once.
  GumboOutput* parse(std::string_view text, const GumboLimits& limits);
  GumboStop stop() const { return stop_; }
  std::size_t reserved() const { return reserved_; }
  std::size_t nodes() const { return nodes_; }  // made by the parse, of all kinds
  // Before the first allocation without a parse: of the first chunk, and of all.
  void reserve(std::size_t bytes, std::size_t max_arena);
  void clear();                      // everything goes
  void* allocate(std::size_t size);  // lives as long as the tree; nullptr when the arena is full

 private:
  struct Chunk;
  struct Watch;
  bool add_chunk(std::size_t size);
  static void* allocate_for_gumbo(void* watch, std::size_t size);
  static void free_for_gumbo(void* watch, void* block);

  Chunk* chunks_ = nullptr;
  char* cursor_ = nullptr;
  char* end_ = nullptr;
  char* last_ = nullptr;  // the newest block: the only one that can be given back
  std::size_t reserved_ = 0, max_reserved_ = 0, first_chunk_ = 0;
  std::size_t nodes_ = 0;
  GumboStop stop_ = GumboStop::none;
};

}  // namespace spoor::adapters
