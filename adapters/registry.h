// Registry: the explicit, ordered list of adapters (the user's own definitions first, generic last), and the pure step
// from a page to records.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/kit/word_finder.h"

namespace spoor::adapters {

// Everything a page gave, with the adapter that gave it. The crawler stores it; nothing here knows about storage.
struct Interpretation {
  std::string adapter;  // name
  int adapter_version = 0;
  Route route;
  int richness = 50;
  Site site;  // what is known about the site after this page
  Parsed parsed;
};

class Registry {
 public:
  // All built-in adapters.
  static Registry built_in();
  // Puts a user's adapter in front of the others; replaces a built-in one of the same name.
  void add_user(std::unique_ptr<Adapter> adapter);

  const std::vector<std::unique_ptr<Adapter>>& adapters() const { return adapters_; }
  const Adapter* find(std::string_view name) const;  // nullptr if unknown

  // The first adapter that claims the URL; the generic one claims every http(s) URL.
  Route route(const Url& url, const Site& site = {}) const;

  // The service as people know it ("telegram"), or the site of self-hosted software ("forum.example.org").
  std::string platform(const Route& route, const Url& url) const;

  // Recognises the site where it is not known yet, routes, recognises general walls (captcha, challenge, 429), parses.
  // Deterministic; never throws; bounded.
  Interpretation interpret(const Page& page, const Site& known) const;

  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry();

 private:
  Registry();
  void look_for_all();
  Site recognised(const Page& page, const Site& known) const;

  std::vector<std::unique_ptr<Adapter>> adapters_;
  WordFinder look_for_;  // the words of all adapters, in order
};

}  // namespace spoor::adapters
