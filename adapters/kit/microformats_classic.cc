#include "adapters/kit/microformats_classic.h"

namespace spoor::adapters {

namespace {

struct Row {
  std::string_view name, means;
};

constexpr Row kRoots[] = {{"adr", "h-adr"},        {"geo", "h-geo"},
                          {"hentry", "h-entry"},   {"hfeed", "h-feed"},
                          {"hnews", "h-news"},     {"hproduct", "h-product"},
                          {"hrecipe", "h-recipe"}, {"hresume", "h-resume"},
                          {"hreview", "h-review"}, {"hreview-aggregate", "h-review-aggregate"},
                          {"vcard", "h-card"},     {"vevent", "h-event"}};

constexpr Row kEntry[] = {{"entry-title", "p-name"},     {"entry-summary", "p-summary"}, {"entry-content", "e-content"},
                          {"published", "dt-published"}, {"updated", "dt-updated"},      {"author", "p-author"},
                          {"category", "p-category"}};
constexpr Row kFeed[] = {{"author", "p-author"},     {"photo", "u-photo"},     {"url", "u-url"},
                         {"category", "p-category"}, {"site-title", "p-name"}, {"site-description", "p-summary"}};
constexpr Row kNews[] = {{"entry", "p-entry"},
                         {"geo", "p-geo"},
                         {"latitude", "p-latitude"},
                         {"longitude", "p-longitude"},
                         {"source-org", "p-source-org"},
                         {"dateline", "p-dateline"},
                         {"item-license", "u-item-license"},
                         {"principles", "u-principles"}};
constexpr Row kCard[] = {{"fn", "p-name"},
                         {"honorific-prefix", "p-honorific-prefix"},
                         {"given-name", "p-given-name"},
                         {"additional-name", "p-additional-name"},
                         {"family-name", "p-family-name"},
                         {"honorific-suffix", "p-honorific-suffix"},
                         {"nickname", "p-nickname"},
                         {"email", "u-email"},
                         {"logo", "u-logo"},
                         {"photo", "u-photo"},
                         {"url", "u-url"},
                         {"uid", "u-uid"},
                         {"category", "p-category"},
                         {"adr", "p-adr"},
                         {"extended-address", "p-extended-address"},
                         {"street-address", "p-street-address"},
                         {"locality", "p-locality"},
                         {"region", "p-region"},
                         {"postal-code", "p-postal-code"},
                         {"country-name", "p-country-name"},
                         {"label", "p-label"},
                         {"geo", "p-geo"},
                         {"latitude", "p-latitude"},
                         {"longitude", "p-longitude"},
                         {"tel", "p-tel"},
                         {"note", "p-note"},
                         {"bday", "dt-bday"},
                         {"key", "u-key"},
                         {"org", "p-org"},
                         {"organization-name", "p-organization-name"},
                         {"organization-unit", "p-organization-unit"},
                         {"title", "p-job-title"},
                         {"role", "p-role"},
                         {"class", "p-class"},
                         {"rev", "dt-rev"},
                         {"tz", "p-tz"},
                         {"sort-string", "p-sort-string"},
                         {"sound", "u-sound"},
                         {"mailer", "p-mailer"}};
constexpr Row kAddress[] = {{"post-office-box", "p-post-office-box"},
                            {"extended-address", "p-extended-address"},
                            {"street-address", "p-street-address"},
                            {"locality", "p-locality"},
                            {"region", "p-region"},
                            {"postal-code", "p-postal-code"},
                            {"country-name", "p-country-name"}};
constexpr Row kGeo[] = {{"latitude", "p-latitude"}, {"longitude", "p-longitude"}};
constexpr Row kEvent[] = {{"summary", "p-name"},
                          {"dtstart", "dt-start"},
                          {"dtend", "dt-end"},
                          {"duration", "dt-duration"},
                          {"description", "p-description"},
                          {"url", "u-url"},
                          {"category", "p-category"},
                          {"location", "p-location"},
                          {"geo", "p-geo"},
                          {"attendee", "p-attendee"},
                          {"contact", "p-contact"},
                          {"organizer", "p-organizer"},
                          {"uid", "u-uid"},
                          {"last-modified", "dt-last-modified"}};
constexpr Row kReview[] = {{"summary", "p-name"},          {"item", "p-item"},           {"reviewer", "p-author"},
                           {"dtreviewed", "dt-published"}, {"rating", "p-rating"},       {"best", "p-best"},
                           {"worst", "p-worst"},           {"description", "e-content"}, {"category", "p-category"}};
constexpr Row kAggregate[] = {{"summary", "p-name"},    {"item", "p-item"},   {"rating", "p-rating"},
                              {"average", "p-average"}, {"best", "p-best"},   {"worst", "p-worst"},
                              {"count", "p-count"},     {"votes", "p-votes"}, {"category", "p-category"}};
constexpr Row kItem[] = {{"fn", "p-name"}, {"photo", "u-photo"}, {"url", "u-url"}};
constexpr Row kProduct[] = {{"fn", "p-name"},
                            {"photo", "u-photo"},
                            {"brand", "p-brand"},
                            {"category", "p-category"},
                            {"description", "p-description"},
                            {"identifier", "u-identifier"},
                            {"url", "u-url"},
                            {"review", "p-review"},
                            {"price", "p-price"},
                            {"listing", "p-listing"}};
constexpr Row kResume[] = {{"summary", "p-summary"},       {"contact", "p-contact"}, {"education", "p-education"},
                           {"experience", "p-experience"}, {"skill", "p-skill"},     {"affiliation", "p-affiliation"}};
constexpr Row kRecipe[] = {{"fn", "p-name"},
                           {"ingredient", "p-ingredient"},
                           {"yield", "p-yield"},
                           {"instructions", "e-instructions"},
                           {"duration", "dt-duration"},
                           {"photo", "u-photo"},
                           {"summary", "p-summary"},
                           {"author", "p-author"},
                           {"nutrition", "p-nutrition"},
                           {"published", "dt-published"},
                           {"category", "p-category"}};

template <std::size_t N>
std::string_view find(const Row (&rows)[N], std::string_view name) {
  for (const Row& row : rows)
    if (row.name == name) return row.means;
  return "";
}

}  // namespace

std::string_view classic_root(std::string_view name) { return find(kRoots, name); }

std::string_view classic_property(std::string_view type, std::string_view name) {
  if (type == "h-entry") return find(kEntry, name);
  if (type == "h-card") return find(kCard, name);
  if (type == "h-feed") return find(kFeed, name);
  if (type == "h-news") return find(kNews, name);
  if (type == "h-adr") return find(kAddress, name);
  if (type == "h-geo") return find(kGeo, name);
  if (type == "h-event") return find(kEvent, name);
  if (type == "h-review") return find(kReview, name);
  if (type == "h-review-aggregate") return find(kAggregate, name);
  if (type == "h-item") return find(kItem, name);
  if (type == "h-product") return find(kProduct, name);
  if (type == "h-resume") return find(kResume, name);
  if (type == "h-recipe") return find(kRecipe, name);
  return "";
}

}  // namespace spoor::adapters
