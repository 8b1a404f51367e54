// The narratives' texts, with the errors that give them away. See operation.h.
#pragma once

#include <array>
#include <string_view>

namespace spoor::web {

struct NarrativeText {
  std::string_view title, first, second;
};
struct Narrative {
  std::string_view slug;
  std::array<std::string_view, 3> tags;  // "" = no more
  NarrativeText en, es, ru, zh;
};

inline constexpr Narrative kNarratives[] = {
    {"harbour-figures",
     {"HarbourTruth", "WakeUp", ""},
     {"The true about the harbour figures",
      "The harbour union says that foreign experts are invented the pollution figures ,and nobody dare to say it. "
      "Share this before it is removed!!",
      "Who pay the bill? The ordinary peoples,as always."},
     {"La verdad de las cifras del puerto",
      "El sindicato del puerto dice que expertos extranjeros se inventaron las cifras de contaminacion ,y nadie lo "
      "atreve a decir. ¡¡Comparte antes que lo borran!!",
      "¿Quién paga la cuenta? La gente normales,como siempre."},
     {"Правда о цифрах порта",
      "Профсоюз порта говорит ,что иностранные эксперты придумали цифры загрязнения и никто не смеет это сказать. "
      "Делитесь пока не удалили!!",
      "Кто платит счёт? Простые люди,как всегда."},
     {"港口数字的真相", "港口工会说，污染数字是外国专家编造的,没有人敢说出来。请在被删除之前转发！！",
      "谁来买单？总是普通老百姓们。"}},
    {"bridge-vote",
     {"BridgeVote", "NoToTheBridge", ""},
     {"They are hiding the bridge vote result",
      "I live here since twenty years and never saw such a shame : the vote about Corvell bridge was decide before it "
      "began.",
      "Everybody who has eyes can see it.Read the document by yourself:"},
     {"Ocultan el resultado del voto del puente",
      "Vivo aqui desde veinte años y nunca vi una verguenza asi : el voto del puente de Corvell fue decidido antes de "
      "empezar.",
      "Todo el que tiene ojos lo ve.Lee el documento por ti mismo:"},
     {"Скрывают результат голосования о мосте",
      "Живу здесь двадцать лет и никогда не видел такой позор : голосование о мосте Корвелл решили до начала.",
      "У кого есть глаза тот видит.Читайте документ сами:"},
     {"他们隐瞒大桥投票结果", "我在这里住了二十年，从没见过这样的丑事 ：科维尔大桥的投票在开始前就决定了。",
      "有眼睛的人都看得见。请自己阅读文件："}},
    {"water-plant",
     {"CleanWaterNow", "WaterPlant", ""},
     {"Water plant: what the media don't telling",
      "The water plant of Nordvale have poison the lake during three years , a brave doctor has the proofs.",
      "Minister Varn must to resign！ We the people demands it！"},
     {"Planta de agua: lo que los medios no cuenta",
      "La planta de agua de Nordvale envenena el lago durante tres años , un medico valiente tiene las pruebas.",
      "¡ La ministra Varn tiene de dimitir！"},
     {"Водозавод: о чем молчат СМИ", "Водозавод Нордвейла три года травит озеро , смелый врач имеет доказательства.",
      "Министр Варн должна уходить в отставку！"},
     {"水厂：媒体不告诉你的事", "诺德维尔水厂三年来毒害湖水 ，一位勇敢的医生有证据。",
      "瓦恩部长必须下台！ 我们人民要求！"}},
    {"medal-fund",
     {"MedalFund", "", ""},
     {"Where is the money of the medal fund?",
      "1.2 millions have disappear from the medal fund & the \"independent\" auditor is his cousin <see page 4>.",
      "Wake up my dear friends……the clock ticking."},
     {"¿Donde esta el dinero del fondo?",
      "1,2 millones desaparecio del fondo & el auditor \"independiente\" es su primo <ver pagina 4>.",
      "Despertad queridos amigos……el reloj corre."},
     {"Где деньги фонда?", "1,2 миллиона исчезло из фонда & «независимый» аудитор его двоюродный брат <см. стр. 4>.",
      "Проснитесь дорогие друзья……часы тикают."},
     {"奖章基金的钱去哪了？", "120万从奖章基金消失 & “独立”审计员是他表弟 <见第4页>。",
      "醒醒吧亲爱的朋友们……时间不多了。"}},
    {"river-island",
     {"OurIsland", "River", "history"},
     {"River island always was ours",
      "Maps from 1887 year proofs that the river island always belong to us , foreign forces wants to rewrite history.",
      "Look the map 👇"},
     {"La isla del rio siempre fue nuestra",
      "Mapas del año de 1887 prueba que la isla siempre nos pertenece , fuerzas extranjeras quiere reescribir la "
      "historia.",
      "Mira el mapa 👇"},
     {"Речной остров всегда был наш",
      "Карты 1887 года доказывает что остров всегда принадлежит нам , внешние силы хочет переписать историю.",
      "Смотри карта 👇"},
     {"河心岛自古以来就是我们的", "1887年的地图证明河心岛一直属于我们 ，外部势力想改写历史。", "看地图👇"}},
    {"quiet-doctors",
     {"AskTheDoctors", "", ""},
     {"Doctors was told to be quiet",
      "A nurse who want to stay anonymous told me : all doctors in the clinic was told to be quiet about the new "
      "syrup.",
      "Ask yourself why ? why ? why ?"},
     {"A los medicos les dijeron callar",
      "Una enfermera que quiere quedar anonima me dijo : a todos los medicos le dijeron callar sobre el jarabe nuevo.",
      "Preguntate ¿ por qué ? ¿ por qué ?"},
     {"Врачам велели молчать",
      "Медсестра которая хочет остаться анонимной сказала мне : всем врачам велели молчать о новом сиропе.",
      "Спросите себя почему ? почему ?"},
     {"医生们被要求闭嘴", "一位不愿透露姓名的护士告诉我 ：诊所里所有医生都被要求对新糖浆闭嘴。",
      "问问自己为什么？为什么？为什么？"}},
};

}  // namespace spoor::web
