// The backward pass of sLstm.

#include "ops/s_lstm.h"
#include "ops/split.h"

namespace gatecast {

void SLstm::backward(const Run& run) const {
  const Layout s(run.geometry);
  const Kept kept(run.saved(), s);
  eachTask(run, s, [&](Index from, Index to, int) { backwardRows(run, s, kept, from, to); });
  if (float* dx = run.dIn(0))
    addBlocks(run, s.B * s.T, gateCount * s.H, kept.gates, gateCount * s.H, dx, gateCount * s.H);
  if (float* dWeight = run.dIn(1)) {
    for (Index block = 0; block < gateCount * s.heads; block++) {
      const float* da = kept.gates + block * s.D;
      gemm(run, s.D, s.D, s.B * s.T, {da, 1, gateCount * s.H}, {kept.before + block % s.heads * s.D, s.H, 1},
           dWeight + block * s.D * s.D, s.D, true);
    }
  }
}

// Replaces the gates of some rows by their gradients.
void SLstm::backwardRows(const Run& run, const Layout& s, const Kept& kept, Index from, Index to) const {
  float* d[stateCount];
  for (int i = 0; i < stateCount; i++) {
    d[i] = run.scratch() + i * s.B * s.H;
    const float* given = run.dOut(1 + i);
    if (given != nullptr) copyFloats(given + from * s.H, (to - from) * s.H, d[i] + from * s.H);
    else std::fill_n(d[i] + from * s.H, (to - from) * s.H, 0.0f);
  }
  for (Index t = s.T - 1; t >= 0; t--) {
    run.team.check();
    for (Index b = from; b < to; b++) {
      const Index step = (b * s.T + t) * s.H, row = b * s.H;
      if (run.dOut() != nullptr) run.kernels.addTo(run.dOut() + step, d[0] + row, s.H);
      ExponentialCellBack cell{};
      cell.hidden = s.H;
      cell.gates = kept.gates + gateCount * step;
      cell.forgetSlope = kept.slope + step;
      cell.previousCell = t > 0 ? kept.cell + step - s.H : kept.first + s.B * s.H + row;
      cell.previousNormaliser = t > 0 ? kept.normaliser + step - s.H : kept.first + 2 * s.B * s.H + row;
      cell.cell = kept.cell + step;
      cell.normaliser = kept.normaliser + step;
      cell.dOutput = d[0] + row;
      cell.dCell = d[1] + row;
      cell.dNormaliser = d[2] + row;
      cell.dStabiliser = d[3] + row;
      run.kernels.exponentialCellBack(cell);
    }
    const float* packed = run.prepared() + gateCount * s.heads * packedGate(s, run.kernels);
    const float* gates = kept.gates + (from * s.T + t) * gateCount * s.H;
    for (Index block = 0; block < gateCount * s.heads; block++) {
      run.kernels.gemmPacked({.rows = to - from,
                              .columns = s.D,
                              .inner = s.D,
                              .a = gates + block * s.D,
                              .lda = s.T * gateCount * s.H,
                              .b = packed + block * packedGate(s, run.kernels),
                              .c = d[0] + from * s.H + block % s.heads * s.D,
                              .ldc = s.H,
                              .accumulate = block >= s.heads});
    }
  }
  for (int i = 0; i < stateCount; i++) {
    if (run.dIn(2 + i) != nullptr) run.kernels.addTo(d[i] + from * s.H, run.dIn(2 + i) + from * s.H, (to - from) * s.H);
  }
}

}  // namespace gatecast
