// The float vector of the tier that a kernel file is compiled for.
//
// Only kernel files include this file. Everything in it has internal linkage. The linker keeps one copy of an inline
// function that several tiers share; if it keeps the AVX-512 copy, the program crashes on an older machine. For the
// same reason neither this file nor a kernel file may include a standard header that defines functions.

#pragma once

#include "simd/index.h"

#if defined(__AVX512F__)
#include <immintrin.h>  // all its functions are always inlined
#endif

#ifndef GATECAST_TIER
#error "Expected GATECAST_TIER to name the tier. Add, for example, -DGATECAST_TIER=avx2."
#endif

namespace gatecast::GATECAST_TIER {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;  // SSE2, NEON and WebAssembly
#endif

using Floats = float __attribute__((vector_size(lanes * sizeof(float))));
using Ints = std::int32_t __attribute__((vector_size(lanes * sizeof(float))));

// x - 0 is x for every x (x + 0 would turn -0 into 0), so this compiles to one broadcast instruction.
inline Floats broadcast(float x) { return x - Floats{}; }

inline Floats load(const float* p) {
  Floats v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, Floats v) { __builtin_memcpy(p, &v, sizeof v); }

inline Ints bits(Floats v) { return reinterpret_cast<Ints>(v); }
inline Floats floats(Ints v) { return reinterpret_cast<Floats>(v); }

// A comparison with NaN is false and selects the second value. So `select(x > limit, limit, x)` keeps a NaN of x, which
// a minimum instruction may lose.
inline Floats select(Ints mask, Floats yes, Floats no) { return mask ? yes : no; }

// The language has no square root of a vector. With -fno-math-errno this loop compiles to the vector instruction.
inline Floats squareRoot(Floats v) {
  Floats root;
  for (int i = 0; i < lanes; ++i) root[i] = __builtin_sqrtf(v[i]);
  return root;
}

// Four floats on every tier, for transposes.
using Quad = float __attribute__((vector_size(16)));
inline Quad loadQuad(const float* p) {
  Quad v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
inline void storeQuad(float* p, Quad v) { __builtin_memcpy(p, &v, sizeof v); }

// AVX-512 has one instruction for each of these, and the language has no expression for it. Other tiers use a few
// instructions.
#if defined(__AVX512F__)

inline __mmask16 first(Index count) { return static_cast<__mmask16>((1u << count) - 1); }
inline Floats loadPartial(const float* p, Index count, float fill) {
  return _mm512_mask_loadu_ps(broadcast(fill), first(count), p);
}
inline void storePartial(float* p, Floats v, Index count) { _mm512_mask_storeu_ps(p, first(count), v); }

// The forms with a mask, set for all lanes, because GCC 12 warns that the forms without one read uninitialised memory.
constexpr __mmask16 all = 0xffff;
inline Floats atMost(float limit, Floats x) { return _mm512_maskz_min_ps(all, broadcast(limit), x); }
inline Floats atLeast(float limit, Floats x) { return _mm512_maskz_max_ps(all, broadcast(limit), x); }
inline Floats rounded(Floats x) { return _mm512_maskz_roundscale_ps(all, x, _MM_FROUND_TO_NEAREST_INT); }
inline Floats timesPowerOfTwo(Floats x, Floats n) { return _mm512_maskz_scalef_ps(all, x, n); }

#else

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

// The smaller and the larger of the two. A NaN of x stays; a minimum with exchanged operands would lose it.
inline Floats atMost(float limit, Floats x) { return select(x > limit, broadcast(limit), x); }
inline Floats atLeast(float limit, Floats x) { return select(x < limit, broadcast(limit), x); }
// The nearest integer, for |x| < 2^22: a sum with 1.5 * 2^23 has no bits left for a fraction.
inline Floats rounded(Floats x) { return x + 12582912.0f - 12582912.0f; }
// x 2^n for whole n from -126 to 127.
inline Floats timesPowerOfTwo(Floats x, Floats n) { return x * floats((__builtin_convertvector(n, Ints) + 127) << 23); }

#endif

// Adds one half of the lanes to the other half until one lane is left: a fixed order, and a short chain of additions.
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

// The position in an array at which a step of forEachVector works: a whole vector, or the tail.
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

// Calls body for each vector of n floats. The tail runs the same instructions as the rest, so that a result does not
// depend on the element's position in the array or on how the array was split over threads.
template <typename Body>
inline void forEachVector(Index n, Body body) {
  Index i = 0;
  for (; i + lanes <= n; i += lanes) body(Whole{i});
  if (i < n) body(Partial{i, n - i});
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
