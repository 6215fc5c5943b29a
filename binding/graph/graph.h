#pragma once

#include <memory>

#include "binding/graph/prediction.h"
#include "binding/held.h"
#include "binding/node.h"

namespace gatecast::binding {

// Graph in src/addon/types/graph.ts. Its weights are a snapshot that never changes: setWeights replaces the snapshot. So
// several calls can run at once, and calls that run, tapes and streams keep the weights with which they started.
class JsGraph final : public Napi::ObjectWrap<JsGraph> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsGraph(const Napi::CallbackInfo& info);

  ~JsGraph() override { *self_ = nullptr; }

 private:
  Napi::Value weights(const Napi::CallbackInfo& info);
  Napi::Value setWeights(const Napi::CallbackInfo& info);
  Napi::Value predict(const Napi::CallbackInfo& info);
  Napi::Value evaluate(const Napi::CallbackInfo& info);
  Napi::Value samplePaths(const Napi::CallbackInfo& info);
  Napi::Value record(const Napi::CallbackInfo& info);
  Napi::Value stream(const Napi::CallbackInfo& info);
  Napi::Value trainer(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  // Reports the size of native memory to the garbage collector.
  void reportMemory();

  Held<Predicting> part_;
  // Points to this object, or is null after its end: for calls that outlive it. Used on the JS thread only.
  std::shared_ptr<JsGraph*> self_ = std::make_shared<JsGraph*>(this);
};

}  // namespace gatecast::binding
