// How products cut K, and where the sum of each piece starts: the same in gemm and gemmPacked.

#pragma once

#include "kernels/gemm_micro.h"

namespace gatecast::GATECAST_TIER {
namespace {

// forEachPiece over the words of K, but once with nothing to sum when there are none: C still has to be set.
template <typename Body>
inline void forEachInnerBlock(Index inner, Body body) {
  if (inner == 0) return body(Index{0}, Index{0});
  forEachPiece(words(inner), blockInner, body);
}

// Elements of K in the words [k, k + depth).
inline Index elementsOf(Index k, Index depth, Index inner) { return smaller(depth * perWord, inner - k * perWord); }

inline Start startOf(bool accumulate, bool bias, Index k) {
  if (accumulate || k > 0) return Start::add;
  return bias ? Start::bias : Start::zero;
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
