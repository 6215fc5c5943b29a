//   S = scale Q K^T,  P = softmax(S) by row,  Y = P V
//
// The keys come in blocks. Each block updates the maximum and the sum of a row. If a block has a larger maximum, the
// sums so far, which were computed with the old maximum m, are multiplied by e^(m - new m).
//
// Sources: Milakov and Gimelshein 2018 (online softmax), Dao et al. 2022 (FlashAttention).

#include "kernels/attention_tile.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// The running maximum and sum of each query of the block.
struct Rows {
  float largest[blockQueries];  // the largest score so far
  float sum[blockQueries];      // the sum of e^(score - largest) so far
};

// The number that is subtracted from the scores of a row. If all are -infinity, it is 0, so that the row sums to 0 as
// in softmax.
inline Floats origin(Floats largest) { return select(largest == -infinity, Floats{}, largest); }

// scores = K Q^T, and updates the maxima.
inline void score(const Attention& a, Index key, Index count, Index width, const float* q, float* scores, Rows& rows) {
  const CausalMask mask{a.first - key, a.causal};
  const auto finish = [&]<int M, int V>(Index row, Index column, const Floats(&sum)[M][V]) {
    const bool cut = mask.cuts(row, M, column);
    float* to = scores + row * blockQueries + column;
#pragma GCC unroll 4
    for (int j = 0; j < V; ++j) {
      float* at = rows.largest + column + j * lanes;
      Floats largest = load(at);
#pragma GCC unroll 16
      for (int i = 0; i < M; ++i) {
        Floats s = sum[i][j];
        if (cut) s = mask.apply(s, row + i, column + j * lanes, -infinity);
        largest = select(s > largest, s, largest);  // ignores NaN; exp gives NaN again
        store(to + i * blockQueries + j * lanes, s);
      }
      store(at, largest);
    }
  };
  product<false>(count, width, a.d, a.k + key * a.ldd, a.ldd, q, blockQueries, finish);
}

// scores = e^(scores - largest), and scales the sums so far to the new maximum.
inline void exponentials(Index count, Index width, const Rows& before, float* scores, Rows& rows, float* y, Index e) {
  for (Index i = 0; i < width; i += lanes) {
    const Floats largest = origin(load(rows.largest + i));
    Floats sum{};
    float* p = scores + i;
    for (Index key = 0; key < count; ++key, p += blockQueries) {
      const Floats power = expNegative(load(p) - largest);
      store(p, power);
      sum += power;
    }
    const Floats factor = expNegative(load(before.largest + i) - largest);
    store(rows.sum + i, load(rows.sum + i) * factor + sum);
    for (Index j = 0; j < e; ++j) {
      float* at = y + j * blockQueries + i;
      store(at, load(at) * factor);
    }
  }
}

}  // namespace

Index attentionScratch(Index d, Index e) { return (d + e) * blockQueries + blockScores; }

void attention(const Attention& a) {
  float* q = a.scratch;
  float* y = q + a.d * blockQueries;
  float* scores = y + a.e * blockQueries;
  const Index width = wholeVectors(a.queries);
  const Index seen = a.causal ? smaller(a.keys, a.first + a.queries) : a.keys;
  loadTransposed(a.queries, a.d, a.q, a.ldd, a.scale, q);
  Rows rows;
  for (Index i = 0; i < width; i += lanes) {
    store(rows.largest + i, broadcast(-infinity));
    store(rows.sum + i, Floats{});
  }
  for (Index i = 0; i < a.e * blockQueries; i += lanes) store(y + i, Floats{});
  for (Index key = 0; key < seen; key += blockKeys) {
    const Index count = smaller(blockKeys, seen - key);
    const Rows before = rows;
    score(a, key, count, width, q, scores, rows);
    exponentials(count, width, before, scores, rows, y, a.e);
    addProduct<true>(a.e, width, count, a.v + key * a.lde, a.lde, scores, blockQueries, y, blockQueries);
  }
  for (Index i = 0; i < width; i += lanes) {
    const Floats sum = load(rows.sum + i);
    const Floats factor = select(sum == 0.0f, Floats{}, 1.0f / sum);
    store(rows.sum + i, factor);
    store(rows.largest + i, origin(load(rows.largest + i)));
    for (Index j = 0; j < a.e; ++j) {
      float* at = y + j * blockQueries + i;
      store(at, load(at) * factor);
    }
  }
  transpose<false>(a.e, a.queries, y, blockQueries, a.y, a.lde);
  if (a.statistics == nullptr) return;
  for (Index i = 0; i < a.queries; ++i) {
    a.statistics[2 * i] = rows.largest[i];
    a.statistics[2 * i + 1] = rows.sum[i];
  }
}

}  // namespace gatecast::GATECAST_TIER
