// Recurrent steps of operands rounded to bf16, against the double-precision cell of operands rounded the same way.

#include <array>

#include "tests/native/bf16_engines.h"
#include "tests/native/bf16_rounding.h"
#include "tests/native/recurrent_reference.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// One step of a cell that computes W x + b itself, for a few rows.
struct Step {
  const Kernels& k;
  ReferenceCell cell;
  Index rows, I, H;
  std::vector<float> inputWeights, bias;
  Guarded x, gates, h, next, c, nextC;

  Step(const Kernels& k, Cell kind, Index rows, Index inputSize, Index hidden)
      : k(k),
        cell(kind, hidden, 3),
        rows(rows),
        I(inputSize),
        H(hidden),
        inputWeights(randomFloats(static_cast<std::size_t>(cell.gates() * hidden * inputSize), 4)),
        bias(randomFloats(static_cast<std::size_t>(cell.gates() * wholePanels(k, hidden)), 5)),
        x(Guarded(rows, inputSize).random(6)),
        gates(rows, cell.gateColumns() * hidden),
        h(Guarded(rows, hidden).random(7)),
        next(rows, hidden),
        c(Guarded(rows, hidden).random(8)),
        nextC(rows, hidden) {}

  void run() {
    Aligned packed(cell.gates() * (k.packedSize(I, H) + k.packedSize(H, H)));
    Aligned scratch(rows * k.recurrentScratch(I, H));
    std::vector<float> candidateBias = cell.candidateBias;
    candidateBias.resize(static_cast<std::size_t>(wholePanels(k, H)));
    k.packGates(inputWeights.data(), cell.weights.data(), cell.gates(), I, H, packed.data());
    RecurrentStep s{};
    s.rows = rows;
    s.hidden = H;
    s.inputSize = I;
    s.weights = packed.data();
    s.x = x.data();
    s.ldx = x.ld();
    s.bias = bias.data();
    s.previousHidden = h.data();
    s.nextHidden = next.data();
    s.ldh = h.ld();
    s.gates = gates.data();
    s.ldg = gates.ld();
    s.previousCell = c.data();
    s.nextCell = nextC.data();
    s.ldc = c.ld();
    s.scratch = scratch.data();
    s.relu = cell.kind == Cell::rnnRelu;
    if (cell.kind == Cell::gru) s.candidateBias = candidateBias.data();
    runStep(k, cell.kind, s);
  }
};

}  // namespace

TEST(bf16_steps_equal_the_cell_with_rounded_weights_inputs_and_states) {
  for (const auto& [name, bf16] : bf16Engines()) {
    for (const Cell kind : cells) {
      for (const auto& [rows, I, H] : {std::array<Index, 3>{1, 1, 1}, {3, 5, 7}, {13, 8, 33}, {14, 3, 64}}) {
        Step step(bf16, kind, rows, I, H);
        round(step.cell.weights);
        for (Index r = 0; r < rows; ++r) {
          for (Index j = 0; j < H; ++j) step.h(r, j) = rounded(step.h(r, j));
        }
        step.run();
        // With the reset before, the product of reset gate and state is rounded too, by up to 2^-9 if it is near 1.
        const double tolerance = kind == Cell::gruResetBefore ? 5e-3 : 4e-6;
        for (Index r = 0; r < rows; ++r) {
          Row x, h, c;
          for (Index j = 0; j < step.cell.gates() * H; ++j) {
            const Index bias = j / H * wholePanels(bf16, H) + j % H;
            double sum = double{step.bias[static_cast<std::size_t>(bias)]};
            for (Index k = 0; k < I; ++k) {
              sum += double{rounded(step.inputWeights[static_cast<std::size_t>(j * I + k)])} *
                     double{rounded(step.x(r, k))};
            }
            x.push_back(sum);
          }
          for (Index j = 0; j < H; ++j) h.push_back(double{step.h(r, j)}), c.push_back(double{step.c(r, j)});
          const State expected = step.cell.step(x, h, c);
          for (Index j = 0; j < H; ++j) {
            const double hidden = expected.hidden[static_cast<std::size_t>(j)];
            CHECK(near(double{step.next(r, j)}, hidden, tolerance), static_cast<int>(kind), " of ", H, ": ",
                  step.next(r, j), " for ", hidden);
            if (kind != Cell::lstm) continue;
            CHECK(near(double{step.nextC(r, j)}, expected.cell[static_cast<std::size_t>(j)], tolerance), r, ",", j);
          }
        }
        step.next.checkUntouched();
        step.gates.checkUntouched();
      }
    }
  }
}
