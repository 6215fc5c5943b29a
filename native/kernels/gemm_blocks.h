// How gemm and gemmPacked cut K into blocks, and where the sum of each block starts.

#pragma once

#include "kernels/gemm_micro.h"

namespace gatecast::GATECAST_TIER {
namespace {

// Calls body(k, depth) for blocks of the words of K. If K is 0, it calls body once with depth 0, because C must be set.
template <typename Body>
inline void forEachInnerBlock(Index inner, Body body) {
  if (inner == 0) return body(Index{0}, Index{0});
  forEachPiece(words(inner) / wordStep, blockInner / wordStep,
               [&](Index step, Index steps) { body(step * wordStep, steps * wordStep); });
}

// The number of elements of K in the words [k, k + depth).
inline Index elementsOf(Index k, Index depth, Index inner) { return smaller(depth * perWord, inner - k * perWord); }

inline Start startOf(bool accumulate, bool bias, Index k) {
  if (accumulate || k > 0) return Start::add;
  return bias ? Start::bias : Start::zero;
}

// Joins contiguous groups into one, so that tiles may span them.
inline PackedGemm joined(PackedGemm g) {
  if (g.panelStride == 0) g.panelStride = words(g.inner) * tileColumns;
  if (g.aGroupStride == g.rows * g.lda && g.cGroupStride == g.rows * g.ldc) {
    g.rows *= g.groups;
    g.groups = 1;
  }
  return g;
}

// The tile of one panel of B, from word k of K on. The caller sets its rows: segments and c.
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
