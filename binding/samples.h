// Samples in src/native/types.ts: tensors that hold them, or windows cut out of a table.

#pragma once

#include "node.h"
#include "training/dataset.h"
#include "training/paths.h"

#include "arguments.h"

namespace gatecast::binding {

// kind: what tensors are called in messages.
Samples readSamples(Napi::Value samples, const std::string& kind);
Windows readWindows(Napi::Value windows);
PathOptions readPaths(const Argument& options);  // all but RunOptions

// Binding.countWindows
Napi::Value countWindows(const Napi::CallbackInfo& info);

}  // namespace gatecast::binding
