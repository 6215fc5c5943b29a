// The sizes that each tier's GEMM is cut into.
//
// The micro-kernel keeps a tile of tileRows x tileColumns sums in registers. gemm holds a block of B, blockInner x
// blockColumns, in L2 and passes row tiles of A, tileRows x blockInner in L1, over it. gemmPacked, whose rows are few,
// holds a panel of B, blockInner x tileColumns, in L1 and passes the rows over that.

#pragma once

#include "simd/vector.h"

namespace gatecast::GATECAST_TIER {
namespace {

#if defined(GATECAST_TILES)
constexpr int tileRows = 32;  // two tiles of 16 by two of columns
#elif defined(__AVX512F__)
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
#if defined(GATECAST_TILES)
constexpr Index wordStep = 16;  // words of K that are multiplied at once; zeros fill the last ones up
#else
constexpr Index wordStep = 1;
#endif
constexpr Index blockInner = 256;  // words, see operands.h
constexpr Index blockColumns = 512;
// What threads share a product out by: every share packs its own A and B, at these sizes for about a tenth of its time.
#if defined(GATECAST_TILES)
// Of A an odd number of cache lines for each row, see rowScratch. Products are quick, so that shares are larger.
constexpr Index packedRow = blockInner + 16;
constexpr Index sharedRows = 256;
constexpr Index sharedColumns = 512;
#else
constexpr Index packedRow = blockInner;
constexpr Index sharedRows = 240;
constexpr Index sharedColumns = 256;
#endif
constexpr Index gemmScratch = tileRows * packedRow + blockInner * blockColumns;
// A row of a block of units, all its gates.
constexpr Index gateScratch = 4 * tileColumns;
static_assert(blockColumns % tileColumns == 0 && blockInner % wordStep == 0 && sharedRows % tileRows == 0 &&
              sharedColumns % tileColumns == 0);

inline Index smaller(Index a, Index b) { return a < b ? a : b; }
constexpr Index divideUp(Index a, Index b) { return (a + b - 1) / b; }

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

// Rows of a product, `block` at most. Tiles of the processor take as long for some of their rows as for all: whole blocks
// and then the rest.
template <typename Body>
inline void forEachRows(Index rows, Index block, Body body) {
#if defined(GATECAST_TILES)
  for (Index row = 0; row < rows; row += block) body(row, smaller(block, rows - row));
#else
  forEachPiece(rows, block, body);
#endif
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
