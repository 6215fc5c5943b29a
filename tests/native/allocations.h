#pragma once

#include <cstdint>

namespace gatecast::test {

// The number of heap allocations of all threads since the program started.
std::int64_t allocationsSoFar();

}  // namespace gatecast::test
