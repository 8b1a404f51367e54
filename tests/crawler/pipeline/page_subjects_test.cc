#include "crawler/pipeline/page_subjects.h"

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::pipeline;

namespace {

struct Rig {
  std::unique_ptr<kv::Store> store = kv::make_memory_store();
  kv::Batch batch;
  kv::Overlay index{*store, batch};

  static Post post(const std::string& id, const std::string& url) {
    Post post;
    post.platform = "board.example";
    post.native_id = id;
    post.url = "https://board.example" + url;
    return post;
  }
  void shown(const std::string& url, adapters::Route::Subject subject, std::vector<Post> posts) {
    Exchange exchange;
    exchange.url = *Url::parse("https://board.example" + url);
    adapters::Interpretation page;
    page.route.subject = subject;
    page.parsed.posts = std::move(posts);
    REQUIRE(keep_page_subjects(index, exchange, page).has_value());
  }
  // Of whom a page tells that says "deleted"; "" = of nobody.
  std::string gone(const std::string& url) {
    Exchange exchange;
    exchange.url = *Url::parse("https://board.example" + url);
    Reading reading;
    reading.page.emplace();
    reading.page->parsed.status = Status::deleted;
    auto subjects = subjects_of_page(index, exchange, reading);
    REQUIRE(subjects.has_value());
    return subjects->empty() ? "" : subjects->front().key;
  }
};

using Subject = adapters::Route::Subject;

}  // namespace

TEST_CASE("Page subjects: a post that only its topic has shown is told of by its own address", "[pipeline]") {
  Rig rig;
  rig.shown("/viewtopic.php?t=9", Subject::other,
            {Rig::post("11", "/viewtopic.php?p=11#p11"), Rig::post("112", "/viewtopic.php?p=112#p112"),
             Rig::post("13", "/viewtopic.php?t=9#p13"), Rig::post("14", "/post/14")});
  CHECK(rig.gone("/viewtopic.php?p=11") == "p:board.example:11");
  CHECK(rig.gone("/viewtopic.php?p=112#p112") == "p:board.example:112");
  CHECK(rig.gone("/post/14") == "p:board.example:14");
  CHECK(rig.gone("/viewtopic.php?t=9") == "");  // a place on a page is no address
  CHECK(rig.gone("/viewtopic.php?p=1") == "");
}

TEST_CASE("Page subjects: a post's page that shows its whole topic is about the post asked for", "[pipeline]") {
  Rig rig;
  rig.shown("/viewtopic.php?p=112", Subject::post,
            {Rig::post("11", "/viewtopic.php?p=11#p11"), Rig::post("112", "/viewtopic.php?p=112#p112")});
  CHECK(rig.gone("/viewtopic.php?p=112") == "p:board.example:112");
  CHECK(rig.gone("/viewtopic.php?p=11") == "p:board.example:11");
  rig.shown("/status/5", Subject::post, {Rig::post("5", "/@ann/5"), Rig::post("6", "/@bob/6")});
  CHECK(rig.gone("/status/5") == "p:board.example:5");
}
