// The operands that a tier multiplies: floats, or pairs of floats that are rounded to bf16.
//
// GEMM and the recurrent steps treat both as 32-bit words in arrays of floats. Packed matrices, blocks and the rows
// that a tile reads are counted in words of K. The two kinds differ only in how a caller's floats become words, and in
// the instruction that multiplies two words and adds.

#pragma once

#if defined(__AVX512BF16__)
#include "kernels/bf16/operands.h"
#else

#include "kernels/pack_words.h"

namespace gatecast::GATECAST_TIER {

// The part of the processor that a product holds while it runs. Vectors need none (AMX tiles do, see amx/engine.h).
struct Engine {};

namespace {

constexpr Index perWord = 1;         // elements of K in a word
constexpr bool readsInPlace = true;  // the micro-kernel can read a caller's matrix without packing
constexpr Index words(Index inner) { return inner; }
// Rows of words, `between` words apart, which the micro-kernel reads.
struct Rows {
  const float* words;
  Index between;
};
// The floats of scratch (64-byte aligned) that the words of one row take; 0 if the caller's floats are the words.
constexpr Index rowScratch(Index /*inner*/) { return 0; }
inline Rows rowsToWords(const float* rows, Index ld, Index /*inner*/, Index /*count*/, float* /*scratch*/) {
  return {rows, ld};
}

inline Floats multiplyAdd(Floats sum, Floats a, Floats b) { return sum + a * b; }

// Packs a matrix as words of K: packed[k * width + j] with j < width. K goes along the stride `along`, and the `count`
// rows or columns j along the stride `across`. The words from j = count on are zero.
template <int width>
inline void packPanel(const float* data, Index across, Index along, Index count, Index inner, float* packed) {
  packWords<width>(data, across, along, count, inner, packed);
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER

#endif
