// GRU with the reset gate after the matrix (PyTorch, cuDNN):
//   r, z = sigmoid(a_r), sigmoid(a_z),  q = R_n h(t-1) + b_hn,  n = tanh(a_n + r q)
//   h = (1 - z) n + z h(t-1) = n + z (h(t-1) - n)
//
// Backward:
//   da_z = dh (h(t-1) - n) z (1 - z),  da_n = dh (1 - z) (1 - n^2)
//   da_r = da_n q r (1 - r),  dq = da_n r
//   dh(t-1) = dh z + (da_r R_r + da_z R_z + dq R_n, which the op adds)
//
// Source: Cho et al. 2014.

#include "kernels/recurrent_blocks.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void gruStep(const RecurrentStep& s) {
  const Index H = s.hidden;
  const Operands in(s);
  forEachUnitBlock(s, [&](const Units& u) {
    inputAndState(s, in, u, {.gate = 0, .slot = 0, .count = 2});
    if (s.x != nullptr) inputOnly(s, in, u, {.gate = 2, .slot = 2});
    stateOnly(s, in, u, {.gate = 2, .slot = 3}, s.candidateBias);
    for (Index row = 0; row < s.rows; ++row) {
      const float* previous = s.previousHidden + row * s.ldh + u.from;
      float* hidden = s.nextHidden + row * s.ldh + u.from;
      if (!active(s, row)) {
        copy(previous, hidden, u.count);
        clearGates(s, row, 4, u);
        continue;
      }
      const float* a = s.scratch + row * gateScratch;
      const float* input = s.x != nullptr ? a + 2 * tileColumns : s.inputs + row * s.ldi + 2 * H + u.from;
      float* gates = s.gates != nullptr ? s.gates + row * s.ldg + u.from : nullptr;
      forEachVector(u.count, [&](auto at) {
        const auto [r, z] = quotients({sigmoidFraction(at.load(a)), sigmoidFraction(at.load(a + tileColumns))});
        const Floats q = at.load(a + 3 * tileColumns);
        const Floats n = tanh(at.load(input) + r * q);
        at.store(hidden, n + z * (at.load(previous) - n));
        if (gates == nullptr) return;
        at.store(gates, r);
        at.store(gates + H, z);
        at.store(gates + 2 * H, n);
        at.store(gates + 3 * H, q);
      });
    }
  });
}

void gruStepBack(const RecurrentStepBack& s) {
  const Index H = s.hidden;
  for (Index row = 0; row < s.rows; ++row) {
    float* a = s.gates + row * s.ldg;
    if (!active(s, row)) {
      clear(a, 4 * H);
      continue;
    }
    const float* previous = s.previousHidden + row * s.ldh;
    float* dHidden = s.dHidden + row * s.ldd;
    forEachVector(H, [&](auto at) {
      const Floats r = at.load(a), z = at.load(a + H), n = at.load(a + 2 * H), q = at.load(a + 3 * H);
      const Floats dh = at.load(dHidden);
      const Floats dn = dh * (1.0f - z) * (1.0f - n * n);
      at.store(a, dn * q * r * (1.0f - r));
      at.store(a + H, dh * (at.load(previous) - n) * z * (1.0f - z));
      at.store(a + 2 * H, dn);
      at.store(a + 3 * H, dn * r);
      at.store(dHidden, dh * z);
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
