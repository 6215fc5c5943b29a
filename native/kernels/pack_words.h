// Packs 32-bit words, floats or pairs of bf16, in the order in which the micro-kernel reads them.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {
namespace {

// to[k * width + j] = from[j * ld + k] for four j and four k, with loads and stores of four and a transpose in
// registers.
template <int width>
inline void transposeQuads(const float* from, Index ld, float* to) {
  const Quad r0 = loadQuad(from), r1 = loadQuad(from + ld), r2 = loadQuad(from + 2 * ld), r3 = loadQuad(from + 3 * ld);
  const Quad a = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), b = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const Quad c = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), d = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  storeQuad(to, __builtin_shufflevector(a, b, 0, 1, 4, 5));
  storeQuad(to + width, __builtin_shufflevector(a, b, 2, 3, 6, 7));
  storeQuad(to + 2 * width, __builtin_shufflevector(c, d, 0, 1, 4, 5));
  storeQuad(to + 3 * width, __builtin_shufflevector(c, d, 2, 3, 6, 7));
}

// packed[k * width + j] = data[j * across + k * along] for j < count <= width, k < inner; zeros for the other j.
template <int width>
void packWords(const float* data, Index across, Index along, Index count, Index inner, float* packed) {
  if (count < width) {
    for (Index i = 0; i < inner * width; ++i) packed[i] = 0;
  }
  if (across == 1) {
    for (Index k = 0; k < inner; ++k) {
      const float* from = data + k * along;
      float* to = packed + k * width;
      if (count == width) {
        __builtin_memcpy(to, from, sizeof(float) * width);
      } else {
        for (Index j = 0; j < count; ++j) to[j] = from[j];
      }
    }
    return;
  }
  Index j = 0;
  if (along == 1) {
    for (; j + 4 <= count; j += 4) {
      const float* from = data + j * across;
      Index k = 0;
      for (; k + 4 <= inner; k += 4) transposeQuads<width>(from + k, across, packed + k * width + j);
      for (; k < inner; ++k) {
        for (int i = 0; i < 4; ++i) packed[k * width + j + i] = from[i * across + k];
      }
    }
  }
  for (; j < count; ++j) {
    for (Index k = 0; k < inner; ++k) packed[k * width + j] = data[j * across + k * along];
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
