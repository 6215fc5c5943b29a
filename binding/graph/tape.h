#pragma once

#include <atomic>
#include <memory>

#include "binding/arguments/arguments.h"
#include "binding/arguments/results.h"
#include "binding/held.h"
#include "training/passes/recording.h"

namespace gatecast::binding {

// Reads the options of Graph.record in src/addon/types/graph.ts, without those of RunOptions.
RecordOptions readRecord(const Argument& options);

// Tape in src/addon/types/graph.ts: a forward pass that is kept, so that gradients can be propagated back through it. The
// backward pass can run many times, but not twice at the same time.
class JsTape final : public Napi::ObjectWrap<JsTape> {
 public:
  struct Part {
    template <typename... Arguments>
    explicit Part(Arguments&&... arguments) : recording(std::forward<Arguments>(arguments)...) {}
    Recording recording;
    std::atomic<bool> busy{false};
  };

  static Napi::Function define(Napi::Env env);
  explicit JsTape(const Napi::CallbackInfo& info);
  // The result of Graph.record.
  static Napi::Value result(Napi::Env env, std::shared_ptr<Part> part, const Results& outputs);

 private:
  Napi::Value backward(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
};

}  // namespace gatecast::binding
