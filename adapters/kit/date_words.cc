#include "adapters/kit/date_words.h"

#include <string>
#include <unordered_map>

#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

// One language a line: twelve months between bars, forms between spaces.
constexpr std::string_view kMonths[] = {
    "jan january|feb febr february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
    "nov november|dec december",
    "januar jänner janner|februar feber|märz mär mrz maerz|april|mai|juni|juli|august|september|okt "
    "oktober|november|dez dezember",
    "janv janvier|févr fév février|mars|avr avril|mai|juin|juil jui juillet|août aoû|septembre|octobre|novembre|déc "
    "décembre",
    "ene enero|febrero|marzo|abr abril|mayo|junio|julio|ago agosto|septiembre setiembre|octubre|noviembre|dic "
    "diciembre",
    "janeiro|fev fevereiro|março|abr abril|mai maio|junho|julho|ago agosto|set setembro|out outubro|novembro|dez "
    "dezembro",
    "gen gennaio|febbraio|marzo|aprile|mag maggio|giu giugno|lug luglio|agosto|sett settembre|ott "
    "ottobre|novembre|dicembre",
    "oca ocak|şub şubat|mart|nis nisan|mayıs|haz haziran|tem temmuz|ağu ağustos|eyl eylül|eki ekim|kas kasım|ara "
    "aralık",
    "янв январь января|фев февр февраль февраля|мар март марта|апр апрель апреля|май мая|июн июнь июня|июл июль июля|"
    "авг август августа|сен сент сентябрь сентября|окт октябрь октября|ноя нояб ноябрь ноября|дек декабрь декабря",
    "січ січень січня|лют лютий лютого|бер берез березень березня|кві квіт квітень квітня|тра трав травень травня|"
    "чер черв червень червня|лип липень липня|сер серп серпень серпня|вер верес вересень вересня|жов жовт жовтень "
    "жовтня|"
    "лис лист листоп листопад листопада|гру груд грудень грудня",
    "студзень студзеня|люты лютага|сак сакавік сакавіка|кра красавік красавіка|мая|чэр чэрвень чэрвеня|ліп ліпень "
    "ліпеня|"
    "жні жнівень жніўня|верасень верасня|кастрычнік кастрычніка|ліс лістапад лістапада|сне снежань снежня",
    "sty styczeń stycznia|lut luty lutego|marzec marca|kwi kwiecień kwietnia|maj maja|cze czerwiec czerwca|lip lipiec "
    "lipca|"
    "sie sierpień sierpnia|wrz wrzesień września|paź październik października|lis listopad listopada|gru grudzień "
    "grudnia",
    "januari|februari|mrt maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "januari|februari|maret|april|mei|juni|juli|agu agustus|september|oktober|november|des desember",
    "يناير جانفي|فبراير فيفري شباط|مارس آذار|أبريل ابريل نيسان أفريل|مايو أيار ماي|يونيو حزيران يونيه جوان|يوليو تموز "
    "يوليوز يوليه جويلية|"
    "أغسطس آب غشت أوت|سبتمبر أيلول شتنبر|أكتوبر|نوفمبر نونبر|ديسمبر دجنبر",
    "leden ledna|únor února|březen března|duben dubna|květen května|červen června|červenec července|srp srpen "
    "srpna|září|říjen října|"
    "listopad listopadu|prosinec prosince",
    "január januára|február februára|marec|apríl apríla|máj mája|jún júna|júl júla|augusta|septembra|október "
    "októbra|novembra|decembra",
    "ian ianuarie|februarie|martie|aprilie|mai|iun iunie|iul iulie|august|septembrie|oct octombrie|noi "
    "noiembrie|decembrie",
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "tammi tammikuu tammikuuta|helmi helmikuu helmikuuta|maalis maaliskuu maaliskuuta|huhti huhtikuu huhtikuuta|touko "
    "toukokuu "
    "toukokuuta|kesä kesäkuu kesäkuuta|heinä heinäkuu heinäkuuta|elo elokuu elokuuta|syys syyskuu syyskuuta|loka "
    "lokakuu lokakuuta|"
    "marras marraskuu marraskuuta|joulu joulukuu joulukuuta",
    "január|febr február|márc március|ápr április|máj május|jún június|júl július|aug augusztus|szept szeptember|okt "
    "október|nov "
    "november|dec december",
    "ιαν ιανουάριος ιανουαρίου|φεβ φεβρουάριος φεβρουαρίου|μαρ μάρτιος μαρτίου|απρ απρίλιος απριλίου|μάι μάιος "
    "μαΐου|ιουν ιούνιος "
    "ιουνίου|ιουλ ιούλιος ιουλίου|αυγ αύγουστος αυγούστου|σεπ σεπτέμβριος σεπτεμβρίου|οκτ οκτώβριος οκτωβρίου|νοε "
    "νοέμβριος νοεμβρίου|"
    "δεκ δεκέμβριος δεκεμβρίου",
    "яну ян януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "јан јануар јануара|феб фебруар фебруара|мар март марта|апр април априла|мај маја|јун јуна|јул јула|авг август "
    "августа|сеп "
    "септембар септембра|окт октобар октобра|нов новембар новембра|дец децембар децембра",
    "januara|februara|mart marta|aprila|maja|juna|jula|avg avgust avgusta|septembar septembra|oktobar oktobra|novembar "
    "novembra|"
    "decembar decembra",
    "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
    "जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्तूबर अक्टूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
    "জানুয়ারী জানুয়ারি|ফেব্রুয়ারী ফেব্রুয়ারি|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
    "มกราคม ม.ค|กุมภาพันธ์ กุมภา ก.พ|มีนาคม มี.ค|เมษายน เม.ย|พฤษภาคม พ.ค|มิถุนายน มิ.ย|กรกฎาคม ก.ค|สิงหาคม ส.ค|กันยายน ก.ย|ตุลาคม "
    "ต.ค|"
    "พฤศจิกายน พ.ย|ธันวาคม ธ.ค",
    "tháng_một|tháng_hai|tháng_ba|tháng_tư|tháng_năm|tháng_sáu|tháng_bảy|tháng_tám|tháng_chín|tháng_mười|tháng_mười_"
    "một|tháng_mười_hai",
};

