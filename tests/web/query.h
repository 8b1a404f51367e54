// The path and the parameters of a request's target.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::web {

class Query {
 public:
  explicit Query(std::string_view target);

  const std::string& path() const { return path_; }
  std::string get(std::string_view name) const;  // "" if absent; decoded
  bool has(std::string_view name) const;
  std::optional<int> number(std::string_view name) const;  // nullopt: absent or no whole number

 private:
  std::string path_;
  std::vector<std::pair<std::string, std::string>> values_;
};

std::optional<int> whole_number(std::string_view text);
// "topic/12" after "/feed/": the rest behind the prefix, nullopt if it is not there.
std::optional<std::string_view> after_prefix(std::string_view text, std::string_view prefix);

}  // namespace spoor::web
