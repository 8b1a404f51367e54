// Leads of a page: what its definition names, and what its records show (media, avatars, links, permalinks of authors).
#pragma once

#include <unordered_set>

#include "adapters/site/read_context.h"

namespace spoor::adapters {

class LeadList {
 public:
  explicit LeadList(std::vector<Lead>& into) : into_(into) {}
  // Once per URL; the first kind wins. Ignored when the text is no http(s) URL.
  void add(std::string_view url, LeadKind kind, std::string_view accept = "");
  void add(const Url& url, LeadKind kind, std::string_view accept = "");

 private:
  std::vector<Lead>& into_;
  std::unordered_set<std::string> seen_;
};

// The leads that the definition names. Nothing is added for a next page that is the page itself.
void read_leads(const std::vector<LeadBlock>& blocks, const ReadContext& context, LeadList& leads);
void leads_of_records(const Parsed& parsed, LeadList& leads);

}  // namespace spoor::adapters
