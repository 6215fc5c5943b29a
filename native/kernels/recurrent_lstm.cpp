//   i, f, o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o),  g = tanh(a_g)
//   c = f c(t-1) + i g,  h = o tanh(c)
//
// Backward, from dh and the part of dc that came from c(t+1):
//   dc += dh o (1 - tanh(c)^2)
//   da_i = dc g i (1 - i),  da_f = dc c(t-1) f (1 - f),  da_g = dc i (1 - g^2),  da_o = dh tanh(c) o (1 - o)
//   dc(t-1) = dc f
// tanh(c) is computed again: that costs less than writing and reading it.
//
// Source: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber, Cummins 2000.

#include "kernels/recurrent.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void lstmStep(const RecurrentStep& s) {
  const Index H = s.hidden;
  forEachUnitBlock(H, [&](Index panel, Index from, Index count) {
    for (Index gate = 0; gate < 4; ++gate) addRecurrent(s, gate, panel);
    for (Index r = 0; r < s.rows; ++r) {
      float* gates = s.gates + r * s.ldg;
      const float* previousCell = s.previousCell + r * s.ldc + from;
      float* cell = s.nextCell + r * s.ldc + from;
      float* hidden = s.nextHidden + r * s.ldh + from;
      if (!active(s, r)) {
        copy(previousCell, cell, count);
        copy(s.previousHidden + r * s.ldh + from, hidden, count);
        clearGates(gates, 4, H, from, count);
        continue;
      }
      float* a = gates + from;
      forEachVector(count, [&](auto at) {
        const Floats i = sigmoid(at.load(a));
        const Floats f = sigmoid(at.load(a + H));
        const Floats g = tanh(at.load(a + 2 * H));
        const Floats o = sigmoid(at.load(a + 3 * H));
        const Floats c = f * at.load(previousCell) + i * g;
        at.store(a, i);
        at.store(a + H, f);
        at.store(a + 2 * H, g);
        at.store(a + 3 * H, o);
        at.store(cell, c);
        at.store(hidden, o * tanh(c));
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
