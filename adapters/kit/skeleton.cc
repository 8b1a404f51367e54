#include "adapters/kit/skeleton.h"

#include <algorithm>
#include <cstring>

#include "adapters/kit/element_index.h"
#include "adapters/kit/gumbo_parse.h"
#include "adapters/kit/skeleton_scan.h"
#include "adapters/kit/source_text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kWorthwhile = 16;  // runs
constexpr std::size_t kBlock = 64;       // bytes
constexpr std::size_t kCodeBytes = 4;
constexpr char kLead = '\xF3';

std::uint32_t run_number(const char* code) {
  auto bits = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(code[i]) & 0x3F); };
  return (bits(1) & 0xF) << 12 | bits(2) << 6 | bits(3);
}

// The scan let pass only: name, name=value, name="value", name='value', with white space between them.
SourceAttribute next_attribute(std::string_view list, std::size_t& at) {
  const std::size_t begin = at;
  while (at < list.size() && list[at] != '=' && !is_html_space(list[at])) ++at;
  SourceAttribute attribute{list.substr(begin, at - begin), {}};
  if (at < list.size() && list[at] == '=') {
    const char quote = list[++at];
    const bool quoted = quote == '"' || quote == '\'';
    std::size_t end = quoted ? list.find(quote, ++at) : at;
    while (!quoted && end < list.size() && !is_html_space(list[end])) ++end;
    attribute.value = list.substr(at, end - at);
    at = end + (quoted ? 1 : 0);
  }
  while (at < list.size() && is_html_space(list[at])) ++at;
  return attribute;
}

}  // namespace

Skeleton::Skeleton(std::string_view source) : source_(source) {
  plain_ = !SkeletonScan(*this).run() || runs_.size() < kWorthwhile;
  if (plain_) return;
  runs_before_.reserve(text_.size() / kBlock + 2);
  std::uint32_t run = 0;
  for (std::size_t block = 0; block <= text_.size(); block += kBlock) {
    while (run < runs_.size() && runs_[run].after <= block) ++run;
    runs_before_.push_back(run);
  }
}

std::uint32_t Skeleton::source_position(std::uint32_t at) const {
  std::uint32_t run = runs_before_[at / kBlock];
  while (run < runs_.size() && runs_[run].after <= at) ++run;
  return run == 0 ? at : runs_[run - 1].end + (at - runs_[run - 1].after);
}

void Skeleton::point_into_source(GumboStringPiece& piece) const {
  if (piece.data < text_.data() || piece.data > text_.data() + text_.size()) return;
  const auto begin = static_cast<std::uint32_t>(piece.data - text_.data());
  const std::uint32_t source_begin = source_position(begin);
  piece.length = source_position(begin + static_cast<std::uint32_t>(piece.length)) - source_begin;
  piece.data = source_.data() + source_begin;
}

const char* Skeleton::restored_run(Run& run, Arena& arena) {
  if (run.restored != nullptr) return run.restored;
  const std::string_view bytes = source_.substr(run.begin, run.end - run.begin);
  run.restored = run.content == Content::verbatim
                     ? copy(bytes, arena)
                     : copy(decoded(bytes, run.content == Content::with_references), arena);
  return run.restored;
}

// nullptr when the arena is full.
const char* Skeleton::restored(const char* text, Arena& arena) {
  const char* code = std::strchr(text, kLead);
  if (code == nullptr) return text;
  if (code == text && code[kCodeBytes] == '\0') return restored_run(runs_[run_number(code)], arena);
  std::string whole;
  const char* at = text;
  for (; code != nullptr; code = std::strchr(at, kLead)) {
    const char* run = restored_run(runs_[run_number(code)], arena);
    if (run == nullptr) return nullptr;
    whole.append(at, code).append(run);
    at = code + kCodeBytes;
  }
  whole.append(at);
  return copy(whole, arena);
}

// One attribute that stands for all: they are read from the source, the first of a name counts.
bool Skeleton::restore_attributes(GumboElement& element, Arena& arena) {
  const auto& only = *static_cast<const GumboAttribute*>(element.attributes.data[0]);
  const Run& run = runs_[run_number(only.name)];
  const std::string_view list = source_.substr(run.begin, run.end - run.begin);
  std::vector<SourceAttribute> attributes;
  for (std::size_t at = 0; at < list.size();) attributes.push_back(next_attribute(list, at));
  return put_attributes(element.attributes, attributes, arena);
}

bool Skeleton::restore_element(GumboElement& element, Arena& arena) {
  point_into_source(element.original_tag);
  point_into_source(element.original_end_tag);
  if (element.attributes.length == 1 &&
      static_cast<const GumboAttribute*>(element.attributes.data[0])->name[0] == kLead) {
    if (!restore_attributes(element, arena)) return false;
  } else if (!restore_values(element, arena)) {
    return false;
  }
  return restore_texts(element, arena);
}

bool Skeleton::restore_values(GumboElement& element, Arena& arena) {
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    auto& attribute = *static_cast<GumboAttribute*>(element.attributes.data[i]);
    if ((attribute.value = restored(attribute.value, arena)) == nullptr) return false;
  }
  return true;
}

bool Skeleton::restore_texts(GumboElement& element, Arena& arena) {
  for (unsigned i = 0; i < element.children.length; ++i) {
    auto& child = *static_cast<GumboNode*>(element.children.data[i]);
    if (is_gumbo_element(child)) continue;
    if ((child.v.text.text = restored(child.v.text.text, arena)) == nullptr) return false;
  }
  return true;
}

bool Skeleton::restore(GumboNode* root, Arena& arena) {
  if (plain_) return true;
  std::vector<GumboNode*> open{root};
  while (!open.empty()) {
    GumboElement& element = open.back()->v.element;
    open.pop_back();
    if (!restore_element(element, arena)) return false;
    for (unsigned i = element.children.length; i-- > 0;) {
      auto* child = static_cast<GumboNode*>(element.children.data[i]);
      if (is_gumbo_element(*child)) open.push_back(child);
    }
  }
  return true;
}

}  // namespace spoor::adapters