constexpr std::string_view kWeekdays[] = {
    "sun sunday|mon monday|tue tues tuesday|wed wednesday|thu thur thurs thursday|fri friday|sat saturday",
    "sonntag|montag|dienstag|mittwoch mit|donnerstag don|freitag fre|samstag sonnabend sam",
    "dim dimanche|lun lundi|mar mardi|mer mercredi|jeu jeudi|ven vendredi|sam samedi",
    "dom domingo|lun lunes|mar martes|mié miércoles|jue jueves|vie viernes|sáb sábado",
    "domingo|seg segunda segunda_feira|ter terça terça_feira|qua quarta quarta_feira|qui quinta quinta_feira|sex sexta "
    "sexta_feira|sábado",
    "domenica|lunedì|martedì|mercoledì|gio giovedì|venerdì|sab sabato",
    "paz pazar|pzt pazartesi|salı|çar çarşamba|per perşembe|cum cuma|cmt cumartesi",
    "вс вск воскресенье|пн пнд понедельник|вт втр вторник|ср срд среда среду|чт чтв четверг|пт птн пятница пятницу|сб "
    "сбт суббота субботу",
    "нд неділя неділю|понеділок|вівторок вів|середа середу|четвер|п'ятниця п'ятницю|субота суботу",
    "niedziela|poniedziałek|wtorek|środa|czwartek|piątek|sobota",
    "zondag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag",
    "minggu|senin|selasa|rabu|kamis|jumat|sabtu",
    "الأحد|الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت",
    "chủ_nhật|thứ_hai|thứ_ba|thứ_tư|thứ_năm|thứ_sáu|thứ_bảy",
    "星期日 星期天 周日 週日 日曜日 일요일|星期一 周一 週一 月曜日 월요일|星期二 周二 週二 火曜日 화요일|星期三 周三 "
    "週三 水曜日 수요일|"
    "星期四 周四 週四 木曜日 목요일|星期五 周五 週五 金曜日 금요일|星期六 周六 週六 土曜日 토요일",
};

struct Row {
  Sense sense;
  std::int16_t value;
  std::string_view words;
};

