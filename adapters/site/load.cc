#include "adapters/site/load.h"

#include <algorithm>
#include <array>

#include "adapters/site/load_values.h"
#include "adapters/site/read_status.h"

namespace spoor::adapters {
namespace {

constexpr std::array<std::pair<std::string_view, Route::Subject>, 7> kSubjects = {{
    {"other", Route::Subject::other},
    {"account", Route::Subject::account},
    {"thread", Route::Subject::thread},
    {"post", Route::Subject::post},
    {"listing", Route::Subject::listing},
    {"host", Route::Subject::host},
    {"media", Route::Subject::media},
}};

std::string stem(std::string_view file) {
  if (const std::size_t slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  if (file.ends_with(".yaml")) file.remove_suffix(5);
  if (file.ends_with(".yml")) file.remove_suffix(4);
  return std::string(file);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool is_date(std::string_view text) { return text.size() == 10 && text[4] == '-' && text[7] == '-'; }

class Loader {
 public:
  explicit Loader(Mistakes& mistakes) : mistakes_(mistakes) {}

  Definition load(const YamlNode& root, std::string_view file_name) {
    MapReader map(mistakes_, root, "a definition");
    read_info(map, file_name);
    for (const std::string& host : map.texts("hosts")) {
      Result<Pattern> pattern = Pattern::compile(host);
      if (pattern) {
        made_.hosts.push_back(*pattern);
      } else {
        mistakes_.add(*map.get("hosts"), "bad host '" + host + "': " + pattern.error().message);
      }
      made_.info.hosts.push_back(host);
    }
    if (const YamlNode* node = map.get("recognise")) read_recognise(*node);
    if (made_.hosts.empty() && !made_.recognise) mistakes_.add(root, "a definition needs 'hosts' or 'recognise'");
    if (const YamlNode* routes = map.need("routes")) {
      for (const YamlNode& route : routes->items) read_route(route);
      if (routes->items.empty()) mistakes_.add(*routes, "'routes' must be a list with at least one route");
    }
    if (const YamlNode* pages = map.need("pages")) {
      if (pages->kind != YamlNode::Kind::map) mistakes_.add(*pages, "'pages' must be a map from a name to a page");
      for (const YamlEntry& page : pages->entries) read_page(page);
    }
    const ValueReader values(mistakes_, PageBlock::Type::html, all_ids_);
    if (const YamlNode* status = map.get("status")) {
      for (const YamlNode& item : status->items) made_.status.push_back(values.status(item));
    }
    if (const YamlNode* leads = map.get("leads")) {
      for (const YamlNode& item : leads->items) made_.leads.push_back(values.lead(item));
    }
    check_routes(root);
    return std::move(made_);
  }

 private:
  void read_info(MapReader& map, std::string_view file_name) {
    AdapterInfo& info = made_.info;
    info.name = map.need_text("name");
    info.version = static_cast<int>(map.number("version").value_or(1));
    info.title = map.need_text("title");
    info.homepage = map.need_text("homepage");
    info.family = map.need_text("family");
    info.software = map.text("software");
    info.needs = map.text("needs");
    info.checked = map.need_text("checked");
    info.source = map.need_text("source");
    made_.platform = map.text("platform");
    made_.time_zone = map.text("time_zone");
    made_.date_order = map.text("date_order");
    const YamlNode& root = map.node();
    auto at = [&](std::string_view key) -> const YamlNode& {
      const YamlNode* found = root.find(key);
      return found != nullptr ? *found : root;
    };
    if (!info.name.empty() && !is_name(info.name)) mistakes_.add(at("name"), "'name' uses a-z, 0-9 and _ only");
    if (const std::string expected = stem(file_name); is_name(info.name) && expected != info.name) {
      mistakes_.add(at("name"), "the name '" + info.name + "' must be the file's name ('" + expected + "')");
    }
    const std::vector<std::string> families = {"forum", "blog", "video", "social", "chat", "wiki", "generic"};
    if (!info.family.empty() && std::find(families.begin(), families.end(), info.family) == families.end()) {
      mistakes_.add(at("family"), unknown_word("family", info.family, families));
    }
    const std::vector<std::string> needs = {"", "js", "login"};
    if (std::find(needs.begin(), needs.end(), info.needs) == needs.end()) {
      mistakes_.add(at("needs"), "'needs' is js or login, or left out");
    }
    if (!info.checked.empty() && !is_date(info.checked))
      mistakes_.add(at("checked"), "'checked' must be a date, YYYY-MM-DD");
    if (!made_.time_zone.empty() && normal_time_zone(made_.time_zone) != made_.time_zone)
      mistakes_.add(at("time_zone"), "'time_zone' must be of the form +09:00");
    const std::vector<std::string> orders = {"", "dmy", "mdy", "ymd"};
    if (std::find(orders.begin(), orders.end(), made_.date_order) == orders.end())
      mistakes_.add(at("date_order"), unknown_word("order of dates", made_.date_order, {"dmy", "mdy", "ymd"}));
    if (info.version < 1) mistakes_.add(at("version"), "'version' counts from 1");
  }

  void read_recognise(const YamlNode& node) {
    Recognise recognise;
    MapReader map(mistakes_, node, "recognise");
    made_.info.look_for = map.texts("look_for");
    if (made_.info.look_for.empty())
      mistakes_.add(node, "recognise needs 'look_for': words that stand in the source of every page");
    if (const YamlNode* markers = map.need("markers")) {
      for (const YamlNode& item : markers->items) {
        MapReader marker_map(mistakes_, item, "a marker");
        Marker marker;
        marker.css = marker_map.selector("css");
        marker.text = marker_map.text("text");
        marker.header = marker_map.text("header");
        marker.cookie = marker_map.text("cookie");
        marker.generator = marker_map.text("generator");
        marker.source = marker_map.text("source");
        if (!marker.css && marker.header.empty() && marker.cookie.empty() && marker.generator.empty() &&
            marker.source.empty()) {
          mistakes_.add(item, "a marker needs css, header, cookie, generator or source");
        }
        recognise.markers.push_back(std::move(marker));
      }
      if (markers->items.size() < 2) mistakes_.add(*markers, "two independent markers decide: give at least two");
    }
    const ValueReader values(mistakes_, PageBlock::Type::html, {});
    if (const YamlNode* value = map.get("version")) recognise.version = values.value(*value);
    if (const YamlNode* value = map.get("base")) recognise.base = values.value(*value);
    if (const YamlNode* value = map.get("time_zone")) recognise.time_zone = values.value(*value);
    recognise.default_time_zone = map.text("default_time_zone");
    recognise.default_date_order = map.text("default_date_order");
    recognise.dates = map.selector("dates");
    if (made_.info.software.empty()) mistakes_.add(node, "recognise needs the definition's 'software'");
    made_.recognise = std::move(recognise);
  }

  void read_route(const YamlNode& node) {
    MapReader map(mistakes_, node, "a route");
    RouteRule rule;
    rule.kind = map.need_text("kind");
    const std::string subject = map.need_text("subject");
    const auto* found =
        std::find_if(kSubjects.begin(), kSubjects.end(), [&](const auto& s) { return s.first == subject; });
    if (found != kSubjects.end()) {
      rule.subject = found->second;
    } else if (!subject.empty()) {
      mistakes_.add(
          *node.find("subject"),
          unknown_word("subject", subject, {"other", "account", "thread", "post", "listing", "host", "media"}));
    }
    rule.example = map.need_text("example");
    if (const YamlNode* urls = map.need("urls")) {
      const std::vector<std::string> texts = read_texts(mistakes_, *urls);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const YamlNode& at = urls->kind == YamlNode::Kind::list ? urls->items[i] : *urls;
        Result<UrlTemplate> made = UrlTemplate::compile(texts[i]);
        if (made) {
          rule.urls.push_back(*made);
        } else {
          mistakes_.add(at, "bad URL shape '" + texts[i] + "': " + made.error().message);
        }
      }
    }
    if (const YamlNode* canonical = map.get("canonical")) rule.canonical = read_texts(mistakes_, *canonical);
    rule.richness = static_cast<int>(map.number("richness").value_or(50));
    rule.accept = map.text("accept");
    rule.page = map.text("page");
    if (rule.page.empty()) rule.page = rule.kind;
    if (const YamlNode* start = map.get("start")) {
      for (const YamlNode& item : start->items) {
        MapReader request(mistakes_, item, "a start request");
        StartRequest made;
        made.url = request.need_text("url");
        made.accept = request.text("accept");
        const std::string kind = request.text("kind");
        made.kind = lead_kind_from(kind).value_or(LeadKind::alternate);
        if (!kind.empty() && !lead_kind_from(kind)) mistakes_.add(item, "unknown kind of lead '" + kind + "'");
        rule.start.push_back(std::move(made));
      }
    }
    check_holes(node, rule);
    made_.info.routes.push_back({rule.kind, rule.example, rule.subject, rule.richness});
    positions_.push_back(&node);
    made_.routes.push_back(std::move(rule));
  }

  void check_holes(const YamlNode& node, const RouteRule& rule) {
    std::set<std::string> ids;
    for (const UrlTemplate& url : rule.urls) {
      for (std::string& name : url.names()) ids.insert(std::move(name));
    }
    const bool about_one = rule.subject == Route::Subject::account || rule.subject == Route::Subject::thread ||
                           rule.subject == Route::Subject::post;
    if (about_one && ids.empty() && !rule.urls.empty()) {
      mistakes_.add(node, "a route to one account, thread or post needs an id in its URL, e.g. {topic:int}");
    }
    for (const std::string& canonical : rule.canonical) {
      for (std::size_t i = canonical.find('{'); i != std::string::npos; i = canonical.find('{', i + 1)) {
        const std::size_t end = std::min(canonical.find_first_of("}!", i), canonical.size());
        const std::string name = canonical.substr(i + 1, end - i - 1);
        if (!ids.contains(name)) {
          mistakes_.add(*node.find("canonical"), unknown_word("hole", name, {ids.begin(), ids.end()}));
        }
      }
    }
    all_ids_.insert(ids.begin(), ids.end());
    ids_of_page_[rule.page].insert(ids.begin(), ids.end());
  }

  std::set<std::string> read_tables(const YamlNode& node, PageBlock& page) {
    std::set<std::string> names;
    if (node.kind != YamlNode::Kind::map) mistakes_.add(node, "'tables' must be a map from a name to each and key");
    for (const YamlEntry& entry : node.entries) {
      MapReader map(mistakes_, entry.value, "a table");
      page.tables[entry.key] = {map.need_text("each"), map.need_text("key")};
      names.insert(entry.key);
    }
    return names;
  }

  void read_page(const YamlEntry& entry) {
    MapReader map(mistakes_, entry.value, "a page");
    PageBlock page;
    const std::string type = map.text("type");
    if (type == "json") {
      page.type = PageBlock::Type::json;
    } else if (type == "feed") {
      page.type = PageBlock::Type::feed;
    } else if (!type.empty() && type != "html") {
      mistakes_.add(*map.get("type"), unknown_word("type of page", type, {"html", "json", "feed"}));
    }
    const auto ids = ids_of_page_.find(entry.key);
    if (ids == ids_of_page_.end())
      mistakes_.add(entry.line, entry.column, "no route leads to the page '" + entry.key + "'");
    const YamlNode* data = map.get("data");
    const bool inside = data != nullptr && page.type == PageBlock::Type::html;
    if (data != nullptr && page.type == PageBlock::Type::feed) mistakes_.add(*data, "a feed has no 'data'");
    ValueReader values(mistakes_, page.type, ids == ids_of_page_.end() ? std::set<std::string>() : ids->second, inside);
    if (data != nullptr && data->kind != YamlNode::Kind::list) page.data.push_back(values.data(*data));
    if (data != nullptr) {
      for (const YamlNode& item : data->items) page.data.push_back(values.data(item));
    }
    if (const YamlNode* tables = map.get("tables")) values.set_tables(read_tables(*tables, page));
    page.unwrap = map.texts("unwrap");
    auto records = [&](std::string_view key, RecordKind kind, std::vector<RecordBlock>& into) {
      const YamlNode* node = map.get(key);
      if (node == nullptr) return;
      if (node->kind != YamlNode::Kind::list) {
        into.push_back(values.record(kind, *node));
        return;
      }
      for (const YamlNode& item : node->items) into.push_back(values.record(kind, item));
    };
    records("posts", RecordKind::post, page.posts);
    records("accounts", RecordKind::account, page.accounts);
    records("threads", RecordKind::thread, page.threads);
    if (const YamlNode* status = map.get("status")) {
      for (const YamlNode& item : status->items) page.status.push_back(values.status(item));
    }
    if (const YamlNode* leads = map.get("leads")) {
      for (const YamlNode& item : leads->items) page.leads.push_back(values.lead(item));
    }
    made_.pages.emplace(entry.key, std::move(page));
  }

  // What can only be seen when everything is read.
  void check_routes(const YamlNode& root) {
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < made_.routes.size(); ++i) {
      const RouteRule& rule = made_.routes[i];
      const YamlNode& node = *positions_[i];
      if (!kinds.insert(rule.kind).second) mistakes_.add(node, "the kind '" + rule.kind + "' stands here twice");
      if (root.find("pages") != nullptr && !made_.pages.contains(rule.page)) {
        mistakes_.add(node, "the route needs a page '" + rule.page + "' under 'pages'");
      }
      if (rule.example.empty()) continue;
      check_example(node, rule);
    }
  }

  void check_example(const YamlNode& node, const RouteRule& rule) {
    const YamlNode& at = *node.find("example");
    const Result<Url> url = Url::parse(rule.example);
    if (!url) {
      mistakes_.add(at, "the example is no URL");
      return;
    }
    for (const RouteRule& other : made_.routes) {
      Captures ids;
      const bool claims = std::any_of(other.urls.begin(), other.urls.end(),
                                      [&](const UrlTemplate& shape) { return shape.match(*url, "", ids); });
      if (!claims) continue;
      if (other.kind != rule.kind)
        mistakes_.add(at, "the example is claimed by the earlier route '" + other.kind + "'");
      return;
    }
    if (!rule.urls.empty()) mistakes_.add(at, "the example has none of the route's URL shapes");
  }

  Mistakes& mistakes_;
  Definition made_;
  std::vector<const YamlNode*> positions_;
  std::set<std::string> all_ids_;
  std::map<std::string, std::set<std::string>> ids_of_page_;
};

std::pair<int, int> position(const std::string& where) {
  const std::size_t colon = where.find(':');
  if (colon == std::string::npos) return {0, 0};
  return {std::atoi(where.c_str()), std::atoi(where.c_str() + colon + 1)};
}

}  // namespace

std::string Mistake::text() const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
  return out + ": " + message;
}

std::optional<Definition> load_definition(std::string_view yaml, std::string_view file_name,
                                          std::vector<Mistake>& mistakes) {
  Mistakes collected(file_name);
  std::optional<Definition> made;
  if (Result<YamlNode> root = parse_yaml(yaml); !root) {
    const auto [line, column] = position(root.error().where);
    collected.add(line, column, root.error().message);
  } else {
    made = Loader(collected).load(*root, file_name);
  }
  std::vector<Mistake>& found = collected.all();
  std::stable_sort(found.begin(), found.end(), [](const Mistake& a, const Mistake& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  if (!found.empty()) made.reset();
  mistakes.insert(mistakes.end(), found.begin(), found.end());
  return made;
}

}  // namespace spoor::adapters
