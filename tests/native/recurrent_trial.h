// One time step of a recurrent kernel, forward and backward, with arrays for everything that it reads and writes.

#pragma once

#include "tests/native/recurrent_reference.h"

namespace gatecast::test {

inline Row rowOf(const Guarded& m, Index i, Index width) {
  Row row;
  for (Index j = 0; j < width; ++j) row.push_back(double{m(i, j)});
  return row;
}

// A step for a few rows. `gates` holds W x + b of the gates before the step.
struct Trial {
  ReferenceCell cell;
  Index rows, H;
  Guarded x, gates, h, next, c, nextC;
  std::vector<std::int32_t> lengths;
  Index step = 2;

  Trial(Cell kind, Index rows, Index hidden, unsigned seed, bool withLengths)
      : cell(kind, hidden, seed),
        rows(rows),
        H(hidden),
        x(rows, cell.gates() * hidden),
        gates(rows, cell.gateColumns() * hidden),
        h(rows, hidden),
        next(rows, hidden),
        c(rows, hidden),
        nextC(rows, hidden) {
    x.random(seed + 2, -2, 2);
    h.random(seed + 3);
    c.random(seed + 4);
    for (Index r = 0; r < rows; ++r) {
      for (Index j = 0; j < x.columns(); ++j) gates(r, j) = x(r, j);
      if (withLengths) lengths.push_back(static_cast<std::int32_t>(r % 5));  // step 2 is active for lengths 3 and 4
    }
  }

  bool active(Index r) const { return lengths.empty() || step < lengths[static_cast<std::size_t>(r)]; }

  void forward(const Kernels& k = kernels()) {
    Aligned packed(cell.gates() * k.packedSize(H, H)), scratch(rows * k.recurrentScratch(0, H));
    k.packGates(nullptr, cell.weights.data(), cell.gates(), 0, H, packed.data());
    RecurrentStep s{};
    s.rows = rows;
    s.hidden = H;
    s.previousHidden = h.data();
    s.nextHidden = next.data();
    s.ldh = h.ld();
    s.weights = packed.data();
    s.inputs = gates.data();
    s.ldi = gates.ld();
    s.gates = gates.data();
    s.ldg = gates.ld();
    s.scratch = scratch.data();
    s.previousCell = c.data();
    s.nextCell = nextC.data();
    s.ldc = c.ld();
    s.lengths = lengths.empty() ? nullptr : lengths.data();
    s.step = step;
    s.relu = cell.kind == Cell::rnnRelu;
    std::vector<float> candidateBias = cell.candidateBias;
    candidateBias.resize(static_cast<std::size_t>(wholePanels(k, H)));
    if (cell.kind == Cell::gru) s.candidateBias = candidateBias.data();
    runStep(k, cell.kind, s);
  }

  void backward(Guarded& dHidden, Guarded& dCell) {
    RecurrentStepBack s{};
    s.rows = rows;
    s.hidden = H;
    s.gates = gates.data();
    s.ldg = gates.ld();
    s.dHidden = dHidden.data();
    s.dCell = dCell.data();
    s.ldd = dHidden.ld();
    s.previousHidden = h.data();
    s.nextHidden = next.data();
    s.ldh = h.ld();
    s.previousCell = c.data();
    s.nextCell = nextC.data();
    s.ldc = c.ld();
    s.lengths = lengths.empty() ? nullptr : lengths.data();
    s.step = step;
    s.relu = cell.kind == Cell::rnnRelu;
    if (cell.kind == Cell::rnnTanh || cell.kind == Cell::rnnRelu) kernels().rnnStepBack(s);
    if (cell.kind == Cell::lstm) kernels().lstmStepBack(s);
    if (cell.kind == Cell::gru) kernels().gruStepBack(s);
    if (cell.kind != Cell::gruResetBefore) return;
    kernels().gruResetBeforeStepBack(s);
    Guarded dResetHidden(rows, H);
    for (Index r = 0; r < rows; ++r) {
      for (Index k = 0; k < H; ++k) {
        double sum = 0;
        for (Index j = 0; j < H; ++j) sum += double{gates(r, 2 * H + j)} * cell.weight(2, j, k);
        dResetHidden(r, k) = active(r) ? static_cast<float>(sum) : std::nanf("");  // not read for rows that have ended
      }
    }
    s.dResetHidden = dResetHidden.data();
    kernels().gruResetBack(s);
  }

  // dLoss/dh(t-1) of one row: dHidden from the kernel plus the gate gradients times the recurrent weights.
  double hiddenGradient(const Guarded& dHidden, Index r, Index k) const {
    double sum = double{dHidden(r, k)};
    for (Index gate = 0; gate < cell.gates(); ++gate) {
      if (cell.kind == Cell::gruResetBefore && gate == 2) continue;         // already added, from dResetHidden
      const Index column = cell.kind == Cell::gru && gate == 2 ? 3 : gate;  // dq
      for (Index j = 0; j < H; ++j) sum += double{gates(r, column * H + j)} * cell.weight(gate, j, k);
    }
    return sum;
  }
};

}  // namespace gatecast::test
