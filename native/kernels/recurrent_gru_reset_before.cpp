// GRU with the reset gate before the matrix (Cho et al. 2014):
//   r, z = sigmoid(a_r), sigmoid(a_z),  n = tanh(a_n + R_n (r h(t-1)))
//   h = n + z (h(t-1) - n)
//
// Backward has two halves. Between them the op computes dp = da_n R_n, the gradient by p = r h(t-1):
//   da_z = dh (h(t-1) - n) z (1 - z),  da_n = dh (1 - z) (1 - n^2),  dh(t-1) = dh z
//   da_r = dp h(t-1) r (1 - r),  dh(t-1) += dp r

#include "kernels/recurrent_blocks.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {
namespace {

// The candidate of one unit needs r h of all units through R_n, so the reset gate is finished for all units first.
void resetAndUpdateGates(const RecurrentStep& s, const Operands& in) {
  const Index H = s.hidden;
  forEachUnitBlock(s, [&](const Units& u) {
    inputAndState(s, in, u, {.gate = 0, .slot = 0, .count = 2});
    for (Index row = 0; row < s.rows; ++row) {
      float* gates = s.gates + row * s.ldg + u.from;
      if (!active(s, row)) {
        clear(gates + 3 * H, u.count);
        continue;
      }
      const float* a = s.scratch + row * gateScratch;
      const float* previous = s.previousHidden + row * s.ldh + u.from;
      forEachVector(u.count, [&](auto at) {
        const auto [r, z] = quotients({sigmoidFraction(at.load(a)), sigmoidFraction(at.load(a + tileColumns))});
        at.store(gates, r);
        at.store(gates + H, z);
        at.store(gates + 3 * H, r * at.load(previous));
      });
    }
  });
}

}  // namespace

void gruResetBeforeStep(const RecurrentStep& s) {
  const Index H = s.hidden;
  Operands in(s);
  resetAndUpdateGates(s, in);
  in.state = operand(s.gates + 3 * H, s.ldg, H, s.rows, s.scratch + s.rows * gateScratch);
  forEachUnitBlock(s, [&](const Units& u) {
    inputAndState(s, in, u, {.gate = 2, .slot = 2});
    for (Index row = 0; row < s.rows; ++row) {
      const float* previous = s.previousHidden + row * s.ldh + u.from;
      float* hidden = s.nextHidden + row * s.ldh + u.from;
      if (!active(s, row)) {
        copy(previous, hidden, u.count);
        clearGates(s, row, 3, u);
        continue;
      }
      const float* a = s.scratch + row * gateScratch + 2 * tileColumns;
      float* gates = s.gates + row * s.ldg + u.from;
      forEachVector(u.count, [&](auto at) {
        const Floats z = at.load(gates + H), n = tanh(at.load(a));
        at.store(gates + 2 * H, n);
        at.store(hidden, n + z * (at.load(previous) - n));
      });
    }
  });
}

void gruResetBeforeStepBack(const RecurrentStepBack& s) {
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
      const Floats z = at.load(a + H), n = at.load(a + 2 * H), dh = at.load(dHidden);
      at.store(a + H, dh * (at.load(previous) - n) * z * (1.0f - z));
      at.store(a + 2 * H, dh * (1.0f - z) * (1.0f - n * n));
      at.store(dHidden, dh * z);
    });
  }
}

void gruResetBack(const RecurrentStepBack& s) {
  for (Index row = 0; row < s.rows; ++row) {
    if (!active(s, row)) continue;
    float* a = s.gates + row * s.ldg;
    const float* previous = s.previousHidden + row * s.ldh;
    const float* dProduct = s.dResetHidden + row * s.ldd;
    float* dHidden = s.dHidden + row * s.ldd;
    forEachVector(s.hidden, [&](auto at) {
      const Floats r = at.load(a), dp = at.load(dProduct);
      at.store(a, dp * at.load(previous) * r * (1.0f - r));
      at.store(dHidden, at.load(dHidden) + dp * r);
    });
  }
}

}  // namespace gatecast::GATECAST_TIER
