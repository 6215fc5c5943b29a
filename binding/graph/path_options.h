#pragma once

#include "binding/arguments/arguments.h"
#include "training/paths/paths.h"

namespace gatecast::binding {

// Reads PathOptions of src/addon/types/graph.ts, without those of RunOptions.
PathOptions readPaths(const Argument& options);

}  // namespace gatecast::binding
