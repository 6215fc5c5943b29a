// Recurrent cells give the same bits for any other rows in the call, and for inputs that were multiplied before.

#include "tests/native/bf16_engines.h"
#include "tests/native/recurrent_trial.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

void checkRowsAlone(const Kernels& k, Cell kind, Index rows) {
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

TEST(recurrent_steps_give_a_row_the_same_bits_with_any_other_rows) {
  for (const Cell kind : cells) {
    for (const Index rows : {13, 41}) {
      checkRowsAlone(kernels(), kind, rows);
      for (const Bf16Engine& engine : bf16Engines()) checkRowsAlone(engine.kernels, kind, rows);
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
