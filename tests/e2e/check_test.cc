// `spoor check` and `spoor source` with the real binary: what they say, how they end, what they leave on the disk.
#include <thread>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"

using namespace spoor::test;
namespace json = boost::json;

namespace {

constexpr const char* kConfig = R"(archive: archive
contact: https://example.org/crawler
sources:
  - {link: "telegram:@name", name: tg, labels: [one, two], min_interval: 30m, max_interval: 1d}
  - https://news.example.org/some/page
  - {link: "https://news.example.org/other", name: other, paused: true}
)";

struct Desk {
  Lab lab{[](const RequestSeen&) { return Reply::make(404, {}, ""); }};
  std::string config;
  explicit Desk(const std::string& yaml = kConfig) : config(lab.file("spoor.yaml", yaml)) {}
  std::string beside() const { return lab.folder.file("spoor.sources.yaml"); }

  RunResult run(std::vector<std::string> words) const {
    words.insert(words.end(), {"-c", config});
    return lab.spoor(std::move(words));
  }
  json::object checked() const {
    const RunResult result = run({"check", "--json"});
    CHECK(result.exit_code == 0);
    return json::parse(result.out).as_object();
  }
  std::string listed() const {  // "tg one*" (* = paused)
    std::string names;
    std::istringstream lines(run({"source", "list", "--json"}).out);
    for (std::string line; std::getline(lines, line);) {
      const json::object source = json::parse(line).as_object();
      names += (names.empty() ? "" : " ") + std::string(source.at("name").as_string()) +
               (source.at("paused").as_bool() ? "*" : "");
    }
    return names;
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Check: says of each source what would be done, without a request", "[e2e]") {
  const Desk desk;
  const json::object whole = desk.checked();
  const json::array& sources = whole.at("sources").as_array();
  REQUIRE(sources.size() == 3);
  const json::object& tg = sources[0].as_object();
  CHECK(tg.at("adapter") == "telegram");
  CHECK(tg.at("archive") == "main");
  CHECK(tg.at("labels") == json::array({"one", "two"}));
  CHECK(tg.at("surfaces").as_array().size() >= 1);
  CHECK(tg.at("first_visit").is_string());
  const auto surfaces = static_cast<double>(tg.at("surfaces").as_array().size());
  CHECK(tg.at("requests_a_day").at("least").to_number<double>() == Approx(surfaces + 1));
  CHECK(tg.at("requests_a_day").at("most").to_number<double>() == Approx(surfaces * 48 + 1));
  CHECK(sources[1].at("adapter") == "generic");
  CHECK(has(json::serialize(sources[1].at("warnings")), "no adapter knows this address"));
  CHECK(sources[2].at("first_visit").is_null());
  CHECK(desk.lab.server.requests().empty());
  CHECK(!std::filesystem::exists(desk.lab.folder.file("archive")));

  const RunResult text = desk.run({"check"});
  CHECK(text.exit_code == 0);
  CHECK(has(text.out, "tg  (telegram, "));
  CHECK(has(text.out, "first visit  at once"));
  CHECK(has(text.out, "first visit  paused"));
  CHECK(has(text.out, "labels       one, two"));
}

TEST_CASE("Check: all mistakes with their places, and exit code 2", "[e2e]") {
  const Desk desk("archive: a\nmin_intervall: 1h\nsources:\n  - {link: x:@a, windows: 9-17}\n  - nonsense\n");
  const RunResult result = desk.run({"check"});
  CHECK(result.exit_code == 2);
  CHECK(has(result.out, "spoor.yaml:2:1: unknown option 'min_intervall'; did you mean 'min_interval'?"));
  CHECK(has(result.out, "spoor.yaml:4:27: a window is like"));
  CHECK(has(result.out, "spoor.yaml:5:5: the link of 'nonsense' leads nowhere"));
  CHECK(has(result.out, "3 mistakes"));
  const RunResult as_json = desk.run({"check", "--json"});
  CHECK(as_json.exit_code == 2);
  CHECK(json::parse(as_json.out).at("mistakes").as_array().size() == 3);
  CHECK(desk.lab.spoor({"check", "-c", desk.lab.folder.file("none.yaml")}).exit_code == 2);
}

TEST_CASE("Check: what cannot work out is a warning", "[e2e]") {
  const Desk desk(R"(archive: archive
budget: 3
windows: ["10:00-11:00 UTC"]
hosts:
  busy.example: {delay: 40000}
  idle.example: {delay: 3}
  shut.example: {windows: ["12:00-13:00 UTC"]}
sources:
  - https://busy.example/a
  - https://busy.example/b
  - https://shut.example/c
  - {link: "telegram:@name", kind: thread}
  - {link: "https://t.me/other", budget: 1}
)");
  const std::string said = json::serialize(desk.checked());
  for (const char* warning : {"host busy.example is shared by 2 sources", "no source is on host idle.example",
                              "no contact", "the budget of 3 requests a day is less", "never open",
                              "kind is thread, but to adapter telegram", "its budget of 1 requests a day is less"}) {
    CAPTURE(warning, said);
    CHECK(has(said, warning));
  }
}

TEST_CASE("Check: a secret is used and never shown", "[e2e]") {
  const Lab lab([](const RequestSeen&) { return Reply::make(404, {}, ""); });
  lab.file("proxy", "socks5h://me:hunter2@127.0.0.1:9050\n");
  const std::string config = lab.file("spoor.yaml", "archive: a\nproxy: {file: proxy}\nsources: [x:@a]\n");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"check"}, {"check", "--json"}, {"source", "list", "--json"}}) {
    std::vector<std::string> arguments = words;
    arguments.insert(arguments.end(), {"-c", config});
    const RunResult result = lab.spoor(arguments);
    CHECK(result.exit_code == 0);
    CHECK(!has(result.out + result.err, "hunter2"));
    if (words.front() == "check") CHECK(has(result.out, "(from file proxy)"));
  }
}

