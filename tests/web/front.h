// Front: between the sockets and the sites. Finds the host, lets faults strike, applies the host's habits, keeps
// prepared answers. May be asked from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/web/answer_cache.h"
#include "tests/web/fault_book.h"
#include "tests/web/site.h"

namespace spoor::web {

// As sent. Views live while the request is answered.
struct Request {
  std::string_view method, host, target, accept, accept_encoding, cookie, if_none_match, user_agent, body;
  bool tls = false, http2 = false;
};

struct FrontHost {
  std::unique_ptr<Site> site;
  std::string name, language;
};

class Front {
 public:
  static constexpr std::uint32_t kNoHost = 0xffffffff;

  Front(std::vector<FrontHost> hosts, std::uint64_t seed, Seconds now, std::size_t cache_bytes);

  struct Answered {
    Delivery delivery;
    std::uint32_t host = kNoHost;
  };
  Answered answer(const Request& request);

  const std::vector<FrontHost>& hosts() const { return hosts_; }
  Seconds now() const { return now_; }
  void set_now(Seconds now);
  void set_faults(FaultPlan plan);

  bool https(std::size_t host) const;
  std::string robots(std::size_t host) const;
  std::vector<std::string> permanent_faults(std::size_t host) const;
  // "http://" becomes "https://" where the host wants it.
  std::string in_its_scheme(std::size_t host, std::string text) const;

  std::uint64_t prepared() const { return prepared_; }
  std::uint64_t cache_hits() const { return hits_; }
  std::uint64_t cache_bytes() const { return cache_.bytes(); }

 private:
  struct Asked;
  AnswerPtr page(const Asked& asked);
  AnswerPtr make(const Asked& asked);
  SiteAnswer ask_site(const Asked& asked) const;
  void apply_habits(const Asked& asked, SiteAnswer& answer) const;
  AnswerPtr sealed(const Asked& asked, SiteAnswer answer) const;
  Delivery struck(const Asked& asked, const FaultRule& rule);
  Delivery refusal(const Asked& asked, const FaultRule& rule) const;
  Delivery broken(const Asked& asked, const FaultRule& rule);
  Delivery redirected(const Asked& asked, const FaultRule& rule);

  std::vector<FrontHost> hosts_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_name_;
  std::uint64_t seed_;
  std::atomic<Seconds> now_;
  mutable std::shared_mutex mutex_;  // exclusive while clock or plan change
  std::unique_ptr<FaultBook> book_;
  AnswerCache cache_;
  std::atomic<std::uint64_t> prepared_{0}, hits_{0};
};

}  // namespace spoor::web
