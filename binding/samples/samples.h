#pragma once

#include <string>

#include "binding/node.h"
#include "training/batches/dataset.h"

namespace gatecast::binding {

// Reads Samples of src/addon/types/windows.ts: tensors by input, or windows of a table. kind: what tensors are called in
// messages, for example "input".
Samples readSamples(Napi::Value samples, const std::string& kind);

}  // namespace gatecast::binding
