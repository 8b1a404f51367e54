// Made-up words in one language. See words.h.
#include "tests/web/words.h"

namespace spoor::web {
namespace {

constexpr std::string_view kSubjects[] = {"邻居",         "七路公交车", "我家的狗", "新开的面包店",
                                          "一位同事",     "图书馆",     "那座老桥", "弟弟的自行车",
                                          "这几天的天气", "菜市场",     "游泳馆",   "楼下有人"};
constexpr std::string_view kPredicates[] = {
    "又迟到了",           "现在好看多了", "还在维修",   "闻起来很香",     "该重新刷漆了", "把大家逗笑了",
    "让我们等了一个小时", "终于开门了",   "比想象的贵", "修得跟新的一样", "在路上走丢了", "让所有人都吃了一惊"};
constexpr std::string_view kTails[] = {"，就在今天早上",   "，因为下过雨",       "，在车站附近", "，到了周末也一样",
                                       "，正好赶上午饭",   "，每个星期二都这样", "，都怪修路",   "，孩子们也在",
                                       "，天气预报又不准", "，已经是第三次了",   "，就在河对岸", "，没有人知道为什么"};
constexpr std::string_view kAsides[] = {"谢谢分享！",
                                        "还有人看到了吗？",
                                        "5 < 7 & 9 > 3，老师常这么说。",
                                        "“更好”这个词我不太确定……",
                                        "哈哈哈😂",
                                        "真漂亮🌻",
                                        "顶一下",
                                        "楼主说得对，支持！",
                                        "<b>加粗</b>也没用 & 算了。",
                                        "㐂𠮷"};
constexpr std::string_view kHeadings[] = {"请教大家：", "随手拍：",   "寻物启事：", "周末去了",
                                          "谁还记得",   "做菜记录：", "路况：",     "说说"};
constexpr std::string_view kBoards[] = {"本地新闻", "闲聊灌水", "二手交易", "会员专区"};
constexpr std::string_view kTitles[] = {"河湾论坛", "老街坊社区", "临江闲话", "南门在线"};
constexpr std::string_view kGivenNames[] = {"小明", "丽华", "建国", "雨桐", "志强",
                                            "晓燕", "子轩", "文静", "海涛", "梦洁"};
constexpr std::string_view kFamilyNames[] = {"王", "李", "陈", "林", "赵", "周", "吴", "郑", "欧阳", "诸葛"};
constexpr std::string_view kTags[] = {"周末", "美食", "本地新闻", "随手拍", "早安"};
constexpr std::string_view kPlaces[] = {"老桥", "菜市场", "河边", "南门", "火车站"};

}  // namespace

const Lexicon& chinese_words() {
  static const Lexicon words{"zh-CN",   480,     "",      "。",        kSubjects,    kPredicates, kTails, kAsides,
                             kHeadings, kBoards, kTitles, kGivenNames, kFamilyNames, kTags,       kPlaces};
  return words;
}

}  // namespace spoor::web
