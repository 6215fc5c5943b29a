// How products cut K, and where the sum of each piece starts: the same in gemm and gemmPacked.

#pragma once

#include "kernels/gemm_micro.h"

namespace gatecast::GATECAST_TIER {
namespace {

// forEachPiece over the words of K, but once with nothing to sum when there are none: C still has to be set.
template <typename Body>
inline void forEachInnerBlock(Index inner, Body body) {
  if (inner == 0) return body(Index{0}, Index{0});
  forEachPiece(words(inner) / wordStep, blockInner / wordStep,
               [&](Index step, Index steps) { body(step * wordStep, steps * wordStep); });
}

// Elements of K in the words [k, k + depth).
inline Index elementsOf(Index k, Index depth, Index inner) { return smaller(depth * perWord, inner - k * perWord); }

inline Start startOf(bool accumulate, bool bias, Index k) {
  if (accumulate || k > 0) return Start::add;
  return bias ? Start::bias : Start::zero;
}

// Groups that follow each other without a gap are one, so that tiles may span them.
inline PackedGemm joined(PackedGemm g) {
  if (g.panelStride == 0) g.panelStride = words(g.inner) * tileColumns;
  if (g.aGroupStride == g.rows * g.lda && g.cGroupStride == g.rows * g.ldc) {
    g.rows *= g.groups;
    g.groups = 1;
  }
  return g;
}

// The tile of a panel of B and of words of K from k on, but for its rows: segments and c.
inline Tile tileOf(const PackedGemm& g, Index panel, Index k, Engine& engine) {
  const Index n = panel * tileColumns;
  Tile tile{};
  tile.engine = &engine;
  tile.b = g.b + panel * g.panelStride + k * tileColumns;
  tile.ldb = tileColumns;
  tile.ldc = g.ldc;
  tile.columns = smaller(tileColumns, g.columns - n);
  tile.from = g.bias ? g.bias + n : nullptr;
  tile.start = startOf(g.accumulate, g.bias != nullptr, k);
  return tile;
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
