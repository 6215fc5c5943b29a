// The micro-kernel: a tile of C, M <= tileRows by tileColumns, as the sum of K rank-1 updates in registers.
//
// Every instance adds the same products in the same order, one chain per element from 0, and then adds the chain to what
// C starts from. So a row gets the same bits in a tile of any height, with A packed or not.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {

// What the sums are added to.
enum class Start { zero, bias, c };

struct Tile {
  Index inner;
  const float* a;  // packed: element (i, k) at a[k * tileRows + i]; else at a[i * lda + k]
  Index lda;
  const float* b;  // a packed panel: tileColumns floats for each k
  float* c;
  Index ldc;
  Index columns;  // of C that exist, at most tileColumns
  const float* bias;
  Start start;
};

namespace {

// C's last columns, when they do not fill the vectors. Out of line, so that the micro-kernel stays small.
template <int Vectors>
[[gnu::noinline, gnu::cold]] void addPartial(const Tile& t, int rows, const Floats (*sums)[Vectors]) {
  for (int i = 0; i < rows; ++i) {
    for (Index j = 0; j < t.columns; ++j) {
      float& c = t.c[i * t.ldc + j];
      const float sum = sums[i][j / lanes][j % lanes];
      c = t.start == Start::c ? c + sum : t.start == Start::bias ? t.bias[j] + sum : sum;
    }
  }
}

template <int M, int Vectors, bool packed>
void microKernel(const Tile& t) {
  Floats sum[M][Vectors] = {};
  const float* a = t.a;
  const float* b = t.b;
  const Index lda = packed ? 1 : t.lda;
  if constexpr (packed) {
    // gemm walks along rows of C that lie far apart, in L3 or memory: asked for now, they are there when the sums are.
    // (gemmPacked walks down C, which the hardware sees coming.)
#pragma GCC unroll 16
    for (int i = 0; i < M; ++i) {
      for (int j = 0; j < Vectors * lanes; j += 16) __builtin_prefetch(t.c + i * t.ldc + j, 1);
    }
  }
  for (Index k = t.inner; k > 0; --k) {
    Floats row[Vectors];
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) row[j] = load(b + j * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < M; ++i) {
      const Floats element = broadcast(a[i * lda]);
#pragma GCC unroll 4
      for (int j = 0; j < Vectors; ++j) sum[i][j] += element * row[j];
    }
    a += packed ? tileRows : 1;
    b += tileColumns;
  }

  const Start start = t.start;
  if (t.columns < Vectors * lanes) {
    // A copy: were the sums' own address taken, they would be written to the stack on the way to every exit.
    Floats copy[M][Vectors];
    __builtin_memcpy(copy, sum, sizeof copy);
    addPartial<Vectors>(t, M, copy);
    return;
  }
  float* c = t.c;
  const Index ldc = t.ldc;
  Floats bias[Vectors] = {};
  if (start == Start::bias) {
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) bias[j] = load(t.bias + j * lanes);
  }
#pragma GCC unroll 16
  for (int i = 0; i < M; ++i, c += ldc) {
#pragma GCC unroll 4
    for (int j = 0; j < Vectors; ++j) {
      const Floats from = start == Start::c ? load(c + j * lanes) : bias[j];
      store(c + j * lanes, from + sum[i][j]);
    }
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
