#pragma once

#include <memory>

#include "binding/arguments/arguments.h"
#include "binding/held.h"
#include "binding/stream/stepper.h"

namespace gatecast::binding {

std::int64_t readBatch(const Argument& options);

// Stream in src/addon/types/graph.ts: runs one time step at a time, on the calling thread. To read an input as a JS object
// would take longer than the step itself. So the stream has one buffer, in which TypeScript writes the inputs and reads the
// outputs, and step() has no arguments.
class JsStream final : public Napi::ObjectWrap<JsStream> {
 public:
  using Part = Stepper;

  static Napi::Function define(Napi::Env env);
  explicit JsStream(const Napi::CallbackInfo& info);

 private:
  Napi::Value step(const Napi::CallbackInfo& info);
  Napi::Value reset(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;
};

}  // namespace gatecast::binding
