#pragma once

#include <atomic>
#include <memory>

#include "arguments.h"
#include "held.h"
#include "results.h"
#include "training/recording.h"

namespace gatecast::binding {

RecordOptions readRecord(const Argument& options);  // all but those of RunOptions

// Tape in src/native/types.ts: a forward pass that gradients can be sent back through, again and again, one at a time.
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
  // What record() resolves to.
  static Napi::Value result(Napi::Env env, std::shared_ptr<Part> part, const Results& outputs);

 private:
  Napi::Value backward(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
};

}  // namespace gatecast::binding
