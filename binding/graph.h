#pragma once

#include <memory>

#include "held.h"
#include "node.h"
#include "prediction.h"

namespace gatecast::binding {

// Graph in src/native/types.ts. Its weights are a snapshot that never changes: setWeights puts another in its place, so
// that calls, tapes and streams that are under way keep theirs, and several may run at once.
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

  // To the garbage collector.
  void reportMemory();

  Held<Predicting> part_;
  // For calls that outlive this object. Read and written on the JS thread only.
  std::shared_ptr<JsGraph*> self_ = std::make_shared<JsGraph*>(this);
};

}  // namespace gatecast::binding
