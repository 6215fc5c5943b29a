#pragma once

#include "binding/node.h"
#include "training/windows/windows.h"

namespace gatecast::binding {

// Reads Windows of src/addon/types/windows.ts.
Windows readWindows(Napi::Value windows);

// Binding.countWindows and Binding.windowScales in src/addon/types.ts.
Napi::Value countWindows(const Napi::CallbackInfo& info);
Napi::Value windowScales(const Napi::CallbackInfo& info);

}  // namespace gatecast::binding
