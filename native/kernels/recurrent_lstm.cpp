//   i, f, o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o),  g = tanh(a_g)
//   c = f c(t-1) + i g,  h = o tanh(c)
//
// Backward, from dh and the part of dc that comes from c(t+1):
//   dc += dh o (1 - tanh(c)^2)
//   da_i = dc g i (1 - i),  da_f = dc c(t-1) f (1 - f),  da_g = dc i (1 - g^2),  da_o = dh tanh(c) o (1 - o)
//   dc(t-1) = dc f
// Backward computes tanh(c) again, which costs less than to write and read it.
//
// Source: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber, Cummins 2000.

#include "kernels/recurrent_blocks.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void lstmStep(const RecurrentStep& s) {
  const Index H = s.hidden;
  const Operands in(s);
  forEachUnitBlock(s, [&](const Units& u) {
    inputAndState(s, in, u, {.gate = 0, .slot = 0, .count = 4});
    for (Index r = 0; r < s.rows; ++r) {
      const float* previousCell = s.previousCell + r * s.ldc + u.from;
      float* cell = s.nextCell + r * s.ldc + u.from;
      float* hidden = s.nextHidden + r * s.ldh + u.from;
      if (!active(s, r)) {
        copy(previousCell, cell, u.count);
        copy(s.previousHidden + r * s.ldh + u.from, hidden, u.count);
        clearGates(s, r, 4, u);
        continue;
      }
      const float* a = s.scratch + r * gateScratch;
      float* gates = s.gates != nullptr ? s.gates + r * s.ldg + u.from : nullptr;
      forEachVector(u.count, [&](auto at) {
        const auto in = [&](Index slot) { return at.load(a + slot * tileColumns); };
        const auto [i, f, g, o] =
            quotients({sigmoidFraction(in(0)), sigmoidFraction(in(1)), tanhFraction(in(2)), sigmoidFraction(in(3))});
        const Floats c = f * at.load(previousCell) + i * g;
        at.store(cell, c);
        at.store(hidden, o * tanh(c));
        if (gates == nullptr) return;
        at.store(gates, i);
        at.store(gates + H, f);
        at.store(gates + 2 * H, g);
        at.store(gates + 3 * H, o);
      });
    }
  });
}

void lstmStepBack(const RecurrentStepBack& s) {
  const Index H = s.hidden;
  for (Index r = 0; r < s.rows; ++r) {
    float* a = s.gates + r * s.ldg;
    if (!active(s, r)) {
      clear(a, 4 * H);
      continue;
    }
    const float* previousCell = s.previousCell + r * s.ldc;
    const float* cell = s.nextCell + r * s.ldc;
    float* dHidden = s.dHidden + r * s.ldd;
    float* dCell = s.dCell + r * s.ldd;
    forEachVector(H, [&](auto at) {
      const Floats i = at.load(a), f = at.load(a + H), g = at.load(a + 2 * H), o = at.load(a + 3 * H);
      const Floats dh = at.load(dHidden);
      const Floats t = tanh(at.load(cell));
      const Floats dc = at.load(dCell) + dh * o * (1.0f - t * t);
      at.store(a, dc * g * i * (1.0f - i));
      at.store(a + H, dc * at.load(previousCell) * f * (1.0f - f));
      at.store(a + 2 * H, dc * i * (1.0f - g * g));
      at.store(a + 3 * H, dh * t * o * (1.0f - o));
      at.store(dCell, dc * f);
      at.store(dHidden, Floats{});
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
