// The data of one environment: the main thread or a worker_thread, each of which loads the addon anew. JS objects must never
// be in global variables, because all threads share these.

#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <utility>

#include "binding/node.h"
#include "runtime/error.h"

namespace gatecast::binding {

// Limits how long brief calls run on the JS thread without a break. A loop that awaits such calls runs in promise jobs only:
// timers and sockets would wait until it ends. So after 5 ms of brief calls, one call goes to another thread.
class Turn {
 public:
  using Clock = std::chrono::steady_clock;

  // Whether another call can run on the JS thread.
  bool goesOn() const { return taken_ < longest; }
  void took(Clock::duration time) { taken_ += time; }
  void ends() { taken_ = {}; }

 private:
  static constexpr Clock::duration longest = std::chrono::milliseconds(5);
  Clock::duration taken_{};
};

struct Environment {
  Napi::FunctionReference errorClass, tape, stream, trainer, saved;
  Turn turn;
  std::any part;  // the native part of the object that construct() is making

  static Environment& of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
};

// Makes a tape, stream, trainer or saved pass. These are made by a graph or a kernel, never by `new` in JS. Their native
// part is passed in Environment::part and not as an argument, so that JS code cannot pass something else.
template <typename Part>
Napi::Object construct(Napi::Env env, Napi::FunctionReference& constructor, std::shared_ptr<Part> part) {
  Environment::of(env).part = std::move(part);
  return constructor.New({});
}

// Called by the constructor of the object. made: the object in messages. ERR_TYPE if JS code has called the constructor.
template <typename Part>
std::shared_ptr<Part> takePart(Napi::Env env, const char* made) {
  const std::any any = std::exchange(Environment::of(env).part, {});
  const auto* part = std::any_cast<std::shared_ptr<Part>>(&any);
  if (part == nullptr) fail(Code::type, "Expected ", made, ", got a direct call of its constructor");
  return *part;
}

}  // namespace gatecast::binding
