// Gated recurrent unit, gates r, z, n:
//   r, z = sigmoid(W x + b_ih + R h(t-1) + b_hh)
//   reset after:   n = tanh(W_n x + b_in + r q),  q = R_n h(t-1) + b_hn
//   reset before:  n = tanh(W_n x + b_in + R_n (r h(t-1)) + b_hn)
//   h(t) = (1 - z) n + z h(t-1)
//
//   dn = dh (1 - z) (1 - n^2),  dz = dh (h(t-1) - n) z (1 - z)
//   after:   dq = dn r,  dr = dn q r (1 - r),               dh(t-1) = dh z + [dr dz] R_rz + dq R_n
//   before:  p = dn R_n,  dr = p h(t-1) r (1 - r),          dh(t-1) = dh z + p r + [dr dz] R_rz
//
// Source: Cho et al. 2014 ("before"); cuDNN and torch.nn.GRU ("after").

#include "ops/recurrent.h"

namespace gatecast {
namespace {

class Gru final : public RecurrentOp {
 public:
  explicit Gru(const Attributes& attributes)
      : RecurrentOp(attributes, 3, 4, false),
        resetBefore_(attributes.choice("reset", {"after", "before"}) == "before") {}

 private:
  // The gate columns after the backward step: dr, dz, dn, and then dq (after) or r h (before).
  GateGroups groups(Index hidden) const override {
    if (resetBefore_) return {{{0, 2 * hidden, 0}, {2 * hidden, hidden, 2 * hidden, true}}, 2};
    return {{{0, 2 * hidden, 0}, {2 * hidden, hidden, 3 * hidden}}, 2};
  }
  bool readsGates() const override { return resetBefore_; }
  bool separatesCandidateBias() const override { return !resetBefore_; }

  void step(const Kernels& kernels, const RecurrentStep& step) const override {
    resetBefore_ ? kernels.gruResetBeforeStep(step) : kernels.gruStep(step);
  }

  void stepBack(const Kernels& kernels, const RecurrentStepBack& step, const float* packed) const override {
    const auto parts = groups(step.hidden);
    const float* packedCandidate = packed + wholeLines(kernels.packedSize(parts[0].rows, step.hidden));
    if (resetBefore_) {
      kernels.gruResetBeforeStepBack(step);
      addThroughWeights(kernels, step, parts[1], packedCandidate, step.dResetHidden, false);
      kernels.gruResetBack(step);
    } else {
      kernels.gruStepBack(step);
      addThroughWeights(kernels, step, parts[1], packedCandidate, step.dHidden, true);
    }
    addThroughWeights(kernels, step, parts[0], packed, step.dHidden, true);
  }

  bool resetBefore_;
};

}  // namespace

OP("gru", Gru)

}  // namespace gatecast
