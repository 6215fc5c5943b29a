#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "binding/held.h"
#include "runtime/buffer.h"
#include "training/loop/trainer.h"

namespace gatecast::binding {

// Trainer in src/addon/types/trainer.ts.
class JsTrainer final : public Napi::ObjectWrap<JsTrainer> {
 public:
  struct Part {
    template <typename... Arguments>
    explicit Part(Arguments&&... arguments) : trainer(std::forward<Arguments>(arguments)...) {}
    Trainer trainer;
    std::atomic<bool> busy{false};
  };

  static Napi::Function define(Napi::Env env);
  explicit JsTrainer(const Napi::CallbackInfo& info);
  static std::shared_ptr<Part> make(const std::shared_ptr<const Program>& program, const Buffer& weights,
                                    TrainerOptions options, Samples data, std::optional<Samples> validation);

 private:
  Napi::Value epoch(const Napi::CallbackInfo& info);
  Napi::Value progress(const Napi::CallbackInfo& info);
  Napi::Value state(const Napi::CallbackInfo& info);
  Napi::Value restore(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
};

}  // namespace gatecast::binding
