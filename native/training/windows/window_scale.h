// Location and scale of windows, from the target in their contexts.

#pragma once

#include <vector>

#include "runtime/cancel.h"
#include "training/windows/window_index.h"

namespace gatecast {

// target: the numbers of the column windows.target.
Scale scaleAt(const Windows& windows, Numbers target, Origin origin);

// One scale for each series of each window, in the order of the index. Throws the errors of check(windows), and
// ERR_ABORTED.
std::vector<Scale> scalesOf(const Windows& windows, const Cancel& cancel);

}  // namespace gatecast
