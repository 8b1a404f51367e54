// Made-up words in one language. See words.h.
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr std::string_view kSubjects[] = {
    "Mi vecina",          "El autobús 12", "Nuestro perro",   "La panadería nueva",
    "El niño de al lado", "La biblioteca", "El puente viejo", "La bici de mi hermano",
    "La lluvia",          "El mercado",    "La piscina",      "Alguien del barrio"};
constexpr std::string_view kPredicates[] = {
    "llegó tarde otra vez",        "está mucho mejor ahora",       "sigue en obras",
    "olía a pan recién hecho",     "necesita una mano de pintura", "me hizo reír",
    "nos tuvo esperando una hora", "por fin ha abierto",           "costó más de lo que pensaba",
    "funciona como nuevo",         "se perdió por el camino",      "sorprendió a todo el mundo"};
constexpr std::string_view kTails[] = {"esta mañana",
                                       "después de la lluvia",
                                       "cerca de la estación",
                                       "el fin de semana",
                                       "justo antes de comer",
                                       "el martes, como siempre",
                                       "por culpa de las obras",
                                       "con los niños",
                                       "a pesar del pronóstico",
                                       "por tercera vez",
                                       "al otro lado del río",
                                       "y nadie sabe por qué"};
constexpr std::string_view kAsides[] = {"¡Gracias!",
                                        "¿Alguien más lo ha visto?",
                                        "5 < 7 & 9 > 3, decía mi profesora.",
                                        "No sé si «mejor» es la palabra...",
                                        "Jajaja 😂",
                                        "Qué bonito 🌻",
                                        "A mí <i>no</i> me parece & punto.",
                                        "¡Olé!"};
constexpr std::string_view kHeadings[] = {"¿Qué pasó en",      "Busco consejo sobre", "Fotos de",
                                          "Objetos perdidos:", "Horario de",          "Paseo hasta",
                                          "Recuerdos de",      "Receta de",           "Tráfico en"};
constexpr std::string_view kBoards[] = {"Noticias locales", "Charla libre", "Compra y venta", "Solo miembros"};
constexpr std::string_view kTitles[] = {"Foro del Valle", "Plaza Mayor", "Diario de la Vega", "El Tablón"};
constexpr std::string_view kGivenNames[] = {"Lucía", "Martín", "Begoña",  "Diego", "Ana María",
                                            "Iker",  "Rocío",  "Joaquín", "Nuria", "Pablo"};
constexpr std::string_view kFamilyNames[] = {"García", "Ibáñez",  "Muñoz", "Ferrer", "Otero",
                                             "Nieto",  "Saldaña", "Rojas", "Peña",   "Cruz"};
constexpr std::string_view kTags[] = {"barrio", "FelizLunes", "mañana", "cocina", "paseo"};
constexpr std::string_view kPlaces[] = {"la plaza", "el puente viejo", "el mercado", "la calle Mayor", "la ermita"};

}  // namespace

const Lexicon& spanish_words() {
  static const Lexicon words{"es",      60,      " ",     ".",         kSubjects,    kPredicates, kTails, kAsides,
                             kHeadings, kBoards, kTitles, kGivenNames, kFamilyNames, kTags,       kPlaces};
  return words;
}

}  // namespace spoor::web
