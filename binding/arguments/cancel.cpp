#include "binding/arguments/cancel.h"

namespace gatecast::binding {
namespace {

// Marks the objects of this class: objects of other classes, of this or another addon, must not be unwrapped.
const napi_type_tag tag = {0x6761746563617374, 0x43616e63656c0001};

}  // namespace

Napi::Function JsCancel::define(Napi::Env env) {
  return DefineClass(env, "Cancel", {InstanceMethod<&JsCancel::cancel>("cancel")});
}

JsCancel::JsCancel(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsCancel>(info) {
  info.This().As<Napi::Object>().TypeTag(&tag);
}

std::shared_ptr<Cancel> JsCancel::of(const Argument& argument) {
  if (!argument.object().CheckTypeTag(&tag)) argument.expected("a Cancel");
  return Unwrap(argument.object())->cancel_;
}

Napi::Value JsCancel::cancel(const Napi::CallbackInfo& info) {
  cancel_->cancel();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
