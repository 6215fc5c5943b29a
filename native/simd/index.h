// The type of sizes, distances and positions in arrays.
//
// <cstdint> is safe here, in files that are compiled for several tiers: it defines types and no functions (see
// vector.h).

#pragma once

#include <cstdint>

namespace gatecast {

using Index = std::int64_t;

}  // namespace gatecast
