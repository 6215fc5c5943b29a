// What the addon keeps for one environment: the main thread or a worker_thread, each of which loads it anew. There are no
// global variables of JS things: they would be those of another thread.

#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <utility>

#include "node.h"
#include "runtime/error.h"

namespace gatecast::binding {

// Brief calls that are made at once, on the JS thread. A loop that awaits one after another never leaves the promise jobs
// in between: timers and sockets would wait for its end. So every now and then a call takes the way over another thread.
class Turn {
 public:
  using Clock = std::chrono::steady_clock;

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
  std::any part;  // of the object that `construct` is making

  static Environment& of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
};

// Tapes, streams, trainers and saved passes are made by a graph or a kernel, never by `new` in JS. What they are made of
// goes past JS, so that no caller can hand over something else.
template <typename Part>
Napi::Object construct(Napi::Env env, Napi::FunctionReference& constructor, std::shared_ptr<Part> part) {
  Environment::of(env).part = std::move(part);
  return constructor.New({});
}

template <typename Part>
std::shared_ptr<Part> takePart(Napi::Env env, const char* made) {
  const std::any any = std::exchange(Environment::of(env).part, {});
  const auto* part = std::any_cast<std::shared_ptr<Part>>(&any);
  if (part == nullptr) fail(Code::type, "Expected ", made, ", got a call of its constructor");
  return *part;
}

}  // namespace gatecast::binding
