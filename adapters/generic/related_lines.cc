#include "adapters/generic/related_lines.h"

#include <algorithm>
#include <iterator>

#include "adapters/kit/fold.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

// How such lines begin, folded.
constexpr std::string_view kBegins[] = {"also read",
                                        "read also",
                                        "read more",
                                        "read next",
                                        "see also",
                                        "related:",
                                        "related articles",
                                        "related posts",
                                        "related stories",
                                        "more on this",
                                        "more from",
                                        "you may also like",
                                        "you might also like",
                                        "recommended for you",
                                        "share this",
                                        "share on",
                                        "follow us",
                                        "sign up for",
                                        "subscribe to",
                                        "click here to",
                                        "like this:",
                                        "lesen sie auch",
                                        "lesen sie mehr",
                                        "lesen sie hier",
                                        "lesen sie dazu",
                                        "auch interessant",
                                        "mehr zum thema",
                                        "mehr zu",
                                        "zum weiterlesen",
                                        "das konnte sie",
                                        "das konnte dich",
                                        "ahnliche beitrage",
                                        "weitere beitrage",
                                        "weitere artikel",
                                        "teilen mit",
                                        "diesen artikel teilen",
                                        "teilen sie dies",
                                        "a lire aussi",
                                        "lire aussi",
                                        "lire la suite",
                                        "voir aussi",
                                        "sur le meme sujet",
                                        "partager",
                                        "lea tambien",
                                        "lee tambien",
                                        "le puede interesar",
                                        "te puede interesar",
                                        "ver tambien",
                                        "vea tambien",
                                        "mira tambien",
                                        "puedes ver",
                                        "mire:",
                                        "mira:",
                                        "noticias relacionadas",
                                        "temas relacionados",
                                        "compartir",
                                        "siguenos en",
                                        "leia mais",
                                        "leia tambem",
                                        "veja tambem",
                                        "leggi anche",
                                        "condividi",
                                        "czytaj tez",
                                        "czytaj takze",
                                        "zobacz tez",
                                        "zobacz takze",
                                        "przeczytaj",
                                        "читайте также",
                                        "читайте такж",
                                        "смотрите также",
                                        "по теме",
                                        "поделиться",
                                        "читаите также",
                                        "相关阅读",
                                        "延伸阅读",
                                        "関連記事",
                                        "اقرأ أيضا"};

}  // namespace

bool is_related_line(std::string_view line, double link_density) {
  const std::string words = squeeze(fold(line));
  for (const std::string_view begin : kBegins) {
    if (!words.starts_with(begin)) continue;
    // Sentences that begin so are prose, unless they are a link.
    return link_density > 0.3 || words.size() <= begin.size() + 24;
  }
  return false;
}

}  // namespace spoor::adapters
