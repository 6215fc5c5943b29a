#pragma once

#include <memory>

#include "binding/arguments/arguments.h"
#include "runtime/cancel.h"

namespace gatecast::binding {

// Cancel in src/addon/types/graph.ts. cancel() ends the calls that have this object in their options.
class JsCancel final : public Napi::ObjectWrap<JsCancel> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsCancel(const Napi::CallbackInfo& info);

  // The Cancel of this argument; ERR_TYPE for other objects.
  static std::shared_ptr<Cancel> of(const Argument& argument);

 private:
  Napi::Value cancel(const Napi::CallbackInfo& info);

  std::shared_ptr<Cancel> cancel_ = std::make_shared<Cancel>();
};

}  // namespace gatecast::binding
