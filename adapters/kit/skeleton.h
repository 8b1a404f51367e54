// Skeleton: a page made short for Gumbo. Gumbo takes every character through several calls, yet most characters of a
// page are the insides of texts, attributes and scripts, which do not change the shape of the tree. The skeleton has
// one private code point in place of each such run (for the attributes of a tag: one attribute of that name); after the
// parse the runs are put back, so that the tree is what Gumbo makes of the page itself.
//
// The scan follows the tokenizer of the HTML Standard (13.2.5) where the tokenizer alone decides. A page in which the
// tree decides what is a tag (frameset, plaintext, MathML, raw text inside select or SVG), or which writes such code
// points itself, stays as it is: plain() is true and text() is the source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gumbo.h>

namespace spoor::adapters {

class Arena;

class Skeleton {
 public:
  // `source`: UTF-8, at most 2 GiB; must outlive the skeleton.
  explicit Skeleton(std::string_view source);
  Skeleton(const Skeleton&) = delete;
  Skeleton& operator=(const Skeleton&) = delete;

  bool plain() const { return plain_; }
  std::string_view text() const { return plain_ ? source_ : std::string_view(text_); }
  // Puts the runs back into a tree parsed from text(), and points its tags into the source. What it writes lies in the
  // arena; false when that is full.
  bool restore(GumboNode* root, Arena& arena);

 private:
  friend class SkeletonScan;
  // The first three: each may hold what is before it.
  enum class Content : std::uint8_t { verbatim, with_returns, with_references, attributes };
  struct Run {
    std::uint32_t begin, end;  // in the source
    std::uint32_t after;       // in the skeleton: where the run's code point ends
    Content content;
    const char* restored = nullptr;
  };
  bool restore_element(GumboElement& element, Arena& arena);
  bool restore_attributes(GumboElement& element, Arena& arena);
  bool restore_values(GumboElement& element, Arena& arena);
  bool restore_texts(GumboElement& element, Arena& arena);
  const char* restored(const char* text, Arena& arena);
  const char* restored_run(Run& run, Arena& arena);
  std::uint32_t source_position(std::uint32_t at) const;
  void point_into_source(GumboStringPiece& piece) const;

  std::string_view source_;
  bool plain_ = true;
  std::string text_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> runs_before_;  // block of the skeleton: how many runs end at or before its first byte
};

}  // namespace spoor::adapters
