#pragma once

#include <cstdint>

namespace gatecast::test {

// How often the heap was asked for memory, on any thread, since the program began.
std::int64_t allocationsSoFar();

}  // namespace gatecast::test
