// One head of attention, forward and backward. The kernels that take it are in kernels.h.

#pragma once

#include "simd/index.h"

namespace gatecast {

// The most queries of one forward call.
constexpr Index attentionQueries = 64;

// One head of scaled dot-product attention for one row of the batch. Rows of q and k are ldd floats apart, rows of v
// and y are lde floats apart. The kernels read only the first `keys` rows of k and v. The output of a query that sees
// no key is zero.
struct Attention {
  Index queries;
  Index keys;
  Index first = 0;      // position of the first query
  bool causal = false;  // the query at position t sees the keys 0..t
  Index d, e;           // width of the head in q and k, and in v and y
  float scale;
  const float* q;  // [queries, d]
  const float* k;  // [keys, d]
  Index ldd;
  const float* v;  // [keys, e]
  float* y;        // [queries, e]
  Index lde;
  float* statistics;           // [queries][2], or null: largest score m, 1 / sum of e^(score - m); for attentionBack
  float* scratch;              // 64-byte aligned
  const bool* stop = nullptr;  // see kernels.h; for attentionBack
};

// The kernel adds to dq, dk and dv. Each of the three may be null. Distances between rows are those of q, k and v.
struct AttentionBack {
  const float* dy;
  float *dq, *dk, *dv;
};

}  // namespace gatecast
