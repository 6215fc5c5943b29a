// Recurrent cells, forward and backward, against the double-precision cell and its central differences.

#include "tests/native/bf16_engines.h"
#include "tests/native/recurrent_reference.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

Row rowOf(const Guarded& m, Index i, Index width) {
  Row row;
  for (Index j = 0; j < width; ++j) row.push_back(double{m(i, j)});
  return row;
}

// A step of the kernel for a few rows, with everything it reads and writes.
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
      if (withLengths) lengths.push_back(static_cast<std::int32_t>(r % 5));  // 3 and 4 are longer than step 2
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
        dResetHidden(r, k) = active(r) ? static_cast<float>(sum) : std::nanf("");  // never read where it has ended
      }
    }
    s.dResetHidden = dResetHidden.data();
    kernels().gruResetBack(s);
  }

  // dLoss/dh(t-1) of one row: what the kernel left in dHidden, and the gate gradients times the recurrent weights.
  double hiddenGradient(const Guarded& dHidden, Index r, Index k) const {
    double sum = double{dHidden(r, k)};
    for (Index gate = 0; gate < cell.gates(); ++gate) {
      if (cell.kind == Cell::gruResetBefore && gate == 2) continue;         // came through dResetHidden
      const Index column = cell.kind == Cell::gru && gate == 2 ? 3 : gate;  // dq
      for (Index j = 0; j < H; ++j) sum += double{gates(r, column * H + j)} * cell.weight(gate, j, k);
    }
    return sum;
  }
};

// (f(v + e) - f(v - e)) / 2e in element k of v.
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
            if (kind == Cell::rnnTanh || kind == Cell::rnnRelu) continue;  // writes no gates
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

namespace {

void checkRowsInCompany(const Kernels& k, Cell kind, Index rows) {
  const Index H = 37;
  Trial together(kind, rows, H, 77, false);
  together.forward(k);
  for (Index r = 0; r < rows; ++r) {
    Trial alone(kind, 1, H, 77, false);
    for (Index j = 0; j < together.x.columns(); ++j) alone.gates(0, j) = together.x(r, j);
    for (Index j = 0; j < H; ++j) {
      alone.h(0, j) = together.h(r, j);
      alone.c(0, j) = together.c(r, j);
    }
    alone.forward(k);
    for (Index j = 0; j < H; ++j) CHECK(sameBits(alone.next(0, j), together.next(r, j)));
  }
}

}  // namespace

TEST(recurrent_steps_give_a_row_the_same_bits_in_any_company) {
  for (const Cell kind : cells) {
    for (const Index rows : {13, 41}) {
      checkRowsInCompany(kernels(), kind, rows);
      for (const Bf16Engine& engine : bf16Engines()) checkRowsInCompany(engine.kernels, kind, rows);
    }
  }
}

namespace {

void checkInputsMultipliedBefore(const Kernels& k) {
  const struct {
    Index gates, gateColumns;
    void (*step)(const RecurrentStep&);
  } steps[] = {{1, 1, k.rnnStep}, {4, 4, k.lstmStep}, {3, 4, k.gruStep}, {3, 4, k.gruResetBeforeStep}};
  for (const auto& [gates, gateColumns, run] : steps) {
    for (const Index H : {1, 17, 32, 100}) {
      for (const Index I : {1, 8, 33}) {
        const Index rows = 14, padded = wholePanels(k, H), gateSize = k.packedSize(I, H) + k.packedSize(H, H);
        const auto inputWeights = randomFloats(static_cast<std::size_t>(gates * H * I), 1);
        const auto recurrentWeights = randomFloats(static_cast<std::size_t>(gates * H * H), 2);
        Aligned packed(gates * gateSize), bias(gates * padded), scratch(rows * k.recurrentScratch(I, H));
        k.packGates(inputWeights.data(), recurrentWeights.data(), gates, I, H, packed.data());
        for (Index gate = 0; gate < gates; ++gate) {
          for (Index j = 0; j < H; ++j) bias.data()[gate * padded + j] = 0.01f * static_cast<float>(gate + j);
        }
        Guarded x(rows, I), h(rows, H), c(rows, H), inputs(rows, gateColumns * H);
        x.random(3);
        h.random(4);
        c.random(5);
        for (Index gate = 0; gate < gates; ++gate) {
          PackedGemm g{};
          g.rows = rows;
          g.columns = H;
          g.inner = I;
          g.a = x.data();
          g.lda = x.ld();
          g.b = packed.data() + gate * gateSize;
          g.panelStride = k.packedSize(I, 1) + k.packedSize(H, 1);
          g.c = inputs.data() + gate * H;
          g.ldc = inputs.ld();
          g.bias = bias.data() + gate * padded;
          k.gemmPacked(g);
        }
        Guarded next[2]{{rows, H}, {rows, H}}, nextC[2]{{rows, H}, {rows, H}}, out(rows, gateColumns * H);
        for (const int before : {0, 1}) {
          RecurrentStep s{};
          s.rows = rows;
          s.hidden = H;
          s.inputSize = I;
          s.weights = packed.data();
          s.x = before ? nullptr : x.data();
          s.ldx = x.ld();
          s.bias = bias.data();
          s.inputs = inputs.data();
          s.ldi = inputs.ld();
          s.previousHidden = h.data();
          s.nextHidden = next[before].data();
          s.ldh = h.ld();
          s.previousCell = c.data();
          s.nextCell = nextC[before].data();
          s.ldc = c.ld();
          s.gates = out.data();
          s.ldg = out.ld();
          s.scratch = scratch.data();
          run(s);
        }
        for (Index r = 0; r < rows; ++r) {
          for (Index j = 0; j < H; ++j) {
            CHECK(sameBits(next[0](r, j), next[1](r, j)), "gates ", gates, " H ", H, " I ", I);
            if (gates == 4) CHECK(sameBits(nextC[0](r, j), nextC[1](r, j)));
          }
        }
        for (const Guarded& state : next) state.checkUntouched();
        out.checkUntouched();
      }
    }
  }
}

}  // namespace

TEST(recurrent_steps_have_the_same_bits_with_inputs_multiplied_before_or_in_the_step) {
  checkInputsMultipliedBefore(kernels());
  for (const Bf16Engine& engine : bf16Engines()) checkInputsMultipliedBefore(engine.kernels);
}
