//   i = exp(a_i), f = sigmoid(a_f) or exp(a_f), z = tanh(a_z), o = sigmoid(a_o)
//   m = max(log f + m(t-1), a_i)          the stabiliser: only i' and f' below are computed, and neither overflows
//   i' = exp(a_i - m),  f' = exp(log f + m(t-1) - m)
//   c = f' c(t-1) + i' z,  n = f' n(t-1) + i',  h = o c / n
//
// While n(t-1) is 0 there is no state to scale: m = a_i and f' = 0. So one of i' and f' is 1, and n is 1 or more.
//
// Backward, from dh and the gradients dc, dn, dm by the state after the step:
//   do = dh c / n,  dc += dh o / n,  dn -= dh o c / n^2
//   di' = dc z + dn,  df' = dc c(t-1) + dn n(t-1),  dz = dc i'
//   dm -= di' i' + df' f', and the gradient by a_i (where i' is 1) or by log f + m(t-1) gets this dm
//   dc(t-1) = dc f',  dn(t-1) = dn f',  dm(t-1) = the gradient by log f
//
// Source: Beck et al. 2024, xLSTM, eq. 8 to 17 and appendix A.2.

#include "kernels/tier.h"
#include "simd/math.h"

namespace gatecast::GATECAST_TIER {

void exponentialCell(const ExponentialCell& s) {
  const Index H = s.hidden;
  forEachVector(H, [&](auto at) {
    const Floats input = at.load(s.gates), forget = at.load(s.gates + H);
    const Floats before = at.load(s.previousNormaliser), m = at.load(s.previousStabiliser);
    const Floats logForget = s.exponentialForget ? forget : -softplus(-forget);
    const Floats kept = logForget + m;
    const Ints fresh = before == 0.0f;
    const Ints takesInput = fresh | (input > kept);
    const Floats next = select(takesInput, input, kept);
    // An exponent of 0 gives exactly 1. NaN passes through both.
    const Floats i = select(takesInput, exp(input - input), exp(input - next));
    const Floats f = select(fresh, Floats{}, exp(kept - next));
    const Floats z = tanh(at.load(s.gates + 2 * H)), o = sigmoid(at.load(s.gates + 3 * H));
    const Floats c = f * at.load(s.previousCell) + i * z;
    const Floats n = f * before + i;
    at.store(s.cell, c);
    at.store(s.normaliser, n);
    at.store(s.stabiliser, next);
    at.store(s.output, o * (c / n));
    if (s.forgetSlope == nullptr) return;
    at.store(s.forgetSlope, s.exponentialForget ? broadcast(1.0f) : sigmoid(-forget));
    at.store(s.gates, i);
    at.store(s.gates + H, f);
    at.store(s.gates + 2 * H, z);
    at.store(s.gates + 3 * H, o);
  });
}

void exponentialCellBack(const ExponentialCellBack& s) {
  const Index H = s.hidden;
  forEachVector(H, [&](auto at) {
    const Floats i = at.load(s.gates), f = at.load(s.gates + H);
    const Floats z = at.load(s.gates + 2 * H), o = at.load(s.gates + 3 * H);
    // A unit beyond the last one divides by 1.
    const Floats n = at.load(s.normaliser, 1.0f), ratio = at.load(s.cell) / n;
    const Floats dh = at.load(s.dOutput), share = dh * o / n;
    const Floats dc = at.load(s.dCell) + share, dn = at.load(s.dNormaliser) - share * ratio;
    const Floats di = (dc * z + dn) * i;
    const Floats df = (dc * at.load(s.previousCell) + dn * at.load(s.previousNormaliser)) * f;
    const Floats dm = at.load(s.dStabiliser) - di - df;
    const Ints takesInput = i == 1.0f;
    const Floats dKept = df + select(takesInput, Floats{}, dm);
    at.store(s.gates, di + select(takesInput, dm, Floats{}));
    at.store(s.gates + H, dKept * at.load(s.forgetSlope));
    at.store(s.gates + 2 * H, dc * i * (1.0f - z * z));
    at.store(s.gates + 3 * H, dh * ratio * o * (1.0f - o));
    at.store(s.dCell, dc * f);
    at.store(s.dNormaliser, dn * f);
    at.store(s.dStabiliser, dKept);
  });
}

}  // namespace gatecast::GATECAST_TIER
