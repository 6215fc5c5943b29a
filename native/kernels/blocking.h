// The sizes of the blocks into which each tier cuts its GEMM.
//
// The micro-kernel keeps a tile of tileRows x tileColumns sums in registers. gemm keeps a block of B, blockInner x
// blockColumns, in L2 and multiplies it with one row tile of A after another, tileRows x blockInner in L1. gemmPacked,
// which has few rows, keeps a panel of B, blockInner x tileColumns, in L1 and multiplies all rows with it.

#pragma once

#include "simd/vector.h"

namespace gatecast::GATECAST_TIER {
namespace {

#if defined(GATECAST_TILES)
constexpr int tileRows = 32;  // 2 x 2 AMX tiles, each 16 x 16
#elif defined(__AVX512F__)
constexpr int tileRows = 12;  // 24 sums, 2 vectors of B and a broadcast in 32 registers
#elif defined(__AVX2__)
constexpr int tileRows = 6;  // 12 sums, 2 vectors of B and a broadcast in 16 registers
#elif defined(__aarch64__)
constexpr int tileRows = 8;  // 16 sums, 2 vectors of B, 8 elements of A in 32 registers
#else
constexpr int tileRows = 6;  // as avx2; the products need registers too and some sums are spilled, but 4 is slower
#endif
constexpr int tileVectors = 2;
constexpr int tileColumns = tileVectors * lanes;
#if defined(GATECAST_TILES)
constexpr Index wordStep = 16;  // words of K that one instruction multiplies; zeros fill the last step
#else
constexpr Index wordStep = 1;
#endif
constexpr Index blockInner = 256;  // words, see operands.h
constexpr Index blockColumns = 512;
// The blocks into which threads cut a product. Each block packs its own A and B, which takes about a tenth of its time
// at these sizes.
#if defined(GATECAST_TILES)
// A packed row of A is an odd number of cache lines, see rowScratch. Products are faster here, so blocks are larger.
constexpr Index packedRow = blockInner + 16;
constexpr Index sharedRows = 256;
constexpr Index sharedColumns = 512;
#else
constexpr Index packedRow = blockInner;
constexpr Index sharedRows = 240;
constexpr Index sharedColumns = 256;
#endif
constexpr Index gemmScratch = tileRows * packedRow + blockInner * blockColumns;
// Number of floats for all gates of a block of units, for one row.
constexpr Index gateScratch = 4 * tileColumns;
static_assert(blockColumns % tileColumns == 0 && blockInner % wordStep == 0 && sharedRows % tileRows == 0 &&
              sharedColumns % tileColumns == 0);

// Whether a kernel must return early, see kernels.h.
inline bool stopped(const bool* stop) { return stop != nullptr && __atomic_load_n(stop, __ATOMIC_RELAXED); }

inline Index smaller(Index a, Index b) { return a < b ? a : b; }
constexpr Index divideUp(Index a, Index b) { return (a + b - 1) / b; }

// Calls body(from, count) for pieces of n, each at most `block` long. Pieces are about equally long because a short
// last piece would cost as much overhead as a whole one.
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

// Calls body(row, count) for pieces of the rows of a product, at most `block` each. An AMX tile takes as long for a few
// rows as for all, so those kernels get whole blocks and then the rest.
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
