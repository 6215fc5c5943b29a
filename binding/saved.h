#pragma once

#include <memory>
#include <vector>

#include "kernel.h"

namespace gatecast::binding {

// Saved in src/native/types.ts: what a forward pass of a kernel keeps for one backward pass, which works in place on it.
class JsSaved final : public Napi::ObjectWrap<JsSaved> {
 public:
  struct Part {
    Part(std::shared_ptr<const KernelPart> kernel, int threads);
    std::shared_ptr<const KernelPart> kernel;
    std::vector<int> inputs;  // values whose gradient backward gives: those of all float inputs
    Executor executor;
  };

  static Napi::Function define(Napi::Env env);
  explicit JsSaved(const Napi::CallbackInfo& info);

 private:
  Napi::Value backward(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
};

}  // namespace gatecast::binding
