// Made-up words in one language. See words.h.
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr std::string_view kSubjects[] = {"My neighbour",    "The bus on route 7", "Our dog",
                                          "The new bakery",  "A friend from work", "The library",
                                          "That old bridge", "My sister's bike",   "The weather",
                                          "Our allotment",   "The swimming pool",  "Somebody in our street"};
constexpr std::string_view kPredicates[] = {
    "was late again",           "looks much better now", "has been closed for repairs", "smelled of fresh bread",
    "needs a coat of paint",    "made me laugh",         "kept us waiting for an hour", "is finally open",
    "cost more than I thought", "works like new",        "got lost on the way",         "surprised everybody"};
constexpr std::string_view kTails[] = {"this morning",
                                       "after the rain",
                                       "near the station",
                                       "at the end of the week",
                                       "just before lunch",
                                       "on Tuesday, as usual",
                                       "because of the roadworks",
                                       "with the children",
                                       "in spite of the forecast",
                                       "for the third time",
                                       "across the river",
                                       "and nobody knows why"};
constexpr std::string_view kAsides[] = {"Thanks for that!",
                                        "Has anyone else seen this?",
                                        "5 < 7 & 9 > 3, as my teacher used to say.",
                                        "I'm not sure \"better\" is the word...",
                                        "Ha 😂😂",
                                        "Lovely 🌻",
                                        "<b>Bold</b> claim & all that.",
                                        "Well — who'd have thought?",
                                        "+1",
                                        "See <https://> in the docs; it isn't a tag.",
                                        "100% agree ;)",
                                        "Café naïve, déjà vu."};
constexpr std::string_view kHeadings[] = {"What happened at", "Looking for advice about",
                                          "Photos from",      "Lost and found:",
                                          "Opening hours of", "A walk to",
                                          "Who remembers",    "Recipe from",
                                          "Traffic near",     "Looking back at"};
constexpr std::string_view kBoards[] = {"Local news", "Off topic", "Buy & sell", "Gardens", "Members only"};
constexpr std::string_view kTitles[] = {"Millbrook Board", "Tern Valley Talk", "The Quayside Notes", "Harrow & Sons",
                                        "Fenland Diary"};
constexpr std::string_view kGivenNames[] = {"Alice", "Tom",    "Priya", "George", "Hannah", "Oluwaseun",
                                            "Ruth",  "Daniel", "Megan", "Iain",   "Zoe",    "Patrick"};
constexpr std::string_view kFamilyNames[] = {"Hartley", "Okafor", "Fenwick", "Marsh", "Singh", "O'Brien",
                                             "Kettle",  "Lowe",   "Ashdown", "Pryce", "Nash",  "Whitlock"};
constexpr std::string_view kTags[] = {"gardening", "MondayMood", "localnews", "RiverWalk", "café", "bus7"};
constexpr std::string_view kPlaces[] = {"the mill",     "Tern Bridge",    "the old harbour",
                                        "Station Road", "the north gate", "Fen Lane"};

}  // namespace

const Lexicon& english_words() {
  static const Lexicon words{"en",      0,       " ",     ".",         kSubjects,    kPredicates, kTails, kAsides,
                             kHeadings, kBoards, kTitles, kGivenNames, kFamilyNames, kTags,       kPlaces};
  return words;
}

}  // namespace spoor::web
