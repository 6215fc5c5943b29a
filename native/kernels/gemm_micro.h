// The micro-kernel: computes a tile of C, M <= tileRows by tileColumns, as the sum of K rank-1 updates in registers.
//
// Every instance adds the same products in the same order, in one chain per element. So a row gets the same bits in a
// tile of any height, from packed and from unpacked matrices, and from one call for two segments or two calls for one
// each.

#pragma once

#include "kernels/gemm.h"
#include "kernels/operands.h"

namespace gatecast::GATECAST_TIER {

// The number that the sum of each element of C starts from: 0, the bias, or another number. `add` starts from 0 and
// adds the finished sum to C, because a long sum is more exact as a sum of partial sums.
enum class Start { zero, bias, from, add };

// Some columns of A, in words. Element (i, k) is at a[k * lda + i] if A is stored by columns (packed tiles are), else
// at a[i * lda + k].
struct Segment {
  const float* a;
  Index lda;
  Index inner;
};

struct Tile {
  Segment segments[2];  // of A, side by side; the second may be empty
  const float* b;       // one row for each k of both segments; the kernel reads whole rows of tileColumns floats
  Index ldb;
  float* c;
  Index ldc;
  Index columns;  // the columns of C in this tile, at most tileColumns
  Start start;
  const float* from;  // Start::bias: one row for all rows of C; Start::from: rows that are ldFrom apart
  Index ldFrom;
  Engine* engine;
};

// The pointers in which tiles side by side differ.
struct Panel {
  const float* b;
  float* c;
  const float* from;
};
constexpr int mostPanels = 4;

// These four are in gemm_tiles.cpp.
// Computes a tile of any number of rows; the pointers of `tile` are those of the first row.
void gemmChain(Tile tile, Index rows);
// Computes at most mostPanels such tiles; it does not read b, c and from of `tile`. Not for Start::add.
void gemmChains(const Tile& tile, const Panel* panels, Index count, Index rows);
// Packs at most tileRows rows of A for gemmTile.
Segment packTile(MatrixView a, Index rows, Index inner, float* packed);
// Computes a tile whose A packTile has packed (or, with readsInPlace, is stored by columns).
void gemmTile(const Tile& tile, Index rows);

namespace {

// Loads the starts of the last columns of C, if they do not fill the vectors. The function is not inlined, so that the
// micro-kernel stays small.
template <int Vectors>
[[gnu::noinline]] void loadPartialStart(const Tile& t, int rows, Floats (*sums)[Vectors]) {
  const Index ld = t.start == Start::bias ? 0 : t.ldFrom;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < Vectors; ++j) {
      const Index count = smaller(lanes, t.columns - j * lanes);
      if (count > 0) sums[i][j] = loadPartial(t.from + i * ld + j * lanes, count, 0);
    }
  }
}
template <int Vectors>
[[gnu::noinline]] void storePartialSums(const Tile& t, int rows, const Floats (*sums)[Vectors]) {
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < Vectors; ++j) {
      const Index count = smaller(lanes, t.columns - j * lanes);
      if (count <= 0) continue;
      float* const c = t.c + i * t.ldc + j * lanes;
      storePartial(c, t.start == Start::add ? loadPartial(c, count, 0) + sums[i][j] : sums[i][j], count);
    }
  }
}

template <int M, int Vectors, bool byColumns>
void microKernel(const Tile& t) {
  Floats sum[M][Vectors] = {};
  const bool whole = t.columns >= Vectors * lanes;
  if (t.start == Start::bias || t.start == Start::from) {
    if (whole) {
      const float* from = t.from;
      const Index ld = t.start == Start::bias ? 0 : t.ldFrom;
#pragma GCC unroll 16
      for (int i = 0; i < M; ++i, from += ld) {
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j) sum[i][j] = load(from + j * lanes);
      }
    } else {
      Floats copy[M][Vectors] = {};
      loadPartialStart<Vectors>(t, M, copy);
      __builtin_memcpy(sum, copy, sizeof sum);
    }
  }
  if constexpr (byColumns) {
    // gemm writes to rows of C that are far apart, in L3 or memory. Prefetched now, they are in L1 when the sums are
    // finished. (gemmPacked goes down C, and the hardware prefetches that by itself.)
#pragma GCC unroll 16
    for (int i = 0; i < M; ++i) {
      for (int j = 0; j < Vectors * lanes; j += 16) __builtin_prefetch(t.c + i * t.ldc + j, 1);
    }
  }
  const float* b = t.b;
  const Index ldb = t.ldb;
  for (const Segment& segment : t.segments) {
    const float* a = segment.a;
    const Index lda = byColumns ? 1 : segment.lda;
    const Index step = byColumns ? segment.lda : 1;
    for (Index k = segment.inner; k > 0; --k) {
      Floats row[Vectors];
#pragma GCC unroll 4
      for (int j = 0; j < Vectors; ++j) row[j] = load(b + j * lanes);
#pragma GCC unroll 16
      for (int i = 0; i < M; ++i) {
        const Floats element = broadcast(a[i * lda]);
#pragma GCC unroll 4
        for (int j = 0; j < Vectors; ++j) sum[i][j] = multiplyAdd(sum[i][j], element, row[j]);
      }
      a += step;
      b += ldb;
    }
  }

  if (!whole) {
    // Uses a copy: if the code took the address of `sum`, the compiler would write `sum` to the stack on every path.
    Floats copy[M][Vectors];
    __builtin_memcpy(copy, sum, sizeof copy);
    storePartialSums<Vectors>(t, M, copy);
    return;
  }
  const bool add = t.start == Start::add;
  float* c = t.c;
  const Index ldc = t.ldc;
#pragma GCC unroll 16
  for (int i = 0; i < M; ++i, c += ldc) {
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) store(c + j * lanes, add ? load(c + j * lanes) + sum[i][j] : sum[i][j]);
  }
}

// Computes one row of C for several panels side by side. The chains of one panel are so few that the multipliers wait
// for the previous sums; the chains of four panels keep them busy.
template <int Panels, int Vectors>
void rowKernel(const Tile& t, const Panel* panels) {
  Floats sum[Panels][Vectors] = {};
  const bool whole = t.columns >= Vectors * lanes;
  if (t.start != Start::zero) {
#pragma GCC unroll 4
    for (int p = 0; p < Panels; ++p) {
#pragma GCC unroll 2
      for (int j = 0; j < Vectors; ++j) {
        const float* from = panels[p].from + j * lanes;
        sum[p][j] = whole ? load(from) : loadPartial(from, t.columns - j * lanes, 0);
      }
    }
  }
  const float* b[Panels];
#pragma GCC unroll 4
  for (int p = 0; p < Panels; ++p) b[p] = panels[p].b;
  const Index ldb = t.ldb;
  Index at = 0;
  for (const Segment& segment : t.segments) {
    for (Index k = 0; k < segment.inner; ++k, at += ldb) {
      const Floats element = broadcast(segment.a[k]);
#pragma GCC unroll 4
      for (int p = 0; p < Panels; ++p) {
#pragma GCC unroll 2
        for (int j = 0; j < Vectors; ++j) sum[p][j] = multiplyAdd(sum[p][j], element, load(b[p] + at + j * lanes));
      }
    }
  }
#pragma GCC unroll 4
  for (int p = 0; p < Panels; ++p) {
#pragma GCC unroll 2
    for (int j = 0; j < Vectors; ++j) {
      float* c = panels[p].c + j * lanes;
      if (whole) store(c, sum[p][j]);
      else storePartial(c, sum[p][j], t.columns - j * lanes);
    }
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
