//   dV = P^T dY,  dP = dY V^T,  dS = P (dP - delta),  delta = sum over the row of P dP = sum of dY Y,
//   dQ = scale dS K,  dK = scale dS^T Q
//
// P = factor e^(S - largest) is computed again, block by block. `largest` and `factor` are two numbers and not one,
// largest + log(sum), because e^ would magnify the rounding of that sum, and P would differ from the P that Y and delta
// were computed with.
//
// Source: Dao et al. 2022 (FlashAttention), algorithm 4.

#include "kernels/attention_tile.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// A block of queries. In arrays whose lanes hold features, the widths d and e are rounded up to whole vectors.
struct Block {
  Index from, count, width;
  float *q, *dy, *dq;               // [d], [e], [d] x [blockQueries]; q times scale
  float *qRows, *dyRows;            // [blockQueries] x [whole d], [whole e]
  float *p, *ds;                    // [blockKeys][blockQueries]
  float *largest, *factor, *delta;  // [blockQueries]
  // Whether all keys are one block. Then delta stays 0 at first and is summed from the computed P dP. dP and delta are
  // then rounded alike, so that their difference has a smaller error.
  bool whole;
};

// to = factor * from. It does not write the columns that fill a row of `to` up to whole vectors.
inline void copyRows(Index rows, Index columns, const float* from, Index ldf, float factor, float* to) {
  const Index width = wholeVectors(columns);
  for (Index i = 0; i < rows; ++i, from += ldf, to += width) {
    Index j = 0;
    for (; j + 4 <= columns; j += 4) storeQuad(to + j, loadQuad(from + j) * factor);
    for (; j < columns; ++j) to[j] = from[j] * factor;
  }
}

inline void addRows(Index rows, Index columns, const float* from, float* to, Index ldt) {
  const Index width = wholeVectors(columns);
  for (Index i = 0; i < rows; ++i, from += width, to += ldt) {
    Index j = 0;
    for (; j + 4 <= columns; j += 4) storeQuad(to + j, loadQuad(to + j) + loadQuad(from + j));
    for (; j < columns; ++j) to[j] += from[j];
  }
}

inline void clear(float* p, Index n) {
  for (Index i = 0; i < n; i += lanes) store(p + i, Floats{});
}

// Loads the queries of a block, and computes delta.
inline void prepare(const Attention& a, const AttentionBack& back, Block& b) {
  const Index q = b.from * a.ldd, y = b.from * a.lde;
  loadTransposed(b.count, a.e, back.dy + y, a.lde, 1, b.dy);
  clear(b.delta, blockQueries);
  if (!b.whole) {
    loadTransposed(b.count, a.e, a.y + y, a.lde, 1, b.p);
    for (Index i = 0; i < b.width; i += lanes) {
      Floats delta{};
      for (Index j = 0; j < a.e; ++j) delta += load(b.p + j * blockQueries + i) * load(b.dy + j * blockQueries + i);
      store(b.delta + i, delta);
    }
  }
  loadTransposed(b.count, a.d, a.q + q, a.ldd, a.scale, b.q);
  copyRows(b.count, a.d, a.q + q, a.ldd, a.scale, b.qRows);
  copyRows(b.count, a.e, back.dy + y, a.lde, 1, b.dyRows);
  for (Index i = 0; i < b.width; ++i) {
    b.largest[i] = i < b.count ? a.statistics[2 * (b.from + i)] : 0;
    b.factor[i] = i < b.count ? a.statistics[2 * (b.from + i) + 1] : 0;
  }
  clear(b.dq, a.d * blockQueries);
}

inline void probabilities(const Attention& a, const Block& b, Index key, Index count) {
  const CausalMask mask{b.from - key, a.causal};
  const auto finish = [&]<int M, int V>(Index row, Index column, const Floats(&sum)[M][V]) {
    const bool cut = mask.cuts(row, M, column);
    float* to = b.p + row * blockQueries + column;
#pragma GCC unroll 4
    for (int j = 0; j < V; ++j) {
      const Floats largest = load(b.largest + column + j * lanes), factor = load(b.factor + column + j * lanes);
#pragma GCC unroll 16
      for (int i = 0; i < M; ++i) {
        Floats p = expNegative(sum[i][j] - largest) * factor;
        if (cut) p = mask.apply(p, row + i, column + j * lanes, 0);
        store(to + i * blockQueries + j * lanes, p);
      }
    }
  };
  product<false>(count, b.width, a.d, a.k + key * a.ldd, a.ldd, b.q, blockQueries, finish);
}

