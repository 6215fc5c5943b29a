#pragma once

#include <memory>

#include "arguments.h"
#include "runtime/cancel.h"

namespace gatecast::binding {

// Cancel in src/native/types.ts: ends the calls it was given to.
class JsCancel final : public Napi::ObjectWrap<JsCancel> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsCancel(const Napi::CallbackInfo& info);

  // The one in this argument; ERR_TYPE for any other object.
  static std::shared_ptr<Cancel> of(const Argument& argument);

 private:
  Napi::Value cancel(const Napi::CallbackInfo& info);

  std::shared_ptr<Cancel> cancel_ = std::make_shared<Cancel>();
};

}  // namespace gatecast::binding
