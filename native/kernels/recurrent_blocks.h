// Shared by the recurrent cells: the loop over blocks of hidden units, their products, and rows that have ended.

#pragma once

#include "kernels/gemm_micro.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// A block of hidden units, as wide as a panel of packed weights. All its gates are computed in scratch, [R][4][units],
// and the cell is finished there while they are in L1.
struct Units {
  Index panel, from, count;
};

// Every other time step goes from the last block to the first. If the weights are larger than L1, a part of them is
// then still there.
template <typename Body>
inline void forEachUnitBlock(const RecurrentStep& s, Body body) {
  const Index blocks = divideUp(s.hidden, tileColumns);
  for (Index i = 0; i < blocks; ++i) {
    const Index panel = s.step % 2 == 0 ? i : blocks - 1 - i, from = panel * tileColumns;
    body(Units{panel, from, smaller(tileColumns, s.hidden - from)});
  }
}

inline Segment operand(const float* rows, Index ld, Index inner, Index count, float* scratch) {
  const Rows read = rowsToWords(rows, ld, inner, count, scratch);
  return {read.words, read.between, words(inner)};
}

// The operands of the products of a step, x (if given) and the state, and the engine that multiplies them.
struct Operands {
  Segment x{}, state{};
  mutable Engine engine{};

  explicit Operands(const RecurrentStep& s) {
    float* const states = s.scratch + s.rows * gateScratch;
    state = operand(s.previousHidden, s.ldh, s.hidden, s.rows, states);
    if (s.x != nullptr) x = operand(s.x, s.ldx, s.inputSize, s.rows, states + s.rows * rowScratch(s.hidden));
  }
};

// `count` consecutive gates of a block, from `gate` on. Their results go to consecutive slots of scratch, from `slot`
// on.
struct Gates {
  Index gate, slot, count = 1;
};

inline Tile tileOf(const Operands& in, const Units& u) {
  Tile tile{};
  tile.engine = &in.engine;
  tile.ldb = tileColumns;
  tile.ldc = gateScratch;
  tile.columns = divideUp(u.count, lanes) * lanes;  // scratch and biases are as wide as a panel
  return tile;
}

// bRow: the first row of the packed weights to use. from: the start of the chains of the first gate; those of each next
// gate are fromStride floats further.
inline void multiplyGates(const RecurrentStep& s, const Units& u, Gates g, const Tile& tile, Index bRow,
                          const float* from, Index fromStride) {
  const Index inner = words(s.inputSize) + words(s.hidden), blocks = divideUp(s.hidden, tileColumns);
  Panel panels[mostPanels];
  for (Index i = 0; i < g.count; ++i) {
    panels[i] = {s.weights + (((g.gate + i) * blocks + u.panel) * inner + bRow) * tileColumns,
                 s.scratch + (g.slot + i) * tileColumns, from + i * fromStride};
  }
  gemmChains(tile, panels, g.count, s.rows);
}

// The chains start from RecurrentStep::bias, whose gates are as wide as whole panels.
inline void multiplyGatesFromBias(const RecurrentStep& s, const Units& u, Gates g, Tile tile) {
  const Index width = divideUp(s.hidden, tileColumns) * tileColumns;
  tile.start = Start::bias;
  multiplyGates(s, u, g, tile, 0, s.bias + g.gate * width + u.from, width);
}

// W x + b + R state; W x + b may have been computed before, in s.inputs.
inline void inputAndState(const RecurrentStep& s, const Operands& in, const Units& u, Gates g) {
  Tile tile = tileOf(in, u);
  if (s.x != nullptr) {
    tile.segments[0] = in.x;
    tile.segments[1] = in.state;
    multiplyGatesFromBias(s, u, g, tile);
  } else {
    tile.segments[0] = in.state;
    tile.start = Start::from;
    tile.columns = u.count;
    tile.ldFrom = s.ldi;
    multiplyGates(s, u, g, tile, words(s.inputSize), s.inputs + g.gate * s.hidden + u.from, s.hidden);
  }
}

// W x + b. Only if the step has x.
inline void inputOnly(const RecurrentStep& s, const Operands& in, const Units& u, Gates g) {
  Tile tile = tileOf(in, u);
  tile.segments[0] = in.x;
  multiplyGatesFromBias(s, u, g, tile);
}

// R state + bias
inline void stateOnly(const RecurrentStep& s, const Operands& in, const Units& u, Gates g, const float* bias) {
  Tile tile = tileOf(in, u);
  tile.segments[0] = in.state;
  tile.start = bias != nullptr ? Start::bias : Start::zero;
  multiplyGates(s, u, g, tile, words(s.inputSize), bias != nullptr ? bias + u.from : nullptr, 0);
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
// Clears the units u of the first `gates` gates of one row.
inline void clearGates(const RecurrentStep& s, Index row, Index gates, const Units& u) {
  for (Index gate = 0; s.gates != nullptr && gate < gates; ++gate) {
    clear(s.gates + row * s.ldg + gate * s.hidden + u.from, u.count);
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
