//   h = f(a),  a = W x + b + R h(t-1),  f tanh or relu
//   da = dh f'(a):  dh (1 - h^2),  or dh where h > 0

#include "kernels/recurrent_blocks.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void rnnStep(const RecurrentStep& s) {
  const Operands in(s);
  forEachUnitBlock(s, [&](const Units& u) {
    inputAndState(s, in, u, {.gate = 0, .slot = 0});
    for (Index r = 0; r < s.rows; ++r) {
      const float* a = s.scratch + r * gateScratch;
      float* h = s.nextHidden + r * s.ldh + u.from;
      if (!active(s, r)) {
        copy(s.previousHidden + r * s.ldh + u.from, h, u.count);
        continue;
      }
      forEachVector(u.count, [&](auto at) {
        const Floats x = at.load(a);
        at.store(h, s.relu ? select(x < 0.0f, Floats{}, x) : tanh(x));
      });
    }
  });
}

void rnnStepBack(const RecurrentStepBack& s) {
  for (Index r = 0; r < s.rows; ++r) {
    float* da = s.gates + r * s.ldg;
    float* dh = s.dHidden + r * s.ldd;
    if (!active(s, r)) {
      clear(da, s.hidden);
      continue;
    }
    const float* hidden = s.nextHidden + r * s.ldh;
    forEachVector(s.hidden, [&](auto at) {
      const Floats h = at.load(hidden), d = at.load(dh);
      at.store(da, s.relu ? select(h <= 0.0f, Floats{}, d) : d * (1.0f - h * h));
      at.store(dh, Floats{});
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