TEST_CASE("Check: the example is without a mistake", "[e2e]") {
  const Desk desk(read_file(SPOOR_SOURCE_DIR "/config/spoor-daemon.example.yaml"));
  CHECK(desk.checked().at("sources").as_array().size() == 4);
}

TEST_CASE("Source: added, paused, resumed and removed in a file of its own", "[e2e]") {
  const Desk desk;
  const std::string before = read_file(desk.config);
  CHECK(desk.listed() == "tg news.example.org-some-page other*");

  CHECK(desk.run({"source", "add", "youtube:@someone", "example.net/b", "--label", "new", "--label", "two words",
                  "--min-interval", "20m", "--window", "22:00-06:00 Europe/Berlin"})
            .out == "added youtube-someone\nadded example.net-b\n");
  CHECK(desk.run({"source", "pause", "tg", "youtube-someone"}).out == "paused tg\npaused youtube-someone\n");
  CHECK(desk.run({"source", "resume", "other"}).out == "resumed other\n");
  CHECK(desk.listed() == "tg* news.example.org-some-page other youtube-someone* example.net-b");
  CHECK(desk.run({"source", "resume", "other"}).out == "nothing to change\n");
  CHECK(desk.run({"source", "remove", "news.example.org-some-page", "example.net-b"}).exit_code == 0);
  CHECK(desk.run({"source", "resume", "tg"}).exit_code == 0);
  CHECK(desk.listed() == "tg other youtube-someone*");
  CHECK(desk.run({"source", "add", "https://news.example.org/some/page"}).exit_code == 0);
  CHECK(desk.listed() == "tg other youtube-someone* news.example.org-some-page");
  CHECK(read_file(desk.config) == before);
  CHECK(has(read_file(desk.beside()), "labels: [\"new\", \"two words\"]"));
}

TEST_CASE("Source: what would be a mistake changes nothing", "[e2e]") {
  const Desk desk;
  CHECK(desk.run({"source", "add", "example.net/b", "--name", "b"}).exit_code == 0);
  const std::string before = read_file(desk.beside());
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"source", "add", "example.net/b"},
           {"source", "add", "https://t.me/name"},
           {"source", "add", "example.net/c", "--name", "tg"},
           {"source", "add", "example.net/c", "--name", "a b"},
           {"source", "add", "example.net/c", "--min-interval", "soon"},
           {"source", "add", "example.net/c", "example.net/d", "--name", "c"},
           {"source", "add", "nonsense"},
           {"source", "pause", "th"},
           {"source", "remove", "b", "nobody"},
       }) {
    const RunResult result = desk.run(words);
    CAPTURE(words[1], words[2], result.err);
    CHECK(result.exit_code == 2);
    CHECK(!result.err.empty());
    CHECK(read_file(desk.beside()) == before);
  }
  CHECK(has(desk.run({"source", "pause", "th"}).err, "did you mean 'tg'?"));
}

TEST_CASE("Source: commands at the same time all have their effect", "[e2e]") {
  const Desk desk;
  std::vector<std::thread> commands;
  for (int i = 0; i < 6; ++i) {
    commands.emplace_back([&desk, i] { desk.run({"source", "add", "s" + std::to_string(i) + ".example"}); });
  }
  for (std::thread& command : commands) command.join();
  const std::string names = desk.listed();
  for (int i = 0; i < 6; ++i) CHECK(has(names, "s" + std::to_string(i) + ".example"));
}
