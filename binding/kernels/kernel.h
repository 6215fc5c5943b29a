#pragma once

#include <memory>
#include <vector>

#include "binding/held.h"
#include "binding/node.h"
#include "graph/executor.h"

namespace gatecast::binding {

// The data that all runs of a kernel share. Only `program` may be used on other threads than the JS thread.
struct KernelPart {
  KernelPart(const ProgramData& data, Precision precision);

  ExecutorOptions passes(int threads) const;
  // An executor for a team of at most this size: the one of an earlier run, or a new one.
  std::shared_ptr<Executor> take(int threads);
  // Keeps a small executor for the next run. To plan a large one takes little time in proportion to its run.
  void put(std::shared_ptr<Executor> executor);

  const Program program;
  const Precision precision;
  const std::vector<int> outputs;

 private:
  std::shared_ptr<Executor> idle_;
};

// Kernel in src/addon/types/kernel.ts: runs a Program of fixed sizes on typed arrays of the caller.
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
