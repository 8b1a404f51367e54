// Made-up words in one language. See words.h.
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr std::string_view kSubjects[] = {"جاري",    "الحافلة رقم سبعة", "كلبنا",     "المخبز الجديد", "صديق من العمل",
                                          "المكتبة", "الجسر القديم",     "دراجة أخي", "الطقس",         "السوق"};
constexpr std::string_view kPredicates[] = {"تأخر مرة أخرى",    "أصبح أفضل بكثير",   "ما زال مغلقا",   "جعلنا نضحك",
                                            "أخيرا فتح أبوابه", "كلف أكثر مما ظننت", "يعمل كأنه جديد", "فاجأ الجميع"};
constexpr std::string_view kTails[] = {"هذا الصباح",       "بعد المطر",    "قرب المحطة",
                                       "في نهاية الأسبوع", "قبل الغداء",   "يوم الثلاثاء كالعادة",
                                       "مع الأطفال",       "للمرة الثالثة"};
constexpr std::string_view kAsides[] = {"شكرا!", "هل رأى أحد هذا؟", "5 < 7 & 9 > 3 كما كانت المعلمة تقول.",
                                        "ههه 😂", "جميل 🌻",          "<b>غامق</b> & كفى."};
constexpr std::string_view kHeadings[] = {"ماذا حدث في", "أبحث عن نصيحة حول", "صور من",
                                          "مواعيد",      "نزهة إلى",          "من يتذكر"};
constexpr std::string_view kBoards[] = {"أخبار محلية", "أحاديث عامة", "للأعضاء فقط"};
constexpr std::string_view kTitles[] = {"منتدى الوادي", "يوميات الميناء", "ساحة الحي"};
constexpr std::string_view kGivenNames[] = {"ليلى", "كريم", "سلمى", "يوسف", "هدى", "عمر", "نور", "طارق"};
constexpr std::string_view kFamilyNames[] = {"حداد", "نجار", "خوري", "منصور", "صالح", "زيدان"};
constexpr std::string_view kTags[] = {"أخبار", "صباح_الخير", "الحي", "طبخ"};
constexpr std::string_view kPlaces[] = {"السوق", "الجسر القديم", "الميناء", "المحطة"};

}  // namespace

const Lexicon& arabic_words() {
  static const Lexicon words{"ar",      180,     " ",     ".",         kSubjects,    kPredicates, kTails, kAsides,
                             kHeadings, kBoards, kTitles, kGivenNames, kFamilyNames, kTags,       kPlaces};
  return words;
}

}  // namespace spoor::web
