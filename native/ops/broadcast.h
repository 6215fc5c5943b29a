// The loops of NumPy broadcasting: a full tensor and two operands, which are stretched in dimensions of size 1.

#pragma once

#include "ops/split.h"

namespace gatecast {

// The start of one innermost row in the full tensor and in the operands.
struct Place {
  Index full = 0;
  Index operand[2] = {0, 0};
};

// The dimensions of the full tensor without those of size 1. Neighbouring dimensions are merged if every operand allows
// it. A stretched dimension has stride 0. The innermost stride of an operand is 0 or 1.
class Broadcast {
 public:
  Broadcast(const Extents& full, const Extents& a, const Extents& b);

  Index columns() const { return size_[rank_ - 1]; }  // elements of an innermost row
  Index rows() const { return rows_; }                // number of innermost rows
  Index columnStride(int operand) const { return stride_[operand][rank_ - 1]; }
  Place row(Index i) const {
    return place(i, [](int) { return true; });
  }

  // A stretched operand has keptRows rows (or elements). To each of them belong stretchedRows rows of the full tensor.
  Index keptRows(int operand) const { return count(operand, false); }
  Index stretchedRows(int operand) const { return count(operand, true); }
  Place keptRow(int operand, Index i) const {
    return place(i, [&](int d) { return stride_[operand][d] != 0; });
  }
  Place stretchedRow(int operand, Index i) const {
    return place(i, [&](int d) { return stride_[operand][d] == 0; });
  }

 private:
  Index count(int operand, bool stretched) const;

  // The place of the i-th combination of the chosen outer dimensions.
  template <typename Chosen>
  Place place(Index i, const Chosen& chosen) const {
    Place at;
    for (int d = rank_ - 2; d >= 0; d--) {
      if (!chosen(d)) continue;
      const Index coordinate = i % size_[d];
      i /= size_[d];
      at.full += coordinate * fullStride_[d];
      for (int operand = 0; operand < 2; operand++) at.operand[operand] += coordinate * stride_[operand][d];
    }
    return at;
  }

  int rank_ = 0;
  Index rows_ = 1;
  Index size_[Extents::maxRank + 1]{};
  Index fullStride_[Extents::maxRank + 1]{};
  Index stride_[2][Extents::maxRank + 1]{};
};

// target += factor * the sum of `term` over the dimensions in which the operand is stretched. One task sums each
// element of the target, in a fixed order. term(place, from, n, buffer) returns n <= chunk terms of the row at `place`,
// from column `from` on; it may write them to the buffer.
template <typename Term>
void reduceOnto(const Run& run, const Broadcast& loops, int operand, float factor, float* target, const Term& term) {
  constexpr Index chunk = 512;
  const Index columns = loops.columns(), chunks = (columns + chunk - 1) / chunk;
  const Index kept = loops.keptRows(operand), stretched = loops.stretchedRows(operand);
  const auto at = [&](Index k, Index s) {
    Place place = loops.keptRow(operand, k);
    const Place step = loops.stretchedRow(operand, s);
    place.full += step.full;
    for (int i = 0; i < 2; i++) place.operand[i] += step.operand[i];
    return place;
  };
  if (loops.columnStride(operand) != 0) {
    const Index grain = grainOf(std::min(columns, chunk) * stretched);
    parallelFor(run.team, kept * chunks, grain, [&](Index first, Index last, int) {
      alignas(64) float buffer[chunk];
      for (Index i = first; i < last; i++) {
        const Index from = i % chunks * chunk, n = std::min(chunk, columns - from);
        for (Index s = 0; s < stretched; s++) {
          const Place place = at(i / chunks, s);
          run.kernels.multiplyAdd(factor, term(place, from, n, buffer), target + place.operand[operand] + from, n);
        }
      }
    });
    return;
  }
  parallelFor(run.team, kept, grainOf(columns * stretched), [&](Index first, Index last, int) {
    alignas(64) float buffer[chunk];
    for (Index i = first; i < last; i++) {
      double total = 0;
      for (Index s = 0; s < stretched; s++) {
        const Place place = at(i, s);
        for (Index from = 0; from < columns; from += chunk) {
          const Index n = std::min(chunk, columns - from);
          total += run.kernels.sum(term(place, from, n, buffer), n);
        }
      }
      target[loops.keptRow(operand, i).operand[operand]] += factor * static_cast<float>(total);
    }
  });
}

}  // namespace gatecast
