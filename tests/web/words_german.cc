// Made-up words in one language. See words.h.
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr std::string_view kSubjects[] = {
    "Meine Nachbarin", "Der Bus Nummer 7", "Unser Hund",      "Die neue Bäckerei",
    "Ein Kollege",     "Die Bücherei",     "Die alte Brücke", "Das Fahrrad meiner Schwester",
    "Das Wetter",      "Der Wochenmarkt",  "Das Freibad",     "Jemand aus der Straße"};
constexpr std::string_view kPredicates[] = {"kam wieder zu spät",          "sieht jetzt viel besser aus",
                                            "ist immer noch gesperrt",     "roch nach frischem Brot",
                                            "braucht dringend neue Farbe", "brachte uns zum Lachen",
                                            "ließ uns eine Stunde warten", "hat endlich geöffnet",
                                            "war teurer als gedacht",      "läuft wie neu",
                                            "ging unterwegs verloren",     "hat alle überrascht"};
constexpr std::string_view kTails[] = {"heute Morgen",
                                       "nach dem Regen",
                                       "am Bahnhof",
                                       "zum Wochenende",
                                       "kurz vor dem Mittagessen",
                                       "am Dienstag, wie immer",
                                       "wegen der Baustelle",
                                       "mit den Kindern",
                                       "trotz der Vorhersage",
                                       "zum dritten Mal",
                                       "auf der anderen Flussseite",
                                       "und keiner weiß warum"};
constexpr std::string_view kAsides[] = {"Danke dafür!",
                                        "Hat das noch jemand gesehen?",
                                        "5 < 7 & 9 > 3, sagte meine Lehrerin immer.",
                                        "Ob „besser“ das richtige Wort ist...",
                                        "Haha 😂",
                                        "Schön 🌻",
                                        "Na <ja> & so weiter.",
                                        "Grüße aus Straßberg!"};
constexpr std::string_view kHeadings[] = {
    "Was war los an:", "Rat gesucht:",         "Fotos:",     "Fundsachen:", "Öffnungszeiten:",
    "Spaziergang:",    "Wer erinnert sich an", "Rezept aus", "Stau:"};
constexpr std::string_view kBoards[] = {"Aus dem Ort", "Plauderecke", "Flohmarkt", "Nur für Mitglieder"};
constexpr std::string_view kTitles[] = {"Talforum", "Am Brunnen", "Hafenblatt", "Mühlbacher Notizen"};
constexpr std::string_view kGivenNames[] = {"Anja",   "Jürgen", "Lena",  "Uwe",  "Käthe",
                                            "Moritz", "Sabine", "Björn", "Elif", "Tobias"};
constexpr std::string_view kFamilyNames[] = {"Müller", "Köhler", "Groß",   "Yıldız", "Brandt",
                                             "Weiß",   "Jäger",  "Sommer", "Voß",    "Lindner"};
constexpr std::string_view kTags[] = {"garten", "Wochenmarkt", "frühling", "Stadtrat", "ruhe"};
constexpr std::string_view kPlaces[] = {"die Mühle", "die alte Brücke", "der Hafen", "die Bahnhofstraße",
                                        "der Brunnen"};

}  // namespace

const Lexicon& german_words() {
  static const Lexicon words{"de",      60,      " ",     ".",         kSubjects,    kPredicates, kTails, kAsides,
                             kHeadings, kBoards, kTitles, kGivenNames, kFamilyNames, kTags,       kPlaces};
  return words;
}

}  // namespace spoor::web
