// Sums over the rows of a matrix, one sum for each column.

#pragma once

#include "kernels/blocking.h"

namespace gatecast::GATECAST_TIER {
namespace {

// A chain of many thousand float additions loses digits, so each chain adds at most this many rows.
constexpr Index rowsPerSum = 256;

// Adds several vectors of columns at a time, so that the prefetcher gets whole cache lines side by side.
template <int vectors, typename Term>
inline void addColumns(Index fromRow, Index toRow, Index column, float* y, Term& term) {
  Floats sum[vectors] = {};
  for (Index row = fromRow; row < toRow; ++row) {
    for (int j = 0; j < vectors; ++j) sum[j] += term(row, Whole{column + j * lanes});
  }
  for (int j = 0; j < vectors; ++j) {
    float* to = y + column + j * lanes;
    store(to, load(to) + sum[j]);
  }
}

// y[j] += sum over rows of term(row, j).
template <typename Term>
inline void addColumnSums(Index rows, Index columns, float* y, Term term) {
  for (Index from = 0; from < rows; from += rowsPerSum) {
    const Index to = smaller(from + rowsPerSum, rows);
    Index j = 0;
    for (; j + 4 * lanes <= columns; j += 4 * lanes) addColumns<4>(from, to, j, y, term);
    for (; j + lanes <= columns; j += lanes) addColumns<1>(from, to, j, y, term);
    if (j == columns) continue;
    const Partial tail{j, columns - j};
    Floats sum{};
    for (Index row = from; row < to; ++row) sum += term(row, tail);
    tail.store(y, tail.load(y) + sum);
  }
}

}  // namespace
}  // namespace gatecast::GATECAST_TIER
