// The float vector of the tier that a kernel file is compiled for.
//
// Included by kernel files only. Everything has internal linkage: an inline function shared between tiers would be
// merged by the linker, perhaps to its AVX-512 copy, and crash an older machine. For the same reason no standard header
// that defines functions may be included here or in a kernel file.

#pragma once

#include "kernels/kernels.h"

#ifndef GATECAST_TIER
#error "Expected GATECAST_TIER to name the tier, for example -DGATECAST_TIER=avx2."
#endif

namespace gatecast::GATECAST_TIER {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;  // SSE2 and NEON
#endif

using Floats = float __attribute__((vector_size(lanes * sizeof(float))));
using Ints = std::int32_t __attribute__((vector_size(lanes * sizeof(float))));

// x - 0 is x for every x (x + 0 would turn -0 into 0), so this compiles to the broadcast alone.
inline Floats broadcast(float x) { return x - Floats{}; }

inline Floats load(const float* p) {
  Floats v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, Floats v) { __builtin_memcpy(p, &v, sizeof v); }

inline Floats loadPartial(const float* p, Index count, float fill) {
  float buffer[lanes];
  for (Index i = 0; i < lanes; ++i) buffer[i] = i < count ? p[i] : fill;
  return load(buffer);
}
inline void storePartial(float* p, Floats v, Index count) {
  float buffer[lanes];
  store(buffer, v);
  for (Index i = 0; i < count; ++i) p[i] = buffer[i];
}

inline Ints bits(Floats v) { return reinterpret_cast<Ints>(v); }
inline Floats floats(Ints v) { return reinterpret_cast<Floats>(v); }

// A NaN compares false and so takes the second value: `select(x > limit, limit, x)` lets it through, a min would not.
inline Floats select(Ints mask, Floats yes, Floats no) { return mask ? yes : no; }

// Compiled to the vector instruction (which the language cannot name) given -fno-math-errno.
inline Floats squareRoot(Floats v) {
  Floats root;
  for (int i = 0; i < lanes; ++i) root[i] = __builtin_sqrtf(v[i]);
  return root;
}

// Halves are added pairwise: a fixed order, and a short chain.
inline float sumOfLanes(Floats v) {
  float x[lanes];
  store(x, v);
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) x[i] += x[i + width];
  }
  return x[0];
}

inline float largestLane(Floats v) {
  float largest = v[0];
  for (int i = 1; i < lanes; ++i) largest = v[i] > largest ? v[i] : largest;
  return largest;
}

// Where in an array a step of forEachVector stands.
struct Whole {
  Index at;
  Floats load(const float* p, float = 0) const { return GATECAST_TIER::load(p + at); }
  void store(float* p, Floats v) const { GATECAST_TIER::store(p + at, v); }
};
struct Partial {
  Index at, count;
  Floats load(const float* p, float fill = 0) const { return loadPartial(p + at, count, fill); }
  void store(float* p, Floats v) const { storePartial(p + at, v, count); }
};

// Calls body for each vector of n floats. The tail runs the same instructions as the rest, so that a value does not
// depend on where in an array it stands, or on how the array was split over threads.
template <typename Body>
inline void forEachVector(Index n, Body body) {
  Index i = 0;
  for (; i + lanes <= n; i += lanes) body(Whole{i});
  if (i < n) body(Partial{i, n - i});
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
