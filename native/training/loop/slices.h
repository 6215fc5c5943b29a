// Divides the array of all weights into slices for the team. The borders depend on the number of weights only, so that
// sums that are added slice by slice have the same bits for any number of threads.

#pragma once

#include <algorithm>
#include <cstdint>

#include "runtime/threads/team.h"

namespace gatecast {

// 64 KB of each array: enough work for a task, and the slices of a few arrays fit in L2. A multiple of every vector width.
inline constexpr std::int64_t sliceSize = 16384;

inline std::int64_t sliceCount(std::int64_t count) { return (count + sliceSize - 1) / sliceSize; }

// Calls body(slice, from, size) for each slice of [0, count).
template <typename Body>
void forSlices(Team& team, std::int64_t count, const Body& body) {
  const auto task = [&](std::int64_t slice, int) {
    const std::int64_t from = slice * sliceSize;
    body(slice, from, std::min(sliceSize, count - from));
  };
  team.run(sliceCount(count), task);
}

}  // namespace gatecast