inline void scoreGradients(const Attention& a, const Block& b, Index key, Index count) {
  const auto finish = [&]<int M, int V>(Index row, Index column, const Floats(&sum)[M][V]) {
    const Index at = row * blockQueries + column;
#pragma GCC unroll 4
    for (int j = 0; j < V; ++j) {
      const Floats delta = load(b.delta + column + j * lanes);
#pragma GCC unroll 16
      for (int i = 0; i < M; ++i) {
        const Index here = at + i * blockQueries + j * lanes;
        store(b.ds + here, load(b.p + here) * (sum[i][j] - delta));
      }
    }
  };
  product<false>(count, b.width, a.e, a.v + key * a.lde, a.lde, b.dy, blockQueries, finish);
  if (!b.whole) return;
  for (Index i = 0; i < b.width; i += lanes) {
    Floats delta{};
    for (Index at = i; at < count * blockQueries; at += blockQueries) delta += load(b.ds + at);
    for (Index at = i; at < count * blockQueries; at += blockQueries) {
      store(b.ds + at, load(b.ds + at) - load(b.p + at) * delta);
    }
  }
}

}  // namespace

Index attentionBackScratch(Index keys, Index d, Index e) {
  const Index wideD = wholeVectors(d), wideE = wholeVectors(e);
  const Index p = e > blockKeys ? e * blockQueries : blockScores;  // also holds y, transposed
  return (2 * d + e + wideD + wideE + 3) * blockQueries + p + blockScores + keys * (wideD + wideE);
}

void attentionBack(const Attention& a, const AttentionBack& back) {
  const Index wideD = wholeVectors(a.d), wideE = wholeVectors(a.e);
  float* next = a.scratch;
  const auto take = [&](Index n) {
    float* taken = next;
    next += n;
    return taken;
  };
  Block b{};
  b.whole = a.keys <= blockKeys;
  b.q = take(a.d * blockQueries);
  b.dy = take(a.e * blockQueries);
  b.dq = take(a.d * blockQueries);
  b.qRows = take(wideD * blockQueries);
  b.dyRows = take(wideE * blockQueries);
  b.p = take(a.e > blockKeys ? a.e * blockQueries : blockScores);
  b.ds = take(blockScores);
  b.largest = take(blockQueries);
  b.factor = take(blockQueries);
  b.delta = take(blockQueries);
  float* dk = take(a.keys * wideD);
  float* dv = take(a.keys * wideE);
  clear(b.qRows, (wideD + wideE) * blockQueries);
  clear(dk, a.keys * (wideD + wideE));

  for (b.from = 0; b.from < a.queries; b.from += blockQueries) {
    if (stopped(a.stop)) return;
    b.count = smaller(blockQueries, a.queries - b.from);
    b.width = wholeVectors(b.count);
    prepare(a, back, b);
    const Index seen = a.causal ? smaller(a.keys, b.from + b.count) : a.keys;
    for (Index key = 0; key < seen; key += blockKeys) {
      const Index count = smaller(blockKeys, seen - key);
      probabilities(a, b, key, count);
      const Index k = key * wideD, v = key * wideE;
      if (back.dv) addProduct<false>(count, wideE, b.count, b.p, blockQueries, b.dyRows, wideE, dv + v, wideE);
      if (!back.dq && !back.dk) continue;
      scoreGradients(a, b, key, count);
      if (back.dk) addProduct<false>(count, wideD, b.count, b.ds, blockQueries, b.qRows, wideD, dk + k, wideD);
      if (!back.dq) continue;
      addProduct<true>(a.d, b.width, count, a.k + key * a.ldd, a.ldd, b.ds, blockQueries, b.dq, blockQueries);
    }
    if (!back.dq) continue;
    for (Index i = 0; i < a.d * blockQueries; i += lanes) store(b.dq + i, load(b.dq + i) * a.scale);
    transpose<true>(a.d, b.count, b.dq, blockQueries, back.dq + b.from * a.ldd, a.ldd);
  }
  if (back.dk) addRows(a.keys, a.d, dk, back.dk, a.ldd);
  if (back.dv) addRows(a.keys, a.e, dv, back.dv, a.lde);
}

}  // namespace gatecast::GATECAST_TIER
