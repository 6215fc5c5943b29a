// Copies blocks of floats, or of int32 values that are stored in arrays of floats.

#pragma once

#include <cstring>

#include "ops/split.h"

namespace gatecast {

inline void copyFloats(const float* from, Index count, float* to) {
  // memcpy, because a load and a store as float may change the bits of integers that look like signalling NaN or
  // denormals.
  std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
}

// Copies a block for each of `outer` items i, from `from + i fromStride` to `to + i toStride`.
inline void copyBlocks(const Run& run, Index outer, Index block, const float* from, Index fromStride, float* to,
                       Index toStride) {
  parallelFor(run.team, outer, grainOf(block), [&](Index first, Index last, int) {
    for (Index i = first; i < last; i++) copyFloats(from + i * fromStride, block, to + i * toStride);
  });
}

// Copies like the function above, but adds the blocks to the target.
inline void addBlocks(const Run& run, Index outer, Index block, const float* from, Index fromStride, float* to,
                      Index toStride) {
  parallelFor(run.team, outer, grainOf(block), [&](Index first, Index last, int) {
    for (Index i = first; i < last; i++) run.kernels.addTo(from + i * fromStride, to + i * toStride, block);
  });
}

}  // namespace gatecast