constexpr Row kRows[] = {
    {Sense::unit, kSecond,
     "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos seg secondo secondi saniye sn "
     "sekunda sekundy "
     "sekund сек секунда секунду секунды секунд секунди секунда хвілю seconden detik giây วินาที 秒 秒钟 秒鐘 秒間 초 "
     "ثانية ثوان ثواني ثانیه "
     "sekunder másodperc δευτερόλεπτα שניות सेकंड secunde sekundu с"},
    {Sense::unit, kMinute,
     "m min mins minute minutes minuten minuto minutos minuti dakika dk minuta minuty minut minutę minutu мин минута "
     "минуту минуты минут "
     "минути хв хвил хвилина хвилину хвилини хвилин хвіліну minuut menit mnt phút นาที 分 分钟 分鐘 分間 분 دقيقة دقائق "
     "دقيقه دقیقه minuter "
     "minutter minuuttia perc λεπτά λεπτό דקות דקה मिनट মিনিট"},
    {Sense::unit, kHour,
     "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore saat sa godzina godzinę godziny godzin "
     "godz uur uren ч час "
     "часа часов година годину години годин гадзіны гадзін jam giờ ชั่วโมง ชม 小时 小時 时间 時間 鐘頭 钟头 시간 ساعة "
     "ساعات ساعت timmar timme "
     "timer tuntia óra órája ώρες ώρα שעות שעה घंटे घंटा ঘন্টা hodin hodinu hodiny"},
    {Sense::unit, kDay,
     "d day days tag tage tagen jour jours j día días dia dias giorno giorni gün день дня дней дн дні днів дни дзень "
     "dzień dni dag dagen "
     "hari ngày วัน 天 日 日間 일 يوم أيام روز dage dager dagar päivää nap den dny dnů zile zi μέρες ημέρες ימים दिन "
     "দিন"},
    {Sense::unit, kWeek,
     "w wk wks week weeks woche wochen semaine semaines sem semana semanas settimana settimane hafta неделя неделю "
     "недели недель нед "
     "тиждень тижні тижнів тыдзень тыдняў tydzień tygodnie tygodni tyg weken minggu pekan tuần สัปดาห์ 周 週 週間 星期 "
     "礼拜 禮拜 주 أسبوع "
     "أسابيع هفته uge uger vecka veckor uke uker viikkoa hét týden týdny týdnů săptămâni সপ্তাহ सप्ताह"},
    {Sense::unit, kMonth,
     "mo mos month months monat monate monaten mois mes meses mese mesi ay месяц месяца месяцев мес місяць місяці "
     "місяців месяцы месяцаў "
     "miesiąc miesiące miesięcy mies maand maanden bulan bln tháng เดือน 个月 個月 か月 ヶ月 カ月 ヵ月 箇月 月 개월 달 "
     "شهر أشهر شهور ماه måned "
     "måneder månader månad kuukautta hónap měsíc měsíce měsíců μήνες মাস महीने"},
    {Sense::unit, kYear,
     "y yr yrs year years jahr jahre jahren an ans année années año años ano anos anno anni yıl sene год года лет рік "
     "роки років гадоў "
     "rok lata lat jaar tahun thn năm ปี 年 년 سنة سنوات عام سال år vuotta éve roky let ani χρόνια שנים साल वर्ष বছর"},
    {Sense::ago, 0,
     "ago earlier before vor il_y_a il_ya hace há atrás fa önce назад тому temu geleden lalu yang_lalu trước ที่แล้ว "
     "ที่ผ่านมา 前 以前 之前 전 منذ قبل "
     "پیش siden sedan sitten ezelőtt před acum πριν לפני पहले преди таму আগে prije"},
    {Sense::last, 0,
     "last letzte letzten letzter dernier dernière pasado pasada passado ultimo scorso geçen прошлый verlede 上个 上個 "
     "上"},
    {Sense::day_word, 0,
     "today heute aujourd'hui hoy hoje oggi bugün сегодня сьогодні сёння днес dzisiaj dziś vandaag hari_ini hôm_nay "
     "วันนี้ 今天 今日 きょう 本日 오늘 "
     "اليوم امروز idag i_dag tänään dnes azi astăzi σήμερα היום आज danas"},
    {Sense::day_word, -1,
     "yesterday gestern hier ayer ontem ieri dün вчера вчора учора ўчора wczoraj gisteren kemarin hôm_qua เมื่อวาน "
     "เมื่อวานนี้ 昨天 昨日 きのう 어제 "
     "أمس امس يوم_أمس دیروز igår i_går eilen tegnap včera χθες χτες אתמול कल jučer juče"},
    {Sense::day_word, -2,
     "day_before_yesterday the_day_before_yesterday vorgestern avant_hier anteayer antier anteontem altro_ieri "
     "l'altro_ieri позавчера "
     "позавчора пазаўчора przedwczoraj eergisteren kemarin_dulu hôm_kia เมื่อวานซืน 前天 前日 一昨日 おととい 그저께 그제 "
     "أول_أمس předevčírem "
     "predvčerom evvelsi_gün онзи_ден"},
    {Sense::day_word, -3, "大前天"},
    {Sense::day_word, 1, "tomorrow morgen demain amanhã domani yarın завтра jutro besok 明天 明日 내일 غدا"},
    {Sense::now, 0,
     "now just_now right_now moments_ago a_moment_ago a_few_seconds_ago few_seconds_ago seconds_ago a_few_moments_ago "
     "gerade soeben "
     "gerade_eben eben jetzt vor_wenigen_sekunden vor_einigen_sekunden vor_ein_paar_sekunden à_l'instant "
     "il_y_a_un_instant "
     "il_y_a_quelques_secondes il_y_a_quelques_instants maintenant ahora ahora_mismo hace_un_momento hace_instantes "
     "hace_unos_segundos "
     "hace_unos_instantes agora agora_mesmo há_poucos_segundos há_alguns_segundos adesso proprio_ora pochi_secondi_fa "
     "qualche_secondo_fa "
     "şimdi az_önce birkaç_saniye_önce только_что сейчас несколько_секунд_назад пару_секунд_назад щойно "
     "кілька_секунд_тому зараз teraz "
     "przed_chwilą chwilę_temu kilka_sekund_temu nu zojuist zonet een_paar_seconden_geleden baru_saja "
     "beberapa_detik_yang_lalu "
     "beberapa_detik_lalu vừa_xong vừa_mới mới_đây vài_giây_trước เมื่อสักครู่ เมื่อครู่ เมื่อกี้ ไม่กี่วินาทีที่แล้ว 刚刚 剛剛 刚才 剛才 "
     "たった今 さっき 数秒前 數秒前 几秒前 幾秒前 방금 지금 الآن منذ_ثوان منذ_لحظات قبل_لحظات"},
    {Sense::am, 0, "am a.m vorm vormittags утра 上午 午前 凌晨 早上 清晨 早晨 오전 ص صباحا sáng pagi öö πμ ap पूर्वाह्न"},
    {Sense::pm, 0,
     "pm p.m nachm nachmittags вечера 下午 午後 午后 晚上 傍晚 中午 오후 م مساء chiều tối ös μμ ip अपराह्न"},
    {Sense::noon, 0, "noon midday mittags midi mediodía полдень 正午 podne"},
    {Sense::midnight, 0, "midnight minuit medianoche полночь mitternacht"},
    {Sense::year_mark, 0, "年 년 г год года р року ano năm พ.ศ ค.ศ"},
    {Sense::month_mark, 0, "月 월 tháng thg"},
    {Sense::day_mark, 0, "日 号 號 일 ngày วันที่"},
    {Sense::hour_mark, 0, "时 時 点 點 点钟 點鐘 시 h uhr giờ น"},
    {Sense::minute_mark, 0, "分 분 phút min"},
    {Sense::second_mark, 0, "秒 초 giây"},
    {Sense::number, 1, "半 half halbe halben demi media mezza yarım пол полтора 반 半个 半個"},
    {Sense::number, 2,
     "a an one ein eine einem einer einen un une una uno um uma bir один одну одна jeden jedną een één satu se một หนึ่ง "
     "一 واحد واحدة o един"},
    {Sense::number, 4, "two couple zwei deux dos dois duas due iki два две dwa dwie twee dua hai สอง 二 两 兩"},
    {Sense::number, 6, "three few drei trois tres três tre üç три trzy drie tiga ba สาม 三"},
    {Sense::number, 8, "four vier quatre cuatro quatro quattro dört четыре cztery empat bốn สี่ 四"},
    {Sense::number, 10, "five fünf cinq cinco cinque beş пять pięć vijf lima ห้า 五"},
    {Sense::number, 12, "six sechs seis sei altı шесть sześć zes enam sáu หก 六"},
    {Sense::number, 14, "seven sieben sept siete sete sette yedi семь siedem zeven tujuh bảy เจ็ด 七"},
    {Sense::number, 16, "eight acht huit ocho oito otto sekiz восемь osiem delapan tám แปด 八"},
    {Sense::number, 18, "nine neun neuf nueve nove dokuz девять dziewięć negen sembilan chín เก้า 九"},
    {Sense::number, 20, "ten zehn dix diez dez dieci on десять dziesięć tien sepuluh mười สิบ 十"},
    {Sense::number, 22, "eleven elf onze once 十一"},
    {Sense::number, 24, "twelve zwölf douze doce doze dodici 十二"},
    {Sense::zone, 0, "z ut utc gmt wet"},
    {Sense::zone, -240, "edt ast"},
    {Sense::zone, -300, "est cdt et"},
    {Sense::zone, -360, "cst mdt ct"},
    {Sense::zone, -420, "mst pdt mt"},
    {Sense::zone, -480, "pst pt akdt"},
    {Sense::zone, -540, "akst"},
    {Sense::zone, -600, "hst"},
    {Sense::zone, -180, "brt art adt"},
    {Sense::zone, 60, "cet bst west mez wat"},
    {Sense::zone, 120, "cest eet sast mesz cat"},
    {Sense::zone, 180, "msk eest trt eat мск"},
    {Sense::zone, 210, "irst"},
    {Sense::zone, 240, "gst msd samt"},
    {Sense::zone, 300, "pkt yekt"},
    {Sense::zone, 330, "ist"},
    {Sense::zone, 360, "omst"},
    {Sense::zone, 420, "wib ict krat"},
    {Sense::zone, 480, "hkt sgt wita awst pht irkt"},
    {Sense::zone, 540, "jst kst wit yakt"},
    {Sense::zone, 600, "aest vlat"},
    {Sense::zone, 660, "aedt"},
    {Sense::zone, 720, "nzst"},
    {Sense::zone, 780, "nzdt"},
    {Sense::filler, 0,
     "at on the of in by and und et y e i и й в у о к klo kl um le la de del den da do à em en il alle ve та st nd rd "
     "th er rd º ª ая ий "
     "about environ etwa circa ca около cerca around approximately posted published updated wrote uhr г р roku o'clock "
     "less_than más"},
};

