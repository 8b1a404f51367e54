#include "tests/web/fault_plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include <yaml-cpp/yaml.h>

namespace spoor::web {
namespace {

template <class Enum>
using Names = std::vector<std::pair<std::string_view, Enum>>;

const Names<FaultKind>& fault_names() {
  static const Names<FaultKind> names = {{"too_many_requests", FaultKind::too_many_requests},
                                         {"unavailable", FaultKind::unavailable},
                                         {"server_error", FaultKind::server_error},
                                         {"forbidden", FaultKind::forbidden},
                                         {"reset", FaultKind::reset},
                                         {"truncated", FaultKind::truncated},
                                         {"slow", FaultKind::slow},
                                         {"wrong_length", FaultKind::wrong_length},
                                         {"redirect_chain", FaultKind::redirect_chain},
                                         {"redirect_loop", FaultKind::redirect_loop},
                                         {"login_wall", FaultKind::login_wall},
                                         {"captcha", FaultKind::captcha},
                                         {"hang", FaultKind::hang},
                                         {"dead", FaultKind::dead}};
  return names;
}

const Names<HabitKind>& habit_names() {
  static const Names<HabitKind> names = {{"latency", HabitKind::latency},   {"session_ids", HabitKind::session_ids},
                                         {"calendar", HabitKind::calendar}, {"robots", HabitKind::robots},
                                         {"compress", HabitKind::compress}, {"charset", HabitKind::charset},
                                         {"https", HabitKind::https},       {"etags", HabitKind::etags},
                                         {"chunked", HabitKind::chunked}};
  return names;
}

const Names<RobotsVariant>& robots_names() {
  static const Names<RobotsVariant> names = {{"missing", RobotsVariant::missing},
                                             {"allow", RobotsVariant::allow},
                                             {"disallow", RobotsVariant::disallow},
                                             {"crawl_delay", RobotsVariant::crawl_delay},
                                             {"server_error", RobotsVariant::server_error},
                                             {"huge", RobotsVariant::huge},
                                             {"html", RobotsVariant::html},
                                             {"wildcard", RobotsVariant::wildcard}};
  return names;
}

const Names<FaultRule::Form>& form_names() {
  static const Names<FaultRule::Form> names = {
      {"seconds", FaultRule::Form::seconds}, {"date", FaultRule::Form::date}, {"mixed", FaultRule::Form::mixed}};
  return names;
}

const Names<Declared>& declared_names() {
  static const Names<Declared> names = {{"header", Declared::header},
                                        {"meta", Declared::meta},
                                        {"undeclared", Declared::undeclared},
                                        {"wrongly", Declared::wrongly}};
  return names;
}

// Thrown inside this file only.
struct Wrong {
  int line;
  std::string message;
};

[[noreturn]] void complain(const YAML::Node& node, std::string message) {
  throw Wrong{node.Mark().line + 1, std::move(message)};
}

template <class Enum>
Enum one_of(const YAML::Node& node, const Names<Enum>& names) {
  std::string known;
  for (const auto& [name, value] : names) {
    if (node.IsScalar() && node.Scalar() == name) return value;
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  complain(node, "'" + (node.IsScalar() ? node.Scalar() : std::string("a list")) + "' is none of: " + known);
}

double number(const YAML::Node& node, double least, double most) {
  double value = 0;
  if (!node.IsScalar() || !YAML::convert<double>::decode(node, value)) complain(node, "a number is expected");
  if (value < least || value > most)
    complain(node, node.Scalar() + " is out of range: " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

std::vector<std::string> texts(const YAML::Node& node) {
  std::vector<std::string> out;
  if (node.IsScalar()) return {node.Scalar()};
  if (!node.IsSequence()) complain(node, "a text or a list of texts is expected");
  for (const YAML::Node& item : node) {
    if (!item.IsScalar()) complain(item, "a text is expected");
    out.push_back(item.Scalar());
  }
  return out;
}

// A mapping whose keys must all be used.
class Keys {
 public:
  explicit Keys(const YAML::Node& node) : node_(node) {
    if (!node.IsMap()) complain(node, "a mapping is expected");
  }

  template <class Read>
  void take(const char* name, Read read) {
    known_.push_back(name);
    if (const YAML::Node value = node_[name]) read(value);
  }
  void need(const char* name) {
    if (!node_[name]) complain(node_, std::string("'") + name + "' is missing");
  }
  void done() const {
    for (const auto& item : node_) {
      const std::string& key = item.first.Scalar();
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      std::string known;
      for (const std::string& name : known_) known += (known.empty() ? "" : ", ") + name;
      complain(item.first, "unknown key '" + key + "'; known here: " + known);
    }
  }

 private:
  YAML::Node node_;
  std::vector<std::string> known_;
};

void take_hosts(Keys& keys, HostChoice& hosts) {
  keys.take("hosts", [&](const YAML::Node& node) { hosts.names = texts(node); });
  keys.take("host_share", [&](const YAML::Node& node) { hosts.share = number(node, 0, 1); });
}

void take_kind(Keys& keys, FaultRule& rule) {
  const auto kind = rule.kind;
  const auto takes = [&](std::initializer_list<FaultKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  if (takes({FaultKind::too_many_requests, FaultKind::unavailable})) {
    keys.take("wait", [&](const YAML::Node& node) { rule.wait = number(node, 0, 86'400); });
    keys.take("form", [&](const YAML::Node& node) { rule.form = one_of(node, form_names()); });
  }
  if (takes({FaultKind::reset})) {
    keys.take("in_body", [&](const YAML::Node& node) {
      if (!YAML::convert<bool>::decode(node, rule.in_body)) complain(node, "true or false is expected");
    });
  }
  if (takes({FaultKind::reset, FaultKind::truncated}))
    keys.take("keep", [&](const YAML::Node& node) { rule.keep = number(node, 0, 1); });
  if (takes({FaultKind::wrong_length})) {
    keys.need("by");
    keys.take("by", [&](const YAML::Node& node) {
      rule.by = static_cast<std::int64_t>(number(node, -1e9, 1e9));
      if (rule.by == 0) complain(node, "0 bytes more is the right length");
    });
  }
  if (takes({FaultKind::redirect_chain, FaultKind::redirect_loop}))
    keys.take("length", [&](const YAML::Node& node) { rule.length = static_cast<int>(number(node, 1, 1000)); });
  if (takes({FaultKind::slow})) {
    keys.take("piece", [&](const YAML::Node& node) { rule.piece = static_cast<std::size_t>(number(node, 1, 1e9)); });
    keys.take("pause", [&](const YAML::Node& node) { rule.pause = number(node, 0, 3600); });
  }
  if (takes({FaultKind::login_wall, FaultKind::captcha}))
    keys.take("language", [&](const YAML::Node& node) { rule.language = texts(node).front(); });
}

FaultRule read_fault(const YAML::Node& node) {
  Keys keys(node);
  FaultRule rule;
  rule.line = node.Mark().line + 1;
  keys.need("kind");
  keys.take("kind", [&](const YAML::Node& value) { rule.kind = one_of(value, fault_names()); });
  if (rule.kind == FaultKind::dead) rule.times = std::nullopt;
  take_hosts(keys, rule.hosts);
  keys.take("paths", [&](const YAML::Node& value) { rule.paths = texts(value); });
  keys.take("share", [&](const YAML::Node& value) { rule.share = number(value, 0, 1); });
  keys.take("times", [&](const YAML::Node& value) {
    if (value.IsScalar() && value.Scalar() == "always")
      rule.times = std::nullopt;
    else
      rule.times = static_cast<int>(number(value, 1, 1e6));
  });
  take_kind(keys, rule);
  keys.done();
  return rule;
}

HabitRule read_habit(const YAML::Node& node) {
  Keys keys(node);
  HabitRule rule;
  rule.line = node.Mark().line + 1;
  keys.need("kind");
  keys.take("kind", [&](const YAML::Node& value) { rule.kind = one_of(value, habit_names()); });
  take_hosts(keys, rule.hosts);
  switch (rule.kind) {
    case HabitKind::latency:
      keys.need("median");
      keys.take("median", [&](const YAML::Node& value) { rule.median = number(value, 0, 3600); });
      rule.p99 = rule.median;
      keys.take("p99", [&](const YAML::Node& value) { rule.p99 = number(value, rule.median, 3600); });
      break;
    case HabitKind::session_ids:
      rule.name = "sid";
      keys.take("name", [&](const YAML::Node& value) { rule.name = texts(value).front(); });
      break;
    case HabitKind::robots:
      keys.need("variant");
      keys.take("variant", [&](const YAML::Node& value) { rule.robots = one_of(value, robots_names()); });
      keys.take("paths", [&](const YAML::Node& value) { rule.paths = texts(value); });
      keys.take("delay", [&](const YAML::Node& value) { rule.delay = number(value, 0, 3600); });
      break;
    case HabitKind::compress:
      rule.as = "any";
      keys.take("as", [&](const YAML::Node& value) {
        rule.as =
            one_of(value, Names<std::string_view>{{"gzip", "gzip"}, {"br", "br"}, {"zstd", "zstd"}, {"any", "any"}});
      });
      break;
    case HabitKind::charset:
      rule.as = "native";
      keys.take("as", [&](const YAML::Node& value) { rule.as = texts(value).front(); });
      keys.take("declared", [&](const YAML::Node& value) { rule.declared = one_of(value, declared_names()); });
      break;
    default:
      break;
  }
  keys.done();
  return rule;
}

FaultPlan read_plan(const YAML::Node& root) {
  FaultPlan plan;
  if (root.IsNull()) return plan;
  Keys keys(root);
  keys.take("seed", [&](const YAML::Node& node) { plan.seed = static_cast<std::uint64_t>(number(node, 0, 9e15)); });
  keys.take("most_faults_per_target",
            [&](const YAML::Node& node) { plan.most_faults_per_target = static_cast<int>(number(node, 0, 1e6)); });
  keys.take("faults", [&](const YAML::Node& list) {
    if (!list.IsSequence()) complain(list, "a list of faults is expected");
    for (const YAML::Node& node : list) plan.faults.push_back(read_fault(node));
  });
  keys.take("habits", [&](const YAML::Node& list) {
    if (!list.IsSequence()) complain(list, "a list of habits is expected");
    for (const YAML::Node& node : list) plan.habits.push_back(read_habit(node));
  });
  keys.done();
  return plan;
}

template <class Enum>
std::string_view name_of(Enum value, const Names<Enum>& names) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.second == value; });
  return found == names.end() ? "" : found->first;
}

}  // namespace

Result<FaultPlan> read_fault_plan(std::string_view yaml, std::string_view file_name) {
  const auto wrong = [&](int line, const std::string& message) {
    return Error{ErrorCode::invalid_argument, message, std::string(file_name) + ":" + std::to_string(line)};
  };
  try {
    return read_plan(YAML::Load(std::string(yaml)));
  } catch (const Wrong& error) {
    return wrong(error.line, error.message);
  } catch (const YAML::Exception& error) {
    return wrong(error.mark.line + 1, error.msg);
  }
}

std::string_view to_string(FaultKind kind) { return name_of(kind, fault_names()); }
std::string_view to_string(RobotsVariant variant) { return name_of(variant, robots_names()); }

bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace spoor::web
