#pragma once

namespace gatecast {

// The number of processors that this process may run on, at least 1.
int availableThreads();

}  // namespace gatecast