struct WordHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class WordTable {
 public:
  WordTable() {
    for (const auto line : kMonths) add_list(line, Sense::month, 1);
    for (const auto line : kWeekdays) add_list(line, Sense::weekday, 0);
    for (const Row& row : kRows) add_words(row.words, {row.sense, row.value});
  }

  const DateWord* find(std::string_view word) const {
    const auto at = words_.find(word);
    return at == words_.end() ? nullptr : &at->second;
  }

 private:
  void add_list(std::string_view line, Sense sense, std::int16_t first) {
    std::int16_t value = first;
    while (true) {
      const auto bar = line.find('|');
      add_words(line.substr(0, bar), {sense, value++});
      if (bar == std::string_view::npos) return;
      line.remove_prefix(bar + 1);
    }
  }

  void add_words(std::string_view words, WordSense sense) {
    while (!words.empty()) {
      const auto space = words.find(' ');
      const auto word = words.substr(0, space);
      if (!word.empty()) add(word, sense);
      if (space == std::string_view::npos) return;
      words.remove_prefix(space + 1);
    }
  }

  void add(std::string_view word, WordSense sense) {
    std::string key = fold(word);
    for (char& c : key) {
      if (c == '_') c = ' ';
    }
    if (const auto space = key.find(' '); space != std::string::npos) words_[key.substr(0, space)].starts_phrase = true;
    for (WordSense& slot : words_[key].senses) {
      if (slot.sense == sense.sense && slot.value == sense.value) return;
      if (slot.sense == Sense::none) {
        slot = sense;
        return;
      }
    }
  }

  std::unordered_map<std::string, DateWord, WordHash, std::equal_to<>> words_;
};

const WordTable& table() {
  static const WordTable words;
  return words;
}

}  // namespace

const WordSense* DateWord::find(Sense sense) const {
  for (const WordSense& s : senses) {
    if (s.sense == sense) return &s;
  }
  return nullptr;
}

const DateWord* find_date_word(std::string_view folded) { return table().find(folded); }

std::size_t longest_date_word(std::string_view folded) {
  for (std::size_t n = std::min<std::size_t>(folded.size(), 48); n > 0; --n) {
    const bool boundary = n == folded.size() || (static_cast<unsigned char>(folded[n]) & 0xC0) != 0x80;
    if (boundary && table().find(folded.substr(0, n)) != nullptr) return n;
  }
  return 0;
}

}  // namespace spoor::adapters
