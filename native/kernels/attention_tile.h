// The block products and transposes of attention, forward and backward.
//
// Each lane holds a query: scores are stored as S^T, [key][query]. So the lanes are full even if a head is narrower
// than a vector, maxima and sums along a row of S need no shuffles, and K and V are read in place, one element at a
// time.

#pragma once

#include "kernels/attention.h"
#include "kernels/blocking.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {
namespace {

// Blocks of scores, [blockKeys][blockQueries]; two of them fit in L1. The sizes are the same on every tier because sums
// over keys are cut at the borders of blocks.
constexpr Index blockQueries = attentionQueries;
constexpr Index blockKeys = 64;
constexpr Index blockScores = blockKeys * blockQueries;
static_assert(blockQueries % lanes == 0);

inline Index wholeVectors(Index n) { return divideUp(n, lanes) * lanes; }

// Calls finish(row, column, sum) with sum[i][j] = sum over k of A[row + i][k] * B[k][column + j lanes ..].
// A[i][k] is a[i * lda + k], or a[k * lda + i] if transposed.
template <int M, int V, bool transposed, typename Finish>
[[gnu::noinline]] void productTile(Index inner, const float* a, Index lda, const float* b, Index ldb, Index row,
                                   Index column, const Finish& finish) {
  Floats sum[M][V] = {};
  a += transposed ? row : row * lda;
  b += column;
  for (Index k = inner; k > 0; --k) {
    Floats right[V];
#pragma GCC unroll 4
    for (int j = 0; j < V; ++j) right[j] = load(b + j * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < M; ++i) {
      const Floats element = broadcast(a[transposed ? i : i * lda]);
#pragma GCC unroll 4
      for (int j = 0; j < V; ++j) sum[i][j] += element * right[j];
    }
    a += transposed ? lda : 1;
    b += ldb;
  }
  finish(row, column, sum);
}

template <int V, bool transposed, int M = tileRows, typename Finish>
inline void productRows(Index count, Index inner, const float* a, Index lda, const float* b, Index ldb, Index row,
                        Index column, const Finish& finish) {
  if constexpr (M > 1) {
    if (count < M) return productRows<V, transposed, M - 1>(count, inner, a, lda, b, ldb, row, column, finish);
  }
  productTile<M, V, transposed>(inner, a, lda, b, ldb, row, column, finish);
}

// Computes the product of A [rows, inner] and B [inner, columns rounded up to whole vectors] and gives each tile to
// `finish`.
template <bool transposed, typename Finish>
inline void product(Index rows, Index columns, Index inner, const float* a, Index lda, const float* b, Index ldb,
                    const Finish& finish) {
  Index column = 0;
  for (; column + lanes < columns; column += 2 * lanes) {
    forEachPiece(rows, tileRows, [&](Index row, Index count) {
      productRows<2, transposed>(count, inner, a, lda, b, ldb, row, column, finish);
    });
  }
  if (column < columns) {
    forEachPiece(rows, tileRows, [&](Index row, Index count) {
      productRows<1, transposed>(count, inner, a, lda, b, ldb, row, column, finish);
    });
  }
}

// c += A B
template <bool transposed>
inline void addProduct(Index rows, Index columns, Index inner, const float* a, Index lda, const float* b, Index ldb,
                       float* c, Index ldc) {
  const auto add = [=]<int M, int V>(Index row, Index column, const Floats(&sum)[M][V]) {
    float* to = c + row * ldc + column;
#pragma GCC unroll 16
    for (int i = 0; i < M; ++i, to += ldc) {
#pragma GCC unroll 4
      for (int j = 0; j < V; ++j) store(to + j * lanes, load(to + j * lanes) + sum[i][j]);
    }
  };
  product<transposed>(rows, columns, inner, a, lda, b, ldb, add);
}

// The causal mask of a block: the query in lane i of the vector at `column` sees the keys 0 to first + column + i.
struct CausalMask {
  Index first;  // the block's first query, counted from the block's first key
  bool on;
  // Whether some of the keys [row, row + count) are hidden from some of the queries from `column` on.
  bool cuts(Index row, Index count, Index column) const { return on && row + count - 1 > first + column; }
  Floats apply(Floats scores, Index row, Index column, float hidden) const {
    Ints last;
    for (int i = 0; i < lanes; ++i) last[i] = i;
    last += static_cast<std::int32_t>(first + column - row);
    return select(last < 0, broadcast(hidden), scores);
  }
};

// ---- Transposes in blocks of four by four, because rows of a head may be narrower than a vector ----

// to[j][i] = from[i][j], or += if `add`.
template <bool add>
inline void transpose(Index rows, Index columns, const float* from, Index ldf, float* to, Index ldt) {
  const auto single = [=](Index i, Index j) {
    float& target = to[j * ldt + i];
    target = add ? target + from[i * ldf + j] : from[i * ldf + j];
  };
  Index i = 0;
  for (; i + 4 <= rows; i += 4) {
    Index j = 0;
    for (; j + 4 <= columns; j += 4) {
      const float* p = from + i * ldf + j;
      const Quad a = loadQuad(p), b = loadQuad(p + ldf), c = loadQuad(p + 2 * ldf), d = loadQuad(p + 3 * ldf);
      const Quad ab0 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab1 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      const Quad cd0 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd1 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      const Quad out[4] = {__builtin_shufflevector(ab0, cd0, 0, 1, 4, 5), __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7),
                           __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5),
                           __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7)};
#pragma GCC unroll 4
      for (int r = 0; r < 4; ++r) {
        float* target = to + (j + r) * ldt + i;
        storeQuad(target, add ? loadQuad(target) + out[r] : out[r]);
      }
    }
    for (; j < columns; ++j) {
      for (Index r = i; r < i + 4; ++r) single(r, j);
    }
  }
  for (; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) single(i, j);
  }
}

// to [columns][blockQueries] = factor * from^T, with zeros in the lanes after the last row.
inline void loadTransposed(Index rows, Index columns, const float* from, Index ldf, float factor, float* to) {
  transpose<false>(rows, columns, from, ldf, to, blockQueries);
  const Index width = wholeVectors(rows);
  for (Index j = 0; j < columns; ++j, to += blockQueries) {
    for (Index i = rows; i < width; ++i) to[i] = 0;
    for (Index i = 0; i < width; i += lanes) store(to + i, load(to + i) * factor);
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
