#pragma once

#include <memory>
#include <vector>

#include "graph/executor.h"
#include "held.h"
#include "node.h"

namespace gatecast::binding {

// What the runs of a kernel share. On the JS thread only, but for the Program.
struct KernelPart {
  KernelPart(const ProgramData& data, Precision precision);

  ExecutorOptions passes(int threads) const;
  // Of an earlier run, or planned anew.
  std::shared_ptr<Executor> take(int threads);
  // For the next run, if it is small: planning a large one takes little of its run.
  void put(std::shared_ptr<Executor> executor);

  const Program program;
  const Precision precision;
  const std::vector<int> outputs;

 private:
  std::shared_ptr<Executor> idle_;
};

// Kernel in src/native/types.ts: a Program of fixed sizes on plain arrays of the caller.
class JsKernel final : public Napi::ObjectWrap<JsKernel> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsKernel(const Napi::CallbackInfo& info);

 private:
  Napi::Value run(const Napi::CallbackInfo& info);
  Napi::Value runSync(const Napi::CallbackInfo& info);
  Napi::Value save(const Napi::CallbackInfo& info);
  Napi::Value gradients(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<KernelPart> part_;
};

}  // namespace gatecast::binding
