// Control: the endpoint over which a test in another process moves the clock, changes the faults and reads the log.
// Plain HTTP/1.1 on 127.0.0.1, one request at a time, in a thread of its own that ends with the object.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor::web {

struct ControlAnswer {
  int status = 200;
  std::string body;
};
// Called on the control's thread with method, target and body.
using ControlHandler = std::function<ControlAnswer(std::string_view, std::string_view, std::string_view)>;

class Control {
 public:
  static Result<std::unique_ptr<Control>> start(std::uint16_t port, ControlHandler handler);  // port 0: a free one
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;
  ~Control();
  std::uint16_t port() const;

 private:
  struct State;
  explicit Control(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::web
