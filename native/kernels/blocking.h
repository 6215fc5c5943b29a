// The sizes that each tier's GEMM is cut into.
//
// The micro-kernel keeps a tile of tileRows x tileColumns sums in registers. gemm holds a block of B, blockInner x
// blockColumns, in L2 and passes row tiles of A, tileRows x blockInner in L1, over it. gemmPacked, whose rows are few,
// holds a panel of B, blockInner x tileColumns, in L1 and passes the rows over that.

#pragma once

#include "simd/vector.h"

namespace gatecast::GATECAST_TIER {
namespace {

#if defined(__AVX512F__)
constexpr int tileRows = 12;  // 24 sums, 2 vectors of B and a broadcast in 32 registers
#elif defined(__AVX2__)
constexpr int tileRows = 6;  // 12 sums, 2 vectors of B and a broadcast in 16 registers
#elif defined(__aarch64__)
constexpr int tileRows = 8;  // 16 sums, 2 vectors of B, 8 elements of A in 32 registers
#else
constexpr int tileRows = 6;  // as avx2; with products beside the sums some are spilled, and it still is faster than 4
#endif
constexpr int tileVectors = 2;
constexpr int tileColumns = tileVectors * lanes;
constexpr Index blockInner = 256;  // words, see operands.h
constexpr Index blockColumns = 512;
constexpr Index gemmScratch = tileRows * blockInner + blockInner * blockColumns;
// What threads share a product out by: every share packs its own A and B, at these sizes for about a tenth of its time.
constexpr Index sharedRows = 240;
constexpr Index sharedColumns = 256;
// A row of a block of units, all its gates.
constexpr Index gateScratch = 4 * tileColumns;
static_assert(blockColumns % tileColumns == 0 && sharedRows % tileRows == 0 && sharedColumns % tileColumns == 0);

inline Index smaller(Index a, Index b) { return a < b ? a : b; }
inline Index divideUp(Index a, Index b) { return (a + b - 1) / b; }

// Calls body(from, count) for pieces of n that are at most `block` long and about equally long: a short rest would cost
// as much overhead as a whole piece.
template <typename Body>
inline void forEachPiece(Index n, Index block, Body body) {
  const Index pieces = divideUp(n, block);
  Index from = 0;
  for (Index piece = 0; piece < pieces; ++piece) {
    const Index count = n / pieces + (piece < n % pieces ? 1 : 0);
    body(from, count);
    from += count;
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
