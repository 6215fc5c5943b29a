// What a tier multiplies: floats as they are, or pairs of them rounded to bf16.
//
// GEMM and the recurrent steps see both as 32-bit words, carried in arrays of floats: packed matrices, blocks and the rows
// that a tile reads are counted in words of K. Only this differs: what makes words of a caller's floats, and what
// multiplies two words and adds.

#pragma once

#if defined(__AVX512BF16__)
#include "kernels/bf16/operands.h"
#else

#include "kernels/pack_words.h"

namespace gatecast::GATECAST_TIER {

// What products take hold of for as long as it lives: vectors need nothing.
struct Engine {};

namespace {

constexpr Index perWord = 1;         // elements of K in a word
constexpr bool readsInPlace = true;  // the micro-kernel takes a caller's matrix as it lies
constexpr Index words(Index inner) { return inner; }
// Rows as the micro-kernel reads them, `between` words apart.
struct Rows {
  const float* words;
  Index between;
};
// They may be in scratch, 64-byte aligned, for which each needs this many floats.
constexpr Index rowScratch(Index /*inner*/) { return 0; }
inline Rows rowsToWords(const float* rows, Index ld, Index /*inner*/, Index /*count*/, float* /*scratch*/) {
  return {rows, ld};
}

inline Floats multiplyAdd(Floats sum, Floats a, Floats b) { return sum + a * b; }

// Words of K along data's `along` and of `count` rows or columns along its `across`:
// packed[k * width + j], j < width, zeros from count on.
template <int width>
inline void packPanel(const float* data, Index across, Index along, Index count, Index inner, float* packed) {
  packWords<width>(data, across, along, count, inner, packed);
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER

#endif
