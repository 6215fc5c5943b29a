// What the recurrent cells share: the walk over blocks of hidden units, and rows that have ended.

#pragma once

#include "kernels/blocking.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// Calls body(panel, from, count) for blocks of hidden units as wide as a panel of packed weights. All gates of a block
// are finished, cell maths included, while its part of `gates` is in L1.
template <typename Body>
inline void forEachUnitBlock(Index hidden, Body body) {
  for (Index from = 0, panel = 0; from < hidden; from += tileColumns, ++panel) {
    body(panel, from, smaller(tileColumns, hidden - from));
  }
}

// The part of gate `gate` that a panel of its weights makes: gates += state * R^T, or = bias + state * R^T.
inline void recurrentPanel(const RecurrentStep& s, const float* state, Index ldState, Index gate, Index outGate,
                           bool accumulate, const float* bias, Index panel) {
  PackedGemm g{};
  g.groups = 1;
  g.rows = s.rows;
  g.columns = s.hidden;
  g.inner = s.hidden;
  g.a = state;
  g.lda = ldState;
  g.b = s.weights + gate * packedSize(s.hidden, s.hidden);
  g.c = s.gates + outGate * s.hidden;
  g.ldc = s.ldg;
  g.bias = bias;
  g.accumulate = accumulate;
  gemmPanel(g, panel);
}
inline void addRecurrent(const RecurrentStep& s, Index gate, Index panel) {
  recurrentPanel(s, s.previousHidden, s.ldh, gate, gate, true, nullptr, panel);
}

template <typename Step>
inline bool active(const Step& s, Index row) {
  return s.lengths == nullptr || s.step < s.lengths[row];
}

inline void clear(float* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] = 0;
}
inline void copy(const float* from, float* to, Index n) {
  for (Index i = 0; i < n; ++i) to[i] = from[i];
}
// Units [from, from + count) of `gates` consecutive gates of one row.
inline void clearGates(float* row, Index gates, Index hidden, Index from, Index count) {
  for (Index gate = 0; gate < gates; ++gate) clear(row + gate * hidden + from, count);
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
