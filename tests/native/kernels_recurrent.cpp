// Recurrent cells, forward and backward, against the double-precision cell and its central differences.

#include "tests/native/recurrent_trial.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// (f(v + e) - f(v - e)) / 2e, where e is added to element k of v.
template <typename Loss>
double centralDifference(Row v, Index k, Loss loss) {
  constexpr double e = 1e-6;
  double& element = v[static_cast<std::size_t>(k)];
  const double middle = element;
  element = middle + e;
  const double above = loss(v);
  element = middle - e;
  return (above - loss(v)) / (2 * e);
}

void checkGradients(Trial& t, const Guarded& dHidden0, const Guarded& dCell0) {
  Guarded dHidden = dHidden0, dCell = dCell0;
  t.backward(dHidden, dCell);
  const Index H = t.H;
  for (Index r = 0; r < t.rows; ++r) {
    if (!t.active(r)) {
      for (Index j = 0; j < t.gates.columns(); ++j) CHECK(t.gates(r, j) == 0);
      for (Index j = 0; j < H; ++j) CHECK(dHidden(r, j) == dHidden0(r, j) && dCell(r, j) == dCell0(r, j));
      continue;
    }
    const Row x = rowOf(t.x, r, t.x.columns()), h = rowOf(t.h, r, H), c = rowOf(t.c, r, H);
    const auto loss = [&](const Row& x1, const Row& h1, const Row& c1) {
      const State next = t.cell.step(x1, h1, c1);
      double sum = 0;
      for (Index j = 0; j < H; ++j) {
        sum += double{dHidden0(r, j)} * next.hidden[static_cast<std::size_t>(j)];
        if (t.cell.kind == Cell::lstm) sum += double{dCell0(r, j)} * next.cell[static_cast<std::size_t>(j)];
      }
      return sum;
    };
    const int kind = static_cast<int>(t.cell.kind);
    for (Index j = 0; j < t.x.columns(); ++j) {
      const double expected = centralDifference(x, j, [&](const Row& v) { return loss(v, h, c); });
      CHECK(near(double{t.gates(r, j)}, expected, 1e-5), "cell ", kind, " gate ", j, ": ", t.gates(r, j), " for ",
            expected);
    }
    for (Index j = 0; j < H; ++j) {
      const double expected = centralDifference(h, j, [&](const Row& v) { return loss(x, v, c); });
      CHECK(near(t.hiddenGradient(dHidden, r, j), expected, 3e-5), "cell ", kind, " hidden ", j);
      if (t.cell.kind != Cell::lstm) continue;
      const double cell = centralDifference(c, j, [&](const Row& v) { return loss(x, h, v); });
      CHECK(near(double{dCell(r, j)}, cell, 1e-5), "cell state ", j);
    }
  }
  t.gates.checkUntouched();
  dHidden.checkUntouched();
  dCell.checkUntouched();
}

}  // namespace

TEST(recurrent_steps_equal_the_cell_in_double_precision) {
  unsigned seed = 1;
  for (const Cell kind : cells) {
    for (const Index H : {1, 3, 8, 16, 17, 33, 64, 70}) {
      for (const Index rows : {1, 5, 14}) {
        for (const bool withLengths : {false, true}) {
          Trial t(kind, rows, H, seed += 10, withLengths);
          t.forward();
          for (Index r = 0; r < rows; ++r) {
            const Row h = rowOf(t.h, r, H), c = rowOf(t.c, r, H);
            const State expected = t.active(r) ? t.cell.step(rowOf(t.x, r, t.x.columns()), h, c) : State{h, c};
            for (Index j = 0; j < H; ++j) {
              const auto at = static_cast<std::size_t>(j);
              CHECK(near(double{t.next(r, j)}, expected.hidden[at], 4e-6), "cell ", static_cast<int>(kind), " H ", H);
              if (kind == Cell::lstm) CHECK(near(double{t.nextC(r, j)}, expected.cell[at], 4e-6), "H ", H);
            }
            if (kind == Cell::rnnTanh || kind == Cell::rnnRelu) continue;  // they write no gates
            for (Index j = 0; j < t.gates.columns() && !t.active(r); ++j) CHECK(t.gates(r, j) == 0);
          }
          t.gates.checkUntouched();
          t.next.checkUntouched();
          t.nextC.checkUntouched();
        }
      }
    }
  }
}

TEST(recurrent_steps_back_equal_central_differences) {
  unsigned seed = 5000;
  for (const Cell kind : cells) {
    for (const Index H : {1, 5, 16, 19, 35}) {
      for (const bool withLengths : {false, true}) {
        Trial t(kind, 5, H, seed += 10, withLengths);
        t.forward();
        checkGradients(t, Guarded(5, H).random(seed + 5), Guarded(5, H).random(seed + 6));
      }
    }
  }
}
