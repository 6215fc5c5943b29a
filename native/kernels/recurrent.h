// What the recurrent cells share: the walk over blocks of hidden units, and rows that have ended.

#pragma once

#include "kernels/gemm_micro.h"
#include "kernels/tier.h"

namespace gatecast::GATECAST_TIER {
namespace {

// A block of hidden units as wide as a panel of packed weights. All its gates are computed into scratch, [R][4][units],
// and finished there, cell maths included, while they are in L1.
struct Units {
  Index panel, from, count;
};

template <typename Body>
inline void forEachUnitBlock(Index hidden, Body body) {
  for (Index from = 0, panel = 0; from < hidden; from += tileColumns, ++panel) {
    body(Units{panel, from, smaller(tileColumns, hidden - from)});
  }
}

// What the products of a step read: x, if it is there, and the state.
struct Operands {
  Segment x, state;
};

inline Segment operand(const float* rows, Index ld, Index inner, Index count, float* scratch) {
  const Rows read = rowsToWords(rows, ld, inner, count, scratch);
  return {read.words, read.between, words(inner)};
}

inline Operands operandsOf(const RecurrentStep& s) {
  Operands operands{};
  float* const states = s.scratch + s.rows * gateScratch;
  operands.state = operand(s.previousHidden, s.ldh, s.hidden, s.rows, states);
  if (s.x != nullptr) {
    operands.x = operand(s.x, s.ldx, s.inputSize, s.rows, states + s.rows * rowScratch(s.hidden));
  }
  return operands;
}

// One gate of a block, into the slot of scratch.
struct Gate {
  Index gate, slot;
};

inline Tile gateTile(const RecurrentStep& s, const Units& u, Gate g) {
  const Index inner = words(s.inputSize) + words(s.hidden), panels = divideUp(s.hidden, tileColumns);
  Tile tile{};
  tile.b = s.weights + (g.gate * panels + u.panel) * inner * tileColumns;
  tile.ldb = tileColumns;
  tile.c = s.scratch + g.slot * tileColumns;
  tile.ldc = gateScratch;
  tile.columns = divideUp(u.count, lanes) * lanes;  // scratch and biases are as wide as a panel
  return tile;
}

// Of one gate; see RecurrentStep::bias.
inline const float* biasOf(const RecurrentStep& s, const Units& u, Gate g) {
  return s.bias + g.gate * packedSize(1, s.hidden) + u.from;
}

// W x + b, or what was computed of it before, + R state
inline void inputAndState(const RecurrentStep& s, const Operands& in, const Units& u, Gate g) {
  Tile tile = gateTile(s, u, g);
  if (s.x != nullptr) {
    tile.segments[0] = in.x;
    tile.segments[1] = in.state;
    tile.start = Start::bias;
    tile.from = biasOf(s, u, g);
  } else {
    tile.segments[0] = in.state;
    tile.b += words(s.inputSize) * tileColumns;
    tile.start = Start::from;
    tile.from = s.inputs + g.gate * s.hidden + u.from;
    tile.columns = u.count;
    tile.ldFrom = s.ldi;
  }
  gemmChain(tile, s.rows);
}

// W x + b alone; only with x.
inline void inputOnly(const RecurrentStep& s, const Operands& in, const Units& u, Gate g) {
  Tile tile = gateTile(s, u, g);
  tile.segments[0] = in.x;
  tile.start = Start::bias;
  tile.from = biasOf(s, u, g);
  gemmChain(tile, s.rows);
}

// R state + bias alone
inline void stateOnly(const RecurrentStep& s, const Operands& in, const Units& u, Gate g, const float* bias) {
  Tile tile = gateTile(s, u, g);
  tile.segments[0] = in.state;
  tile.b += words(s.inputSize) * tileColumns;
  tile.start = bias != nullptr ? Start::bias : Start::zero;
  tile.from = bias != nullptr ? bias + u.from : nullptr;
  gemmChain(tile, s.rows);
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
// The units of `gates` consecutive gates of one row.
inline void clearGates(const RecurrentStep& s, Index row, Index gates, const Units& u) {
  for (Index gate = 0; s.gates != nullptr && gate < gates; ++gate) {
    clear(s.gates + row * s.ldg + gate * s.hidden + u.from, u.count);
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
