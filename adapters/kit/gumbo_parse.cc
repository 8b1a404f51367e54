#include "adapters/kit/gumbo_parse.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>

namespace spoor::adapters {

namespace {

constexpr std::size_t kMinChunk = 64u << 10;
constexpr std::size_t kMaxChunk = 4u << 20;
constexpr std::size_t kStringBuffer = 5;  // Gumbo's first size of a string
constexpr std::size_t kLargePage = 64u << 10;
constexpr std::size_t kMuchForeign = 512u << 10;
constexpr std::size_t kArenaPerByte = 26;  // what common pages need, so that most fit into the first chunk

bool starts_with(std::string_view text, std::size_t at, std::string_view lower) {
  if (text.size() - at < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i)
    if ((text[at + i] | 0x20) != (lower[i] | 0x20)) return false;
  return true;
}

struct Scan {
  std::size_t roots = 0;    // <html and <body
  std::size_t foreign = 0;  // bytes inside <svg> and <math>
};

// Coarse: takes what stands in comments and scripts for tags too.
Scan scan(std::string_view text) {
  Scan result;
  std::size_t open = 0, since = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (starts_with(text, at, "<svg") || starts_with(text, at, "<math")) {
      if (open++ == 0) since = at;
    } else if (starts_with(text, at, "</svg") || starts_with(text, at, "</math")) {
      if (open > 0 && --open == 0) result.foreign += at - since;
    } else if (starts_with(text, at, "<html") || starts_with(text, at, "<body")) {
      ++result.roots;
    }
  }
  if (open > 0) result.foreign += text.size() - since;
  return result;
}

}  // namespace

struct alignas(16) Arena::Chunk {
  Chunk* next;
};

// What is seen of a parse from below. Plain data: longjmp leaves it as it is.
struct Arena::Watch {
  Arena* arena;
  std::jmp_buf exit;
  GumboLimits limits;
  std::uint64_t work = 0;
  std::size_t attributes = 0;     // of the newest tag
  std::size_t sizes[2] = {0, 0};  // the two allocations before this one
  char* blocks[2] = {nullptr, nullptr};
  char* open = nullptr;        // the vector of open elements
  char* formatting = nullptr;  // the vector of active formatting elements
  std::size_t open_capacity = 10, formatting_capacity = 5;
  std::size_t newest_size = 0;

  [[noreturn]] void leave(GumboStop why) {
    arena->stop_ = why;
    std::longjmp(exit, 1);
  }
};

Arena::~Arena() { clear(); }

void Arena::clear() {
  while (chunks_ != nullptr) {
    Chunk* next = chunks_->next;
    std::free(chunks_);
    chunks_ = next;
  }
  cursor_ = end_ = last_ = nullptr;
  reserved_ = 0;
}

void Arena::reserve(std::size_t bytes, std::size_t max_arena) {
  max_reserved_ = max_arena;
  first_chunk_ = std::clamp(bytes, kMinChunk, kMaxChunk);
}

bool Arena::add_chunk(std::size_t size) {
  std::size_t wanted = chunks_ == nullptr ? first_chunk_ : std::clamp(reserved_, kMinChunk, kMaxChunk);
  wanted = std::max(wanted, size + sizeof(Chunk));
  if (wanted > max_reserved_ - reserved_) wanted = size + sizeof(Chunk);
  if (wanted > max_reserved_ - reserved_) return false;
  auto* chunk = static_cast<Chunk*>(std::malloc(wanted));
  if (chunk == nullptr) return false;
  chunk->next = chunks_;
  chunks_ = chunk;
  reserved_ += wanted;
  cursor_ = reinterpret_cast<char*>(chunk) + sizeof(Chunk);
  end_ = reinterpret_cast<char*>(chunk) + wanted;
  return true;
}

void* Arena::allocate(std::size_t size) {
  size = (size + 7) & ~std::size_t{7};
  if (size > static_cast<std::size_t>(end_ - cursor_) && !add_chunk(size)) return nullptr;
  last_ = cursor_;
  cursor_ += size;
  return last_;
}

void* Arena::allocate_for_gumbo(void* data, std::size_t size) {
  auto& watch = *static_cast<Watch*>(data);
  auto* block = static_cast<char*>(watch.arena->allocate(size));
  if (block == nullptr) watch.leave(GumboStop::memory);

  watch.work += watch.open_capacity + watch.formatting_capacity;
  if (size == sizeof(GumboAttribute)) {
    // Each attribute is compared with those before it, and with those of every active formatting element.
    if (++watch.attributes > watch.limits.max_attributes) watch.leave(GumboStop::attributes);
    watch.work += 8 * watch.attributes * (1 + watch.formatting_capacity);
  } else if (size == sizeof(GumboNode)) {
    ++watch.arena->nodes_;
  } else if (size == sizeof(void*) && watch.newest_size == kStringBuffer) {
    watch.attributes = 0;  // a tag begins: its name, then its vector of attributes
  }
  if (watch.work > watch.limits.max_work) watch.leave(GumboStop::work);

  if (watch.open == nullptr) {
    constexpr std::size_t kOpen = 10 * sizeof(void*), kOther = 5 * sizeof(void*);
    if (size == kOther && watch.sizes[0] == kOther && watch.sizes[1] == kOpen) {
      watch.open = watch.blocks[1];
      watch.formatting = watch.blocks[0];
    }
    watch.sizes[1] = watch.sizes[0];
    watch.sizes[0] = size;
    watch.blocks[1] = watch.blocks[0];
    watch.blocks[0] = block;
  }
  watch.newest_size = size;
  return block;
}

// Gumbo's vectors grow by a new block of twice the size, a copy, and giving back the old one: the new block is then the
// newest.
void Arena::free_for_gumbo(void* data, void* pointer) {
  if (pointer == nullptr) return;
  auto& watch = *static_cast<Watch*>(data);
  auto* block = static_cast<char*>(pointer);
  Arena& arena = *watch.arena;
  if (block == watch.open && watch.newest_size == 2 * sizeof(void*) * watch.open_capacity) {
    watch.open = arena.last_;
    watch.open_capacity = watch.newest_size / sizeof(void*);
    if (watch.open_capacity / 2 >= watch.limits.max_open) watch.leave(GumboStop::depth);
  } else if (block == watch.formatting && watch.newest_size == 2 * sizeof(void*) * watch.formatting_capacity) {
    watch.formatting = arena.last_;
    watch.formatting_capacity = watch.newest_size / sizeof(void*);
    if (watch.formatting_capacity / 2 >= watch.limits.max_formatting) watch.leave(GumboStop::formatting);
  } else if (block == arena.last_) {
    arena.cursor_ = block;
  }
}

GumboOutput* Arena::parse(std::string_view text, const GumboLimits& limits) {
  Watch watch;
  watch.arena = this;
  watch.limits = limits;
  if (text.size() > kLargePage) {
    Scan seen = scan(text);
    if (seen.roots > limits.max_roots) {
      stop_ = GumboStop::attributes;
      return nullptr;
    }
    if (seen.foreign > kMuchForeign) watch.limits.max_work = std::min(limits.max_work, limits.max_foreign_work);
  }
  max_reserved_ = limits.max_arena;
  first_chunk_ = std::clamp(text.size() * kArenaPerByte, kMinChunk, kMaxChunk);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate_for_gumbo;
  options.deallocator = free_for_gumbo;
  options.userdata = &watch;
  options.max_errors = 0;
  if (setjmp(watch.exit) != 0) return nullptr;
  return gumbo_parse_with_options(&options, text.data(), text.size());
}

}  // namespace spoor::adapters
