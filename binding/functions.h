// The functions of Binding in src/addon/types.ts.

#pragma once

#include "binding/node.h"

namespace gatecast::binding {

Napi::Value setErrorClass(const Napi::CallbackInfo& info);
Napi::Value setAvailableThreads(const Napi::CallbackInfo& info);
Napi::Value setMaxMemory(const Napi::CallbackInfo& info);
Napi::Value cpuInfo(const Napi::CallbackInfo& info);
Napi::Value opKinds(const Napi::CallbackInfo& info);
Napi::Value infer(const Napi::CallbackInfo& info);
Napi::Value random(const Napi::CallbackInfo& info);
Napi::Value peak(const Napi::CallbackInfo& info);

}  // namespace gatecast::binding
