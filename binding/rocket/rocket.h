// rocketFit, rocketScores and rocketFeatures of Binding in src/addon/types.ts.

#pragma once

#include "binding/node.h"

namespace gatecast::binding {

Napi::Value rocketFit(const Napi::CallbackInfo& info);
Napi::Value rocketScores(const Napi::CallbackInfo& info);
Napi::Value rocketFeatures(const Napi::CallbackInfo& info);

}  // namespace gatecast::binding
