#pragma once

#include <memory>

#include "graph/program.h"
#include "held.h"
#include "node.h"
#include "runtime/buffer.h"

namespace gatecast::binding {

// Graph in src/native/types.ts. Its weights are a snapshot that never changes: setWeights puts another in its place, so
// that calls, tapes and streams that are under way keep theirs, and several may run at once.
class JsGraph final : public Napi::ObjectWrap<JsGraph> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsGraph(const Napi::CallbackInfo& info);

  struct Part {
    std::shared_ptr<const Program> program;
    std::shared_ptr<const Buffer> weights;
  };

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

  Held<Part> part_;
};

}  // namespace gatecast::binding
